// Who acts on which lane among several processes, whatever befalls them and the place of their leases.
import fc from 'fast-check'
import { type Lease, Leases, leaseMs } from '../../relayer/leases.ts'
import type { Clock } from '../../relayer/ports.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { MemoryLeases } from '../fakes/memoryLeases.ts'
import { SteppedTime } from '../fakes/steppedTime.ts'

const lanes = Array.from({ length: 12 }, (_, index) => `relay.zone-${index}.hub`)
const takeoverMs = leaseMs + 1_000
/** One lane a second changes hands, until all have as many. */
const sharedMs = takeoverMs + lanes.length * 1_000

type Member = {
  readonly name: string
  readonly clock: Clock
  readonly leases: Leases
  readonly of: ReadonlyMap<string, Lease>
  /** Lanes that it was told to act on and not yet told to rest on. */
  readonly told: Set<string>
  readonly metrics: ReturnType<typeof openRelayMetrics>
}

let time: SteppedTime
let store: MemoryLeases
let members: Member[]
const ended = new Set<string>()

beforeEach(() => {
  time = new SteppedTime()
  store = new MemoryLeases()
  members = []
  ended.clear()
})
afterEach(() => close())

async function close(): Promise<void> {
  for (const { clock, leases } of members.splice(0)) {
    time.stalled.delete(clock)
    await leases.close()
  }
}

async function join(name: string): Promise<Member> {
  const [clock, metrics, told] = [time.clock(), openRelayMetrics(), new Set<string>()]
  const own = { process: name, clock, nowMs: () => time.nowMs, log: listeningLog(), metrics }
  const leases = new Leases({ store, hasEnded: (process) => ended.has(process), ...own })
  const of = new Map(lanes.map((lane) => [lane, leases.open(lane)]))
  for (const [lane, lease] of of) {
    lease.watch({ gained: () => void told.add(lane), lost: () => void told.delete(lane) })
  }
  const member = { name, clock, leases, of, told, metrics }
  members.push(member)
  await pass(0)
  return member
}

/** Killed: it does nothing more, and gives nothing back. */
function kill(member: Member): void {
  time.stalled.add(member.clock)
  members = members.filter((one) => one !== member)
}

async function pass(ms: number): Promise<void> {
  const stepMs = 100
  await time.settle()
  for (let passed = 0; passed < ms; passed += stepMs) {
    store.nowMs = time.nowMs + stepMs
    await time.pass(stepMs)
  }
}

const acting = (member: Member): readonly string[] => lanes.filter((lane) => member.of.get(lane)?.delay() === 0n)
const actorsOf = (lane: string): readonly string[] =>
  members.filter((member) => member.of.get(lane)?.delay() === 0n).map(({ name }) => name)
const counts = (): readonly number[] => members.map((member) => acting(member).length).sort()

test('one process acts on every lane at once, and says so', async () => {
  const one = await join('one')
  expect(acting(one)).toEqual(lanes)
  expect([...one.told].sort()).toEqual([...lanes].sort())
  expect(await one.metrics.text()).toContain('causeway_lane_lease{lane="relay.zone-3.hub"} 1')
})

test('processes that join later get their share: never two on a lane, and in the end as many for each', async () => {
  for (const name of ['one', 'two', 'three']) {
    await join(name)
    for (let passed = 0; passed < sharedMs; passed += 100) {
      await pass(100)
      for (const lane of lanes) expect(actorsOf(lane).length).toBeLessThan(2)
    }
  }
  expect(counts()).toEqual([4, 4, 4])
  for (const { told, ...member } of members) expect([...told].sort()).toEqual([...acting({ told, ...member })].sort())
  // Nothing goes to and fro any more.
  const before = members.map(acting)
  await pass(20_000)
  expect(members.map(acting)).toEqual(before)
})

test('a killed process is replaced on all of its lanes within a lease and a beat', async () => {
  const one = await join('one')
  await join('two')
  await pass(8_000)
  kill(one)
  await pass(takeoverMs)
  expect(counts()).toEqual([lanes.length])
})

test('a process that starts where one was killed has its lanes at once: nobody waits for the lease to end', async () => {
  const one = await join('one')
  await pass(2_000)
  kill(one)
  ended.add('one')
  const again = await join('again')
  expect(acting(again)).toEqual(lanes)
})

test('a process that ends in order gives its lanes back: others act within a beat', async () => {
  const one = await join('one')
  await join('two')
  await pass(8_000)
  members = members.filter((member) => member !== one)
  const closing = one.leases.close()
  await pass(100)
  await closing
  expect([one.told.size, acting(one)]).toEqual([0, []])
  await pass(1_000)
  expect(counts()).toEqual([lanes.length])
})

