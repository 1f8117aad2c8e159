// The door of an owner whose rows are read under grants, on a port of its own, and what a reader says to it.
import type { SignedBatch } from '../../core/batch.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { openAccessDoor } from '../../platform/access/doorServer.ts'
import type { OwnRows } from '../../platform/access/ports.ts'
import type { AccessRequest } from '../../platform/access/request.ts'
import type { ContractAccesses } from '../../platform/chain/accesses.ts'
import type { Door } from '../../platform/process/doors.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'

export type Answer = { readonly status: number; readonly text: string }

/** Rows by asset; the owner's key signs what is served. */
export function openOwnersDoor(
  owner: Member,
  rows: ReadonlyMap<string, OwnRows>,
  accesses: ContractAccesses,
): Promise<Door> {
  const find = async (asset: string): Promise<OwnRows | undefined> => rows.get(asset)
  const deps = { accesses, rows: { find }, signingKey: owner.key.privateKey, log: openLog('silent') }
  return openAccessDoor({ host: '127.0.0.1', port: 0 }, deps)
}

/** Asks for every row of a batch. */
export async function askForRows(
  { url }: Pick<Door, 'url'>,
  { asset, batch }: { readonly asset: string; readonly batch: Pick<SignedBatch, 'first' | 'last'> },
  request: AccessRequest,
): Promise<Answer> {
  const body = JSON.stringify({ asset, first: `${batch.first}`, last: `${batch.last}`, request })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/reads`, { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}
