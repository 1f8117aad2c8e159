// Shares operations through the API by one key: plans, consents, submits, and waits for what became of it.
import { z } from 'zod'
import { CausewayError, catalogue, type ErrorCode } from '../../core/errors.ts'
import type { Clock } from '../../relayer/ports.ts'
import type { Operation } from './carry.ts'
import { shareMsMax, sharePollMs } from './limits.ts'

/** A key of a Cosmos account that consents to what it has planned itself. It buys nothing and decides nothing. */
export interface Consenter {
  readonly address: string
  /** secp256k1 over sha256 of the text; both parts as base64. */
  sign(text: string): Promise<{ readonly scheme: string; readonly publicKey: string; readonly signature: string }>
}

export type Shared = { readonly isCommitted: boolean; readonly code: ErrorCode | undefined }

/** Throws PLATFORM_UNREACHABLE while the API is silent; what the API or a zone refuses is an answer. */
export interface Sharing {
  readonly actor: string
  share(operations: readonly Operation[]): Promise<Shared>
}

const plannedShape = z.object({ transactionId: z.string(), manifestBytes: z.string(), authorisationText: z.string() })
const statusShape = z.object({ outcome: z.string(), code: z.string().nullable() })
const problemShape = z.object({ code: z.string() })

export function openSharing(apiUrl: string, consenter: Consenter, clock: Clock): Sharing {
  const ask = async <T extends z.ZodType>(path: string, shape: T, body?: object, key?: string): Promise<z.infer<T>> => {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const { ok, json } = await fetchJson(new URL(path, apiUrl), { ...init, headers })
    const parsed = ok ? shape.safeParse(json) : undefined
    if (parsed?.success === true) return parsed.data
    throw new CausewayError(knownCode(problemShape.safeParse(json).data?.code) ?? 'CHAIN_ANSWER_INVALID', { path })
  }
  const outcome = async (transactionId: string): Promise<Shared> => {
    for (const end = clock.nowMs() + shareMsMax; clock.nowMs() < end; await clock.sleep(sharePollMs)) {
      const found = await ask(`/v1/share-requests/${transactionId}`, statusShape)
      if (found.outcome === 'committed') return { isCommitted: true, code: undefined }
      if (found.outcome !== 'pending') return { isCommitted: false, code: knownCode(found.code) }
    }
    return { isCommitted: false, code: undefined }
  }
  return {
    actor: consenter.address,
    async share(operations) {
      try {
        const planned = await ask('/v1/manifests', plannedShape, { kind: 'compose', operations })
        const { transactionId, manifestBytes, authorisationText } = planned
        const authorisations = [await consenter.sign(authorisationText)]
        const body = { manifest: manifestBytes, authorisations }
        await ask('/v1/share-requests', z.unknown(), body, transactionId)
        return await outcome(transactionId)
      } catch (error) {
        if (!(error instanceof CausewayError) || error.code === 'PLATFORM_UNREACHABLE') throw error
        return { isCommitted: false, code: error.code }
      }
    },
  }
}

async function fetchJson(url: URL, init: RequestInit): Promise<{ readonly ok: boolean; readonly json: unknown }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(shareMsMax), redirect: 'error' })
    return { ok: response.ok, json: await response.json().catch(() => undefined) }
  } catch (error) {
    throw new CausewayError('PLATFORM_UNREACHABLE', { url: url.origin }, error)
  }
}

const knownCode = (code: string | null | undefined): ErrorCode | undefined =>
  code != null && Object.hasOwn(catalogue, code) ? (code as ErrorCode) : undefined
