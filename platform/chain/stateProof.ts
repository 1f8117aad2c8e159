// Reads what a contract stores under a key together with the proof that this chain's state holds exactly that.
import { fromBech32 } from '@cosmjs/encoding'
import { ABCIQueryRequest, ABCIQueryResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { concatBytes, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Chain } from '../../relayer/ports.ts'
import type { Contract } from './contract.ts'

export type Stored = {
  readonly key: Uint8Array
  readonly value: Uint8Array
  /** Height of the state; its app hash stands in the header of the next one. */
  readonly height: bigint
  /** As `verifyState` takes them: of the key in its store, and of the store in the state. */
  readonly proofs: readonly [Uint8Array, Uint8Array]
}

export const wasmStore = 'wasm'
const contractPrefix = 0x03
const path = '/cosmos.base.tendermint.v1beta1.Service/ABCIQuery'

/** Where the contract's own key lies in the store of all contracts. */
export function contractKey(address: string, key: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(contractPrefix), fromBech32(address).data, key)
}

/** Names of a map of cw-storage-plus and of all but the last part of a key carry their length before them. */
export function mapKey(name: string, parts: readonly Uint8Array[]): Uint8Array {
  const heads = [utf8(name), ...parts.slice(0, -1)].flatMap((part) => [
    Uint8Array.of(part.length >> 8, part.length & 255),
    part,
  ])
  return concatBytes(...heads, ...parts.slice(-1))
}

/** Undefined where nothing is stored under the key; one block behind the newest, whose header is there already. */
export async function queryStored({ chain, address }: Contract, key: Uint8Array): Promise<Stored | undefined> {
  const height = (await chain.queryStatus()).height - 1n
  const data = contractKey(address, key)
  const request = ABCIQueryRequest.encode({ data, path: `/store/${wasmStore}/key`, height, prove: true }).finish()
  const answer = await chain.queryGrpc(path, request, ABCIQueryResponse.decode)
  const [inStore, ofStore] = answer.proofOps?.ops ?? []
  if (answer.code !== 0 || inStore === undefined || ofStore === undefined || answer.height !== height) {
    throw unavailable(chain, height, answer.log)
  }
  if (answer.value.length === 0) return undefined
  return { key: data, value: answer.value, height, proofs: [inStore.data, ofStore.data] }
}

function unavailable({ chainId }: Chain, height: bigint, reason: string): CausewayError {
  return new CausewayError('PROOF_UNAVAILABLE', { chainId, height: height.toString(), reason: reason.slice(0, 300) })
}
