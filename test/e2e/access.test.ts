// Granted reads on running chains: decided, counted and recorded there; the door and the stores hand out nothing else.
import { QuerySmartContractStateRequest, QuerySmartContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { batchRoot } from '../../core/batch.ts'
import { parseBase64, parseHex, toHex } from '../../core/bytes.ts'
import { codeName, codeNumber, type ErrorCode } from '../../core/errors.ts'
import { verifyMerkle } from '../../core/merkle.ts'
import { openChain } from '../../localnet/chains.ts'
import { home } from '../../localnet/demo/cast.ts'
import { exportOwnership, trustIn } from '../../localnet/demo/ownership.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { storageDeps } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import {
  askRights,
  claim,
  elements,
  type Granted,
  grantTo,
  leafOf,
  newKept,
  readKept,
  requestOf,
  rightsSite,
  tellRights,
  termsOf,
  type Vault,
} from '../../localnet/demo/vault.ts'
import { type Served, servedText } from '../../platform/access/door.ts'
import type { OwnRows } from '../../platform/access/ports.ts'
import { ContractAccesses } from '../../platform/chain/accesses.ts'
import { openContractChain } from '../../platform/chain/contractChain.ts'
import { queryBatch } from '../../platform/chain/intake.ts'
import { verifyOwnership } from '../../platform/credentials/ownership.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import type { Door } from '../../platform/process/doors.ts'
import { fetchObject } from '../../platform/storage/fetchObject.ts'
import { isSigned } from '../../platform/storage/statements.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { type Answer, askForRows, openOwnersDoor } from './accessDoor.ts'
import { intakeOf } from './batchSteps.ts'
import { anybody, call, refusalOf } from './calls.ts'
import { untilNs } from './moments.ts'
import { coded, openVaultWorld } from './vaults.ts'
import { Opened, siteOf, startMs, worldConfig } from './world.ts'

const testMs = 60_000
type Kept = Awaited<ReturnType<typeof newKept>>
type Access = { grant: string; grantee: string; server: string; fields: string[]; purpose: string; code: number }

let stage: OpenStage
let vault: Vault
let close: () => Promise<void>
let door: Door
const rows = new Map<string, OwnRows>()

beforeAll(async () => {
  ;({ stage, vault, close } = await openVaultWorld())
  const chain = openContractChain(zoneOf(stage, home).chain, vault.cast.supplier.user.name)
  const accesses = new ContractAccesses(chain, rightsSite(stage).rights, systemClock)
  door = await openOwnersDoor(vault.cast.supplier, rows, accesses)
}, startMs)
afterAll(async () => {
  await door.close()
  await close()
}, startMs)

/** A kept batch under the owner's terms, whose rows the door has. */
async function goods(terms: Parameters<typeof claim>[2] = {}): Promise<Kept> {
  const kept = await newKept(vault)
  rows.set(kept.asset, { ...kept.batch, elements, leaf: leafOf(vault.cast.supplier) })
  await claim(vault, kept, terms)
  return kept
}

async function read(
  kept: Kept,
  granted: Pick<Granted, 'grant' | 'grantee'>,
  how: Parameters<typeof requestOf>[2] & { readonly at?: Door } = {},
): Promise<Answer> {
  return askForRows(how.at ?? door, kept, await requestOf(stage, granted, how))
}
function refusedBy({ text }: { readonly text: string }): ErrorCode {
  expect(text).not.toContain('by the river')
  return (JSON.parse(text) as { code: ErrorCode }).code
}
/** Shares and bytes from the stores, with whatever access is claimed. */
const fetchUnder = ({ asset }: Kept, granted: Granted & { readonly access?: bigint }): Promise<unknown> => {
  const deps = { ...storageDeps(stage, vault.stores, granted.grantee.user), clock: systemClock }
  return fetchObject({ objectId: asset, version: 1n }, granted, deps)
}
const soonNs = (ms: number): string => `${BigInt(Date.now() + ms) * 1_000_000n}`
const accessesOf = async (asset: string): Promise<Access[]> =>
  ((await askRights(stage, { accesses: { asset, start_after: null, limit: null } })) as { accesses: Access[] }).accesses

