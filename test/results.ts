// Records what each test did in the last full run, so that the conformance map can only be green through it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'

/** `file` is the repository path of a Jest file, or `contracts/<crate>` for Rust tests. */
export type TestResult = { readonly file: string; readonly name: string; readonly passed: boolean }
export type RunRecord = {
  readonly startedAt: string
  readonly complete: boolean
  readonly tests: readonly TestResult[]
}

export const recordPath = '.causeway/last-run.json'

export function readRecord(path = recordPath): RunRecord | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunRecord) : undefined
}

export function writeRecord(record: RunRecord, path = recordPath): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(record, null, 1)}\n`)
}

type JestReport = {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[]
}

/** Results out of `jest --json --outputFile`. A file that did not run at all has no assertions and so no results. */
export function parseJestReport(text: string, root: string): TestResult[] {
  const report = JSON.parse(text) as JestReport
  return report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      file: relative(root, file.name),
      name: test.title,
      passed: test.status === 'passed',
    })),
  )
}

/** Results out of the text that `cargo test` prints; a crate is named by the binary that ran. */
export function parseCargoOutput(text: string): TestResult[] {
  const results: TestResult[] = []
  let crate = 'unknown'
  for (const line of text.split('\n')) {
    const running = /Running (?:unittests )?(\S+) \(.*\/([a-z0-9_]+)-[0-9a-f]+\)/.exec(line)
    if (running) crate = crateOf(running[1] ?? '', running[2] ?? '')
    const test = /^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED)$/.exec(line.trim())
    if (test) results.push({ file: `contracts/${crate}`, name: test[1] ?? '', passed: test[2] === 'ok' })
  }
  return results
}

/** `src/lib.rs` of causeway_hub is `causeway-hub`; `tests/vote.rs` keeps its file's name, which is the binary's. */
function crateOf(source: string, binary: string): string {
  return source.startsWith('tests/') ? source : binary.replaceAll('_', '-')
}
