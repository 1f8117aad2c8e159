// The one mapping of an error to what its caller is told: a problem document by RFC 9457, out of the catalogue.
import { CausewayError, catalogue, type ErrorCode, type Facts } from './errors.ts'

export const problemMediaType = 'application/problem+json'

/** What is wrong with a request, by JSON pointer into it. */
export type Fault = { readonly pointer: string; readonly code: string; readonly detail: string }

/** A refusal with more than one reason; carries every one at once, the first one's code for all. */
export class RequestRefused extends CausewayError {
  readonly faults: readonly Fault[]

  constructor(code: ErrorCode, faults: readonly Fault[], facts: Facts = {}) {
    super(code, facts)
    this.faults = faults
  }
}

/** One mistake as a library of schemas tells it. */
type Issue = { readonly path: readonly PropertyKey[]; readonly code?: string; readonly message: string }

/** A value of another shape than was asked for; the facts name the first mistake, in words as well. */
export function shapeRefused(issues: readonly Issue[], prefix = '', code: ErrorCode = 'BODY_INVALID'): RequestRefused {
  const faults = issues.map(({ path, code: kind = code, message }): Fault => {
    const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
    return { pointer: [prefix, ...steps].join('/'), code: kind, detail: message }
  })
  const [first] = faults
  return new RequestRefused(code, faults, first && { pointer: first.pointer, reason: first.detail })
}

/** Codes of a body that cannot be read, and of one that is too large. */
export type BodyCodes = { readonly invalid: ErrorCode; readonly tooLarge: ErrorCode }

/** What the parsers of an HTTP server throw, by the status that they give it; what nobody foresaw is INTERNAL. */
export function asRefusal(
  error: unknown,
  { invalid, tooLarge }: BodyCodes = { invalid: 'BODY_INVALID', tooLarge: 'BODY_TOO_LARGE' },
): CausewayError {
  if (error instanceof CausewayError) return error
  const { status, limit } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  if (status === 413) return new CausewayError(tooLarge, typeof limit === 'number' ? { max: `${limit}` } : {}, error)
  if (status === 415) return new CausewayError('MEDIA_TYPE_UNSUPPORTED', {}, error)
  const ours = typeof status === 'number' && status >= 400 && status < 500
  return ours ? new CausewayError(invalid, { where: 'request' }, error) : new CausewayError('INTERNAL', {}, error)
}

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The request that it is about. */
  readonly instance: string
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly hint: string
  /** Under which the log has more. */
  readonly traceId: string
  readonly facts: Facts
  readonly errors?: readonly Fault[]
  readonly chain?: {
    readonly chainId: string
    readonly txHash?: string
    readonly codespace?: string
    readonly abciCode?: number
  }
}

/** Facts of failures on our side stay in its log, but for the chain that they happened on. */
export function problemOf(error: CausewayError, instance: string, traceId: string): Problem {
  const { code, status, hint, retryable } = error
  const title: string = catalogue[code].text
  const ours = status >= 500
  const faults = error instanceof RequestRefused ? error.faults : ours ? [] : faultsOf(error)
  const chain = chainOf(error.facts)
  return {
    type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: ours ? title : error.message,
    instance,
    code,
    retryable,
    hint,
    traceId,
    facts: ours ? {} : error.facts,
    ...(faults.length === 0 ? {} : { errors: faults }),
    ...(chain && { chain }),
  }
}

function faultsOf({ code, facts }: CausewayError): readonly Fault[] {
  const { path } = facts
  const pointer = facts['pointer'] ?? (path === undefined || path.startsWith('/') ? undefined : pointerOf(path))
  return pointer === undefined ? [] : [{ pointer, code, detail: catalogue[code].text }]
}

/** `legs[0].operations[1].actor` -> `/legs/0/operations/1/actor`. */
const pointerOf = (path: string): string => `/${path.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`

function chainOf({ chainId, txHash, codespace, abciCode }: Facts): Problem['chain'] {
  if (chainId === undefined) return undefined
  return {
    chainId,
    ...(txHash === undefined ? {} : { txHash }),
    ...(codespace === undefined ? {} : { codespace }),
    ...(abciCode === undefined ? {} : { abciCode: Number(abciCode) }),
  }
}

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The trace of a W3C `traceparent` header, so that the caller's logs and ours meet. */
export const traceIdIn = (header = ''): string | undefined => traceparent.exec(header)?.[1]
