// Matches broadcast txs with the blocks that hold them, by hash: no polling, and no tx index is needed.
import { CausewayError } from '../../core/errors.ts'
import type { Block, Included } from '../ports.ts'

type Waiting = {
  readonly promise: Promise<Included>
  readonly resolve: (included: Included) => void
}

const keptMs = 600_000

export class Inclusions {
  readonly #chainId: string
  readonly #waiting = new Map<string, Waiting>()

  constructor(chainId: string) {
    this.#chainId = chainId
  }

  /** To be called before the broadcast, so that no block can be faster. */
  expect(hash: string): void {
    if (this.#waiting.has(hash)) return
    const { promise, resolve } = Promise.withResolvers<Included>()
    this.#waiting.set(hash, { promise, resolve })
    setTimeout(() => this.#waiting.delete(hash), keptMs).unref()
  }

  forget(hash: string): void {
    this.#waiting.delete(hash)
  }

  onBlock(block: Block): void {
    if (this.#waiting.size === 0) return
    for (const result of block.txs) {
      this.#waiting.get(result.hash)?.resolve({ hash: result.hash, height: block.height, result })
    }
  }

  /** Throws TX_NOT_INCLUDED after `timeoutMs`, TX_FAILED or TX_OUT_OF_GAS when the tx failed inside its block. */
  async wait(hash: string, timeoutMs: number): Promise<Included> {
    this.expect(hash)
    const promise = this.#waiting.get(hash)?.promise
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs)
    })
    const included = await Promise.race([promise, late])
    clearTimeout(timer)
    if (included === undefined) throw new CausewayError('TX_NOT_INCLUDED', { chainId: this.#chainId, hash })
    this.#waiting.delete(hash)
    const { code, codespace, log, gasUsed, gasWanted } = included.result
    if (code === 0) return included
    throw txError(this.#chainId, { code, codespace, log, hash, gas: `${gasUsed} of ${gasWanted}` })
  }
}

export type TxFailure = {
  readonly code: number
  readonly codespace: string
  readonly log: string
  readonly hash: string
  readonly gas?: string
}

/** ABCI codes of codespace "sdk": 5 insufficient funds, 11 out of gas, 13 insufficient fee, 32 account sequence. */
export function txError(chainId: string, failure: TxFailure): CausewayError {
  const facts = {
    chainId,
    codespace: failure.codespace,
    abciCode: String(failure.code),
    hash: failure.hash,
    log: failure.log.slice(0, 1_000),
    ...(failure.gas === undefined ? {} : { gas: failure.gas }),
  }
  if (/time from the future/.test(failure.log)) return new CausewayError('CLOCK_SKEWED', facts)
  if (failure.codespace !== 'sdk') return new CausewayError('TX_FAILED', facts)
  if (failure.code === 5) return new CausewayError('FUNDS_MISSING', facts)
  if (failure.code === 13) return new CausewayError('GAS_PRICE_LOW', facts)
  if (failure.code === 11) return new CausewayError('TX_OUT_OF_GAS', facts)
  if (failure.code === 32) return new CausewayError('SEQUENCE_MISMATCH', facts)
  return new CausewayError('TX_FAILED', facts)
}
