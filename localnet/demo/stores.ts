// Stores of the keepers as the story needs them: processes of their own, with real keys, disks, deposits and peers.
import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { toHex } from '../../core/bytes.ts'
import { openContractChain } from '../../platform/chain/contractChain.ts'
import { ContractLedger } from '../../platform/chain/ledger.ts'
import { parsePublicJwk } from '../../platform/keys/shares.ts'
import { HttpStoreClient } from '../../platform/storage/adapters/httpStoreClient.ts'
import { type PlaceDeps, type Placed, type PlaceInput, placeObject } from '../../platform/storage/place.ts'
import type { StoreIdentity } from '../../platform/storage/ports.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { accountsPath } from '../accounts.ts'
import { root } from '../config.ts'
import { freePort } from '../freePort.ts'
import { home, type Member } from './cast.ts'
import { type Device, deviceOf } from './devices.ts'
import { enrol, thing } from './enrol.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import { waitFor } from './transact.ts'
import type { User } from './user.ts'

export type StoresPlan = {
  readonly keepers: readonly Member[]
  readonly sweepEveryMs?: number
  /** Units of the deposit of each store. */
  readonly deposit?: string
}

// Four processes load their libraries at once, maybe beside others.
const startMs = 60_000
const x25519Start = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** One store of one keeper. `kill` leaves the disk as it is; `start` goes on from there. */
export class RunningStore {
  readonly owner: Member
  readonly key: Device
  readonly identity: StoreIdentity
  readonly folder: string
  readonly url: string
  readonly client: HttpStoreClient
  #process: ChildProcess | undefined

  constructor(owner: Member, key: Device, identity: StoreIdentity, place: { folder: string; url: string }) {
    this.owner = owner
    this.key = key
    this.identity = identity
    this.folder = place.folder
    this.url = place.url
    this.client = new HttpStoreClient(identity.store, place.url)
  }

  get id(): string {
    return this.identity.store
  }

  /** Every line that the process has logged, over all its starts. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    const lines = readFileSync(join(this.folder, 'store.log'), 'utf8').split('\n')
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    const child = this.#process
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined
  }

  /** One that runs is left alone. */
  async start(): Promise<void> {
    if (this.pid !== undefined) return
    const log = openSync(join(this.folder, 'store.log'), 'a')
    const main = join(root, 'platform', 'storage', 'main.ts')
    const child = spawn(process.execPath, [main, join(this.folder, 'store.toml')], { stdio: ['ignore', log, log] })
    this.#process = child
    await waitFor(`${this.id} to listen`, startMs, async () => {
      if (child.exitCode !== null) throw new Error(readFileSync(join(this.folder, 'store.log'), 'utf8').slice(-2000))
      const response = await fetch(`${this.url}/healthz`).catch(() => undefined)
      return response?.ok === true ? true : undefined
    })
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null) return
    const exit = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exit
  }
}

export type Stores = {
  readonly all: readonly RunningStore[]
  readonly identities: readonly StoreIdentity[]
  readonly clientOf: (store: string) => HttpStoreClient
  readonly at: (index: number) => RunningStore
  /** Ends the processes; their disks are gone afterwards. */
  close(): Promise<void>
}

/** New stores of this run, one of each keeper's: known on chain, their deposits paid, their processes listening. */
export async function openStores(stage: Stage, plan: StoresPlan): Promise<Stores> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-stores-'))
  const drafts = await Promise.all(plan.keepers.map((keeper, index) => draftStore(stage, keeper, index)))
  const all = drafts.map((draft) => writeStore(stage, plan, folder, draft, drafts))
  const kill = (): void => void Promise.all(all.map((store) => store.kill()))
  // A story that breaks off leaves no process behind.
  process.once('exit', kill)
  await Promise.all(all.map((store) => bond(stage, store, plan.deposit ?? '10000')))
  const starts = await Promise.allSettled(all.map((store) => store.start()))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    kill()
    throw failed.reason
  }
  const at = (index: number): RunningStore => {
    const found = all[index]
    if (found === undefined) throw new Error(`there is no store ${index}`)
    return found
  }
  const clientOf = (store: string): HttpStoreClient => at(all.findIndex(({ id }) => id === store)).client
  const close = async (): Promise<void> => {
    process.off('exit', kill)
    await Promise.all(all.map((store) => store.kill('SIGTERM')))
    rmSync(folder, { recursive: true })
  }
  return { all, identities: all.map(({ identity }) => identity), clientOf, at, close }
}

type Draft = { owner: Member; key: Device; seed: Uint8Array; httpPort: number; listen: string; peer: string }

