// Roles on a running zone: what each lets a party do and no more, the regulator's office, and the admin's lack of one.
import { createHash, randomBytes } from 'node:crypto'
import { MsgMigrateContract } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import { batchId } from '../../core/batch.ts'
import { toBase64 } from '../../core/bytes.ts'
import { didDocument, type Subject, toMultikey } from '../../core/did.ts'
import { codeNumber } from '../../core/errors.ts'
import { openStream, signBatch } from '../../localnet/demo/batches.ts'
import { type Member, memberOf } from '../../localnet/demo/cast.ts'
import { ensureKey } from '../../localnet/demo/certify.ts'
import { newDevice } from '../../localnet/demo/devices.ts'
import { changeByVote, enrol, tellIdentity, thing } from '../../localnet/demo/enrol.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import type { User } from '../../localnet/demo/user.ts'
import { storeCode } from '../../localnet/wasmTx.ts'
import { submissionOf } from '../../platform/chain/intake.ts'
import { verifyBundle, verifyCredential } from '../../platform/credentials/verify.ts'
import { refusalOf } from './calls.ts'
import { permission, portsOn, statusListNow } from './certificates.ts'
import { enrolled, type Newcomers, withNewcomers } from './newcomers.ts'
import { askIdentity, subjectOn } from './registry.ts'
import { closedAsset, openRecord, register } from './things.ts'
import { blocksMs, openWorld, queryCode, startMs } from './world.ts'

const home = 'zone-a'
const roles = ['supplier', 'demander', 'provider', 'regulator', 'other'] as const
// The founder of that name is somebody else.
const holderOf = (role: string): string => `holder-${role}`
const untilMs = Date.now() + 3_600_000
const until_ns = `${BigInt(untilMs) * 1_000_000n}`
let world: OpenStage
let stage: Newcomers
let parties: readonly Member[]
let supplier: Member
let both: Member

beforeAll(async () => {
  world = await openWorld()
  stage = await withNewcomers(world, [...roles.map(holderOf), 'both', 'consultant', 'permitted'])
  ;[both, ...parties] = (await Promise.all([
    enrolled(stage, home, 'both', ['supplier', 'demander']),
    ...roles.map((role) => enrolled(stage, home, holderOf(role), [role])),
  ])) as [Member, ...Member[]]
  supplier = parties[0] as Member
}, startMs)
afterAll(async () => {
  await stage.close()
  await world.close()
})

type Service = 'intake' | 'rights' | 'credentials' | 'market'
const tell = (name: Service, by: User, msg: object, chainId = home) =>
  by.execute(zoneOf(stage, chainId).chain, servicesOf(stage, chainId)[name], msg)
const ask = async <T>(name: Service, query: object, chainId = home): Promise<T> =>
  (await zoneOf(stage, chainId).chain.querySmart(servicesOf(stage, chainId)[name], query)) as T

const price = { origin_chain_id: home, denom: 'ucity', amount: '0' }
const demandOf = (name: string, topic: string): object => ({
  id: `${home}/${name}-${stage.run}`,
  topic,
  class: 'open',
  max_price: price,
  latest_ns: until_ns,
  fields: ['*'],
  purposes: ['research'],
  term_sec: 60,
  rule: 'price',
})

/** For each role the act that it alone allows; what a party with it is answered where it goes no further. */
function acts(by: User): readonly (readonly [string, () => Promise<unknown>])[] {
  const name = `${by.name}-${stage.run}`
  const nothing = `did:causeway:entry:${home}:nothing.at.1-2`
  const report = { batch: nothing, attempt: 1, model_version: 1, failed: [], more: 0 }
  const never = `did:causeway:thing:${home}:never`
  return [
    ['accepted', () => tell('rights', by, { register: registrationOf(`did:causeway:asset:${home}:${name}`, by) })],
    ['accepted', () => tell('market', by, { post_demand: demandOf(by.name, `none-${stage.run}`) })],
    ['BATCH_UNKNOWN', () => tell('intake', by, { report })],
    ['SUBJECT_UNKNOWN', () => tellIdentity(stage, home, by, { suspend: { id: never, reason: '' } })],
    ['accepted', () => tell('intake', by, { join_checkers: {} })],
  ]
}

