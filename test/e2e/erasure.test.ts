// The end of the data lifecycle on running chains: an owner ends an object, and no organisation can open it any more.
import { join } from 'node:path'
import { home } from '../../localnet/demo/cast.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { storageDeps, storageLedger } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { claim, grantTo, newKept, readKept, requestOf, type Vault } from '../../localnet/demo/vault.ts'
import { fetchObject } from '../../platform/storage/fetchObject.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { filesOf } from '../conformance/objectsCases.ts'
import { isLeftOnDisk, shareOnDisk } from '../conformance/shelfDisk.ts'
import { call, refusalOf } from './calls.ts'
import { coded, openVaultWorld } from './vaults.ts'
import { blocksMs, startMs } from './world.ts'

let stage: OpenStage
let vault: Vault
let close: () => Promise<void>

beforeAll(async () => {
  ;({ stage, vault, close } = await openVaultWorld({ sweepEveryMs: 2_000 }))
}, startMs)
afterAll(() => close(), startMs)

type Replica = { store: string; state: string; forgotten_ns: string | null }
type Told = { erased_height: number | null; stored: boolean }
const ask = (query: object): Promise<unknown> =>
  zoneOf(stage, home).chain.querySmart(servicesOf(stage, home).stores, query)
const objectOf = async (id: string): Promise<Told> => (await ask({ object: { id, version: null } })) as Told
const replicasOf = async (id: string): Promise<Replica[]> =>
  ((await ask({ history: { id, version: null } })) as { replicas: Replica[] }).replicas

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
    const folders = holders.map(({ folder }) => join(folder, 'data'))
    const shares = folders.map((folder) => shareOnDisk(folder, kept.asset))
    const left = (): readonly boolean[] => folders.map((folder, at) => isLeftOnDisk(folder, shares[at] ?? ''))
    expect(left()).toEqual([true, true, true])

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
    await expect(fetchObject(name, { ...granted, access }, deps)).rejects.toEqual(coded('OBJECT_ERASED'))
    // A reader that asks the stores past its own client is refused by each of them.
    const still = { ...kept.placement, validated: true, erased: false }
    const before = { ...deps, ledger: { queryPlacement: async () => still } }
    await expect(fetchObject(name, { ...granted, access }, before)).rejects.toEqual(coded('SHARES_MISSING'))
    const replicas = await waitFor('every store to have signed', blocksMs, async () => {
      const found = await replicasOf(kept.asset)
      return found.every(({ forgotten_ns }) => forgotten_ns !== null) ? found : undefined
    })
    expect(replicas.map(({ store, state }) => [store, state])).toEqual(holders.map(({ id }) => [id, 'released']))
    expect(left()).toEqual([false, false, false])
    for (const folder of folders) await expect(filesOf(folder, kept.placement.cid)).rejects.toThrow('no file of')
  },
  2 * blocksMs,
)
