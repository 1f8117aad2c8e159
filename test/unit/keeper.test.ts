// What the keeper calls and when: everything that anyone may call so that nothing hangs, and nothing before it is due.
import { CausewayError } from '../../core/errors.ts'
import type { OperateJob } from '../../core/jobs.ts'
import { Keeper } from '../../relayer/keeper.ts'
import { aloneLease } from '../../relayer/leases.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { listeningLog, settled } from '../fakes/ibcPair.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { sumOf } from '../fakes/scrape.ts'
import { SigningChain } from '../fakes/signingChain.ts'

type Query = Record<string, Record<string, unknown>>
type Packet = {
  channel_id: string
  sequence: string
  undecided: number
  received_height: number
  transaction_ids: string[]
}
type Record_ = { decided: { height: number } | null }
type Leg = {
  transaction_id: string
  state: string
  manifest: string
  deadline_ns: string
  prepared: { height: number }
  parked: number[]
}

const pageMax = 100

/** A hub and a gate that answer from these lists, in pages of a hundred, as the contracts do. */
class Contracts {
  readonly hub = new SigningChain({ chainId: 'hub' })
  readonly zone = new SigningChain({ chainId: 'zone-a' })
  open: { transaction_id: string; manifest: string; deadline_ns: string }[] = []
  outbox: Packet[] = []
  records = new Map<string, Record_>()
  legs: Leg[] = []
  channels = [
    { channel_id: 'channel-1', open: false },
    { channel_id: 'channel-2', open: true },
    { channel_id: 'channel-3', open: true },
    { channel_id: 'channel-4', open: false },
  ]

  constructor() {
    this.hub.onSmart('the-hub', (query) => this.#askHub(query as Query))
    this.zone.onSmart('the-gate', (query) => {
      const after = (query as Query)['waiting']?.['start_after']
      const from = this.legs.findIndex(({ transaction_id }) => transaction_id === after) + 1
      return { legs: this.legs.slice(from, from + pageMax) }
    })
  }

  #askHub(query: Query): unknown {
    const by = query['open_by_deadline']
    if (by !== undefined) {
      const due = this.open.filter(({ deadline_ns }) => BigInt(deadline_ns) < BigInt(String(by['before_ns'])))
      return { transactions: due.slice(0, Number(by['limit'])) }
    }
    if (query['outbox'] !== undefined) {
      const after = query['outbox']['start_after'] as [string, number] | null
      const isAfter = ({ channel_id, sequence }: Packet): boolean =>
        channel_id === after?.[0] && sequence === String(after?.[1])
      const from = this.outbox.findIndex(isAfter) + 1
      return { packets: this.outbox.slice(from, from + pageMax) }
    }
    if (query['zone'] !== undefined) return { channels: this.channels }
    return this.records.get(String(query['transaction']?.['transaction_id'])) ?? null
  }
}

let contracts: Contracts
let keeper: Keeper
let queues: MemoryQueues
const log = listeningLog()
const metrics = openRelayMetrics()

beforeEach(() => {
  contracts = new Contracts()
  queues = new MemoryQueues()
  const gates = new Map([['zone-a', { chain: contracts.zone, gate: 'the-gate' }]])
  const queue = queues.open<OperateJob>('{operate.hub}')
  keeper = new Keeper({
    hub: contracts.hub,
    contract: 'the-hub',
    gates,
    queue,
    lease: aloneLease('', ''),
    log,
    metrics,
  })
})

/** The next blocks of the hub, each heard by the keeper; a zone's block between them. */
async function pass(blocks: number): Promise<void> {
  for (let index = 0; index < blocks; index += 1) {
    keeper.noteZoneBlock('zone-a', contracts.zone.makeBlock([]))
    await keeper.onHubBlock(contracts.hub.makeBlock([]))
  }
}

const openUntil = (id: string, deadlineNs: bigint) => ({
  transaction_id: id,
  manifest: `manifest of ${id}`,
  deadline_ns: deadlineNs.toString(),
})
const voted = (id: string, more: Partial<Leg> = {}): Leg => ({
  ...openUntil(id, 9n ** 30n),
  state: 'voted',
  prepared: { height: 1 },
  parked: [],
  ...more,
})
const packet = (sequence: number, undecided: number, receivedHeight = 1): Packet => ({
  channel_id: 'channel-2',
  sequence: String(sequence),
  undecided,
  received_height: receivedHeight,
  transaction_ids: ['one', 'two'],
})

