// What `causeway audit` does: asks a door for a report, verifies one, and makes one again from raw blocks alone.
import { createPublicKey } from 'node:crypto'
import { CausewayError } from '../../core/errors.ts'
import { signRequests } from '../analytics/requestSignatures.ts'
import { readPrivateKey, readText } from '../process/config.ts'
import { openNodes, openTogether } from '../process/run.ts'
import { signSubmission } from '../validation/signature.ts'
import type { AuditQuery } from './auditIndex.ts'
import { loadAuditConfig } from './config.ts'
import { reportsPath } from './door.ts'
import { type AuditLine, linesOf, namesIn } from './lines.ts'
import { parseQuestion } from './question.ts'
import { type Report, reportOf, type Signed, verifyReport } from './report.ts'

export type Asking = {
  readonly door: string
  readonly party: string
  readonly key: string
  readonly record: string
  readonly name?: string
  readonly operation?: string
  readonly from?: string
  readonly until?: string
}

/** The answer of the door as it is, a refusal as well. */
export async function askReport(asking: Asking, nowMs: () => number): Promise<{ ok: boolean; body: unknown }> {
  const { door, party, key: keyFile, ...question } = asking
  parseQuestion(question)
  const key = readPrivateKey(keyFile)
  const path = `${reportsPath}?${new URLSearchParams(question)}`
  const sign = signRequests(party, (text) => signSubmission('ed25519', key, text), { nowMs })
  const headers = await sign('GET', path, new Uint8Array())
  const response = await fetch(new URL(path, door), { headers, redirect: 'error' })
  return { ok: response.ok, body: await response.json() }
}

/** `keyFile` holds the signer's public key in PEM. Throws SIGNATURE_INVALID. */
export function verifyFile(file: string, keyFile: string): Report {
  return verifyReport(readReport(file), createPublicKey(readText(keyFile)))
}

/** Lines that only the report has, or only the blocks up to the heights that it names. */
export async function rebuildReport(file: string, configFile: string): Promise<readonly string[]> {
  const { content } = readReport(file)
  const config = loadAuditConfig(configFile)
  const { query } = parseQuestion({ ...questionOf(content), record: '1' })
  const { chains, close } = await openTogether(async (opened) => ({ chains: openNodes(config.chains, opened) }))
  const lines: AuditLine[] = []
  try {
    for (const { chain_id, contracts, first_height } of config.chains) {
      const until = BigInt(content.readTo[chain_id] ?? 0)
      for (let height = BigInt(first_height); height <= until; height += 1n) {
        const block = await chains.get(chain_id)?.queryBlock(height)
        if (block !== undefined)
          lines.push(...linesOf(block, new Set(contracts)).filter((line) => answers(line, query)))
      }
    }
  } finally {
    await close()
  }
  return differencesOf(content, reportOf(query, lines, new Map()))
}

const answers = (line: AuditLine, { name, operation, fromNs, untilNs }: AuditQuery): boolean =>
  (name === undefined || namesIn(line).includes(name)) &&
  (operation === undefined || line.operation === operation) &&
  (fromNs === undefined || line.timeNs >= fromNs) &&
  (untilNs === undefined || line.timeNs < untilNs)

function differencesOf(shown: Report, real: Report): readonly string[] {
  const [left, right] = [shown, real].map(({ lines }) => lines.map((line) => JSON.stringify(line)))
  const only = (some: readonly string[] = [], others: readonly string[] = []): string[] => {
    const known = new Set(others)
    return some.filter((line) => !known.has(line))
  }
  return [...only(left, right).map((line) => `report ${line}`), ...only(right, left).map((line) => `chain ${line}`)]
}

function questionOf({ question }: Report): Readonly<Record<string, string>> {
  const { fromNs, untilNs, ...rest } = question
  return { ...rest, ...(fromNs !== undefined && { from: fromNs }), ...(untilNs !== undefined && { until: untilNs }) }
}

function readReport(file: string): Signed<Report> {
  try {
    return JSON.parse(readText(file)) as Signed<Report>
  } catch (cause) {
    throw new CausewayError('BODY_INVALID', { file }, cause)
  }
}
