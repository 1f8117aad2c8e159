// Who may be known on a zone, and what becomes of an identifier: votes of stakeholders, and nobody's key alone.
import type { Member } from '../../localnet/demo/cast.ts'
import { type Device, newDevice } from '../../localnet/demo/devices.ts'
import {
  approve,
  castVote,
  changeByVote,
  enrol,
  type NewSubject,
  party,
  propose,
  rotateKey,
  tellIdentity,
  thing,
} from '../../localnet/demo/enrol.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import type { User } from '../../localnet/demo/user.ts'
import { program } from '../../localnet/programs.ts'
import { call, refusalOf } from './calls.ts'
import { enrolled, type Newcomers, newMember, withNewcomers } from './newcomers.ts'
import { askIdentity, fingerprintOf, historyOf, proposalOf, statusOn, subjectOn } from './registry.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

const home = 'zone-a'
const away = 'zone-b'
let world: OpenStage
let stage: Newcomers
let supplier: Member
let stranger: Member
let regulator: User
let city: User
let insurer: User

beforeAll(async () => {
  world = await openWorld()
  stage = await withNewcomers(world, ['ines', 'joao', 'kim', 'lea', 'dora', 'bulk'])
  regulator = stage.person('regulator')
  city = stage.person('city')
  insurer = stage.person('insurer')
  ;[supplier, stranger] = await Promise.all([
    enrolled(stage, home, 'ines', ['supplier']),
    enrolled(stage, away, 'lea', ['supplier']),
  ])
}, startMs)
afterAll(async () => {
  await stage.close()
  await world.close()
})

const newThing = (name: string, chainId = home): Device =>
  newDevice(`did:causeway:thing:${chainId}:${name}-${stage.run}`, 'p256')
const tell = (by: User, msg: object): Promise<unknown> => tellIdentity(stage, home, by, msg)
const vote = (by: User, proposal: number, yes: boolean): Promise<unknown> => castVote(stage, home, by, proposal, yes)

test(
  'a party is active once a quorum with a regulator has approved it; the key of the admin, its own and any other alone approve nothing (Y-7.1.3a, Y-9.2b)',
  async () => {
    const joao = newMember(stage, home, 'joao')
    const number = await propose(stage, home, joao.user, [party(stage, home, joao.key, ['supplier'])])
    expect(await statusOn(stage, home, joao.id)).toBe('proposed')
    const early = newThing('early')
    const before = await fingerprintOf(stage, home, [joao.id, early.id])
    expect(await refusalOf(propose(stage, home, joao.user, [thing(stage, home, early, joao.id)]))).toBe(
      'SUBJECT_INACTIVE',
    )
    expect(await refusalOf(vote(stage.users.admin, number, true))).toBe('SUBJECT_UNKNOWN')
    expect(await refusalOf(vote(joao.user, number, true))).toBe('SUBJECT_INACTIVE')
    expect(await refusalOf(vote(supplier.user, number, true))).toBe('SCOPE_MISSING')
    expect(await fingerprintOf(stage, home, [joao.id, early.id])).toBe(before)
    await vote(regulator, number, true)
    expect(await refusalOf(vote(regulator, number, true))).toBe('VOTE_REPEATED')
    expect(await statusOn(stage, home, joao.id)).toBe('proposed')
    await vote(insurer, number, true)
    expect(await statusOn(stage, home, joao.id)).toBe('active')
    const { outcome, ballots, closed_height } = await proposalOf(stage, home, number)
    const did = (name: string): string => `did:causeway:party:${home}:${name}`
    expect(outcome).toBe('passed')
    expect(ballots.map(({ party: by, approve: yes }) => [by, yes])).toEqual([
      [did('regulator'), true],
      [did('insurer'), true],
    ])
    expect(ballots.at(-1)?.height).toBe(closed_height)
    await enrol(stage, home, joao.user, [thing(stage, home, early, joao.id)])
    expect(await statusOn(stage, home, early.id)).toBe('active')
  },
  blocksMs,
)

