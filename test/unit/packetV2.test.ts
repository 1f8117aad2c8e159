// Packets of IBC v2 as relaying reads them: from their bytes and events, by name, by key and against the clock.
import { createHash } from 'node:crypto'
import { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { MsgAcknowledgement, MsgRecvPacket, MsgTimeout } from 'cosmjs-types/ibc/core/channel/v2/tx'
import fc from 'fast-check'
import { Backlog, packetKey } from '../../core/backlog.ts'
import { toHex } from '../../core/bytes.ts'
import { decodePacketV2, refusedAcknowledgement } from '../../core/packetV2.ts'
import { isTimedOut, mayAllow, type Packet, parsePacketEvent, parsePacketEvents, type Route } from '../../core/relay.ts'
import { emptyGasModel, gasPart, planGas } from '../../core/relayGas.ts'
import { packetMsg } from '../../relayer/ics04/packets.ts'
import { acknowledgementKeyV2, commitmentKeyV2, receiptKeyV2 } from '../../relayer/ics24/paths.ts'
import { event } from '../fakes/fakeChain.ts'
import { blockOf } from '../fakes/packetBlocks.ts'

const payload = { sourcePort: 'wasm2gate', destinationPort: 'wasm2hub', version: 'causeway-1', encoding: 'proto' }
const wire: WirePacket = {
  sequence: 47n,
  sourceClient: '07-tendermint-3',
  destinationClient: '07-tendermint-8',
  timeoutTimestamp: 1_800_000_000n,
  payloads: [{ ...payload, value: Uint8Array.from([0, 255]) }],
}
const encode = (packet: WirePacket): Uint8Array => Uint8Array.from(WirePacket.encode(packet).finish())
const read = (packet: WirePacket): Packet => {
  const found = decodePacketV2(encode(packet))
  if (found === undefined) throw new Error('the packet cannot be read')
  return found
}
const told = (type: string, packet: WirePacket, more: Readonly<Record<string, string>> = {}) =>
  event(type, {
    packet_source_client: packet.sourceClient,
    packet_dest_client: packet.destinationClient,
    packet_sequence: packet.sequence.toString(),
    packet_timeout_timestamp: packet.timeoutTimestamp.toString(),
    encoded_packet_hex: toHex(encode(packet)),
    ...more,
  })

/** What lies between, the other implementation writes wrongly; the test of messages has such a number. */
const number = fc.oneof(fc.bigInt({ min: 1n, max: 2n ** 31n - 1n }), fc.bigInt({ min: 2n ** 32n, max: 2n ** 64n - 1n }))

describe('the bytes of a packet', () => {
  test('are read into the words of IBC v1, with clients for channels and nanoseconds for seconds', () => {
    expect(read(wire)).toEqual({
      sequence: 47n,
      sourcePort: 'wasm2gate',
      sourceChannel: '07-tendermint-3',
      destinationPort: 'wasm2hub',
      destinationChannel: '07-tendermint-8',
      data: Uint8Array.from([0, 255]),
      timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
      timeoutTimestampNs: 1_800_000_000_000_000_000n,
      encoded: encode(wire),
    })
  })

  test('are read as another implementation has written them, whatever they hold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    const value = fc.uint8Array({ minLength: 1, maxLength: 300 })
    const ports = { sourcePort: text, destinationPort: text, version: text, encoding: text, value }
    const ends = { sequence: number, sourceClient: text, destinationClient: text, timeoutTimestamp: number }
    fc.assert(
      fc.property(fc.record(ends), fc.record(ports), (rest, first) => {
        const found = read({ ...rest, payloads: [first] })
        expect([found.sequence, found.sourceChannel, found.destinationChannel]).toEqual(Object.values(rest).slice(0, 3))
        expect(found.timeoutTimestampNs).toBe(rest.timeoutTimestamp * 1_000_000_000n)
        expect([found.sourcePort, found.destinationPort]).toEqual([first.sourcePort, first.destinationPort])
        expect(toHex(found.data)).toBe(toHex(first.value))
      }),
    )
  })

  test('that are cut off, foreign or without a payload are no packet', () => {
    const bytes = encode(wire)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodePacketV2(bytes.subarray(0, length))).toBeUndefined()
    }
    expect(decodePacketV2(encode({ ...wire, payloads: [] }))).toBeUndefined()
    // A field that this version does not know, and a client's name that is no UTF-8.
    expect(decodePacketV2(Uint8Array.from([...bytes, 0x30, 1]))).toBeUndefined()
    expect(decodePacketV2(Uint8Array.from([...bytes, 0x12, 1, 0xff]))).toBeUndefined()
    // A number where bytes belong, and one of more than 64 bits.
    expect(decodePacketV2(Uint8Array.from([...bytes, 0x10, 1]))).toBeUndefined()
    expect(decodePacketV2(Uint8Array.from([...bytes, 0x08, ...new Array(9).fill(0xff), 0x7f]))).toBeUndefined()
  })

  test('of any kind are read or left out, and never throw', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void decodePacketV2(bytes)))
  })
})

