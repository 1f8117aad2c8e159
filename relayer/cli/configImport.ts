// `config import`: the configuration of Hermes or of the Go relayer as ours, with all that could not be carried over.
import { InvalidArgumentError } from 'commander'
import type { Draft } from '../importing/draft.ts'
import { answerDraft, draftFlags, draftInvalid, readForDraft } from './draftArguments.ts'
import { operand, requiredAs, verb } from './verb.ts'

type Reader = (text: string, file: string) => Promise<Draft>

const readers: Readonly<Record<string, Reader>> = {
  hermes: async (text, file) => {
    const { readToml } = await import('../configMistakes.ts')
    return (await import('../importing/hermes.ts')).draftFromHermes(readToml(text, file))
  },
  rly: async (text, file) => {
    const { parse } = await import('yaml')
    let raw: unknown
    try {
      raw = parse(text)
    } catch (cause) {
      const [what = ''] = String(cause instanceof Error ? cause.message : cause).split('\n', 1)
      throw draftInvalid(file, `it is no YAML: ${what}`)
    }
    return (await import('../importing/rly.ts')).draftFromRly(raw)
  },
}

/** Throws InvalidArgumentError. */
function parseReader(text: string): Reader {
  const reader = Object.hasOwn(readers, text) ? readers[text] : undefined
  if (reader === undefined) throw new InvalidArgumentError(`There is ${Object.keys(readers).join(' and ')}.`)
  return reader
}

export const configImport = verb({
  words: 'config import',
  about: "a configuration from Hermes's config.toml or the Go relayer's config.yaml",
  flags: {
    file: operand('<file>', 'configuration of the other relayer', (text) => text),
    from: requiredAs('<relayer>', 'hermes or rly', parseReader),
    ...draftFlags,
  },
  run: async ({ file, from, output, hubChain, hubContract }) => {
    const draft = await from(readForDraft(file), file)
    if (draft.chains.length === 0) throw draftInvalid(file, 'it names no chain')
    const { finishDraft } = await import('../importing/draft.ts')
    return answerDraft(finishDraft(draft, { chainId: hubChain, contract: hubContract }), output)
  },
})
