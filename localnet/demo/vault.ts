// Storage and rights of the story in one place: validated batches of a supplier, kept by stores, read under grants.
import { createHash, createHmac } from 'node:crypto'
import type { SignedBatch } from '../../core/batch.ts'
import { toBase64, toHex } from '../../core/bytes.ts'
import type { LeafHash } from '../../core/merkle.ts'
import type { Element, Row } from '../../core/words.ts'
import { type AccessRequest, type RightsSite, signAccess } from '../../platform/access/request.ts'
import { digestOf } from '../../platform/storage/cid.ts'
import { type Fetched, fetchObject } from '../../platform/storage/fetchObject.ts'
import type { Placed } from '../../platform/storage/place.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Included } from '../../relayer/ports.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { openStream, signBatch, validate } from './batches.ts'
import { type Cast, ensureCast, home, type Member, newDevices } from './cast.ts'
import type { Device } from './devices.ts'
import { keepObject, openStores, type Stores, type StoresPlan, saltOf, storageDeps } from './stores.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import { type Buyer, newBuyer } from './trade.ts'

export type Vault = {
  readonly stage: Stage
  readonly cast: Cast
  readonly stores: Stores
  readonly device: Device
  /** A closed stream and an open one, of the elements below. */
  readonly closed: string
  readonly open: string
  /** First sequence that no batch has taken, by stream. */
  readonly next: Map<string, bigint>
}

export const elements: readonly Element[] = [
  { name: 'place', type: 'text', unit: '', lengthMax: 200, optional: false },
  { name: 'temperature', type: 'decimal', unit: 'Cel', lengthMax: 32, optional: false },
]

export async function openVault(stage: Stage, plan: Omit<StoresPlan, 'keepers'> = {}): Promise<Vault> {
  const cast = await ensureCast(stage)
  const owner = cast.supplier
  const [device] = await newDevices(stage, owner, ['vault'])
  if (device === undefined) throw new Error('a device is needed')
  const streams = { chainId: home, owner, elements, devices: [device] }
  const stores = await openStores(stage, { keepers: cast.keepers, ...plan })
  const closed = await openStream(stage, { ...streams, name: 'sealed', open: false })
  const open = await openStream(stage, { ...streams, name: 'public', open: true })
  return { stage, cast, stores, device, closed, open, next: new Map() }
}

/** Leaves of closed rows are salted: their hashes tell nobody what could be guessed. */
export const leafOf =
  (owner: Member): LeafHash =>
  (tagged) =>
    new Uint8Array(createHmac('sha256', saltOf(owner)).update(tagged).digest())
const plainLeaf: LeafHash = (tagged) => new Uint8Array(createHash('sha256').update(tagged).digest())

/** A batch of `count` rows that name `place`: submitted and validated; its entry is the asset. */
export async function newBatch(
  vault: Vault,
  place: string,
  options: { readonly count?: number; readonly streamId?: string } = {},
): Promise<{ readonly asset: string; readonly batch: SignedBatch }> {
  const batch = signRows(vault, place, options)
  return { asset: await validate(vault.stage, vault.cast, home, batch), batch }
}

/** The next rows of a stream, signed by the device, and seen by nobody yet. */
export function signRows(
  { cast, device, closed, next }: Vault,
  place: string,
  { count = 4, streamId = closed }: { readonly count?: number; readonly streamId?: string } = {},
): SignedBatch {
  const first = next.get(streamId) ?? 1n
  next.set(streamId, first + BigInt(count))
  const rows: Row[] = Array.from({ length: count }, (_, at) => ({
    cells: [
      { kind: 'integer', value: first + BigInt(at) },
      { kind: 'timestampNs', value: 1_700_000_000_000_000_000n + (first + BigInt(at)) * 1_000_000_000n },
      { kind: 'text', value: place },
      { kind: 'decimal', value: `${at}.5` },
    ],
  }))
  const leaf = streamId === closed ? leafOf(cast.supplier) : plainLeaf
  return signBatch(device, streamId, rows, first, { leaf })
}