test(
  'a grantee gets the granted fields of rows and no other, each with its way to the root on chain, signed by the owner (Y-8.4.2a, Y-8.4.2b, Y-8.4.3b)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset, { fields: ['sequence', 'temperature'] })
    const { status, text } = await read(kept, granted, { fields: ['sequence', 'temperature'] })
    expect([status, text.includes('by the river')]).toEqual([200, false])
    const served = JSON.parse(text) as Served
    expect(served.rows.map(({ fields }) => fields['temperature'])).toEqual(['0.5', '1.5', '2.5', '3.5'])
    const root = batchRoot(kept.batch.content, leafOf(vault.cast.supplier), sha256)
    expect(await queryBatch(intakeOf(stage, home), kept.asset)).toMatchObject({ root: toHex(root) })
    for (const { leaf, path, index } of served.rows) {
      const claimed = { leaf: parseHex(leaf), path: path.map(parseHex), index, count: served.count, root }
      expect(verifyMerkle(claimed, sha256)).toBe(true)
    }
    const said = servedText(kept.asset, served.access, served.rows)
    const signed = { text: said, signature: parseBase64(served.signature) }
    expect(isSigned(signed, said, vault.cast.supplier.key.publicKey)).toBe(true)
    expect(refusedBy(await read(kept, granted, { fields: ['place'] }))).toBe('FIELDS_NOT_GRANTED')
    expect(refusedBy(await read(kept, granted))).toBe('FIELDS_NOT_GRANTED')
    // A grant of some fields opens no object: no store releases a share under it.
    await expect(readKept(vault, kept.asset, granted)).rejects.toThrow('FIELDS_NOT_GRANTED')
  },
  testMs,
)

test(
  'each failed condition refuses by its own code, gives no byte, and is recorded (Y-3.1.6, Y-3.1.9, Y-7.2.5e)',
  async () => {
    const kept = await goods()
    const other = await goods()
    const granted = await grantTo(vault, kept.asset, { count: 1 })
    const nobody = { grant: '0'.repeat(32), grantee: vault.cast.demander }
    const stranger = { ...granted, grantee: vault.cast.checkers[0] ?? vault.cast.demander }
    const outcomes = [
      await read(kept, nobody),
      await read(kept, stranger),
      await read(kept, granted, { purpose: 'advertising' }),
    ].map(refusedBy)
    expect(outcomes).toEqual(['GRANT_UNKNOWN', 'NOT_GRANTEE', 'PURPOSE_NOT_GRANTED'])
    const unsigned = await requestOf(stage, granted)
    const forged = { ...unsigned, signature: Buffer.alloc(64, 1).toString('base64') }
    expect(refusedBy(await askForRows(door, kept, forged))).toBe('SIGNATURE_INVALID')
    expect(refusedBy(await read(other, granted))).toBe('GRANT_REFUSED')
    expect(refusedBy(await read(kept, granted))).toBe('GRANT_USED_UP')
    const { chain } = zoneOf(stage, home)
    const endNs = (await chain.queryStatus()).timeNs + 8_000_000_000n
    const short = await grantTo(vault, kept.asset, { until_ns: `${endNs}` })
    await untilNs(chain, endNs)
    expect(refusedBy(await read(kept, short))).toBe('GRANT_EXPIRED')
    // A grant that does not exist is of no asset; rows of another asset than the grant's are the door's own to refuse.
    expect((await accessesOf(kept.asset)).map(({ code }) => (code === 0 ? 'allowed' : codeName(code)))).toEqual([
      'NOT_GRANTEE',
      'PURPOSE_NOT_GRANTED',
      'SIGNATURE_INVALID',
      'allowed',
      'GRANT_USED_UP',
      'GRANT_EXPIRED',
    ])
  },
  testMs,
)

