// Which keys a relayer of this configuration signs with.
import type { ChainConfig, Config } from './config.ts'
import { relayKeyName } from './ics02/clients.ts'
import { operatorKeyName } from './keeper.ts'
import { prepareKeyName } from './prepareWorker.ts'

/** Names on one chain: one for each lane that ends there, and where the chain is a zone or the hub, two more. */
export function keyNames(config: Config, { id, gate, keyName }: ChainConfig): readonly string[] {
  const peers = config.paths.flatMap(({ a, b }) => (a === id ? [b] : b === id ? [a] : []))
  const isKept = id === config.hub?.chainId || gate !== undefined
  const own = [...(gate === undefined ? [] : [prepareKeyName]), ...(isKept ? [operatorKeyName] : [])]
  const names = [...new Set([...peers.map(relayKeyName), ...own])]
  return keyName === undefined || names.length === 0 ? names : [keyName]
}

/** The one that signs on this chain where a part asks for `name`. */
export function keyNameOf({ chains }: Config, chainId: string, name: string): string {
  return chains.find(({ id }) => id === chainId)?.keyName ?? name
}

/** Lanes that sign with one key have one lease: a key's sequence is counted by one process. */
export function leaseName(config: Config, what: string, chainId: string): string {
  const own = keyNameOf(config, chainId, '')
  return own === '' ? what : `key.${chainId}.${own}`
}
