// The story's thin hand over the REST API: plan, submit, wait. It only speaks HTTP, like any application.
import type { Consent, User } from './user.ts'

export type Planned = {
  readonly transactionId: string
  readonly manifestBytes: string
  readonly authorisationText: string
  readonly actors: readonly string[]
}
export type ShareRequest = { readonly transactionId: string; readonly state: string; readonly outcome: string }

/** An answer that is not 2xx, with the code of its problem document. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}: ${detail}`)
    this.status = status
    this.code = code
  }
}

export class ApiClient {
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  async call<T>(method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    if (response.ok) return answer as T
    throw new ApiRefusal(response.status, String(answer['code'] ?? ''), String(answer['detail'] ?? text))
  }

  plan(intent: object): Promise<Planned> {
    return this.call('POST', '/v1/manifests', intent)
  }

  /** Accepted and durable when this resolves. The transaction id is a good idempotency key: it is a hash. */
  submit(planned: Planned, consents: readonly Consent[], options: { check?: boolean } = {}): Promise<ShareRequest> {
    const body = { manifest: planned.manifestBytes, authorisations: consents, ...options }
    return this.call('POST', '/v1/share-requests', body, { 'idempotency-key': planned.transactionId.slice(0, 64) })
  }

  status(transactionId: string): Promise<ShareRequest> {
    return this.call('GET', `/v1/share-requests/${transactionId}`)
  }

  /** Plans, has every signer consent, and submits. */
  async share(intent: object, signers: readonly User[]): Promise<Planned> {
    const planned = await this.plan(intent)
    const consents = await Promise.all(signers.map((user) => user.sign(planned.authorisationText)))
    await this.submit(planned, consents)
    return planned
  }
}
