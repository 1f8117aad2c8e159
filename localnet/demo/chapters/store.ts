// A chapter of the data lifecycle: a validated batch, sealed, kept by three stores, and one of them asked for a proof.
import { sha256 } from '../../../platform/keys/fingerprints.ts'
import { cidOfDigest } from '../../../platform/storage/cid.ts'
import { attributeOf } from '../../../relayer/txEvents.ts'
import { home } from '../cast.ts'
import { type Chapter, check, servicesOf, zoneOf } from '../story.ts'
import { waitFor } from '../transact.ts'
import { newKept, openVault } from '../vault.ts'

type History = {
  height: number
  replicas: { store: string; owner: string; state: string; held_height: number; answers: number }[]
}

export const store: Chapter = {
  name: 'sealed, and kept by three stores',
  async play(stage) {
    const { chain } = zoneOf(stage, home)
    const { stores: contract } = servicesOf(stage, home)
    // A store answers challenges at its next sweep.
    const vault = await openVault(stage, { sweepEveryMs: 1_000 })
    try {
      const { asset, placement, batch, sealed } = await newKept(vault)
      const query = { history: { id: asset, version: null } }
      const historyOf = async (): Promise<History> => (await chain.querySmart(contract, query)) as History
      const { height, replicas } = await historyOf()
      stage.tell(`  ${asset}`)
      stage.tell(`  sealed as ${placement.cid}, placed at height ${height}`)
      for (const one of replicas) stage.tell(`  ${one.owner} holds it: receipt at height ${one.held_height}`)
      const [asked] = vault.stores.all
      if (asked === undefined) throw new Error('a store is needed')
      const challenge = { object: asset, version: 1, store: asked.id }
      const opened = await stage.person('carol').execute(chain, contract, { challenge })
      const index = attributeOf(opened, 'wasm-stores_challenged', 'index')
      stage.tell(`  anybody asks ${asked.id} for kilobyte ${index}: ${opened.hash} at height ${opened.height}`)
      const answered = await waitFor('the proof', 15_000, async () => {
        const found = (await historyOf()).replicas.find((one) => one.store === asked.id)
        return found !== undefined && found.answers > 0 ? found : undefined
      })
      const copies = await Promise.all(vault.stores.all.slice(0, 3).map(({ client }) => client.get(placement.cid)))
      const cids = new Set(copies.map((bytes) => cidOfDigest(sha256(bytes)).toString()))
      const leaks = copies.filter((bytes) => Buffer.from(bytes).includes(Buffer.from('by the river')))
      const owners = new Set(replicas.map(({ owner }) => owner))
      const held = replicas.filter(({ state }) => state === 'held').length
      return {
        transactions: [],
        checks: [
          check(
            'three parties hold it, by receipts that their stores signed',
            owners.size === 3 && held === 3,
            replicas,
          ),
          check('each copy has the fingerprint on chain', cids.size === 1 && cids.has(placement.cid), [...cids]),
          check(
            'no copy shows what was sealed',
            leaks.length === 0 && sealed.length > batch.content.length,
            leaks.length,
          ),
          check('the store has proven that it still has it', answered.answers === 1, answered),
        ],
      }
    } finally {
      await vault.stores.close()
    }
  },
}
