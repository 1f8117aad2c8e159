// Parties and things over the life of their data: who may submit and read, what is refused to the rest, what remains.
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { batchId, type SignedBatch } from '../../core/batch.ts'
import { toBase64, toHex } from '../../core/bytes.ts'
import { codeNumber } from '../../core/errors.ts'
import type { Row } from '../../core/words.ts'
import { openStream, signBatch } from '../../localnet/demo/batches.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { type Device, newDevice } from '../../localnet/demo/devices.ts'
import { changeByVote, enrol, propose, rotateKey, tellIdentity, thing } from '../../localnet/demo/enrol.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import type { User } from '../../localnet/demo/user.ts'
import { submissionOf } from '../../platform/chain/intake.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { refusalOf } from './calls.ts'
import { formsOf } from './markers.ts'
import { enrolled, type Newcomers, withNewcomers } from './newcomers.ts'
import { askIdentity, historyOf } from './registry.ts'
import { valuesOf } from './states.ts'
import { blocksMs, openWorld, siteOf, startMs } from './world.ts'

const home = 'zone-a'
const elements = [{ name: 'temperature', type: 'decimal', unit: 'Cel', lengthMax: 32, optional: false }] as const
let world: OpenStage
let stage: Newcomers
let gil: Member
let hana: Member
let device: Device
let virtual: Device
let stream: string

beforeAll(async () => {
  world = await openWorld()
  stage = await withNewcomers(world, ['gil', 'hana', 'nobody'])
  ;[gil, hana] = await Promise.all([
    enrolled(stage, home, 'gil', ['supplier']),
    enrolled(stage, home, 'hana', ['demander', 'supplier']),
  ])
  device = newDevice(`did:causeway:thing:${home}:station-${stage.run}`)
  virtual = newDevice(`did:causeway:thing:${home}:model-${stage.run}`, 'p256')
  await enrol(stage, home, gil.user, [
    thing(stage, home, device, gil.id),
    thing(stage, home, virtual, gil.id, 'virtual'),
  ])
  const devices = [device, virtual]
  stream = await openStream(stage, { chainId: home, owner: gil, name: 'life', elements, open: false, devices })
}, startMs)
afterAll(async () => {
  await stage.close()
  await world.close()
})

const contractOf = (name: 'intake' | 'rights' | 'credentials' | 'stores' | 'market'): string =>
  servicesOf(stage, home)[name]
const tell = (name: Parameters<typeof contractOf>[0], by: User, msg: object) =>
  by.execute(zoneOf(stage, home).chain, contractOf(name), msg)
const ask = async <T>(name: Parameters<typeof contractOf>[0], query: object): Promise<T> =>
  (await zoneOf(stage, home).chain.querySmart(contractOf(name), query)) as T

const rows = (first: number): readonly Row[] =>
  [first, first + 1].map((at) => ({
    cells: [
      { kind: 'integer', value: BigInt(at) },
      { kind: 'timestampNs', value: 1_700_000_000_000_000_000n + BigInt(at) },
      { kind: 'decimal', value: '12.5' },
    ],
  }))
const batchOf = (by: Device, first: number, as = by.id): SignedBatch =>
  signBatch({ ...by, id: as }, stream, rows(first), BigInt(first))
const submit = (batch: SignedBatch) => tell('intake', stage.person('load-6'), { submit: submissionOf(batch) })

test(
  'a device and a virtual thing submit under ids of their own, each by a signature that the contract verifies (Y-3.1.16, Y-8.4.1b)',
  async () => {
    expect(device.id).not.toBe(virtual.id)
    for (const [by, other] of [
      [device, virtual],
      [virtual, device],
    ] as const) {
      const good = batchOf(by, 1)
      const altered = Uint8Array.from(good.signature)
      altered[5] = (altered[5] ?? 0) ^ 1
      expect(await refusalOf(submit({ ...good, signature: altered }))).toBe('SIGNATURE_INVALID')
      expect(await refusalOf(submit(batchOf(other, 1, by.id)))).toBe('SIGNATURE_INVALID')
      expect(await ask('intake', { batch: { id: batchId(good) } })).toBeNull()
      await submit(good)
      expect(await ask('intake', { batch: { id: batchId(good) } })).toMatchObject({ device: by.id, owner: gil.id })
    }
  },
  blocksMs,
)

