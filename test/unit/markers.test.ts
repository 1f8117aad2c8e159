// The search for planted bytes finds them in every form and place; otherwise "found nowhere" would say nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesWith } from '../e2e/markers.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-markers-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Bytes of a key: none of them is text. */
const key = Uint8Array.from({ length: 32 }, (_, at) => 0x80 + ((at * 37) % 128))
const before = (count: number): Buffer => Buffer.alloc(count, 7)
const planted = (at: number, marker: Uint8Array): Buffer => Buffer.concat([before(at), marker, before(9)])

const forms: readonly (readonly [string, (bytes: Uint8Array) => string | Uint8Array])[] = [
  ['as they are', (bytes) => bytes],
  ['in hexadecimal', (bytes) => Buffer.from(bytes).toString('hex')],
  ['in upper-case hexadecimal', (bytes) => Buffer.from(bytes).toString('hex').toUpperCase()],
  ['in base64', (bytes) => Buffer.from(bytes).toString('base64')],
  ['in the base64 of URLs', (bytes) => Buffer.from(bytes).toString('base64url')],
]

test.each(forms)('bytes that stand in a file %s are found at each place of a group (Y-7.2.5c)', async (_, write) => {
  const path = join(folder, 'deep', 'file')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  for (const marker of [key, Buffer.from('closed-0123456789abcdef')]) {
    for (const at of [0, 1, 2]) {
      writeFileSync(path, Buffer.concat([before(at), Buffer.from(write(planted(at, marker)))]))
      expect(await filesWith(marker, [folder])).toEqual([path])
    }
  }
  writeFileSync(path, Buffer.from(write(planted(1, key.toReversed()))))
  expect(await filesWith(key, [folder])).toEqual([])
})

test('bytes that stand across two parts of a long file are found', async () => {
  const part = 4 * 1024 * 1024
  const path = join(folder, 'long')
  for (const at of [part - 31, part - 1]) {
    writeFileSync(path, planted(at, key))
    expect(await filesWith(key, [folder])).toEqual([path])
  }
})
