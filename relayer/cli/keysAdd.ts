// `keys add`: takes a key into accounts_file, from its words or from what a chain's own program has written.
import { InvalidArgumentError } from 'commander'
import { openChainKeys, parseHdPath, parseKeyName } from './keyArguments.ts'
import { fileBytesMax } from './limits.ts'
import { optional, parsed, required, toggle, verb } from './verb.ts'

export const keysAdd = verb({
  words: 'keys add',
  about: 'take a key into accounts_file; the relayer signs with one key for each lane, see `keys list`',
  flags: {
    chain: required('<chain-id>', 'chain whose accounts_file it is'),
    keyFile: optional('<file>', "JSON with a mnemonic, from `keys add --output json` of the chain's own program"),
    mnemonicFile: optional('<file>', 'the words alone'),
    keyName: parsed('<name>', 'name of the key; needed unless the relayer wants just one', parseKeyName),
    hdPath: parsed('<path>', "derivation path, m/44'/118'/0'/0/0 without it", parseHdPath),
    overwrite: toggle('replace a key of the same name'),
  },
  run: async ({ chain, keyFile, mnemonicFile, overwrite, ...given }, tools) => {
    const source = keyFile ?? mnemonicFile
    if (source === undefined || (keyFile !== undefined && mnemonicFile !== undefined)) {
      throw new InvalidArgumentError('one of --key-file and --mnemonic-file is needed, and not both')
    }
    const { file, wanted } = await openChainKeys(chain, tools)
    const name = given.keyName ?? onlyOf(wanted)
    const { addKeyJson, addMnemonic, hdPathDefault } = await import('../adapters/keyFile.ts')
    const key = { name, hdPath: given.hdPath ?? hdPathDefault, overwrite }
    const add = keyFile === undefined ? addMnemonic : addKeyJson
    const address = await add(file, key, source, fileBytesMax)
    return { value: { chain, name, address, file: file.path }, text: `${name} ${address} is in ${file.path}` }
  },
})

function onlyOf(wanted: readonly string[]): string {
  const [only] = wanted
  if (only !== undefined && wanted.length === 1) return only
  throw new InvalidArgumentError(`--key-name is needed; the relayer signs with ${wanted.join(', ') || 'none here'}`)
}
