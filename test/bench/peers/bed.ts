// Two chains with a probe on each, made once; every run of a relayer starts from the same copy of them.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildProbe } from '../../../contracts/build.ts'
import { type Accounts, ensureAccounts } from '../../../localnet/accounts.ts'
import { openChain } from '../../../localnet/chains.ts'
import { type ChainSite, type LocalnetConfig, localnetConfig } from '../../../localnet/config.ts'
import { chainHome, makeChain } from '../../../localnet/genesis.ts'
import { startNode, stopNode } from '../../../localnet/node.ts'
import { stopBackground } from '../../../localnet/processes.ts'
import { stopRedis } from '../../../localnet/redis.ts'
import { ensureTools } from '../../../localnet/setup.ts'
import { buildWasmd, type Wasmd } from '../../../localnet/wasmd.ts'
import { instantiate, storeCode } from '../../../localnet/wasmTx.ts'
import { link } from '../../../relayer/link.ts'
import type { Chain } from '../../../relayer/ports.ts'
import type { Say } from './install.ts'

export const probeVersion = 'probe-1'
export const relayerProcess = 'relayer'

export type End = {
  readonly site: ChainSite
  readonly probe: string
  readonly clientId: string
  readonly connectionId: string
  readonly channelId: string
}
export type Bed = {
  readonly config: LocalnetConfig
  readonly wasmd: Wasmd
  readonly accounts: Accounts
  /** Packets go from a to b, acknowledgements back. */
  readonly a: End
  readonly b: End
}
/** Chains with probes alone; with client, connection and channel as well; with packets that nobody has relayed. */
export type Copy = 'bare' | 'linked' | 'sent'
export type BedStart = {
  readonly copy: Copy
  readonly blockMs: number
  /** How much later the second chain starts: their blocks lie differently to each other in each repeat. */
  readonly phaseMs: number
}

function bedConfig(): LocalnetConfig {
  const config = localnetConfig()
  const chains = config.chains.filter(({ id }) => id === 'zone-a' || id === 'zone-b')
  return { ...config, home: join(dirname(config.home), 'bench', 'run'), chains, spares: [], hubNodes: [] }
}

const copyPath = (config: LocalnetConfig, copy: Copy): string => join(dirname(config.home), copy)

export async function makeBed(say: Say): Promise<Bed> {
  await ensureTools(say)
  const config = bedConfig()
  const wasmd = await buildWasmd(say, bothSites(config)[0].kind)
  const wasm = readFileSync(await buildProbe(say))
  await stopBed(config)
  rmSync(dirname(config.home), { recursive: true, force: true })
  const accounts = await ensureAccounts(config)
  say('two chains, a probe on each, a channel between the probes…')
  await Promise.all(config.chains.map((site) => makeChain(config, wasmd, site, accounts)))
  const [probeA, probeB] = await onChains(config, wasmd, (a, b) => Promise.all([deploy(a, wasm), deploy(b, wasm)]))
  keep(config, 'bare')
  const ports = { aPort: `wasm.${probeA}`, bPort: `wasm.${probeB}` }
  const { connection, channel } = await onChains(config, wasmd, (a, b) =>
    link({ a, b, ...ports, order: 'unordered', version: probeVersion }),
  )
  keep(config, 'linked')
  const [siteA, siteB] = bothSites(config)
  const a = { site: siteA, probe: probeA, ...connection.a, channelId: channel.a }
  const b = { site: siteB, probe: probeB, ...connection.b, channelId: channel.b }
  return { config, wasmd, accounts, a, b }
}

function bothSites({ chains: [a, b] }: LocalnetConfig): readonly [ChainSite, ChainSite] {
  if (a === undefined || b === undefined) throw new Error('the localnet has no zone-a and zone-b')
  return [a, b]
}

async function deploy(chain: Chain, wasm: Uint8Array): Promise<string> {
  const admin = await chain.signer('admin')
  return instantiate(admin, await storeCode(admin, wasm), 'probe', {})
}

/** Starts both chains for `use` and stops them again. */
async function onChains<T>(config: LocalnetConfig, wasmd: Wasmd, use: (a: Chain, b: Chain) => Promise<T>): Promise<T> {
  const [siteA, siteB] = bothSites(config)
  await Promise.all([startNode(config, wasmd, siteA), startNode(config, wasmd, siteB)])
  const [a, b] = [openChain(config, siteA), openChain(config, siteB)]
  try {
    return await use(a, b)
  } finally {
    await Promise.all([a.close(), b.close()])
    await stopBed(config)
  }
}

/** Of stopped chains only: their files must not change meanwhile. */
export function keep(config: LocalnetConfig, copy: Copy): void {
  rmSync(copyPath(config, copy), { recursive: true, force: true })
  for (const { id } of config.chains) {
    cpSync(chainHome(config, id), join(copyPath(config, copy), id), { recursive: true })
  }
}

/** Both chains as they were when this copy was kept, running. */
export async function startBed({ config, wasmd, a, b }: Bed, { copy, blockMs, phaseMs }: BedStart): Promise<void> {
  await stopBed(config)
  const accounts = readFileSync(join(config.home, 'accounts.json'))
  rmSync(config.home, { recursive: true, force: true })
  mkdirSync(config.home, { recursive: true })
  writeFileSync(join(config.home, 'accounts.json'), accounts, { mode: 0o600 })
  for (const { id } of config.chains) {
    cpSync(join(copyPath(config, copy), id), chainHome(config, id), { recursive: true })
  }
  const timed = { ...config, blockTimeMs: blockMs }
  const later = new Promise((resume) => setTimeout(resume, phaseMs))
  await Promise.all([startNode(timed, wasmd, a.site), later.then(() => startNode(timed, wasmd, b.site))])
}

/** Where each relayer has its pid and its log. */
export const relayerFolder = ({ home }: LocalnetConfig, relayer: 'causeway' | 'hermes' | 'rly'): string =>
  join(home, relayer)

/** Chains and Redis, and a relayer that a run which was cut off has left. */
export async function stopBed(config: LocalnetConfig): Promise<void> {
  if (!existsSync(config.home)) return
  for (const relayer of ['causeway', 'hermes', 'rly'] as const) {
    await stopBackground(relayerFolder(config, relayer), relayerProcess, 'SIGTERM')
  }
  await Promise.all([stopRedis(config), ...config.chains.map((site) => stopNode(config, site))])
}
