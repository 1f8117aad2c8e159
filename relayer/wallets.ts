// Reads what the accounts that sign still hold, again and again, so that an alert comes before the coins are gone.
import { isCausewayError } from '../core/errors.ts'
import type { Chain, Clock, Log } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

export type Wallet = {
  readonly chain: Chain
  readonly key: string
  readonly denom: string
  /** Pays instead of the key's own account. */
  readonly granter?: string
}
export type WalletsOptions = {
  readonly wallets: readonly Wallet[]
  readonly clock: Clock
  readonly log: Log
  readonly metrics: RelayMetrics
}

const everyMs = 60_000

export class Wallets {
  readonly #options: WalletsOptions
  readonly #stop = new AbortController()

  constructor(options: WalletsOptions) {
    this.#options = options
  }

  start(): void {
    const { wallets, metrics } = this.#options
    metrics.set('workers', { type: 'wallet' }, wallets.length)
    void this.#watch()
  }

  /** A question that is still open ends with its chain. */
  async close(): Promise<void> {
    this.#stop.abort()
  }

  async #watch(): Promise<void> {
    const { wallets, clock } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      await Promise.all(wallets.map((wallet) => this.#read(wallet)))
      await clock.sleep(everyMs, signal)
    }
  }

  /** A chain that is away keeps its last figure: it shows elsewhere. */
  async #read({ chain, key, denom, granter }: Wallet): Promise<void> {
    const { log, metrics } = this.#options
    try {
      const account = granter ?? (await chain.signer(key)).address
      const balance = await chain.queryBalance(account, denom)
      metrics.set('wallet_balance', { account, chain: chain.chainId, denom }, Number(balance))
    } catch (error) {
      const code = isCausewayError(error) ? error.code : ''
      log.debug('wallet.unread', { chain_id: chain.chainId, key, code, error })
    }
  }
}
