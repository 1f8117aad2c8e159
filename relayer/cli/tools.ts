// What commands get of the world, for real: the configuration from its file, chains over the network.
import { CausewayError } from '../../core/errors.ts'
import { nearestOf } from '../../core/nearest.ts'
import { openLog } from '../adapters/pinoLog.ts'
import { type ChainConfig, type Config, loadConfig } from '../config.ts'
import type { Environment } from '../configMistakes.ts'
import { openChain } from '../openChain.ts'
import { Opened } from '../opened.ts'
import type { Chain } from '../ports.ts'
import type { Tools } from './verb.ts'

export type ToolOptions = Pick<Tools, 'configFile' | 'tell' | 'ended' | 'commands'> & { readonly env: Environment }

export function openTools({ env, ...given }: ToolOptions): { readonly tools: Tools; close(): Promise<void> } {
  // What a command does is its answer; of what it meets on the way, only what went wrong is said.
  const log = openLog('warn')
  const opened = new Opened()
  const chains = new Map<string, Chain>()
  let config: Config | undefined
  const read = async (): Promise<Config> => {
    config ??= loadConfig(given.configFile(), env)
    return config
  }
  const chain = async (id: string): Promise<Chain> => {
    const found = chainNamed(await read(), id)
    const one = chains.get(id) ?? opened.keep(openChain(found, log, { keys: true }))
    chains.set(id, one)
    return one
  }
  const tools = { ...given, log, chain, config: read, chainConfig: async (id: string) => chainNamed(await read(), id) }
  return { tools, close: () => opened.close() }
}

export function chainNamed({ chains }: Config, id: string): ChainConfig {
  const found = chains.find((one) => one.id === id)
  if (found !== undefined) return found
  const known = chains.map((one) => one.id)
  throw new CausewayError('CHAIN_UNKNOWN', {
    chainId: id,
    nearest: nearestOf(id, known) ?? '',
    known: known.join(', '),
  })
}
