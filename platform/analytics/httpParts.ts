// Asks another platform's analytics process for parts over HTTP; refusals keep their code, silence gets one.
import { CausewayError, catalogue, type ErrorCode } from '../../core/errors.ts'
import { partsPath } from './door.ts'
import { partBytesMax, partMsMax } from './limits.ts'
import type { PartAnswer, PartSource, SignRequest } from './ports.ts'
import type { PartRequest } from './query.ts'

export type HttpPartsOptions = {
  /** `http://host:port` of the process. */
  readonly url: string
  readonly sign: SignRequest
  readonly timeoutMs?: number
}

/** The answer is parsed by who combines it (`parsePart`), against the plan. */
export function httpParts({ url, sign, timeoutMs = 2 * partMsMax }: HttpPartsOptions): PartSource {
  return {
    part: async (request) => {
      const { zone } = request
      const answer = await ask(url, request, sign, timeoutMs)
      if (answer.status !== 200) throw refusalOf(zone, answer.body)
      const { part, late } = (answer.body ?? {}) as Partial<PartAnswer>
      if (part === undefined || typeof late !== 'boolean') throw new CausewayError('PARTS_DIFFER', { zone, path: '' })
      return { part, late }
    },
  }
}

async function ask(url: string, request: PartRequest, sign: SignRequest, timeoutMs: number) {
  const { zone } = request
  const body = new TextEncoder().encode(JSON.stringify(request))
  const headers = { ...(await sign('POST', partsPath, body)), 'content-type': 'application/json' }
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(new URL(partsPath, url), { method: 'POST', headers, body, signal, redirect: 'error' })
    return { status: response.status, body: parseJson(await readBytes(response, zone)) }
  } catch (cause) {
    if (cause instanceof CausewayError) throw cause
    throw new CausewayError('PLATFORM_UNREACHABLE', { zone }, cause)
  }
}

async function readBytes(response: Response, zone: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > partBytesMax) throw new CausewayError('PARTS_DIFFER', { zone, limit: `${partBytesMax} bytes` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

/** A code of a later release, or none at all, is an answer that cannot be understood. */
function refusalOf(zone: string, problem: unknown): Error {
  const { code, detail } = (typeof problem === 'object' && problem !== null ? problem : {}) as Record<string, unknown>
  const facts = { zone, said: String(detail ?? '').slice(0, 400) }
  if (typeof code === 'string' && Object.hasOwn(catalogue, code)) return new CausewayError(code as ErrorCode, facts)
  return new CausewayError('PARTS_DIFFER', { zone, path: 'code' })
}
