// Decides whether a submitted transaction is accepted: what would fail for sure is refused here, by its code.
import { createHash } from 'node:crypto'
import { encodeAuthorisation, encodeOperation } from '../core/codec.ts'
import { CausewayError, codeName, type ErrorCode } from '../core/errors.ts'
import { checkContent } from '../core/format.ts'
import type { TransactionId } from '../core/ids.ts'
import { authorisationsMax, checkLimit, contentBytesMax, deadlineHorizonSec } from '../core/limits.ts'
import { parseManifest } from '../core/manifest.ts'
import { type Fault, RequestRefused } from '../core/problem.ts'
import { transactionId } from '../core/transactionId.ts'
import type { Authorisation, Manifest, Operation, ReplicateRecord } from '../core/words.ts'
import { activeZone, chainOf } from './chains.ts'
import { assertConsent } from './consent.ts'
import { type CheckResult, queryCheck } from './contractQueries.ts'
import type { Deps } from './deps.ts'
import { sha256 } from './sha256.ts'
import type { StoredContent } from './store/store.ts'

export type Submission = {
  readonly manifestBytes: Uint8Array
  readonly authorisations: readonly Authorisation[]
  readonly contents: readonly StoredContent[]
  /** Whether every zone is asked first if its part would succeed now. */
  readonly check: boolean
}

export type Admitted = {
  readonly transactionId: TransactionId
  readonly manifest: Manifest
  readonly manifestBytes: Uint8Array
  readonly authorisations: readonly Uint8Array[]
  readonly contents: readonly StoredContent[]
}

type Needs = Pick<Deps, 'chains' | 'zones' | 'contents' | 'hubNowNs'>

/** Cheap checks first: what needs no network refuses before anything is asked. */
export async function admit(submission: Submission, deps: Needs): Promise<Admitted> {
  const { manifestBytes, authorisations } = submission
  checkLimit(authorisations.length, authorisationsMax, 'authorisations')
  const manifest = parseManifest(manifestBytes, sha256)
  const id = transactionId(manifestBytes, sha256)
  assertHub(manifest, deps)
  assertConsent(manifest, id, authorisations, (chainId) => chainOf(deps, chainId).prefix)
  await assertDeadline(manifest, deps)
  for (const leg of manifest.legs) await assertGate(leg.chainId, leg.gate, deps)
  const contents = await completeContents(submission, manifest, deps)
  if (submission.check) await assertReady(manifest, deps)
  const encoded = authorisations.map(encodeAuthorisation)
  return { transactionId: id, manifest, manifestBytes, authorisations: encoded, contents }
}

function assertHub(manifest: Manifest, { zones: { hub } }: Needs): void {
  if (manifest.hubChainId === hub.chainId && manifest.hubContract === hub.contract) return
  throw new CausewayError('WRONG_ADDRESSEE', { path: 'hubContract', expected: `${hub.chainId} ${hub.contract}` })
}

/** Compared with the hub's block time, never with ours (commit rules, section 6b). */
export async function assertDeadline(manifest: Manifest, deps: Pick<Deps, 'hubNowNs'>): Promise<void> {
  const now = await deps.hubNowNs()
  const facts = { path: 'deadlineNs', deadlineNs: String(manifest.deadlineNs), hubTimeNs: String(now) }
  if (manifest.deadlineNs <= now) throw new CausewayError('DEADLINE_PASSED', facts)
  const horizonNs = BigInt(deadlineHorizonSec) * 1_000_000_000n
  if (manifest.deadlineNs > now + horizonNs) throw new CausewayError('DEADLINE_TOO_FAR', facts)
}

async function assertGate(chainId: string, gate: string, deps: Needs): Promise<void> {
  const zone = await activeZone(deps, chainId)
  if (zone.gate !== gate) throw new CausewayError('WRONG_ADDRESSEE', { chainId, expected: zone.gate })
}

/**
 * Every replica gets its content, compared with its fingerprint; what is left out comes from the source zone. A custom
 * operation gets what was given, or else the manifest: a service sees by it what commits together with its own part.
 */
