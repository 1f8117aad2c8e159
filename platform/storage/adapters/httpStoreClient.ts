// The StoreClient port over the HTTP door of a store; a refusal keeps the store's own code.
import { z } from 'zod'
import { parseBase64, toBase64, utf8 } from '../../../core/bytes.ts'
import { CausewayError, catalogue, type ErrorCode, type Facts } from '../../../core/errors.ts'
import type { Recorded } from '../../access/ports.ts'
import type { AccessRequest } from '../../access/request.ts'
import type { ObjectName } from '../../keys/seal.ts'
import { objectBytesMax, storeTimeoutMs } from '../limits.ts'
import type { ShareRequest, StoreClient } from '../ports.ts'
import type { Signed } from '../statements.ts'

const signed = z.object({ text: z.string(), signature: z.string() })
const recorded = z.object({ number: z.string(), code: z.string() })
const released = z.object({ share: z.string() })
const problem = z.object({ code: z.string(), facts: z.record(z.string(), z.string()).default({}) })

export class HttpStoreClient implements StoreClient {
  readonly store: string
  readonly #url: string
  readonly #timeoutMs: number

  constructor(store: string, url: string, timeoutMs = storeTimeoutMs) {
    this.store = store
    this.#url = url
    this.#timeoutMs = timeoutMs
  }

  async put({ objectId, version }: ObjectName, cid: string, sealed: Uint8Array): Promise<Signed> {
    const query = new URLSearchParams({ object: objectId, version: `${version}` })
    const response = await this.#ask(`/objects/${cid}?${query}`, { method: 'PUT', body: new Uint8Array(sealed) })
    return this.#statement(response)
  }

  async get(cid: string, { range, asked }: Parameters<StoreClient['get']>[1] = {}): Promise<Uint8Array> {
    const headers: Record<string, string> = {}
    if (range !== undefined) headers['range'] = `bytes=${range.first}-${range.last}`
    if (asked !== undefined) {
      const { text, signature } = asked.request
      const access = asked.access === undefined ? {} : { access: `${asked.access}` }
      const request = JSON.stringify({ grant: asked.grant, text, signature: toBase64(signature), ...access })
      headers['causeway-request'] = toBase64(utf8(request))
    }
    return this.#bytes(await this.#ask(`/objects/${cid}`, { headers }))
  }

  async delivery(agreement: string, cid: string): Promise<Signed> {
    return this.#statement(await this.#ask(`/deliveries/${encodeURIComponent(agreement)}/${cid}`, {}))
  }

  async placeShare({ objectId, version }: ObjectName, share: string): Promise<void> {
    await this.#post('/shares', { objectId, version: `${version}`, share })
  }

  /** Has the chain decide and count an access; its number, and why it was denied where it was. */
  async recordAccess(request: AccessRequest): Promise<Pick<Recorded, 'number' | 'code'>> {
    const answer = await this.#post('/accesses', request)
    const { number, code } = this.#parse(recorded, await answer.json())
    return { number: BigInt(number), code }
  }

  async releaseShare({ objectId, version, grant, recipientKey, request, access }: ShareRequest): Promise<string> {
    const ask = { text: request.text, signature: toBase64(request.signature) }
    const body = {
      version: `${version}`,
      grant,
      recipientKey,
      request: ask,
      ...(access === undefined ? {} : { access: `${access}` }),
    }
    const response = await this.#post(`/shares/${encodeURIComponent(objectId)}`, body)
    return this.#parse(released, await response.json()).share
  }

  #post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async #ask(path: string, options: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    const response = await fetch(this.#url + path, { ...options, signal }).catch((cause: unknown) => {
      throw this.#unreachable(cause)
    })
    if (response.ok) return response
    const said = problem.safeParse(await response.json().catch(() => undefined))
    throw this.#refusal(response.status, said.data)
  }

  async #bytes(response: Response): Promise<Uint8Array> {
    const length = Number(response.headers.get('content-length') ?? Number.NaN)
    if (!(length <= objectBytesMax)) throw new CausewayError('STORE_REFUSED', { store: this.store, reason: 'length' })
    return response.bytes().catch((cause: unknown) => {
      throw this.#unreachable(cause)
    })
  }

  async #statement(response: Response): Promise<Signed> {
    const { text, signature } = this.#parse(signed, await response.json().catch(() => undefined))
    return { text, signature: parseBase64(signature) }
  }

  #parse<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new CausewayError('STORE_REFUSED', { store: this.store, reason: 'an answer of another shape' })
  }

  #unreachable(cause: unknown): CausewayError {
    return new CausewayError('STORE_UNREACHABLE', { store: this.store }, cause)
  }

  #refusal(status: number, said: { readonly code: string; readonly facts: Facts } | undefined): Error {
    const facts = { ...said?.facts, store: this.store }
    const code = said?.code ?? ''
    if (code in catalogue && code !== 'INTERNAL') return new CausewayError(code as ErrorCode, facts)
    return new CausewayError('STORE_REFUSED', { ...facts, status: String(status), reason: code })
  }
}
