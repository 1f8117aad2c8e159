// Says what an operator has to mend before relayer and API can work: a finding for each part, with the next step.
import { CausewayError } from '../core/errors.ts'
import { openBullmq } from './adapters/bullmqQueue.ts'
import { readAccount } from './adapters/keyFile.ts'
import { placeText } from './adapters/redis.ts'
import type { ChainConfig, Config } from './config.ts'
import { machineChecks, thisMachine } from './doctorMachine.ts'
import { lookAtGasPrice } from './gasPrice.ts'
import { assertClientActive } from './ics02/clients.ts'
import { findClientPairs } from './ics02/counterparties.ts'
import { findConnections } from './ics03/connections.ts'
import { keyNames } from './keyNames.ts'
import { openChain } from './openChain.ts'
import type { Chain, Log } from './ports.ts'
import { planRefresh, queryClientAge } from './refresh.ts'
import { assertSafe, queryNodeInfo } from './versionFloors.ts'

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

/** A line for each finding; where something has to be done, the line ends with it. */
export function findingsText(findings: readonly Finding[]): string {
  const line = ({ name, ok, says, hint }: Finding): string =>
    ok ? `ok    ${name}: ${says}` : `WRONG ${name}: ${says} ${hint}`
  return findings.map(line).join('\n')
}

export function checksOf(config: Config, log: Log, machine = thisMachine): readonly Check[] {
  const redis: Check = {
    name: 'redis',
    async look() {
      const bullmq = openBullmq({ ...config.redis, log })
      await bullmq.ping().finally(() => bullmq.close())
      return `answers at ${placeText(config.redis)}`
    },
  }
  const chains = config.chains.flatMap((chain) => chainChecks(config, chain, log))
  return [...machineChecks(config.store?.url, machine), redis, ...chains, ...clientChecks(config, log)]
}

/** Every node of a chain, and every key that is used on it. */
export function chainChecks(config: Config, chain: ChainConfig, log: Log): readonly Check[] {
  const { id, accountPrefix: prefix } = chain
  const node = openChain(chain, log, { keys: false })
  // Each node by itself: one that is away must show although another stands in for it.
  const alone = (name: string, addresses?: ChainConfig['backupNodes'][number]): readonly Check[] => {
    const one = openChain({ ...chain, ...addresses, backupNodes: [] }, log, { keys: false })
    return [
      { name, look: () => lookAtChain(one, chain.clockDriftMs) },
      { name: `grpc of ${name}`, look: () => lookAtGrpc(one) },
    ]
  }
  const backups = chain.backupNodes.flatMap((addresses) => alone(`backup ${addresses.rpcAddr} of ${id}`, addresses))
  const nodes = [...alone(`chain ${id}`), ...backups]
  const { accountsFile } = chain
  if (accountsFile === undefined) return nodes
  const keys = keyNames(config, chain).map((name): Check => {
    const file = { path: accountsFile, prefix }
    return { name: `key ${name} of ${id}`, look: async () => lookAtFunds(node, chain, await readAccount(file, name)) }
  })
  const gas = { name: `gas of ${id}`, look: () => lookAtGasPrice(node, chain.gasPrice) }
  return [...nodes, gas, ...keys]
}

async function lookAtChain(chain: Chain, clockDriftMs: number): Promise<string> {
  const { height, timeNs, catchingUp } = await chain.queryStatus()
  const ageMs = Date.now() - Number(timeNs / 1_000_000n)
  const { chainId } = chain
  if (ageMs < -clockDriftMs) {
    const reason = `its time is ${Math.round(-ageMs / 1_000)} s ahead of this machine's`
    throw new CausewayError('CLOCK_SKEWED', { chainId, height: String(height), reason })
  }
  if (catchingUp || ageMs > blockAgeMsMax) {
    const reason = catchingUp ? 'the node is catching up' : `its latest block is ${Math.round(ageMs / 1_000)} s old`
    throw new CausewayError('CHAIN_UNREACHABLE', { chainId, height: String(height), reason })
  }
  return `height ${height}`
}

/** Proofs come from here, and with another chain's not one would hold; nor may its software be known to be broken. */
async function lookAtGrpc(chain: Chain): Promise<string> {
  const { network: served, built } = await queryNodeInfo(chain)
  if (served !== chain.chainId) throw new CausewayError('CHAIN_ID_MISMATCH', { expected: chain.chainId, served })
  assertSafe(chain.chainId, built)
  return 'answers'
}

/** Both clients of every connection and client pair of a path. */
function clientChecks(config: Config, log: Log): readonly Check[] {
  return config.paths
    .filter(({ a, b }) => a !== b)
    .map(({ a, b }): Check => {
      const open = (id: string): Chain => {
        const chain = config.chains.find((one) => one.id === id)
        if (chain === undefined) throw new CausewayError('CHAIN_UNKNOWN', { chainId: id })
        return openChain(chain, log, { keys: false })
      }
      return { name: `clients of ${a} and ${b}`, look: () => lookAtClients(open(a), open(b)) }
    })
}

async function lookAtClients(a: Chain, b: Chain): Promise<string> {
  const connections = await findConnections(a, b)
  const pairs = await findClientPairs(a, b)
  for (const pair of [...connections.map((ends) => ({ a: ends.a.clientId, b: ends.b.clientId })), ...pairs]) {
    await lookAtClient(a, b, pair.a)
    await lookAtClient(b, a, pair.b)
  }
  return connections.length + pairs.length === 0
    ? 'no connection or client pair yet; `causeway link` makes one'
    : `kept up: clients of ${connections.length} connections, ${pairs.length} client pairs`
}

/** By the clock of the chain that it lives on, which alone ends it. */
async function lookAtClient(host: Chain, tracked: Chain, clientId: string): Promise<void> {
  await assertClientActive(host, clientId)
  const age = await queryClientAge(host, clientId)
  const { timeNs } = await host.queryStatus()
  const plan = planRefresh(age, timeNs, 0)
  if (plan === 'late') throw new CausewayError('CLIENT_LATE', { chainId: host.chainId, clientId, of: tracked.chainId })
}

async function lookAtFunds(chain: Chain, config: ChainConfig, account: Account): Promise<string> {
  const { id, gasPrice, feeGranter } = config
  if (gasPrice.price === 0) return `${account.address}, and gas is free`
  const address = feeGranter ?? account.address
  const balance = await chain.queryBalance(address, gasPrice.denom)
  if (balance === 0n) throw new CausewayError('FUNDS_MISSING', { chainId: id, address, denom: gasPrice.denom })
  const payer = feeGranter === undefined ? address : `${account.address}, and its granter ${address}`
  return `${payer} holds ${balance} ${gasPrice.denom}`
}

type Account = Awaited<ReturnType<typeof readAccount>>
