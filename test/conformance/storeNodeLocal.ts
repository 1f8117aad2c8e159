// Stores in this process, without HTTP or disk, whose answers a test can change on their way.

import { randomBytes } from 'node:crypto'
import { CausewayError } from '../../core/errors.ts'
import { publicBytesOf, signingKeyOf } from '../../platform/keys/ed25519.ts'
import { importKey } from '../../platform/keys/shares.ts'
import { sliceOf } from '../../platform/storage/objects.ts'
import type { ShareRequest, StoreClient, StoreIdentity } from '../../platform/storage/ports.ts'
import { Shelf } from '../../platform/storage/shelf.ts'
import { StoreNode } from '../../platform/storage/storeNode.ts'
import { MemoryLedger } from '../fakes/memoryLedger.ts'
import { MemoryObjects } from '../fakes/memoryObjects.ts'
import { silent } from './queueCases.ts'
import { wrappingKeys } from './storeNodeWorld.ts'

export type LocalStore = {
  readonly identity: StoreIdentity
  readonly objects: MemoryObjects
  readonly node: StoreNode
  /** What clients see; a test overrides methods to make the store lie. */
  client: StoreClient
}

export type LocalWorld = {
  readonly ledger: MemoryLedger
  readonly stores: readonly LocalStore[]
  readonly identities: readonly StoreIdentity[]
  readonly clientOf: (store: string) => StoreClient
}

export async function localWorld(count = 3): Promise<LocalWorld> {
  const ledger = new MemoryLedger()
  const stores = await Promise.all(Array.from({ length: count }, (_, at) => localStore(`store-${at + 1}`, ledger)))
  const clientOf = (store: string): StoreClient => {
    const found = stores.find(({ identity }) => identity.store === store)
    if (found === undefined) throw new Error(`no store ${store}`)
    return found.client
  }
  return { ledger, stores, identities: stores.map(({ identity }) => identity), clientOf }
}

async function localStore(local: string, ledger: MemoryLedger): Promise<LocalStore> {
  const { publicJwk, privateJwk } = await wrappingKeys()
  const signingKey = signingKeyOf(randomBytes(32))
  const store = `did:causeway:thing:zone-a:${local}`
  const identity = { store, signingKey: publicBytesOf(signingKey), encryptionKey: publicJwk }
  ledger.storeKeys.set(store, identity.signingKey)
  const objects = new MemoryObjects()
  const replicas = {
    fetch: async (cid: string): Promise<Uint8Array> => {
      throw new CausewayError('REPLICAS_LOST', { cid })
    },
  }
  const clock = { nowMs: Date.now, sleep: async () => undefined }
  const deps = { objects, replicas, shelf: new Shelf(':memory:'), ledger, clock, log: silent }
  const node = new StoreNode({ store, signingKey, encryptionKey: await importKey(privateJwk) }, deps)
  return { identity, objects, node, client: clientTo(node) }
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
  releaseShare: (request: ShareRequest) => node.releaseShare(request),
})

/** The store answers as before but where `change` says otherwise. */
export function lie(store: LocalStore | undefined, change: (honest: StoreClient) => Partial<StoreClient>): void {
  if (store === undefined) throw new Error('no such store')
  store.client = { ...store.client, ...change(store.client) }
}

export const vanish = (store: LocalStore | undefined): void => {
  const gone = async (): Promise<never> => {
    throw new CausewayError('STORE_UNREACHABLE', {})
  }
  lie(store, () => ({ put: gone, get: gone, placeShare: gone, releaseShare: gone }))
}
