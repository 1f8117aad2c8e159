// What the relayer's hands can rely on, and what nobody can make them do: on real chains.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QueryCodeRequest, QueryCodeResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { checksumsPath } from '../../contracts/build.ts'
import { openChain } from '../../localnet/chains.ts'
import type { ChainSite } from '../../localnet/config.ts'
import { startNode, stopNode } from '../../localnet/node.ts'
import { status } from '../../localnet/status.ts'
import { type Localnet, up } from '../../localnet/up.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import type { AnyMsg, Block, Chain } from '../../relayer/ports.ts'
import { openNet, startMs, worldConfig } from './world.ts'

let net: Localnet
const opened: Chain[] = []

beforeAll(async () => {
  net = await openNet()
}, startMs)
afterEach(() => Promise.all(opened.splice(0).map((chain) => chain.close())))

function siteOf(id: string): ChainSite {
  const site = worldConfig.chains.find((one) => one.id === id)
  if (site === undefined) throw new Error(`no chain ${id}`)
  return site
}

/** A connection of its own: nothing is shared with another test but the chain. */
function open(id: string): CosmosChain {
  const chain = openChain(worldConfig, siteOf(id))
  opened.push(chain)
  return chain
}

/** A chain that is opened under other words than its node's own. */
function openAs(id: string, rpc: ChainSite, keysPath: string): CosmosChain {
  const urls = { rpcUrl: `http://127.0.0.1:${rpc.rpc}`, grpcUrl: `http://127.0.0.1:${rpc.grpc}` }
  const gasPrice = { price: 0, denom: 'ustake' }
  const chain = new CosmosChain({ chainId: id, ...urls, prefix: 'wasm', gasPrice, keysPath, log: openLog('silent') })
  opened.push(chain)
  return chain
}

async function rpc<T>(site: ChainSite, method: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${site.rpc}/${method}`)
  return ((await response.json()) as { result: T }).result
}

/** Resolves with the first `count` blocks; more may follow in the same array. */
async function watch(chain: Chain, signal: AbortSignal): Promise<{ blocks: Block[]; until(count: number): Promise<void> }> {
  const blocks: Block[] = []
  const waiting: { count: number; done: () => void }[] = []
  void chain.watchBlocks((block) => {
    blocks.push(block)
    for (const one of waiting) if (blocks.length >= one.count) one.done()
  }, signal)
  const until = (count: number): Promise<void> =>
    new Promise((done) => (blocks.length >= count ? done() : void waiting.push({ count, done })))
  return { blocks, until }
}

const bankSend = (from: string, to: string, amount: string): AnyMsg => ({
  typeUrl: '/cosmos.bank.v1beta1.MsgSend',
  value: MsgSend.encode({ fromAddress: from, toAddress: to, amount: [{ denom: 'ucity', amount }] }).finish(),
})