async function completeContents(
  { manifestBytes, contents: given }: Submission,
  manifest: Manifest,
  deps: Needs,
): Promise<readonly StoredContent[]> {
  const takers = takersOf(manifest)
  const needless = given.find((one) => !takers.some((taker) => isFor(one, taker)))
  if (needless !== undefined) {
    const { chainId, operation } = needless
    throw new CausewayError('CONTENT_MISSING', { path: 'contents', chainId, operation: String(operation) })
  }
  return Promise.all(
    takers.map(async (taker) => {
      const { chainId, operation, record } = taker
      const own = given.find((one) => isFor(one, taker))?.content
      if (record === undefined) return { chainId, operation, content: checkedSize(own ?? manifestBytes) }
      const content = own ?? (await deps.contents.contentOf(record))
      checkContent(record.envelope, content, sha256)
      return { chainId, operation, content }
    }),
  )
}

function checkedSize(content: Uint8Array): Uint8Array {
  checkLimit(content.length, contentBytesMax, 'contents')
  return content
}

/** An operation that content goes with; `record` where it is a replica. */
type Taker = { readonly chainId: string; readonly operation: number; readonly record?: ReplicateRecord }

function takersOf(manifest: Manifest): readonly Taker[] {
  return manifest.legs.flatMap(({ chainId, operations }) =>
    operations.flatMap(({ body }, operation): Taker[] => {
      if (body.kind === 'replicateRecord') return [{ chainId, operation, record: body.value }]
      return body.kind === 'custom' ? [{ chainId, operation }] : []
    }),
  )
}

const isFor = (content: StoredContent, taker: Taker): boolean =>
  content.chainId === taker.chainId && content.operation === taker.operation

export type OperationCheck = {
  readonly chainId: string
  readonly operation: number
  readonly kind: Operation['body']['kind']
  readonly result: CheckResult['result'] | 'unknown'
  /** Name of the reason; null when ready. */
  readonly code: ErrorCode | null
}

/** Asks every resource whether it would take its part now. A zone that does not answer is `unknown`. */
export async function checkOperations(
  manifest: Manifest,
  deps: Pick<Deps, 'chains'>,
): Promise<readonly OperationCheck[]> {
  const operations = manifest.legs.flatMap(({ chainId, operations: list }) =>
    list.map((operation, index) => ({ chainId, operation, index })),
  )
  return Promise.all(
    operations.map(async ({ chainId, operation, index }) => {
      const base = { chainId, operation: index, kind: operation.body.kind }
      try {
        const chain = chainOf(deps, chainId)
        const answer = await queryCheck(chain, operation.resource, encodeOperation(operation))
        return { ...base, result: answer.result, code: answer.result === 'ready' ? null : codeName(answer.code) }
      } catch (error) {
        if (!(error instanceof CausewayError)) throw error
        return { ...base, result: 'unknown' as const, code: error.code }
      }
    }),
  )
}

async function assertReady(manifest: Manifest, deps: Needs): Promise<void> {
  const checks = await checkOperations(manifest, deps)
  const failed = checks.filter((check) => check.code !== null)
  const [first] = failed
  if (first === undefined || first.code === null) return
  const faults = failed.map((check): Fault => {
    const leg = manifest.legs.findIndex((one) => one.chainId === check.chainId)
    const detail = `${check.kind} on ${check.chainId}: ${check.result}`
    return { pointer: `/manifest/legs/${leg}/operations/${check.operation}`, code: check.code ?? '', detail }
  })
  const facts = { chainId: first.chainId, operation: String(first.operation), result: first.result }
  throw new RequestRefused(first.code, faults, facts)
}

/** What tells two submissions of one Idempotency-Key apart: everything that the caller chose. */
export function submissionHash(submission: Submission): string {
  const hash = createHash('sha256')
  // Each part under its length, so that no two lists of parts read the same.
  const add = (part: Uint8Array): void => void hash.update(`${part.length}:`).update(part)
  const addText = (text: string): void => add(new TextEncoder().encode(text))
  add(submission.manifestBytes)
  for (const one of submission.authorisations) {
    addText(one.scheme)
    add(one.publicKey)
    add(one.signature)
  }
  for (const one of submission.contents) {
    addText(`${one.chainId}/${one.operation}`)
    add(one.content)
  }
  addText(`check ${submission.check}`)
  return hash.digest('hex')
}