describe('expire', () => {
  test('a transaction is expired in the first block at or past its deadline in hub time, not one before', async () => {
    const { hub } = contracts
    const { timeNs } = hub.makeBlock([])
    contracts.open = [openUntil('at', timeNs + 1_000n), openUntil('past', timeNs + 1_001n)]
    await keeper.onHubBlock(hub.makeBlock([], timeNs + 999n))
    expect(hub.calls()).toEqual([])
    await keeper.onHubBlock(hub.makeBlock([], timeNs + 1_000n))
    expect(hub.calls()).toEqual([{ expire: { manifest: 'manifest of at' } }])
    expect(hub.submitted[0]).toMatchObject({ key: 'operator', calls: [{ contract: 'the-hub' }] })
    expect(sumOf(await metrics.text(), 'causeway_keeper_calls_total', { action: 'expire' })).toBe(1)
  })

  test('it is not called again while the first call may still take effect, then at ever longer distances', async () => {
    contracts.open = [openUntil('lost', 1n)]
    const heights: number[] = []
    for (let height = 0; height < 60; height += 1) {
      const before = contracts.hub.submitted.length
      await pass(1)
      if (contracts.hub.submitted.length > before) heights.push(height)
    }
    expect(heights).toEqual([0, 6, 18, 42])
  })

  test('what does not fit into one tx is called in the next block, and is not taken for called', async () => {
    contracts.open = Array.from({ length: 50 }, (_, index) => openUntil(`tx${index}`, 1n))
    await pass(3)
    expect(contracts.hub.submitted.map(({ calls }) => calls.length)).toEqual([20, 20, 10])
    expect(new Set(contracts.hub.calls().map((call) => JSON.stringify(call))).size).toBe(50)
  })
})

describe('flush', () => {
  test('a packet is answered early only when an entry of it is decided and the wait of the hub is over', async () => {
    contracts.outbox = [packet(1, 2), packet(2, 1), packet(3, 0), packet(4, 1, 100)]
    await pass(4)
    expect(contracts.hub.calls()).toEqual([])
    await pass(1)
    const flushed = ['2', '3'].map((sequence) => ({ flush: { channel_id: 'channel-2', sequence } }))
    expect(contracts.hub.calls()).toEqual(flushed)
  })

  test('hundreds of packets that rightly wait do not hide one that may be answered', async () => {
    contracts.outbox = [...Array.from({ length: 250 }, (_, index) => packet(index + 1, 2)), packet(251, 1)]
    await pass(6)
    expect(contracts.hub.calls()).toEqual([{ flush: { channel_id: 'channel-2', sequence: '251' } }])
  })
})