describe('events', () => {
  test('of the same types as those of IBC v1 are told apart by what they hold', () => {
    const answer = told('write_acknowledgement', wire, { encoded_acknowledgement_hex: '0a0101' })
    expect(parsePacketEvent(answer)).toEqual({
      kind: 'ack_written',
      packet: read(wire),
      routeId: '07-tendermint-8',
      ordered: false,
      acknowledgement: Uint8Array.from([10, 1, 1]),
    })
    const routes = ['send_packet', 'recv_packet', 'acknowledge_packet', 'timeout_packet'].map(
      (type) => parsePacketEvent(told(type, wire))?.routeId,
    )
    expect(routes).toEqual(['07-tendermint-3', '07-tendermint-8', '07-tendermint-3', '07-tendermint-3'])
    expect(parsePacketEvent(told('send_packet', wire, { encoded_packet_hex: 'zz' }))).toBeUndefined()
  })

  test('that are told twice in a block count once, and those of different packets by themselves', () => {
    const elsewhere = { ...wire, destinationClient: '07-tendermint-9' }
    const block = blockOf('hub', 7, [
      [told('recv_packet', wire), told('recv_packet', wire), told('recv_packet', elsewhere)],
      [told('write_acknowledgement', wire), told('recv_packet', wire)],
    ])
    const kinds = parsePacketEvents(block).map(({ kind, routeId }) => `${kind} ${routeId}`)
    expect(kinds).toEqual(['received 07-tendermint-8', 'received 07-tendermint-9', 'ack_written 07-tendermint-8'])
  })
})

test('a packet is named by its client and sequence, whatever its port, and owed over the pair of clients', () => {
  const other = { ...wire, payloads: [{ ...payload, sourcePort: 'transfer', value: Uint8Array.from([1]) }] }
  expect(packetKey('zone-a', read(wire))).toBe('zone-a/07-tendermint-3/47')
  expect(packetKey('zone-a', read(other))).toBe('zone-a/07-tendermint-3/47')
  const filter = { policy: 'allow', list: [['wasm2*', '07-tendermint-3']] } as const
  const route: Route = { peerId: 'hub', clientId: '07-tendermint-8', ownClientId: '07-tendermint-3', filter }
  const backlog = new Backlog({ messagesMax: 10, bytesMax: 100_000 })
  const block = blockOf('zone-a', 10, [[told('send_packet', wire)]])
  const jobs = backlog.note(block, new Map([['07-tendermint-3', route]]))
  expect(jobs.map(({ src, dst }) => [src, dst])).toEqual([['zone-a', 'hub']])
  expect(backlog.owedBy(jobs[0]?.id ?? '')).toMatchObject([{ work: { kind: 'recv', clientId: '07-tendermint-8' } }])
})

test('a timeout in seconds has passed exactly when the seconds of a block have reached it', () => {
  const seconds = fc.bigInt({ min: 1n, max: 2n ** 31n - 1n })
  const rest = fc.bigInt({ min: 0n, max: 999_999_999n })
  fc.assert(
    fc.property(seconds, seconds, rest, (timeoutTimestamp, now, ns) => {
      const timeNs = now * 1_000_000_000n + ns
      expect(isTimedOut(read({ ...wire, timeoutTimestamp }), 1n, timeNs)).toBe(now >= timeoutTimestamp)
    }),
  )
})

