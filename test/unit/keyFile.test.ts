// The file of named keys: which account it gives, and that no word of a mnemonic leaves it in an error.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { readAccount } from '../../relayer/adapters/keyFile.ts'

// The mnemonic and address that the Cosmos ecosystem tests with.
const words = `${'abandon '.repeat(11)}about`
const address = 'cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function fileWith(content: string): { readonly path: string; readonly prefix: string } {
  const path = join(folder, 'accounts.json')
  writeFileSync(path, content)
  return { path, prefix: 'cosmos' }
}

test("a mnemonic gives the account of the path m/44'/118'/0'/0/0, however its words are spaced", async () => {
  for (const mnemonic of [words, `  ${words.replaceAll(' ', ' \n ')} `]) {
    const account = await readAccount(fileWith(JSON.stringify({ relay: { mnemonic } })), 'relay')
    expect(account).toMatchObject({ name: 'relay', address })
    expect(account.publicKey).toHaveLength(33)
  }
})

test.each([
  ['a word is misspelt', words.replace('about', 'abuot'), 'abuot'],
  ['the checksum is wrong', words.replace('about', 'abandon'), 'abandon'],
  ['a word is missing', words.replace(' about', ''), 'abandon'],
  ['it is empty', '', 'no word at all'],
])('where %s, MNEMONIC_INVALID names key and file, and none of the words', async (_, mnemonic, word) => {
  const file = fileWith(JSON.stringify({ relay: { mnemonic } }))
  const error: unknown = await readAccount(file, 'relay').catch((met: unknown) => met)
  expect(error).toMatchObject({ code: 'MNEMONIC_INVALID', facts: { key: 'relay', file: file.path } })
  const everything = inspect(error, { depth: 9, showHidden: true }).replaceAll(folder, '')
  expect(everything).not.toContain(word)
})

test.each([
  ['{"other": {}}', undefined],
  ['{"relay": {"address": "wasm1…"}}', undefined],
  ['null', undefined],
  ['[]', undefined],
  ['{"relay": {"mnemonic": "abandon', 'the file is no JSON'],
])('a file that holds %s has no such key: KEY_MISSING', async (content, reason) => {
  const error: unknown = await readAccount(fileWith(content), 'relay').catch((met: unknown) => met)
  expect(error).toMatchObject({
    code: 'KEY_MISSING',
    facts: { key: 'relay', ...(reason === undefined ? {} : { reason }) },
  })
  expect(inspect(error, { depth: 9 })).not.toContain('abandon')
})

test('a derivation path of its own gives another account; one that is none is KEY_FILE_INVALID', async () => {
  const at = (hd_path: string) =>
    readAccount(fileWith(JSON.stringify({ relay: { mnemonic: words, hd_path } })), 'relay')
  expect((await at("m/44'/118'/0'/0/0")).address).toBe(address)
  expect((await at("m/44'/118'/0'/0/1")).address).not.toBe(address)
  await expect(at('here and there')).rejects.toMatchObject({ code: 'KEY_FILE_INVALID', facts: { key: 'relay' } })
})

test('a file that is not there is KEY_MISSING, with its path', async () => {
  const path = join(folder, 'nowhere.json')
  const facts = { key: 'relay', file: path, reason: 'the file cannot be read' }
  await expect(readAccount({ path, prefix: 'wasm' }, 'relay')).rejects.toMatchObject({ code: 'KEY_MISSING', facts })
})