describe('votes that wait', () => {
  test('long after the decision it is sent again, over the newest channel that is open', async () => {
    contracts.legs = [voted('decided'), voted('undecided')]
    contracts.records.set('decided', { decided: { height: 10 } })
    contracts.records.set('undecided', { decided: null })
    await pass(20)
    expect(contracts.hub.calls()).toEqual([])
    await pass(10)
    const resend = { transaction_ids: ['decided'], chain_id: 'zone-a', channel_id: 'channel-3' }
    expect(contracts.hub.calls()).toEqual([{ resend }])
  })

  test('the newest is the one with the highest number, and what did not help is tried over the others', async () => {
    contracts.channels = ['channel-10', 'channel-2', 'channel-6'].map((channel_id) => ({ channel_id, open: true }))
    contracts.legs = [voted('decided')]
    contracts.records.set('decided', { decided: { height: 1 } })
    await pass(120)
    const over = contracts.hub.calls().map((call) => (call as { resend: { channel_id: string } }).resend.channel_id)
    expect(over.slice(0, 4)).toEqual(['channel-10', 'channel-6', 'channel-2', 'channel-10'])
  })

  test('without an open channel nothing is sent, and at once when one opens', async () => {
    contracts.legs = [voted('decided')]
    contracts.records.set('decided', { decided: { height: 1 } })
    const { channels } = contracts
    contracts.channels = channels.filter(({ open }) => !open)
    await pass(100)
    expect(contracts.hub.calls()).toEqual([])
    contracts.channels = channels
    await pass(8)
    expect(contracts.hub.calls()).toHaveLength(1)
  })

  test('a late vote that the hub has never seen is expired once D is past; a fresh one is not asked for', async () => {
    const { hub } = contracts
    const { timeNs } = hub.makeBlock([])
    contracts.legs = [
      voted('never arrived', { deadline_ns: timeNs.toString() }),
      voted('still has time', { deadline_ns: (timeNs * 2n).toString() }),
      voted('fresh', { deadline_ns: '1', prepared: { height: 10_000 } }),
    ]
    await pass(24)
    expect(new Set(hub.calls().map((call) => JSON.stringify(call)))).toEqual(
      new Set([JSON.stringify({ expire: { manifest: 'manifest of never arrived' } })]),
    )
  })

  test('the hundred and first leg is looked after like the first', async () => {
    contracts.legs = Array.from({ length: 101 }, (_, index) => voted(`leg${index}`))
    contracts.records.set('leg100', { decided: { height: 1 } })
    for (const { transaction_id } of contracts.legs.slice(0, 100))
      contracts.records.set(transaction_id, { decided: null })
    await pass(24)
    expect(contracts.hub.calls()[0]).toMatchObject({ resend: { transaction_ids: ['leg100'] } })
  })
})

describe('what a resource failed to carry out', () => {
  test('is tried again at its gate, again while it fails, and not once it is done', async () => {
    contracts.legs = [voted('stuck', { state: 'applied', parked: [1] }), voted('well', { state: 'applied' })]
    await pass(40)
    const { submitted } = contracts.zone
    expect(submitted.length).toBeGreaterThan(1)
    for (const tx of submitted) {
      expect(tx).toMatchObject({
        key: 'operator',
        calls: [{ contract: 'the-gate', msg: { retry: { transaction_id: 'stuck' } } }],
      })
    }
    contracts.legs = []
    const before = submitted.length
    await pass(200)
    expect(submitted).toHaveLength(before)
  })
})

test('a zone that is down keeps nobody else waiting, and is looked after when it is back', async () => {
  contracts.open = [openUntil('due', 1n)]
  contracts.legs = [voted('stuck', { state: 'applied', parked: [0] })]
  contracts.zone.down = true
  await pass(10)
  expect(contracts.hub.calls()).toHaveLength(2)
  expect(log.told.some(({ event, facts }) => event === 'keeper.failed' && facts['chain_id'] === 'zone-a')).toBe(true)
  contracts.zone.comeBack()
  await pass(8)
  expect(contracts.zone.calls()).toEqual([{ retry: { transaction_id: 'stuck' } }])
})

test('what the API hands over goes at once to the contract it names, or nowhere on an unknown chain', async () => {
  keeper.start()
  const job = (chain: string): OperateJob => ({ chain, contract: 'some-contract', msg: { cancel: { reason: 1 } } })
  await queues.open<OperateJob>('{operate.hub}').add([
    { id: 'a', data: job('hub') },
    { id: 'b', data: job('zone-a') },
    { id: 'c', data: job('elsewhere') },
  ])
  await settled()
  for (const chain of [contracts.hub, contracts.zone]) {
    expect(chain.submitted.map(({ calls }) => calls)).toEqual([
      [{ contract: 'some-contract', msg: { cancel: { reason: 1 } } }],
    ])
  }
})

test('a hub that does not answer ends no look for ever: the next block is looked at again', async () => {
  contracts.open = [openUntil('due', 1n)]
  const answer = contracts.hub.querySmart.bind(contracts.hub)
  contracts.hub.querySmart = async () => {
    throw new CausewayError('CHAIN_UNREACHABLE', {})
  }
  await pass(2)
  contracts.hub.querySmart = answer
  await pass(1)
  expect(contracts.hub.calls()).toHaveLength(1)
})
