// The command as its users meet it: what it prints on which stream, and how it ends.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import { parseBase64 } from '../../core/bytes.ts'
import { openSqlite } from '../../database/sqlite.ts'
import {
  ApiWorld,
  certificateEnvelope,
  certificateId,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  pathOf,
} from '../fakes/apiWorld.ts'
import { contractEvent, prepareTx, settleTx, voteTx } from '../fakes/chainEvents.ts'

let world: ApiWorld
let alice: FakeUser
let folder = ''

beforeAll(async () => {
  world = await new ApiWorld().start()
  alice = await fakeUser('alice')
  world.items.set(`zone-a/${certificateId}`, itemOf(certificateEnvelope, alice.address))
  folder = mkdtempSync(join(tmpdir(), 'causeway-cli-'))
})
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function causeway(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../causeway.ts'), ...args])
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

function file(name: string, value: object): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(value))
  return path
}

const speaking = (): string[] => ['--api', world.api.url, '--json']

async function submitted(): Promise<Planned> {
  const intent = { kind: 'move', id: certificateId, from: 'zone-a', to: 'zone-b', recipient: alice.address }
  const planned = await causeway('share', 'plan', file('intent.json', intent), ...speaking())
  expect(planned).toMatchObject({ code: 0, err: '' })
  const plan = JSON.parse(planned.out) as Planned
  const authorisations = [await alice.sign(plan.authorisationText)]
  const body = file('signed.json', { manifest: plan.manifestBytes, authorisations })
  const answer = await causeway('share', 'submit', body, '--key', plan.transactionId, ...speaking())
  expect(answer.code).toBe(0)
  expect(JSON.parse(answer.out)).toMatchObject({ transactionId: plan.transactionId, state: 'received' })
  return plan
}

test('plan, submit, watch and status lead a request from an intent to its outcome', async () => {
  const plan = await submitted()
  const watching = causeway('share', 'watch', plan.transactionId, ...speaking())
  await world.until(
    () => world.api.deps.watchers.count(),
    (count) => count > 0,
  )
  const sent = { manifests: [parseBase64(plan.manifestBytes)], ids: [plan.transactionId], sequence: 1n }
  for (const zone of ['zone-a', 'zone-b']) world.chain(zone).makeBlock([prepareTx(pathOf(zone), sent)])
  world.chain(hubId).makeBlock([voteTx(pathOf('zone-a'), sent, { voter: 'zone-a', opened: true })])
  world.chain(hubId).makeBlock([voteTx(pathOf('zone-b'), sent, { voter: 'zone-b', decision: 'commit' })])
  for (const zone of ['zone-a', 'zone-b']) world.chain(zone).makeBlock([settleTx(pathOf(zone), sent, 'applied')])
  const watched = await watching
  expect(watched.code).toBe(0)
  expect(JSON.parse(watched.out)).toMatchObject({ state: 'applied', outcome: 'committed' })
  // States go to stderr as they come; stdout holds one JSON value.
  expect(watched.err.split('\n').filter((line) => line === 'applied')).toHaveLength(1)
  const status = await causeway('share', 'status', plan.transactionId, '--api', world.api.url)
  expect(status).toMatchObject({ code: 0, out: `${plan.transactionId} applied committed\n` })
}, 60_000)

test('watching goes on where it was when the API is started again', async () => {
  const store = await openKyselyStore(openSqlite(':memory:'), 'sqlite')
  const own = await new ApiWorld().start({ store })
  own.items.set(`zone-a/${certificateId}`, itemOf(certificateEnvelope, alice.address))
  const intent = { kind: 'move', id: certificateId, from: 'zone-a', to: 'zone-b', recipient: alice.address }
  const plan = await own.plan(intent)
  const body = { manifest: plan.manifestBytes, authorisations: [await alice.sign(plan.authorisationText)] }
  expect((await own.submit(body)).status).toBe(202)
  const port = Number(new URL(own.api.url).port)
  const watching = causeway('share', 'watch', plan.transactionId, '--api', own.api.url, '--json')
  await own.until(
    () => own.api.deps.watchers.count(),
    (count) => count > 0,
  )
  await own.stop({ keepStore: true })
  await own.start({ store, port })
  const sent = { manifests: [parseBase64(plan.manifestBytes)], ids: [plan.transactionId], sequence: 1n }
  const refused = { transaction_id: plan.transactionId, decision: 'abort', code: '503' }
  own.chain('zone-a').makeBlock([prepareTx(pathOf('zone-a'), sent), settleTx(pathOf('zone-a'), sent, 'aborted')])
  own.chain(hubId).makeBlock([{ events: [contractEvent(pathOf('zone-a').hub, 'decision', refused)] }])
  const watched = await watching
  expect(watched.code).toBe(1)
  expect(JSON.parse(watched.out)).toMatchObject({ state: 'applied', outcome: 'aborted' })
  // Nothing is said twice.
  expect(watched.err.split('\n').filter((line) => line === 'received')).toHaveLength(1)
  await own.stop()
}, 60_000)

test('a refusal ends with 1 and says what to do', async () => {
  const refused = await causeway('share', 'status', '0'.repeat(64), ...speaking())
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({ code: 'TRANSACTION_UNKNOWN' })
  expect(refused.err).toContain('TRANSACTION_UNKNOWN')
})

test('a mistake in the command ends with 2', async () => {
  expect(await causeway('share', 'surprise')).toMatchObject({ code: 2, out: '' })
  expect((await causeway('share', 'status')).code).toBe(2)
})

test('an API that does not answer ends with 3', async () => {
  const alone = await causeway('share', 'status', '0'.repeat(64), '--api', 'http://127.0.0.1:1')
  expect(alone.code).toBe(3)
  expect(alone.err).toContain('nobody answers at http://127.0.0.1:1')
})
