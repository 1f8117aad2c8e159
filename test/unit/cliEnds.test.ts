// Commands on clients, connections and channels, and listening, on two chains in memory; real handshakes are e2e's.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClientState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { parse } from 'smol-toml'
import { configAuto } from '../../relayer/cli/configAuto.ts'
import { configExport } from '../../relayer/cli/configExport.ts'
import { createChannelVerb } from '../../relayer/cli/createChannel.ts'
import { createConnectionVerb } from '../../relayer/cli/createConnection.ts'
import { parseOrder, versionOf } from '../../relayer/cli/endsArguments.ts'
import { healthCheck } from '../../relayer/cli/healthCheck.ts'
import { listen } from '../../relayer/cli/listen.ts'
import { queryChannelsVerb } from '../../relayer/cli/queryChannels.ts'
import { queryClientStateVerb } from '../../relayer/cli/queryClientState.ts'
import { queryClientStatusVerb } from '../../relayer/cli/queryClientStatus.ts'
import { queryClientsVerb } from '../../relayer/cli/queryClients.ts'
import { queryConnectionsVerb } from '../../relayer/cli/queryConnections.ts'
import { queryClients } from '../../relayer/ics02/clients.ts'
import { answerOf, type CliTools, cliTools } from '../fakes/cliTools.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import { type Channel, connectNodes, openChannel, settled } from '../fakes/ibcPair.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let clients: readonly IbcClient[]
let tools: CliTools
const ended = new AbortController()

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0, ['left', 'right'])
  clients = [new IbcClient(nodes.a), new IbcClient(nodes.b)]
  tools = cliTools({ chains: clients, ended: ended.signal })
})
afterEach(async () => {
  for (const client of clients) await client.close()
})

test('clients, connections and channels are told with the chain behind them', async () => {
  const list = [{ clientId: '07-tendermint-0', chainId: 'chain-b' }]
  expect((await answerOf(queryClientsVerb, { hostChain: 'chain-a' }, tools)).value).toEqual({ clients: list })
  const connections = await answerOf(queryConnectionsVerb, { chain: 'chain-a' }, tools)
  expect(connections).toEqual({
    value: {
      connections: [
        {
          connectionId: 'connection-0',
          clientId: '07-tendermint-0',
          state: 'open',
          counterparty: { chainId: 'chain-b', connectionId: 'connection-0', clientId: '07-tendermint-0' },
        },
      ],
    },
    text: 'connection-0 open to chain-b',
  })
  const channels = await answerOf(queryChannelsVerb, { chain: 'chain-b' }, tools)
  expect(channels.text).toBe('right/channel-0 open to chain-a left/channel-0')
  expect(channels.value['channels']).toMatchObject([{ connectionId: 'connection-0', order: 'unordered' }])
})

test('of one client is told what it follows, how far it is, how long it trusts, and that it is active', async () => {
  const client = { chain: 'chain-a', client: '07-tendermint-0' }
  const { value, text } = await answerOf(queryClientStateVerb, client, tools)
  const [known] = (await queryClients(clients[0] as IbcClient)).map(({ clientState }) => clientState?.value)
  const { latestHeight, trustingPeriod } = ClientState.decode(known ?? new Uint8Array())
  const trustingPeriodSec = String(trustingPeriod?.seconds)
  expect(value).toMatchObject({ chainId: 'chain-b', latestHeight: `0-${latestHeight.revisionHeight}`, frozen: false })
  expect(value).toMatchObject({ trustingPeriodSec })
  expect(text).toBe(`07-tendermint-0 of chain-b at 0-${latestHeight.revisionHeight}, trusts for ${trustingPeriodSec} s`)
  expect(await answerOf(queryClientStatusVerb, client, tools)).toEqual({ value: { status: 'Active' }, text: 'Active' })
})

test('only those of the other chain are told, where one is named', async () => {
  const none = { counterpartyChain: 'chain-c', referenceChain: 'chain-c' }
  expect((await answerOf(queryClientsVerb, { hostChain: 'chain-a', ...none }, tools)).text).toBe('no clients')
  expect((await answerOf(queryConnectionsVerb, { chain: 'chain-a', ...none }, tools)).text).toBe('no connections')
  expect((await answerOf(queryChannelsVerb, { chain: 'chain-a', ...none }, tools)).text).toBe('no channels')
  const some = { chain: 'chain-a', counterpartyChain: 'chain-b' }
  expect((await answerOf(queryChannelsVerb, some, tools)).value['channels']).toHaveLength(1)
})

test('listening tells each packet event once, and ends when it is asked to', async () => {
  const listening = listen.run({ chain: 'chain-a' }, tools)
  await settled()
  const sending = nodes.a.send(channel.a, 'hello', 5n)
  const { height } = nodes.a.makeBlock()
  await sending
  await settled()
  nodes.a.makeBlock()
  await settled()
  ended.abort()
  expect(await listening).toBeUndefined()
  expect(tools.told).toEqual([
    {
      value: {
        height: `${height}`,
        event: 'sent',
        connectionId: 'connection-0',
        sequence: '1',
        source: { portId: 'left', channelId: 'channel-0' },
        destination: { portId: 'right', channelId: 'channel-0' },
        timeoutHeight: '0-0',
        timeoutTimestampNs: '5',
        dataHex: Buffer.from('hello').toString('hex'),
      },
      text: `${height} sent 1 from left/channel-0 to right/channel-0, 5 bytes`,
    },
  ])
})

