// What the relayer owes after any order of events: the backlog against the state of two chains that it only hears of.
import fc from 'fast-check'
import { Backlog, packetKey, type RelayJob, type Routes } from '../../core/backlog.ts'
import type { Packet, RelayEvent, Work } from '../../core/relay.ts'
import { event } from '../fakes/fakeChain.ts'
import { blockOf, packetFact, packetOf, routesTo } from '../fakes/packetBlocks.ts'

const limits = { messagesMax: 100, bytesMax: 900_000 }
const toHub = routesTo('hub')
const toZone = routesTo('zone-a')
const routesOf = (chainId: string): Routes => (chainId === 'hub' ? toZone : toHub)
const open = (): Backlog => new Backlog(limits)
const tell = (backlog: Backlog, chainId: string, height: number, events: readonly RelayEvent[], timeNs = 0n) =>
  backlog.note(blockOf(chainId, height, [events], timeNs), routesOf(chainId))
const key = (packet: Packet): string => packetKey('zone-a', packet)
const owedIn = (backlog: Backlog, jobs: readonly RelayJob[]) =>
  jobs.flatMap(({ id }) => backlog.owedBy(id)).map(({ work }) => `${work.kind} ${work.packet.sequence} at ${work.dst}`)

describe('the life of a packet', () => {
  test('what was sent is owed to its destination, proven at the height of its block', () => {
    const backlog = open()
    const jobs = tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1)), packetFact('sent', packetOf(2))])
    expect(jobs).toEqual([{ id: 'relay.zone-a.hub.10.0', src: 'zone-a', dst: 'hub', height: 10n }])
    expect(owedIn(backlog, jobs)).toEqual(['recv 1 at hub', 'recv 2 at hub'])
    expect(backlog.owedBy('relay.zone-a.hub.10.0')[0]?.work).toMatchObject({
      clientId: 'on-hub',
      backClientId: 'of-hub',
    })
  })

  test('a receive without acknowledgement ends what is owed until that is written, however late', () => {
    const backlog = open()
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1))])
    expect(tell(backlog, 'hub', 20, [packetFact('received', packetOf(1))])).toEqual([])
    expect(backlog.size).toBe(0)
    const jobs = tell(backlog, 'hub', 900, [packetFact('answered', packetOf(1))])
    expect(owedIn(backlog, jobs)).toEqual(['ack 1 at zone-a'])
    tell(backlog, 'zone-a', 950, [packetFact('acknowledged', packetOf(1))])
    expect(backlog.size).toBe(0)
  })

  test('one receive may write acknowledgements for other channels: each belongs to its own packet', () => {
    const backlog = open()
    const early = packetOf(5, { sourceChannel: 'channel-3', destinationChannel: 'channel-9' })
    const deciding = packetOf(5)
    tell(backlog, 'zone-a', 10, [packetFact('sent', early), packetFact('sent', deciding)])
    tell(backlog, 'hub', 20, [packetFact('received', early)])
    const jobs = tell(backlog, 'hub', 21, [
      packetFact('received', deciding),
      packetFact('answered', early),
      packetFact('answered', deciding),
    ])
    expect(jobs).toHaveLength(1)
    expect(backlog.kindOf(key(early))).toBe('ack')
    expect(backlog.kindOf(key(deciding))).toBe('ack')
  })

  test('packets of the same number over different channels, ports or chains are different packets', () => {
    const backlog = open()
    const packets = [packetOf(1), packetOf(1, { sourceChannel: 'channel-1' }), packetOf(1, { sourcePort: 'transfer' })]
    tell(
      backlog,
      'zone-a',
      10,
      packets.map((packet) => packetFact('sent', packet)),
    )
    tell(backlog, 'hub', 10, [packetFact('sent', packetOf(1))])
    expect(backlog.size).toBe(4)
  })

  test('everything within one block of a chain that relays to itself: only what is left is owed', () => {
    const backlog = open()
    const own = routesTo('hub')
    const sent = [packetFact('sent', packetOf(1)), packetFact('sent', packetOf(2)), packetFact('sent', packetOf(3))]
    const rest = [packetFact('received', packetOf(1)), packetFact('received', packetOf(2))]
    const ends = [packetFact('answered', packetOf(2)), packetFact('answered', packetOf(1))]
    const jobs = backlog.note(blockOf('hub', 4, [sent, rest, ends, [packetFact('acknowledged', packetOf(1))]]), own)
    expect(owedIn(backlog, jobs).sort()).toEqual(['ack 2 at hub', 'recv 3 at hub'])
    expect(backlog.size).toBe(2)
  })
})

