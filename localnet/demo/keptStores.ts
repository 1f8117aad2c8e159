// Stores of the keepers inside this process: their keys, deposits and receipts are real, only their disks are memory.
import { generateKeyPairSync } from 'node:crypto'
import { exportJWK } from 'jose'
import { CausewayError } from '../../core/errors.ts'
import { openContractChain } from '../../platform/chain/contractChain.ts'
import { ContractLedger } from '../../platform/chain/ledger.ts'
import { importKey, parsePublicJwk } from '../../platform/keys/shares.ts'
import { checkObject } from '../../platform/storage/cid.ts'
import { addressOf, type Objects, sliceOf } from '../../platform/storage/objects.ts'
import { type Placed, placeObject } from '../../platform/storage/place.ts'
import type { Ledger, StoreClient, StoreIdentity } from '../../platform/storage/ports.ts'
import { Shelf } from '../../platform/storage/shelf.ts'
import { StoreNode } from '../../platform/storage/storeNode.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Log } from '../../relayer/ports.ts'
import { home, isKnown, type Member } from './cast.ts'
import { type Device, deviceOf } from './devices.ts'
import { enrol, thing } from './enrol.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'

const quorum = 2
const bond = '100000'
const quiet = (): void => undefined
const silent: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => silent }

export type KeptStore = {
  readonly identity: StoreIdentity
  readonly key: Device
  /** What readers see of it; may be replaced by one that lies or is away. */
  client: StoreClient
}
export type KeptStores = {
  readonly stores: readonly KeptStore[]
  readonly clientOf: (store: string) => StoreClient
  readonly ledger: Ledger
  /** Sealed, placed, and held by the quorum. */
  place(owner: Member, objectId: string, plaintext: Uint8Array, salt: Uint8Array): Promise<Placed>
}

export async function openKeptStores(stage: Stage, keepers: readonly Member[], count = 3): Promise<KeptStores> {
  const { chain } = zoneOf(stage, home)
  const ledgerOf = (name: string): ContractLedger =>
    new ContractLedger(openContractChain(chain, name), servicesOf(stage, home))
  const stores = await Promise.all(
    keepers.slice(0, count).map((keeper) => openStore(stage, keeper, ledgerOf(keeper.user.name))),
  )
  const clientOf = (name: string): StoreClient => {
    const found = stores.find(({ identity }) => identity.store === name)
    if (found === undefined) throw new CausewayError('STORE_UNREACHABLE', { store: name })
    return found.client
  }
  const identities = stores.map(({ identity }) => identity)
  const place = (owner: Member, objectId: string, plaintext: Uint8Array, salt: Uint8Array): Promise<Placed> => {
    const input = { objectId, version: 1n, plaintext, salt, stores: identities, quorum }
    return placeObject(input, { ledger: ledgerOf(owner.user.name), clientOf, log: silent })
  }
  return { stores, clientOf, ledger: ledgerOf('load-15'), place }
}

async function openStore(stage: Stage, keeper: Member, ledger: Ledger): Promise<KeptStore> {
  const store = `did:causeway:thing:${home}:shelf-of-${keeper.user.name}`
  const key = deviceOf(store, keeper.user.seed(`key of ${store}`))
  await ensureStore(stage, keeper, key)
  const pair = generateKeyPairSync('x25519')
  const encryptionKey = parsePublicJwk(await exportJWK(pair.publicKey))
  const replicas = {
    fetch: async (cid: string): Promise<Uint8Array> => {
      throw new CausewayError('REPLICAS_LOST', { cid })
    },
  }
  const deps = { objects: objectsInMemory(), replicas, shelf: new Shelf(':memory:'), ledger, clock: systemClock }
  const opened = await importKey(await exportJWK(pair.privateKey))
  const node = new StoreNode({ store, signingKey: key.privateKey, encryptionKey: opened }, { ...deps, log: silent })
  return { identity: { store, signingKey: key.publicKey, encryptionKey }, key, client: clientTo(node) }
}

/** Enrolled with its key, and bonded. */
async function ensureStore(stage: Stage, keeper: Member, key: Device): Promise<void> {
  const { chain } = zoneOf(stage, home)
  const { stores } = servicesOf(stage, home)
  if (!(await isKnown(stage, home, key.id))) {
    await enrol(stage, home, keeper.user, [thing(stage, home, key, keeper.id, 'store')])
  }
  if ((await chain.querySmart(stores, { store: { id: key.id } })) !== null) return
  await keeper.user.execute(chain, stores, { bond: { store: key.id } }, [{ denom: 'ucity', amount: bond }])
}

const clientTo = (node: StoreNode): StoreClient => ({
  store: node.store,
  put: async (name, cid, sealed) => node.accept(await node.admit(name, cid, sealed.length), sealed),
  get: async (cid, { range } = {}) => sliceOf(await node.read(cid), range),
  delivery: async (agreement, cid) => {
    const statement = node.delivery(agreement, cid)
    if (statement === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
    return statement
  },
  placeShare: (name, jwe) => node.placeShare(name, jwe),
  releaseShare: (request) => node.releaseShare(request),
})

function objectsInMemory(): Objects {
  const kept = new Map<string, Uint8Array>()
  return {
    async put(bytes) {
      const cid = addressOf(bytes)
      kept.set(cid, bytes.slice())
      return cid
    },
    async get(cid, range) {
      const bytes = kept.get(cid)
      if (bytes === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
      checkObject(cid, bytes)
      return sliceOf(bytes, range).slice()
    },
    has: async (cid) => kept.has(cid),
    remove: async (cid) => void kept.delete(cid),
    list: async () => [...kept.keys()].sort(),
    close: async () => undefined,
  }
}
