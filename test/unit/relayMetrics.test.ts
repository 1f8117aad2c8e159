// What the relayer measures while it relays between two chains in memory: each metric is moved by what it is about.
import { CausewayError } from '../../core/errors.ts'
import type { Packet } from '../../core/relay.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  openChannel,
  type Process,
  type ProcessOptions,
  settled,
  startProcess,
  stopProcess,
} from '../fakes/ibcPair.ts'
import { Refused } from '../fakes/ibcRules.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { sumOf } from '../fakes/scrape.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let processes: Process[] = []
/** Clock of the processes; it goes on by 500 ms with each block of a chain. */
let now = 0

const forth = { src_chain: 'chain-a', dst_chain: 'chain-b' }
const back = { src_chain: 'chain-b', dst_chain: 'chain-a' }
const ends = { src_channel: 'channel-0', dst_channel: 'channel-0', src_port: 'from', dst_port: 'to' }
const client = { client: '07-tendermint-0' }
const atA = { chain: 'chain-a', counterparty: 'chain-b', channel: 'channel-0', port: 'from' }
const atB = { chain: 'chain-b', counterparty: 'chain-a', channel: 'channel-0', port: 'to' }

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0, ['from', 'to'])
  now = 0
})
afterEach(async () => {
  await Promise.all(processes.map(stopProcess))
  processes = []
})

async function start(options: Partial<ProcessOptions> = {}): Promise<Process> {
  const process = await startProcess({ nodes, nowMs: () => now, ...options })
  processes.push(process)
  return process
}

async function block(node: IbcNode): Promise<void> {
  now += 500
  node.makeBlock()
  await settled()
}

async function turn(times = 1): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    await block(nodes.a)
    await block(nodes.b)
  }
}

async function send(count: number, timeoutNs = 0n): Promise<readonly Packet[]> {
  const sending = Array.from({ length: count }, (_, index) => nodes.a.send(channel.a, `packet ${index}`, timeoutNs))
  await block(nodes.a)
  return Promise.all(sending)
}

/** Values of these metrics, in order. */
async function read({ metrics }: Process, ...asked: readonly [string, Record<string, string>?][]) {
  const text = await metrics.text()
  return asked.map(([name, labels]) => sumOf(text, name, labels))
}

