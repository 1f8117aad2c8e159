// Proofs of one chain's state for txs on another: at the newest height, with the client update that they need.

import { awaitHeight } from './heights.ts'
import { type Height, heightOf, planUpdate, relayKeyName } from './ics02/clients.ts'
import type { AnyMsg, Chain, Included, StateProof } from './ports.ts'

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

/** Proves `keys` as they are now; waits for the header that the proofs verify against (state of h: header h+1). */
export async function proveLatest(path: ProofPath, keys: readonly Uint8Array[]): Promise<Proven> {
  const { host, tracked, clientId } = path
  const { height } = await tracked.queryStatus()
  if (clientId === localhostClientId) {
    return { proofs: keys.map(() => sentinelProof), height: heightOf(tracked.chainId, height), updates: [] }
  }
  const proofs: readonly StateProof[] = await Promise.all(keys.map((key) => tracked.queryProof(key, height)))
  await awaitHeight(tracked, height + 1n)
  const signer = await host.signer(relayKeyName(tracked.chainId))
  const updates = await planUpdate(host, tracked, clientId, height + 1n, signer.address)
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
