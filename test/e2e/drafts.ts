// Transactions made by hand: manifests, consents and direct calls of gates, so that a test can also make them wrong.
import { randomBytes } from 'node:crypto'
import { authorisationTextOf, type Purpose } from '../../core/authorisation.ts'
import { encodeAuthorisation, encodeManifest } from '../../core/codec.ts'
import type { TransactionId } from '../../core/ids.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Leg, Manifest, OperationBody } from '../../core/words.ts'
import { queryHubRecord, queryLeg } from '../../localnet/demo/chainFacts.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { User } from '../../localnet/demo/user.ts'
import type { Included } from '../../relayer/ports.ts'
import { sha256 } from '../vectors/samples.ts'
import { anybody, base64, call, fromBase64 } from './calls.ts'

/** What one actor does in one zone. */
export type Step = {
  readonly chainId: string
  readonly actor: User
  readonly body: OperationBody
  /** Another contract than the assets of the zone. */
  readonly resource?: string
}
export type Draft = { readonly manifest: Manifest; readonly bytes: Uint8Array; readonly id: TransactionId }
/** A leg as it is handed to a gate; contents by the operation's index. */
export type Handed = {
  readonly draft: Draft
  readonly authorisations: readonly string[]
  readonly contents?: readonly { readonly operation: number; readonly content: string }[]
}

/** A zone that no hub has admitted and no chain answers for. */
const nowhere = { gate: 'wasm1gateofnowhere', assets: 'wasm1assetsofnowhere' }

/** A deadline `ms` ahead of the hub's clock, in nanoseconds. */
export async function deadlineIn(stage: Stage, ms: number): Promise<bigint> {
  return (await stage.hub.chain.queryStatus()).timeNs + BigInt(ms) * 1_000_000n
}

/** Nothing is checked: `change` may make the manifest as wrong as the codec can write it. */
export function draftOf(
  stage: Stage,
  deadlineNs: bigint,
  steps: readonly Step[],
  change: Partial<Manifest> = {},
): Draft {
  const chainIds = [...new Set(steps.map((step) => step.chainId))].sort()
  const manifest: Manifest = {
    schema: { major: 1, minor: 0 },
    hubChainId: stage.hub.chain.chainId,
    hubContract: stage.hub.contract,
    legs: chainIds.map((chainId) => legOf(stage, chainId, steps)),
    deadlineNs,
    nonce: Uint8Array.from(randomBytes(16)),
    ...change,
  }
  const bytes = encodeManifest(manifest)
  return { manifest, bytes, id: transactionId(bytes, sha256) }
}

function legOf(stage: Stage, chainId: string, steps: readonly Step[]): Leg {
  const { gate, assets } = stage.zones.get(chainId) ?? nowhere
  const own = steps.filter((step) => step.chainId === chainId)
  return {
    chainId,
    gate,
    operations: own.map(({ actor, body, resource = assets }) => ({ resource, actor: actor.address, body })),
  }
}

/** The users' signatures over the draft, as a gate takes them. */
export function consents(draft: Draft, users: readonly User[], purpose: Purpose = 'authorise'): Promise<string[]> {
  const text = authorisationTextOf(purpose, draft.id, draft.manifest)
  return Promise.all(users.map((user) => consentTo(text, user)))
}

/** A signature over any text: forged consents are honest signatures over something else. */
export async function consentTo(text: string, user: User): Promise<string> {
  const { scheme, publicKey, signature } = await user.sign(text)
  const bytes = encodeAuthorisation({ scheme, publicKey: fromBase64(publicKey), signature: fromBase64(signature) })
  return base64(bytes)
}

/** One call of the gate with all these legs, by a key that is nobody's. */
export function prepareOn(stage: Stage, chainId: string, ...handed: readonly Handed[]): Promise<Included> {
  const { chain, gate } = zoneOf(stage, chainId)
  const legs = handed.map(({ draft, authorisations, contents = [] }) => ({
    manifest: base64(draft.bytes),
    authorisations,
    contents,
  }))
  return call(chain, anybody, gate, { prepare: { legs } })
}

/** The decision, once there is one. */
export function decisionOf(stage: Stage, id: string, timeoutMs = 60_000): Promise<'commit' | 'abort'> {
  return waitFor(`the decision on ${id}`, timeoutMs, async () => {
    const record = await queryHubRecord(stage, id)
    return record === null || record.state === 'open' ? undefined : (record.state as 'commit' | 'abort')
  })
}

/** State and code of a leg, once it is settled: as the zone's own record has it. */
export function settledLeg(
  stage: Stage,
  chainId: string,
  id: string,
  timeoutMs = 60_000,
): Promise<{ state: string; code: number }> {
  return waitFor(`the leg of ${id} on ${chainId}`, timeoutMs, async () => {
    const leg = await queryLeg(stage, chainId, id)
    return leg === null || leg.state === 'voted' ? undefined : { state: leg.state, code: leg.code }
  })
}

/** An actor takes the transaction back at the hub, which ends every lock that it holds. */
export async function cancelAtHub(stage: Stage, draft: Draft, actor: User): Promise<void> {
  const [authorisation] = await consents(draft, [actor], 'cancel')
  await call(stage.hub.chain, anybody, stage.hub.contract, {
    cancel: { manifest: base64(draft.bytes), authorisation },
  })
}