describe('a hop and its way back', () => {
  test('what was sent, brought and answered is counted under the names of Hermes, each end on its own chain', async () => {
    const process = await start()
    await send(3)
    await turn(4)
    expect(
      await read(
        process,
        ['send_packet_events_total', atA],
        ['acknowledgement_events_total', atB],
        ['receive_packets_confirmed_total', { ...forth, ...ends }],
        ['acknowledgment_packets_confirmed_total', { ...back, ...ends, src_port: 'to', dst_port: 'from' }],
        ['messages_submitted_total', { chain: 'chain-b' }],
        ['messages_submitted_total', { chain: 'chain-a' }],
        ['client_updates_submitted_total', { ...forth, ...client }],
        ['client_updates_submitted_total', { ...back, ...client }],
        ['ws_events_total', { chain: 'chain-a' }],
        ['ws_events_total', { chain: 'chain-b' }],
        // No block of its destination was heard before: how many went by is not known.
        ['causeway_hop_lost_blocks_count', forth],
        ['causeway_hop_lost_blocks_sum', back],
      ),
    ).toEqual([3, 3, 3, 3, 4, 4, 1, 1, 6, 6, undefined, 0])
  })

  test('txs that need no update of their client count it as skipped, and spare a question', async () => {
    const process = await start({ messagesMax: 10 })
    await send(35)
    await turn(3)
    expect(
      await read(
        process,
        ['client_updates_skipped_total', { ...forth, ...client }],
        ['queries_cache_hits_total', { chain: 'chain-b', query_type: 'query_consensus_state' }],
        ['causeway_packets_per_tx_count', forth],
        ['causeway_packets_per_tx_sum', forth],
        ['causeway_packets_per_tx_bucket', { ...forth, le: '5' }],
      ),
    ).toEqual([3, 3, 4, 35, 1])
  })

  test('a hop at its best loses no block: one of the source for the header, one of the destination', async () => {
    const process = await start()
    await turn()
    await send(2)
    await turn()
    expect(
      await read(
        process,
        ['causeway_hop_lost_blocks_count', forth],
        ['causeway_hop_lost_blocks_sum', forth],
        ['causeway_stage_blocks_sum', { ...forth, stage: 'proofs' }],
        ['causeway_stage_blocks_sum', { ...forth, stage: 'header' }],
        ['causeway_stage_blocks_sum', { ...forth, stage: 'broadcast' }],
        ['causeway_stage_blocks_sum', { ...forth, stage: 'included' }],
        ['causeway_stage_latency_ms_sum', { ...forth, stage: 'proofs' }],
        ['causeway_stage_latency_ms_sum', { ...forth, stage: 'header' }],
        ['causeway_stage_latency_ms_sum', { ...forth, stage: 'broadcast' }],
        ['causeway_stage_latency_ms_sum', { ...forth, stage: 'included' }],
        ['tx_latency_submitted_sum', { ...atB, counterparty: 'chain-a' }],
        ['tx_latency_confirmed_sum', { ...atB, counterparty: 'chain-a' }],
        ['causeway_relay_latency_ms_count', forth],
        // A base of 80,000, an update of 120,000 and two packets of 180,000.
        ['causeway_gas_per_packet_sum', forth],
      ),
    ).toEqual([1, 0, 0, 1, 0, 1, 0, 500, 0, 500, 500, 1_000, 1, 280_000])
  })

  test('proofs that come late lose blocks of the source, and the stages say so', async () => {
    const held: (() => void)[] = []
    const wire = async (call: string): Promise<void> => {
      if (call === 'proof') await new Promise<void>((go) => held.push(go))
    }
    const process = await start({ wire })
    await block(nodes.b)
    await send(1)
    await block(nodes.a)
    await block(nodes.a)
    await block(nodes.a)
    for (const go of held.splice(0)) go()
    await settled()
    await block(nodes.b)
    expect(
      await read(
        process,
        ['causeway_stage_blocks_sum', { ...forth, stage: 'proofs' }],
        ['causeway_stage_blocks_sum', { ...forth, stage: 'broadcast' }],
        ['causeway_stage_latency_ms_sum', { ...forth, stage: 'proofs' }],
        ['causeway_hop_lost_blocks_sum', forth],
      ),
    ).toEqual([3, 2, 1_500, 2])
  })

  test('a packet that is timed out counts in its own direction, though the message goes back', async () => {
    const process = await start()
    await send(1, nodes.b.timeNs)
    await turn(4)
    expect(
      await read(
        process,
        ['timeout_packets_confirmed_total', { ...forth, ...ends }],
        ['timeout_events_total', atA],
        ['receive_packets_confirmed_total'],
      ),
    ).toEqual([1, 1, undefined])
  })
})

describe('what comes second', () => {
  test('a tx whose messages all wait in the mempool already is redundant there, and a refused broadcast', async () => {
    const first = await start()
    const second = await start()
    await send(5)
    await turn(2)
    const both = [first, second]
    const sum = async (name: string, labels: Record<string, string>): Promise<number> =>
      (await Promise.all(both.map((one) => read(one, [name, labels])))).flat().reduce<number>((a, b) => a + (b ?? 0), 0)
    expect(await sum('receive_packets_confirmed_total', forth)).toBe(5)
    expect(await sum('causeway_messages_redundant_total', { ...forth, found: 'mempool' })).toBe(5)
    const refusal = { error_code: '22', error_description: 'channel TX_FAILED', account: 'wasm1relaychaina' }
    expect(await sum('broadcast_errors_total', refusal)).toBe(1)
  })

  test('messages without effect in an included tx are redundant, and not confirmed', async () => {
    let [submits, go] = [0, () => undefined as void]
    const afterTheFirst = new Promise<void>((resume) => {
      go = resume
    })
    // The first relayer brings two packets and is then cut off; the second one brings all three, only later.
    const cutOff = async (call: string): Promise<void> => {
      if (call === 'submit') submits += 1
      if (submits > 1) throw new CausewayError('CHAIN_UNREACHABLE', {})
    }
    await start({ messagesMax: 2, wire: cutOff })
    const second = await start({ wire: async (call) => (call === 'submit' ? afterTheFirst : undefined) })
    await send(3)
    await block(nodes.a)
    go()
    await settled()
    await block(nodes.b)
    expect(
      await read(
        second,
        ['causeway_messages_redundant_total', { ...forth, found: 'block' }],
        ['receive_packets_confirmed_total', forth],
        ['causeway_packets_per_tx_sum', forth],
      ),
    ).toEqual([2, 1, 3])
  })
})

