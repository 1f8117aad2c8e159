// Reads docs/conformance.md (requirement id -> tests) and says which rows the last full run has shown.
import type { RunRecord, TestResult } from './results.ts'

/** One named test: `file › name`, as the document writes it. */
export type NamedTest = { readonly file: string; readonly name: string }
export type MapRow = { readonly id: string; readonly tests: readonly NamedTest[] }
export type RowStatus = 'green' | 'red' | 'not run'
export type ConformanceRow = { readonly id: string; readonly status: RowStatus; readonly tests: readonly string[] }

/** Rows of the document's table: `| id | what | tests |`, tests in code spans. */
export function parseMap(markdown: string): MapRow[] {
  return markdown
    .split('\n')
    .map((line) => /^\| (Y-[^ |]+) \|.*\| (.*) \|$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ id: match[1] ?? '', tests: namedTests(match[2] ?? '') }))
}

function namedTests(cell: string): NamedTest[] {
  return [...cell.matchAll(/`([^`›]+) › ([^`]+)`/g)].map((match) => ({
    file: (match[1] ?? '').trim(),
    name: (match[2] ?? '').trim(),
  }))
}

/** Green only when every named test exists and passed in the last complete run; no tests named is red. */
export function statusOf(row: MapRow, record: RunRecord | undefined): RowStatus {
  if (row.tests.length === 0) return 'red'
  if (!record?.complete) return 'not run'
  return row.tests.every((test) => passed(test, record.tests)) ? 'green' : 'red'
}

function passed(test: NamedTest, results: readonly TestResult[]): boolean {
  const runs = results.filter((result) => result.file === test.file && result.name === test.name)
  return runs.length > 0 && runs.every((result) => result.passed)
}

export function conformance(markdown: string, record: RunRecord | undefined): ConformanceRow[] {
  return parseMap(markdown).map((row) => ({
    id: row.id,
    status: statusOf(row, record),
    tests: row.tests.map((test) => `${test.file} › ${test.name}`),
  }))
}