async function answersTo(by: User): Promise<readonly string[]> {
  const answers: string[] = []
  for (const [, act] of acts(by)) answers.push(await refusalOf(act()))
  return answers
}

test(
  'five roles are enforced: each party does what its role allows and nothing else, and one with two roles does both (Y-9.1-0)',
  async () => {
    const expected = roles.map((_, role) =>
      acts(supplier.user).map(([own], act) => (act === role ? own : 'SCOPE_MISSING')),
    )
    try {
      expect(await Promise.all(parties.map(({ user }) => answersTo(user)))).toEqual(expected)
    } finally {
      // Nobody is drawn by tests of others.
      await tell('intake', (parties[4] as Member).user, { leave_checkers: {} })
    }
    const none = 'SCOPE_MISSING'
    expect(await answersTo(both.user)).toEqual(['accepted', 'accepted', none, none, none])
  },
  blocksMs,
)

test(
  'a party of each role registers one open and one closed asset of its own (Y-9.1-0)',
  async () => {
    const { chain, assets } = zoneOf(stage, home)
    await Promise.all(
      parties.map(async ({ user, id: owner }, at) => {
        const name = `${roles[at]}-${stage.run}`
        const things = [openRecord(home, `open-${name}`, { owner }), closedAsset(home, `closed-${name}`, { owner })]
        await register(stage, home, user, things)
        for (const { envelope } of things) {
          const item = await chain.querySmart(assets, { item: { id: envelope.id } })
          expect(item).toMatchObject({ owner_account: user.address, state: 'live' })
        }
      }),
    )
  },
  blocksMs,
)

const terms = { fields: ['*'], purposes: ['research'], onward: 'none', royalty_bps: 0 }
const registrationOf = (asset: string, by: User): object => ({
  asset,
  fingerprint: createHash('sha256').update(asset).digest('hex'),
  controller: null,
  terms: { ...terms, from_ns: '1', until_ns, count: 0 },
  shares: [{ account: by.address, bps: 10_000 }],
  source: null,
  access: 'open',
})
const offerOf = (name: string, asset: string, topic: string): object => ({
  id: `${home}/${name}-${stage.run}`,
  asset,
  topic,
  class: 'open',
  price,
  method: { free: {} },
  terms: { ...terms, term_sec: 60, count: 0 },
  certificate: null,
  delivery_sec: 60,
  penalty: '0',
  until_ns: `${BigInt(untilMs - 600_000) * 1_000_000n}`,
})

/** A validated batch of the party's own device. */
async function validatedBatch(owner: Member, name: string): Promise<string> {
  const device = newDevice(`did:causeway:thing:${home}:${name}-${stage.run}`)
  await enrol(stage, home, owner.user, [thing(stage, home, device, owner.id)])
  const elements = [{ name: 'level', type: 'integer', unit: '', lengthMax: 32, optional: false }] as const
  const plan = { chainId: home, owner, name, elements, open: true, devices: [device] }
  const stream = await openStream(stage, plan)
  const at = { kind: 'timestampNs', value: 1_700_000_000_000_000_000n } as const
  const one = { kind: 'integer', value: 1n } as const
  const batch = signBatch(device, stream, [{ cells: [one, at, one] }], 1n)
  await tell('intake', owner.user, { submit: submissionOf(batch) })
  const report = { batch: batchId(batch), attempt: 1, model_version: 1, failed: [], more: 0 }
  await tell('intake', stage.person('city'), { report })
  return batchId(batch)
}

