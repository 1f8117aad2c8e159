// The list of pitfalls and the table of attackers name tests that exist, each row with one or a reason.
import { readText, repositoryFiles } from '../sources.ts'

const rows = [...readText('docs/pitfalls.md').matchAll(/^\| (\d+) \| (.+) \| (.+) \|$/gm)]
const files = repositoryFiles().filter((path) => /\.(rs|ts)$/.test(path))

function named(cell: string): readonly { readonly file: string; readonly name: string }[] {
  const pairs = [...cell.matchAll(/`([^`]+\.(?:rs|ts))` › `([^`]+)`/g)]
  return pairs.map(([, file = '', name = '']) => ({ file, name }))
}

test('every pitfall has a test that shows how it is avoided, or the reason why it does not apply', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 43 }, (_, index) => index + 1))
  const bare = rows.filter(
    ([, , , shown = '']) => named(shown).length === 0 && !/does not apply|is configuration/.test(shown),
  )
  expect(bare.map(([, number]) => number)).toEqual([])
})

test('every attacker has a command or a test that shows what it cannot do', () => {
  const table = /## Who may attack.*?\n\n/s.exec(readText('docs/assurance.md'))?.[0] ?? ''
  const attackers = [...table.matchAll(/^\| (.+) \| (.+) \| (.+) \| (.+) \|$/gm)].slice(1)
  expect(attackers.length).toBeGreaterThanOrEqual(14)
  const bare = attackers.filter(([, , , , shown = '']) => !/`(npm run [a-z]+|[^`]+\.(rs|ts))/.test(shown))
  expect(bare.map(([, who]) => who)).toEqual(['whoever has the key of a relayer'])
})

test('every test that the two documents name exists', () => {
  const texts = [...rows.map(([, , , shown = '']) => shown), readText('docs/assurance.md')]
  const missing = texts.flatMap((text) =>
    named(text).filter(({ file, name }) => {
      const own = files.filter((path) => path.endsWith(`/${file}`))
      return !own.some((path) => readText(path).includes(name))
    }),
  )
  expect(missing).toEqual([])
})
