// Where exported entries lie: exports/dataset=<stream>/zone=<chain>/day=<UTC date>/<batch>.parquet, one batch per file.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEntryId } from '../../core/batch.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseChainId, parseId } from '../../core/ids.ts'
import { filesMax } from './limits.ts'
import { microseconds } from './query.ts'

export type BatchPlace = {
  /** Local part of the stream. */
  readonly dataset: string
  readonly zone: string
  /** Local part of the batch's identifier, and the name of its files. */
  readonly local: string
  readonly first: bigint
  readonly last: bigint
}

export function placeOf(batchId: string): BatchPlace {
  const { streamId, first, last } = parseEntryId(batchId)
  const { chainId: zone, local } = parseId(batchId)
  return { dataset: parseId(streamId).local, zone, local, first, last }
}

export const batchIdOf = (zone: string, file: string): string =>
  `did:causeway:entry:${zone}:${(file.split('/').at(-1) ?? '').replace(/\.parquet$/, '')}`

/** Parses both names, so that neither can lead out of the folder. */
export function zoneFolder(root: string, dataset: string, zone: string): string {
  parseChainId(zone)
  parseId(`did:causeway:asset:${zone}:${dataset}`, 'dataset')
  return join(root, `dataset=${dataset}`, `zone=${zone}`)
}

export const dayFolder = (day: string): string => `day=${day}`

export type Span = { readonly from: string; readonly until: string }

/** Whether a UTC date is touched by the span, which ends before its last moment: that may be a midnight. */
export function daysOf({ from, until }: Span): (day: string) => boolean {
  const first = from.slice(0, 10)
  const last = new Date(Number((microseconds(until) - 1n) / 1_000n)).toISOString().slice(0, 10)
  return (day) => day >= first && day <= last
}

/** Files of the days that the span touches, in ascending order; of the pinned batches alone, where there are any. */
export async function listFiles(
  folder: string,
  span: Span,
  zone: string,
  batchIds?: readonly string[],
): Promise<readonly string[]> {
  const isIn = daysOf(span)
  const days = (await entriesOf(folder)).filter((name) => name.startsWith('day=') && isIn(name.slice(4)))
  const pinned = batchIds && new Set(batchIds)
  const files: string[] = []
  for (const day of days.sort()) {
    for (const name of (await entriesOf(join(folder, day))).sort()) {
      if (!name.endsWith('.parquet')) continue
      if (pinned === undefined || pinned.has(batchIdOf(zone, name))) files.push(join(folder, day, name))
    }
    if (files.length > filesMax) throw new CausewayError('ANALYSIS_TOO_LARGE', { zone, limit: `${filesMax} files` })
  }
  const found = new Set(files.map((file) => batchIdOf(zone, file)))
  const missing = batchIds?.find((id) => !found.has(id))
  if (missing !== undefined) throw new CausewayError('INPUT_MISSING', { zone, batchId: missing })
  return files
}

/** A zone without exports has no folder, which is no error: it has no entries. */
async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
