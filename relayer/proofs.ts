// Proofs of one chain's state for txs on another: at the newest height, with the client update that they need.
import { awaitHeight } from './heights.ts'
import { type Height, heightOf, planUpdate, relayKeyName } from './ics02/clients.ts'
import type { AnyMsg, Chain, Included } from './ports.ts'

/** ibc-go's connection of a chain with itself: no client to update, and one byte instead of a proof. */
export const localhostClientId = '09-localhost'
export const localhostConnectionId = 'connection-localhost'
export const sentinelProof = Uint8Array.from([1])

/** From whose state, for whom, over which client of `host`. */
export type ProofPath = { readonly host: Chain; readonly tracked: Chain; readonly clientId: string }
export type Proven = {
  readonly proofs: readonly Uint8Array[]
  readonly height: Height
  readonly updates: readonly AnyMsg[]
}

const handshakeGas = 2_000_000n

/** One message of a handshake: what it proves, and what it says with the proof. */
export type ProvenStep = {
  readonly key: Uint8Array
  readonly build: (proof: Uint8Array, height: Height, signer: string) => AnyMsg
}

/**
 * Proves `keys` as they are now, or were at the height `since`. State of height h verifies against header h+1, and is
 * surely readable only then: a node reports a height as soon as the block is stored, before its txs are executed.
 */
export async function proveLatest(path: ProofPath, keys: readonly Uint8Array[], since?: bigint): Promise<Proven> {
  const { host, tracked, clientId } = path
  const height = since ?? (await tracked.queryStatus()).height
  if (clientId === localhostClientId) {
    return { proofs: keys.map(() => sentinelProof), height: heightOf(tracked.chainId, height), updates: [] }
  }
  await awaitHeight(tracked, height + 1n)
  const signer = await host.signer(relayKeyName(tracked.chainId))
  const [proofs, updates] = await Promise.all([
    Promise.all(keys.map((key) => tracked.queryProof(key, height))),
    planUpdate(host, tracked, clientId, height + 1n, signer.address),
  ])
  return { proofs: proofs.map(({ proof }) => proof), height: heightOf(tracked.chainId, height + 1n), updates }
}

/** Proves `keys`, lets `build` make the message from them, and submits it behind the client update. */
export async function submitProven(
  path: ProofPath,
  keys: readonly Uint8Array[],
  build: (proven: Proven, signer: string) => AnyMsg,
): Promise<Included> {
  const signer = await path.host.signer(relayKeyName(path.tracked.chainId))
  const proven = await proveLatest(path, keys)
  return signer.submitAndWait([...proven.updates, build(proven, signer.address)], handshakeGas)
}

/** Takes steps in one tx, one after the other; `since` is a height whose state shows all that they prove. */
export async function submitSteps(path: ProofPath, steps: readonly ProvenStep[], since?: bigint): Promise<Included> {
  const signer = await path.host.signer(relayKeyName(path.tracked.chainId))
  const keys = steps.map(({ key }) => key)
  const { proofs, height, updates } = await proveLatest(path, keys, since)
  const messages = steps.map(({ build }, at) => build(proofs[at] ?? new Uint8Array(), height, signer.address))
  return signer.submitAndWait([...updates, ...messages], handshakeGas * BigInt(steps.length))
}