test(
  'a supplier sells the entries of its own device, nobody else does, and of two equal offers the published rule takes the lower id (Y-9.1-1a, Y-6.1-4)',
  async () => {
    const topic = `levels-${stage.run}`
    const [mine, other] = await Promise.all([validatedBatch(supplier, 'gauge'), validatedBatch(both, 'weir')])
    const stolen = tell('rights', both.user, { register: registrationOf(mine, both.user) })
    expect(await refusalOf(stolen)).toBe('NOT_OWNER')
    await tell('rights', supplier.user, { register: registrationOf(mine, supplier.user) })
    await tell('rights', both.user, { register: registrationOf(other, both.user) })
    const resold = tell('market', both.user, { post_offer: offerOf('c', mine, topic) })
    expect(await refusalOf(resold)).toBe('MANDATE_INVALID')
    // The later one first: neither time nor who asked decides.
    await tell('market', both.user, { post_offer: offerOf('b', other, topic) })
    await tell('market', supplier.user, { post_offer: offerOf('a', mine, topic) })
    const buyer = parties[1] as Member
    const demand = `${home}/levels-${stage.run}`
    await tell('market', buyer.user, { post_demand: demandOf('levels', topic) })
    await tell('market', stage.users.admin, { match: { demand } })
    expect(await ask('market', { match: { demand } })).toMatchObject({
      offer: `${home}/a-${stage.run}`,
      considered: 2,
      score: '0',
      next: '0',
    })
    const recipient_key = toBase64(randomBytes(32))
    await tell('market', buyer.user, { buy: { offer: `${home}/a-${stage.run}`, recipient_key } })
    const { agreements } = await ask<{ agreements: readonly object[] }>('market', {
      agreements: { party: buyer.id, start_after: null, limit: null },
    })
    expect(agreements).toEqual([expect.objectContaining({ asset: mine, seller: supplier.id, buyer: buyer.id })])
  },
  blocksMs,
)

type Audit = { readonly number: number; readonly party: string; readonly what: string; readonly height: number }
async function auditsOf(party: string): Promise<readonly Audit[]> {
  const all: Audit[] = []
  for (let more = true; more; ) {
    const start_after = all.at(-1)?.number ?? null
    const page = await askIdentity<Audit[]>(stage, home, { audits: { start_after, limit: 100 } })
    all.push(...page)
    more = page.length > 0
  }
  return all.filter((one) => one.party === party)
}

test(
  'each look of a regulator is recorded with party, subject and height, and nobody without the scope leaves one (Y-9.1-4a)',
  async () => {
    const regulator = parties[3] as Member
    const what = `reads of May, ${stage.run}`
    const { height } = await tellIdentity(stage, home, regulator.user, { record_audit: { what } })
    const refused = tellIdentity(stage, home, supplier.user, { record_audit: { what } })
    expect(await refusalOf(refused)).toBe('SCOPE_MISSING')
    const found = await auditsOf(regulator.id)
    expect(found.map((one) => [one.what, BigInt(one.height)])).toEqual([[what, height]])
    expect(await auditsOf(supplier.id)).toEqual([])
  },
  blocksMs,
)

test(
  'a role that a vote has added gives its scope and no other; no vote adds it twice or with a scope that does not exist (Y-9.1-5)',
  async () => {
    const role = { name: 'consultant', scopes: ['audit'] }
    const known = async () => askIdentity<(typeof role)[]>(stage, home, { roles: {} })
    const isNew = !(await known()).some(({ name }) => name === role.name)
    if (isNew) await changeByVote(stage, home, stage.person('city'), { add_role: { role } })
    expect(await known()).toContainEqual(role)
    const adds = (added: object) =>
      tellIdentity(stage, home, stage.person('city'), { propose_change: { change: { add_role: { role: added } } } })
    expect(await refusalOf(adds({ ...role, scopes: ['vote'] }))).toBe('EXISTS')
    expect(await refusalOf(adds({ name: 'king', scopes: ['reign'] }))).toBe('MALFORMED')
    const { user, id } = await enrolled(stage, home, 'consultant', ['consultant'])
    expect(await askIdentity(stage, home, { party: { account: user.address } })).toMatchObject({ scopes: ['audit'] })
    expect(await answersTo(user)).toEqual(roles.map(() => 'SCOPE_MISSING'))
    await tellIdentity(stage, home, user, { record_audit: { what: `advice ${stage.run}` } })
    expect(await auditsOf(id)).toHaveLength(1)
  },
  blocksMs,
)

