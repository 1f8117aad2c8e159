// The doctor over two chains on loopback: all is well, then one part after the other is not: its line says what to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QueryBalanceResponse } from 'cosmjs-types/cosmos/bank/v1beta1/query'
import { ConfigResponse } from 'cosmjs-types/cosmos/base/node/v1beta1/query'
import { stringify } from 'smol-toml'
import { storeCheck } from '../../api/store/storeCheck.ts'
import { catalogue, type ErrorCode } from '../../core/errors.ts'
import { parseConfig } from '../../relayer/config.ts'
import { checksOf, diagnose, type Finding, findingsText } from '../../relayer/doctor.ts'
import { diskFreeBytesMin, type Machine, thisMachine } from '../../relayer/doctorMachine.ts'
import { startGrpcNode } from '../fakes/grpcNode.ts'
import { IbcNode } from '../fakes/ibcNode.ts'
import { connectNodes, listeningLog, pairClients } from '../fakes/ibcPair.ts'
import { answerGrpc } from '../fakes/ibcQueries.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { nobody } from '../fakes/relayToml.ts'
import { ScriptedNode } from '../fakes/scriptedNode.ts'

const mnemonic = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
const ibcPaths = ['client.v1.Query/ClientState', 'client.v1.Query/ClientStatus', 'client.v1.Query/ConsensusState']
const paths = [
  ...ibcPaths,
  'connection.v1.Query/Connections',
  'connection.v1.Query/Connection',
  'client.v1.Query/ClientStates',
  'client.v2.Query/CounterpartyInfo',
].map((path) => `/ibc.core.${path}`)
const balancePath = '/cosmos.bank.v1beta1.Query/Balance'
const gasPath = '/cosmos.base.node.v1beta1.Service/Config'
const gas = ConfigResponse.encode(ConfigResponse.fromPartial({ minimumGasPrice: '0.1stake' })).finish()

type End = { readonly rpc: ScriptedNode; readonly grpc: { readonly url: string; stop(): void } }
const folder = mkdtempSync(join(tmpdir(), 'causeway-doctor-'))
let redis: RedisServer
let nodes: { a: IbcNode; b: IbcNode }
let a: End
let b: End
/** Of every key; what gRPC says of itself; how far the chains' time is ahead. */
let [coins, network, aheadMs] = ['7', 'chain-a', 0]

beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(async () => {
  await redis.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  ;[coins, network, aheadMs] = ['7', 'chain-a', 0]
  connectAgo(0)
  a = await openEnd(
    'chain-a',
    () => nodes.a,
    () => network,
  )
  b = await openEnd(
    'chain-b',
    () => nodes.b,
    () => 'chain-b',
  )
  writeKeys({ 'relay.chain-a': { mnemonic }, 'relay.chain-b': { mnemonic } })
})
afterEach(async () => {
  for (const { rpc, grpc } of [a, b]) {
    await rpc.stop().catch(() => undefined)
    grpc.stop()
  }
})

/** The clients of both chains have been made this long ago, and not been updated since. */
function connectAgo(seconds: number): void {
  const startNs = BigInt(Date.now() - seconds * 1_000) * 1_000_000n
  nodes = connectNodes(new IbcNode('chain-a', startNs), new IbcNode('chain-b', startNs))
  for (const node of [nodes.a, nodes.b]) node.makeBlock(BigInt(seconds) * 1_000_000_000n)
}

async function openEnd(chainId: string, node: () => IbcNode, says: () => string): Promise<End> {
  const rpc = await ScriptedNode.start(chainId)
  const status = () => ({
    node_info: { network: rpc.chainId },
    sync_info: {
      latest_block_height: '7',
      latest_block_time: new Date(Date.now() + aheadMs).toISOString(),
      catching_up: false,
    },
  })
  rpc.methods.set('status', status)
  const grpc = await startGrpcNode(says, [...paths, balancePath, gasPath], (path, request) => {
    if (path === gasPath) return gas
    if (path !== balancePath) return answerGrpc(node(), path, request)
    return QueryBalanceResponse.encode({ balance: { denom: 'stake', amount: coins } }).finish()
  })
  return { rpc, grpc }
}

function writeKeys(keys: object): void {
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(keys))
}

type Change = { readonly chain?: object; readonly redis?: string; readonly store?: string; readonly machine?: Machine }

async function look({ chain = {}, redis: url = redis.url, store, machine }: Change = {}): Promise<readonly Finding[]> {
  const section = (id: string, { rpc, grpc }: End): object => ({
    id,
    rpc_addr: rpc.url,
    grpc_addr: grpc.url,
    account_prefix: 'wasm',
    accounts_file: join(folder, 'accounts.json'),
    gas_price: { price: 0.1, denom: 'stake' },
  })
  const toml = stringify({
    redis: { url },
    store: { url: store ?? `sqlite:${join(folder, 'api.db')}` },
    chains: [{ ...section('chain-a', a), ...chain }, section('chain-b', b)],
    paths: [{ a: 'chain-a', b: 'chain-b' }],
  })
  const config = parseConfig(toml, {}, join(folder, 'causeway.toml'))
  const checks = [storeCheck(config.store?.url ?? ''), ...checksOf(config, listeningLog(), machine)]
  return diagnose(checks)
}

