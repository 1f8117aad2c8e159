// `config auto`: a configuration for some chains from a chain registry on this disk; nothing is fetched.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { answerDraft, draftFlags, draftInvalid, readForDraft } from './draftArguments.ts'
import { required, requiredAs, verb } from './verb.ts'

/** Names of folders, so that no name leads out of the registry. Throws InvalidArgumentError. */
export function parseChainNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !/^[a-z0-9][\w-]{0,63}$/i.test(name))
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is no name of a chain in the registry.`)
  return [...new Set(names)]
}

export const configAuto = verb({
  words: 'config auto',
  about: 'a configuration from chain.json of a chain registry that is on this disk',
  flags: {
    chains: requiredAs('<names>', 'folders of the registry, like cosmoshub,osmosis', parseChainNames),
    registry: required('<folder>', 'copy of the chain registry, or a folder like it'),
    ...draftFlags,
  },
  run: async ({ chains, registry, output, hubChain, hubContract }) => {
    const absent = chains.find((name) => !existsSync(join(registry, name, 'chain.json')))
    if (absent !== undefined) throw draftInvalid(registry, `the registry has no ${absent}/chain.json`)
    const { draftFromRegistry } = await import('../importing/registry.ts')
    const { finishDraft } = await import('../importing/draft.ts')
    const draft = draftFromRegistry(chains, (...path) => readRegistry(registry, path))
    return answerDraft(finishDraft(draft, { chainId: hubChain, contract: hubContract }), output)
  },
})

function readRegistry(folder: string, path: readonly string[]): unknown {
  const file = join(folder, ...path)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readForDraft(file))
  } catch (error) {
    if (error instanceof SyntaxError) throw draftInvalid(file, 'it is no JSON')
    throw error
  }
}