test('a stalled process acts on nothing when it wakes, before it has asked whether the lanes are still its own', async () => {
  const one = await join('one')
  await join('two')
  await pass(8_000)
  time.stalled.add(one.clock)
  await pass(takeoverMs)
  // It has not run since, and yet knows by its clock.
  expect(acting(one)).toEqual([])
  expect(members.map((member) => acting(member).length)).toEqual([0, lanes.length])
  time.stalled.delete(one.clock)
  await pass(sharedMs)
  expect(counts()).toEqual([6, 6])
})

test('while the place of the leases is away, holders go on, and others wait some blocks to see whether they do', async () => {
  const one = await join('one')
  const two = await join('two')
  await pass(8_000)
  const before = members.map(acting)
  for (const { name } of members) store.cutOff.add(name)
  await pass(10_000)
  expect(members.map(acting)).toEqual(before)
  const [lane = ''] = acting(one)
  expect([two.of.get(lane)?.delay(), two.of.get(lane)?.isReached()]).toEqual([8n, false])
  // Somebody else signs with the key after all: this process is no better informed than others.
  one.of.get(lane)?.seenAnother()
  expect(one.of.get(lane)?.delay()).toBe(8n)
  store.cutOff.clear()
  await pass(takeoverMs)
  expect(lanes.map((one) => actorsOf(one).length)).toEqual(lanes.map(() => 1))
})

test('a process that starts while the place is away leaves all to others for some blocks, and waits for no answer', async () => {
  store.cutOff.add('one')
  const one = await join('one')
  expect(lanes.map((lane) => one.of.get(lane)?.delay())).toEqual(lanes.map(() => 8n))
  store.cutOff.clear()
  await pass(1_000)
  expect(acting(one)).toEqual(lanes)
})

test('a process that is cut off keeps its lanes beside whoever takes them, until the chain shows it the other', async () => {
  const one = await join('one')
  const two = await join('two')
  await pass(8_000)
  const mine = acting(one)
  store.cutOff.add('one')
  await pass(takeoverMs)
  // Costs some refused sequences and nothing else: see the decision on leases.
  expect([acting(one), acting(two).length]).toEqual([mine, lanes.length])
  for (const lane of mine) one.of.get(lane)?.seenAnother()
  expect(lanes.map(actorsOf)).toEqual(lanes.map(() => ['two']))
})

test('what is opened twice under one name is one lease: held together, told to both, counted once', async () => {
  const [one] = [await join('one')]
  const told: string[] = []
  const again = one.leases.open(lanes[0] as string)
  again.watch({ gained: () => void told.push('gained'), lost: () => void told.push('lost') })
  expect([told, again.delay(), acting(one).length]).toEqual([['gained'], 0n, lanes.length])
  await join('two')
  await pass(sharedMs)
  const isHeld = one.of.get(lanes[0] as string)?.delay() === 0n
  expect([told.at(-1), again.delay() === 0n]).toEqual([isHeld ? 'gained' : 'lost', isHeld])
  expect(acting(one)).toHaveLength(lanes.length / 2)
  await one.leases.close()
  expect(told.at(-1)).toBe('lost')
})

test('whatever befalls processes, no two act on a lane at once, and in the end somebody acts on each', async () => {
  const event = fc.record({
    kind: fc.constantFrom('join', 'kill', 'end', 'stall', 'wake', 'pass', 'pass', 'pass'),
    at: fc.nat(9),
    ms: fc.integer({ min: 1, max: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
      time = new SteppedTime()
      store = new MemoryLeases()
      let number = 0
      for (const { kind, at, ms } of events) {
        const member = members[at % Math.max(members.length, 1)]
        if (kind === 'join' && members.length < 4) await join(`process ${number++}`)
        if (kind === 'kill' && member !== undefined) kill(member)
        if (kind === 'stall' && member !== undefined) time.stalled.add(member.clock)
        if (kind === 'wake' && member !== undefined) time.stalled.delete(member.clock)
        for (let passed = 0; kind === 'pass' && passed < ms; passed += 1) {
          await pass(100)
          for (const lane of lanes) expect(actorsOf(lane).length).toBeLessThan(2)
        }
      }
      for (const { clock } of members) time.stalled.delete(clock)
      if (members.length === 0) await join('last')
      await pass(sharedMs)
      expect(lanes.filter((lane) => actorsOf(lane).length !== 1)).toEqual([])
      await close()
    }),
    { numRuns: 20 },
  )
})
