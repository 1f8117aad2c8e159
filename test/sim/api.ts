// The hub's API of a run: the real intake, dispatcher and projector, one process after another over one store, whose
// calls the run holds back; and callers who hand in payments until they have an answer.
import { assembleApi } from '../../api/assembleApi.ts'
import type { Deps } from '../../api/deps.ts'
import { outcomeOf, parseView } from '../../api/project.ts'
import { submitRoute } from '../../api/routes/shareRequests.ts'
import { apiDefaults } from '../../api/startApi.ts'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { Store } from '../../api/store/store.ts'
import { isCausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import type { Clock, OpenQueue } from '../../relayer/ports.ts'
import { breachesOf, type Fate } from '../chaos/verdict.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import type { Front } from './front.ts'
import { hubId, type Net } from './net.ts'
import { fateOf, type Paid } from './payments.ts'

/** `unknown`: no answer has come yet, or none ever will, because whoever should answer is gone. */
type Answer = 'ok' | 'refused' | 'unknown'
/** A payment as its caller sees it. */
type Request = { readonly paid: Paid; answer: Answer }

type Nap = { readonly untilMs: number; readonly wake: () => void }
export type ParkCall = (call: string, resume: (answer?: unknown) => void, fail: (error: Error) => void) => void

export class SimApi implements Front {
  readonly #requests: Request[] = []
  readonly #net: Net
  readonly #store: Store
  readonly #openQueue: OpenQueue
  readonly #park: ParkCall
  #naps: Nap[] = []
  #stop = new AbortController()
  #deps: Deps | undefined

  /** The store outlives every process, and is closed with the last one. */
  private constructor(net: Net, store: Store, openQueue: OpenQueue, park: ParkCall) {
    this.#net = net
    this.#store = store
    this.#openQueue = openQueue
    this.#park = park
  }

  /** `forgets`: what it accepts is written down where nobody will ever look. Nothing may miss that. */
  static async open(net: Net, openQueue: OpenQueue, park: ParkCall, forgets = false): Promise<SimApi> {
    const store = await openStore()
    const api = new SimApi(net, forgets ? forgetful(store, await openStore()) : store, openQueue, park)
    api.#start()
    return api
  }

  get paid(): readonly Paid[] {
    return this.#requests.map(({ paid }) => paid)
  }

  /** The next one knows nothing but what is in the store. */
  readonly restart = (): void => {
    this.#crash()
    this.#start()
  }

  #start(): void {
    const stop = new AbortController()
    this.#stop = stop
    const wire: Wire = (call) =>
      new Promise((resume, fail) => {
        if (!stop.signal.aborted) this.#park(call, resume, fail)
      })
    const store = overWire(this.#store, wire)
    const ports = { store, openQueue: this.#openQueue, clock: this.#clock(stop.signal), log: listeningLog() }
    const chains = this.#net.open(wire, '')
    stop.signal.addEventListener('abort', () => {
      for (const chain of chains.values()) void chain.close()
    })
    const { deps, run } = assembleApi(
      { ...ports, chains, random: (length) => new Uint8Array(length) },
      {
        ...apiDefaults,
        hub: { chainId: hubId, contract: this.#net.hubContract },
        gates: new Map([...this.#net.zones].map(([id, { gate }]) => [id, gate])),
        resources: new Map([...this.#net.zones].map(([id, { assets }]) => [id, [assets]])),
        paths: [],
        version: 'simulated',
      },
    )
    this.#deps = deps
    void run(stop.signal)
  }

  /** Whoever waits for an answer gets none. */
  #crash(): void {
    this.#stop.abort()
    this.#deps = undefined
    this.#naps = []
  }

  async close(): Promise<void> {
    this.#crash()
    await this.#store.close()
  }

  /** Its answer may come much later, or never. */
  async take(paid: Paid): Promise<void> {
    const request: Request = { paid, answer: 'unknown' }
    this.#requests.push(request)
    this.#submit(request)
  }

  /** Whoever has no answer asks again, with the same key. */
  async again(random: () => number): Promise<void> {
    const open = this.#requests.filter(({ answer }) => answer === 'unknown')
    const one = open[Math.floor(random() * open.length)]
    if (one !== undefined) this.#submit(one)
  }

  #submit(request: Request): void {
    void this.#ask(request.paid).then((answer) => {
      if (answer !== 'unknown') request.answer = answer
    })
  }

  /** Time has passed: whoever slept long enough goes on. */
  passTime(): void {
    const nowMs = this.#nowMs()
    const due = this.#naps.filter(({ untilMs }) => untilMs <= nowMs)
    this.#naps = this.#naps.filter(({ untilMs }) => untilMs > nowMs)
    for (const { wake } of due) wake()
  }

  /** Everything that was accepted is asked for again; I8 of it, and what the API says of it is what the chains say. */
  async judge(): Promise<readonly string[]> {
    const found: string[] = [...(await this.#askAllAgain())]
    for (const { paid, answer } of this.#requests) {
      const fate = await fateOf(this.#net, paid)
      found.push(...breachesOf({ id: paid.id, answer }, fate))
      if (answer !== 'ok') continue
      const outcome = await this.#outcomeOf(paid.id)
      if (!fits(outcome, fate)) found.push(`I8: ${paid.id} was accepted, is ${fate.hub}, and is told as ${outcome}`)
    }
    return found
  }

  async isOver(): Promise<boolean> {
    for (const { paid, answer } of this.#requests) {
      if (answer === 'ok' && (await this.#outcomeOf(paid.id)) === 'pending') return false
    }
    return true
  }

  /** With its key it is answered as before. */
  async #askAllAgain(): Promise<readonly string[]> {
    const found: string[] = []
    for (const { paid } of this.#requests.filter(({ answer }) => answer === 'ok')) {
      const answer = await this.#ask(paid)
      if (answer !== 'ok') found.push(`I7: ${paid.id} asked again was ${answer}`)
    }
    return found
  }

  async #ask({ id, body }: Paid): Promise<Answer> {
    const deps = this.#deps
    if (deps === undefined) return 'unknown'
    const headers = { 'idempotency-key': id.slice(0, 32) }
    const raw = { params: {}, query: {}, headers, body, signal: this.#stop.signal }
    return submitRoute.run(raw, deps).then(
      (): Answer => 'ok',
      (error: unknown) => {
        if (!isCausewayError(error)) throw error
        return error.status < 500 && error.code !== 'IDEMPOTENCY_KEY_BUSY' ? 'refused' : 'unknown'
      },
    )
  }

  async #outcomeOf(id: string): Promise<string> {
    const row = await this.#store.request(id)
    return row === undefined ? 'unknown to it' : outcomeOf(parseView(row.view))
  }

  #clock(gone: AbortSignal): Clock {
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((wake) => {
        if (gone.aborted) return
        this.#naps.push({ untilMs: this.#nowMs() + ms, wake })
        signal?.addEventListener('abort', () => wake())
      })
    return { nowMs: () => this.#nowMs(), sleep }
  }

  #nowMs(): number {
    return Number(this.#net.hub.timeNs / 1_000_000n)
  }
}

/** A process may end before what it accepts is on disk, and after it is there and before anybody knows. */
function overWire(store: Store, wire: Wire): Store {
  return withAccept(store, async (requests) => {
    await wire('accept')
    const taken = await store.accept(requests)
    await wire('accepted')
    return taken
  })
}

const forgetful = (store: Store, nowhere: Store): Store => withAccept(store, (requests) => nowhere.accept(requests))

const openStore = (): Promise<Store> => openKyselyStore(openSqlite(':memory:'), 'sqlite')

function withAccept(store: Store, accept: Store['accept']): Store {
  const get = (own: Store, key: string | symbol): unknown => {
    const value: unknown = key === 'accept' ? accept : Reflect.get(own, key)
    return typeof value === 'function' ? value.bind(own) : value
  }
  return new Proxy(store, { get })
}

/** What never came to the hub was given up, or was locked by zones that let go of it again. */
function fits(outcome: string, { hub }: Fate): boolean {
  if (hub === 'commit') return outcome === 'committed'
  return outcome === 'aborted' || (hub === 'none' && outcome === 'rejected')
}
