// What relaying reads in blocks, and how it is cut into txs: events, filters, timeouts, batches, halves.
import fc from 'fast-check'
import {
  bisect,
  isAllowed,
  isTimedOut,
  parseClosedChannels,
  parsePacketEvent,
  parsePacketEvents,
  splitBatches,
  type Work,
  workBytes,
} from '../../core/relay.ts'
import { event } from '../fakes/fakeChain.ts'
import { blockOf, packetFact, packetOf } from '../fakes/packetBlocks.ts'

const workOf = (sequence: number, bytes = 3): Work => ({
  kind: 'recv',
  src: 'zone-a',
  dst: 'hub',
  clientId: 'on-hub',
  backClientId: 'of-hub',
  packet: packetOf(sequence, { data: new Uint8Array(bytes) }),
  acknowledgement: new Uint8Array(),
})

describe('packet events', () => {
  test('a packet is read back from the event that told it, with every field', () => {
    const packet = packetOf(12, {
      data: Uint8Array.from([0, 255]),
      timeoutHeight: { revisionNumber: 2n, revisionHeight: 900n },
      timeoutTimestampNs: 18_446_744_073_709_551_615n,
    })
    expect(parsePacketEvent(packetFact('answered', packet))).toEqual({
      kind: 'ack_written',
      packet,
      routeId: 'connection-0',
      ordered: false,
      acknowledgement: Uint8Array.from([8, 1]),
    })
  })

  test('pitfall 15: events of failed txs and look-alikes that a contract emits say nothing', () => {
    const sent = packetFact('sent', packetOf(1))
    const lookAlike = { ...sent, type: 'wasm-send_packet' }
    const block = blockOf('zone-a', 1, [[lookAlike], [sent]])
    const failed = { ...block, txs: block.txs.map((tx) => ({ ...tx, code: 5 })) }
    expect(parsePacketEvents(block).map(({ kind }) => kind)).toEqual(['sent'])
    expect(parsePacketEvents(failed)).toEqual([])
    expect(parseClosedChannels({ ...failed, txs: [{ code: 1, events: [event('channel_close_init', {})] }] })).toEqual(
      [],
    )
  })

  test('an event without a sequence, channel or sensible number binds nobody', () => {
    for (const broken of [
      { packet_sequence: '' },
      { packet_sequence: '-1' },
      { packet_sequence: '1e3' },
      { packet_sequence: '1'.repeat(21) },
      { packet_timeout_timestamp: 'soon' },
      { packet_src_channel: '' },
    ]) {
      expect(parsePacketEvent(packetFact('sent', packetOf(1), broken))).toBeUndefined()
    }
  })

  test('an event of any form is read or left out, and never throws', () => {
    const attribute = fc.record({ key: fc.constantFrom('packet_sequence', 'packet_ack_hex', 'x'), value: fc.string() })
    const type = fc.constantFrom('send_packet', 'write_acknowledgement', 'wasm', '')
    fc.assert(
      fc.property(fc.record({ type, attributes: fc.array(attribute) }), (one) => {
        expect(() => parsePacketEvent(one)).not.toThrow()
      }),
    )
  })
})

describe('packet filters', () => {
  const list = [['wasm.*', 'channel-1'] as const, ['transfer', '*'] as const, ['ica*host', 'channel-*9'] as const]

  test.each([
    ['wasm.gate', 'channel-1', true],
    ['wasm.', 'channel-1', true],
    ['wasm', 'channel-1', false],
    ['wasm.gate', 'channel-12', false],
    ['transfer', 'channel-77', true],
    ['xtransfer', 'channel-77', false],
    ['icahost', 'channel-9', true],
    ['ica-controller-host', 'channel-19', true],
    ['icahos', 'channel-9', false],
    ['icahost', 'channel-91', false],
  ])('%s over %s is on the list: %s; a list that denies says the opposite', (port, channel, listed) => {
    expect(isAllowed({ policy: 'allow', list }, port, channel)).toBe(listed)
    expect(isAllowed({ policy: 'deny', list }, port, channel)).toBe(!listed)
  })

  test('a pattern matches exactly what the same regular expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 })
    const words = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 })
    fc.assert(
      fc.property(letters, words, (pattern, word) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(word)
        expect(isAllowed({ policy: 'allow', list: [[pattern, '*']] }, word, 'channel-0')).toBe(same)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('a packet times out at exactly its time or height, never before, and never without one', () => {
  const at = packetOf(1, { timeoutTimestampNs: 1_000n })
  expect([999n, 1_000n, 1_001n].map((timeNs) => isTimedOut(at, 5n, timeNs))).toEqual([false, true, true])
  const byHeight = packetOf(1, { timeoutHeight: { revisionNumber: 0n, revisionHeight: 10n } })
  expect([9n, 10n, 11n].map((height) => isTimedOut(byHeight, height, 1n))).toEqual([false, true, true])
  expect(isTimedOut(packetOf(1), 10n ** 18n, 10n ** 19n)).toBe(false)
})

describe('batches', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 })

  test('every batch fits the limits, or is one work alone; the order is kept and nothing is lost', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (bytes, messagesMax) => {
        const works = bytes.map((size, index) => workOf(index, size))
        const batches = splitBatches(works, { messagesMax, bytesMax: 15_000 })
        expect(batches.flat()).toEqual(works)
        for (const batch of batches) {
          const size = batch.reduce((sum, work) => sum + workBytes(work), 0)
          expect(batch.length).toBeLessThanOrEqual(messagesMax)
          expect(batch.length === 1 || size <= 15_000).toBe(true)
        }
      }),
    )
  })

  test('pitfall 24: halving finds one bad message among n in a number of steps that grows like log n', () => {
    const worksOf = (n: number): readonly Work[] => Array.from({ length: n }, (_, index) => workOf(index))
    const rounds = (works: readonly Work[], bad: Work): number =>
      works.length === 1 ? 0 : 1 + rounds(bisect(works).find((half) => half.includes(bad)) ?? [], bad)
    for (const n of [1, 2, 3, 64, 100]) {
      const works = worksOf(n)
      expect(bisect(works).flat()).toEqual(works)
      for (const work of works) expect(rounds(works, work)).toBeLessThanOrEqual(Math.ceil(Math.log2(n)))
    }
  })
})
