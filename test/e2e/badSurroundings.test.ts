// A relayer on real chains in bad surroundings: each is named by its code in the log, and the packets go through.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bip39 } from '@cosmjs/crypto'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { accountsPath } from '../../localnet/accounts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { type Change, NodeProxy } from './nodeProxy.ts'
import { countsOf, deployProbe, openProbeChannel, sendProbe } from './probes.ts'
import { isSettled, packetsOf, send, type TransferEnd, transferEnds } from './transfers.ts'
import {
  killTroubledRelayers,
  startTroubledRelayer,
  type TroubledOptions,
  type TroubledRelayer,
} from './troubledRelayer.ts'
import { blocksMs, openWorld, siteOf, startMs, worldConfig } from './world.ts'

let stage: OpenStage
let here: TransferEnd
let there: TransferEnd
const folder = mkdtempSync(join(tmpdir(), 'causeway-bad-'))
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  stage = await openWorld()
  ;({ here, there } = transferEnds(stage))
  await stage.relayer.kill()
}, 5 * startMs)
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(async () => {
  killTroubledRelayers()
  rmSync(folder, { recursive: true })
  await stage.relayer.start()
  await stage.close()
})

async function startRelayer(options: TroubledOptions = {}): Promise<TroubledRelayer> {
  const relayer = await startTroubledRelayer(here.chain.chainId, there.chain.chainId, options)
  closing.push(relayer.end)
  return relayer
}

/** In front of the sending chain's node. */
async function openProxy(): Promise<NodeProxy> {
  const proxy = await new NodeProxy(siteOf(here.chain.chainId).rpc).start()
  closing.push(() => proxy.stop())
  return proxy
}

const overProxy = (proxy: NodeProxy, more: object = {}): TroubledOptions => ({
  chains: { [here.chain.chainId]: { rpc_addr: proxy.url, ...more } },
})

async function pay(count: number): Promise<() => Promise<void>> {
  const timeoutNs = (await there.chain.queryStatus()).timeNs + 600_000_000_000n
  const amounts = Array.from({ length: count }, () => 2n)
  const receiver = stage.users.bob.address
  const packets = packetsOf(await send({ from: here, sender: 'alice', receiver, denom: 'ustake', amounts, timeoutNs }))
  expect(packets).toHaveLength(count)
  return async () => {
    await waitFor('the packets to settle', blocksMs, async () => ((await isSettled(here, packets)) ? true : undefined))
  }
}

test(
  'a key without funds is FUNDS_MISSING with its address; with the first coin its packets go through',
  async () => {
    const accounts = JSON.parse(readFileSync(accountsPath(worldConfig), 'utf8')) as Record<string, object>
    const key = `relay.${here.chain.chainId}`
    const path = join(folder, 'poor.json')
    writeFileSync(path, JSON.stringify({ ...accounts, [key]: { mnemonic: Bip39.encode(randomBytes(16)).toString() } }))
    const relayer = await startRelayer({ chains: { [there.chain.chainId]: { accounts_file: path } } })
    const settle = await pay(2)
    const said = await relayer.heard('no funds', ({ event, code }) => /^job\./.test(event) && code === 'FUNDS_MISSING')
    const address = /address: (wasm1\w+)/.exec(String(said['error']))?.[1] ?? ''
    const payer = await there.chain.signer('load-3')
    const amount = [{ denom: 'ucity', amount: '1' }]
    const value = MsgSend.encode(
      MsgSend.fromPartial({ fromAddress: payer.address, toAddress: address, amount }),
    ).finish()
    await payer.submitAndWait([{ typeUrl: '/cosmos.bank.v1beta1.MsgSend', value }], 200_000n)
    await settle()
  },
  2 * blocksMs,
)

test(
  'a node that is away is CHAIN_UNREACHABLE, and what was sent meanwhile goes through when it is back',
  async () => {
    const proxy = await openProxy()
    const relayer = await startRelayer(overProxy(proxy))
    await proxy.stop()
    const settle = await pay(2)
    const lost = await relayer.heard('a lost stream', ({ event }) => event === 'chain.stream_lost')
    expect(lost).toMatchObject({ code: 'CHAIN_UNREACHABLE', chain_id: here.chain.chainId })
    await proxy.start()
    await settle()
  },
  2 * blocksMs,
)

test(
  'a stream that is cut in the middle of a block loses nothing of that block',
  async () => {
    const proxy = await openProxy()
    const relayer = await startRelayer(overProxy(proxy))
    await (await pay(1))()
    proxy.cutBlockAfter(20_000)
    const settle = await pay(120)
    await relayer.heard('a lost stream', ({ event }) => event === 'chain.stream_lost')
    await settle()
  },
  2 * blocksMs,
)

