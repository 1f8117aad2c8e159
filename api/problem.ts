// The only place where an error becomes an HTTP answer: application/problem+json (RFC 9457) out of the catalogue.
import { z } from 'zod'
import type { CatalogueEntry } from '../core/chainErrors.ts'
import { CausewayError, catalogue, type Facts } from '../core/errors.ts'
import { type Fault, RequestRefused } from './route.ts'

export const problemMediaType = 'application/problem+json'

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    retryable: z.boolean(),
    hint: z.string(),
    traceId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    chain: z
      .object({
        chainId: z.string(),
        txHash: z.string().optional(),
        codespace: z.string().optional(),
        abciCode: z.int().optional(),
      })
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused, by RFC 9457, with our code and what to do.' })

export type Problem = z.infer<typeof problemSchema>

/** `facts` of the error become the detail; a fact never holds a secret, so all of them may be shown. */
export function problemOf(error: unknown, instance: string, traceId: string): Problem {
  const known = error instanceof CausewayError ? error : new CausewayError('INTERNAL', {}, error)
  const entry: CatalogueEntry = catalogue[known.code]
  const faults = error instanceof RequestRefused ? error.faults : checkFaults(known)
  const chain = chainOf(known.facts)
  return {
    type: `/problems/${known.code.toLowerCase().replaceAll('_', '-')}`,
    title: entry.text,
    status: entry.status,
    detail: known.message,
    instance,
    code: known.code,
    retryable: entry.retry !== 'never',
    hint: entry.hint,
    traceId,
    ...(faults.length > 0 ? { errors: [...faults] } : {}),
    ...(chain === undefined ? {} : { chain }),
  }
}

function checkFaults(error: CausewayError): readonly Fault[] {
  const { path } = error.facts
  const pointer = error.facts['pointer'] ?? (path === undefined ? undefined : pointerOf(path))
  return pointer === undefined ? [] : [{ pointer, code: error.code, detail: catalogue[error.code].text }]
}

function chainOf(facts: Facts): Problem['chain'] | undefined {
  const chainId = facts['chainId']
  if (chainId === undefined) return undefined
  const { txHash, codespace, abciCode } = facts
  return {
    chainId: chainId,
    ...(txHash === undefined ? {} : { txHash }),
    ...(codespace === undefined ? {} : { codespace }),
    ...(abciCode === undefined ? {} : { abciCode: Number(abciCode) }),
  }
}

/** `legs[0].operations[1].actor` -> `/legs/0/operations/1/actor`. */
const pointerOf = (path: string): string => `/${path.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`
