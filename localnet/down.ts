// Ends everything that a localnet has started, in the order that loses least: API, relayer, nodes, Redis.
import { allNodes, type LocalnetConfig, localnetConfig } from './config.ts'
import { stopNode } from './node.ts'
import { stopBackground } from './processes.ts'
import { stopRedis } from './redis.ts'
import { command } from './terminal.ts'

export async function down(config: LocalnetConfig): Promise<void> {
  for (const name of ['api', 'relayer']) await stopBackground(config.home, name, 'SIGTERM')
  await Promise.all(allNodes(config).map((site) => stopNode(config, site)))
  await stopRedis(config)
}

if (import.meta.main) await command(() => down(localnetConfig()))
