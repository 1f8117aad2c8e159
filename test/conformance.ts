// `npm run conformance [-- --json]`: prints which requirement rows the last full run has shown.
import { readFileSync } from 'node:fs'
import { conformance } from './conformanceMap.ts'
import { readRecord } from './results.ts'

const rows = conformance(readFileSync('docs/conformance.md', 'utf8'), readRecord())
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ rows })}\n`)
} else {
  for (const row of rows)
    process.stdout.write(`${row.status.padEnd(8)} ${row.id.padEnd(14)} ${row.tests.length} tests\n`)
}
process.exitCode = rows.every((row) => row.status === 'green') ? 0 : 1
