// A relayer of one path between two chains, as a process with a configuration of its own: no hub, no API.
import { mkdirSync, writeFileSync } from 'node:fs'
import type { ChainSite, LocalnetConfig } from '../../localnet/config.ts'
import { configPath, type Program, program } from '../../localnet/programs.ts'
import { relayConfig } from '../../localnet/relayConfig.ts'
import { type Json, type Linked, typed } from './typed.ts'

export type OwnRelayer = {
  readonly program: Program
  /** What `causeway <words>` answers on its configuration; throws where that ends with anything but 0. */
  causeway(...words: readonly string[]): Promise<Json>
  /** `causeway link` between the `transfer` ports of both. */
  link(): Promise<Linked>
}

/** Its keys are those of the localnet; nothing runs until `program` is started. */
export function ownRelayer(net: LocalnetConfig, a: ChainSite, b: ChainSite): OwnRelayer {
  const home = `${net.home}-${a.id}-${b.id}`
  const own = { ...net, home, telemetryPort: net.telemetryPort + 1, chains: [a, b] }
  mkdirSync(home, { recursive: true })
  const transfer = { a: { chain_id: a.id }, b: { chain_id: b.id } }
  writeFileSync(configPath(own), relayConfig({ ...own, home: net.home }, { zones: {}, transfer }))
  const causeway = (...words: readonly string[]): Promise<Json> => typed(own, ...words)
  const words = ['link', '--a-chain', a.id, '--b-chain', b.id, '--a-port', 'transfer', '--b-port', 'transfer']
  const link = async (): Promise<Linked> => (await causeway(...words)) as unknown as Linked
  return { program: program(own, 'relayer'), causeway, link }
}
