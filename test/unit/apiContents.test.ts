// What content goes beside a custom operation: what the caller gives, or the manifest, which shows its companions.
import { authorisationTextOf } from '../../core/authorisation.ts'
import { parseBase64, toBase64, utf8 } from '../../core/bytes.ts'
import { decodeManifest, encodeManifest } from '../../core/codec.ts'
import { contentBytesMax } from '../../core/limits.ts'
import { transactionId } from '../../core/transactionId.ts'
import {
  ApiWorld,
  type FakeUser,
  fakeUser,
  itemOf,
  type Planned,
  type Problem,
  recordEnvelope,
  recordId,
} from '../fakes/apiWorld.ts'
import { sha256 } from '../vectors/samples.ts'

let world: ApiWorld
let users: FakeUser[]

beforeEach(async () => {
  users = await Promise.all(['alice', 'bob'].map(fakeUser))
  world = await new ApiWorld().start()
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, users[0]?.address ?? ''))
})
afterEach(() => world.stop())

/** A share to zone B, with a bay reserved there beside it. */
async function planned(): Promise<Planned> {
  const actors = { 'zone-b': users[1]?.address }
  const share = await world.plan({ kind: 'replicate', id: recordId, from: 'zone-a', to: ['zone-b'], actors })
  const body = { kind: 'custom' as const, value: { name: 'parking.reserve', body: utf8('p-1') } }
  const manifest = decodeManifest(parseBase64(share.manifestBytes))
  const legs = manifest.legs.map((leg) => {
    const first = leg.operations[0]
    if (leg.chainId !== 'zone-b' || first === undefined) return leg
    return { ...leg, operations: [...leg.operations, { ...first, body }] }
  })
  const bytes = encodeManifest({ ...manifest, legs })
  const id = transactionId(bytes, sha256)
  const authorisationText = authorisationTextOf('authorise', id, manifest)
  return { ...share, transactionId: id, manifestBytes: toBase64(bytes), authorisationText }
}

async function submission(plan: Planned, contents: readonly object[]): Promise<object> {
  const authorisations = await Promise.all(users.map((user) => user.sign(plan.authorisationText)))
  return { manifest: plan.manifestBytes, authorisations, contents }
}

const given = (content: Uint8Array): object => ({ chainId: 'zone-b', operation: 1, content: toBase64(content) })

test.each([
  ['what the caller gave for it', true],
  ['its manifest, where the caller gave nothing', false],
])('a custom operation is handed %s', async (_, own) => {
  const plan = await planned()
  await world.submit(await submission(plan, own ? [given(utf8('own'))] : []))
  const [row] = await world.until(
    () => world.queues.jobs('{prepare.zone-b}'),
    (jobs) => jobs.length > 0,
  )
  const handed = { operation: 1, content: own ? toBase64(utf8('own')) : plan.manifestBytes }
  expect(row?.data).toMatchObject({ legs: [{ contents: [{ operation: 0 }, handed] }] })
})

test('content of a custom operation beyond the limit is LIMIT_EXCEEDED', async () => {
  const body = await submission(await planned(), [given(new Uint8Array(contentBytesMax + 1))])
  expect((await world.submit<Problem>(body)).body.code).toBe('LIMIT_EXCEEDED')
})

test('a transaction is planned from operations in proto3 JSON, and one that is none is refused by its code', async () => {
  const custom = { name: 'parking.reserve', body: toBase64(utf8('p-1')) }
  const operation = { chainId: 'zone-b', actor: users[1]?.address, custom }
  const plan = await world.plan({ kind: 'compose', operations: [operation] })
  expect(plan.manifest.legs).toMatchObject([{ chainId: 'zone-b', operations: [{ custom, actor: users[1]?.address }] }])
  const wrong = { kind: 'compose', operations: [{ ...operation, custom: undefined, painting: {} }] }
  expect((await world.call<Problem>('POST', '/v1/manifests', wrong)).body).toMatchObject({ code: 'MALFORMED' })
})