test(
  'nobody alone takes an approval back: a retirement waits for the quorum, and what a vote rejects is never used (Y-7.1.3a, Y-9.2b)',
  async () => {
    const [kept, refused] = [newThing('kept'), newThing('refused')]
    await enrol(stage, home, supplier.user, [thing(stage, home, kept, supplier.id)])
    for (const by of [stage.users.admin, stage.person('bulk')]) {
      expect(await refusalOf(tell(by, { propose_change: { change: { retire: { id: kept.id } } } }))).toBe(
        'SUBJECT_UNKNOWN',
      )
      expect(await refusalOf(tell(by, { suspend: { id: kept.id, reason: 'mine' } }))).toBe('SUBJECT_UNKNOWN')
    }
    expect(await refusalOf(tell(city, { retire: { id: kept.id } }))).toBe('NOT_OWNER')
    expect(await refusalOf(tell(city, { suspend: { id: kept.id, reason: 'mine' } }))).toBe('SCOPE_MISSING')
    await tell(city, { propose_change: { change: { retire: { id: kept.id } } } })
    expect(await statusOn(stage, home, kept.id)).toBe('active')
    const number = await propose(stage, home, supplier.user, [thing(stage, home, refused, supplier.id)])
    await vote(city, number, false)
    expect(await statusOn(stage, home, refused.id)).toBe('proposed')
    await vote(insurer, number, false)
    const { outcome, ballots } = await proposalOf(stage, home, number)
    expect([outcome, ballots.map(({ approve: yes }) => yes)]).toEqual(['failed', [false, false]])
    expect(await statusOn(stage, home, refused.id)).toBe('rejected')
    const rotation = rotateKey(stage, home, supplier.user, refused, { owner: supplier.id, name: 'next' })
    expect(await refusalOf(rotation)).toBe('TRANSITION_ILLEGAL')
    expect((await historyOf(stage, home, refused.id)).map(({ what }) => what)).toEqual(['proposed', 'rejected'])
  },
  blocksMs,
)

/** One subject of every form, all of them new; what is no party is the supplier's. */
async function oneOfEachForm(): Promise<readonly string[]> {
  const kim = newMember(stage, home, 'kim')
  const things: readonly NewSubject[] = (['device', 'virtual', 'store'] as const).map((form) =>
    thing(stage, home, newThing(form), supplier.id, form),
  )
  const platform = {
    id: `did:causeway:platform:${home}:city-${stage.run}`,
    form: 'platform',
    roles: [],
    key: null,
  } as const
  await enrol(stage, home, kim.user, [party(stage, home, kim.key, ['demander'])])
  await enrol(stage, home, supplier.user, [...things, platform])
  return [kim.id, ...things.map(({ id }) => id), platform.id]
}

test(
  'parties, devices, virtual things, stores and platforms are suspended, resumed and retired by one rule, and every step stays in their history (Y-9.2c, Y-9.2d, Y-3.1.16)',
  async () => {
    const ids = await oneOfEachForm()
    expect(new Set(ids).size).toBe(5)
    const everyone = async (change: 'suspend' | 'resume' | 'retire'): Promise<void> => {
      await Promise.all(ids.map((id) => changeByVote(stage, home, city, { [change]: { id } })))
    }
    const refusals = async (change: 'suspend' | 'resume' | 'retire'): Promise<readonly string[]> => {
      const proposed = ids.map((id) => refusalOf(tell(city, { propose_change: { change: { [change]: { id } } } })))
      return [...new Set(await Promise.all(proposed))]
    }
    const statuses = async (): Promise<readonly string[]> => [
      ...new Set(await Promise.all(ids.map((id) => statusOn(stage, home, id)))),
    ]
    expect(await statuses()).toEqual(['active'])
    expect(await refusals('resume')).toEqual(['TRANSITION_ILLEGAL'])
    await everyone('suspend')
    expect(await statuses()).toEqual(['suspended'])
    expect(await refusals('suspend')).toEqual(['TRANSITION_ILLEGAL'])
    await everyone('resume')
    expect(await statuses()).toEqual(['active'])
    await everyone('retire')
    expect(await statuses()).toEqual(['retired'])
    for (const change of ['suspend', 'resume', 'retire'] as const) {
      expect(await refusals(change)).toEqual(['TRANSITION_ILLEGAL'])
    }
    for (const id of ids) {
      const history = await historyOf(stage, home, id)
      expect(history.map(({ what }) => what)).toEqual(['proposed', 'enrolled', 'suspended', 'resumed', 'retired'])
      expect(history.every(({ proposal }) => proposal !== null)).toBe(true)
    }
  },
  2 * blocksMs,
)

test(
  'a device changes hands by the will of both owners, and of nobody else (Y-9.2c)',
  async () => {
    const device = newThing('handed')
    await enrol(stage, home, supplier.user, [thing(stage, home, device, supplier.id)])
    const to = `did:causeway:party:${home}:city`
    expect(await refusalOf(tell(city, { accept_transfer: { id: device.id } }))).toBe('TRANSITION_ILLEGAL')
    expect(await refusalOf(tell(insurer, { offer_transfer: { id: device.id, to } }))).toBe('NOT_OWNER')
    await tell(supplier.user, { offer_transfer: { id: device.id, to } })
    expect(await refusalOf(tell(insurer, { accept_transfer: { id: device.id } }))).toBe('TRANSITION_ILLEGAL')
    expect((await subjectOn(stage, home, device.id))?.owner).toBe(supplier.id)
    await tell(city, { accept_transfer: { id: device.id } })
    expect((await subjectOn(stage, home, device.id))?.owner).toBe(to)
    expect(await refusalOf(tell(supplier.user, { retire: { id: device.id } }))).toBe('NOT_OWNER')
    const history = await historyOf(stage, home, device.id)
    expect(history.slice(-2).map(({ what, by }) => [what, by])).toEqual([
      ['transfer_offered', supplier.id],
      ['transferred', to],
    ])
  },
  blocksMs,
)

