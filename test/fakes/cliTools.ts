// What the relayer's commands get of the world in tests: fake chains, a configuration from text, what was told.

import { chainNamed } from '../../relayer/cli/tools.ts'
import type { Answer, Tools, Verb } from '../../relayer/cli/verb.ts'
import { loadConfig, parseConfig } from '../../relayer/config.ts'
import type { Chain } from '../../relayer/ports.ts'
import { listeningLog } from './ibcPair.ts'
import { relayToml } from './relayToml.ts'

export type CliWorld = {
  readonly chains?: readonly Chain[]
  /** A file, or TOML; by default one that names exactly the chains. */
  readonly config?: { readonly file: string } | { readonly toml: string }
  readonly ended?: AbortSignal
  readonly commands?: Tools['commands']
}
export type CliTools = Tools & { readonly told: readonly Answer[] }

export function cliTools({ chains = [], config, ended = new AbortController().signal, commands }: CliWorld): CliTools {
  const told: Answer[] = []
  const given = config ?? { toml: relayToml(chains.map(({ chainId }) => chainId)) }
  const read = async () => ('file' in given ? loadConfig(given.file, {}) : parseConfig(given.toml, {}))
  return {
    told,
    configFile: () => ('file' in given ? given.file : 'causeway.toml'),
    config: read,
    chainConfig: async (id) => chainNamed(await read(), id),
    chain: async (id) => {
      chainNamed(await read(), id)
      const found = chains.find(({ chainId }) => chainId === id)
      if (found === undefined) throw new Error(`no fake chain ${id}`)
      return found
    },
    log: listeningLog(),
    tell: (answer) => void told.push(answer),
    ended: () => ended,
    commands: commands ?? (() => []),
  }
}

/** Runs a verb with values that are parsed already; throws where it answers nothing. */
export async function answerOf(verb: Verb, given: Readonly<Record<string, unknown>>, tools: Tools): Promise<Answer> {
  const answer = await verb.run(given, tools)
  if (answer === undefined) throw new Error(`${verb.words} has answered nothing`)
  return answer
}
