// Commands on keys: what they write, who may read it, what they refuse; and that they never say a word of a mnemonic.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { fromBech32, toBech32 } from '@cosmjs/encoding'
import { CommanderError } from 'commander'
import { parseHdPath, parseKeyName } from '../../relayer/cli/keyArguments.ts'
import { keysAdd } from '../../relayer/cli/keysAdd.ts'
import { keysBalance } from '../../relayer/cli/keysBalance.ts'
import { keysDelete } from '../../relayer/cli/keysDelete.ts'
import { keysList } from '../../relayer/cli/keysList.ts'
import { fileBytesMax } from '../../relayer/cli/limits.ts'
import type { Answer, Verb } from '../../relayer/cli/verb.ts'
import { answerOf, type CliTools, cliTools } from '../fakes/cliTools.ts'
import { FakeChain } from '../fakes/fakeChain.ts'
import { relayToml } from '../fakes/relayToml.ts'

// The mnemonic and address that the Cosmos ecosystem tests with.
const words = `${'abandon '.repeat(11)}about`
const address = toBech32('wasm', fromBech32('cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4').data)

let folder: string
let keys: string
let tools: CliTools

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-keys-'))
  keys = join(folder, 'accounts.json')
  const paths = [{ a: 'zone-a', b: 'hub' }]
  const toml = relayToml(['hub', 'zone-a'], { chain: { accounts_file: keys }, paths })
  tools = cliTools({
    chains: [new FakeChain({ chainId: 'hub' }), new FakeChain({ chainId: 'zone-a' })],
    config: { toml },
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const run = (verb: Verb, given: Readonly<Record<string, unknown>>): Promise<Answer> =>
  answerOf(verb, { chain: 'zone-a', overwrite: false, all: false, ...given }, tools)
const addWords = (given: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
  run(keysAdd, { mnemonicFile: file('words.txt', `${words}\n`), ...given })
const kept = (): Record<string, unknown> => JSON.parse(readFileSync(keys, 'utf8')) as Record<string, unknown>

test('a key from words gets the only name that is wanted, and a file that its owner alone can read', async () => {
  const { value, text } = await addWords()
  expect(value).toEqual({ chain: 'zone-a', name: 'relay.hub', address, file: keys })
  expect(inspect([value, text])).not.toContain('abandon')
  expect(kept()).toEqual({ 'relay.hub': { mnemonic: words } })
  expect(statSync(keys).mode & 0o777).toBe(0o600)
})

test("a key from JSON of a chain's own program, under a path of its own, is another account", async () => {
  const keyFile = file('key.json', JSON.stringify({ name: 'x', type: 'local', mnemonic: words }))
  const { value } = await run(keysAdd, { keyFile, keyName: 'far', hdPath: "m/44'/118'/1'/0/0" })
  expect(value['address']).not.toBe(address)
  expect(kept()).toEqual({ far: { mnemonic: words, hd_path: "m/44'/118'/1'/0/0" } })
  expect((await run(keysList, {})).value['keys']).toEqual([{ name: 'far', address: value['address'], used: false }])
})

test('a file that others could read is closed to them as soon as it is written', async () => {
  writeFileSync(keys, '{}')
  chmodSync(keys, 0o644)
  await addWords()
  expect(statSync(keys).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['accounts.json', 'words.txt'])
})

test('a name that is taken is replaced by --overwrite only', async () => {
  await addWords({ keyName: 'one' })
  const other = { keyName: 'one', hdPath: "m/44'/118'/0'/0/1" }
  await expect(addWords(other)).rejects.toMatchObject({ code: 'KEY_EXISTS', facts: { key: 'one' } })
  expect(kept()).toEqual({ one: { mnemonic: words } })
  await addWords({ ...other, overwrite: true })
  expect(kept()).toEqual({ one: { mnemonic: words, hd_path: "m/44'/118'/0'/0/1" } })
})

test('list says which keys are used and which are missing; delete takes one or all', async () => {
  await addWords()
  await addWords({ keyName: 'spare' })
  expect((await run(keysList, {})).text).toBe(`relay.hub ${address}\nspare ${address} (not used here)`)
  expect((await run(keysList, { chain: 'hub' })).value['missing']).toEqual(['relay.zone-a', 'operator'])
  await expect(run(keysDelete, { keyName: 'spate' })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  await run(keysDelete, { keyName: 'spare' })
  expect(Object.keys(kept())).toEqual(['relay.hub'])
  expect((await run(keysDelete, { all: true })).value['deleted']).toEqual(['relay.hub'])
  expect(kept()).toEqual({})
  expect((await run(keysList, {})).text).toBe('relay.hub is missing')
})

test('balance asks for the keys that are used, in the denomination that pays for gas', async () => {
  await addWords()
  const balances = [{ name: 'relay.hub', address, amount: '0' }]
  expect((await run(keysBalance, {})).value).toEqual({ chain: 'zone-a', denom: 'stake', balances })
  expect((await run(keysBalance, { denom: 'uatom' })).text).toBe(`relay.hub ${address} 0 uatom`)
  await expect(run(keysBalance, { keyName: 'nobody' })).rejects.toMatchObject({ code: 'KEY_MISSING' })
})

test.each([
  ['neither file', {}],
  ['both files', { keyFile: 'a', mnemonicFile: 'b' }],
])('%s is a mistake in the command', async (_, given) => {
  await expect(run(keysAdd, given)).rejects.toBeInstanceOf(CommanderError)
})

test('where more than one key is wanted, the name has to be given, and the names are told', async () => {
  const adding = addWords({ chain: 'hub' })
  await expect(adding).rejects.toThrow('--key-name is needed; the relayer signs with relay.zone-a, operator')
  await expect(run(keysDelete, {})).rejects.toThrow('one of --key-name and --all is needed')
})

test.each([
  ['a mnemonic with a wrong word', 'mnemonicFile', words.replace('about', 'abuot'), 'MNEMONIC_INVALID'],
  ['JSON without a mnemonic', 'keyFile', '{"secret": "abandon"}', 'KEY_FILE_INVALID'],
  ['what is no JSON', 'keyFile', '{"mnemonic": "abandon', 'KEY_FILE_INVALID'],
  ['a file that is too long', 'mnemonicFile', 'abandon '.repeat(fileBytesMax / 8 + 1), 'KEY_FILE_INVALID'],
])('%s is refused, quotes nothing and writes nothing', async (_, flag, content, code) => {
  const error: unknown = await run(keysAdd, { [flag]: file('given', content) }).catch((met: unknown) => met)
  expect(error).toMatchObject({ code })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/abandon|abuot/)
  expect(existsSync(keys)).toBe(false)
})

test.each(['[]', '{"relay.hub": {"mnemonic": "abandon'])(
  'an accounts_file that holds %s is left as it is',
  async (content) => {
    writeFileSync(keys, content)
    const error: unknown = await addWords().catch((met: unknown) => met)
    expect(error).toMatchObject({ code: 'KEY_FILE_INVALID', facts: { file: keys } })
    expect(inspect(error, { depth: 9 })).not.toContain('abandon')
    expect(readFileSync(keys, 'utf8')).toBe(content)
  },
)

test('a chain without accounts_file can only be read: CONFIG_INVALID names it', async () => {
  tools = cliTools({ chains: [new FakeChain({ chainId: 'hub' })] })
  const listing = run(keysList, { chain: 'hub' })
  await expect(listing).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    facts: { mistakes: expect.stringContaining('accounts_file') },
  })
})

test.each(['m', "44'/118'", "m/44'/118'/x", "m/44''", 'm/2147483648', `m${'/0'.repeat(11)}`, 'm/0/'])(
  '%p is no derivation path',
  (text) => {
    expect(() => parseHdPath(text)).toThrow('looks like')
  },
)

test.each(['', 'two words', '../x', '__proto__', 'a'.repeat(129)])('%p is no name of a key', (text) => {
  expect(() => parseKeyName(text)).toThrow('A key has a name')
})
