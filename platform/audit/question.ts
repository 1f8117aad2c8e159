// What an auditor asks, as a value and as the text that it records on chain before it asks.
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import type { AuditQuery } from './auditIndex.ts'
import { questionBytesMax } from './limits.ts'

const moment = z
  .string()
  .regex(/^[1-9][0-9]{0,19}$/)
  .transform(BigInt)
const questionSchema = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  operation: z
    .string()
    .regex(/^[a-z_]{1,64}$/)
    .optional(),
  /** Nanoseconds since 1970; `until` itself is no longer in it. */
  from: moment.optional(),
  until: moment.optional(),
  /** Number under which the identity contract recorded this question. */
  record: z
    .string()
    .regex(/^[1-9][0-9]{0,15}$/)
    .transform(Number),
  after: z.string().max(128).optional(),
  format: z.enum(['json', 'csv']).default('json'),
})

export type Question = {
  readonly query: AuditQuery
  readonly record: number
  readonly after: string | undefined
  readonly format: 'json' | 'csv'
}

/** Parameters of the address; BODY_INVALID names the first that is wrong. */
export function parseQuestion(parameters: unknown): Question {
  const parsed = questionSchema.safeParse(parameters)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CausewayError('BODY_INVALID', { path: String(issue?.path.join('.')), expected: issue?.message ?? '' })
  }
  const { record, after, format, name, operation, from, until } = parsed.data
  const query = {
    ...(name !== undefined && { name }),
    ...(operation !== undefined && { operation }),
    ...(from !== undefined && { fromNs: from }),
    ...(until !== undefined && { untilNs: until }),
  }
  if (Buffer.byteLength(questionText(query)) > questionBytesMax) {
    throw new CausewayError('LIMIT_EXCEEDED', { path: 'name', max: `${questionBytesMax} bytes` })
  }
  return { query, record, after, format }
}

/** The same question always has the same text. */
export function questionText({ name, operation, fromNs, untilNs }: AuditQuery): string {
  const said = Object.entries({ name, operation, from: fromNs, until: untilNs })
  const parts = said.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  return ['audit', ...parts].join(' ')
}
