// Brings the chains and Redis up; what runs already is left alone. `node localnet/up.ts [--reset]`.
import { rmSync } from 'node:fs'
import { type Accounts, ensureAccounts } from './accounts.ts'
import { type LocalnetConfig, localnetConfig } from './config.ts'
import { down } from './down.ts'
import { makeChain } from './genesis.ts'
import { startNode } from './node.ts'
import { startRedis } from './redis.ts'
import { ensureTools } from './setup.ts'
import { buildWasmd, type Wasmd } from './wasmd.ts'

export type Localnet = { readonly config: LocalnetConfig; readonly wasmd: Wasmd; readonly accounts: Accounts }

export async function up(say: (line: string) => void, options: { readonly reset?: boolean } = {}): Promise<Localnet> {
  const config = localnetConfig()
  await ensureTools(say)
  const wasmd = await buildWasmd(say)
  if (options.reset === true) {
    await down(config)
    rmSync(config.home, { recursive: true, force: true })
  }
  const accounts = await ensureAccounts(config)
  for (const site of config.chains) makeChain(config, wasmd, site, accounts)
  await startRedis(config)
  await Promise.all(config.chains.map((site) => startNode(config, wasmd, site)))
  say(`${config.chains.length} chains and Redis are up`)
  return { config, wasmd, accounts }
}

if (import.meta.main) {
  await up((line) => void process.stderr.write(`${line}\n`), { reset: process.argv.includes('--reset') })
}
