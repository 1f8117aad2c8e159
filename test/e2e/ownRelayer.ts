// A relayer of one path between two chains, as a process with a configuration of its own: no hub, no API.
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type ChainSite, type LocalnetConfig, root } from '../../localnet/config.ts'
import { configPath, type Program, program } from '../../localnet/programs.ts'
import { relayConfig } from '../../localnet/relayConfig.ts'

type Json = Readonly<Record<string, unknown>>
type LinkEnd = { readonly clientId: string; readonly connectionId: string; readonly channelId: string }
export type Linked = { readonly a: LinkEnd; readonly b: LinkEnd }

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
  const causeway = async (...words: readonly string[]): Promise<Json> => {
    const base = [join(root, 'causeway.ts'), '--config', configPath(own), '--json']
    const { stdout } = await promisify(execFile)(process.execPath, [...base, ...words])
    return JSON.parse(stdout) as Json
  }
  const words = ['link', '--a-chain', a.id, '--b-chain', b.id, '--a-port', 'transfer', '--b-port', 'transfer']
  const link = async (): Promise<Linked> => (await causeway(...words)) as unknown as Linked
  return { program: program(own, 'relayer'), causeway, link }
}
