// The list of pitfalls names tests that exist: forty-two rows, each with a test or a reason.
import { readText, repositoryFiles } from '../sources.ts'

const rows = [...readText('docs/pitfalls.md').matchAll(/^\| (\d+) \| (.+) \| (.+) \|$/gm)]
const files = repositoryFiles().filter((path) => /\.(rs|ts)$/.test(path))

function named(cell: string): readonly { readonly file: string; readonly name: string }[] {
  const pairs = [...cell.matchAll(/`([^`]+\.(?:rs|ts))` › `([^`]+)`/g)]
  return pairs.map(([, file = '', name = '']) => ({ file, name }))
}

test('every pitfall has a test that shows how it is avoided, or the reason why it does not apply', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 42 }, (_, index) => index + 1))
  const bare = rows.filter(
    ([, , , shown = '']) => named(shown).length === 0 && !/does not apply|is configuration/.test(shown),
  )
  expect(bare.map(([, number]) => number)).toEqual([])
})

test('every test that the list of pitfalls names exists', () => {
  const missing = rows.flatMap(([, , , shown = '']) =>
    named(shown).filter(({ file, name }) => {
      const own = files.filter((path) => path.endsWith(`/${file}`))
      return !own.some((path) => readText(path).includes(name))
    }),
  )
  expect(missing).toEqual([])
})
