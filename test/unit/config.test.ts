// The configuration file: what a good one becomes, and how each mistake is told, all of them at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CausewayError } from '../../core/errors.ts'
import { relayConfig } from '../../localnet/relayConfig.ts'
import { readAccount } from '../../relayer/adapters/keyFile.ts'
import { type Config, loadConfig, parseConfig } from '../../relayer/config.ts'
import { mistakesOf } from '../fakes/mistakes.ts'
import { readText } from '../sources.ts'

const example = readText('relayer/causeway.example.toml')

const swap = (from: string, to: string): string => {
  expect(example).toContain(from)
  return example.replace(from, to)
}

test('the example file is valid, and its keys arrive in camelCase with durations and fractions as numbers', () => {
  const config = parseConfig(example, {}, '/etc/causeway/causeway.toml')
  expect(config).toMatchObject({
    global: { logLevel: 'info' },
    hub: { chainId: 'causeway-hub' },
    redis: { url: 'redis://127.0.0.1:6379' },
    store: { url: 'sqlite:/etc/causeway/api.db' },
    rest: { host: '127.0.0.1', port: 3000 },
    telemetry: { enabled: false, port: 3001 },
    mode: { packets: { clearInterval: 100, takeTurns: true } },
    paths: [{ a: 'zone-a', b: 'causeway-hub', packetFilter: { policy: 'allow' } }],
  })
  expect(config.chains[0]).toEqual({
    id: 'causeway-hub',
    rpcAddr: 'http://127.0.0.1:26657',
    grpcAddr: 'http://127.0.0.1:9090',
    backupNodes: [],
    accountPrefix: 'wasm',
    gasPrice: { price: 0.025, denom: 'ustake' },
    accountsFile: '/etc/causeway/accounts.json',
    resources: [],
    rpcTimeoutMs: 10_000,
    clockDriftMs: 5_000,
    maxMsgNum: 100,
    maxTxSize: 900_000,
    memoPrefix: '',
    trustThreshold: '1/3',
    clientRefreshRate: 1 / 3,
  })
})

test('the example file names every default as it is', () => {
  const keys = 'log_level|host|port|enabled|clear_interval|take_turns|rpc_timeout|clock_drift|max_\\w+|backup_nodes'
  const defaults = new RegExp(`^(${keys}|\\w+_rate) = .*\\n`, 'gm')
  const file = '/etc/causeway/causeway.toml'
  expect(parseConfig(example.replaceAll(defaults, ''), {}, file)).toEqual(parseConfig(example, {}, file))
})

test('a configuration is frozen to its leaves', () => {
  const config = parseConfig(example, {})
  expect(() => Object.assign(config.rest, { port: 1 })).toThrow(TypeError)
  expect(() => (config.paths as Config['paths'][number][]).pop()).toThrow(TypeError)
})

test('what the localnet writes is valid', () => {
  const ids = ['causeway-hub', 'zone-a', 'zone-b']
  const gate = 'wasm1nc5tatafv6eyq7llkr2gv50ff9e22mnf70qgjlv737ktmt4eswrqr5j2ht'
  const zone = { gate, assets: gate }
  const plain = { wasmd: 'wasmd', prefix: 'wasm', denom: 'ustake', gasPrice: 0 } as const
  const other = { wasmd: 'wasmd70', prefix: 'city', denom: 'upark', gasPrice: 0.025 } as const
  const toml = relayConfig(
    {
      redisPort: 26140,
      apiPort: 26150,
      telemetryPort: 26151,
      home: '/tmp/localnet',
      chains: ids.map((id, index) => ({
        ...{ id, rpc: 26100 + index, grpc: 26200 + index, kind: id === 'zone-b' ? other : plain },
        further: id === 'causeway-hub' ? [{ rpc: 26300, grpc: 26301 }] : [],
      })),
    },
    {
      hub: { chain_id: 'causeway-hub', contract: gate },
      zones: { 'zone-a': zone, 'zone-b': zone },
      transfer: { a: { chain_id: 'zone-a' }, b: { chain_id: 'zone-b' } },
    },
  )
  const config = parseConfig(toml, {})
  expect(config.chains.map((chain) => [chain.id, chain.gate])).toEqual([
    ['causeway-hub', undefined],
    ['zone-a', gate],
    ['zone-b', gate],
  ])
  expect(config.chains.map(({ accountPrefix, gasPrice }) => ({ accountPrefix, gasPrice }))).toEqual([
    ...Array(2).fill({ accountPrefix: 'wasm', gasPrice: { price: 0, denom: 'ustake' } }),
    { accountPrefix: 'city', gasPrice: { price: 0.025, denom: 'upark' } },
  ])
  expect(config.chains.map(({ backupNodes }) => backupNodes)).toEqual([
    [{ rpcAddr: 'http://127.0.0.1:26300', grpcAddr: 'http://127.0.0.1:26301' }],
    [],
    [],
  ])
  expect(config.paths.map(({ a, b }) => `${a} ${b}`)).toEqual([
    'zone-a causeway-hub',
    'zone-b causeway-hub',
    'zone-a zone-b',
  ])
})

