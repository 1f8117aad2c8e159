// What one light client is known to trust, so that updates are sent once and the chain is not asked before each tx.
import { heightOf, queryClientState, queryConsensusState, updateMsg } from './ics02/clients.ts'
import type { AnyMsg, Chain } from './ports.ts'
import { localhostClientId } from './proofs.ts'

const rememberedMax = 200

/** The update to put before messages with proofs of `height`, or a height that is trusted already, to prove at. */
export type UpdatePlan =
  | { readonly kind: 'ready'; readonly updates: readonly AnyMsg[] }
  | { readonly kind: 'prove_at'; readonly height: bigint }

export class ClientTrust {
  readonly #host: Chain
  readonly #tracked: Chain
  readonly #clientId: string
  readonly #spared: (queryType: string) => void
  #latest: bigint | undefined
  readonly #trusted = new Set<bigint>()

  /** `spared` hears of each question that memory has answered instead of the chain. */
  constructor(host: Chain, tracked: Chain, clientId: string, spared: (queryType: string) => void = () => undefined) {
    this.#spared = spared
    this.#host = host
    this.#tracked = tracked
    this.#clientId = clientId
  }

  /**
   * Proofs of state at h need the client to trust h + 1 (ICS-07); the client of a chain on itself needs nothing.
   * `committed`: relies on nothing that is only broadcast.
   */
  async plan(proofHeight: bigint, signer: string, committed = false): Promise<UpdatePlan> {
    if (this.#clientId === localhostClientId) return { kind: 'ready', updates: [] }
    if (committed) this.forget()
    if (this.#trusted.has(proofHeight)) {
      this.#spared('query_consensus_state')
      return { kind: 'ready', updates: [] }
    }
    if (this.#latest !== undefined) this.#spared('query_client_state')
    const latest = this.#latest ?? (await this.#read())
    if (latest > proofHeight) {
      const height = heightOf(this.#tracked.chainId, proofHeight)
      if ((await queryConsensusState(this.#host, this.#clientId, height)) === undefined) {
        return { kind: 'prove_at', height: latest - 1n }
      }
      this.#remember(proofHeight)
    }
    if (latest >= proofHeight) return { kind: 'ready', updates: [] }
    const header = await this.#tracked.queryHeader(proofHeight, latest)
    return { kind: 'ready', updates: [updateMsg(this.#clientId, header, signer)] }
  }

  /** The update was broadcast: later txs of the same account come after it. */
  updated(proofHeight: bigint): void {
    if (this.#clientId === localhostClientId) return
    if (proofHeight > (this.#latest ?? 0n)) this.#latest = proofHeight
    this.#remember(proofHeight)
  }

  /** A tx has failed: what it would have changed is read from the chain again. */
  forget(): void {
    this.#latest = undefined
    this.#trusted.clear()
  }

  async #read(): Promise<bigint> {
    const state = await queryClientState(this.#host, this.#clientId)
    this.#latest = state.latestHeight.revisionHeight
    this.#remember(this.#latest)
    return this.#latest
  }

  #remember(height: bigint): void {
    this.#trusted.add(height)
    if (this.#trusted.size <= rememberedMax) return
    const oldest = this.#trusted.values().next()
    if (!oldest.done) this.#trusted.delete(oldest.value)
  }
}
