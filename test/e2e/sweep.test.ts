// Damage at stores of running chains: found, told on chain with the store's name, repaired, paid for where it is due.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toBase64, toHex } from '../../core/bytes.ts'
import { home } from '../../localnet/demo/cast.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { type RunningStore, storageDeps } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { claim, grantTo, newKept, readKept, type Vault } from '../../localnet/demo/vault.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import { digestOf } from '../../platform/storage/cid.ts'
import type { Placed } from '../../platform/storage/place.ts'
import { planRepair, repairObject } from '../../platform/storage/repair.ts'
import { deliveryText } from '../../platform/storage/statements.ts'
import { sweepReplicas } from '../../platform/storage/sweep.ts'
import { filesOf } from '../conformance/objectsCases.ts'
import { anybody, call, refusalOf } from './calls.ts'
import { untilAbove, untilIndexed } from './moments.ts'
import { openVaultWorld } from './vaults.ts'
import { startMs } from './world.ts'

const penalty = 100n
const testMs = 60_000

let stage: OpenStage
let vault: Vault
let close: () => Promise<void>

beforeAll(async () => {
  ;({ stage, vault, close } = await openVaultWorld({ sweepEveryMs: 2_000 }))
}, startMs)
afterAll(() => close(), startMs)

const chain = () => zoneOf(stage, home).chain
const contract = (): string => servicesOf(stage, home).stores
const askStores = (query: object): Promise<unknown> => chain().querySmart(contract(), query)
const depositOf = async (id: string): Promise<bigint> =>
  BigInt(((await askStores({ store: { id } })) as { deposit: string }).deposit)
const coinsOf = (address: string): Promise<bigint> => chain().queryBalance(address, 'ucity')

type Replica = { store: string; state: string; challenged_height: number | null; answers: number }
async function replicaOf(asset: string, store: string): Promise<Replica> {
  const { replicas } = (await askStores({ history: { id: asset, version: null } })) as { replicas: Replica[] }
  const found = replicas.find((one) => one.store === store)
  if (found === undefined) throw new Error(`no replica at ${store}`)
  return found
}

/** Events of a kind about an object, as anybody's node finds them by its id alone: what each says of which store. */
async function told(type: string, asset: string): Promise<{ store: string; code: string; cause: string }[]> {
  const txs = await chain().searchTxs(`wasm-stores_${type}.object='${asset}'`, 20)
  return txs.flatMap(({ events }) =>
    events
      .filter((event) => event.type === `wasm-stores_${type}`)
      .map(({ attributes }) => {
        const read = (key: string): string => attributes.find((one) => one.key === key)?.value ?? ''
        return { store: read('store'), code: read('code'), cause: read('cause') }
      }),
  )
}

/** Changes the file of an object as somebody with access to the disk would. */
async function onDisk(store: RunningStore, { placement }: Placed, change: (bytes: Buffer) => Uint8Array) {
  for (const file of await filesOf(join(store.folder, 'data'), placement.cid))
    writeFileSync(file, change(readFileSync(file)))
}

const isWhole = async (store: RunningStore, { placement, sealed }: Placed): Promise<boolean> => {
  const [file = ''] = await filesOf(join(store.folder, 'data'), placement.cid)
  return Buffer.compare(readFileSync(file), sealed) === 0
}

test(
  'change, truncation, append and swap on one disk are each found by the next sweep, told on chain with the store, and repaired (Y-7.1.5b, Y-9.5c)',
  async () => {
    const kept = await Promise.all([0, 1, 2, 3, 4].map(() => newKept(vault)))
    const [changed, cut, longer, one, two] = kept as unknown as [Placed, Placed, Placed, Placed, Placed]
    const victim = vault.stores.at(1)
    const before = await depositOf(victim.id)
    await onDisk(victim, changed, (bytes) => bytes.map((byte, at) => (at === 50 ? byte ^ 1 : byte)))
    await onDisk(victim, cut, (bytes) => bytes.subarray(0, -1))
    await onDisk(victim, longer, (bytes) => Buffer.concat([bytes, Buffer.of(0)]))
    await onDisk(victim, one, () => two.sealed)
    await onDisk(victim, two, () => one.sealed)
    for (const each of kept) {
      const reports = await waitFor(`a report on ${each.asset}`, 30_000, async () => {
        const found = await told('read_reported', each.asset)
        return found.length > 0 ? found : undefined
      })
      expect(reports).toEqual([{ store: victim.id, code: '422', cause: '' }])
      await waitFor('the repair', 20_000, async () => ((await isWhole(victim, each)) ? true : undefined))
    }
    // A complaint asks for a proof; who gives it in time loses nothing.
    await waitFor('the answer to the challenge', 30_000, async () =>
      (await replicaOf(kept[0]?.asset ?? '', victim.id)).answers > 0 ? true : undefined,
    )
    expect(await depositOf(victim.id)).toBe(before)
  },
  testMs,
)

