// Says what of the localnet runs, and at which height. Exit code 3 when something does not.
import { join } from 'node:path'
import { allNodes, type LocalnetConfig, localnetConfig } from './config.ts'
import { chainHome } from './genesis.ts'
import { queryNode } from './node.ts'
import { runningPid } from './processes.ts'

export type PartStatus = {
  readonly name: string
  readonly pid: number | undefined
  readonly height: number | undefined
}

export async function status(config: LocalnetConfig): Promise<PartStatus[]> {
  const chains = allNodes(config).map(async (site) => ({
    name: site.id,
    pid: runningPid(chainHome(config, site.id), 'node'),
    height: (await queryNode(site))?.height,
  }))
  const redis = { name: 'redis', pid: runningPid(join(config.home, 'redis'), 'redis'), height: undefined }
  const programs = ['relayer', 'api'].map((name) => ({ name, pid: runningPid(config.home, name), height: undefined }))
  return [...(await Promise.all(chains)), redis, ...programs]
}

if (import.meta.main) {
  const parts = await status(localnetConfig())
  for (const { name, pid, height } of parts) {
    process.stdout.write(`${name.padEnd(14)} ${pid === undefined ? 'down' : `pid ${pid}`} ${height ?? ''}\n`)
  }
  process.exitCode = parts.every((part) => part.pid !== undefined) ? 0 : 3
}
