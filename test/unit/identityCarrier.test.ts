// The carrier: what it brings where, what it leaves, and that nothing is lost while a chain, a zone or itself is away.
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { type CarrierZone, runCarrier } from '../../platform/identity/carrier.ts'
import { changedSubjects, isToCarry, type Operation, planCarry } from '../../platform/identity/carry.ts'
import { openKyselyHeights } from '../../platform/identity/kyselyHeights.ts'
import type { Shared } from '../../platform/identity/sharing.ts'
import type { Block, Clock, Log } from '../../relayer/ports.ts'

const party = 'did:causeway:party:zone-a:ana'
const lamp = 'did:causeway:thing:zone-a:lamp'
const identityOf = (chainId: string): string => `wasm1identity${chainId.replace('-', '')}`

type Happening = readonly [what: string, subject: string]

function blockOf(chainId: string, height: bigint, happenings: readonly Happening[], contract?: string): Block {
  const events = happenings.map(([what, subject]) => ({
    type: `wasm-identity_${what}`,
    attributes: [
      { key: '_contract_address', value: contract ?? identityOf(chainId) },
      { key: 'subject', value: subject },
    ],
  }))
  const gas = { gasWanted: 0n, gasUsed: 0n }
  const tx = { hash: 'AA', index: 0, code: 0, codespace: '', log: '', ...gas, events }
  return { chainId, height, timeNs: height, txs: [tx] }
}

/** Versions that a chain knows, and the blocks that it has made. */
class FakeZone implements CarrierZone {
  readonly versions = new Map<string, bigint>()
  readonly identity: string
  readonly chainId: string
  blocks: (readonly Happening[])[] = []
  isAway = false

  constructor(chainId: string) {
    this.chainId = chainId
    this.identity = identityOf(chainId)
  }

  happen(what: string, subject: string): void {
    this.versions.set(subject, (this.versions.get(subject) ?? 0n) + 1n)
    this.blocks.push([[what, subject]])
  }

  get chain(): CarrierZone['chain'] {
    const here = <T>(value: T): Promise<T> => {
      if (this.isAway) return Promise.reject(new CausewayError('CHAIN_UNREACHABLE', { chainId: this.chainId }))
      return Promise.resolve(value)
    }
    return {
      chainId: this.chainId,
      queryStatus: () => here({ height: BigInt(this.blocks.length), timeNs: 0n, catchingUp: false }),
      queryBlock: (height) => here(blockOf(this.chainId, height, this.blocks[Number(height) - 1] ?? [])),
    }
  }

  readonly records = {
    record: async (id: string) => ({ version: this.versions.get(id) ?? 0n, record: 'e30=', digest: 'd1' }),
    version: async (id: string) => this.versions.get(id),
  }
}

let zones: FakeZone[]
let shared: string[]
let refusals: Shared[]
let heights: Awaited<ReturnType<typeof openKyselyHeights>>
const said: string[] = []
const keep = (event: string): void => void said.push(event)
const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log }

beforeEach(async () => {
  zones = ['zone-a', 'zone-b', 'zone-c'].map((id) => new FakeZone(id))
  shared = []
  refusals = []
  heights = await openKyselyHeights(openSqlite(':memory:'))
})
afterEach(() => heights.close())
const zone = (at: number): FakeZone => zones[at] as FakeZone

/** What the chains would do: the copy has the version that was named. */
async function share([attest, replicate]: readonly Operation[]): Promise<Shared> {
  const refusal = refusals.shift()
  if (refusal !== undefined) return refusal
  const { key, version } = JSON.parse(Buffer.from(replicate?.custom.body ?? '', 'base64').toString())
  zones.find(({ chainId }) => chainId === replicate?.chainId)?.versions.set(key, BigInt(version))
  shared.push(`${key} ${version} ${attest?.chainId} ${replicate?.chainId}`)
  return { isCommitted: true, code: undefined }
}

/** Runs a carrier until it has looked `rounds` times since `isDone`. */
async function carryUntil(isDone: () => boolean | Promise<boolean>, rounds = 8): Promise<void> {
  const ending = new AbortController()
  let nowMs = 0
  let left = rounds
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms
      await new Promise((resume) => setImmediate(resume))
      if (await isDone()) left -= 1
      if (left <= 0) ending.abort()
    },
  }
  await runCarrier({ zones, sharing: { actor: 'wasm1carrier', share }, heights, clock, log }, ending.signal)
}

const line = (version: number, to: string, id = party): string => `${id} ${version} zone-a ${to}`