describe('what is owed', () => {
  test('the backlog of a channel is told as Hermes tells it, and is 0 when it is worked off', async () => {
    let isAway = true
    const wire = async (call: string): Promise<void> => {
      if (isAway && call === 'submit') throw new CausewayError('CHAIN_UNREACHABLE', {})
    }
    const process = await start({ wire })
    await send(2)
    const sentAt = Number(nodes.a.timeNs / 1_000_000_000n)
    await turn(3)
    const backlog = () =>
      read(
        process,
        ['backlog_size', atA],
        ['backlog_oldest_sequence', atA],
        ['backlog_oldest_timestamp', atA],
        ['backlog_latest_update_timestamp', atA],
        ['causeway_backlog_works', { ...forth, kind: 'recv' }],
        ['causeway_backlog_oldest_seconds', forth],
        ['causeway_backlog_tries_max', forth],
        ['workers', { type: 'packet' }],
      )
    const heardUntil = (): number => Number(nodes.a.timeNs / 1_000_000_000n)
    expect(await backlog()).toEqual([2, 1, sentAt, heardUntil(), 2, heardUntil() - sentAt, 1, 2])
    isAway = false
    await turn(12)
    expect(await backlog()).toEqual([0, 0, 0, heardUntil(), 0, 0, 0, 2])
  })

  test('a packet that has arrived is no backlog of its channel, though its acknowledgement is owed', async () => {
    let submits = 0
    const wire = async (call: string): Promise<void> => {
      if (call === 'submit') submits += 1
      if (call === 'submit' && submits > 1) throw new CausewayError('CHAIN_UNREACHABLE', {})
    }
    const process = await start({ wire })
    await send(2)
    await turn(3)
    expect(
      await read(
        process,
        ['backlog_size', atA],
        ['backlog_oldest_sequence', atA],
        ['causeway_backlog_works', { ...back, kind: 'ack' }],
      ),
    ).toEqual([0, 0, 2])
  })

  test('what comes again as overdue is no hop: nobody could say which block it lost', async () => {
    const queues = new MemoryQueues()
    const process = await start({ queues })
    await turn()
    queues.forgetful = true
    await send(1)
    queues.forgetful = false
    await turn(12)
    expect(
      await read(
        process,
        ['receive_packets_confirmed_total', forth],
        ['causeway_hop_lost_blocks_count', forth],
        ['tx_latency_submitted_count', atB],
        // Its acknowledgement was heard live.
        ['causeway_hop_lost_blocks_count', back],
      ),
    ).toEqual([1, undefined, undefined, 1])
  })

  test('what only clearing finds is counted as such: packets at their sender, acknowledgements where they were written', async () => {
    const first = await start()
    const waiting: Packet[] = []
    nodes.b.app = (packet) => void waiting.push(packet)
    await send(2)
    await turn(2)
    await stopProcess(first)
    processes = []
    for (const packet of waiting) nodes.b.writeAck(packet, 'at last')
    await send(3)
    await turn()
    const second = await start()
    await turn(3)
    expect(
      await read(second, ['cleared_send_packet_events_total', atA], ['cleared_acknowledgment_events_total', atB]),
    ).toEqual([3, 2])
  })

  test('packets that a contract does not answer are counted by age, and no longer once they are answered', async () => {
    const waiting: Packet[] = []
    nodes.b.app = (packet) => void waiting.push(packet)
    const process = await start()
    await send(3)
    await turn(13)
    const asked = [
      ['causeway_acks_awaited', { chain: 'chain-b', age: '0-10' }],
      ['causeway_acks_awaited', { chain: 'chain-b', age: '11-100' }],
      ['causeway_acks_awaited_oldest_blocks', { chain: 'chain-b' }],
      ['causeway_acks_awaited_oldest_blocks', { chain: 'chain-a' }],
    ] as [string, Record<string, string>][]
    expect(await read(process, ...asked)).toEqual([0, 3, 12, 0])
    for (const packet of waiting.slice(1)) nodes.b.writeAck(packet, 'at last')
    await turn(2)
    expect(await read(process, ...asked)).toEqual([0, 1, 14, 0])
    nodes.b.writeAck(waiting[0] as Packet, 'at last')
    await turn()
    expect(await read(process, ...asked)).toEqual([0, 0, 0, 0])
  })
})