describe('what does not arrive any more', () => {
  const dNs = 50_000n

  test('pitfall 32: a packet turns into a timeout in the first block at or past its deadline, not one before', () => {
    const backlog = open()
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1, { timeoutTimestampNs: dNs }))])
    expect(tell(backlog, 'hub', 20, [], dNs - 1n)).toEqual([])
    expect(backlog.kindOf(key(packetOf(1)))).toBe('recv')
    const jobs = tell(backlog, 'hub', 21, [], dNs)
    expect(jobs).toEqual([{ id: 'relay.hub.zone-a.21.0', src: 'hub', dst: 'zone-a', height: 21n }])
    expect(backlog.owedBy('relay.hub.zone-a.21.0')[0]?.work).toMatchObject({
      kind: 'timeout',
      clientId: 'of-hub',
      backClientId: 'on-hub',
    })
  })

  test('the time of the sender says nothing about the deadline', () => {
    const backlog = open()
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1, { timeoutTimestampNs: dNs }))], dNs * 2n)
    tell(backlog, 'zone-a', 11, [], dNs * 3n)
    expect(backlog.kindOf(key(packetOf(1)))).toBe('recv')
  })

  test('a packet that arrives in the very last moment is not timed out', () => {
    const backlog = open()
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1, { timeoutTimestampNs: dNs }))])
    tell(backlog, 'hub', 20, [packetFact('received', packetOf(1))], dNs)
    expect(backlog.size).toBe(0)
  })

  test('when its channel closes at the destination, a packet turns into a timeout on close; others stay', () => {
    const backlog = open()
    const other = packetOf(1, { sourceChannel: 'channel-1', destinationChannel: 'channel-8' })
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1)), packetFact('sent', other)])
    const closing = event('channel_close_init', { port_id: 'wasm.hub', channel_id: 'channel-7' })
    expect(owedIn(backlog, tell(backlog, 'hub', 20, [closing]))).toEqual(['timeout_on_close 1 at zone-a'])
    expect(backlog.kindOf(key(other))).toBe('recv')
  })

  test('a timeout that the sender has accepted ends the matter', () => {
    const backlog = open()
    tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1, { timeoutTimestampNs: dNs }))])
    tell(backlog, 'hub', 21, [], dNs)
    tell(backlog, 'zone-a', 12, [packetFact('timed_out', packetOf(1))])
    expect(backlog.size).toBe(0)
  })
})

describe('ordered channels', () => {
  const ordered = { packet_channel_ordering: 'ORDER_ORDERED' }

  test('have jobs of their own, and are told of in the order of sequences, however they became owed', () => {
    const backlog = open()
    const over = { sourceChannel: 'channel-1', destinationChannel: 'channel-8' }
    const facts = [3, 2].map((sequence) => packetFact('sent', packetOf(sequence, over), ordered))
    const jobs = tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(9)), ...facts])
    expect(
      jobs.map(
        ({ id }) =>
          owedIn(
            backlog,
            jobs.filter((job) => job.id === id),
          ).length,
      ),
    ).toEqual([1, 2])
    tell(backlog, 'zone-a', 11, [packetFact('sent', packetOf(1, over), ordered)])
    const line = backlog.lineOwed('recv hub/wasm.hub/channel-8')
    expect(line.map(({ work }) => work.packet.sequence)).toEqual([1n, 2n, 3n])
  })

  test('a closed end takes no acknowledgement, and what it has sent waits for the other end or its time', () => {
    const backlog = open()
    const closing = event('channel_close', { port_id: 'wasm.gate', channel_id: 'channel-0' })
    const [late, lost] = [packetOf(1, { timeoutTimestampNs: 5_000_000n }), packetOf(2)]
    const sent = [late, lost, packetOf(3)].map((packet) => packetFact('sent', packet, ordered))
    tell(backlog, 'zone-a', 10, sent)
    tell(backlog, 'hub', 20, [packetFact('received', packetOf(3)), packetFact('answered', packetOf(3))])
    const [{ work } = { work: undefined }] = backlog.lineOwed('recv hub/wasm.hub/channel-7')
    tell(backlog, 'zone-a', 11, [closing])
    expect([backlog.isOwed(work as Work), backlog.lineOwed('recv hub/wasm.hub/channel-7')]).toEqual([false, []])
    expect(backlog.kindOf(key(packetOf(3)))).toBeUndefined()
    expect(tell(backlog, 'hub', 21, [packetFact('answered', packetOf(3))])).toEqual([])
    tell(backlog, 'hub', 1_000, [])
    expect(backlog.overdue('hub')).toEqual([])
    expect(owedIn(backlog, tell(backlog, 'hub', 1_001, [], 5_000_000n))).toEqual(['timeout 1 at zone-a'])
    const confirmed = event('channel_close_confirm', { port_id: 'wasm.hub', channel_id: 'channel-7' })
    expect(owedIn(backlog, tell(backlog, 'hub', 1_002, [confirmed]))).toEqual(['timeout_on_close 2 at zone-a'])
  })
})

