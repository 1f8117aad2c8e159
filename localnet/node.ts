// Starts and stops the node of one chain, and asks it how far it is.
import { CausewayError } from '../core/errors.ts'
import type { LocalnetConfig, NodeSite } from './config.ts'
import { chainHome, configureNode } from './genesis.ts'
import { assertPortFree, logPath, runningPid, startBackground, stopBackground, until } from './processes.ts'
import type { Wasmd } from './wasmd.ts'

export type NodeStatus = { readonly height: number; readonly blockTimeMs: number; readonly catchingUp: boolean }

/** A node's heap is small and its garbage large: by Go's own measure a tenth of its time would go into collecting. */
const goSettings = { GOGC: '400' }
const askTimeoutMs = 2_000
const startTimeoutMs = 60_000

/** Undefined while the node does not answer. */
export async function queryNode(site: NodeSite): Promise<NodeStatus | undefined> {
  try {
    const signal = AbortSignal.timeout(askTimeoutMs)
    const response = await fetch(`http://127.0.0.1:${site.rpc}/status`, { signal })
    const { result } = (await response.json()) as {
      result: { sync_info: { latest_block_height: string; latest_block_time: string; catching_up: boolean } }
    }
    const { latest_block_height: height, latest_block_time: time } = result.sync_info
    return { height: Number(height), blockTimeMs: Date.parse(time), catchingUp: result.sync_info.catching_up }
  } catch {
    return undefined
  }
}

export async function assertNodePortsFree(config: LocalnetConfig, site: NodeSite): Promise<void> {
  if (runningPid(chainHome(config, site.id), 'node') !== undefined) return
  for (const port of [site.rpc, site.grpc, site.p2p]) await assertPortFree(port, site.id)
}

/**
 * Resolves once it keeps up with its chain and has a block of this start: the block's time is of now, and so light
 * clients accept its header.
 */
export async function startNode(
  config: LocalnetConfig,
  wasmd: Wasmd,
  site: NodeSite,
  flags: readonly string[] = [],
): Promise<void> {
  const folder = chainHome(config, site.id)
  if (runningPid(folder, 'node') !== undefined) return
  await assertNodePortsFree(config, site)
  configureNode(config, site)
  const startedMs = Date.now()
  const args = ['start', '--home', folder, ...flags]
  await startBackground({ name: 'node', program: wasmd.program, args, folder, env: { ...goSettings, ...wasmd.env } })
  const up = await until(startTimeoutMs, async () => {
    if (runningPid(folder, 'node') === undefined) return false
    const { height = 0, blockTimeMs = 0, catchingUp = true } = (await queryNode(site)) ?? {}
    return !catchingUp && height > 1 && blockTimeMs > startedMs ? true : undefined
  })
  if (up !== true) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: site.id, log: logPath(folder, 'node') })
}

export function stopNode(
  config: LocalnetConfig,
  site: NodeSite,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  return stopBackground(chainHome(config, site.id), 'node', signal)
}
