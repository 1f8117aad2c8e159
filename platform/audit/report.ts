// Makes reports of audit lines as JSON and CSV, signed, so that who receives one can show who vouched for which bytes.
import { type KeyObject, sign, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import { CausewayError } from '../../core/errors.ts'
import type { AuditQuery } from './auditIndex.ts'
import { type AuditLine, lineKey } from './lines.ts'

export type ReportLine = {
  readonly time: string
  readonly chainId: string
  readonly height: string
  readonly txHash: string
  readonly contract: string
  readonly operation: string
  readonly facts: Readonly<Record<string, string>>
}
export type Report = {
  readonly question: Readonly<Record<string, string>>
  /** Heights up to which each chain had been read. */
  readonly readTo: Readonly<Record<string, string>>
  readonly lines: readonly ReportLine[]
}
/** Ed25519 over the RFC 8785 form of the report, or over the bytes of the CSV. */
export type Signed<T> = { readonly content: T; readonly signer: string; readonly signature: string }

/** Oldest first. What was asked stands in the report: an answer without its question proves nothing. */
export function reportOf(query: AuditQuery, lines: readonly AuditLine[], readTo: ReadonlyMap<string, bigint>): Report {
  const question = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  const ordered = [...lines].sort((a, b) =>
    a.timeNs === b.timeNs ? order(lineKey(a), lineKey(b)) : order(a.timeNs, b.timeNs),
  )
  return {
    question: Object.fromEntries(question) as Record<string, string>,
    readTo: Object.fromEntries([...readTo].sort().map(([chainId, height]) => [chainId, height.toString()])),
    lines: ordered.map(lineOf),
  }
}

const order = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

function lineOf(line: AuditLine): ReportLine {
  return {
    time: isoTime(line.timeNs),
    chainId: line.chainId,
    height: line.height.toString(),
    txHash: line.txHash,
    contract: line.contract,
    operation: line.operation,
    facts: Object.fromEntries(line.facts),
  }
}

/** RFC 3339 with nanoseconds, UTC. */
export function isoTime(ns: bigint): string {
  const seconds = new Date(Number(ns / 1_000_000_000n) * 1_000).toISOString().slice(0, 19)
  return `${seconds}.${(ns % 1_000_000_000n).toString().padStart(9, '0')}Z`
}

const columns = ['time', 'chainId', 'height', 'txHash', 'contract', 'operation', 'facts'] as const

/** RFC 4180, one line an event; facts as JSON in the last column. Cells that spreadsheets would run are disarmed. */
export function csvOf(report: Report): string {
  const rows = report.lines.map((line) =>
    columns.map((column) => cell(column === 'facts' ? JSON.stringify(line.facts) : line[column])).join(','),
  )
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const bytesOf = (content: unknown): Buffer =>
  Buffer.from(typeof content === 'string' ? content : (canonicalize(content) ?? ''))

/** `signer` is the DID of whoever holds the key. */
export function signReport<T extends Report | string>(content: T, signer: string, key: KeyObject): Signed<T> {
  return { content, signer, signature: sign(null, bytesOf(content), key).toString('base64') }
}

/** Throws SIGNATURE_INVALID when a byte of the content, or the key, is another. */
export function verifyReport<T extends Report | string>(signed: Signed<T>, key: KeyObject): T {
  const good = verify(null, bytesOf(signed.content), key, Buffer.from(signed.signature, 'base64'))
  if (!good) throw new CausewayError('SIGNATURE_INVALID', { signer: signed.signer })
  return signed.content
}