test(
  'nothing is shared without conditions, and no grant is wider than what the owner lets (Y-3.1.9, Y-8.4.2a, Y-6.2.2d)',
  async () => {
    const kept = await newKept(vault)
    const { supplier, operator } = vault.cast
    const bare = { asset: kept.asset, fingerprint: 'ab'.repeat(32), controller: null, terms: null }
    const shares = [{ account: supplier.user.address, bps: 10_000 }]
    const register = { ...bare, shares, source: null, access: 'closed' }
    expect(await refusalOf(tellRights(stage, supplier, { register }))).toBe('CONDITIONS_MISSING')
    expect(await askRights(stage, { rights: { asset: kept.asset } })).toBeNull()
    await claim(vault, kept, { fields: ['temperature'] })
    expect(await refusalOf(grantTo(vault, kept.asset))).toBe('TERMS_WIDENED')
    expect(await refusalOf(grantTo(vault, kept.asset, { fields: ['temperature'] }, { by: operator }))).toBe(
      'MANDATE_INVALID',
    )
    await grantTo(vault, kept.asset, { fields: ['temperature'] })
  },
  testMs,
)

test(
  'each access counts once on chain, however many stores release a share for it, and the stores have logged as many (Y-8.4.3c, Y-8.4.2b)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset, { count: 2 })
    const numbers: bigint[] = []
    for (const through of [0, 1]) {
      const { plaintext, access } = await readKept(vault, kept.asset, granted, through)
      expect(plaintext).toEqual(Buffer.from(kept.batch.content))
      numbers.push(access)
    }
    await expect(readKept(vault, kept.asset, granted)).rejects.toThrow('GRANT_USED_UP')
    const logs = vault.stores.all.flatMap(({ log }) => log).filter(({ grant }) => grant === granted.grant)
    const released = logs.filter(({ event }) => event === 'share.released')
    expect(released.length).toBeGreaterThanOrEqual(4)
    expect(new Set(released.map(({ access }) => BigInt(String(access))))).toEqual(new Set(numbers))
    const counted = logs.filter(({ event, code }) => event === 'access.recorded' && code === '')
    expect(counted).toHaveLength(2)
    expect(await askRights(stage, { counts: { asset: kept.asset } })).toMatchObject({ allowed: 2, denied: 1 })
    const { demander, keepers } = vault.cast
    const read = { grantee: demander.id, purpose: 'research' }
    expect(await accessesOf(kept.asset)).toMatchObject([
      { ...read, server: keepers[0]?.id, code: 0 },
      { ...read, server: keepers[1]?.id, code: 0 },
      { ...read, server: keepers[0]?.id, code: codeNumber('GRANT_USED_UP') },
    ])
  },
  testMs,
)

test(
  'without an access that the chain has counted no store releases a share (Y-8.4.3c, Y-3.1.6)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset)
    const { access } = await readKept(vault, kept.asset, granted)
    const other = await grantTo(vault, kept.asset)
    const mixed = { ...other, grant: granted.grant }
    await expect(readKept(vault, kept.asset, mixed)).rejects.toEqual(coded('SHARES_MISSING'))
    for (const claimed of [{ access: access + 50n }, {}]) {
      await expect(fetchUnder(kept, { ...granted, ...claimed })).rejects.toEqual(coded('SHARES_MISSING'))
    }
  },
  testMs,
)

test(
  'a revoked grant is refused from the next block on, at the door and at every store (Y-7.2.5e, Y-3.1.6)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset)
    const { access } = await readKept(vault, kept.asset, granted)
    await tellRights(stage, vault.cast.supplier, { revoke: { grant: granted.grant } })
    expect(refusedBy(await read(kept, granted))).toBe('GRANT_REVOKED')
    for (const through of [0, 1, 2]) {
      await expect(readKept(vault, kept.asset, granted, through)).rejects.toThrow('GRANT_REVOKED')
    }
    // Nor does the access that was counted before open anything now.
    await expect(fetchUnder(kept, { ...granted, access })).rejects.toEqual(coded('SHARES_MISSING'))
  },
  testMs,
)