describe('what is none of our business', () => {
  test('foreign connections and ports that the filter leaves out are not relayed', () => {
    const backlog = open()
    const foreign = packetFact('sent', packetOf(2), { connection_id: 'connection-9' })
    expect(tell(backlog, 'zone-a', 10, [foreign])).toEqual([])
    const filter = { policy: 'allow', list: [['wasm.*', '*']] } as const
    const transfer = packetOf(3, { sourcePort: 'transfer', destinationPort: 'transfer' })
    const filtered = [packetFact('sent', transfer), packetFact('sent', packetOf(4))]
    const jobs = backlog.note(blockOf('zone-a', 11, [filtered]), routesTo('hub', filter))
    expect(owedIn(backlog, jobs)).toEqual(['recv 4 at hub'])
    // The filter names the end that sent the packet, at the other chain too.
    expect(backlog.note(blockOf('hub', 12, [[packetFact('answered', transfer)]]), routesTo('zone-a', filter))).toEqual(
      [],
    )
  })
})

describe('jobs', () => {
  const sentFrom = (count: number, first = 1): readonly RelayEvent[] =>
    Array.from({ length: count }, (_, index) => packetFact('sent', packetOf(first + index)))

  test('pitfall 29: the same block makes the same ids whoever reads it, no id has a colon or is a number', () => {
    const read = () => tell(open(), 'zone-a', 10, sentFrom(250))
    expect(read()).toEqual(read())
    for (const { id } of read()) expect(id).toMatch(/^(?!\d+$)[^:]+$/)
  })

  test('a block that is noted twice owes nothing new, and takes nothing away', () => {
    const backlog = open()
    const blocks = [
      blockOf('zone-a', 10, [sentFrom(3)]),
      blockOf('hub', 20, [[packetFact('received', packetOf(1)), packetFact('answered', packetOf(1))]]),
    ]
    for (const block of blocks) backlog.note(block, routesOf(block.chainId))
    const before = [backlog.size, backlog.kindOf(key(packetOf(1)))]
    for (const block of blocks) expect(backlog.note(block, routesOf(block.chainId))).toEqual([])
    expect([backlog.size, backlog.kindOf(key(packetOf(1)))]).toEqual(before)
  })

  test('a burst in one block becomes as many jobs as txs, each within the limits', () => {
    const backlog = new Backlog({ messagesMax: 40, bytesMax: 50_000 })
    const jobs = tell(backlog, 'zone-a', 10, sentFrom(100))
    expect(jobs.map(({ id }) => backlog.owedBy(id).length)).toEqual([28, 28, 28, 16])
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(4)
  })

  test('clearing finds what is owed already, and does not double it', () => {
    const backlog = open()
    const [job] = tell(backlog, 'zone-a', 10, sentFrom(2))
    const works = backlog.owedBy(job?.id ?? '').map(({ work }) => work)
    const found = { ...works[0], packet: packetOf(3) } as Work
    const jobs = backlog.add([...works, found], () => 30n)
    expect(owedIn(backlog, jobs)).toEqual(['recv 3 at hub'])
    expect(backlog.size).toBe(3)
    expect(backlog.owedBy(job?.id ?? '')).toHaveLength(2)
  })

  test('clearing that was overtaken by blocks does not set a packet back', () => {
    const backlog = open()
    const [job] = tell(backlog, 'zone-a', 10, [packetFact('sent', packetOf(1, { timeoutTimestampNs: 500n }))])
    const [stale] = backlog.owedBy(job?.id ?? '').map(({ work }) => work)
    tell(backlog, 'hub', 20, [], 500n)
    expect(backlog.add([stale as Work])).toEqual([])
    expect(backlog.kindOf(key(packetOf(1)))).toBe('timeout')
    tell(backlog, 'hub', 21, [packetFact('answered', packetOf(1))])
    expect(backlog.add([stale as Work])).toEqual([])
    expect(backlog.kindOf(key(packetOf(1)))).toBe('ack')
  })

  test('what waits too long is put into another job at the newest height; its patience doubles up to a bound', () => {
    const backlog = open()
    tell(backlog, 'hub', 100, [])
    tell(backlog, 'zone-a', 10, sentFrom(1))
    const waits: number[] = []
    for (let height = 101, last = 100; waits.length < 8; height += 1) {
      tell(backlog, 'zone-a', height, [])
      tell(backlog, 'hub', height, [])
      const [job] = backlog.overdue('hub')
      if (job === undefined) continue
      expect(job).toEqual({
        id: `relay.zone-a.hub.${height}.0.again${height}`,
        src: 'zone-a',
        dst: 'hub',
        height: BigInt(height),
      })
      waits.push(height - last)
      last = height
    }
    expect(waits).toEqual([8, 16, 32, 64, 128, 256, 256, 256])
    // It is as old as on the first day, whatever was tried meanwhile.
    expect([...backlog.owed()].map(({ tries, sinceNs }) => [tries, sinceNs])).toEqual([[9, 100_000n]])
  })

  test('a settled packet leaves nothing behind: no job, no backlog, nothing overdue', () => {
    const backlog = open()
    const [job] = tell(backlog, 'zone-a', 10, sentFrom(1))
    backlog.settle(key(packetOf(1)))
    tell(backlog, 'hub', 1_000, [])
    expect(backlog.owedBy(job?.id ?? '')).toEqual([])
    expect(backlog.overdue('hub')).toEqual([])
    expect([...backlog.owed()]).toEqual([])
  })
})

