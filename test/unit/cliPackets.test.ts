// Commands that look at packets and clear them, on two chains in memory that check like ibc-go.
import type { Packet } from '../../core/relay.ts'
import { clearPackets } from '../../relayer/cli/clearPackets.ts'
import { sequencesMax } from '../../relayer/cli/limits.ts'
import {
  queryPacketAcks,
  queryPacketCommitments,
  queryPacketPendingAcks,
  queryPacketPendingSends,
} from '../../relayer/cli/queryPacketLists.ts'
import { queryPacketPending } from '../../relayer/cli/queryPacketPending.ts'
import { formatSequences, parseSequences } from '../../relayer/cli/sequences.ts'
import type { Answer, Verb } from '../../relayer/cli/verb.ts'
import { receiptKey } from '../../relayer/ics24/paths.ts'
import { answerOf, type CliTools, cliTools } from '../fakes/cliTools.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import { type Channel, connectNodes, openChannel, settled } from '../fakes/ibcPair.ts'
import { closeChannel, type Life, lifeKey, Refused, text } from '../fakes/ibcRules.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let clients: readonly IbcClient[]
let tools: CliTools

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
  clients = [new IbcClient(nodes.a), new IbcClient(nodes.b)]
  tools = cliTools({ chains: clients })
})
afterEach(async () => {
  for (const client of clients) await client.close()
})

const nearEnd = () => ({ chain: 'chain-a', port: channel.a.portId, channel: channel.a.channelId })
const farEnd = () => ({ chain: 'chain-b', port: channel.b.portId, channel: channel.b.channelId })

async function send(count: number, from: 'a' | 'b' = 'a', timeoutNs = 0n): Promise<readonly Packet[]> {
  const sending = Array.from({ length: count }, () => nodes[from].send(channel[from], 'packet', timeoutNs))
  nodes[from].makeBlock()
  return Promise.all(sending)
}

/** The other end has received and answered it, and nobody has told the sender. */
function receiveUntold({ destinationPort: portId, destinationChannel: channelId, ...packet }: Packet): void {
  const { sequence } = packet
  nodes.b.act(({ store }) => store.set(text(receiptKey({ portId, channelId, sequence })), '01'))
  nodes.b.writeAck({ ...packet, destinationPort: portId, destinationChannel: channelId }, 'done')
  nodes.b.makeBlock()
}

/** Blocks come on both chains until the command has ended. */
async function run(verb: Verb, given: Readonly<Record<string, unknown>>): Promise<Answer> {
  let ended = false
  const running = answerOf(verb, given, tools).finally(() => {
    ended = true
  })
  running.catch(() => undefined)
  for (let round = 0; round < 300 && !ended; round += 1) {
    await settled()
    nodes.a.makeBlock()
    nodes.b.makeBlock()
  }
  return running
}

const times = (life: Life, packet: Packet | undefined, on: 'a' | 'b'): number =>
  Number(packet === undefined ? -1 : (nodes[on].store.get(lifeKey(life, packet)) ?? 0))

describe('looking', () => {
  test('pending packets and acknowledgements are told for both directions, from either end', async () => {
    const [first] = await send(3)
    await send(1, 'b')
    receiveUntold(first as Packet)
    const src = { unreceivedPackets: ['2', '3'], unreceivedAcks: ['1'] }
    const dst = { unreceivedPackets: ['1'], unreceivedAcks: [] }
    expect(await answerOf(queryPacketPending, nearEnd(), tools)).toEqual({
      value: { src, dst },
      text: [
        'chain-a app/channel-0 sent: packets not received: 2..3; not acknowledged here: 1',
        'chain-b app/channel-0 sent: packets not received: 1; not acknowledged here: none',
      ].join('\n'),
    })
    expect((await answerOf(queryPacketPending, farEnd(), tools)).value).toEqual({ src: dst, dst: src })
  })

  test('each list says what its name says', async () => {
    const [first] = await send(3)
    await send(1, 'b')
    receiveUntold(first as Packet)
    const lists = async (end: object): Promise<readonly string[]> => {
      const all = [queryPacketCommitments, queryPacketAcks, queryPacketPendingSends, queryPacketPendingAcks]
      return Promise.all(all.map(async (verb) => (await answerOf(verb, { ...end }, tools)).text))
    }
    expect(await lists(nearEnd())).toEqual(['1..3', 'none', '1', '1'])
    expect(await lists(farEnd())).toEqual(['1', '1', '2..3', 'none'])
  })

  test('a channel that is not there is CHANNEL_UNKNOWN, and a chain that is not there CHAIN_UNKNOWN', async () => {
    const wrongChannel = answerOf(queryPacketPending, { ...nearEnd(), channel: 'channel-7' }, tools)
    await expect(wrongChannel).rejects.toMatchObject({ code: 'CHANNEL_UNKNOWN', facts: { channelId: 'channel-7' } })
    const wrongChain = answerOf(queryPacketPending, { ...nearEnd(), chain: 'chian-b' }, tools)
    const facts = { chainId: 'chian-b', nearest: 'chain-b', known: 'chain-a, chain-b' }
    await expect(wrongChain).rejects.toMatchObject({ code: 'CHAIN_UNKNOWN', facts })
  })
})

