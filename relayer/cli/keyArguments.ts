// What the commands on keys share: the file of a chain's keys, the names that the relayer wants in it.
import { InvalidArgumentError } from 'commander'
import { CausewayError } from '../../core/errors.ts'
import type { KeyFile } from '../adapters/keyFile.ts'
import type { ChainConfig } from '../config.ts'
import { hdPathStepsMax, keyNameMax } from './limits.ts'
import type { Tools } from './verb.ts'

export type ChainKeys = {
  readonly chain: ChainConfig
  readonly file: KeyFile
  /** Names that the relayer signs with on this chain. */
  readonly wanted: readonly string[]
}

/** Throws CHAIN_UNKNOWN, and CONFIG_INVALID where the chain has no accounts_file. */
export async function openChainKeys(chainId: string, tools: Tools): Promise<ChainKeys> {
  const chain = await tools.chainConfig(chainId)
  const { accountsFile: path, accountPrefix: prefix } = chain
  if (path === undefined) {
    const mistakes = `chains "${chainId}": accounts_file is missing; without it the chain can only be read`
    throw new CausewayError('CONFIG_INVALID', { file: tools.configFile(), mistakes })
  }
  const { keyNames } = await import('../keyNames.ts')
  return { chain, file: { path, prefix }, wanted: keyNames(await tools.config(), chain) }
}

const stepMax = 2 ** 31

/** A derivation path of BIP-32. Throws InvalidArgumentError. */
export function parseHdPath(text: string): string {
  const steps = /^m((?:\/\d{1,10}'?)+)$/.exec(text)?.[1]?.split('/').slice(1) ?? []
  const fits = steps.length > 0 && steps.every((step) => Number.parseInt(step, 10) < stepMax)
  if (!fits || steps.length > hdPathStepsMax) {
    throw new InvalidArgumentError(
      `A derivation path looks like m/44'/118'/0'/0/0, with up to ${hdPathStepsMax} steps.`,
    )
  }
  return text
}

/** A name that is one word, so that it can be typed again. Throws InvalidArgumentError. */
export function parseKeyName(text: string): string {
  if (/^[\w.-]+$/.test(text) && text.length <= keyNameMax && text !== '__proto__') return text
  throw new InvalidArgumentError(
    `A key has a name of up to ${keyNameMax} letters, digits, dots, hyphens and underscores.`,
  )
}
