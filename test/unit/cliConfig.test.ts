// Configurations that are checked, and made from a chain registry or another relayer's file; nothing is lost unsaid.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configAuto, parseChainNames } from '../../relayer/cli/configAuto.ts'
import { configImport } from '../../relayer/cli/configImport.ts'
import { configValidate } from '../../relayer/cli/configValidate.ts'
import { fileBytesMax } from '../../relayer/cli/limits.ts'
import type { Answer } from '../../relayer/cli/verb.ts'
import { parseConfig } from '../../relayer/config.ts'
import { Leaves } from '../../relayer/importing/leaves.ts'
import { answerOf, cliTools } from '../fakes/cliTools.ts'
import { contract, relayToml } from '../fakes/relayToml.ts'

const tools = cliTools({})
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

const parserOf = (verb: typeof configImport, flag: string) => (text: string) => verb.flags[flag]?.parse(text)
const from = parserOf(configImport, 'from')

function convert(kind: 'hermes' | 'rly', content: string, more: object = {}): Promise<Answer> {
  const source = file(kind === 'rly' ? 'config.yaml' : 'config.toml', content)
  return answerOf(configImport, { file: source, from: from(kind), hubContract: contract, ...more }, tools)
}

const hermesChain = (id: string, more = ''): string => `
[[chains]]
id = '${id}'
type = 'CosmosSdk'
rpc_addr = 'http://node.internal:26657'
grpc_addr = 'http://node.internal:9090'
event_source = { mode = 'push', url = 'ws://node.internal:26657/websocket' }
rpc_timeout = '15s'
account_prefix = 'wasm'
key_name = 'relayer'
gas_price = { price = 0.025, denom = 'ustake' }
max_msg_num = 30
max_tx_size = 180000
gas_multiplier = 1.1
max_gas = 4000000
memo_prefix = 'ours'
fee_granter = 'wasm1granter'
clock_drift = '5s'
trusting_period = '14days'
trust_threshold = '2/3'
${more}`
const allow = (list: string): string => `packet_filter = { policy = 'allow', list = [${list}] }`

describe("Hermes's configuration", () => {
  test('becomes ours with the same meaning, and every other key is named', async () => {
    const head = `
[global]
log_level = 'trace'
[mode.clients]
enabled = true
misbehaviour = false
[mode.packets]
enabled = true
clear_interval = 50
[telemetry]
enabled = true
host = '0.0.0.0'
port = 3005
`
    const filter = allow("['transfer', 'channel-0']")
    const { value } = await convert('hermes', head + hermesChain('one-1', filter) + hermesChain('two-1', filter))
    expect(value['mistakes']).toEqual([])
    const config = parseConfig(String(value['toml']), {})
    expect(config).toMatchObject({
      global: { logLevel: 'debug' },
      hub: { chainId: 'one-1', contract },
      mode: { packets: { clearInterval: 50 } },
      telemetry: { enabled: true, host: '0.0.0.0', port: 3005 },
      paths: [{ a: 'one-1', b: 'two-1', packetFilter: { policy: 'allow', list: [['transfer', 'channel-0']] } }],
    })
    expect(config.chains[1]).toMatchObject({
      id: 'two-1',
      rpcAddr: 'http://node.internal:26657',
      grpcAddr: 'http://node.internal:9090',
      rpcTimeoutMs: 15_000,
      accountPrefix: 'wasm',
      gasPrice: { price: 0.025, denom: 'ustake' },
      maxMsgNum: 30,
      maxTxSize: 180_000,
      keyName: 'relayer',
      maxGas: 4_000_000,
      memoPrefix: 'ours',
      feeGranter: 'wasm1granter',
      clockDriftMs: 5_000,
      trustingPeriodMs: 14 * 24 * 3_600_000,
      trustThreshold: '2/3',
    })
    expect(config.mode.clients.misbehaviour).toBe(false)
    const ofChain = (index: number): readonly string[] =>
      ['type', 'event_source.mode', 'event_source.url', 'gas_multiplier'].map((key) => `chains[${index}].${key}`)
    const own = ['mode.clients.enabled', 'mode.packets.enabled']
    expect(value['leftOut']).toEqual([...own, ...ofChain(0), ...ofChain(1)])
    expect(String(value['toml'])).toContain('# Not carried over: chains[0].gas_multiplier\n')
  })

  test('different filters of two chains become one list or none, and that is said', async () => {
    const [one, two] = [allow("['transfer', 'channel-0']"), allow("['transfer', 'channel-7']")]
    const { value } = await convert('hermes', hermesChain('one-1', one) + hermesChain('two-1', two))
    const [path] = parseConfig(String(value['toml']), {}).paths
    expect(path?.packetFilter.list).toEqual([
      ['transfer', 'channel-0'],
      ['transfer', 'channel-7'],
    ])
    expect(value['leftOut']).toContain(
      'packet_filter of one-1 and two-1: they became one list, which is read at both ends',
    )
    const uneven = await convert('hermes', hermesChain('one-1', one) + hermesChain('two-1'))
    expect(parseConfig(String(uneven.value['toml']), {}).paths[0]?.packetFilter.list).toEqual([['*', '*']])
    const note = 'packet_filter of one-1 and two-1: they differ in policy; this path relays everything'
    expect(uneven.value['leftOut']).toContain(note)
  })

  test('a relayer of chains without a hub needs none: what is imported is whole', async () => {
    const { value } = await convert('hermes', hermesChain('one-1') + hermesChain('two-1'), { hubContract: undefined })
    expect(value['mistakes']).toEqual([])
    const config = parseConfig(String(value['toml']), {})
    expect(config.hub).toBeUndefined()
    expect(config.paths).toMatchObject([{ a: 'one-1', b: 'two-1' }])
  })

  test('what is missing is told as the configuration would tell it; never clearing is not carried over', async () => {
    const { value } = await convert('hermes', "[mode.packets]\nclear_interval = 0\n[[chains]]\nid = 'one-1'\n", {
      hubChain: 'one-1',
      hubContract: undefined,
    })
    expect(value['mistakes']).toEqual(
      expect.arrayContaining(['chains[0].rpc_addr: is missing', expect.stringContaining('hub.contract: ')]),
    )
    expect(value['leftOut']).toEqual(['mode.packets.clear_interval: 0, never; here it is at least 1'])
  })
})