test('all mistakes are told at once, each with its place', () => {
  const toml = `
[global]
loglevel = "debug"
[hub]
chain_id = "hub-9"
contract = "Wasm1"
[redis]
url = "http://127.0.0.1"
[store]
url = "mysql://x"
[[chains]]
id = "zone-a"
rpc_adr = "http://127.0.0.1:1"
grpc_addr = "127.0.0.1:2"
account_prefix = "wasm"
gas_price = { price = "0", denom = "ustake" }
rpc_timeout = "10 seconds"
[[chains]]
id = "zone-a"
[[paths]]
a = "zone-a"
b = "zone-q"
`
  expect(mistakesOf(() => parseConfig(toml, {})).mistakes).toEqual([
    'global.loglevel: unknown key; did you mean "log_level"?',
    'hub.contract: must be a bech32 address',
    'redis.url: must be an address like "redis://host:port"',
    'store.url: must be "sqlite:<file>" or "postgres://…"',
    'chains[0].rpc_addr: is missing',
    'chains[0].grpc_addr: must be an address like "http://host:port"',
    'chains[0].gas_price.price: expected number, received string',
    'chains[0].rpc_timeout: must be a duration like "500ms" or "10s"',
    'chains[0].rpc_adr: unknown key; did you mean "rpc_addr"?',
    'chains[1].rpc_addr: is missing',
    'chains[1].grpc_addr: is missing',
    'chains[1].account_prefix: is missing',
    'chains[1].gas_price: is missing',
    'chains: the chain "zone-a" stands there twice',
    'hub.chain_id: no [[chains]] has the id "hub-9"',
    'paths[0].b: no [[chains]] has the id "zone-q"',
  ])
})

const again = '[[paths]]\na = "causeway-hub"\nb = "zone-a"\n[[paths]]'
test.each([
  [
    'a path twice',
    '[[paths]]',
    again,
    'paths[1]: "zone-a" and "causeway-hub" are connected by an earlier path already',
  ],
  ['an unknown section', '[telemetry]', '[telemetrie]', 'telemetrie: unknown key; did you mean "telemetry"?'],
  ['a port that no host has', 'port = 3000', 'port = 70000', 'rest.port: Too big: expected number to be <=65535'],
  ['a bracket that is missing', '[global]', '[global', 'line 6, column 8: '],
])('%s is one mistake', (_, from, to, mistake) => {
  const [told = '', ...more] = mistakesOf(() => parseConfig(swap(from, to), {})).mistakes
  expect(more).toEqual([])
  expect(told.startsWith(mistake)).toBe(true)
})

test('the hub may be connected with itself, because its chain can be a zone as well', () => {
  const config = parseConfig(swap('a = "zone-a"', 'a = "causeway-hub"'), {})
  expect(config.paths).toMatchObject([{ a: 'causeway-hub', b: 'causeway-hub' }])
})

test('the environment replaces single keys, as TOML values or as text', () => {
  const config = parseConfig(example, {
    CAUSEWAY__STORE__URL: 'postgres://causeway:secret@127.0.0.1/causeway',
    CAUSEWAY__REST__PORT: '8080',
    CAUSEWAY__TELEMETRY__ENABLED: 'true',
    CAUSEWAY__CHAINS__1__RPC_ADDR: 'http://zone-a.test:26657',
    CAUSEWAY_HOME: '/not/ours',
  })
  expect(config.store?.url).toBe('postgres://causeway:secret@127.0.0.1/causeway')
  expect(config.rest.port).toBe(8080)
  expect(config.telemetry.enabled).toBe(true)
  expect(config.chains.map((chain) => chain.rpcAddr)).toEqual(['http://127.0.0.1:26657', 'http://zone-a.test:26657'])
})

