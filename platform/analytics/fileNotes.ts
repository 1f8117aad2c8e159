// Reads what lies beside the entries in exported files: their batches, and the elements that may be asked for.

import { basename, dirname, join } from 'node:path'
import { CausewayError } from '../../core/errors.ts'
import type { Duckdb, FileNotes } from './duckdb.ts'
import { batchIdOf, dayFolder, daysOf, type Span } from './layout.ts'
import type { Input } from './plan.ts'
import type { Column } from './query.ts'

/** Each batch once, though a file of it lies in every day that it touches; a batch that lacks one is refused. */
export async function inputsOf(
  zone: string,
  span: Span,
  files: readonly string[],
  engine: Duckdb,
): Promise<readonly Input[]> {
  const notes = await engine.notes(files)
  const isIn = daysOf(span)
  const present = new Set(files)
  const inputs = new Map<string, Input>()
  for (const file of files) {
    const batchId = batchIdOf(zone, file)
    const days = note(notes.get(file), 'days').split(' ').filter(isIn)
    const isWhole = days.every((day) => present.has(join(dirname(file), '..', dayFolder(day), basename(file))))
    if (note(notes.get(file), 'batch_id') !== batchId || !isWhole) {
      throw new CausewayError('INPUT_MISSING', { zone, batchId })
    }
    const certificateId = note(notes.get(file), 'certificate_id')
    inputs.set(batchId, { batchId, root: note(notes.get(file), 'root'), certificateId })
  }
  return [...inputs.values()]
}

/** Refuses columns that no file has, or one has in another type; says whether all files have the same elements. */
export async function checkColumns(
  columns: readonly Column[],
  files: readonly string[],
  engine: Duckdb,
): Promise<{ readonly isMixed: boolean }> {
  const notes = await engine.notes(files)
  const kinds = new Set(files.map((file) => note(notes.get(file), 'elements')))
  const kept = [...kinds].flatMap((text) => (text === '' ? [] : (JSON.parse(text) as [string, string][])))
  for (const { name, type } of columns) {
    const types = new Set(kept.filter(([other]) => other === name).map(([, other]) => other))
    if (types.size !== 1 || !types.has(type)) {
      const expected = types.size === 0 ? 'an element that is kept here' : `kept here as ${[...types].join(' and ')}`
      throw new CausewayError('ELEMENT_UNSUITABLE', { element: name, expected })
    }
  }
  return { isMixed: kinds.size > 1 }
}

const note = (notes: FileNotes | undefined, key: string): string => notes?.get(key) ?? ''
