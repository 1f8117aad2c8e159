// Transactions with operations of services in them: composed by the API from operations, signed, submitted, followed.
import { toBase64, utf8 } from '../../core/bytes.ts'
import type { Planned } from './apiClient.ts'
import type { Stage, StoryTransaction } from './story.ts'
import { follow, mark } from './transact.ts'
import type { User } from './user.ts'

/** proto3 JSON of an operation with the zone whose leg it stands in. */
export type Operation = Readonly<Record<string, unknown>> & { readonly chainId: string; readonly actor: string }

/** An operation of a service: its name, and its body as the contract reads it. */
export function custom(chainId: string, resource: string, actor: User, name: string, body: object): Operation {
  const value = { name, body: toBase64(utf8(JSON.stringify(body))) }
  return { chainId, resource, actor: actor.address, custom: value }
}

export function plan(stage: Stage, operations: readonly Operation[]): Promise<Planned> {
  return stage.api.plan({ kind: 'compose', operations })
}

/** Signed by everybody named, and seen through to its end on every zone. */
export async function compose(
  stage: Stage,
  what: string,
  operations: readonly Operation[],
  signers: readonly User[],
): Promise<StoryTransaction> {
  const start = await mark(stage)
  const planned = await stage.api.share({ kind: 'compose', operations }, signers)
  const chainIds = [...new Set(operations.map(({ chainId }) => chainId))]
  return follow(stage, { what, id: planned.transactionId, chainIds }, start)
}