test('a mistake in the environment is told like one in the file', () => {
  const env = { CAUSEWAY__REST__PROT: '1', CAUSEWAY__REDIS__URL__HOST: 'redis', CAUSEWAY__CHAINS__5__ID: 'zone-z' }
  expect(mistakesOf(() => parseConfig(example, env)).mistakes.map((line) => line.split(';')[0])).toEqual(
    expect.arrayContaining([
      'rest.prot: unknown key',
      'redis.url: must be an address like "redis://host:port"',
      expect.stringMatching(/^chains\[2\]/),
    ]),
  )
})

test('a file is read with its folder as the base of relative paths, and a file that is not there is a mistake', () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-config-'))
  try {
    writeFileSync(join(folder, 'causeway.toml'), example)
    const config = loadConfig(join(folder, 'causeway.toml'), {})
    expect(config.chains[1]?.accountsFile).toBe(resolve(folder, 'accounts.json'))
    expect(mistakesOf(() => loadConfig(join(folder, 'other.toml'), {})).mistakes).toEqual(['the file cannot be read'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('the file of accounts', () => {
  // BIP-39's first test vector; its words hold no money anywhere.
  const words = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-accounts-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function read(content: string, name = 'prepare'): ReturnType<typeof readAccount> {
    const path = join(folder, 'accounts.json')
    writeFileSync(path, content)
    return readAccount({ path, prefix: 'cosmos' }, name)
  }

  test('gives the account of the Cosmos derivation path', async () => {
    const account = await read(JSON.stringify({ prepare: { mnemonic: `  ${words.replace(' ', '\n')} ` } }))
    expect(account.address).toBe('cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4')
  })

  test('with a wrong mnemonic is MNEMONIC_INVALID, which names the key and the file and never a word', async () => {
    for (const wrong of [words.replace(/about$/, 'abandon'), words.replace('about', 'abuot'), 'abandon about']) {
      const error = await read(JSON.stringify({ prepare: { mnemonic: wrong } })).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'MNEMONIC_INVALID', facts: { key: 'prepare' } })
      expect((error as Error).cause).toBeUndefined()
      expect((error as CausewayError).hint).toContain('accounts_file')
      expect(JSON.stringify([error, (error as Error).stack])).not.toMatch(/aband|abuot|about/)
    }
  })

  test('without the key, or without any JSON, is KEY_MISSING', async () => {
    await expect(read('{}')).rejects.toMatchObject({ code: 'KEY_MISSING', facts: { key: 'prepare' } })
    await expect(read(words)).rejects.toMatchObject({ code: 'KEY_MISSING', facts: { reason: 'the file is no JSON' } })
  })
})

test.each([
  ['a Cluster', 'nodes = ["redis://10.0.0.1:6379", "redis://:secret@10.0.0.2:6379"]', []],
  ['a master behind Sentinels', 'url = "redis://mymaster"\nsentinels = ["redis://10.0.0.1:26379"]', []],
  ['neither', '', ['redis: has either url or nodes']],
  ['both', 'url = "redis://10.0.0.1"\nnodes = ["redis://10.0.0.1"]', ['redis: has either url or nodes']],
  [
    'Sentinels of a Cluster',
    'nodes = ["redis://10.0.0.1"]\nsentinels = ["redis://10.0.0.1"]',
    ['redis: has either nodes or sentinels'],
  ],
  [
    'a node that is no address',
    'nodes = ["10.0.0.1"]',
    ['redis.nodes[0]: must be an address like "redis://host:port"'],
  ],
])('Redis may be one server, a Cluster or a master behind Sentinels: %s', (_, keys, mistakes) => {
  const read = () => parseConfig(swap(/^url = "redis:.*$/m.exec(example)?.[0] ?? '', keys), {})
  if (mistakes.length === 0)
    expect(Object.keys(read().redis).sort()).toEqual([...keys.matchAll(/^\w+/gm)].flat().sort())
  else expect(mistakesOf(read).mistakes).toEqual(mistakes)
})
