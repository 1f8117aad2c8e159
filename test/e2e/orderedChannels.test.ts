// Ordered channels and closing ones on two real zones, carried by a relayer of their own.
import { waitFor } from '../../localnet/demo/transact.ts'
import { execute } from '../../localnet/wasmTx.ts'
import { endState } from '../../relayer/ics03/handshake.ts'
import { queryChannel } from '../../relayer/ics04/channels.ts'
import { queryCommitments } from '../../relayer/ics04/packets.ts'
import { type ProbeRelayer, startProbeRelayer } from './probeRelayer.ts'
import { type Counts, countsOf, deployProbe, openProbeChannel, type Probe, type ProbeEnd, sendProbe } from './probes.ts'
import { type Json, typed } from './typed.ts'
import { blocksMs, Opened, openNet, startMs } from './world.ts'

const opened = new Opened()
let a: Probe
let b: Probe
let relayer: ProbeRelayer

beforeAll(async () => {
  await openNet()
  const [zoneA, zoneC] = [opened.chain('zone-a'), opened.chain('zone-c')]
  ;[a, b] = await Promise.all([deployProbe(zoneA), deployProbe(zoneC)])
  relayer = await startProbeRelayer('zone-a', 'zone-c', { ports: [a.portId, b.portId] })
}, startMs)
afterAll(async () => {
  await relayer.close()
  await opened.close()
})

const until = (end: ProbeEnd, wanted: Partial<Counts>): Promise<true> =>
  waitFor(`${end.chain.chainId} to have counted ${JSON.stringify(wanted)}`, blocksMs, async () => {
    const counts = await countsOf(end)
    return Object.entries(wanted).every(([key, value]) => counts[key as keyof Counts] === value) ? true : undefined
  })
const stateOf = async ({ chain, portId, channelId }: ProbeEnd): Promise<string> =>
  endState((await queryChannel(chain, portId, channelId))?.state)
const untilClosed = (...ends: readonly ProbeEnd[]): Promise<true> =>
  waitFor('both ends to be closed', blocksMs, async () =>
    (await Promise.all(ends.map(stateOf))).every((state) => state === 'closed') ? true : undefined,
  )
/** Relay txs that failed in a block, and so were paid for. */
async function failedTxs(end: ProbeEnd, sinceHeight: bigint): Promise<number> {
  const { address } = await end.chain.signer(`relay.${end.chain.chainId === 'zone-a' ? 'zone-c' : 'zone-a'}`)
  const { height: last } = await end.chain.queryStatus()
  let failed = 0
  for (let height = sinceHeight; height <= last; height += 1n) {
    for (const { code, events } of (await end.chain.queryBlock(height)).txs) {
      if (code !== 0 && JSON.stringify(events).includes(address)) failed += 1
    }
  }
  return failed
}
const causeway = (...words: readonly string[]): Promise<Json> => typed(relayer.configFile, ...words)

test(
  'two hundred and fifty packets of an ordered channel arrive in order with nothing paid twice; one that fails keeps the rest',
  async () => {
    const channel = await openProbeChannel(a, b, 'ordered')
    const since = (await b.chain.queryStatus()).height
    await Promise.all([sendProbe(channel.a, 150), sendProbe(channel.b, 20)])
    await sendProbe(channel.a, 100)
    await until(channel.a, { sent: 250, acknowledged: 250, timed_out: 0 })
    await until(channel.b, { received: 250, acknowledged: 20 })
    expect([await failedTxs(channel.b, since), await failedTxs(channel.a, since)]).toEqual([0, 0])
    await sendProbe(channel.a, 1, { data: 'p' })
    await sendProbe(channel.a, 3)
    await waitFor('the failing packet to be tried', blocksMs, async () =>
      (await failedTxs(channel.b, since)) > 0 ? true : undefined,
    )
    expect(await countsOf(channel.b)).toMatchObject({ received: 250 })
    const metrics = await relayer.metrics()
    expect(metrics).toContain('causeway_backlog_works{src_chain="zone-a",dst_chain="zone-c",kind="recv"} 4')
  },
  2 * blocksMs,
)

test(
  'a packet past its time closes its ordered channel at both ends, and every packet behind it ends at its sender',
  async () => {
    const channel = await openProbeChannel(a, b, 'ordered')
    await sendProbe(channel.a, 2)
    await until(channel.a, { acknowledged: 2 })
    // One tx of the sender: by its own clock, the packet is late before anyone could bring it over.
    await sendProbe(channel.a, 1, { timeoutNs: 1n })
    await sendProbe(channel.a, 3)
    await untilClosed(channel.a, channel.b)
    await until(channel.a, { acknowledged: 2, timed_out: 4 })
    expect(await queryCommitments(a.chain, channel.a)).toEqual([])
  },
  blocksMs,
)

test(
  'a channel that a contract closes is closed at the other end, and its packets end; by commands, step by step, as well',
  async () => {
    const channel = await openProbeChannel(a, b, 'unordered')
    await execute(await b.chain.signer('alice'), [
      { contract: b.address, msg: { close: { channel_id: channel.b.channelId } } },
    ])
    await untilClosed(channel.a, channel.b)
    const byHand = await openProbeChannel(a, b, 'ordered')
    await relayer.stop()
    await sendProbe(byHand.a, 2)
    const flags = (dst: ProbeEnd, src: ProbeEnd) => [
      ['--dst-chain', dst.chain.chainId, '--src-chain', src.chain.chainId],
      ['--dst-port', dst.portId, '--src-port', src.portId],
      ['--dst-channel', dst.channelId, '--src-channel', src.channelId],
    ]
    await causeway('tx', 'chan-close-init', ...flags(byHand.b, byHand.a).flat())
    await causeway('tx', 'chan-close-confirm', ...flags(byHand.a, byHand.b).flat())
    expect(await Promise.all([byHand.a, byHand.b].map(stateOf))).toEqual(['closed', 'closed'])
    const { chain, portId, channelId } = byHand.a
    const end = ['--chain', chain.chainId, '--port', portId, '--channel', channelId]
    const sequences = ['1', '2']
    expect(await causeway('clear', 'packets', ...end)).toEqual({
      relayed: [{ sender: 'zone-a', kind: 'timeout_on_close', sequences }],
      left: [],
    })
    await until(byHand.a, { timed_out: 2 })
  },
  2 * blocksMs,
)
