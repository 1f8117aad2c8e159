// `keys delete`: takes keys out of accounts_file.
import { InvalidArgumentError } from 'commander'
import { openChainKeys, parseKeyName } from './keyArguments.ts'
import { parsed, required, toggle, verb } from './verb.ts'

export const keysDelete = verb({
  words: 'keys delete',
  about: 'take a key, or all, out of accounts_file, for every chain that names this file',
  flags: {
    chain: required('<chain-id>', 'chain whose accounts_file it is'),
    keyName: parsed('<name>', 'name of the key', parseKeyName),
    all: toggle('every key of the file'),
  },
  run: async ({ chain, keyName, all }, tools) => {
    if ((keyName === undefined) !== all) throw new InvalidArgumentError('one of --key-name and --all is needed')
    const { file } = await openChainKeys(chain, tools)
    const { deleteKeys, listKeyNames } = await import('../adapters/keyFile.ts')
    const names = keyName === undefined ? listKeyNames(file.path) : [keyName]
    deleteKeys(file.path, names)
    const text = names.length === 0 ? 'no keys' : `${names.join(', ')} deleted from ${file.path}`
    return { value: { chain, file: file.path, deleted: names }, text }
  },
})
