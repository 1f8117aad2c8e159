// /v1/relays over HTTP: what is refused, what is durable before it is answered, and what is listed.
import { relaysOpenMax } from '../../core/limits.ts'
import { ApiWorld, hubId, type Problem } from '../fakes/apiWorld.ts'

type Relay = { readonly id: string; readonly state: string; readonly txHash: string; readonly packets: unknown[] }

let world: ApiWorld
beforeEach(async () => {
  world = await new ApiWorld().start()
})
afterEach(() => world.stop())

const hash = (letters: string): string => letters.repeat(32)
const handIn = <T = Relay>(chainId: string, txHash: string, more: object = {}) =>
  world.call<T>('POST', '/v1/relays', { chainId, txHash, ...more })

test('a tx that was handed in is there before it is answered, under a name made of chain and hash', async () => {
  const answer = await handIn('zone-a', hash('ab'))
  expect(answer).toMatchObject({ status: 202, body: { id: `zone-a.${hash('AB')}`, state: 'UNKNOWN', packets: [] } })
  expect(answer.headers.get('location')).toBe(`/v1/relays/zone-a.${hash('AB')}`)
  const followed = await world.call<Relay>('GET', `/v1/relays/${answer.body.id}`)
  expect(followed).toMatchObject({ status: 200, body: { txHash: hash('AB') } })
})

test('the same tx is the same resource, in whichever case its hash is written', async () => {
  const [first, second] = [await handIn('zone-a', hash('AB')), await handIn('zone-a', hash('ab'))]
  expect(second.body.id).toBe(first.body.id)
  const list = await world.call<{ items: Relay[] }>('GET', `/v1/relays?chainId=zone-a&txHash=${hash('Ab')}`)
  expect(list.body.items.map(({ id }) => id)).toEqual([first.body.id])
})

test('a chain that the configuration does not name is CHAIN_UNKNOWN, with the nearest one', async () => {
  const answer = await handIn<Problem & { facts: object }>('zone-aa', hash('AB'))
  expect(answer).toMatchObject({ status: 404, body: { code: 'CHAIN_UNKNOWN', facts: { nearest: 'zone-a' } } })
})

test.each([
  ['63 digits', { chainId: 'zone-a', txHash: 'A'.repeat(63) }, '/txHash'],
  ['no hex', { chainId: 'zone-a', txHash: hash('XY') }, '/txHash'],
  ['a prefix of another world', { chainId: 'zone-a', txHash: `0x${hash('AB')}` }, '/txHash'],
  ['no hash', { chainId: 'zone-a' }, '/txHash'],
  ['no chain', { txHash: hash('AB') }, '/chainId'],
  ['a chain id of strange letters', { chainId: 'zone a', txHash: hash('AB') }, '/chainId'],
  ['a word that nobody knows', { chainId: 'zone-a', txHash: hash('AB'), txhash: '' }, ''],
])('%s is BODY_INVALID and names the place', async (_name, body, pointer) => {
  const answer = await world.call<Problem>('POST', '/v1/relays', body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
  expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer)
})

test('what was never handed in is NOT_FOUND', async () => {
  const answer = await world.call<Problem>('GET', `/v1/relays/zone-a.${hash('AB')}`)
  expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
})

test('a list is newest first, of one chain where it is named, and in pages', async () => {
  await handIn('zone-a', hash('aa'))
  await handIn('zone-b', hash('bb'))
  await handIn('zone-a', hash('cc'))
  const list = async (query: string) =>
    world.call<{ items: Relay[]; nextPageToken: string }>('GET', `/v1/relays${query}`)
  const hashesOf = ({ items }: { items: Relay[] }): readonly string[] => items.map(({ txHash }) => txHash.slice(0, 2))
  expect(hashesOf((await list('')).body)).toEqual(['CC', 'BB', 'AA'])
  const page = await list('?chainId=zone-a&perPage=1')
  expect(hashesOf(page.body)).toEqual(['CC'])
  const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? ''
  expect(hashesOf((await world.call<{ items: Relay[] }>('GET', next)).body)).toEqual(['AA'])
})

test('more txs than can be followed are RELAYS_TOO_MANY, and those that are followed go on', async () => {
  const { body } = await handIn(hubId, hash('AA'))
  world.api.deps.store.relays.countOpen = async () => relaysOpenMax
  const refused = await handIn<Problem>(hubId, hash('BB'))
  expect(refused).toMatchObject({ status: 429, body: { code: 'RELAYS_TOO_MANY', retryable: true } })
  expect(refused.headers.get('retry-after')).not.toBeNull()
  expect(await handIn(hubId, hash('AA'))).toMatchObject({ status: 202, body: { id: body.id } })
})