describe("the Go relayer's configuration", () => {
  const yaml = `
global:
    api-listen-addr: :5183
    timeout: 10s
chains:
    one:
        type: cosmos
        value:
            key: relayer
            chain-id: one-1
            rpc-addr: http://node.internal:26657
            account-prefix: wasm
            gas-prices: 0.025ustake,1uother
            timeout: 20s
    two:
        type: cosmos
        value: { chain-id: two-1, rpc-addr: "http://node.internal:26757", account-prefix: wasm, gas-prices: 0ustake }
paths:
    demo:
        src: { chain-id: one-1, client-id: 07-tendermint-0 }
        dst: { chain-id: two-1 }
        src-channel-filter:
            rule: allowlist
            channel-list: [channel-0, channel-3]
`

  test('becomes ours as far as it goes; gRPC is missing, and every other key is named', async () => {
    const { value } = await convert('rly', yaml)
    expect(value['mistakes']).toEqual(['chains[0].grpc_addr: is missing', 'chains[1].grpc_addr: is missing'])
    const mended = String(value['toml']).replaceAll(
      'account_prefix',
      'grpc_addr = "http://node.internal:9090"\naccount_prefix',
    )
    const config = parseConfig(mended, {})
    expect(config.chains).toMatchObject([
      { id: 'one-1', gasPrice: { price: 0.025, denom: 'ustake' }, rpcTimeoutMs: 20_000 },
      { id: 'two-1', gasPrice: { price: 0, denom: 'ustake' } },
    ])
    const list = [
      ['*', 'channel-0'],
      ['*', 'channel-3'],
    ]
    expect(config.paths).toMatchObject([{ a: 'one-1', b: 'two-1', packetFilter: { policy: 'allow', list } }])
    expect(value['leftOut']).toEqual([
      'global.api-listen-addr',
      'global.timeout',
      'chains.one.type',
      'chains.one.value.key',
      'chains.two.type',
      'paths.demo.src.client-id',
      'paths.demo.src-channel-filter: read at both ends here, where it was of src alone',
    ])
  })

  test.each([
    ['no YAML', 'chains: [', 'it is no YAML'],
    ['nothing', '', 'it names no chain'],
    ['a list', '- 1', 'it names no chain'],
    [
      'aliases that unfold without end',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join()}]`)
        .join('\n')}`,
      'it is no YAML',
    ],
    ['too much', `# ${'x'.repeat(fileBytesMax)}`, 'longer than'],
  ])('%s is refused with the reason', async (_, content, reason) => {
    const facts = { mistakes: expect.stringContaining(reason) }
    await expect(convert('rly', content)).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts })
  })
})