describe('for any interleaving of the blocks of two chains', () => {
  /** What befalls packet n, in the order in which the chains do it. */
  type Life = 'sent' | 'received' | 'answered' | 'acknowledged'
  const stages: readonly Life[] = ['sent', 'received', 'answered', 'acknowledged']
  const at = (stage: Life): string => (stage === 'sent' || stage === 'acknowledged' ? 'zone-a' : 'hub')
  const lives = fc.array(fc.integer({ min: 1, max: stages.length }), { minLength: 1, maxLength: 6 })

  /** Deals the facts of all packets, each in its order, into blocks of the two chains. */
  const histories = lives.chain((ends) => {
    const facts = ends.flatMap((end, index) => stages.slice(0, end).map((stage) => ({ stage, sequence: index + 1 })))
    return fc.record({ ends: fc.constant(ends), order: fc.shuffledSubarray(facts, { minLength: facts.length }) })
  })

  const owedBy = (end: number): string | undefined => ['recv', undefined, 'ack', undefined][end - 1]

  type Fact = { readonly stage: Life; readonly sequence: number }

  /** Keeps the order within each line, and takes the lines in the order that was dealt. */
  function inLines(order: readonly Fact[], lineOf: (fact: Fact) => unknown): readonly Fact[] {
    const lines = Map.groupBy(order, lineOf)
    for (const line of lines.values()) line.sort((one, two) => stages.indexOf(one.stage) - stages.indexOf(two.stage))
    return order.map((fact) => lines.get(lineOf(fact))?.shift() as Fact)
  }

  test('owed is exactly what the state of the chains says, when blocks come in the order of their causes', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), ({ ends, order }, twice) => {
        const backlog = open()
        for (const [index, { stage, sequence }] of inLines(order, (fact) => fact.sequence).entries()) {
          const events = [packetFact(stage, packetOf(sequence))]
          for (let times = twice ? 2 : 1; times > 0; times -= 1) tell(backlog, at(stage), index + 1, events)
        }
        for (const [index, end] of ends.entries()) expect(backlog.kindOf(key(packetOf(index + 1)))).toBe(owedBy(end))
      }),
      { numRuns: 500 },
    )
  })

  test('when one chain is heard late, nothing that is owed is missing: at worst a step is tried that was taken', () => {
    fc.assert(
      fc.property(histories, ({ ends, order }) => {
        const backlog = open()
        for (const { stage, sequence } of inLines(order, ({ stage }) => at(stage))) {
          tell(backlog, at(stage), 1, [packetFact(stage, packetOf(sequence))])
        }
        for (const [index, end] of ends.entries()) {
          const needed = owedBy(end)
          if (needed !== undefined) expect(backlog.kindOf(key(packetOf(index + 1)))).toBe(needed)
        }
      }),
      { numRuns: 500 },
    )
  })
})
