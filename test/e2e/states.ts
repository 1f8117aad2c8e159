// Everything that the contracts of all chains store, so that "nothing changed" is said of bytes and not of a query.
import { createHash } from 'node:crypto'
import { QueryAllContractStateRequest, QueryAllContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { type Service, services } from '../../contracts/build.ts'
import { type Stage, servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import type { Chain } from '../../relayer/ports.ts'

/** By chain, contract and storage key: the hash of the value. */
export type StoredState = Readonly<Record<string, string>>

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

type Stored = { readonly key: Uint8Array; readonly value: Uint8Array }

/** Every key and value that a contract stores. */
export async function* modelsOf(chain: Chain, address: string): AsyncGenerator<Stored> {
  let key: Uint8Array | undefined = new Uint8Array()
  while (key !== undefined) {
    const request: QueryAllContractStateRequest = QueryAllContractStateRequest.fromPartial({
      address,
      pagination: { key, limit: 100n },
    })
    const { models, pagination }: QueryAllContractStateResponse = await chain.queryGrpc(
      '/cosmwasm.wasm.v1.Query/AllContractState',
      QueryAllContractStateRequest.encode(request).finish(),
      QueryAllContractStateResponse.decode,
    )
    yield* models
    key = pagination === undefined || pagination.nextKey.length === 0 ? undefined : pagination.nextKey
  }
}

async function storedBy(chain: Chain, address: string, name: string): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const model of modelsOf(chain, address)) {
    found.push([`${chain.chainId} ${name} ${Buffer.from(model.key).toString('latin1')}`, hash(model.value)])
  }
  return found
}

/** Keys and values of a contract as they are stored, byte for character. */
export async function valuesOf(chain: Chain, address: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { key, value } of modelsOf(chain, address)) {
    found.push(Buffer.from(key).toString('latin1'), Buffer.from(value).toString('latin1'))
  }
  return found
}

/** The hub, and gate and assets of every zone. */
export async function storedState(stage: Stage): Promise<StoredState> {
  const parts = [storedBy(stage.hub.chain, stage.hub.contract, 'hub')]
  for (const { chain, gate, assets } of stage.zones.values()) {
    parts.push(storedBy(chain, gate, 'gate'), storedBy(chain, assets, 'assets'))
  }
  return Object.fromEntries((await Promise.all(parts)).flat())
}

/** Services of one zone. */
export async function serviceState(
  stage: Stage,
  chainId: string,
  names: readonly Service[] = services,
): Promise<StoredState> {
  const { chain } = zoneOf(stage, chainId)
  const parts = names.map((name) => storedBy(chain, servicesOf(stage, chainId)[name], name))
  return Object.fromEntries((await Promise.all(parts)).flat())
}

/** Keys whose value is not what it was, or that were not there, or that are gone. */
export function changesBetween(before: StoredState, after: StoredState): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].filter((key) => before[key] !== after[key]).sort()
}
