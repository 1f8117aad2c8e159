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

/**
 * Proves `keys` as they are now. State of height h verifies against header h+1, and is surely readable only then:
 * a node reports a height as soon as the block is stored, before its txs are executed.
 */
export async function proveLatest(path: ProofPath, keys: readonly Uint8Array[]): Promise<Proven> {
  const { host, tracked, clientId } = path
  const { height } = await tracked.queryStatus()
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