describe('clearing', () => {
  test('packets arrive and their acknowledgements return, in both directions, once each', async () => {
    const sent = await send(3)
    const [back] = await send(1, 'b')
    const { value, text: said, end } = await run(clearPackets, nearEnd())
    expect(end).toBe('ok')
    expect(value).toEqual({
      relayed: [
        { sender: 'chain-a', kind: 'recv', sequences: ['1', '2', '3'] },
        { sender: 'chain-b', kind: 'recv', sequences: ['1'] },
        { sender: 'chain-a', kind: 'ack', sequences: ['1', '2', '3'] },
        { sender: 'chain-b', kind: 'ack', sequences: ['1'] },
      ],
      left: [],
    })
    expect(said.split('\n')[0]).toBe('relayed recv of chain-a: 1..3')
    for (const packet of sent)
      expect([times('received', packet, 'b'), times('acknowledged', packet, 'a')]).toEqual([1, 1])
    expect([times('received', back, 'a'), times('acknowledged', back, 'b')]).toEqual([1, 1])
    expect((await run(clearPackets, nearEnd())).text).toBe('nothing is pending')
  })

  test('of named sequences just those that this end has sent', async () => {
    const [first, second, third] = await send(3)
    const [back] = await send(2, 'b')
    const packetSequences = parseSequences('2')
    expect((await run(clearPackets, { ...nearEnd(), packetSequences })).end).toBe('ok')
    expect([first, second, third].map((packet) => times('received', packet, 'b'))).toEqual([0, 1, 0])
    expect(times('received', back, 'a')).toBe(0)
  })

  test('a packet past its time is timed out at its sender', async () => {
    const [late] = await send(1, 'a', nodes.b.timeNs + 1n)
    nodes.b.makeBlocks(2)
    const { value } = await run(clearPackets, nearEnd())
    expect(value).toEqual({ relayed: [{ sender: 'chain-a', kind: 'timeout', sequences: ['1'] }], left: [] })
    expect([times('received', late, 'b'), times('timed_out', late, 'a')]).toEqual([0, 1])
  })

  test('what can no longer arrive because its channel has closed is given back to its sender', async () => {
    const [lost] = await send(1)
    nodes.b.act((context) => closeChannel(context, channel.b.portId, channel.b.channelId))
    nodes.b.makeBlock()
    const { value } = await run(clearPackets, nearEnd())
    expect(value).toEqual({ relayed: [{ sender: 'chain-a', kind: 'timeout_on_close', sequences: ['1'] }], left: [] })
    expect(times('timed_out', lost, 'a')).toBe(1)
  })

  test('an expired client ends it with CLIENT_EXPIRED, and nothing is said to be relayed', async () => {
    await send(1)
    nodes.a.makeBlock(3_600_000_000_000n)
    nodes.b.makeBlock(3_600_000_000_000n)
    await expect(run(clearPackets, nearEnd())).rejects.toMatchObject({ code: 'CLIENT_EXPIRED' })
  })

  test('what its destination refuses is left, and the rest goes through', async () => {
    const sent = await send(3)
    nodes.b.app = (packet) => {
      if (packet.sequence === 2n) throw new Refused('wasm', 5, 'no')
      return Buffer.from('ok')
    }
    const { value, end } = await run(clearPackets, nearEnd())
    expect(end).toBe('failed')
    expect(value['left']).toEqual([{ sender: 'chain-a', kind: 'recv', sequences: ['2'] }])
    expect(sent.map((packet) => times('acknowledged', packet, 'a'))).toEqual([1, 0, 1])
  })

  test('an ordered channel is cleared in order; the rest of it stays where one packet is refused', async () => {
    channel = openChannel(nodes, 1, ['app', 'app'], true)
    const sent = await send(5)
    nodes.b.app = (packet) => {
      if (packet.sequence === 4n) throw new Refused('wasm', 5, 'no')
      return Buffer.from('ok')
    }
    const { value, end } = await run(clearPackets, nearEnd())
    expect(end).toBe('failed')
    expect(value['left']).toEqual([{ sender: 'chain-a', kind: 'recv', sequences: ['4', '5'] }])
    expect(sent.map((packet) => times('acknowledged', packet, 'a'))).toEqual([1, 1, 1, 0, 0])
    nodes.b.app = () => Buffer.from('ok')
    const jump = await run(clearPackets, { ...nearEnd(), packetSequences: new Set([5n]) })
    expect([jump.end, times('received', sent[4] as Packet, 'b')]).toEqual(['failed', 0])
    expect((await run(clearPackets, nearEnd())).end).toBe('ok')
    expect(sent.map((packet) => times('acknowledged', packet, 'a'))).toEqual([1, 1, 1, 1, 1])
  })
})

describe('lists of sequences', () => {
  test.each([
    ['7', '7'],
    ['1,10..12', '1,10..12'],
    [' 3 , 1..2 ', '1..3'],
    ['5..5,5', '5'],
    ['18446744073709551615', '18446744073709551615'],
    [`1..${sequencesMax}`, `1..${sequencesMax}`],
  ])('%p is read as %s', (given, expected) => {
    expect(formatSequences(parseSequences(given))).toBe(expected)
  })

  test.each([
    ['', '"" is neither'],
    ['1,', '"" is neither'],
    ['1-3', '"1-3" is neither'],
    ['1..', '"1.." is neither'],
    ['..3', '"..3" is neither'],
    ['1...3', '"1...3" is neither'],
    ['-1', '"-1" is neither'],
    ['1.5', '"1.5" is neither'],
    ['0', '"0" is out of bounds'],
    ['0..3', '"0..3" is out of bounds'],
    ['18446744073709551616', 'is out of bounds'],
    ['20..10', 'write 10..20'],
    [`1..${sequencesMax + 1}`, `No more than ${sequencesMax}`],
    ['1..18446744073709551615', `No more than ${sequencesMax}`],
    [`1..${sequencesMax},${sequencesMax + 1}`, `No more than ${sequencesMax}`],
  ])('%p is refused: %s', (given, reason) => {
    expect(() => parseSequences(given)).toThrow(reason)
  })
})
