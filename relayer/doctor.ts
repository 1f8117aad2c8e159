// Says what an operator has to mend before relayer and API can work: a finding for each part, with the next step.
import { CausewayError } from '../core/errors.ts'
import { openBullmq } from './adapters/bullmqQueue.ts'
import { readAccount } from './adapters/keyFile.ts'
import type { ChainConfig, Config } from './config.ts'
import { lookAtGasPrice } from './gasPrice.ts'
import { keyNames } from './keyNames.ts'
import { openChain } from './openChain.ts'
import type { Chain, Log } from './ports.ts'

/** A look at one part: what it is like, or a thrown CausewayError. */
export type Check = { readonly name: string; readonly look: () => Promise<string> }
export type Finding = { readonly name: string; readonly ok: boolean; readonly says: string; readonly hint: string }

// BFT time is one block old; more than this is a chain that rests or a clock that is wrong.
const blockAgeMsMax = 60_000

/** One look after the other: deriving keys keeps this process so busy that others would seem not to answer. */
export async function diagnose(checks: readonly Check[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { name, look } of checks) {
    try {
      findings.push({ name, ok: true, says: await look(), hint: '' })
    } catch (error) {
      if (!(error instanceof CausewayError)) throw error
      findings.push({ name, ok: false, says: `${error.code}: ${error.message}`, hint: error.hint })
    }
  }
  return findings
}

/** A line for each finding, and one more where something has to be done. */
export function findingsText(findings: readonly Finding[]): string {
  const line = ({ name, ok, says, hint }: Finding): string =>
    ok ? `ok    ${name}: ${says}` : `WRONG ${name}: ${says}\n      ${hint}`
  return findings.map(line).join('\n')
}

export function checksOf(config: Config, log: Log): readonly Check[] {
  const redis: Check = {
    name: 'redis',
    async look() {
      const bullmq = openBullmq({ url: config.redis.url, log })
      await bullmq.ping().finally(() => bullmq.close())
      return `answers at ${config.redis.url.replace(/\/\/.*@/, '//')}`
    },
  }
  return [redis, ...config.chains.flatMap((chain) => chainChecks(config, chain, log))]
}

/** Every node of a chain, and every key that is used on it. */
export function chainChecks(config: Config, chain: ChainConfig, log: Log): readonly Check[] {
  const { id, accountPrefix: prefix } = chain
  const node = openChain(chain, log, { keys: false })
  // Each node by itself: one that is away must show although another stands in for it.
  const alone = (name: string, addresses: ChainConfig['backupNodes'][number] | undefined): Check => {
    const one = openChain({ ...chain, ...addresses, backupNodes: [] }, log, { keys: false })
    return { name, look: () => lookAtChain(one) }
  }
  const backups = chain.backupNodes.map((addresses) => alone(`backup ${addresses.rpcAddr} of ${id}`, addresses))
  const nodes = [alone(`chain ${id}`, undefined), ...backups]
  const { accountsFile } = chain
  if (accountsFile === undefined) return nodes
  const keys = keyNames(config, chain).map((name): Check => {
    const file = { path: accountsFile, prefix }
    return { name: `key ${name} of ${id}`, look: async () => lookAtFunds(node, chain, await readAccount(file, name)) }
  })
  const gas = { name: `gas of ${id}`, look: () => lookAtGasPrice(node, chain.gasPrice) }
  return [...nodes, gas, ...keys]
}

async function lookAtChain(chain: Chain): Promise<string> {
  const { height, timeNs, catchingUp } = await chain.queryStatus()
  const ageMs = Date.now() - Number(timeNs / 1_000_000n)
  if (catchingUp || Math.abs(ageMs) > blockAgeMsMax) {
    const reason = catchingUp ? 'the node is catching up' : `its latest block is ${Math.round(ageMs / 1_000)} s old`
    throw new CausewayError('CHAIN_UNREACHABLE', { chainId: chain.chainId, height: String(height), reason })
  }
  return `height ${height}`
}

async function lookAtFunds(chain: Chain, { id, gasPrice }: ChainConfig, { address }: Account): Promise<string> {
  if (gasPrice.price === 0) return `${address}, and gas is free`
  const balance = await chain.queryBalance(address, gasPrice.denom)
  if (balance === 0n) throw new CausewayError('FUNDS_MISSING', { chainId: id, address, denom: gasPrice.denom })
  return `${address} holds ${balance} ${gasPrice.denom}`
}

type Account = Awaited<ReturnType<typeof readAccount>>
