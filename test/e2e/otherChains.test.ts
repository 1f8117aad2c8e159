// A zone of another make: wasmd 0.70 on CometBFT 0.39, addresses of another prefix, gas at a price in another unit,
// and a revision in its chain id. It is linked, carries transfers, and takes part in commits like the others.
import type { Packet } from '../../core/relay.ts'
import { addressOn } from '../../localnet/accounts.ts'
import { openChain } from '../../localnet/chains.ts'
import { type ChainSite, withZone } from '../../localnet/config.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import { registerAsset } from '../../localnet/demo/register.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { follow, mark, waitFor } from '../../localnet/demo/transact.ts'
import { startNode, stopNode } from '../../localnet/node.ts'
import { program } from '../../localnet/programs.ts'
import { upChain } from '../../localnet/up.ts'
import type { Wasmd } from '../../localnet/wasmd.ts'
import type { Finding } from '../../relayer/doctor.ts'
import { lookAtGasPrice } from '../../relayer/gasPrice.ts'
import { heightOf, queryClientState } from '../../relayer/ics02/clients.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { untilAbove, untilNs } from './moments.ts'
import { ownRelayer } from './ownRelayer.ts'
import { isSettled, packetsOf, send, type TransferEnd, transferGas, voucherDenom } from './transfers.ts'
import type { Linked } from './typed.ts'
import { blocksMs, Opened, openNet, siteOf, startMs, worldConfig } from './world.ts'

const other = 'zone-f-3'
const wider = withZone(worldConfig, other)
const [site] = wider.others as [ChainSite]
const price = `${site.kind.gasPrice}${site.kind.denom}`
const quiet = (): void => undefined
const opened = new Opened()

const own = ownRelayer(wider, siteOf('zone-a'), site)
let here: TransferEnd
let there: TransferEnd
let made: Linked
let wasmd: Wasmd

beforeAll(async () => {
  await openNet()
  wasmd = await upChain(wider, other, quiet)
  made = await own.link()
  here = { chain: opened.chain('zone-a'), channelId: made.a.channelId }
  there = { chain: opened.keep(openChain(wider, site)), channelId: made.b.channelId }
}, 2 * startMs)
afterAll(async () => {
  await own.program.kill()
  await opened.close()
  await stopNode(wider, site)
}, startMs)

type Way = { readonly from: TransferEnd; readonly to: TransferEnd; readonly denom: string }
const out = (): Way => ({ from: here, to: there, denom: 'ustake' })
const back = (): Way => ({ from: there, to: here, denom: site.kind.denom })
const amount = 5n
const haltBlocks = 6n

const addressOf = async (name: string, { chain }: TransferEnd): Promise<string> => (await chain.signer(name)).address

/** Alice pays Bob over there; until so many seconds or blocks from now by the clock of his chain. */
async function pay({ from, to, denom }: Way, until: { seconds: bigint; blocks?: bigint }): Promise<readonly Packet[]> {
  const { timeNs, height } = await to.chain.queryStatus()
  const receiver = await addressOf('bob', to)
  const transfer = { from, sender: 'alice', receiver, denom, amounts: [amount] }
  const timeoutNs = timeNs + until.seconds * 1_000_000_000n
  const { blocks } = until
  const at = blocks === undefined ? {} : { timeoutHeight: heightOf(to.chain.chainId, height + blocks) }
  return packetsOf(await send({ ...transfer, timeoutNs, ...at }))
}

async function untilSettled({ from }: Way, packets: readonly Packet[]): Promise<void> {
  expect(packets).toHaveLength(1)
  await waitFor('the packets to settle', blocksMs, async () => ((await isSettled(from, packets)) ? true : undefined))
}

const vouchersOfBob = async ({ to, denom }: Way): Promise<bigint> =>
  to.chain.queryBalance(await addressOf('bob', to), voucherDenom(to, denom))
const coinsOfAlice = async ({ from, denom }: Way): Promise<bigint> =>
  from.chain.queryBalance(await addressOf('alice', from), denom)