test('a health check of nodes that are away says so of each of them, and how to go on', async () => {
  const { value, text, end } = await answerOf(healthCheck, {}, tools)
  expect(end).toBe('unhealthy')
  expect(value).toMatchObject({
    ok: false,
    findings: [
      { name: 'chain chain-a', ok: false },
      { name: 'grpc of chain chain-a', ok: false },
      { name: 'chain chain-b', ok: false },
      { name: 'grpc of chain chain-b', ok: false },
    ],
  })
  expect(text).toContain('WRONG chain chain-a: CHAIN_UNREACHABLE')
})

test.each([
  ['neither a connection nor a chain', {}],
  ['a connection and a chain', { aConnection: 'connection-0', bChain: 'chain-b', newClientConnection: true }],
  ['a chain without --new-client-connection', { bChain: 'chain-b' }],
  ['--new-client-connection without a chain', { newClientConnection: true }],
])('create channel with %s is a mistake in the command', async (_, given) => {
  const flags = { aChain: 'chain-a', aPort: 'left', bPort: 'right', newClientConnection: false, yes: false, ...given }
  await expect(createChannelVerb.run(flags, tools)).rejects.toThrow('give either --a-connection, or --b-chain')
})

test('create connection wants both clients or none, and a chain without them', async () => {
  const create = (given: object): Promise<unknown> => createConnectionVerb.run({ aChain: 'chain-a', ...given }, tools)
  await expect(create({ aClient: '07-tendermint-0' })).rejects.toThrow('are given together')
  await expect(create({})).rejects.toThrow('--b-chain is needed')
})

test('an order is read as ibc-go spells it too; anything else is refused', () => {
  expect(['unordered', 'ORDER_ORDERED'].map(parseOrder)).toEqual(['unordered', 'ordered'])
  expect(() => parseOrder('allow_timeout')).toThrow('unordered or ordered')
  expect(['transfer', 'wasm.x'].map(versionOf)).toEqual(['ics20-1', 'causeway-1'])
})

describe('a channel for the chain registry', () => {
  const given = { chain: 'chain-b', port: 'right', channel: 'channel-0' }
  const info = (name: string, id: string) => ({
    chain_name: name,
    chain_id: id,
    client_id: '07-tendermint-0',
    connection_id: 'connection-0',
  })

  test('is told with both ends, in the order of their names, whichever end is named', async () => {
    const channels = [
      {
        chain_1: { channel_id: 'channel-0', port_id: 'left' },
        chain_2: { channel_id: 'channel-0', port_id: 'right' },
        ordering: 'unordered',
        version: 'test-1',
      },
    ]
    const $schema = '../ibc_data.schema.json'
    const ends = { chain_1: info('chain-a', 'chain-a'), chain_2: info('chain-b', 'chain-b') }
    expect((await answerOf(configExport, given, tools)).value).toEqual({ $schema, ...ends, channels })
    const near = { chain: 'chain-a', port: 'left', channel: 'channel-0' }
    expect((await answerOf(configExport, near, tools)).value).toEqual({ $schema, ...ends, channels })
    const named = { ...given, name: 'alpha', counterpartyName: 'beta' }
    expect((await answerOf(configExport, named, tools)).value).toMatchObject({
      chain_1: info('alpha', 'chain-b'),
      channels: [{ chain_1: { port_id: 'right' } }],
    })
  })

  test('makes a file that `config auto` reads again as the filter of the path, and is never written over', async () => {
    const registry = mkdtempSync(join(tmpdir(), 'causeway-registry-'))
    for (const id of ['chain-a', 'chain-b']) {
      mkdirSync(join(registry, id))
      writeFileSync(join(registry, id, 'chain.json'), JSON.stringify({ chain_id: id }))
    }
    const { value } = await answerOf(configExport, { ...given, registry }, tools)
    expect(value['file']).toBe(join(registry, '_IBC', 'chain-a-chain-b.json'))
    const auto = await answerOf(configAuto, { chains: ['chain-a', 'chain-b'], registry }, tools)
    const { paths } = parse(String(auto.value['toml'])) as { paths: unknown }
    const list = [
      ['left', 'channel-0'],
      ['right', 'channel-0'],
    ]
    expect(paths).toEqual([{ a: 'chain-a', b: 'chain-b', packet_filter: { policy: 'allow', list } }])
    const facts = { mistakes: 'there is such a file already' }
    await expect(answerOf(configExport, { ...given, registry }, tools)).rejects.toMatchObject({ facts })
    rmSync(registry, { recursive: true })
  })
})
