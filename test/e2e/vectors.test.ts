// Every envelope, identifier and manifest of the vectors, shown to real chains and to the API: one code everywhere.
import { createHash } from 'node:crypto'
import { isCausewayError } from '../../core/errors.ts'
import { ApiRefusal } from '../../localnet/demo/apiClient.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { anybody, base64, call, refusalOf } from './calls.ts'
import { changesBetween, type StoredState, storedState } from './states.ts'
import { openRecord, registerMsg } from './things.ts'
import { idVectors, type WalkedVector, walkedVectors } from './vectorFiles.ts'
import { openWorld, startMs } from './world.ts'

const chainIds = ['causeway-hub', 'zone-a', 'zone-b', 'zone-c'] as const
/** Code by chain, and of the API where it has a say. */
type Codes = Readonly<Record<string, string>>

let stage: OpenStage
let before: StoredState

beforeAll(async () => {
  stage = await openWorld()
  before = await storedState(stage)
}, startMs)
afterEach(async () => expect(changesBetween(before, await storedState(stage))).toEqual([]))
afterAll(() => stage.close())

const onEveryChain = async (ask: (chainId: string) => Promise<string>): Promise<Codes> =>
  Object.fromEntries(await Promise.all(chainIds.map(async (chainId) => [chainId, await ask(chainId)] as const)))

async function tableOf(rows: readonly { name: string; codes: Promise<Codes> }[]): Promise<Record<string, Codes>> {
  return Object.fromEntries(await Promise.all(rows.map(async ({ name, codes }) => [name, await codes] as const)))
}

/** What the table must be where every reader says the same. */
const same = (names: readonly string[], code: string): Codes => Object.fromEntries(names.map((name) => [name, code]))

function registered(chainId: string, envelope: Uint8Array): Promise<string> {
  const { chain, assets } = zoneOf(stage, chainId)
  return refusalOf(call(chain, anybody, assets, { register: { envelope: base64(envelope), content: null } }))
}

function prepared(chainId: string, manifest: Uint8Array): Promise<string> {
  const { chain, gate } = zoneOf(stage, chainId)
  const legs = [{ manifest: base64(manifest), authorisations: [], contents: [] }]
  return refusalOf(call(chain, anybody, gate, { prepare: { legs } }))
}

/** The API's code; where it only says that the bytes do not decode, the reason that chains would give. */
async function submitted(manifest: Uint8Array): Promise<string> {
  const key = createHash('sha256').update(manifest).digest('hex')
  const body = { manifest: base64(manifest), authorisations: [] }
  const headers = { 'idempotency-key': key }
  const error = await stage.api.call('POST', '/v1/share-requests', body, headers).catch((thrown: unknown) => thrown)
  if (!(error instanceof ApiRefusal)) throw isCausewayError(error) ? error : new Error('the API accepted')
  return error.code === 'MANIFEST_MALFORMED' ? (/reason: ([A-Z_]+)/.exec(error.message)?.[1] ?? error.code) : error.code
}

const refused = (vectors: readonly WalkedVector[]): readonly WalkedVector[] => vectors.filter(({ error }) => error)

test(
  'every envelope that lacks a part, breaks a limit or has an unknown major is refused on every chain by one code (Y-7.2.1-n1, Y-7.2.1-n4, Y-7.2.1-n5)',
  async () => {
    const vectors = refused(walkedVectors('envelope'))
    const rows = vectors.map(({ name, bytes }) => ({ name, codes: onEveryChain((id) => registered(id, bytes)) }))
    const expected = vectors.map(({ name, error = '' }) => [name, same(chainIds, error)])
    expect(vectors.length).toBeGreaterThan(25)
    expect(await tableOf(rows)).toEqual(Object.fromEntries(expected))
  },
  startMs,
)

test(
  'every identifier outside the grammar is refused on every chain by one code (Y-7.2.1-n3)',
  async () => {
    const vectors = idVectors().filter(({ error }) => error)
    const bytesOf = (id: string): string =>
      (registerMsg(openRecord('zone-a', 'x', { id })) as { register: { envelope: string } }).register.envelope
    const rows = vectors.map(({ name, id }) => {
      const envelope = Uint8Array.from(Buffer.from(bytesOf(id), 'base64'))
      return { name, codes: onEveryChain((chainId) => registered(chainId, envelope)) }
    })
    const expected = vectors.map(({ name, error = '' }) => [name, same(chainIds, error)])
    expect(vectors.length).toBeGreaterThan(10)
    expect(await tableOf(rows)).toEqual(Object.fromEntries(expected))
  },
  startMs,
)

test(
  'every manifest that the vectors refuse is refused by every gate and by the API, by one code (Y-7.2.1-n1, Y-7.2.1-n3, Y-7.2.1-n4, Y-7.2.1-n5)',
  async () => {
    const vectors = refused(walkedVectors('manifest'))
    const rows = vectors.map(({ name, bytes }) => ({ name, codes: everywhere(bytes) }))
    const expected = vectors.map(({ name, error = '' }) => [name, same([...chainIds, 'api'], error)])
    expect(vectors.length).toBeGreaterThan(35)
    expect(await tableOf(rows)).toEqual(Object.fromEntries(expected))
  },
  startMs,
)

test(
  'every manifest that the vectors accept, a later minor among them, passes every reader as far as its addressee (Y-7.2.1-n4, Y-7.2.1-n5)',
  async () => {
    const vectors = walkedVectors('manifest').filter(({ error }) => error === undefined)
    const rows = vectors.map(({ name, bytes }) => ({ name, codes: everywhere(bytes) }))
    const expected = vectors.map(({ name }) => [name, same([...chainIds, 'api'], 'WRONG_ADDRESSEE')])
    expect(vectors.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['later-minor', 'sixteen-legs', 'sixteen-operations']),
    )
    expect(await tableOf(rows)).toEqual(Object.fromEntries(expected))
  },
  startMs,
)

async function everywhere(manifest: Uint8Array): Promise<Codes> {
  const [chains, api] = await Promise.all([onEveryChain((id) => prepared(id, manifest)), submitted(manifest)])
  return { ...chains, api }
}