const clients = 'clients of chain-a and chain-b'
const names = [
  'store',
  'node',
  'disk',
  'redis',
  'chain chain-a',
  'grpc of chain chain-a',
  'gas of chain-a',
  'key relay.chain-b of chain-a',
  'chain chain-b',
  'grpc of chain chain-b',
  'gas of chain-b',
  'key relay.chain-a of chain-b',
  clients,
]

test('where all is well, every part has a line that says so', async () => {
  const findings = await look()
  expect(findings.map(({ name, ok, says }) => [name, ok, ok ? '' : says])).toEqual(
    names.map((name) => [name, true, '']),
  )
  expect(findings.at(-1)?.says).toBe('kept up: clients of 1 connections, 0 client pairs')
})

test('clients of a pair are looked at like those of a connection', async () => {
  const pair = pairClients(nodes)
  const says = 'kept up: clients of 1 connections, 1 client pairs'
  expect((await look()).at(-1)).toMatchObject({ ok: true, says })
  nodes.a.act(({ store }) => {
    const client = JSON.parse(store.get(`clients/${pair.a}`) ?? '{}') as object
    store.set(`clients/${pair.a}`, JSON.stringify({ ...client, trustingNs: '1' }))
  })
  nodes.a.makeBlock()
  const code = expect.stringMatching(new RegExp(`^CLIENT_EXPIRED: .*${pair.a}`))
  expect((await look()).at(-1)).toMatchObject({ name: clients, ok: false, says: code })
})

const roomy: Machine = { ...thisMachine, freeBytes: () => diskFreeBytesMin }
/** What is broken, how, the lines that are not well, and the code of the first. */
const broken: readonly (readonly [string, () => Change | Promise<Change>, readonly string[], ErrorCode])[] = [
  ['Node.js', () => ({ machine: { ...thisMachine, nodeVersion: '23.11.0' } }), ['node'], 'NODE_TOO_OLD'],
  ['the disk', () => ({ machine: { ...roomy, freeBytes: () => diskFreeBytesMin - 1 } }), ['disk'], 'DISK_LOW'],
  ['Redis', () => ({ redis: 'redis://127.0.0.1:1' }), ['redis'], 'REDIS_UNAVAILABLE'],
  ['the store', () => ({ store: 'postgres://x@127.0.0.1:1/x' }), ['store'], 'STORE_UNAVAILABLE'],
  ['RPC', () => ({ chain: { rpc_addr: nobody } }), ['chain chain-a', clients], 'CHAIN_UNREACHABLE'],
  [
    'gRPC',
    () => ({ chain: { grpc_addr: nobody } }),
    ['grpc of chain chain-a', 'gas of chain-a', 'key relay.chain-b of chain-a', clients],
    'CHAIN_UNREACHABLE',
  ],
  ['RPC of another chain', () => ({ chain: { rpc_addr: b.rpc.url } }), ['chain chain-a', clients], 'CHAIN_ID_MISMATCH'],
  [
    'gRPC of another chain',
    () => {
      network = 'chain-z'
      return {}
    },
    ['grpc of chain chain-a'],
    'CHAIN_ID_MISMATCH',
  ],
  [
    'a chain that stands still',
    () => {
      aheadMs = -120_000
      return {}
    },
    ['chain chain-a', 'chain chain-b'],
    'CHAIN_UNREACHABLE',
  ],
  [
    'clocks that drift',
    () => {
      aheadMs = 30_000
      return {}
    },
    ['chain chain-a', 'chain chain-b'],
    'CLOCK_SKEWED',
  ],
  [
    'the purse',
    () => {
      coins = '0'
      return {}
    },
    ['key relay.chain-b of chain-a', 'key relay.chain-a of chain-b'],
    'FUNDS_MISSING',
  ],
  [
    'a key that is missing',
    () => {
      writeKeys({ 'relay.chain-a': { mnemonic } })
      return {}
    },
    ['key relay.chain-b of chain-a'],
    'KEY_MISSING',
  ],
  [
    'a key of wrong words',
    () => {
      writeKeys({ 'relay.chain-a': { mnemonic }, 'relay.chain-b': { mnemonic: 'abandon '.repeat(11).trim() } })
      return {}
    },
    ['key relay.chain-b of chain-a'],
    'MNEMONIC_INVALID',
  ],
  [
    'a client that nears its end',
    () => {
      connectAgo(2_000)
      return {}
    },
    [clients],
    'CLIENT_LATE',
  ],
  [
    'a client that has expired',
    () => {
      connectAgo(7_200)
      return {}
    },
    [clients],
    'CLIENT_EXPIRED',
  ],
]

test.each(broken)('of %s the line says what is wrong and ends with what to do', async (_, breakIt, wrong, code) => {
  const findings = await look(await breakIt())
  expect(findings.map(({ name }) => name).toSorted()).toEqual(
    names.filter((name) => name !== 'disk' || findings.some((one) => one.name === 'disk')).toSorted(),
  )
  expect(findings.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(wrong)
  expect(findings.find(({ ok }) => !ok)?.says).toMatch(new RegExp(`^${code}: `))
  const lines = findingsText(findings).split('\n')
  expect(lines).toHaveLength(findings.length)
  for (const [index, { ok, says }] of findings.entries()) {
    const remedy = ok ? says : catalogue[says.split(':')[0] as ErrorCode].hint
    expect(lines[index]?.endsWith(remedy)).toBe(true)
  }
})