async function draftStore(stage: Stage, owner: Member, index: number): Promise<Draft> {
  const id = `did:causeway:thing:${home}:store-${index}-${stage.run}`
  const seed = owner.user.seed(`key of ${id}`)
  const peer = peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString()
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  return { owner, key: deviceOf(id, seed), seed, httpPort: await freePort(), listen, peer }
}

/** Keys, configuration and folder as an operator would lay them out; the account of its keeper is all that it gets. */
function writeStore(stage: Stage, plan: StoresPlan, base: string, draft: Draft, all: readonly Draft[]): RunningStore {
  const { owner, key, seed, httpPort } = draft
  const folder = join(base, owner.user.name)
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 })
  const der = Buffer.concat([x25519Start, owner.user.seed(`shares of ${key.id}`)])
  const wrapping = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const accounts = JSON.parse(readFileSync(accountsPath(stage.config), 'utf8')) as Record<string, unknown>
  write('identity.hex', toHex(seed))
  write('encryption.json', JSON.stringify(wrapping.export({ format: 'jwk' })))
  write('accounts.json', JSON.stringify({ [owner.user.name]: accounts[owner.user.name] }))
  const peers = all.filter((each) => each !== draft).map((each) => `${each.listen}/p2p/${each.peer}`)
  write('store.toml', storeToml(stage, plan, draft, peers))
  const encryptionKey = parsePublicJwk(createPublicKey(wrapping).export({ format: 'jwk' }))
  const identity = { store: key.id, signingKey: key.publicKey, encryptionKey }
  return new RunningStore(owner, key, identity, { folder, url: `http://127.0.0.1:${httpPort}` })
}

function storeToml(stage: Stage, plan: StoresPlan, { owner, key, httpPort, listen }: Draft, peers: string[]): string {
  const site = stage.config.chains.find(({ id }) => id === home)
  const { stores, rights, identity } = servicesOf(stage, home)
  const list = peers.map((peer) => `"${peer}"`).join(', ')
  return `log_level = "info"

[store]
did = "${key.id}"
folder = "data"
identity_key_file = "identity.hex"
encryption_key_file = "encryption.json"
sweep_every_ms = ${plan.sweepEveryMs ?? 600_000}

[http]
port = ${httpPort}

[p2p]
listen = "${listen}"
peers = [${list}]

[ledger]
chain_id = "${home}"
rpc_addr = "http://127.0.0.1:${site?.rpc}"
grpc_addr = "http://127.0.0.1:${site?.grpc}"
account_prefix = "${stage.config.prefix}"
gas_price = { price = 0.0, denom = "ustake" }
accounts_file = "accounts.json"
key_name = "${owner.user.name}"

[contracts]
stores = "${stores}"
rights = "${rights}"
identity = "${identity}"
`
}

async function bond(stage: Stage, { owner, key }: RunningStore, deposit: string): Promise<void> {
  await enrol(stage, home, owner.user, [thing(stage, home, key, owner.id, 'store')])
  const { stores } = servicesOf(stage, home)
  const funds = [{ denom: 'ucity', amount: deposit }]
  await owner.user.execute(zoneOf(stage, home).chain, stores, { bond: { store: key.id } }, funds)
}

/** The chain of the stores as one person asks and tells it. */
export function storageLedger(stage: Stage, user: User): ContractLedger {
  return new ContractLedger(openContractChain(zoneOf(stage, home).chain, user.name), servicesOf(stage, home))
}

export function storageDeps(stage: Stage, stores: Stores, user: User): PlaceDeps {
  return { ledger: storageLedger(stage, user), clientOf: stores.clientOf, log: openLog('silent') }
}

export type KeepPlan = Pick<PlaceInput, 'objectId' | 'version' | 'plaintext' | 'cipher' | 'open'> & {
  readonly owner: Member
  readonly stores: Stores
  /** The first three unless others are named. */
  readonly at?: readonly StoreIdentity[]
  readonly quorum?: number
}

/** The owner's secret, from which leaves and fingerprints of its closed data get their salt. */
export const saltOf = ({ user }: Member): Uint8Array => user.seed('salt')

/** Sealed, placed on chain, put to the stores, their receipts on chain. */
export function keepObject(stage: Stage, plan: KeepPlan): Promise<Placed> {
  const { owner, stores, at = stores.identities.slice(0, 3), quorum = 2, ...content } = plan
  const input = { ...content, salt: saltOf(owner), stores: at, quorum }
  return placeObject(input, storageDeps(stage, stores, owner.user))
}
