// Mutation testing, as far as it computes: what tools have printed, scores, the page.
import { newest, renderTried, scoreOf, type Tried } from '../../docs/assurance/mutation.ts'
import { readMissed } from '../mutation/cargoMutants.ts'
import { readReport } from '../mutation/stryker.ts'

const tried = (more: Partial<Tried>): Tried => ({
  area: 'core',
  file: 'core/a.ts',
  source: '1',
  at: '2026-01-01T00:00:00.000Z',
  caught: 0,
  missed: [],
  untried: 0,
  ...more,
})
const hole = { line: 7, what: 'ConditionalExpression by `true`' }

test('a report of Stryker: caught is what failed, hung or threw; what no test runs is missed; the rest was not tried', () => {
  const mutant = (status: string): object => ({
    status,
    mutatorName: 'BlockStatement',
    replacement: '{\n}',
    location: { start: { line: 3, column: 1 } },
  })
  const statuses = ['Killed', 'Timeout', 'RuntimeError', 'Survived', 'NoCoverage', 'Ignored', 'CompileError']
  const report = JSON.stringify({ files: { 'core/a.ts': { mutants: statuses.map(mutant) } } })
  const missed = { line: 3, what: 'BlockStatement by { }' }
  expect(readReport(report, 'core/a.ts')).toEqual({ caught: 3, missed: [missed, missed], untried: 2 })
  expect(readReport(report, 'core/b.ts')).toEqual({ caught: 0, missed: [], untried: 0 })
})

test('lines of cargo-mutants', () => {
  const text = 'packages/causeway-commit/src/hub.rs:42:9: replace == with != in Record::decide\n\n'
  expect(readMissed(text)).toEqual([{ line: 42, what: 'replace == with != in Record::decide' }])
  expect(readMissed('')).toEqual([])
})

test('a score is of what was tried', () => {
  expect(scoreOf([tried({ caught: 2, untried: 5 }), tried({ caught: 1, missed: [hole] })])).toBe(75)
  expect(scoreOf([])).toBeNaN()
})

test('of a file the last run counts', () => {
  const all = [tried({ caught: 1 }), tried({ file: 'core/b.ts' }), tried({ caught: 4 })]
  expect(newest(all).map(({ file, caught }) => [file, caught])).toEqual([
    ['core/a.ts', 4],
    ['core/b.ts', 0],
  ])
})

test('the page has each area with its files, its score and every mutant that was missed', () => {
  const page = renderTried([tried({ caught: 3, missed: [hole], untried: 2 }), tried({ area: 'commit', caught: 1 })])
  expect(page).toContain('## core, at least 85 %')
  expect(page).toContain('| `core/a.ts` | 3 | 1 | 2 | 75 % |')
  expect(page).toContain("- `core/a.ts:7`: ConditionalExpression by 'true'")
  expect(page).toContain('| 1 files | 1 | 0 | 0 | 100 % |')
})
