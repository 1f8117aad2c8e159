// A node below a known fix is refused by name, and everything else is let be.
import { GetNodeInfoResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { CausewayError } from '../../core/errors.ts'
import type { Chain } from '../../relayer/ports.ts'
import { assertVersions, unsafeOf } from '../../relayer/versionFloors.ts'
import { answeringGrpc } from '../fakes/answeringGrpc.ts'
import { listeningLog } from '../fakes/ibcPair.ts'

const [ibc, wasmd, wasmvm] = ['github.com/cosmos/ibc-go/v', 'github.com/CosmWasm/wasmd', 'github.com/CosmWasm/wasmvm/v']

test.each([
  [`${ibc}10`, 'v10.5.0'],
  [`${ibc}11`, 'v11.0.0'],
  [`${ibc}8`, 'v8.7.0'],
  [`${ibc}7`, 'v7.10.0'],
  [wasmd, 'v0.61.14'],
  [wasmd, 'v0.70.3'],
  [wasmd, 'v0.54.3'],
  [`${wasmvm}3`, 'v3.0.7'],
  [`${wasmvm}2`, 'v2.2.4'],
  ['github.com/cosmos/ibc-go/modules/light-clients/08-wasm', 'v0.1.0'],
  [wasmd, '(devel)'],
])('%s %s is served', (path, version) => {
  expect(unsafeOf([{ path, version }])).toEqual([])
})

test.each([
  [`${ibc}8`, 'v8.6.1'],
  [`${ibc}7`, 'v7.9.2'],
  [`${ibc}6`, 'v6.3.1'],
  // Between two lines that were mended: this one never was.
  [`${ibc}9`, 'v9.0.0'],
  [wasmd, 'v0.61.5'],
  [wasmd, 'v0.55.0'],
  [wasmd, 'v0.60.1'],
  [wasmd, 'v0.53.0'],
  [`${wasmvm}3`, 'v3.0.0'],
  [`${wasmvm}2`, 'v2.1.5'],
])('%s %s has a hole that is known', (path, version) => {
  expect(unsafeOf([{ path, version }])).toMatchObject([{ module: path, version }])
})

const chainOf = (chainId: string, answer: () => Promise<Uint8Array>): [string, Chain] => [
  chainId,
  { chainId, queryGrpc: answeringGrpc(chainId, answer) } as unknown as Chain,
]
const info = (path: string, version: string): (() => Promise<Uint8Array>) => {
  const applicationVersion = { buildDeps: [{ path, version, sum: '' }] }
  const bytes = GetNodeInfoResponse.encode(GetNodeInfoResponse.fromPartial({ applicationVersion })).finish()
  return async () => bytes
}

test('NODE_VERSION_UNSAFE: a process does not start on a chain whose node has such a hole', async () => {
  const chains = new Map([chainOf('zone-a', info(wasmd, 'v0.61.14')), chainOf('zone-b', info(wasmd, 'v0.61.5'))])
  const refusal = { code: 'NODE_VERSION_UNSAFE', facts: { chainId: 'zone-b', module: wasmd, version: 'v0.61.5' } }
  await expect(assertVersions(chains, listeningLog())).rejects.toMatchObject(refusal)
})

test('a node that is away is not judged', async () => {
  const away = async (): Promise<Uint8Array> => {
    throw new CausewayError('CHAIN_UNREACHABLE', { chainId: 'zone-a' })
  }
  const log = listeningLog()
  await assertVersions(new Map([chainOf('zone-a', away)]), log)
  expect(log.told).toMatchObject([{ event: 'chain.version_unknown', facts: { code: 'CHAIN_UNREACHABLE' } }])
})