test(
  'clients, connection and channel come of one command, once, and know the revision of the chain',
  async () => {
    expect(await own.link()).toEqual(made)
    const { clients } = await own.causeway('query', 'clients', '--host-chain', 'zone-a', '--reference-chain', other)
    expect(clients).toContainEqual({ clientId: made.a.clientId, chainId: other })
    const state = await own.causeway('query', 'client', 'state', '--chain', 'zone-a', '--client', made.a.clientId)
    expect(state).toMatchObject({ chainId: other, latestHeight: expect.stringMatching(/^3-\d+$/), frozen: false })
    const status = await own.causeway('query', 'client', 'status', '--chain', other, '--client', made.b.clientId)
    expect(status).toEqual({ status: 'Active' })
    expect((await queryClientState(there.chain, made.b.clientId)).latestHeight.revisionNumber).toBe(0n)
  },
  blocksMs,
)

test(
  'the channel begins with its connection: what opens the last end of that is one tx with its second step',
  async () => {
    const { connectionId } = made.b
    const [tx] = await there.chain.searchTxs(`connection_open_confirm.connection_id='${connectionId}'`, 1)
    const types = (tx?.events ?? []).map(({ type }) => type).filter((type) => /^(connection|channel)_open_/.test(type))
    expect(types).toEqual(['connection_open_confirm', 'channel_open_try'])
  },
  blocksMs,
)

test(
  'a health check finds nodes, keys, funds and prices of gas of both chains well',
  async () => {
    const { ok, findings } = (await own.causeway('health-check')) as { ok: boolean; findings: readonly Finding[] }
    expect(ok).toBe(true)
    const says = Object.fromEntries(findings.map((finding) => [finding.name, finding.says]))
    expect(says[`gas of ${other}`]).toMatch(new RegExp(`^pays ${price}, and the node takes 0\\.0250*upark$`))
    expect(says[`key relay.zone-a of ${other}`]).toMatch(/^city1\w+ holds \d+ upark$/)
  },
  blocksMs,
)

test(
  'a price that the node does not take is told as such, by the doctor and by the first tx',
  async () => {
    const cheap = opened.keep(openChain(wider, { ...site, kind: { ...site.kind, gasPrice: 0.001 } }))
    const facts = { paid: '0.001upark', least: expect.stringMatching(/^0\.025/) }
    await expect(lookAtGasPrice(cheap, { price: 0.001, denom: 'upark' })).rejects.toMatchObject({
      code: 'GAS_PRICE_LOW',
      facts,
    })
    const way = { ...back(), from: { chain: cheap, channelId: there.channelId } }
    await expect(pay(way, { seconds: 600n })).rejects.toMatchObject({ code: 'GAS_PRICE_LOW' })
  },
  blocksMs,
)

test(
  'transfers of both ways arrive and are acknowledged, and the relayer pays for gas over there',
  async () => {
    const relayed = await addressOf('relay.zone-a', there)
    const paid = (): Promise<bigint> => there.chain.queryBalance(relayed, site.kind.denom)
    const before = { funds: await paid(), out: await vouchersOfBob(out()), back: await vouchersOfBob(back()) }
    await own.program.start()
    const [sent, returned] = [await pay(out(), { seconds: 600n }), await pay(back(), { seconds: 600n })]
    await Promise.all([untilSettled(out(), sent), untilSettled(back(), returned)])
    expect(await vouchersOfBob(out())).toBe(before.out + amount)
    expect(await vouchersOfBob(back())).toBe(before.back + amount)
    expect(await paid()).toBeLessThan(before.funds)
  },
  blocksMs,
)

test(
  'what nobody carried in time is refunded both ways, by the clock of the chain and by a height of its revision',
  async () => {
    await own.program.kill()
    const coins = { out: await coinsOfAlice(out()), back: await coinsOfAlice(back()) }
    const late = { seconds: 600n, blocks: 3n }
    const [sent, returned] = [await pay(out(), late), await pay(back(), { seconds: 2n })]
    expect(sent[0]?.timeoutHeight.revisionNumber).toBe(3n)
    await Promise.all([
      untilAbove(there.chain, sent[0]?.timeoutHeight.revisionHeight ?? 0n),
      untilNs(here.chain, returned[0]?.timeoutTimestampNs ?? 0n),
    ])
    await own.program.start()
    await Promise.all([untilSettled(out(), sent), untilSettled(back(), returned)])
    expect(await coinsOfAlice(out())).toBe(coins.out)
    const fee = BigInt(Number(transferGas) * site.kind.gasPrice)
    expect(await coinsOfAlice(back())).toBe(coins.back - fee)
  },
  blocksMs,
)