describe('a chain registry', () => {
  const chainJson = (id: string, more: object = {}): string =>
    JSON.stringify({
      chain_id: id,
      bech32_prefix: 'wasm',
      fees: { fee_tokens: [{ denom: 'ustake', fixed_min_gas_price: 0, low_gas_price: 0.01, average_gas_price: 0.02 }] },
      apis: {
        rpc: [
          { address: 'https://alone.internal', provider: 'rpc only' },
          { address: 'https://rpc.internal/', provider: 'first' },
          { address: 'http://rpc2.internal:26657', provider: 'second' },
        ],
        grpc: [
          { address: 'grpc2.internal:9090', provider: 'second' },
          { address: 'grpc.internal:443', provider: 'first' },
        ],
      },
      ...more,
    })

  function auto(chains: string, more: object = {}): Promise<Answer> {
    const given = { chains: parseChainNames(chains), registry: folder, hubContract: contract, ...more }
    return answerOf(configAuto, given, tools)
  }

  test('gives nodes whose two addresses are of one provider, the average price, and the channels it knows', async () => {
    file('beta/chain.json', chainJson('beta-1', { slip44: 394 }))
    file('alpha/chain.json', chainJson('alpha-1', { slip44: 118 }))
    const end = (channel: string) => ({ channel_id: channel, port_id: 'transfer' })
    file(
      '_IBC/alpha-beta.json',
      JSON.stringify({ channels: [{ chain_1: end('channel-1'), chain_2: end('channel-2') }] }),
    )
    const { value } = await auto('beta,alpha', { hubChain: 'alpha-1' })
    expect(value['mistakes']).toEqual([])
    const config = parseConfig(String(value['toml']), {})
    expect(config.hub?.chainId).toBe('alpha-1')
    expect(config.chains[0]).toMatchObject({
      id: 'beta-1',
      rpcAddr: 'https://rpc.internal',
      grpcAddr: 'https://grpc.internal:443',
      backupNodes: [{ rpcAddr: 'http://rpc2.internal:26657', grpcAddr: 'http://grpc2.internal:9090' }],
      gasPrice: { price: 0.02, denom: 'ustake' },
    })
    const list = [
      ['transfer', 'channel-1'],
      ['transfer', 'channel-2'],
    ]
    expect(config.paths).toMatchObject([{ a: 'alpha-1', b: 'beta-1', packetFilter: { policy: 'allow', list } }])
    expect(value['leftOut']).toEqual(["beta: keys are derived under m/44'/394'/0'/0/0; say so with --hd-path"])
  })

  test('a chain without a file is refused by its name; a chain without nodes is told by what is missing', async () => {
    await expect(auto('gamma')).rejects.toMatchObject({ facts: { mistakes: 'the registry has no gamma/chain.json' } })
    file('gamma/chain.json', chainJson('gamma-1', { apis: {} }))
    expect((await auto('gamma')).value['mistakes']).toContain('chains[0].rpc_addr: is missing')
    file('gamma/chain.json', '{')
    await expect(auto('gamma')).rejects.toMatchObject({ facts: { mistakes: 'it is no JSON' } })
  })

  test.each(['', 'a,,b', '../secrets', 'a/b', '.hidden', '_IBC'])('%p names no chain of a registry', (text) => {
    expect(() => parseChainNames(text)).toThrow('is no name of a chain')
  })
})

test('an output is a new file, and one that is there is never written over', async () => {
  const output = join(folder, 'causeway.toml')
  const { text } = await convert('hermes', hermesChain('one-1'), { output })
  expect(text.split('\n')[0]).toBe(`${output} is written`)
  expect(text).toContain('not carried over: chains[0].gas_multiplier')
  const written = readFileSync(output, 'utf8')
  const validated = await answerOf(configValidate, {}, cliTools({ config: { file: output } }))
  expect(validated.value).toEqual({ ok: true, file: output, chains: ['one-1'], paths: [] })
  const again = convert('hermes', hermesChain('two-1'), { output })
  await expect(again).rejects.toMatchObject({ facts: { mistakes: 'there is such a file already' } })
  expect(readFileSync(output, 'utf8')).toBe(written)
})

test('validating says every mistake at once, with its place and the nearest name', async () => {
  const wrong = file('wrong.toml', relayToml(['hub']).replace('gas_price', 'gas_prise').replace('"wasm"', '"Wasm"'))
  const checking = answerOf(configValidate, {}, cliTools({ config: { file: wrong } }))
  const mistakes = expect.stringMatching(/account_prefix[\s\S]*gas_prise: unknown key; did you mean "gas_price"\?/)
  await expect(checking).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts: { mistakes } })
})

test('only relayers whose files can be read are taken', () => {
  expect(() => from('gorelayer')).toThrow('There is hermes and rly.')
  expect(() => from('constructor')).toThrow('There is hermes and rly.')
})

test('leaves that are asked for are carried over, the rest is named by its place', () => {
  const leaves = new Leaves({ a: { b: 1, c: 'text' }, d: [1], e: {} })
  expect([leaves.number('a', 'b'), leaves.text('a', 'x'), leaves.take('toString')]).toEqual([1, undefined, undefined])
  expect(leaves.rest()).toEqual(['a.c', 'd'])
})
