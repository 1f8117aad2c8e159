// What the relayer's hands can rely on at real chains: blocks, sequences, identities; and what the localnet is.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { checksumsPath } from '../../contracts/build.ts'
import { accountsPath } from '../../localnet/accounts.ts'
import type { ChainSite } from '../../localnet/config.ts'
import { startNode, stopNode } from '../../localnet/node.ts'
import { status } from '../../localnet/status.ts'
import { type Localnet, up } from '../../localnet/up.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import type { AnyMsg, Block, Chain } from '../../relayer/ports.ts'
import { Wire } from './wire.ts'
import { blocksMs, Opened, openNet, queryCode, siteOf, startMs, worldConfig } from './world.ts'

let net: Localnet
const opened = new Opened()

beforeAll(async () => {
  net = await openNet()
}, startMs)
afterEach(() => opened.close())

/** A chain under another name, another node or other keys than its own. */
function openAs(chainId: string, node: ChainSite, keysPath = accountsPath(worldConfig)): Chain {
  const urls = { rpcUrl: `http://127.0.0.1:${node.rpc}`, grpcUrl: `http://127.0.0.1:${node.grpc}` }
  const gasPrice = { price: 0, denom: 'ustake' }
  return opened.keep(new CosmosChain({ chainId, ...urls, prefix: 'wasm', gasPrice, keysPath, log: openLog('silent') }))
}

