// Certificates that go out with their data: kept as they were signed, once the chain has recorded exactly these bytes.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CausewayError } from '../../core/errors.ts'
import { certificateBytesMax } from './limits.ts'

/** Digests, in hex, of the certificates that the chain has of the batch as it is now. */
export type RecordedDigests = (batch: string) => Promise<readonly string[]>

export type Certificates = {
  /** Throws CREDENTIAL_UNRECORDED for bytes that the chain does not name; the same ones again change nothing. */
  put(batch: string, jws: string): Promise<void>
  /** Those of the batch that are here. */
  of(batch: string): Promise<readonly string[]>
}

export function openCertificates(folder: string, recorded: RecordedDigests): Certificates {
  const pathOf = (digest: string): string => join(folder, `${digest}.jws`)
  return {
    async put(batch, jws) {
      if (jws.length > certificateBytesMax) {
        throw new CausewayError('CREDENTIAL_TOO_LARGE', {
          max: String(certificateBytesMax),
          actual: String(jws.length),
        })
      }
      const digest = createHash('sha256').update(jws).digest('hex')
      if (!(await recorded(batch)).includes(digest)) throw new CausewayError('CREDENTIAL_UNRECORDED', { batch, digest })
      await mkdir(folder, { recursive: true })
      // Under its name it is whole, whenever the power fails.
      await writeFile(`${pathOf(digest)}.part`, jws, { flush: true })
      await rename(`${pathOf(digest)}.part`, pathOf(digest))
    },
    async of(batch) {
      const digests = await recorded(batch)
      const found = await Promise.all(digests.map((one) => readFile(pathOf(one), 'utf8').catch(() => undefined)))
      return found.filter((jws) => jws !== undefined)
    },
  }
}
