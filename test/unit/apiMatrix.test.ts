// Who may do what over the API, as a table of all callers and everything that changes something: OWASP API1, 3 and 5.
import { routeList } from '../../api/routeList.ts'
import { operateQueueName } from '../../core/jobs.ts'
import {
  ApiWorld,
  type Consent,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  type Problem,
  recordEnvelope,
  recordId,
} from '../fakes/apiWorld.ts'

type Site = { readonly world: ApiWorld; readonly actors: readonly FakeUser[]; readonly stranger: FakeUser }
/** Of the transaction that is asked for, and of another one of the same actors. */
type Plans = { readonly own: Planned; readonly other: Planned }
type Caller = { readonly who: string; readonly signs: (site: Site, plans: Plans) => Promise<readonly Consent[]> }

const words = { submit: 'authorise', cancel: 'cancel' } as const
type Endpoint = keyof typeof words
const textOf = ({ authorisationText }: Planned, word: string): string => authorisationText.replace('authorise', word)

let site: Site
let plans: Plans

const intent = (actors: readonly FakeUser[], to: readonly string[]): object => ({
  kind: 'replicate',
  id: recordId,
  from: 'zone-a',
  to,
  actors: Object.fromEntries(to.map((zone, index) => [zone, actors[index + 1]?.address])),
})

beforeEach(async () => {
  const world = await new ApiWorld().start()
  const actors = await Promise.all(['alice', 'bob', 'carol'].map(fakeUser))
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, actors[0]?.address ?? ''))
  site = { world, actors, stranger: await fakeUser('mallory') }
  const own = await world.plan(intent(actors, ['zone-b', 'zone-c']))
  plans = { own, other: await world.plan(intent(actors, ['zone-b'])) }
})
afterEach(() => site.world.stop())

const all = (users: readonly FakeUser[], text: string): Promise<readonly Consent[]> =>
  Promise.all(users.map((user) => user.sign(text)))

/** As whom a caller signs, for an endpoint whose signatures begin with `word`. */
const callers = (word: string, otherWord: string): readonly Caller[] => [
  { who: 'nobody', signs: async () => [] },
  { who: 'a stranger', signs: ({ stranger }, { own }) => all([stranger], textOf(own, word)) },
  { who: 'actors of another transaction', signs: ({ actors }, { other }) => all(actors, textOf(other, word)) },
  { who: 'actors who meant something else', signs: ({ actors }, { own }) => all(actors, textOf(own, otherWord)) },
  {
    who: 'a stranger with the key of an actor beside a signature of its own',
    signs: async ({ actors, stranger }, { own }) => {
      const [mine] = await all([stranger], textOf(own, word))
      const [theirs] = await all(actors, textOf(own, word))
      return [{ ...(mine as Consent), publicKey: (theirs as Consent).publicKey }]
    },
  },
  { who: 'every actor', signs: ({ actors }, { own }) => all(actors, textOf(own, word)) },
]

async function ask(endpoint: Endpoint, authorisations: readonly Consent[]): Promise<number> {
  const { world } = site
  const { own } = plans
  if (endpoint === 'submit') return (await world.submit({ manifest: own.manifestBytes, authorisations })).status
  const path = `/v1/share-requests/${own.transactionId}/cancel`
  return (await world.call('POST', path, { authorisation: authorisations[0] })).status
}

/** Requests that are kept, and calls of the hub that wait: all that these endpoints can change. */
async function state(): Promise<string> {
  const { items } = await site.world.api.deps.store.requests({ limit: 10 })
  const jobs = site.world.queues.jobs(operateQueueName(hubId))
  return JSON.stringify([items.map(({ transactionId }) => transactionId), jobs])
}

async function submitAsEverybody(): Promise<void> {
  await ask('submit', await all(site.actors, plans.own.authorisationText))
}

const refused: Readonly<Record<Endpoint, readonly number[]>> = {
  submit: [403, 403, 403, 403, 403],
  cancel: [400, 403, 403, 403, 403],
}

test.each(['submit', 'cancel'] as const)('%s: every actor may, and nobody else changes anything', async (endpoint) => {
  if (endpoint === 'cancel') await submitAsEverybody()
  const other = endpoint === 'submit' ? words.cancel : words.submit
  const told: number[] = []
  const before = await state()
  for (const { signs } of callers(words[endpoint], other)) {
    told.push(await ask(endpoint, await signs(site, plans)))
    if (told.length <= refused[endpoint].length) expect(await state()).toBe(before)
  }
  expect(told).toEqual([...refused[endpoint], 202])
  expect(await state()).not.toBe(before)
})

test('one actor alone does not consent for the others, and may cancel', async () => {
  const [first] = site.actors as [FakeUser]
  expect(await ask('submit', await all([first], plans.own.authorisationText))).toBe(403)
  await submitAsEverybody()
  expect(await ask('cancel', await all([first], textOf(plans.own, 'cancel')))).toBe(202)
})

test('what changes something is what this table knows, and planning and following ask for nobody', () => {
  const changing = routeList('0.0.0').filter(({ method }) => method !== 'get')
  expect(changing.map(({ path }) => path).sort()).toEqual([
    '/v1/manifests',
    '/v1/relays',
    '/v1/share-requests',
    '/v1/share-requests/{id}/cancel',
  ])
})

test('a field that nobody asked for is refused, and sets nothing', async () => {
  const consents = await all(site.actors, plans.own.authorisationText)
  const good = { manifest: plans.own.manifestBytes, authorisations: consents }
  const before = await state()
  for (const more of [{ state: 'committed' }, { outcome: 'committed' }, { receivedAtMs: 0 }, { transactionId: 'ab' }]) {
    const response = await site.world.submit<Problem>({ ...good, ...more })
    expect(response).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
  }
  expect(await state()).toBe(before)
})
