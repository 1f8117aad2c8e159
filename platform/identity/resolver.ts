// Resolves DIDs: did:causeway by the chain, did:key by itself, did:web by HTTPS from public hosts.
import { type DIDDocument, type DIDResolutionResult, type ParsedDID, Resolver } from 'did-resolver'
import { byteLength } from '../../core/bytes.ts'
import { didDocument, documentMetadata, isKnown, parseMultikey } from '../../core/did.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { didBytesMax, documentBytesMax, documentTimeoutMs } from './limits.ts'
import type { PublicFetch, SubjectQueries } from './ports.ts'

export type ResolverPorts = {
  readonly subjects: SubjectQueries
  readonly fetch: PublicFetch
  /** Aborts after so many milliseconds: AbortSignal.timeout. */
  readonly timeout: (afterMs: number) => AbortSignal
}

const failed = (error: string, reason: string): DIDResolutionResult => ({
  didResolutionMetadata: { error, reason },
  didDocument: null,
  didDocumentMetadata: {},
})

const resolved = (document: object, metadata: object = {}): DIDResolutionResult => ({
  didResolutionMetadata: { contentType: 'application/did' },
  didDocument: document as DIDDocument,
  didDocumentMetadata: metadata,
})

/** A silent chain throws CHAIN_UNREACHABLE: "not known" would be an answer that nobody gave. */
export function openResolver({ subjects, fetch, timeout }: ResolverPorts): Resolver {
  return new Resolver({
    causeway: (did, parsed) => resolveSubject(subjects, did, parsed),
    key: async (did, parsed) => resolveKey(did, parsed),
    web: (did, parsed) => resolveWeb(fetch, timeout(documentTimeoutMs), did, parsed),
  })
}

/** The document, or DID_MALFORMED, DID_UNKNOWN, DID_UNREACHABLE, DID_DOCUMENT_INVALID. */
export async function resolveDid(resolver: Resolver, didUrl: string): Promise<DIDResolutionResult> {
  const shown = didUrl.slice(0, didBytesMax)
  if (byteLength(didUrl) > didBytesMax) throw new CausewayError('DID_MALFORMED', { did: shown, reason: 'length' })
  const result = await resolver.resolve(didUrl)
  if (result.didDocument !== null) return result
  const { error, reason } = result.didResolutionMetadata
  const facts = { did: shown, reason: String(reason ?? error) }
  if (error === 'notFound') throw new CausewayError('DID_UNKNOWN', facts)
  if (error === 'internalError') throw new CausewayError('DID_UNREACHABLE', facts)
  throw new CausewayError(error === 'invalidDidDocument' ? 'DID_DOCUMENT_INVALID' : 'DID_MALFORMED', facts)
}

/** `?height=<n>` asks for the keys of a past height of the subject's home chain. */
async function resolveSubject(subjects: SubjectQueries, did: string, parsed: ParsedDID): Promise<DIDResolutionResult> {
  const query = new URLSearchParams(parsed.query ?? '')
  const height = query.get('height') ?? undefined
  const isPlain = [...query.keys()].every((key) => key === 'height') && parsed.path === undefined
  if (!isPlain || (height !== undefined && !/^[1-9][0-9]{0,18}$/.test(height))) return failed('invalidDid', 'query')
  try {
    parseId(did)
  } catch (error) {
    if (isCausewayError(error)) return failed('invalidDid', error.code)
    throw error
  }
  const answer = await subjects.query(did)
  if (answer === undefined || !isKnown(answer.subject)) return failed('notFound', 'not on the chain')
  if (answer.subject.id !== did) throw new CausewayError('CHAIN_ANSWER_INVALID', { did, answered: answer.subject.id })
  const document = didDocument(answer.subject, height === undefined ? undefined : BigInt(height))
  return resolved(document, documentMetadata(answer.subject))
}

function resolveKey(did: string, { id }: ParsedDID): DIDResolutionResult {
  if (parseMultikey(id) === undefined) return failed('invalidDid', 'no Multikey of a known curve')
  const method = { id: `${did}#${id}`, type: 'Multikey', controller: did, publicKeyMultibase: id }
  return resolved({
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [method],
    authentication: [method.id],
    assertionMethod: [method.id],
  })
}

const hostForm = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** `did:web:host[%3Aport][:path…]`; no address, no host of one label, no step out of the path. */
function webUrl({ id }: ParsedDID): URL | undefined {
  const [authority = '', ...path] = id.split(':')
  const [host = '', port] = authority.split(/%3A/i)
  const isPort = port === undefined || /^[1-9][0-9]{0,4}$/.test(port)
  if (!hostForm.test(host) || !isPort || /\.(?:localhost|local|internal|arpa)$/.test(host)) return undefined
  if (!path.every((step) => /^[A-Za-z0-9._-]+$/.test(step) && !/^\.+$/.test(step))) return undefined
  const place = path.length === 0 ? '.well-known' : path.join('/')
  return new URL(`https://${host}${port === undefined ? '' : `:${port}`}/${place}/did.json`)
}

async function resolveWeb(
  fetch: PublicFetch,
  signal: AbortSignal,
  did: string,
  parsed: ParsedDID,
): Promise<DIDResolutionResult> {
  const url = webUrl(parsed)
  if (url === undefined || parsed.query !== undefined) return failed('invalidDid', 'no public host')
  let text: string
  try {
    const response = await fetch(url, signal)
    if (response.status === 404 || response.status === 410) return failed('notFound', `status ${response.status}`)
    if (response.status !== 200) return failed('internalError', `status ${response.status}`)
    text = await readText(response, signal)
  } catch (error) {
    return failed('internalError', error instanceof Error ? error.message : 'unreachable')
  }
  return parseDocument(text, did)
}

/** Stops reading at the limit, whatever length the server has announced, and at the signal, however slowly it sends. */
async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const reader = (response.body ?? new Blob([]).stream()).getReader()
  const stop = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  const parts: Uint8Array[] = []
  try {
    for (let bytes = 0; ; ) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.length
      if (bytes > documentBytesMax) throw new Error(`more than ${documentBytesMax} bytes`)
      parts.push(value)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
  // A cancelled reader ends like a complete one.
  signal.throwIfAborted()
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}

/** A document speaks for the DID that it was fetched for, and its keys are its own. */
function parseDocument(text: string, did: string): DIDResolutionResult {
  const invalid = (reason: string): DIDResolutionResult => failed('invalidDidDocument', reason)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return invalid('no JSON')
  }
  if (typeof document !== 'object' || document === null || !('id' in document) || document.id !== did) {
    return invalid('id')
  }
  const lists = ['verificationMethod', 'authentication', 'assertionMethod'] as const
  const read = document as Readonly<Record<string, unknown>>
  if (lists.some((name) => read[name] !== undefined && !Array.isArray(read[name]))) return invalid('lists')
  const methods = (read['verificationMethod'] ?? []) as readonly unknown[]
  const isOwn = (method: unknown): boolean =>
    typeof method === 'object' &&
    method !== null &&
    'id' in method &&
    typeof method.id === 'string' &&
    (method.id.startsWith(`${did}#`) || method.id.startsWith('#'))
  return methods.every(isOwn) ? resolved(document) : invalid('verificationMethod')
}