test(
  'while the chain is away the door denies, whoever asks (Y-8.4.3b)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset)
    const opened = new Opened()
    const nowhere = opened.keep(openChain(worldConfig, { ...siteOf(home), rpc: 9, grpc: 9 }))
    const chain = openContractChain(nowhere, vault.cast.supplier.user.name)
    const accesses = new ContractAccesses(chain, rightsSite(stage).rights, systemClock)
    const blind = await openOwnersDoor(vault.cast.supplier, rows, accesses)
    const answer = await read(kept, granted, { at: blind })
    expect([answer.status, refusedBy(answer)]).toEqual([503, 'LEDGER_UNAVAILABLE'])
    await Promise.all([blind.close(), opened.close()])
  },
  testMs,
)

test(
  'who received data to give on is bound by the terms of its first owner, and by that owner revoking them (Y-6.3)',
  async () => {
    const kept = await goods({ onward: 'same_terms', royalty_bps: 500 })
    const { supplier, operator } = vault.cast
    const wide = { onward: 'same_terms', royalty_bps: 500 } as const
    const { grant } = await grantTo(vault, kept.asset, wide, { grantee: operator })
    const asset = `did:causeway:asset:${home}:resold-${stage.run}`
    const narrow = { ...termsOf({ royalty_bps: 500 }), until_ns: soonNs(60_000) }
    const resell = (terms: object) => {
      const shares = [{ account: operator.user.address, bps: 10_000 }]
      const fingerprint = toHex(sha256(Buffer.from(asset)))
      const claimed = { asset, fingerprint, controller: null, shares, access: 'closed' }
      const register = { ...claimed, source: { asset: kept.asset, grant }, terms: { ...narrow, ...terms } }
      return tellRights(stage, operator, { register })
    }
    expect(await refusalOf(resell({ purposes: ['advertising'] }))).toBe('TERMS_WIDENED')
    expect(await refusalOf(resell({ royalty_bps: 499 }))).toBe('TERMS_WIDENED')
    await resell({})
    const onward = { until_ns: soonNs(30_000), royalty_bps: 500 }
    const second = await grantTo(vault, asset, onward, { by: operator })
    await tellRights(stage, supplier, { revoke: { grant } })
    expect(await refusalOf(grantTo(vault, asset, onward, { by: operator }))).toBe('GRANT_REVOKED')
    const may = { grant: second.grant, fields: ['*'], purpose: 'research' }
    expect(await askRights(stage, { may })).toMatchObject({ allowed: false, code: codeNumber('GRANT_REVOKED') })
  },
  testMs,
)

test(
  'a delegate grants within its mandate, both names stand in the record, and after its end it is refused (Y-9.1-1b, Y-6.2.2d)',
  async () => {
    const kept = await goods()
    const { supplier, operator: delegate } = vault.cast
    const until_ns = soonNs(600_000)
    expect(await refusalOf(grantTo(vault, kept.asset, {}, { by: delegate }))).toBe('MANDATE_INVALID')
    await tellRights(stage, supplier, { give_mandate: { asset: kept.asset, delegate: delegate.id, until_ns } })
    const { grant } = await grantTo(vault, kept.asset, {}, { by: delegate })
    expect(await askRights(stage, { grant: { id: grant } })).toMatchObject({
      owner: supplier.id,
      delegate: delegate.id,
    })
    await tellRights(stage, supplier, { end_mandate: { asset: kept.asset, delegate: delegate.id } })
    expect(await refusalOf(grantTo(vault, kept.asset, {}, { by: delegate }))).toBe('MANDATE_INVALID')
  },
  testMs,
)

test(
  'what is archived is read by who is entitled and granted to nobody more; after a transfer the former owner is refused at once (Y-3.1.10, Y-6.2.2d)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset)
    const { supplier, operator } = vault.cast
    await tellRights(stage, supplier, { archive: { asset: kept.asset } })
    expect(await refusalOf(grantTo(vault, kept.asset))).toBe('ARCHIVED')
    const { plaintext } = await readKept(vault, kept.asset, granted)
    expect(plaintext).toEqual(Buffer.from(kept.batch.content))
    const sold = await goods()
    await tellRights(stage, supplier, { transfer_ownership: { asset: sold.asset, to: operator.id } })
    expect(await refusalOf(grantTo(vault, sold.asset))).toBe('MANDATE_INVALID')
    await grantTo(vault, sold.asset, {}, { by: operator })
  },
  testMs,
)