/** One call of every service that a party with an account may try. */
function entryPoints(by: User, owner: string): readonly (() => Promise<unknown>)[] {
  const name = `try-${by.name}-${stage.run}`
  const late_ns = `${BigInt(Date.now() + 3_600_000) * 1_000_000n}`
  const issue = { id: name, kind: 'PermissionToOperate', subject: owner, fingerprint: null, digest: '00'.repeat(32) }
  const price = { origin_chain_id: home, denom: 'ucity', amount: '1' }
  const demand = { topic: 'weather', class: 'open', max_price: price, latest_ns: late_ns, fields: ['*'] }
  const more = { purposes: ['research'], term_sec: 60, rule: 'price' }
  const term = { index: 0, valid_from_ns: '1', valid_until_ns: late_ns }
  const thingOf = thing(stage, home, newDevice(`did:causeway:thing:${home}:${name}`), owner)
  return [
    () => propose(stage, home, by, [thingOf]),
    () => tell('intake', by, { register_model: { name, version: 1, schema: toBase64(Buffer.from('{}')) } }),
    () => tell('intake', by, { join_checkers: {} }),
    () => tell('rights', by, { register: registration(`did:causeway:asset:${home}:${name}`, by) }),
    () => tell('credentials', by, { issue: { ...issue, ...term } }),
    () => tell('market', by, { post_demand: { id: `${home}/${name}`, ...demand, ...more } }),
  ]
}

const dayNs = 86_400_000_000_000n
const until_ns = `${BigInt(Date.now()) * 1_000_000n + dayNs}`
const termsOf = (count = 0) => ({
  fields: ['*'],
  purposes: ['research'],
  from_ns: '1',
  until_ns,
  count,
  onward: 'none',
  royalty_bps: 0,
})
const registration = (asset: string, by: User, controller: string | null = null): object => ({
  asset,
  fingerprint: createHash('sha256').update(asset).digest('hex'),
  controller,
  terms: termsOf(),
  shares: [{ account: by.address, bps: 10_000 }],
  source: null,
  access: 'closed',
})

async function codesOf(attempts: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const codes: string[] = []
  for (const attempt of attempts) codes.push(await refusalOf(attempt()))
  return codes
}

test(
  'an account of nobody and a suspended party are refused at every entry point, and so is an unknown or suspended device (Y-6.1-2, Y-3.1.5)',
  async () => {
    const nobody = stage.person('nobody')
    const attempts = entryPoints(nobody, `did:causeway:party:${home}:nobody-${stage.run}`)
    expect(await codesOf(attempts)).toEqual(attempts.map(() => 'SUBJECT_UNKNOWN'))
    const foreign = newDevice(`did:causeway:thing:${home}:foreign-${stage.run}`)
    expect(await refusalOf(submit(batchOf(foreign, 1)))).toBe('DEVICE_NOT_ALLOWED')
    const regulator = stage.person('regulator')
    await tellIdentity(stage, home, regulator, { suspend: { id: device.id, reason: 'drift' } })
    expect(await refusalOf(submit(batchOf(device, 3)))).toBe('SUBJECT_INACTIVE')
    await changeByVote(stage, home, stage.person('city'), { resume: { id: device.id } })
    await submit(batchOf(device, 3))
    await tellIdentity(stage, home, regulator, { suspend: { id: hana.id, reason: 'fraud' } })
    const suspended = entryPoints(hana.user, hana.id)
    expect(await codesOf(suspended)).toEqual(suspended.map(() => 'SUBJECT_INACTIVE'))
    await changeByVote(stage, home, stage.person('city'), { resume: { id: hana.id } })
  },
  blocksMs,
)

/** What the grantee signs: `signer` is who does. */
async function requestOf(grant: string, signer: User): Promise<object> {
  const nonce = toHex(randomBytes(16))
  const expires_ns = `${BigInt(Date.now() + 3_600_000) * 1_000_000n}`
  const lines = [home, contractOf('rights'), grant, '*', 'research', nonce, expires_ns]
  const { publicKey: public_key, signature } = await signer.sign(['Causeway v1: access', ...lines].join('\n'))
  return { grant, fields: ['*'], purpose: 'research', nonce, expires_ns, signature, public_key }
}
type Access = { grantee: string; server: string; height: number; code: number }