async function rpc<T>(site: ChainSite, method: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${site.rpc}/${method}`)
  return ((await response.json()) as { result: T }).result
}

/** Collects the blocks of a chain; `reached` resolves once there are `count` of them. */
function collect(chain: Chain): { blocks: Block[]; reached(count: number): Promise<void>; stop(): void } {
  const blocks: Block[] = []
  const abort = new AbortController()
  let seen = Promise.withResolvers<void>()
  const watching = chain.watchBlocks((block) => {
    blocks.push(block)
    seen.resolve()
    seen = Promise.withResolvers<void>()
  }, abort.signal)
  const ended = watching.then(() => Promise.reject(new Error('the blocks have ended')))
  ended.catch(() => undefined)
  const reached = async (count: number): Promise<void> => {
    while (blocks.length < count) await Promise.race([seen.promise, ended])
  }
  return { blocks, reached, stop: () => abort.abort() }
}

function send(from: string, to: string, amount: string): AnyMsg {
  const value = MsgSend.encode({ fromAddress: from, toAddress: to, amount: [{ denom: 'ucity', amount }] }).finish()
  return { typeUrl: '/cosmos.bank.v1beta1.MsgSend', value }
}

const sendGas = 200_000n

function expectNoGap(blocks: readonly Block[]): void {
  const heights = blocks.map(({ height }) => height)
  expect(heights).toEqual(heights.map((_, index) => (heights[0] ?? 0n) + BigInt(index)))
}

test(
  'every block arrives once and in order, also those that were made while the connection was cut',
  async () => {
    const site = siteOf('zone-b')
    const wire = new Wire(site.rpc)
    await wire.mend()
    const { blocks, reached, stop } = collect(openAs('zone-b', { ...site, rpc: wire.port }))
    const direct = collect(opened.chain('zone-b'))
    await reached(2)
    await wire.cut()
    await direct.reached(direct.blocks.length + 5)
    const missed = direct.blocks.at(-1)?.height ?? 0n
    expect(blocks.map(({ height }) => height)).not.toContain(missed)
    await wire.mend()
    await reached(blocks.length + 7)
    stop()
    await wire.cut()
    expect(blocks.map(({ height }) => height)).toContain(missed)
    expectNoGap(blocks)
  },
  blocksMs,
)

test(
  'every block arrives once and in order, also while its node is killed and started again',
  async () => {
    const site = siteOf('zone-c')
    const { blocks, reached, stop } = collect(opened.chain('zone-c'))
    await reached(3)
    await stopNode(worldConfig, site, 'SIGKILL')
    await startNode(worldConfig, net.wasmdOf(site), site)
    const before = blocks.length
    await reached(before + 4)
    stop()
    expectNoGap(blocks)
  },
  startMs,
)

test(
  'a block of the stream, with its txs, is the block that a query gives',
  async () => {
    const chain = opened.chain('zone-b')
    const { blocks, reached, stop } = collect(chain)
    await reached(1)
    const signer = await chain.signer('load-0')
    const { height, hash } = await signer.submitAndWait([send(signer.address, signer.address, '1')], sendGas)
    while (!blocks.some((block) => block.height === height)) await reached(blocks.length + 1)
    stop()
    const streamed = blocks.find((block) => block.height === height)
    expect(streamed?.txs.map((tx) => tx.hash)).toContain(hash)
    expect(streamed).toEqual(await chain.queryBlock(height))
  },
  blocksMs,
)

test(
  'a signer goes on after somebody else has used its key',
  async () => {
    const [ours, theirs] = [opened.chain('zone-a'), opened.chain('zone-a')]
    const [signer, foreign] = [await ours.signer('load-1'), await theirs.signer('load-1')]
    const one = (amount: string): AnyMsg[] => [send(signer.address, signer.address, amount)]
    await signer.submitAndWait(one('1'), sendGas)
    await foreign.submitAndWait(one('2'), sendGas)
    // Two at once: the second must follow the sequence that the first has learnt from the refusal.
    const both = await Promise.all([signer.submitAndWait(one('3'), sendGas), signer.submitAndWait(one('4'), sendGas)])
    expect(both.map(({ result }) => result.code)).toEqual([0, 0])
  },
  blocksMs,
)

test(
  'a node that serves another chain is CHAIN_ID_MISMATCH, before anything is signed',
  async () => {
    const lying = openAs('zone-a', siteOf('zone-b'))
    const before = await opened.chain('zone-b').queryBalance(net.accounts['load-2']?.address ?? '', 'ucity')
    await expect(lying.queryStatus()).rejects.toMatchObject({ code: 'CHAIN_ID_MISMATCH' })
    await expect(lying.signer('load-2')).rejects.toMatchObject({ code: 'CHAIN_ID_MISMATCH' })
    const watching = lying.watchBlocks(() => undefined, new AbortController().signal)
    await expect(watching).rejects.toMatchObject({ code: 'CHAIN_ID_MISMATCH' })
    expect(await opened.chain('zone-b').queryBalance(net.accounts['load-2']?.address ?? '', 'ucity')).toBe(before)
  },
  blocksMs,
)

test('a mnemonic whose words or checksum are wrong is MNEMONIC_INVALID, and no message holds its words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-keys-'))
  const keys = join(folder, 'accounts.json')
  const words = (net.accounts['alice']?.mnemonic ?? '').split(' ')
  const swapped = [words[1], words[0], ...words.slice(2)].join(' ')
  writeFileSync(keys, JSON.stringify({ swapped: { mnemonic: swapped }, short: { mnemonic: words[0] } }))
  const chain = openAs('zone-a', siteOf('zone-a'), keys)
  for (const name of ['swapped', 'short']) {
    const error = await chain.signer(name).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'MNEMONIC_INVALID', facts: { key: name } })
    expect(JSON.stringify(error) + String(error)).not.toContain(words[0])
  }
  await expect(chain.signer('nobody')).rejects.toMatchObject({ code: 'KEY_MISSING' })
  rmSync(folder, { recursive: true })
})

test('a localnet whose port is taken is PORT_IN_USE, says which, and leaves nothing behind', async () => {
  const home = join(tmpdir(), `causeway-second-${process.pid}`)
  const second = { ...worldConfig, home }
  await expect(up({ config: second, say: () => undefined })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    facts: { port: String(worldConfig.redisPort), what: 'redis' },
  })
  expect(existsSync(home)).toBe(false)
})

test('status names every chain with its height, and Redis', async () => {
  const parts = await status(worldConfig)
  const chains = parts.filter((part) => worldConfig.chains.some((site) => site.id === part.name))
  expect(chains).toHaveLength(4)
  for (const { pid, height } of chains) {
    expect(pid).toBeGreaterThan(0)
    expect(height).toBeGreaterThan(1)
  }
  expect(parts.find((part) => part.name === 'redis')?.pid).toBeGreaterThan(0)
})

test('no two chains share a validator, a node key or a peer (Y-10.2-1a)', async () => {
  const facts = await Promise.all(
    worldConfig.chains.map(async (site) => {
      const { validators } = await rpc<{ validators: { pub_key: { value: string } }[] }>(site, 'validators')
      const { node_info: node } = await rpc<{ node_info: { id: string } }>(site, 'status')
      const { peers } = await rpc<{ peers: { node_info: { id: string } }[] }>(site, 'net_info')
      return { keys: validators.map((one) => one.pub_key.value), nodes: [node.id, ...peers.map((p) => p.node_info.id)] }
    }),
  )
  for (const kind of ['keys', 'nodes'] as const) {
    const all = facts.flatMap((fact) => fact[kind])
    expect(all.length).toBeGreaterThanOrEqual(4)
    expect(new Set(all).size).toBe(all.length)
  }
})

test('no key may exchange the code of a contract: none has an admin, on any chain (Y-6.1-4, Y-9.7j)', async () => {
  const { hub, zones } = net.deployment
  const contracts = Object.entries(zones).flatMap(([id, { gate, assets, services = {} }]) =>
    [gate, assets, ...Object.values(services)].map((address) => ({ id, address })),
  )
  for (const { id, address } of [...contracts, { id: hub.chain_id, address: hub.contract }]) {
    expect([id, address, (await queryCode(opened.chain(id), address)).admin]).toEqual([id, address, ''])
  }
  expect(contracts).toHaveLength(4 * 2 + 3 * 6)
})

test('the contracts on every chain are, byte for byte, those of the committed checksums (Y-10.2-1b)', async () => {
  const rows = readFileSync(checksumsPath, 'utf8').trim().split('\n')
  const committed = Object.fromEntries(rows.map((row) => row.split('  ').reverse()))
  const { hub, zones } = net.deployment
  const hashOf = async (id: string, address: string) => (await queryCode(opened.chain(id), address)).sha256
  expect(await hashOf(hub.chain_id, hub.contract)).toBe(committed['hub.wasm'])
  for (const [id, { gate, assets, services = {} }] of Object.entries(zones)) {
    for (const [name, address] of Object.entries({ gate, assets, ...services })) {
      expect([id, name, await hashOf(id, address)]).toEqual([id, name, committed[`${name}.wasm`]])
    }
    expect(Object.keys(services)).toHaveLength(id === hub.chain_id ? 0 : 6)
  }
  expect(Object.keys(zones)).toHaveLength(4)
})
