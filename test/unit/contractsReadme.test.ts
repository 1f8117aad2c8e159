// What contracts/README.md tells a platform owner is the example that is built and tested, word for word.
import { readText } from '../sources.ts'

const example = readText('contracts/resources/example-parking/src/lib.rs')
const blocks = [...readText('contracts/README.md').matchAll(/^```rust\n(.*?)\n```$/gms)].map((match) => match[1] ?? '')

test('every line of Rust in the README of contracts stands so in the example', () => {
  expect(blocks.length).toBeGreaterThan(1)
  for (const block of blocks) expect(example).toContain(block)
})

test('a resource of a platform owner takes fewer than 150 lines', () => {
  expect(example.trimEnd().split('\n').length).toBeLessThan(150)
})
