// Relayers of several operators beside each other share the packets by what blocks show, and nobody waits for long.
import type { Routes } from '../../core/backlog.ts'
import type { Packet } from '../../core/relay.ts'
import { relayTxs, Turns, turnBlocks } from '../../core/turns.ts'
import { event } from '../fakes/fakeChain.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  makeBlocks,
  openChannel,
  type Process,
  settled,
  startProcess,
  stopProcess,
} from '../fakes/ibcPair.ts'
import { lifeKey } from '../fakes/ibcRules.ts'
import { routesTo } from '../fakes/packetBlocks.ts'
import { sumOf } from '../fakes/scrape.ts'

const lane = 'zone-a.hub'
const numbers = Array.from({ length: 96 }, (_, index) => BigInt(index))
const partOf = (turns: Turns, own: string): readonly bigint[] =>
  numbers.filter((sequence) => turns.delay(lane, own, sequence) === 0n)

/** What each of these accounts knows once all have been at work. */
function known(accounts: readonly string[], blocks = 3): ReadonlyMap<string, Turns> {
  const all = new Map(accounts.map((account) => [account, new Turns()]))
  for (const [own, turns] of all) {
    for (const other of accounts) {
      for (let height = 1n; other !== own && height <= blocks; height += 1n) turns.note(lane, other, height)
    }
  }
  return all
}

test('alone, everything is ours', () => {
  expect(partOf(new Turns(), 'one')).toEqual(numbers)
})

test.each([2, 3, 4])(
  '%i relayers that know of each other have as many packets each, and each packet has one',
  (count) => {
    const accounts = ['delta', 'alpha', 'charlie', 'bravo'].slice(0, count)
    const parts = [...known(accounts)].map(([own, turns]) => partOf(turns, own))
    expect(parts.flat().sort((a, b) => Number(a - b))).toEqual(numbers)
    expect(new Set(parts.map(({ length }) => length)).size).toBe(numbers.length % count === 0 && count !== 4 ? 1 : 2)
  },
)

test('who has relayed in fewer than three blocks has no part; then it is told once', () => {
  const turns = new Turns()
  const told = (heights: readonly bigint[]): readonly boolean[] =>
    heights.map((height) => turns.note(lane, 'two', height))
  expect(told([5n, 5n, 6n, 4n])).toEqual([false, false, false, false])
  expect(partOf(turns, 'one')).toEqual(numbers)
  expect(told([7n, 8n])).toEqual([true, false])
  expect(partOf(turns, 'one')).toHaveLength(48)
  expect(turns.note('hub.zone-a', 'two', 9n)).toBe(false)
})

test('a part that was not taken care of is ours from then on, until its owner is at work again', () => {
  const turns = known(['one', 'two']).get('one') as Turns
  const [others = 0n] = numbers.filter((sequence) => turns.delay(lane, 'one', sequence) > 0n)
  // It was at work a moment ago: it is slow, and has some blocks more.
  expect(turns.missed(lane, 'one', others, 2n + turnBlocks)).toEqual({ more: turnBlocks })
  expect(turns.missed(lane, 'one', others, 3n + turnBlocks)).toEqual({ gone: 'two', more: 0n })
  expect(partOf(turns, 'one')).toEqual(numbers)
  for (const height of [20n, 21n, 22n]) turns.note(lane, 'two', height)
  expect(partOf(turns, 'one')).toHaveLength(48)
})

test('what is ours is missed by nobody else', () => {
  const turns = known(['one', 'two']).get('one') as Turns
  const [own = 0n] = partOf(turns, 'one')
  expect(turns.missed(lane, 'one', own, 1_000n)).toEqual({ more: 0n })
})

test('of more than can be counted the one is forgotten that was at work longest ago', () => {
  const goneAt = (sequence: bigint): string | undefined => {
    const turns = new Turns()
    for (const height of [1n, 2n, 3n]) turns.note(lane, 'two', height)
    for (const height of [4n, 5n, 6n]) turns.note(lane, 'three', height)
    for (const height of [7n, 8n, 9n]) turns.note(lane, 'four', height)
    turns.note(lane, 'two', 10n)
    for (const height of [11n, 12n, 13n]) turns.note(lane, 'five', height)
    return turns.missed(lane, 'one', sequence, 1_000n).gone
  }
  expect(new Set(numbers.map(goneAt))).toEqual(new Set([undefined, 'two', 'four', 'five']))
})

test('however many pretend to be relayers, a quarter of the packets is left to nobody', () => {
  const turns = new Turns()
  for (let stranger = 0; stranger < 50; stranger += 1) {
    for (let block = 0; block < 3; block += 1) turns.note(lane, `stranger ${stranger}`, BigInt(stranger * 3 + block))
  }
  expect(partOf(turns, 'one').length).toBeGreaterThanOrEqual(numbers.length / 4)
})

test('txs that relay are known by their client updates and packets, their account by the sequence it used', () => {
  const routes: Routes = routesTo('hub')
  const own = [...routes.values()][0]?.ownClientId ?? ''
  const signed = event('tx', { acc_seq: 'wasm1two/17' })
  const update = event('update_client', { client_id: own })
  const other = event('update_client', { client_id: '07-tendermint-99' })
  const txs = [
    { code: 0, hash: 'A', events: [signed, update] },
    { code: 0, hash: 'B', events: [signed, other] },
    { code: 5, hash: 'C', events: [signed, update] },
    { code: 0, hash: 'D', events: [update] },
    { code: 0, hash: 'E', events: [signed, event('wasm-recv_packet', { client_id: own })] },
    { code: 0, hash: 'F', events: [signed, event('recv_packet_later', { client_id: own })] },
    { code: 0, events: [event('tx', { fee: '7' }), event('fee', { acc_seq: 'wasm1no/1' }), signed, update] },
  ]
  const found = relayTxs({ chainId: 'zone-a', height: 1n, timeNs: 0n, txs }, routes)
  expect(found).toEqual([
    { peerId: 'hub', account: 'wasm1two', hash: 'A' },
    { peerId: 'hub', account: 'wasm1two', hash: '' },
  ])
})

