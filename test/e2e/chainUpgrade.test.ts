// A chain that goes on under another id, with another revision: its client is upgraded by one command, and the channel
// that rests on it carries on, what was sent meanwhile included.
import { rmSync } from 'node:fs'
import { ensureAccounts } from '../../localnet/accounts.ts'
import { openChain } from '../../localnet/chains.ts'
import type { ChainSite, LocalnetConfig } from '../../localnet/config.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { down } from '../../localnet/down.ts'
import { makeChain } from '../../localnet/genesis.ts'
import { startNode } from '../../localnet/node.ts'
import { startRedis } from '../../localnet/redis.ts'
import { buildWasmd, type Wasmd } from '../../localnet/wasmd.ts'
import { heightOf } from '../../relayer/ics02/clients.ts'
import { readText } from '../sources.ts'
import { untilAbove } from './moments.ts'
import { ownRelayer } from './ownRelayer.ts'
import { goOnAs, heir, planUpgrade, untilStopped, voteQuickly } from './revision.ts'
import { isSettled, packetsOf, send, type TransferEnd, voucherDenom } from './transfers.ts'
import type { Json, Linked } from './typed.ts'
import { blocksMs, Opened, startMs, worldBeside } from './world.ts'

const wider = worldBeside('upgrade', 400)
const [hostSite, oldSite] = ['zone-a', 'zone-f-3'].map((id) =>
  [...wider.chains, ...wider.others].find((site) => site.id === id),
) as [ChainSite, ChainSite]
const nextSite: ChainSite = { ...oldSite, id: 'zone-f-4' }
const config: LocalnetConfig = { ...wider, chains: [hostSite, oldSite, nextSite] }
const opened = new Opened()
const before = ownRelayer(config, hostSite, oldSite)
const after = ownRelayer(config, hostSite, nextSite)
let programs: { readonly host: Wasmd; readonly old: Wasmd }
let linked: Linked
let here: TransferEnd
let old: TransferEnd

beforeAll(async () => {
  await down(config)
  rmSync(config.home, { recursive: true, force: true })
  const accounts = await ensureAccounts(config)
  const quiet = (): void => undefined
  programs = { host: await buildWasmd(quiet, hostSite.kind), old: await buildWasmd(quiet, oldSite.kind) }
  await makeChain(config, programs.host, hostSite, accounts)
  await makeChain(config, programs.old, oldSite, accounts)
  voteQuickly(config, oldSite)
  await Promise.all([
    startRedis(config),
    startNode(config, programs.host, hostSite),
    startNode(config, programs.old, oldSite),
  ])
  linked = await before.link()
  here = { chain: opened.keep(openChain(config, hostSite)), channelId: linked.a.channelId }
  old = { chain: opened.keep(openChain(config, oldSite)), channelId: linked.b.channelId }
}, 2 * startMs)
afterAll(async () => {
  await Promise.all([before.program.kill(), after.program.kill()])
  await opened.close()
  await down(config)
}, startMs)

const client = (): readonly string[] => ['--host-chain', hostSite.id, '--client', linked.a.clientId]
/** As docs/relayer.md has it, with what things are called here. */
function upgrade(height: bigint): readonly string[] {
  const [, line = ''] = /^ {4}causeway (upgrade client .+)$/m.exec(readText('docs/relayer.md')) ?? []
  const named = line.replace('07-tendermint-3', linked.a.clientId).replace('7200', `${height}`)
  return named.split(' ')
}
const addressOfBob = async ({ chain }: TransferEnd): Promise<string> => (await chain.signer('bob')).address
const vouchersOfBob = async (at: TransferEnd, denom: string): Promise<bigint> =>
  at.chain.queryBalance(await addressOfBob(at), voucherDenom(at, denom))

/** Alice pays Bob at the other end. */
async function pay(from: TransferEnd, receiver: string, denom: string) {
  const timeoutNs = (await here.chain.queryStatus()).timeNs + 600_000_000_000n
  return packetsOf(await send({ from, sender: 'alice', receiver, denom, amounts: [5n], timeoutNs }))
}

test(
  'a client is brought a header by hand, once; what its chain has not planned it does not become',
  async () => {
    const { height } = await old.chain.queryStatus()
    const bring = (to: bigint): Promise<Json> => before.causeway('update', 'client', ...client(), '--height', `${to}`)
    const whose = { hostChain: hostSite.id, clientId: linked.a.clientId, chainId: oldSite.id }
    const there = { ...whose, latestHeight: `3-${height}` }
    expect(await bring(height)).toEqual({ ...there, txHash: expect.stringMatching(/^[0-9A-F]{64}$/) })
    expect(await bring(height)).toEqual(there)
    await expect(bring(1_000_000n)).rejects.toThrow('HEIGHT_UNREACHED')
    await untilAbove(old.chain, height)
    const newest = await before.causeway('update', 'client', ...client())
    expect(BigInt(String(newest['latestHeight']).slice(2))).toBeGreaterThan(height)
    await expect(before.causeway(...upgrade(10n))).rejects.toThrow('UPGRADE_UNKNOWN')
    await expect(before.causeway(...upgrade(1_000_000n))).rejects.toThrow('UPGRADE_UNKNOWN')
    await expect(before.causeway(...upgrade(0n))).rejects.toThrow('A height is a whole number')
  },
  blocksMs,
)

test(
  'the client becomes what the chain has planned for it, and the channel goes on with the chain of the new revision',
  async () => {
    const { chain } = old
    const { height } = await chain.queryStatus()
    const stop = height + 30n
    const first = heightOf(nextSite.id, stop + 1n)
    const client = await heir(here.chain, linked.a.clientId, nextSite.id, first)
    await planUpgrade(chain, oldSite.kind.denom, stop, client)
    const bob = await addressOfBob(old)
    await untilStopped(chain, stop)
    const told = await before.causeway(...upgrade(stop))
    expect(told).toMatchObject({ clientId: linked.a.clientId, chainId: nextSite.id, latestHeight: `4-${stop + 1n}` })
    await goOnAs(config, programs.old, oldSite, nextSite, stop + 1n)
    const sent = await pay(here, bob, hostSite.kind.denom)
    await startNode(config, programs.old, nextSite)
    await after.program.start()
    const next = { chain: opened.keep(openChain(config, nextSite)), channelId: linked.b.channelId }
    const returned = await pay(next, await addressOfBob(here), nextSite.kind.denom)
    await waitFor('packets of both ways to settle', blocksMs, async () =>
      (await isSettled(here, sent)) && (await isSettled(next, returned)) ? true : undefined,
    )
    expect(await vouchersOfBob(next, hostSite.kind.denom)).toBe(5n)
    expect(await vouchersOfBob(here, nextSite.kind.denom)).toBe(5n)
  },
  3 * blocksMs,
)