test(
  'a party sees who has read its data, and revoking, reading and being refused all leave records; a stranger’s signature reads nothing (Y-6.1-5, Y-8.4.1b, Y-8.4.3b, Y-3.1.5)',
  async () => {
    const asset = `did:causeway:asset:${home}:ledger-${stage.run}`
    await tell('rights', gil.user, { register: registration(asset, gil.user) })
    const body = { asset, grantee: hana.id, terms: termsOf(5), recipient_key: toBase64(randomBytes(32)), offer: null }
    const grant = attributeOf(await tell('rights', gil.user, { grant: body }), 'wasm-rights_granted', 'grant')
    const use = async (signer: User) => tell('rights', gil.user, { use: await requestOf(grant, signer) })
    const codeIn = (used: Awaited<ReturnType<typeof use>>): readonly string[] =>
      used.result.events.flatMap(({ type }) => (type.startsWith('wasm-rights_') ? [type.slice(12)] : []))
    const allowed = codeIn(await use(hana.user))
    const forged = codeIn(await use(stage.person('nobody')))
    expect([allowed, forged]).toEqual([['used'], ['denied']])
    const may = { may: { grant, fields: ['*'], purpose: 'research' } }
    expect(await ask('rights', may)).toMatchObject({ allowed: true, code: 0 })
    await tell('rights', gil.user, { revoke: { grant } })
    await use(hana.user)
    expect(await ask('rights', may)).toMatchObject({ allowed: false, code: codeNumber('GRANT_REVOKED') })
    const query = { accesses: { asset, start_after: null, limit: null } }
    const { accesses } = await ask<{ accesses: readonly Access[] }>('rights', query)
    expect(accesses.map(({ grantee, server, code }) => [grantee, server, code])).toEqual([
      [hana.id, gil.id, 0],
      ['', gil.id, codeNumber('NOT_GRANTEE')],
      [hana.id, gil.id, codeNumber('GRANT_REVOKED')],
    ])
    expect(await ask('rights', { counts: { asset } })).toMatchObject({ allowed: 1, denied: 2 })
    const { revoked_height } = await ask<{ revoked_height: number | null }>('rights', { grant: { id: grant } })
    expect(revoked_height).toBeLessThan(accesses[2]?.height ?? 0)
    await rotateKey(stage, home, hana.user, newDevice(hana.id), { name: 'second' })
    expect((await historyOf(stage, home, hana.id)).at(-1)).toMatchObject({ what: 'key_rotated', by: hana.id })
  },
  blocksMs,
)

test(
  'only a registered party registers an asset; its owner and its controller are two fields with powers of their own (Y-3.1.8)',
  async () => {
    const asset = `did:causeway:asset:${home}:books-${stage.run}`
    const refused = tell('rights', stage.person('nobody'), { register: registration(asset, gil.user) })
    expect(await refusalOf(refused)).toBe('SUBJECT_UNKNOWN')
    const stranger = `did:causeway:party:${home}:never-${stage.run}`
    const controlled = tell('rights', gil.user, { register: registration(asset, gil.user, stranger) })
    expect(await refusalOf(controlled)).toBe('SUBJECT_UNKNOWN')
    await tell('rights', gil.user, { register: registration(asset, gil.user, hana.id) })
    expect(await ask('rights', { rights: { asset } })).toMatchObject({ owner: gil.id, controller: hana.id })
    await tell('rights', hana.user, { set_terms: { asset, terms: termsOf(2) } })
    const shares = [{ account: hana.user.address, bps: 10_000 }]
    for (const msg of [
      { set_shares: { asset, shares } },
      { transfer_ownership: { asset, to: hana.id } },
      { archive: { asset } },
    ]) {
      expect(await refusalOf(tell('rights', hana.user, msg))).toBe('NOT_OWNER')
    }
    await tell('rights', gil.user, { archive: { asset } })
    expect(await ask('rights', { rights: { asset } })).toMatchObject({ archived: true, owner: gil.id })
  },
  blocksMs,
)