describe('what it rests on', () => {
  test('heights and times of chains, the clients that are kept fresh and when they expire', async () => {
    const process = await start({ clearInterval: 4n })
    await turn(6)
    // Once a client is read again it has trusted nothing new: there was nothing to relay.
    const trusted = Number(nodes.a.blocks[1]?.timeNs ?? 0n) / 1_000_000_000
    const labels = { chain: 'chain-b', counterparty: 'chain-a', ...client }
    expect(
      await read(
        process,
        ['causeway_chain_height', { chain: 'chain-a' }],
        ['causeway_chain_block_timestamp_seconds', { chain: 'chain-a' }],
        ['causeway_client_trusting_period_seconds', labels],
        ['causeway_client_expiry_timestamp_seconds', labels],
        ['workers', { type: 'client' }],
      ),
    ).toEqual([Number(nodes.a.height), Number(nodes.a.timeNs / 1_000_000_000n), 3_600, trusted + 3_600, 2])
  })

  test('a client that was refreshed expires later at once, not only after the next clearing', async () => {
    nodes = connectNodes(undefined, undefined, 30_000_000_000n)
    const process = await start({ clearInterval: 12n })
    // One chain comes to its clearing a block before the other, whose clearing would read the client again.
    await block(nodes.a)
    await turn(12)
    const { latest } = JSON.parse(nodes.b.store.get('clients/07-tendermint-0') ?? '') as { latest: string }
    const trustedNs = nodes.a.blocks[Number(latest) - 1]?.timeNs ?? 0n
    expect(Number(latest)).toBeGreaterThan(10)
    const labels = { chain: 'chain-b', counterparty: 'chain-a', ...client }
    expect(await read(process, ['causeway_client_expiry_timestamp_seconds', labels])).toEqual([
      Number(trustedNs / 1_000_000_000n) + 30,
    ])
  })

  test('questions to a chain are counted by what was asked, in the words of Hermes', async () => {
    const process = await start()
    await send(1)
    await turn(3)
    const text = await process.metrics.text()
    const asked = (query_type: string): number | undefined => sumOf(text, 'queries_total', { query_type })
    for (const type of ['query_client_state', 'query_packet_commitments', 'query_connections', 'query_proof'])
      expect([type, asked(type)]).toEqual([type, expect.any(Number)])
    expect(asked('query_proof')).toBe(2)
  })

  test('a message that its chain refuses is counted once it stands alone, and stood at 0 before', async () => {
    const process = await start()
    expect(await read(process, ['causeway_messages_refused_total', forth])).toEqual([0])
    nodes.b.app = (packet) => {
      if (Buffer.from(packet.data).toString() === 'packet 1') throw new Refused('wasm', 5, 'contract panicked')
      return Buffer.from('ok')
    }
    await send(4)
    await turn(4)
    expect(await read(process, ['causeway_messages_refused_total', forth])).toEqual([1])
  })
})