test(
  'packets that a chain has sent, and that it is owed, go through when it was halted at a height and goes on from there',
  async () => {
    const { height } = await there.chain.queryStatus()
    const halt = height + haltBlocks
    await stopNode(wider, site)
    await startNode(wider, wasmd, site, ['--halt-height', halt.toString()])
    const before = { out: await vouchersOfBob(out()), back: await vouchersOfBob(back()) }
    // The block that it halts at is stored, and its txs are not executed.
    await untilAbove(there.chain, halt - 3n)
    const sending = pay(back(), { seconds: 600n })
    await untilAbove(there.chain, halt - 1n)
    const owed = await pay(out(), { seconds: 600n })
    await untilAbove(here.chain, (await here.chain.queryStatus()).height + haltBlocks)
    expect((await there.chain.queryStatus()).height).toBe(halt)
    expect(await isSettled(here, owed)).toBe(false)
    await stopNode(wider, site, 'SIGKILL')
    await startNode(wider, wasmd, site)
    await Promise.all([untilSettled(back(), await sending), untilSettled(out(), owed)])
    expect(await vouchersOfBob(out())).toBe(before.out + amount)
    expect(await vouchersOfBob(back())).toBe(before.back + amount)
  },
  2 * blocksMs,
)

test(
  'a key that somebody else signs with as well finds its sequence again in what the chain answers',
  async () => {
    const logs = [listeningLog(), listeningLog()] as const
    const [ours, theirs] = logs.map((log) => opened.keep(openChain(wider, site, log)))
    const sendFrom = async (chain = there.chain): Promise<void> => {
      await pay({ ...back(), from: { chain, channelId: there.channelId } }, { seconds: 600n })
    }
    await sendFrom(ours)
    await sendFrom(theirs)
    await sendFrom(ours)
    const steps = logs.map(({ told }) =>
      told.flatMap(({ event, facts }) =>
        event === 'signer.resynced' ? [BigInt(String(facts?.['next'])) - BigInt(String(facts?.['used']))] : [],
      ),
    )
    expect(steps).toEqual([[1n], []])
  },
  blocksMs,
)

/** Relayer and API of the world run with a configuration that has this zone too; who comes next starts others. */
async function withJoined(run: (wide: OpenStage) => Promise<void>): Promise<void> {
  const end = async (): Promise<void> => {
    for (const name of ['relayer', 'api'] as const) await program(wider, name).kill()
  }
  await end()
  const wide = await openStage({ config: wider, say: quiet })
  try {
    await run(wide)
  } finally {
    await wide.close()
    await end()
  }
}

test(
  'it joins the hub, and an asset moves there and home again, each time in one commit (Y-7.1.1b)',
  async () => {
    await withJoined(async (wide) => {
      const { alice } = wide.users
      const id = `did:causeway:asset:zone-a:abroad-${wide.run}`
      await registerAsset(wide, 'zone-a', alice, id)
      const move = async (from: string, to: string): Promise<void> => {
        const start = await mark(wide)
        const at = (chainId: string): string =>
          addressOn(chainId === other ? site.kind.prefix : wider.prefix, alice.address)
        const intent = { kind: 'move', id, from, to, actor: at(from), recipient: at(to) }
        const { transactionId } = await wide.api.share(intent, [alice])
        const told = await follow(wide, { what: `a move to ${to}`, id: transactionId, chainIds: [from, to] }, start)
        expect(told.decision).toBe('commit')
      }
      await move('zone-a', other)
      expect(await queryItem(wide, other, id)).toMatchObject({
        state: 'live',
        owner_account: addressOn('city', alice.address),
      })
      await move(other, 'zone-a')
      expect(await queryItem(wide, 'zone-a', id)).toMatchObject({ state: 'live', owner_account: alice.address })
    })
  },
  4 * blocksMs,
)