test(
  'after rotation, suspension and exit a batch still resolves to its device, its owner and the key of its time, and no id is free again (Y-7.1.3b)',
  async () => {
    const batch = batchOf(virtual, 3)
    const { height } = await submit(batch)
    const report = { batch: batchId(batch), attempt: 1, model_version: 1, failed: [], more: 0 }
    await tell('intake', stage.person('city'), { report })
    const next = { ...newDevice(virtual.id, 'p256'), id: virtual.id }
    const rotated = await rotateKey(stage, home, gil.user, next, { owner: gil.id, name: 'second' })
    expect(await refusalOf(submit(batchOf(virtual, 5)))).toBe('SIGNATURE_INVALID')
    await tellIdentity(stage, home, gil.user, { retire: { id: virtual.id } })
    await changeByVote(stage, home, stage.person('city'), { suspend: { id: gil.id } })
    await changeByVote(stage, home, stage.person('city'), { retire: { id: gil.id } })
    const trace = { id: batchId(batch), device: virtual.id, owner: gil.id, state: 'validated' }
    expect(await ask('intake', { trace: { id: batchId(batch) } })).toMatchObject(trace)
    const keysAt = async (at: bigint): Promise<readonly string[]> => {
      const query = { key_at: { id: virtual.id, height: Number(at) } }
      return (await askIdentity<{ public_key: string }[]>(stage, home, query)).map(({ public_key }) => public_key)
    }
    expect(await keysAt(height)).toEqual([toBase64(virtual.publicKey)])
    expect(await keysAt(rotated.height + 1n)).toEqual([toBase64(next.publicKey)])
    const histories = await Promise.all([virtual.id, gil.id].map((id) => historyOf(stage, home, id)))
    expect(histories.map((history) => history.at(-1)?.what)).toEqual(['retired', 'retired'])
    // Every step has somebody who took it, or the vote that did.
    expect(histories.flat().filter(({ by, proposal }) => by === null && proposal === null)).toEqual([])
    const again = newDevice(virtual.id)
    expect(await refusalOf(propose(stage, home, hana.user, [thing(stage, home, again, hana.id)]))).toBe('EXISTS')
    const doors = await refusalOf(tellIdentity(stage, home, gil.user, { retire: { id: virtual.id } }))
    expect(doors).toBe('SUBJECT_INACTIVE')
    for (const message of ['delete', 'remove'] as const) {
      const attempt = tellIdentity(stage, home, stage.users.admin, { [message]: { id: virtual.id } })
      await expect(attempt).rejects.toMatchObject({ facts: { log: expect.stringContaining('unknown variant') } })
    }
  },
  blocksMs,
)

type Rpc = { readonly result: { readonly block: { readonly data: { readonly txs: readonly string[] } } } }

/** Everything that the chains hold from some height on: txs as they were sent, and all that contracts store. */
async function heldSince(heights: ReadonlyMap<string, bigint>): Promise<string> {
  const parts: string[] = []
  for (const [chainId, from] of heights) {
    const { chain, gate, assets, services } = zoneOf(stage, chainId)
    const { height: until } = await chain.queryStatus()
    for (let height = from; height <= until; height += 1n) {
      const response = await fetch(`http://127.0.0.1:${siteOf(chainId).rpc}/block?height=${height}`)
      const { result } = (await response.json()) as Rpc
      parts.push(...result.block.data.txs.map((tx) => Buffer.from(tx, 'base64').toString('latin1')))
    }
    for (const contract of [gate, assets, ...Object.values(services ?? {})])
      parts.push(...(await valuesOf(chain, contract)))
  }
  return parts.join('\n')
}

test(
  'what is personal in closed data is on no chain, in no tx and in no state, whole or in base64; what is open is found (Y-3.1.12)',
  async () => {
    const heights = new Map<string, bigint>()
    for (const [id, { chain }] of stage.zones) heights.set(id, (await chain.queryStatus()).height)
    const [secret, shown] = [`Ada Lovelace ${stage.run} 1815`, `mast-7-${stage.run}`]
    const hidden = newDevice(`did:causeway:thing:${home}:${shown}`)
    await enrol(stage, home, hana.user, [thing(stage, home, hidden, hana.id)])
    const text = [{ name: 'holder', type: 'text', unit: '', lengthMax: 64, optional: false }] as const
    const plan = { chainId: home, owner: hana, name: 'holders', elements: text, open: false, devices: [hidden] }
    const cells = [
      { kind: 'integer', value: 1n },
      { kind: 'timestampNs', value: 1_700_000_000_000_000_000n },
      { kind: 'text', value: secret },
    ] as const
    const salt = randomBytes(32)
    const leaf = (bytes: Uint8Array): Uint8Array => createHmac('sha256', salt).update(bytes).digest()
    const batch = signBatch(hidden, await openStream(stage, plan), [{ cells }], 1n, { leaf })
    expect(Buffer.from(batch.content).toString('latin1')).toContain(secret)
    await submit(batch)
    expect(await ask('intake', { batch: { id: batchId(batch) } })).not.toBeNull()
    const held = await heldSince(heights)
    expect(held).toContain(shown)
    for (const form of formsOf(secret)) expect(held.includes(form.toString('latin1'))).toBe(false)
  },
  blocksMs,
)
