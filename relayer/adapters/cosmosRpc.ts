// JSON-RPC of a CometBFT node: calls over HTTP with kept-alive connections, new blocks over one websocket.
import { CausewayError } from '../../core/errors.ts'

export type CosmosRpcOptions = { readonly chainId: string; readonly url: string; readonly timeoutMs: number }

/** What most callers need of it. */
export type RpcCaller = Pick<CosmosRpc, 'chainId' | 'call'>

type Answer = { readonly result?: unknown; readonly error?: { readonly message: string; readonly data?: string } }

/** One node's RPC endpoint. Does NOT interpret results, and does NOT ask again but as `#post` says. */
export class CosmosRpc {
  readonly chainId: string
  readonly #url: string
  readonly #timeoutMs: number
  #nextId = 0

  constructor(options: CosmosRpcOptions) {
    this.chainId = options.chainId
    this.#url = options.url.replace(/\/$/, '')
    this.#timeoutMs = options.timeoutMs
  }

  /** Throws CHAIN_UNREACHABLE without an answer, CHAIN_ANSWER_INVALID when the node refuses the call. */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    this.#nextId += 1
    const body = JSON.stringify({ jsonrpc: '2.0', id: this.#nextId, method, params })
    const answer = await this.#post(method, body)
    if (answer.error !== undefined) {
      const reason = `${answer.error.message} ${answer.error.data ?? ''}`.trim().slice(0, 500)
      throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, method, reason })
    }
    return answer.result as T
  }

  /**
   * A connection that was idle may be closed by the node while a call is on its way; on a new one it is asked again,
   * once. A tx that arrived the first time is then one that the node knows, by its very bytes.
   */
  async #post(method: string, body: string): Promise<Answer> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    try {
      return await this.#ask(body, signal).catch((cause: unknown) => {
        if (isClosedSocket(cause)) return this.#ask(body, signal)
        throw cause
      })
    } catch (cause) {
      throw new CausewayError('CHAIN_UNREACHABLE', { chainId: this.chainId, url: this.#url, method }, cause)
    }
  }

  /** The node answers refused calls with status 500 and a JSON body, so the status alone says nothing. */
  async #ask(body: string, signal: AbortSignal): Promise<Answer> {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(this.#url, { method: 'POST', body, headers, signal })
    // What stands before a node refuses by status alone, often with a page for people.
    if (response.status === 413) return { error: { message: 'request body too large' } }
    return (await response.json()) as Answer
  }

  /**
   * Subscribes to NewBlock, the one event that holds all tx results (NewBlockEvents has block-level events only).
   * `onEvent` gets the raw value; `onEnd` is called once, when the stream ends for whatever reason.
   */
  streamBlocks(on: { readonly open: () => void; readonly event: (value: unknown) => void; readonly end: () => void }): {
    close(): void
  } {
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}/websocket`)
    let ended = false
    const end = (): void => {
      if (ended) return
      ended = true
      socket.close()
      on.end()
    }
    const request = { jsonrpc: '2.0', id: 1, method: 'subscribe', params: { query: "tm.event='NewBlock'" } }
    socket.addEventListener('open', () => socket.send(JSON.stringify(request)))
    socket.addEventListener('close', end)
    socket.addEventListener('error', end)
    socket.addEventListener('message', (message) => {
      const answer = parseStreamed(message.data)
      if (answer === undefined || answer.error !== undefined) end()
      else if (answer.result?.data === undefined) on.open()
      else on.event(answer.result.data.value)
    })
    return { close: end }
  }
}

/** What fetch fails with when the other side ends a connection without an answer. */
function isClosedSocket(error: unknown): boolean {
  const { code } = ((error as Error | undefined)?.cause ?? {}) as { readonly code?: string }
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'
}

type Streamed = { readonly error?: unknown; readonly result?: { readonly data?: { readonly value: unknown } } }

/** Undefined for what no node says, such as the page of a proxy: an error in a listener would end the process. */
function parseStreamed(data: unknown): Streamed | undefined {
  try {
    const answer: unknown = JSON.parse(String(data))
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}
