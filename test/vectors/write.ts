// `npm run vectors`: writes both halves of test/vectors; see TEST_VECTORS.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCargo } from '../../contracts/cargo.ts'
import { authorisationCases, duplicationCases } from './authorisationCases.ts'
import { batchesFile, batchesText } from './batchCases.ts'
import { envelopeCases, tableCases } from './envelopeCases.ts'
import { acknowledgementCases, manifestCases, packetCases } from './manifestCases.ts'
import { policiesText } from './policyCases.ts'
import { type Vector, vectorText } from './vector.ts'

/** The TypeScript half, in the order in which it is written. */
export async function typescriptVectors(): Promise<readonly Vector[]> {
  return [
    ...envelopeCases(),
    ...tableCases(),
    ...manifestCases(),
    ...packetCases(),
    ...acknowledgementCases(),
    ...(await authorisationCases()),
    ...duplicationCases(),
  ]
}

async function main(): Promise<void> {
  for (const vector of await typescriptVectors()) {
    const folder = join(import.meta.dirname, vector.area)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${vector.name}.json`), vectorText(vector))
  }
  writeFileSync(batchesFile, batchesText())
  writeFileSync(join(import.meta.dirname, 'policies.json'), policiesText())
  process.exitCode = runCargo(['run', '-q', '-p', 'causeway-vectors'])
}

if (import.meta.main) await main()
