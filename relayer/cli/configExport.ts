// `config export`: a channel as the Cosmos chain registry writes it down, in _IBC/<chain>-<chain>.json.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { openChannelPath } from './channelArguments.ts'
import { parseChainNames } from './configAuto.ts'
import { draftInvalid } from './draftArguments.ts'
import { optional, parsed, required, verb } from './verb.ts'

/** Throws InvalidArgumentError. */
function parseChainName(text: string): string {
  const [name = '', ...more] = parseChainNames(text)
  if (more.length > 0) throw new InvalidArgumentError('Give the name of one chain.')
  return name
}

export const configExport = verb({
  words: 'config export',
  about: 'a channel in the form of the chain registry, as a file of its folder _IBC or on stdout',
  flags: {
    chain: required('<chain-id>', 'chain of this end of the channel'),
    port: required('<port-id>', 'port of this end'),
    channel: required('<channel-id>', 'channel of this end'),
    name: parsed('<name>', "this chain's name in the registry; without it, its id", parseChainName),
    counterpartyName: parsed('<name>', "the other chain's name in the registry; without it, its id", parseChainName),
    registry: optional('<folder>', 'copy of the chain registry that gets the file; without it, stdout'),
  },
  run: async ({ name, counterpartyName, registry, ...end }, tools) => {
    const path = await openChannelPath(end, tools)
    const { registryChannel } = await import('../importing/registryChannel.ts')
    const names = { near: name ?? path.near.chain.chainId, far: counterpartyName ?? path.far.chain.chainId }
    const { fileName, content } = await registryChannel(path, names)
    const text = `${JSON.stringify(content, undefined, 2)}\n`
    if (registry === undefined) return { value: { ...content }, text: text.trimEnd() }
    const folder = join(registry, '_IBC')
    const file = join(folder, fileName)
    if (existsSync(file)) throw draftInvalid(file, 'there is such a file already')
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
    return { value: { file, ...content }, text: `${file} is written` }
  },
})
