// The map of requirements to tests: what it names exists, what must be shown is in it, and green is earned.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { conformance, parseMap, statusOf } from '../conformanceMap.ts'
import type { RunRecord } from '../results.ts'
import { readText, repositoryFiles, root } from '../sources.ts'

const rows = parseMap(readText('docs/conformance.md'))

/** Requirements that this release claims (letters are rows of one clause). */
const claimed = [
  ...['Y-3.1.2'],
  ...['Y-3.1.5'],
  ...['Y-3.1.6'],
  ...['Y-3.1.7'],
  ...['Y-3.1.8'],
  ...['Y-3.1.9'],
  ...['Y-3.1.10'],
  ...['Y-3.1.12'],
  ...['Y-3.1.13a', 'Y-3.1.13b'],
  ...['Y-3.1.16'],
  ...[
    'Y-6.1-0',
    'Y-6.1-1',
    'Y-6.1-2',
    'Y-6.1-3',
    'Y-6.1-4',
    'Y-6.1-5',
    'Y-6.1-6a',
    'Y-6.1-6b',
    'Y-6.1-6c',
    'Y-6.1-6d',
    'Y-6.1-7',
  ],
  ...['Y-6.2.1a', 'Y-6.2.1b', 'Y-6.2.1c', 'Y-6.2.1d', 'Y-6.2.1e'],
  ...['Y-6.2.2a', 'Y-6.2.2b', 'Y-6.2.2c', 'Y-6.2.2d', 'Y-6.2.2e'],
  ...['Y-6.3', 'Y-6.3-n1', 'Y-6.3-n2a', 'Y-6.3-n2b', 'Y-6.3-n3'],
  ...['Y-7.1.1a', 'Y-7.1.1b'],
  ...['Y-7.1.2a', 'Y-7.1.2b', 'Y-7.1.2c'],
  ...['Y-7.1.3a', 'Y-7.1.3b'],
  ...['Y-7.1.4a', 'Y-7.1.4b'],
  ...['Y-7.1.5a', 'Y-7.1.5b', 'Y-7.1.5c', 'Y-7.1.5d', 'Y-7.1.5e'],
  ...['Y-7.2.1', 'Y-7.2.1-n1', 'Y-7.2.1-n2', 'Y-7.2.1-n3', 'Y-7.2.1-n4', 'Y-7.2.1-n5'],
  ...['Y-7.2.2a', 'Y-7.2.2b'],
  ...['Y-7.2.3a', 'Y-7.2.3b', 'Y-7.2.3c'],
  ...['Y-7.2.4a', 'Y-7.2.4b', 'Y-7.2.4c', 'Y-7.2.4d', 'Y-7.2.4e'],
  ...['Y-7.2.5a', 'Y-7.2.5b', 'Y-7.2.5c', 'Y-7.2.5d', 'Y-7.2.5e'],
  ...['Y-8'],
  ...['Y-8.1'],
  ...['Y-8.1.1'],
  ...['Y-8.1.2a', 'Y-8.1.2b', 'Y-8.1.2c', 'Y-8.1.2d'],
  ...['Y-8.2'],
  ...['Y-8.2.1'],
  ...['Y-8.2.2'],
  ...['Y-8.3'],
  ...['Y-8.3.1'],
  ...['Y-8.3.2a', 'Y-8.3.2b', 'Y-8.3.2c', 'Y-8.3.2d', 'Y-8.3.2e', 'Y-8.3.2f', 'Y-8.3.2g'],
  ...['Y-8.3.3a', 'Y-8.3.3b', 'Y-8.3.3c', 'Y-8.3.3d', 'Y-8.3.3e'],
  ...['Y-8.4', 'Y-8.4.1a', 'Y-8.4.1b'],
  ...['Y-8.4.2a', 'Y-8.4.2b', 'Y-8.4.2c'],
  ...['Y-8.4.3a', 'Y-8.4.3b', 'Y-8.4.3c'],
  ...['Y-9.1-0', 'Y-9.1-1a', 'Y-9.1-1b', 'Y-9.1-2', 'Y-9.1-3', 'Y-9.1-4a', 'Y-9.1-4b', 'Y-9.1-5'],
  ...['Y-9.2a', 'Y-9.2b', 'Y-9.2c', 'Y-9.2d'],
  ...['Y-9.3a', 'Y-9.3b'],
  ...['Y-9.4a', 'Y-9.4b', 'Y-9.4c', 'Y-9.4d', 'Y-9.4e', 'Y-9.4f', 'Y-9.4g', 'Y-9.4h'],
  ...['Y-9.5a', 'Y-9.5b', 'Y-9.5c'],
  ...['Y-9.6'],
  ...['Y-9.7a', 'Y-9.7b', 'Y-9.7c', 'Y-9.7d', 'Y-9.7e', 'Y-9.7f', 'Y-9.7g', 'Y-9.7h', 'Y-9.7i', 'Y-9.7j'],
  ...['Y-10.1-3a', 'Y-10.1-3b', 'Y-10.1-3c', 'Y-10.1-3d', 'Y-10.1-3e', 'Y-10.1-4a', 'Y-10.1-4b'],
  ...['Y-10.2-1a', 'Y-10.2-1b', 'Y-10.2-1c'],
]

