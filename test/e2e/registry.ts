// What the identity contract of a zone says, in the shapes that its tests compare.
import { createHash } from 'node:crypto'
import { parseSubject, type Subject } from '../../core/did.ts'
import { type Stage, servicesOf, zoneOf } from '../../localnet/demo/story.ts'

export type HistoryEntry = {
  readonly what: string
  readonly height: number
  readonly by: string | null
  readonly proposal: number | null
  readonly version: number
  readonly status: string
  readonly note: string
}
export type ProposalView = {
  readonly outcome: string
  readonly by: string
  readonly opened_height: number
  readonly closed_height: number | null
  readonly ballots: readonly { readonly party: string; readonly approve: boolean; readonly height: number }[]
}

export async function askIdentity<T>(stage: Stage, chainId: string, query: object): Promise<T> {
  return (await zoneOf(stage, chainId).chain.querySmart(servicesOf(stage, chainId).identity, query)) as T
}

export async function subjectOn(stage: Stage, chainId: string, id: string): Promise<Subject | undefined> {
  const answer = await askIdentity<unknown>(stage, chainId, { subject: { id } })
  return answer === null ? undefined : parseSubject(answer)
}

export async function statusOn(stage: Stage, chainId: string, id: string): Promise<string> {
  return (await subjectOn(stage, chainId, id))?.status ?? 'unknown'
}

export function historyOf(stage: Stage, chainId: string, id: string): Promise<readonly HistoryEntry[]> {
  return askIdentity(stage, chainId, { history: { id, start_after: null, limit: null } })
}

export function proposalOf(stage: Stage, chainId: string, number: number): Promise<ProposalView> {
  return askIdentity(stage, chainId, { proposal: { number } })
}

/** Hash over all that the contract says of these subjects: equal before and after what changed nothing. */
export async function fingerprintOf(stage: Stage, chainId: string, ids: readonly string[]): Promise<string> {
  const said = await Promise.all(
    ids.flatMap((id) => [askIdentity(stage, chainId, { subject: { id } }), historyOf(stage, chainId, id)]),
  )
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}