/** A validated batch that three stores hold, sealed. */
export async function newKept(
  vault: Vault,
  place = 'by the river',
  { quorum = 2, at }: { readonly quorum?: number; readonly at?: readonly number[] } = {},
): Promise<Placed & { readonly asset: string; readonly batch: SignedBatch }> {
  const { stage, stores, cast } = vault
  const made = await newBatch(vault, place)
  const content = { objectId: made.asset, version: 1n, plaintext: made.batch.content, quorum }
  const seats = at === undefined ? {} : { at: at.map((index) => stores.at(index).identity) }
  return { ...(await keepObject(stage, { ...content, ...seats, owner: cast.supplier, stores })), ...made }
}

export type Terms = {
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  readonly from_ns: string
  readonly until_ns: string
  readonly count: number
  readonly onward: 'none' | 'same_terms'
  readonly royalty_bps: number
}

/** Everything for research and for as long as the story runs, but for what `change` says. */
export const termsOf = (change: Partial<Terms> = {}): Terms => ({
  fields: ['*'],
  purposes: ['research'],
  from_ns: '1',
  until_ns: `${BigInt(Date.now() + 3_600_000) * 1_000_000n}`,
  count: 0,
  onward: 'none',
  royalty_bps: 0,
  ...change,
})

export const rightsSite = (stage: Stage): RightsSite => ({ chainId: home, rights: servicesOf(stage, home).rights })

/** One call of the rights contract. */
export function tellRights(stage: Stage, by: Member, msg: object): Promise<Included> {
  return by.user.execute(zoneOf(stage, home).chain, servicesOf(stage, home).rights, msg)
}

export async function askRights(stage: Stage, query: object): Promise<unknown> {
  return zoneOf(stage, home).chain.querySmart(servicesOf(stage, home).rights, query)
}

/** What grants end before. */
const never = `${2n ** 63n}`

/** The owner's claim on a kept batch, with the most that it lets anybody do. */
export async function claim(
  { stage, cast }: Vault,
  { asset, placement }: { readonly asset: string; readonly placement: Pick<Placed['placement'], 'cid'> },
  terms: Partial<Omit<Terms, 'until_ns'>> = { onward: 'same_terms' },
): Promise<Included> {
  const { supplier } = cast
  const shares = [{ account: supplier.user.address, bps: 10_000 }]
  const claimed = {
    asset,
    fingerprint: toHex(digestOf(placement.cid)),
    terms: { ...termsOf(terms), until_ns: never },
    shares,
  }
  return tellRights(stage, supplier, { register: { ...claimed, controller: null, source: null, access: 'closed' } })
}

export type Granted = Buyer & { readonly grant: string; readonly grantee: Member }

/** Free of charge, by the owner or whoever acts for it. */
export async function grantTo(
  { stage, cast }: Pick<Vault, 'stage' | 'cast'>,
  asset: string,
  terms: Partial<Terms> = {},
  { by = cast.supplier, grantee = cast.demander }: { readonly by?: Member; readonly grantee?: Member } = {},
): Promise<Granted> {
  const buyer = await newBuyer(grantee)
  const body = {
    asset,
    grantee: grantee.id,
    terms: termsOf(terms),
    recipient_key: toBase64(buyer.keyJson),
    offer: null,
  }
  const included = await tellRights(stage, by, { grant: body })
  return { ...buyer, grantee, grant: attributeOf(included, 'wasm-rights_granted', 'grant') }
}

export function requestOf(
  stage: Stage,
  { grant, grantee }: Pick<Granted, 'grant' | 'grantee'>,
  { fields = ['*'], purpose = 'research' }: { readonly fields?: readonly string[]; readonly purpose?: string } = {},
): Promise<AccessRequest> {
  const asked = { grant, fields: [...fields], purpose }
  return signAccess(rightsSite(stage), asked, BigInt(Date.now()) * 1_000_000n, (text) => grantee.user.sign(text))
}

/** One access, counted at the store `through`; then key shares and sealed bytes from whoever has them. */
export async function readKept(
  { stage, stores, cast }: Vault,
  asset: string,
  granted: Granted,
  through = 0,
  version = 1n,
): Promise<Fetched & { readonly access: bigint }> {
  const { number, code } = await stores.at(through).client.recordAccess(await requestOf(stage, granted))
  if (code !== '') throw new Error(code)
  const deps = { ...storageDeps(stage, stores, granted.grantee.user), clock: systemClock }
  const recipient = { ...granted, access: number, salt: saltOf(cast.supplier) }
  return { ...(await fetchObject({ objectId: asset, version }, recipient, deps)), access: number }
}