test('txs that relay IBC v1 without a client update are known by the connection, by its old name as well', () => {
  const routes: Routes = routesTo('hub')
  const connection = [...routes.keys()][0] ?? ''
  const signed = event('tx', { acc_seq: 'wasm1two/17' })
  const packet = (attributes: Readonly<Record<string, string>>) => event('recv_packet', attributes)
  const txs = [
    { code: 0, hash: 'A', events: [signed, packet({ connection_id: connection })] },
    { code: 0, hash: 'B', events: [signed, packet({ packet_connection: connection })] },
    { code: 0, hash: 'C', events: [signed, packet({ connection_id: connection, packet_connection: 'another' })] },
    { code: 0, hash: 'D', events: [signed, packet({ connection_id: 'another', packet_connection: connection })] },
  ]
  const found = relayTxs({ chainId: 'zone-a', height: 1n, timeNs: 0n, txs }, routes)
  expect(found.map(({ hash }) => hash)).toEqual(['A', 'B', 'C'])
})

test('txs that relay IBC v2 without a client update are known by the client at this end', () => {
  const routes: Routes = new Map([...routesTo('hub').values()].map((route) => ['07-tendermint-4', route]))
  const signed = event('tx', { acc_seq: 'wasm1two/17' })
  const clients = { packet_source_client: '07-tendermint-9', packet_dest_client: '07-tendermint-4' }
  const back = { packet_source_client: '07-tendermint-4', packet_dest_client: '07-tendermint-9' }
  const txs = [
    { code: 0, hash: 'A', events: [signed, event('recv_packet', clients)] },
    { code: 0, hash: 'B', events: [signed, event('acknowledge_packet', back)] },
    { code: 0, hash: 'C', events: [signed, event('timeout_packet', back)] },
    { code: 0, hash: 'D', events: [signed, event('recv_packet', back)] },
  ]
  const found = relayTxs({ chainId: 'zone-a', height: 1n, timeNs: 0n, txs }, routes)
  expect(found.map(({ hash }) => hash)).toEqual(['A', 'B', 'C'])
})

describe('two operators between two chains', () => {
  let nodes: { a: IbcNode; b: IbcNode }
  let channel: Channel
  let processes: Process[] = []

  beforeEach(() => {
    nodes = connectNodes()
    channel = openChannel(nodes, 0)
  })
  afterEach(async () => {
    await Promise.all(processes.map(stopProcess))
    processes = []
  })

  async function start(operator: string, takesTurns = true): Promise<Process> {
    const process = await startProcess({ nodes, operator, takesTurns, messagesMax: 16 })
    processes.push(process)
    return process
  }

  const turn = (rounds?: number): Promise<void> => makeBlocks(nodes, rounds)

  /** Some packets in a block, again and again; returns how many blocks of the receiver each took at most. */
  async function load(bursts: number, each = 10): Promise<number> {
    let most = 0
    for (let burst = 0; burst < bursts; burst += 1) {
      const from = nodes.b.height
      const sending = Array.from({ length: each }, () => nodes.a.send(channel.a, 'x'))
      nodes.a.makeBlock()
      await settled()
      const sent: readonly Packet[] = await Promise.all(sending)
      const isDone = (packet: Packet): boolean => nodes.a.store.get(lifeKey('acknowledged', packet)) === '1'
      while (!sent.every(isDone)) await turn(1)
      most = Math.max(most, Number(nodes.b.height - from))
    }
    return most
  }

  const redundant = async (): Promise<number> => {
    const texts = await Promise.all(processes.map(({ metrics }) => metrics.text()))
    return texts.reduce((sum, text) => sum + (sumOf(text, 'causeway_messages_redundant_total') ?? 0), 0)
  }
  const txsOf = (operator: string): number =>
    [...nodes.a.executed, ...nodes.b.executed].filter(({ account }) => account.startsWith(`wasm1${operator}`)).length

  test('they stop racing after some packets: few messages come second, and both are at work', async () => {
    await start('one')
    await start('two')
    await load(12)
    const before = await redundant()
    const most = await load(30)
    expect(((await redundant()) - before) / 600).toBeLessThan(0.03)
    expect(most).toBeLessThanOrEqual(4)
    expect(Math.min(txsOf('one'), txsOf('two'))).toBeGreaterThan(20)
  })

  test('when one is gone the other takes all: its part is late once, by the blocks of a turn', async () => {
    const [, two] = [await start('one'), await start('two')]
    await load(20)
    await stopProcess(two)
    processes = processes.filter((one) => one !== two)
    const late = await load(10)
    expect(late).toBeGreaterThan(Number(turnBlocks))
    expect(late).toBeLessThanOrEqual(2 * Number(turnBlocks) + 8)
    expect(await load(10)).toBeLessThanOrEqual(4)
  })

  test('an ordered channel is in one hand, since its packets wait for each other', async () => {
    await start('one')
    await start('two')
    await load(20)
    channel = openChannel(nodes, 1, ['app', 'app'], true)
    await turn(2)
    const before = [txsOf('one'), txsOf('two')]
    await load(20)
    const made = [txsOf('one') - (before[0] ?? 0), txsOf('two') - (before[1] ?? 0)].sort((a, b) => a - b)
    expect(made).toEqual([0, 40])
  })

  test('who takes no turns takes all', async () => {
    await start('one', false)
    await start('two', false)
    await load(10)
    expect(await redundant()).toBeGreaterThan(50)
  })
})