test('every requirement that this release claims has a row with at least one test', () => {
  const shown = new Set(rows.filter(({ tests }) => tests.length > 0).map(({ id }) => id))
  expect(claimed.filter((id) => !shown.has(id))).toEqual([])
})

test('no requirement has two rows', () => {
  const ids = rows.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

/** Titles in a Jest file; the placeholders of `test.each` stand for anything. */
function titlesOf(text: string): readonly RegExp[] {
  // A title stands at the start of its line, or behind `test(` or `)(`, and is followed by a comma.
  const quoted = [...text.matchAll(/(?:^\s*|\btest\(|\)\()(['"`])((?:\\.|(?!\1)[^\n])+)\1,/gm)].map(
    (match) => match[2] ?? '',
  )
  const literal = (part: string): string => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const pattern = (title: string): RegExp =>
    new RegExp(
      `^${title
        .split(/%[sdij#p]|\$\{[^}]*\}|\$\w+/)
        .map(literal)
        .join('.*')}$`,
    )
  // A title of placeholders alone would match every name.
  return quoted.filter((title) => /[a-z]{3}.* /.test(title)).map(pattern)
}

const rustFiles = repositoryFiles().filter((path) => path.endsWith('.rs'))

/** `contracts/<crate>` holds unit tests of that crate, `contracts/tests/<file>` those of an integration test. */
function rustTests(file: string): string {
  const name = file.replace(/^contracts\//, '')
  // A folder of stories is one binary: its modules stand beside main.rs.
  const folder = name.endsWith('/main.rs') ? `/${name.slice(0, -'main.rs'.length)}` : undefined
  const own = name.startsWith('tests/')
    ? rustFiles.filter((path) => (folder === undefined ? path.endsWith(`/${name}`) : path.includes(folder)))
    : rustFiles.filter((path) => path.includes(`/${name.replace(/^causeway-/, '')}/`) || path.includes(`/${name}/`))
  return own.map(readText).join('\n')
}

function isKnown(file: string, name: string): boolean {
  if (file.startsWith('contracts/')) return rustTests(file).includes(`fn ${name.split('::').at(-1) ?? ''}(`)
  return existsSync(join(root, file)) && titlesOf(readText(file)).some((title) => title.test(name))
}

test('every test that the map names exists', () => {
  const named = rows.flatMap(({ id, tests }) => tests.map(({ file, name }) => ({ id, file, name })))
  expect(named.filter(({ file, name }) => !isKnown(file, name))).toEqual([])
  // A run records `test.each` by its rows: under a name with a placeholder nothing ever passes.
  expect(named.filter(({ name }) => /%[sdij#p]|\$\w/.test(name))).toEqual([])
})

const row = { id: 'Y-1', tests: [{ file: 'test/a.test.ts', name: 'a title' }] }
const record = (passed: boolean, complete = true): RunRecord => ({
  startedAt: '2026-01-01T00:00:00Z',
  complete,
  tests: [{ file: 'test/a.test.ts', name: 'a title', passed }],
})

test('a row is green only when every test that it names has passed in the last complete run', () => {
  expect(statusOf(row, record(true))).toBe('green')
  expect(statusOf(row, record(false))).toBe('red')
  expect(statusOf(row, record(true, false))).toBe('not run')
  expect(statusOf(row, undefined)).toBe('not run')
  expect(statusOf({ ...row, tests: [] }, record(true))).toBe('red')
  expect(statusOf({ ...row, tests: [...row.tests, { file: 'test/b.test.ts', name: 'another' }] }, record(true))).toBe(
    'red',
  )
})

test('a test that ran twice under one name counts as passed only when both runs did', () => {
  const twice = { ...record(true), tests: [...record(true).tests, ...record(false).tests] }
  expect(statusOf(row, twice)).toBe('red')
})

test('the answer for programs names row, status and tests', () => {
  const [answer] = conformance('| Y-1 | what | `test/a.test.ts › a title` |', record(true))
  expect(answer).toEqual({ id: 'Y-1', status: 'green', tests: ['test/a.test.ts › a title'] })
})