/** Another app hash than the validators have signed. */
const lies: Change = (method, answer) => {
  const result = answer['result'] as { signed_header?: { header: { app_hash: string } } } | undefined
  if (method !== 'commit' || result?.signed_header === undefined) return answer
  const { signed_header: signed } = result
  const header = { ...signed.header, app_hash: 'AB'.repeat(32) }
  return { ...answer, result: { ...result, signed_header: { ...signed, header } } }
}

test(
  'a node that serves another app hash is PROOF_REFUSED by the other chain, and left for the next node',
  async () => {
    const proxy = await openProxy()
    const { rpc, grpc } = siteOf(here.chain.chainId)
    const honest = { rpc_addr: `http://127.0.0.1:${rpc}`, grpc_addr: `http://127.0.0.1:${grpc}` }
    const relayer = await startRelayer(overProxy(proxy, { backup_nodes: [honest] }))
    proxy.change = lies
    const settle = await pay(3)
    const doubt = await relayer.heard('a doubt', ({ event }) => event === 'chain.doubted')
    expect(doubt).toMatchObject({ code: 'PROOF_REFUSED', chain_id: here.chain.chainId, is_left: true })
    await settle()
    expect(proxy.changed).toBeGreaterThan(0)
    expect(relayer.log).toContainEqual(expect.objectContaining({ event: 'chain.node_changed', to: honest.rpc_addr }))
  },
  2 * blocksMs,
)

test(
  'txs that a server in front of the node refuses as TX_TOO_LARGE are halved until they pass',
  async () => {
    const proxy = await new NodeProxy(siteOf(there.chain.chainId).rpc).start()
    closing.push(() => proxy.stop())
    proxy.bodyBytesMax = 60_000
    const relayer = await startRelayer({ chains: { [there.chain.chainId]: { rpc_addr: proxy.url } } })
    const settle = await pay(90)
    const halved = await relayer.heard('a tx to be halved', ({ event }) => event === 'tx.halved')
    expect(halved).toMatchObject({ code: 'TX_TOO_LARGE' })
    await settle()
  },
  2 * blocksMs,
)

test(
  'somebody else uses the same key meanwhile: SEQUENCE_MISMATCH heals, and every packet goes through',
  async () => {
    const relayer = await startRelayer()
    await (await pay(1))()
    const stranger = await there.chain.signer(`relay.${here.chain.chainId}`)
    const amount = [{ denom: 'ucity', amount: '1' }]
    const { address } = stranger
    const value = MsgSend.encode(MsgSend.fromPartial({ fromAddress: address, toAddress: address, amount })).finish()
    for (let round = 0; round < 3; round += 1) {
      await stranger
        .submitAndWait([{ typeUrl: '/cosmos.bank.v1beta1.MsgSend', value }], 200_000n)
        .catch(() => undefined)
      await (await pay(2))()
    }
    await relayer.heard('a resync', ({ event, code }) => event === 'signer.resynced' && code === 'SEQUENCE_MISMATCH')
  },
  2 * blocksMs,
)

test.each([30_000, -30_000])(
  'a clock of this machine that is wrong by %d ms changes nothing',
  async (clockAheadMs) => {
    const relayer = await startRelayer({ clockAheadMs })
    await (await pay(3))()
    const [first] = relayer.log
    expect(Math.abs(Date.parse(String(first?.['time'])) - Date.now() - clockAheadMs)).toBeLessThan(20_000)
    expect(relayer.log.filter(({ event }) => /doubted|refused|failed|late|lost/.test(event))).toEqual([])
  },
  2 * blocksMs,
)

test(
  'one packet that panics its contract, among a hundred, is refused as TX_FAILED alone; the others go through',
  async () => {
    const [a, b] = await Promise.all([deployProbe(here.chain), deployProbe(there.chain)])
    const channel = await openProbeChannel(a, b, 'unordered')
    await sendProbe(channel.a, 40)
    await sendProbe(channel.a, 1, { data: 'p' })
    await sendProbe(channel.a, 59)
    const { portId, channelId } = channel.a
    const relayer = await startRelayer({ list: [[portId, channelId]] })
    await waitFor('the others to be acknowledged', blocksMs, async () =>
      (await countsOf(channel.a)).acknowledged === 99 ? true : undefined,
    )
    expect((await countsOf(channel.b)).received).toBe(99)
    const refused = await relayer.heard('a refusal', ({ event }) => event === 'packet.refused')
    expect(refused).toMatchObject({ code: 'TX_FAILED', packet: `${here.chain.chainId}/${portId}/${channelId}/41` })
  },
  2 * blocksMs,
)