test(
  'a damaged copy is not handed out: the read is served whole from another store, and the damage is logged (Y-7.1.2b, Y-7.1.5b)',
  async () => {
    const kept = await newKept(vault)
    const victim = vault.stores.at(2)
    await onDisk(victim, kept, (bytes) => bytes.map((byte, at) => (at === 33 ? byte ^ 1 : byte)))
    expect(Buffer.compare(await victim.client.get(kept.placement.cid), kept.sealed)).toBe(0)
    const logged = victim.log.filter(({ cid }) => cid === kept.placement.cid).map(({ event }) => event)
    expect(logged).toEqual(['object.stored', 'object.damaged', 'object.repaired'])
  },
  testMs,
)

test(
  'a store that lies is caught by its own signed statement, whoever brings it, and pays exactly once (Y-8.3.3c, Y-9.5c)',
  async () => {
    const kept = await newKept(vault)
    const liar = vault.stores.at(0)
    const { asset: objectId, placement } = kept
    const said = { objectId, version: 1n, cid: placement.cid, agreement: 'agreement-1', atNs: 7n }
    const statementOn = (bytes: Uint8Array) => {
      const hash = toHex(sha256(bytes))
      const signature = toBase64(liar.key.sign(deliveryText({ ...said, sha256: hash })))
      return { sha256: hash, agreement: said.agreement, at_ns: '7', signature }
    }
    const accuse = (statement: object) =>
      call(chain(), anybody, contract(), { accuse: { object: objectId, version: 1, store: liar.id, statement } })
    const [before, had] = [await depositOf(liar.id), await coinsOf(vault.cast.supplier.user.address)]
    const other = Buffer.from('other bytes')
    const forged = { ...statementOn(other), signature: toBase64(vault.stores.at(1).key.sign('other words')) }
    expect(await refusalOf(accuse(forged))).toBe('SIGNATURE_INVALID')
    expect(await refusalOf(accuse(statementOn(kept.sealed)))).toBe('PROOF_INVALID')
    expect(await depositOf(liar.id)).toBe(before)
    await accuse(statementOn(other))
    expect(await depositOf(liar.id)).toBe(before - penalty)
    expect(await coinsOf(vault.cast.supplier.user.address)).toBe(had + penalty)
    expect(await refusalOf(accuse(statementOn(other)))).toBe('ALREADY_PAID')
    await untilIndexed(chain(), `wasm-stores_lost.object='${objectId}'`)
    expect(await told('lost', objectId)).toEqual([{ store: liar.id, code: '', cause: 'other_bytes' }])
  },
  testMs,
)

test(
  'a store that is gone loses its challenge: anybody settles it, the exact sum is paid, and a spare brings the replicas back to three (Y-8.3.3b, Y-8.3.3c, Y-9.5a, Y-8.2.1)',
  async () => {
    const kept = await newKept(vault)
    await claim(vault, kept)
    const { supplier } = vault.cast
    const [gone, spare] = [vault.stores.at(1), vault.stores.at(3)]
    await gone.kill()
    const [before, had] = [await depositOf(gone.id), await coinsOf(supplier.user.address)]
    const deps = storageDeps(stage, vault.stores, supplier.user)
    const replicas = kept.placement.seats.map(({ store }) => ({
      placement: { ...kept.placement, validated: true, erased: false },
      store,
      checkedAtMs: 0,
    }))
    const found = await sweepReplicas(replicas, { ...deps, clock: { nowMs: Date.now } })
    expect(found.map(({ store, found: what }) => [store, what])).toEqual([[gone.id, 'unreachable']])
    const fail = () => call(chain(), anybody, contract(), { fail: { object: kept.asset, version: 1, store: gone.id } })
    expect(await refusalOf(fail())).toBe('PHASE_EARLY')
    const { challenged_height: asked } = await replicaOf(kept.asset, gone.id)
    if (asked === null) throw new Error('nobody was challenged')
    await untilAbove(chain(), BigInt(asked) + 20n)
    await fail()
    expect(await depositOf(gone.id)).toBe(before - penalty)
    expect(await coinsOf(supplier.user.address)).toBe(had + penalty)
    expect(await refusalOf(fail())).toBe('ALREADY_PAID')
    const findings = kept.placement.seats.map(({ store }) => ({
      store,
      found: store === gone.id ? ('unreachable' as const) : ('intact' as const),
    }))
    const plan = planRepair(findings, [spare.id])
    const identities = new Map(vault.stores.identities.map((one) => [one.store, one]))
    const placement = { ...kept.placement, validated: true, erased: false }
    await repairObject({ placement, plan, identities, shares: kept.shares }, deps)
    const { replicas: now } = (await askStores({ history: { id: kept.asset, version: null } })) as {
      replicas: Replica[]
    }
    expect(now.map(({ store, state }) => [store, state])).toEqual([
      [vault.stores.at(0).id, 'held'],
      [gone.id, 'lost'],
      [vault.stores.at(2).id, 'held'],
      [spare.id, 'held'],
    ])
    // The spare has the copy and its share: readers find it like any other store.
    const granted = await grantTo(vault, kept.asset)
    const fetched = await readKept(vault, kept.asset, granted, 3)
    expect(fetched.plaintext).toEqual(Buffer.from(kept.batch.content))
    expect(toHex(sha256(await spare.client.get(kept.placement.cid)))).toBe(toHex(digestOf(kept.placement.cid)))
    await gone.start()
  },
  testMs,
)
