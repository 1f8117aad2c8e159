// Starts and stops the node of one chain, and asks it for its height.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { CausewayError } from '../core/errors.ts'
import type { ChainSite, LocalnetConfig } from './config.ts'
import { chainHome } from './genesis.ts'
import { assertPortFree, runningPid, startBackground, stopBackground, until } from './processes.ts'
import type { Wasmd } from './wasmd.ts'

/** Latest height, or undefined while the node does not answer. */
export async function queryHeight(site: ChainSite): Promise<number | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${site.rpc}/status`, { signal: AbortSignal.timeout(2_000) })
    const body = (await response.json()) as { result: { sync_info: { latest_block_height: string } } }
    return Number(body.result.sync_info.latest_block_height)
  } catch {
    return undefined
  }
}

export async function startNode(config: LocalnetConfig, wasmd: Wasmd, site: ChainSite): Promise<void> {
  const folder = chainHome(config, site.id)
  if (runningPid(folder, 'node') !== undefined) return
  for (const port of [site.rpc, site.grpc, site.p2p]) await assertPortFree(port, site.id)
  const before = await queryHeight(site)
  const args = ['start', '--home', folder]
  await startBackground({ name: 'node', program: wasmd.program, args, folder, env: wasmd.env })
  const up = await until(60_000, async () =>
    ((await queryHeight(site)) ?? 0) > Math.max(1, before ?? 0) ? true : undefined,
  )
  if (up === undefined) throw new CausewayError('CHAIN_UNREACHABLE', { chain: site.id, log: join(folder, 'node.log') })
}

export function stopNode(
  config: LocalnetConfig,
  site: ChainSite,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  return stopBackground(chainHome(config, site.id), 'node', signal)
}

export async function removeChain(config: LocalnetConfig, site: ChainSite): Promise<void> {
  await stopNode(config, site)
  rmSync(chainHome(config, site.id), { recursive: true, force: true })
}