/** All that a party owns, page by page. */
async function thingsOf(owner: string): Promise<readonly string[]> {
  const all: string[] = []
  for (let more = true; more; ) {
    const start_after = all.at(-1) ?? null
    const page = await askIdentity<string[]>(stage, home, { things: { owner, start_after, limit: 100 } })
    all.push(...page)
    more = page.length > 0
  }
  return all
}

test(
  'one stakeholder enrols a thousand devices in ten proposals; no id of theirs is given again on any zone, and no key on their own (Y-9.2a)',
  async () => {
    const owner = await enrolled(stage, home, 'bulk', ['supplier'])
    const { chain } = zoneOf(stage, home)
    const { identity } = servicesOf(stage, home)
    const devices = Array.from({ length: 1000 }, (_, at) =>
      newDevice(`did:causeway:thing:${home}:meter-${at}-${stage.run}`),
    )
    const numbers: Promise<number>[] = []
    for (let from = 0; from < 1000; from += 100) {
      const subjects = devices.slice(from, from + 100).map((device) => thing(stage, home, device, owner.id))
      const proposed = call(chain, owner.user.name, identity, { propose: { subjects } })
      const opened = proposed.then(({ result }) =>
        result.events.find(({ type }) => type === 'wasm-identity_proposal_opened'),
      )
      numbers.push(opened.then((event) => Number(event?.attributes.find(({ key }) => key === 'proposal')?.value)))
    }
    for (const proposal of await Promise.all(numbers)) {
      const cast = (name: string) => call(chain, name, identity, { vote: { proposal, approve: true } })
      await Promise.all([cast('regulator'), cast('city')])
    }
    const things = await thingsOf(owner.id)
    const [first, last] = [devices[0], devices[999]] as [Device, Device]
    expect([...things].sort()).toEqual(devices.map(({ id }) => id).sort())
    for (const { id } of [first, last]) expect(await statusOn(stage, home, id)).toBe('active')
    const again = propose(stage, home, owner.user, [thing(stage, home, first, owner.id)])
    expect(await refusalOf(again)).toBe('EXISTS')
    const elsewhere = propose(stage, away, stranger.user, [thing(stage, away, first, stranger.id)])
    expect(await refusalOf(elsewhere)).toBe('NOT_HOME')
    const renamed = { ...last, id: `did:causeway:thing:${home}:twin-${stage.run}` }
    const twin = propose(stage, home, owner.user, [thing(stage, home, renamed, owner.id)])
    expect(await refusalOf(twin)).toBe('KEY_TAKEN')
  },
  2 * blocksMs,
)

test(
  'with relayer and API off every class of stakeholder proposes and votes, and who was proposed is enrolled (Y-8.1.1)',
  async () => {
    const chainId = 'zone-c'
    const dora = await enrolled(stage, chainId, 'dora', ['demander', 'registrar'])
    await Promise.all([world.relayer.kill(), program(worldConfig, 'api').kill()])
    const classes: readonly (readonly [string, User])[] = [
      ['regulator', regulator],
      ['city', city],
      ['insurer', insurer],
      [`dora-${stage.run}`, dora.user],
    ]
    const voted = new Set<string>()
    try {
      await Promise.all(
        classes.map(async ([name, by], at) => {
          const owner = `did:causeway:party:${chainId}:${name}`
          const device = newThing(`of-${name}`, chainId)
          const number = await propose(stage, chainId, by, [thing(stage, chainId, device, owner)])
          const other = classes[(at + 1) % classes.length] as (typeof classes)[number]
          const third = classes[(at + 2) % classes.length] as (typeof classes)[number]
          const voters = [...new Set([by, other[1], third[1], regulator])].slice(-3)
          for (const voter of voters) await castVote(stage, chainId, voter, number, true)
          expect(await statusOn(stage, chainId, device.id)).toBe('active')
          const { by: proposer, ballots } = await proposalOf(stage, chainId, number)
          expect([proposer, ballots.map(({ approve: yes }) => yes)]).toEqual([owner, [true, true, true]])
          for (const { party: voter } of ballots) voted.add(voter)
        }),
      )
    } finally {
      const set_roles = { id: dora.id, roles: ['demander'] }
      const number = Number(
        (await tellIdentity(stage, chainId, city, { propose_change: { change: { set_roles } } })).result.events
          .find(({ type }) => type === 'wasm-identity_proposal_opened')
          ?.attributes.find(({ key }) => key === 'proposal')?.value,
      )
      await approve(stage, chainId, number)
      await castVote(stage, chainId, insurer, number, true)
      await (await openStage({ config: worldConfig, say: () => undefined })).close()
    }
    expect(voted).toEqual(new Set(classes.map(([name]) => `did:causeway:party:${chainId}:${name}`)))
    expect((await subjectOn(stage, chainId, dora.id))?.roles).toEqual(['demander'])
  },
  2 * blocksMs,
)
