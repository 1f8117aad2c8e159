// The end of the data lifecycle on running chains: an owner ends an object, and no organisation can open it any more.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { home, settleAbroad } from '../../localnet/demo/cast.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { type RunningStore, storageDeps, storageLedger } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { claim, grantTo, newKept, openVault, readKept, requestOf, type Vault } from '../../localnet/demo/vault.ts'
import { fetchObject } from '../../platform/storage/fetchObject.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { filesOf } from '../conformance/objectsCases.ts'
import { call, refusalOf } from './calls.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
let vault: Vault

beforeAll(async () => {
  stage = await openWorld()
  vault = await openVault(stage, { sweepEveryMs: 2_000 })
  await settleAbroad(stage, vault.cast)
}, startMs)
afterAll(async () => {
  await vault.stores.close()
  await stage.close()
}, startMs)

type Replica = { store: string; state: string; forgotten_ns: string | null }
type Told = { erased_height: number | null; stored: boolean }
const ask = (query: object): Promise<unknown> =>
  zoneOf(stage, home).chain.querySmart(servicesOf(stage, home).stores, query)
const objectOf = async (id: string): Promise<Told> => (await ask({ object: { id, version: null } })) as Told
const replicasOf = async (id: string): Promise<Replica[]> =>
  ((await ask({ history: { id, version: null } })) as { replicas: Replica[] }).replicas

/** The wrapped share of an object as it lies on the disk of a store. */
function shareOnDisk({ folder }: RunningStore, id: string): string {
  const shelf = new DatabaseSync(join(folder, 'data', 'shelf.db'), { readOnly: true })
  const row = shelf.prepare('select jwe from shares where object_id = ?').get(id)
  shelf.close()
  return String(row?.['jwe'] ?? '')
}

const isOnDisk = ({ folder }: RunningStore, text: string): boolean =>
  ['shelf.db', 'shelf.db-wal'].some((name) => readFileSync(join(folder, 'data', name)).includes(text))

test(
  'an object that its owner ended opens to nobody: no grant releases a share, and every store has erased its own and signed for it (Y-8.4)',
  async () => {
    const { supplier, demander } = vault.cast
    const kept = await newKept(vault)
    await claim(vault, kept)
    const granted = await grantTo(vault, kept.asset)
    const { plaintext } = await readKept(vault, kept.asset, granted)
    expect(plaintext).toEqual(Buffer.from(kept.batch.content))
    // Counted before the end, so that nothing but the end stands between the reader and the key.
    const { number: access } = await vault.stores.at(0).client.recordAccess(await requestOf(stage, granted))
    const holders = vault.stores.all.slice(0, 3)
    const shares = holders.map((store) => shareOnDisk(store, kept.asset))
    expect(shares.every((share, at) => isOnDisk(holders[at] as RunningStore, share))).toBe(true)

    const name = { objectId: kept.asset, version: 1n }
    const { chain } = zoneOf(stage, home)
    const erase = { erase: { object: kept.asset, version: 1 } }
    expect(await refusalOf(call(chain, demander.user.name, servicesOf(stage, home).stores, erase))).toBe(
      'SCOPE_MISSING',
    )
    await storageLedger(stage, supplier.user).submitErasure(name)
    const { erased_height: height, stored } = await objectOf(kept.asset)
    expect([typeof height, stored]).toEqual(['number', false])

    const deps = { ...storageDeps(stage, vault.stores, demander.user), clock: systemClock }
    await expect(fetchObject(name, { ...granted, access }, deps)).rejects.toMatchObject({ code: 'OBJECT_ERASED' })
    // A reader that asks the stores past its own client is refused by each of them.
    const before = { ...deps, ledger: { queryPlacement: async () => ({ ...kept.placement, ...still }) } }
    await expect(fetchObject(name, { ...granted, access }, before)).rejects.toMatchObject({
      code: 'SHARES_MISSING',
    })
    const replicas = await waitFor('every store to have signed', blocksMs, async () => {
      const found = await replicasOf(kept.asset)
      return found.every(({ forgotten_ns }) => forgotten_ns !== null) ? found : undefined
    })
    expect(replicas.map(({ store, state }) => [store, state])).toEqual(holders.map(({ id }) => [id, 'released']))
    for (const [at, store] of holders.entries()) {
      expect(isOnDisk(store, shares[at]?.slice(-60) ?? '')).toBe(false)
      await expect(filesOf(join(store.folder, 'data'), kept.placement.cid)).rejects.toThrow('no file of')
    }
  },
  2 * blocksMs,
)

const still = { validated: true, erased: false }