test(
  'the admin of a zone votes, suspends, enrols and certifies nothing, names no second peer, and changes no code (Y-6.1-4)',
  async () => {
    const { admin } = stage.users
    const { chain } = zoneOf(stage, home)
    const { identity } = servicesOf(stage, home)
    const peer = { chain_id: 'zone-b', contract: servicesOf(stage, 'zone-c').identity }
    expect(await refusalOf(tellIdentity(stage, home, admin, { set_peer: peer }))).toBe('EXISTS')
    expect(await refusalOf(tellIdentity(stage, home, supplier.user, { set_peer: peer }))).toBe('FORBIDDEN')
    expect(await answersTo(admin)).toEqual(roles.map(() => 'SUBJECT_UNKNOWN'))
    const before = await queryCode(chain, identity)
    const signer = await chain.signer(admin.name)
    const migrate = { sender: admin.address, contract: identity, codeId: before.codeId, msg: Buffer.from('{}') }
    const value = MsgMigrateContract.encode(MsgMigrateContract.fromPartial(migrate)).finish()
    const msgs = [{ typeUrl: '/cosmwasm.wasm.v1.MsgMigrateContract', value }]
    await expect(signer.submitAndWait(msgs, 3_000_000n)).rejects.toMatchObject({
      facts: { log: expect.stringContaining('migrate') },
    })
    expect(await queryCode(chain, identity)).toEqual(before)
  },
  blocksMs,
)

test(
  'code is uploaded by the one account of the allow-list alone, on every chain (Y-3.1.5)',
  async () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    for (const { chain } of [stage.hub, ...stage.zones.values()]) {
      const upload = async (name: string) => storeCode(await chain.signer(name), empty)
      await expect(upload('load-3')).rejects.toMatchObject({ facts: { log: expect.stringContaining('unauthorized') } })
      // The same bytes by the account that may: refused for what they are.
      await expect(upload('admin')).rejects.toMatchObject({ facts: { codespace: 'wasm' } })
    }
  },
  blocksMs,
)

test(
  'a permission that a regulator signed and recorded holds online and offline until it expires or is revoked; nobody else issues one (Y-9.1-4b, Y-8.4.1b)',
  async () => {
    const chainId = 'zone-c'
    const regulator = memberOf(stage, chainId, 'regulator')
    await ensureKey(stage, chainId, regulator)
    const { id: subject, user } = await enrolled(stage, chainId, 'permitted', ['provider'])
    const name = `permit-${stage.run}`
    const { jws, issue } = await permission(stage, chainId, regulator, { subject, name, untilMs })
    expect(await refusalOf(tell('credentials', user, issue, chainId))).toBe('SCOPE_MISSING')
    await tell('credentials', regulator.user, issue, chainId)
    const valid = { valid: { id: name, subject, fingerprint: null } }
    expect(await ask('credentials', valid, chainId)).toEqual({ valid: true, code: null })
    expect(await ask('credentials', { credential: { id: name } }, chainId)).toMatchObject({
      kind: 'PermissionToOperate',
      subject,
      valid_until_ns: until_ns,
      issuer: regulator.id,
      revoked: null,
    })
    const expected = { type: 'PermissionToOperate', subject, fingerprint: undefined } as const
    const offices = {
      PermissionToOperate: ['regulator'],
      DataQualityCertificate: ['regulator'],
      OwnershipCertificate: ['regulator'],
    }
    const online = (nowMs = Date.now) =>
      verifyCredential(jws, expected, offices, portsOn(stage, chainId, regulator, nowMs))
    const issuer = (await subjectOn(stage, chainId, regulator.id)) as Subject
    const keys = issuer.keys.map((key) => toMultikey(key))
    const trust = { issuers: [{ did: issuer.id, keys, types: ['PermissionToOperate'] as const }], chains: [] }
    const offline = async (nowMs = Date.now()) => {
      const statusList = await statusListNow(stage, chainId, regulator)
      const issuerDocument = JSON.parse(JSON.stringify(didDocument(issuer)))
      return verifyBundle({ credential: jws, issuerDocument, statusList }, trust, expected, nowMs)
    }
    for (const check of [online, offline]) {
      expect((await check()).claims.subject).toBe(subject)
    }
    await expect(online(() => untilMs)).rejects.toMatchObject({ code: 'CREDENTIAL_EXPIRED' })
    await expect(offline(untilMs)).rejects.toMatchObject({ code: 'CREDENTIAL_EXPIRED' })
    const revoke = { revoke: { credential: name, reason: 3 } }
    await tell('credentials', regulator.user, revoke, chainId)
    expect(await ask('credentials', valid, chainId)).toEqual({ valid: false, code: codeNumber('CREDENTIAL_REVOKED') })
    for (const check of [online, offline]) {
      await expect(check()).rejects.toMatchObject({ code: 'CREDENTIAL_REVOKED' })
    }
  },
  blocksMs,
)