test(
  'placing, receipts, a complaint, reads, denials and archiving are all found by the id of the asset alone (Y-6.1-6a, Y-3.1.10)',
  async () => {
    const kept = await goods()
    const granted = await grantTo(vault, kept.asset)
    await readKept(vault, kept.asset, granted)
    expect(refusedBy(await read(kept, granted, { purpose: 'advertising' }))).toBe('PURPOSE_NOT_GRANTED')
    const { chain } = zoneOf(stage, home)
    const report_read = { object: kept.asset, version: 1, store: vault.stores.at(0).id, code: 422 }
    await call(chain, anybody, servicesOf(stage, home).stores, { report_read })
    await tellRights(stage, vault.cast.supplier, { archive: { asset: kept.asset } })
    const once = (types: string, key: string) => types.split(' ').map((type) => [`${type}.${key}`, 1] as const)
    const counts = [
      ['stores_held.object', 3] as const,
      ...once('stores_placed stores_stored stores_read_reported stores_challenged', 'object'),
      ...once('rights_registered rights_granted rights_used rights_denied rights_archived', 'asset'),
    ]
    for (const [name, count] of counts) {
      const events = await waitFor(`${name} in the index of the node`, 10_000, async () => {
        const txs = await chain.searchTxs(`wasm-${name}='${kept.asset}'`, 20)
        const [type = ''] = name.split('.')
        const all = txs.flatMap(({ events }) => events.filter((event) => event.type === `wasm-${type}`))
        return all.length >= count ? all : undefined
      })
      expect([name, events.length]).toEqual([name, count])
    }
  },
  testMs,
)

test(
  'ownership is exported with its proof and verified without our API; a later claim on the asset or its fingerprint is refused and points to the first (Y-6.2.2e)',
  async () => {
    const kept = await newKept(vault)
    const included = await claim(vault, kept)
    const { chain } = zoneOf(stage, home)
    const { rights } = rightsSite(stage)
    const place = { rpcUrl: `http://127.0.0.1:${siteOf(home).rpc}`, rights }
    const { claims, proof } = await exportOwnership(chain, place, kept.asset, included)
    const trust = await trustIn(chain, rights, included.height)
    verifyOwnership(claims, proof, [trust])
    const thief = { ...claims, owner: vault.cast.operator.id }
    expect(() => verifyOwnership(thief, proof, [trust])).toThrow(coded('CHAIN_PROOF_INVALID'))
    expect(await refusalOf(claim(vault, kept))).toBe('EXISTS')
    const other = { ...kept, asset: `did:causeway:asset:${home}:later-${stage.run}` }
    expect(await refusalOf(claim(vault, other))).toBe('EXISTS')
    expect(await askRights(stage, { claim: { fingerprint: claims.fingerprint } })).toMatchObject({ asset: kept.asset })
  },
  testMs,
)

test(
  'the policy of an asset is chain state at every height: what was granted at an earlier one is still read there (Y-3.1.2)',
  async () => {
    const kept = await goods()
    const before = await askRights(stage, { record: { asset: kept.asset } })
    const terms = { fields: ['temperature'], purposes: ['research'], from_ns: '1', until_ns: `${2n ** 62n}`, count: 3 }
    const set_terms = { asset: kept.asset, terms: { ...terms, onward: 'none', royalty_bps: 0 } }
    const { height } = await tellRights(stage, vault.cast.supplier, { set_terms })
    const queryData = Buffer.from(JSON.stringify({ record: { asset: kept.asset } }))
    const request = QuerySmartContractStateRequest.encode({ address: rightsSite(stage).rights, queryData }).finish()
    const at = async (which: bigint): Promise<unknown> => {
      const path = '/cosmwasm.wasm.v1.Query/SmartContractState'
      const { decode } = QuerySmartContractStateResponse
      const { data } = await zoneOf(stage, home).chain.queryGrpc(path, request, decode, which)
      return JSON.parse(Buffer.from(data).toString())
    }
    expect(await at(height - 1n)).toEqual(before)
    expect(await at(height)).toMatchObject({ record: { version: 2, terms: { count: 3 } } })
  },
  testMs,
)