test('a change of a party is carried to every other zone, in its newest version, once (Y-7.2.2b)', async () => {
  zone(0).happen('enrolled', party)
  zone(0).happen('suspended', party)
  await carryUntil(() => shared.length >= 2)
  expect(shared.toSorted()).toEqual([line(2, 'zone-b'), line(2, 'zone-c')])
})

test('a thing is carried where it is known already, and nowhere else', async () => {
  zone(1).versions.set(lamp, 1n)
  zone(0).happen('enrolled', lamp)
  zone(0).happen('retired', lamp)
  await carryUntil(() => shared.length >= 1)
  expect(shared).toEqual([line(2, 'zone-b', lamp)])
})

test('what a zone or a vote against time refuses is tried again until it is there', async () => {
  zone(0).happen('enrolled', party)
  refusals = [
    { isCommitted: false, code: 'VERSION_MISMATCH' },
    { isCommitted: false, code: undefined },
    { isCommitted: false, code: 'CHAIN_UNREACHABLE' },
  ]
  await carryUntil(() => shared.length >= 2)
  expect(shared.toSorted()).toEqual([line(1, 'zone-b'), line(1, 'zone-c')])
})

test('what can never be taken is given up, and stands in the way of nothing', async () => {
  zone(0).happen('enrolled', party)
  refusals = [
    { isCommitted: false, code: 'KEY_TAKEN' },
    { isCommitted: false, code: 'KEY_TAKEN' },
  ]
  await carryUntil(async () => (await heights.height('zone-a')) === 1n && refusals.length === 0)
  expect(shared).toEqual([])
  zone(0).happen('key_rotated', party)
  await carryUntil(() => shared.length >= 2)
  expect(shared).toHaveLength(2)
})

test('a chain that is away holds up only its own changes', async () => {
  zone(1).isAway = true
  zone(0).happen('enrolled', party)
  await carryUntil(() => shared.length >= 2)
  expect(shared).toHaveLength(2)
  expect(said).toContain('carrier.read_failed')
})

test('after a restart the carrier goes on where all was carried, and without its memory it carries nothing twice', async () => {
  zone(0).happen('enrolled', party)
  await carryUntil(async () => (await heights.height('zone-a')) === 1n)
  zone(0).happen('suspended', party)
  await carryUntil(() => shared.length >= 4)
  expect(shared).toHaveLength(4)
  await heights.save('zone-a', 0n)
  await carryUntil(async () => (await heights.height('zone-a')) === 2n)
  expect(shared).toHaveLength(4)
})

test('how far was read is not saved past a change that is still on its way', async () => {
  zone(0).happen('enrolled', party)
  zone(0).blocks.push([])
  refusals = Array.from({ length: 12 }, () => ({ isCommitted: false, code: undefined }))
  await carryUntil(() => refusals.length <= 6, 1)
  expect(await heights.height('zone-a')).toBe(0n)
})

test('only the contract’s own events about its own chain’s subjects are changes', () => {
  const contract = identityOf('zone-a')
  const happenings: readonly Happening[] = [
    ['suspended', party],
    ['resumed', party],
    ['proposed', lamp],
    ['replicated', 'did:causeway:party:zone-b:bob'],
    ['enrolled', 'did:causeway:party:zone-b:carl'],
  ]
  expect(changedSubjects(blockOf('zone-a', 7n, happenings), contract)).toEqual([party])
  expect(changedSubjects(blockOf('zone-a', 7n, happenings, 'wasm1lookalike'), contract)).toEqual([])
})

test('a copy as new as its home, or newer, is left alone', () => {
  expect(isToCarry(party, { home: 3n, there: 3n })).toBe(false)
  expect(isToCarry(party, { home: 3n, there: 4n })).toBe(false)
  expect(isToCarry(party, { home: 3n, there: 2n })).toBe(true)
  expect([party, lamp].map((id) => isToCarry(id, { home: 1n, there: undefined }))).toEqual([true, false])
})

test('the home vouches for the very version and bytes that the other chain takes', () => {
  const places = [zone(0), zone(1)].map(({ chainId, identity }) => ({ chainId, identity }))
  const record = { version: 9n, record: 'e30=', digest: 'ab' }
  const [attest, replicate] = planCarry(party, record, [places[0], places[1]] as never, 'wasm1carrier')
  const body = ({ custom }: Operation): unknown => JSON.parse(Buffer.from(custom.body, 'base64').toString())
  expect([attest.custom.name, body(attest)]).toEqual(['identity.attest', { key: party, version: '9', digest: 'ab' }])
  const taken = { home: 'zone-a', key: party, version: '9', record: 'e30=' }
  expect([replicate.custom.name, body(replicate)]).toEqual(['identity.replicate', taken])
})
