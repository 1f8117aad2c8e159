// What the relayer measures beside its lanes: what only logs tell, wallets, and how many series strangers can make.

import { Backlog } from '../../core/backlog.ts'
import { BlockFeed } from '../../relayer/adapters/blockFeed.ts'
import { openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import { CosmosNodes, type NodeUrls } from '../../relayer/adapters/cosmosNodes.ts'
import { BlockMeter } from '../../relayer/blockMeter.ts'
import { countedLog } from '../../relayer/countedLog.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { Wallets } from '../../relayer/wallets.ts'
import { connectNodes, listeningLog, openChannel, openProcess, settled, stopProcess } from '../fakes/ibcPair.ts'
import { parseSamples, sumOf } from '../fakes/scrape.ts'
import { ScriptedNode } from '../fakes/scriptedNode.ts'
import { SigningChain } from '../fakes/signingChain.ts'

const nobody = '127.0.0.1:1'
const chain = 'zone-a'

function open() {
  const metrics = openRelayMetrics()
  const heard = listeningLog()
  const log = countedLog(heard, metrics)
  const read = async (name: string, labels: Record<string, string> = {}): Promise<number | undefined> =>
    sumOf(await metrics.text(), name, labels)
  return { metrics, log, heard, read }
}

describe('what adapters only tell the log', () => {
  test('a Redis that does not answer is down', async () => {
    const { log, read } = open()
    expect(await read('causeway_redis_up')).toBe(1)
    const bullmq = openBullmq({ url: `redis://${nobody}`, log })
    await expect(bullmq.ping()).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' })
    await bullmq.close()
    expect(await read('causeway_redis_up')).toBe(0)
    log.info('redis.back')
    expect(await read('causeway_redis_up')).toBe(1)
  })

  test('a node that is away is unfit until it is back, and another one takes over', async () => {
    const { log, read } = open()
    const backup = await ScriptedNode.start(chain)
    const ends = (rpcUrl: string): NodeUrls => ({ rpcUrl, grpcUrl: `http://${nobody}` })
    const nodes: [NodeUrls, NodeUrls] = [ends(`http://${nobody}`), ends(backup.url)]
    const asked = new CosmosNodes({ chainId: chain, nodes, timeoutMs: 2_000, log })
    await asked.call('status')
    asked.close()
    await backup.stop()
    expect(await read('causeway_nodes_unfit', { chain })).toBe(1)
    expect(await read('causeway_node_changes_total', { chain })).toBe(1)
    log.info('chain.node_fit', { chain_id: chain, url: `http://${nobody}` })
    expect(await read('causeway_nodes_unfit', { chain })).toBe(0)
  })

  test('a stream of blocks that ends is a reconnect', async () => {
    const { log, read } = open()
    const streams: { end: () => void }[] = []
    const streamBlocks = (on: { end: () => void }): { close(): void } => {
      streams.push(on)
      return { close: () => undefined }
    }
    const never = (): Promise<never> => new Promise(() => undefined)
    const feed = new BlockFeed({ rpc: { chainId: chain, streamBlocks }, queryBlock: never, queryHeight: never, log })
    feed.add({ onBlock: () => undefined, end: () => undefined, fail: () => undefined })
    streams[0]?.end()
    feed.close()
    expect(await read('ws_reconnect_total', { chain })).toBe(1)
  })

  test('packets whose txs a node no longer has are counted', async () => {
    const nodes = connectNodes()
    const channel = openChannel(nodes, 0)
    void nodes.a.send(channel.a, 'one')
    void nodes.a.send(channel.a, 'two')
    nodes.a.makeBlock()
    const process = openProcess({ nodes })
    process.a.searchTxs = async () => []
    process.engine.start()
    await settled()
    expect(sumOf(await process.metrics.text(), 'causeway_bytes_missing_total', { chain: 'chain-a' })).toBe(2)
    await stopProcess(process)
  })

  test('jobs that are given up count by their code; children of the log count too, and nothing is kept from it', async () => {
    const { log, heard, read } = open()
    log.child({ process: 'relayer' }).warn('job.failed', { code: 'CLIENT_EXPIRED' })
    log.warn('job.failed', { code: 'CLIENT_EXPIRED' })
    log.debug('anything else')
    expect(await read('causeway_jobs_failed_total', { code: 'CLIENT_EXPIRED' })).toBe(2)
    expect(heard.told.map(({ event }) => event)).toEqual(['job.failed', 'job.failed', 'anything else'])
  })
})

test('a wallet is read for every account that signs; one whose chain is away keeps its last figure', async () => {
  const { metrics, log, read } = open()
  const [hub, zone] = [new SigningChain({ chainId: 'hub' }), new SigningChain({ chainId: 'zone-a' })]
  const balances = new Map([
    ['wasm1relay.zone-a ustake', 5_000n],
    ['wasm1operator ustake', 7n],
  ])
  const balanceOf = async (address: string, denom: string): Promise<bigint> =>
    balances.get(`${address} ${denom}`) ?? -1n
  for (const one of [hub, zone]) Object.assign(one, { queryBalance: balanceOf })
  const rounds: (() => void)[] = []
  const clock = { nowMs: () => 0, sleep: () => new Promise<void>((go) => rounds.push(go)) }
  const wallets = [
    { chain: hub, key: 'relay.zone-a', denom: 'ustake' },
    { chain: zone, key: 'operator', denom: 'ustake' },
  ]
  const watch = new Wallets({ wallets, clock, log, metrics })
  watch.start()
  await settled()
  expect(await read('wallet_balance', { chain: 'hub', account: 'wasm1relay.zone-a', denom: 'ustake' })).toBe(5_000)
  expect(await read('wallet_balance', { chain: 'zone-a', account: 'wasm1operator' })).toBe(7)
  expect(await read('workers', { type: 'wallet' })).toBe(2)
  balances.set('wasm1relay.zone-a ustake', 4_000n)
  zone.queryBalance = async () => {
    throw new Error('away')
  }
  for (const go of rounds.splice(0)) go()
  await settled()
  expect(await read('wallet_balance', { chain: 'hub' })).toBe(4_000)
  expect(await read('wallet_balance', { chain: 'zone-a' })).toBe(7)
  await watch.close()
  for (const go of rounds.splice(0)) go()
})

test('a backlog of a long outage, longer than the arguments of any call, is told', async () => {
  const { metrics, read } = open()
  const backlog = new Backlog({ messagesMax: 1_000, bytesMax: 1_000_000 })
  new BlockMeter({ metrics, backlog, lanes: new Map([['hub.zone-a', { src: 'hub', dst: 'zone-a' }]]) })
  const ends = { src: 'hub', dst: 'zone-a', clientId: 'c', backClientId: 'c', acknowledgement: new Uint8Array() }
  const port = { sourcePort: 'p', sourceChannel: 'channel-0', destinationPort: 'p', destinationChannel: 'channel-0' }
  const none = { timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n }, timeoutTimestampNs: 0n }
  const packets = Array.from({ length: 150_000 }, (_, index) => ({
    ...port,
    ...none,
    sequence: BigInt(index + 1),
    data: new Uint8Array(),
  }))
  backlog.add(packets.map((packet) => ({ kind: 'recv', ...ends, packet })))
  expect(await read('causeway_backlog_works', { src_chain: 'hub', kind: 'recv' })).toBe(150_000)
  expect(await read('causeway_backlog_tries_max', { src_chain: 'hub' })).toBe(1)
  expect(await read('backlog_size', { chain: 'hub', channel: 'channel-0' })).toBe(150_000)
})

test('strangers who open channels without end make a thousand series and no more; nothing goes uncounted', async () => {
  const { metrics } = open()
  const path = { chain: 'hub', counterparty: 'zone-a', port: 'transfer' }
  for (let index = 0; index < 1_500; index += 1) {
    metrics.add('send_packet_events_total', { ...path, channel: `channel-${index}` })
  }
  const text = await metrics.text()
  const found = parseSamples(text).filter(({ name }) => name === 'send_packet_events_total')
  expect(found).toHaveLength(1_001)
  expect(sumOf(text, 'send_packet_events_total', { chain: 'hub', counterparty: 'zone-a' })).toBe(1_500)
  expect(sumOf(text, 'send_packet_events_total', { chain: 'hub', channel: 'other', port: 'other' })).toBe(500)
})