describe('messages', () => {
  // 4,000,000,000 seconds are in the year 2096.
  const encoded = Uint8Array.from([...encode({ ...wire, timeoutTimestamp: 0n }), 0x20, 0x80, 0xd0, 0xac, 0xf3, 0x0e])
  const packet = decodePacketV2(encoded) as Packet
  const acknowledgement = Uint8Array.from([10, 2, 7, 7])
  const work = { src: 'zone-a', dst: 'hub', clientId: '', backClientId: '', packet, acknowledgement } as const
  const make = (kind: 'recv' | 'ack' | 'timeout') =>
    packetMsg({ ...work, kind }, [Uint8Array.from([9])], { revisionNumber: 1n, revisionHeight: 77n }, 'wasm1relay')
  const proofHeight = { revisionNumber: 1n, revisionHeight: 77n }

  test('hold the packet in the bytes of its sender, also with a timeout after 2038', () => {
    expect(packet.timeoutTimestampNs).toBe(4_000_000_000_000_000_000n)
    for (const kind of ['recv', 'ack', 'timeout'] as const) {
      expect(toHex(make(kind).value).startsWith(`0a${encoded.length.toString(16)}${toHex(encoded)}`)).toBe(true)
    }
  })

  test('are read by another implementation as what they are', () => {
    const end = { proofHeight, signer: 'wasm1relay' }
    expect(make('recv').typeUrl).toBe(MsgRecvPacket.typeUrl)
    expect(MsgRecvPacket.decode(make('recv').value)).toMatchObject({ ...end, proofCommitment: Uint8Array.from([9]) })
    expect(make('ack').typeUrl).toBe(MsgAcknowledgement.typeUrl)
    const acked = {
      proofAcked: Uint8Array.from([9]),
      acknowledgement: { appAcknowledgements: [Uint8Array.from([7, 7])] },
    }
    expect(MsgAcknowledgement.decode(make('ack').value)).toMatchObject({ ...end, ...acked })
    expect(make('timeout').typeUrl).toBe(MsgTimeout.typeUrl)
    expect(MsgTimeout.decode(make('timeout').value)).toMatchObject({ ...end, proofUnreceived: Uint8Array.from([9]) })
  })
})

test('gas is learned apart from that of IBC v1, and a contract has room as it has there', () => {
  const work = { src: 'zone-a', dst: 'hub', clientId: '', backClientId: '', acknowledgement: new Uint8Array() } as const
  const recv = { ...work, kind: 'recv', packet: read(wire) } as const
  const transfer = { ...recv, packet: { ...recv.packet, destinationPort: 'transfer' } }
  expect([gasPart(recv), gasPart(transfer)]).toEqual(['recv wasm2hub v2', 'recv transfer v2'])
  expect(planGas(emptyGasModel, [recv], 1)).toBeGreaterThan(planGas(emptyGasModel, [transfer], 1) + 4_000_000n)
})

test('a client of which no packet can be allowed needs no search', () => {
  const id = '07-tendermint-3'
  const may = (policy: 'allow' | 'deny', ...list: (readonly [string, string])[]) => mayAllow({ policy, list }, id)
  expect([may('allow', ['*', '*']), may('allow', ['transfer', id]), may('allow', ['*', 'channel-*'])]).toEqual([
    true,
    true,
    false,
  ])
  expect([may('deny'), may('deny', ['transfer', id]), may('deny', ['*', id])]).toEqual([true, true, false])
})

test('keys of the store are those that ibc-go documents', () => {
  const keys = [commitmentKeyV2, receiptKeyV2, acknowledgementKeyV2].map((keyOf) => toHex(keyOf('channel-0', 1n)))
  expect(keys).toEqual([1, 2, 3].map((kind) => `6368616e6e656c2d300${kind}0000000000000001`))
})

test('what an app of ibc-go answers that wants no packet is the hash of its name', () => {
  const hash = createHash('sha256').update('UNIVERSAL_ERROR_ACKNOWLEDGEMENT').digest()
  expect(Buffer.from(refusedAcknowledgement)).toEqual(hash)
})
