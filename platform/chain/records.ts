// What a home chain attests of a subject, and what another chain holds of it: the two sides that a carrier compares.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseBase64 } from '../../core/bytes.ts'
import type { SubjectRecords } from '../identity/carry.ts'
import { ask, type Contract } from './contract.ts'

const recordShape = z.object({ version: z.int(), record: z.base64() })
const versionShape = z.object({ version: z.int() }).nullable()

export function openRecords(contract: Contract): SubjectRecords {
  return {
    async record(id) {
      const { version, record } = await ask(contract, { record: { id } }, recordShape)
      const digest = createHash('sha256').update(parseBase64(record)).digest('hex')
      return { version: BigInt(version), record, digest }
    },
    async version(id) {
      const found = await ask(contract, { subject: { id } }, versionShape)
      return found === null ? undefined : BigInt(found.version)
    },
  }
}
