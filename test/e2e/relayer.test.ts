// The relayer on real chains: traffic of others, timeouts, and what killing it or emptying Redis may cost: only time.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packetKey } from '../../core/backlog.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { configPath } from '../../localnet/programs.ts'
import { type RunningRelayer, startRelayer } from '../../relayer/main.ts'
import { untilNs } from './moments.ts'
import { isSettled, packetsOf, receipts, send, type TransferEnd, transferEnds, voucherDenom } from './transfers.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

let stage: OpenStage
let here: TransferEnd
let there: TransferEnd

beforeAll(async () => {
  stage = await openWorld()
  ;({ here, there } = transferEnds(stage))
}, startMs)
afterAll(() => stage.close())

const inNs = (seconds: bigint, nowNs: bigint): bigint => nowNs + seconds * 1_000_000_000n

async function timeoutIn(seconds: bigint): Promise<bigint> {
  return inNs(seconds, (await there.chain.queryStatus()).timeNs)
}

/** Alice on one zone pays Bob on the other `count` times, in one tx. */
async function pay(count: number, timeoutSec = 600n) {
  const amounts = Array.from({ length: count }, () => 5n)
  const { bob } = stage.users
  const transfer = { from: here, sender: 'alice', receiver: bob.address, denom: 'ustake', amounts }
  return packetsOf(await send({ ...transfer, timeoutNs: await timeoutIn(timeoutSec) }))
}

const vouchersOfBob = (): Promise<bigint> =>
  there.chain.queryBalance(stage.users.bob.address, voucherDenom(there, 'ustake'))

async function untilSettled(packets: Awaited<ReturnType<typeof pay>>): Promise<void> {
  await waitFor('the packets to settle', blocksMs, async () => ((await isSettled(here, packets)) ? true : undefined))
}

async function timesReceived(packets: Awaited<ReturnType<typeof pay>>): Promise<readonly number[]> {
  const counts = await receipts(here.chain.chainId, there)
  return packets.map((packet) => counts.get(packetKey(here.chain.chainId, packet)) ?? 0)
}

test(
  'an ICS-20 transfer between two zones arrives, is acknowledged, and its voucher goes home (Y-10.1-3d)',
  async () => {
    const { alice, bob } = stage.users
    const before = { vouchers: await vouchersOfBob(), coins: await here.chain.queryBalance(alice.address, 'ustake') }
    await untilSettled(await pay(1))
    expect(await vouchersOfBob()).toBe(before.vouchers + 5n)
    const denom = voucherDenom(there, 'ustake')
    const back = { from: there, sender: 'bob', receiver: alice.address, denom, amounts: [5n] }
    const now = (await here.chain.queryStatus()).timeNs
    const packets = packetsOf(await send({ ...back, timeoutNs: inNs(600n, now) }))
    await waitFor('the way back', blocksMs, async () => ((await isSettled(there, packets)) ? true : undefined))
    expect(await there.chain.queryBalance(bob.address, denom)).toBe(before.vouchers)
    expect(await here.chain.queryBalance(alice.address, 'ustake')).toBe(before.coins)
  },
  blocksMs,
)

test(
  'two hundred transfers of one block arrive once each',
  async () => {
    const packets = await pay(200)
    await untilSettled(packets)
    expect(await timesReceived(packets)).toEqual(packets.map(() => 1))
  },
  blocksMs,
)

test(
  'transfers sent while the relayer is dead and Redis is empty arrive once each when it starts again',
  async () => {
    await stage.relayer.kill()
    const packets = await pay(20)
    await stage.emptyRedis()
    await stage.relayer.start()
    await untilSettled(packets)
    expect(await timesReceived(packets)).toEqual(packets.map(() => 1))
  },
  blocksMs,
)

test(
  'emptying Redis again and again while packets are under way loses none of them',
  async () => {
    const sent: Awaited<ReturnType<typeof pay>>[number][] = []
    for (let round = 0; round < 4; round += 1) {
      sent.push(...(await pay(10)))
      await stage.emptyRedis()
    }
    await untilSettled(sent)
    expect(await timesReceived(sent)).toEqual(sent.map(() => 1))
  },
  blocksMs,
)

test(
  'a transfer that nobody carried in time is refunded by a proven timeout, and never arrives',
  async () => {
    const { alice } = stage.users
    const before = await here.chain.queryBalance(alice.address, 'ustake')
    await stage.relayer.kill()
    const packets = await pay(3, 2n)
    const deadline = packets[0]?.timeoutTimestampNs ?? 0n
    await untilNs(there.chain, deadline)
    await stage.relayer.start()
    await untilSettled(packets)
    expect(await timesReceived(packets)).toEqual([0, 0, 0])
    expect(await here.chain.queryBalance(alice.address, 'ustake')).toBe(before)
  },
  blocksMs,
)

/** Another relayer with the same keys: its own telemetry, and its own database of the same Redis. */
async function startRival(): Promise<RunningRelayer> {
  const text = readFileSync(configPath(worldConfig), 'utf8')
  const path = join(worldConfig.home, 'rival.toml')
  writeFileSync(
    path,
    text
      .replace(/log_level = "[a-z]+"/, 'log_level = "silent"')
      .replace(`:${worldConfig.redisPort}"`, `:${worldConfig.redisPort}/1"`)
      .replace('[telemetry]\nenabled = true', '[telemetry]\nenabled = false'),
  )
  return startRelayer(path)
}

test(
  'two relayers with the same keys race, and every packet still arrives once',
  async () => {
    const rival = await startRival()
    try {
      const packets = [...(await pay(15)), ...(await pay(15))]
      await untilSettled(packets)
      expect(await timesReceived(packets)).toEqual(packets.map(() => 1))
    } finally {
      await rival.close()
    }
  },
  blocksMs,
)
