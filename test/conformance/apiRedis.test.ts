// The API on a real Redis that is away, is killed or is emptied: what was accepted reaches every zone all the same.
import type { PrepareJob } from '../../core/jobs.ts'
import { type Bullmq, openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import {
  ApiWorld,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  recordEnvelope,
  recordId,
  zoneIds,
} from '../fakes/apiWorld.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { silent } from './queueCases.ts'

let redis: RedisServer
let queues: Bullmq
let world: ApiWorld
let users: readonly FakeUser[]

beforeEach(async () => {
  users = await Promise.all(['alice', 'bob', 'carol'].map(fakeUser))
  redis = await RedisServer.start()
  queues = openBullmq({ url: redis.url, log: silent })
  world = await new ApiWorld().start({ openQueue: queues.openQueue })
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, users[0]?.address ?? ''))
})
afterEach(async () => {
  await world.stop()
  await queues.close()
  await redis.stop()
})

async function share(): Promise<Planned> {
  const [, bob, carol] = users
  const actors = { 'zone-b': bob?.address, 'zone-c': carol?.address }
  const planned = await world.plan({
    kind: 'replicate',
    id: recordId,
    from: 'zone-a',
    to: ['zone-b', 'zone-c'],
    actors,
  })
  const authorisations = await Promise.all(users.map((user) => user.sign(planned.authorisationText)))
  expect((await world.submit({ manifest: planned.manifestBytes, authorisations })).status).toBe(202)
  return planned
}

/** Works the prepare queues as the relayer does; resolves when every zone has got the manifest. */
async function delivered(planned: Planned): Promise<void> {
  const relayer = openBullmq({ url: redis.url, log: silent })
  await Promise.all(
    zoneIds.map(
      (zone) =>
        new Promise<void>((resolve) => {
          const handle = async ({ data }: { readonly data: PrepareJob }): Promise<void> => {
            if (data.chain === zone && data.legs.some((leg) => leg.manifest === planned.manifestBytes)) resolve()
          }
          relayer.openQueue<PrepareJob>(`{prepare.${zone}}`).work(handle, { concurrency: 1 })
        }),
    ),
  )
  await relayer.close()
}

const stateIs = (planned: Planned, state: string): Promise<unknown> =>
  world.until(
    () => world.view(planned.transactionId),
    (view) => view.state === state,
  )

/** Time passes at the hub until a leg that no chain has seen is handed over again. */
function letTimePass(): void {
  world.clock.ms += 6_000
  world.chain(hubId).makeBlock([])
}

test('away: a request is accepted at once, waits in the store, and reaches every zone when Redis is back', async () => {
  await redis.kill('SIGTERM')
  const planned = await share()
  expect((await world.view(planned.transactionId)).waitsFor).toEqual([{ chainId: hubId, what: 'queue', code: null }])
  await redis.start()
  await delivered(planned)
  await stateIs(planned, 'queued')
}, 20_000)

test('killed with jobs in it that no worker took: every zone gets them, from its file or once more', async () => {
  const planned = await share()
  await stateIs(planned, 'queued')
  await redis.kill('SIGKILL')
  await redis.start()
  letTimePass()
  await delivered(planned)
}, 20_000)

test('emptied with jobs in it that no worker took: every zone gets them once more', async () => {
  const planned = await share()
  await stateIs(planned, 'queued')
  await redis.flushAll()
  letTimePass()
  await delivered(planned)
}, 20_000)
