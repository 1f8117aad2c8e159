// `keys balance`: what the accounts of the relayer's keys hold.
import { openChainKeys, parseKeyName } from './keyArguments.ts'
import { optional, parsed, required, verb } from './verb.ts'

export const keysBalance = verb({
  words: 'keys balance',
  about: 'what the keys hold that the relayer signs with on a chain',
  flags: {
    chain: required('<chain-id>', 'chain to ask'),
    keyName: parsed('<name>', 'only this key', parseKeyName),
    denom: optional('<denom>', 'denomination; without it, the one that pays for gas'),
  },
  run: async ({ chain: id, keyName, denom: named }, tools) => {
    const { chain, file, wanted } = await openChainKeys(id, tools)
    const { readAccount } = await import('../adapters/keyFile.ts')
    const denom = named ?? chain.gasPrice.denom
    const node = await tools.chain(id)
    const balances: { name: string; address: string; amount: string }[] = []
    for (const name of keyName === undefined ? wanted : [keyName]) {
      const { address } = await readAccount(file, name)
      balances.push({ name, address, amount: (await node.queryBalance(address, denom)).toString() })
    }
    const text = balances.map(({ name, address, amount }) => `${name} ${address} ${amount} ${denom}`).join('\n')
    return { value: { chain: id, denom, balances }, text: text === '' ? 'the relayer uses no key here' : text }
  },
})
