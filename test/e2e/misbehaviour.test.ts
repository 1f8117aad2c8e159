// A chain's only validator key in the wrong hands: a false block is told to a light client, and the relayer freezes it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { waitFor } from '../../localnet/demo/transact.ts'
import { createClient, queryClientState, queryClientStatus, updateMsg } from '../../relayer/ics02/clients.ts'
import type { Chain } from '../../relayer/ports.ts'
import { sumOf } from '../fakes/scrape.ts'
import { forgeHeader } from './forgedHeader.ts'
import { untilAbove } from './moments.ts'
import { type ProbeRelayer, startProbeRelayer } from './probeRelayer.ts'
import { countsOf, deployProbe, openProbeChannel, type ProbeChannel, sendProbe } from './probes.ts'
import { argumentsOn } from './typed.ts'
import { blocksMs, Opened, openNet, startMs } from './world.ts'

const opened = new Opened()
let host: Chain
let tracked: Chain
let relayer: ProbeRelayer
let channel: ProbeChannel

beforeAll(async () => {
  await openNet()
  host = opened.chain('zone-a')
  tracked = opened.chain('zone-c')
  const [a, b] = await Promise.all([deployProbe(host), deployProbe(tracked)])
  channel = await openProbeChannel(a, b, 'unordered', { apart: true })
  relayer = await startProbeRelayer('zone-a', 'zone-c', { ports: [a.portId, b.portId] })
}, startMs)
afterAll(async () => {
  await relayer.close()
  await opened.close()
})

const trustedBy = async (clientId: string): Promise<bigint> =>
  (await queryClientState(host, clientId)).latestHeight.revisionHeight
const untilFrozen = (clientId: string): Promise<true> =>
  waitFor('the client to be frozen', blocksMs, async () =>
    (await queryClientStatus(host, clientId)) === 'Frozen' ? true : undefined,
  )

/** As anybody may who can sign as the validator. */
async function tell(clientId: string, header: Uint8Array): Promise<void> {
  const attacker = await host.signer('load-5')
  await attacker.submitAndWait([updateMsg(clientId, header, attacker.address)], 1_000_000n)
}

test(
  'a validly signed block that its chain has never made freezes the client; packets then wait, cost nothing, and it shows',
  async () => {
    const { clientId } = channel.a
    await sendProbe(channel.b, 1)
    await waitFor('a packet to arrive', blocksMs, async () =>
      (await countsOf(channel.a)).received === 1 ? true : undefined,
    )
    const trustedHeight = await trustedBy(clientId)
    await untilAbove(tracked, trustedHeight + 2n)
    const height = trustedHeight + 1n
    await tell(clientId, await forgeHeader(tracked, { trustedHeight, height }))
    await untilFrozen(clientId)
    await waitFor('the relayer to count it', blocksMs, async () => {
      const labels = { src_chain: 'zone-c', dst_chain: 'zone-a', client: clientId }
      return sumOf(await relayer.metrics(), 'client_misbehaviours_submitted_total', labels) === 1 ? true : undefined
    })
    const since = (await host.queryStatus()).height
    await sendProbe(channel.b, 3)
    await waitFor('jobs to be given up for it', blocksMs, async () =>
      (sumOf(await relayer.metrics(), 'causeway_jobs_failed_total', { code: 'CLIENT_FROZEN' }) ?? 0) > 0
        ? true
        : undefined,
    )
    expect((await countsOf(channel.a)).received).toBe(1)
    const { address } = await host.signer('relay.zone-c')
    for (let at = since + 1n; at <= (await host.queryStatus()).height; at += 1n) {
      const { txs } = await host.queryBlock(at)
      expect([at, txs.filter(({ events }) => JSON.stringify(events).includes(address))]).toEqual([at, []])
    }
  },
  2 * blocksMs,
)

test(
  'a block of a height that its chain has not reached is found out by its time, by the command that watches one client',
  async () => {
    const clientId = await createClient(host, tracked)
    const words = ['misbehaviour', '--chain', 'zone-a', '--client', clientId]
    const watching = spawn(process.execPath, [...argumentsOn(relayer.configFile), ...words])
    const heard: string[] = []
    createInterface({ input: watching.stdout }).on('line', (line) => void heard.push(line))
    const trustedHeight = await trustedBy(clientId)
    await untilAbove(tracked, trustedHeight + 1n)
    const { height: newest } = await tracked.queryStatus()
    const height = newest + 1_000_000n
    await tell(clientId, await forgeHeader(tracked, { trustedHeight, height, laterNs: 2_000_000_000n }))
    await untilFrozen(clientId)
    const told = await waitFor('the command to say so', blocksMs, async () => heard[1])
    const whose = { chain: 'zone-a', clientId, of: 'zone-c' }
    expect(JSON.parse(heard[0] ?? '')).toEqual({ ...whose, frozen: false })
    expect(JSON.parse(told)).toEqual({ ...whose, height: `${height}`, frozen: true })
    watching.kill('SIGINT')
    expect((await once(watching, 'close'))[0]).toBe(0)
  },
  2 * blocksMs,
)
