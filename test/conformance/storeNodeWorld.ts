// Real store processes on the loopback, each with its own disk and keys, beside a chain in memory.
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { exportJWK } from 'jose'
import { toHex } from '../../core/bytes.ts'
import { freePort } from '../../localnet/freePort.ts'
import { publicBytesOf, signingKeyOf } from '../../platform/keys/ed25519.ts'
import { importKey, parsePublicJwk } from '../../platform/keys/shares.ts'
import { HttpStoreClient } from '../../platform/storage/adapters/httpStoreClient.ts'
import type { Recipient } from '../../platform/storage/fetchObject.ts'
import type { StoreIdentity } from '../../platform/storage/ports.ts'
import { contracts, LedgerServer, MemoryLedger } from '../fakes/memoryLedger.ts'

/** A key pair that shares are wrapped to. */
export async function wrappingKeys(kind: 'P-256' | 'X25519' = 'P-256') {
  const pair = kind === 'P-256' ? generateKeyPairSync('ec', { namedCurve: kind }) : generateKeyPairSync('x25519')
  const privateJwk = await exportJWK(pair.privateKey)
  return { publicJwk: parsePublicJwk(await exportJWK(pair.publicKey)), privateJwk }
}

export type Party = Recipient & { readonly signingPublic: Uint8Array }

export async function newRecipient(grant: string, kind: 'P-256' | 'X25519' = 'P-256'): Promise<Party> {
  const { publicJwk, privateJwk } = await wrappingKeys(kind)
  const signingKey = signingKeyOf(randomBytes(32))
  const privateKey = await importKey(privateJwk)
  return { grant, publicKey: publicJwk, privateKey, signingKey, signingPublic: publicBytesOf(signingKey), access: 1n }
}

export class StoreProcess {
  readonly store: string
  readonly folder: string
  readonly url: string
  readonly identity: StoreIdentity
  readonly client: HttpStoreClient
  readonly #logged = new Set<string>()
  #heard: () => void = () => undefined
  #process: ChildProcess | undefined

  constructor(folder: string, identity: StoreIdentity, url: string) {
    this.store = identity.store
    this.folder = folder
    this.url = url
    this.identity = identity
    this.client = new HttpStoreClient(identity.store, url)
  }

  get dataFolder(): string {
    return join(this.folder, 'data')
  }

  async start(): Promise<void> {
    const main = new URL('../../platform/storage/main.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [main, join(this.folder, 'store.toml')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#process = child
    this.forgetLog()
    await new Promise<void>((resolve, reject) => {
      const said: string[] = []
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line)
        if (!line.startsWith('{')) return
        const { event } = JSON.parse(line) as { event: string }
        this.#logged.add(event)
        this.#heard()
        if (event === 'store.started') resolve()
      })
      child.once('exit', () => reject(new Error(said.join('\n'))))
    })
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || (child.exitCode ?? child.signalCode) !== null) return
    const exit = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exit
  }

  forgetLog(): void {
    this.#logged.clear()
  }

  /** Resolves once the process has logged the event since its log was forgotten. */
  logged(event: string): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = () => {
        if (this.#logged.has(event)) resolve()
      }
      this.#heard()
    })
  }

  rssBytes(): number {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#process?.pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) * 1024
  }
}

export class StoreWorld {
  readonly ledger: MemoryLedger
  readonly stores: StoreProcess[] = []
  readonly #server: LedgerServer
  readonly #folder = mkdtempSync(join(tmpdir(), 'causeway-stores-'))

  private constructor(ledger: MemoryLedger, server: LedgerServer) {
    this.ledger = ledger
    this.#server = server
  }

  static async start(count: number, sweepEveryMs = 600_000): Promise<StoreWorld> {
    const ledger = new MemoryLedger()
    const world = new StoreWorld(ledger, await new LedgerServer(ledger).start())
    try {
      await world.#open(count, sweepEveryMs)
    } catch (error) {
      await world.stop()
      throw error
    }
    return world
  }

  clientOf = (store: string): HttpStoreClient => {
    const found = this.stores.find((each) => each.store === store)
    if (found === undefined) throw new Error(`no store ${store}`)
    return found.client
  }

  at(index: number): StoreProcess {
    const found = this.stores[index]
    if (found === undefined) throw new Error(`no store ${index}`)
    return found
  }

  async stop(): Promise<void> {
    for (const store of this.stores) await store.kill('SIGTERM')
    await this.#server.stop()
    rmSync(this.#folder, { recursive: true })
  }

  async #open(count: number, sweepEveryMs: number): Promise<void> {
    const plans = await Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const seed = randomBytes(32)
        const peer = peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString()
        const [httpPort, p2pPort] = [await freePort(), await freePort()]
        return { at, seed, httpPort, listen: `/ip4/127.0.0.1/tcp/${p2pPort}`, peer, ...(await wrappingKeys()) }
      }),
    )
    for (const { at, seed, httpPort, listen, publicJwk, privateJwk } of plans) {
      const store = `did:causeway:thing:zone-a:store-${at + 1}`
      const folder = mkdtempSync(join(this.#folder, `store-${at + 1}-`))
      const others = plans.filter((each) => each.at !== at).map((each) => `${each.listen}/p2p/${each.peer}`)
      writeFileSync(join(folder, 'identity'), toHex(seed))
      writeFileSync(join(folder, 'encryption.json'), JSON.stringify(privateJwk))
      const rest = { rest_url: this.#server.url, submit_url: `${this.#server.url}/submit` }
      const sections = {
        store: {
          did: store,
          folder: 'data',
          identity_key_file: 'identity',
          encryption_key_file: 'encryption.json',
          sweep_every_ms: sweepEveryMs,
        },
        http: { port: httpPort },
        p2p: { listen, peers: others },
        contracts,
        ledger: rest,
      }
      const toml = Object.entries(sections).map(([section, values]) => {
        const lines = Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        return [`[${section}]`, ...lines].join('\n')
      })
      writeFileSync(join(folder, 'store.toml'), toml.join('\n\n'))
      const signingKey = publicBytesOf(signingKeyOf(seed))
      this.ledger.storeKeys.set(store, signingKey)
      const identity = { store, signingKey, encryptionKey: publicJwk }
      this.stores.push(new StoreProcess(folder, identity, `http://127.0.0.1:${httpPort}`))
    }
    // All of them have started or ended before one that did not start is told.
    const starts = await Promise.allSettled(this.stores.map((store) => store.start()))
    for (const start of starts) if (start.status === 'rejected') throw start.reason
  }
}
