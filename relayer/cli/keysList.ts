// `keys list`: names and addresses in accounts_file, and which the relayer wants and has not.
import { openChainKeys } from './keyArguments.ts'
import { required, verb } from './verb.ts'

export const keysList = verb({
  words: 'keys list',
  about: "keys in a chain's accounts_file with their addresses, and those that the relayer misses",
  flags: { chain: required('<chain-id>', 'chain whose accounts_file it is') },
  run: async ({ chain }, tools) => {
    const { file, wanted } = await openChainKeys(chain, tools)
    const { listKeyNames, readAccount } = await import('../adapters/keyFile.ts')
    const names = listKeyNames(file.path)
    const keys: { name: string; address: string; used: boolean }[] = []
    for (const name of names) {
      const { address } = await readAccount(file, name)
      keys.push({ name, address, used: wanted.includes(name) })
    }
    const missing = wanted.filter((name) => !names.includes(name))
    const lines = keys.map(({ name, address, used }) => `${name} ${address}${used ? '' : ' (not used here)'}`)
    const text = [...lines, ...missing.map((name) => `${name} is missing`)].join('\n')
    return { value: { chain, file: file.path, keys, missing }, text: text === '' ? 'no keys' : text }
  },
})
