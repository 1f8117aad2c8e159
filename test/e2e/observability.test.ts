// A real Prometheus scrapes the relayer at work: every panel has data, every rule evaluates, and a dead relayer shows.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderBoard } from '../../docs/operations/board.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { Deployment } from '../../localnet/deploy.ts'
import { freePort } from '../../localnet/freePort.ts'
import { root } from '../sources.ts'
import { isSettled, packetsOf, send, type TransferEnd } from './transfers.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

type Series = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }
type Alert = { readonly name: string; readonly state: string; readonly health: string }
type Panel = { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }

const folder = mkdtempSync(join(tmpdir(), 'causeway-prometheus-'))
let stage: OpenStage
let here: TransferEnd
let prometheus: ChildProcess
let url = ''

/** Panels that are empty while all is well: what they count has not happened. */
const emptyWhileWell = [
  'Jobs given up',
  'Timeouts delivered',
  'Nodes unfit',
  'Streams lost',
  'Sequences taken from the chain',
  'Broadcasts refused',
]
/** Other alerts speak of packets, and other tests of this world leave some that nobody can bring anywhere. */
const quietWhileWell = ['RelayerDown', 'ClientNearExpiry', 'FundsMissing', 'NodeUnfit', 'ChainSilent', 'RedisLost']
/** What the board of Hermes shows of a relayer that carries packets. */
const shownByHermes = [
  'workers',
  'wallet_balance',
  'client_updates_submitted_total',
  'receive_packets_confirmed_total',
  'acknowledgment_packets_confirmed_total',
  'messages_submitted_total',
  'send_packet_events_total',
  'acknowledgement_events_total',
  'queries_total',
  'ws_events_total',
  'tx_latency_submitted_bucket',
  'tx_latency_confirmed_bucket',
  'backlog_size',
  'backlog_oldest_sequence',
  'backlog_latest_update_timestamp',
]

async function ask<T>(path: string): Promise<T> {
  const answer = (await (await fetch(`${url}${path}`)).json()) as { status: string; data: T; error?: string }
  if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`)
  return answer.data
}

const query = async (expr: string): Promise<readonly Series[]> =>
  (await ask<{ readonly result: readonly Series[] }>(`/api/v1/query?query=${encodeURIComponent(expr)}`)).result

async function alerts(): Promise<readonly Alert[]> {
  const { groups } = await ask<{ groups: readonly { rules: readonly Alert[] }[] }>('/api/v1/rules?type=alert')
  return groups.flatMap(({ rules }) => rules)
}

/** Settled, and scraped: `count` more packets are seen to be acknowledged. */
async function pay(count: number): Promise<void> {
  const amounts = Array.from({ length: count }, () => 5n)
  const timeoutNs = (await here.chain.queryStatus()).timeNs + 600_000_000_000n
  const transfer = { from: here, sender: 'alice', receiver: stage.users.bob.address, denom: 'ustake', amounts }
  const total = async (): Promise<number> =>
    Number((await query('sum(acknowledgment_packets_confirmed_total{dst_port="transfer"})'))[0]?.value[1] ?? 0)
  const before = await total()
  const packets = packetsOf(await send({ ...transfer, timeoutNs }))
  await waitFor('the packets to settle', blocksMs, async () => (await isSettled(here, packets)) || undefined)
  await waitFor('the scrape', blocksMs, async () => (await total()) >= before + count || undefined)
}

beforeAll(async () => {
  stage = await openWorld()
  const deployment = JSON.parse(readFileSync(join(worldConfig.home, 'deployment.json'), 'utf8')) as Deployment
  const chain = stage.zones.get(deployment.transfer?.a.chain_id ?? '')?.chain
  if (chain === undefined) throw new Error('the localnet has no ICS-20 channel')
  here = { chain, channelId: deployment.transfer?.a.channel_id ?? '' }
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(root, 'docs/operations/relayer-rules.yml')],
    scrape_configs: [{ job_name: 'hermes', static_configs: [{ targets: [`127.0.0.1:${worldConfig.telemetryPort}`] }] }],
  }
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  const listen = `127.0.0.1:${await freePort()}`
  const flags = { 'config.file': 'prometheus.yml', 'storage.tsdb.path': 'data', 'web.listen-address': listen }
  const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)
  prometheus = spawn('prometheus', args, { cwd: folder, stdio: 'ignore' })
  url = `http://${listen}`
  await waitFor('Prometheus', startMs, async () => {
    const up = await query('up == 1').catch(() => [])
    return up.length > 0 ? true : undefined
  })
}, startMs)
afterAll(async () => {
  const ended = new Promise((resolve) => prometheus.once('exit', resolve))
  prometheus.kill()
  await ended
  rmSync(folder, { recursive: true, force: true })
  await stage.close()
})

test(
  'after some transfers every panel of the board has data, and so has what the board of Hermes shows',
  async () => {
    await pay(3)
    await pay(20)
    const { panels } = JSON.parse(renderBoard()) as { readonly panels: readonly Panel[] }
    const empty: string[] = []
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) {
        const found = await query(expr.replaceAll('$__rate_interval', '1m'))
        if (found.length === 0 && !emptyWhileWell.includes(title)) empty.push(title)
      }
    }
    for (const name of shownByHermes) if ((await query(`${name}{job="hermes"}`)).length === 0) empty.push(name)
    expect(empty).toEqual([])
  },
  startMs,
)

test(
  'every rule evaluates; none speaks of process, chains, nodes or Redis while they are well, and a kill shows at once',
  async () => {
    const known = await waitFor('the rules', blocksMs, async () => {
      const found = await alerts()
      return found.length > 0 && found.every(({ health }) => health !== 'unknown') ? found : undefined
    })
    expect(known.filter(({ health }) => health !== 'ok')).toEqual([])
    const active = known.filter(({ state }) => state !== 'inactive').map(({ name }) => name)
    expect(active.filter((name) => quietWhileWell.includes(name))).toEqual([])
    await stage.relayer.kill()
    const state = async (): Promise<string> => (await alerts()).find(({ name }) => name === 'RelayerDown')?.state ?? ''
    await waitFor('the alert', blocksMs, async () => (await state()) === 'pending' || undefined)
    await stage.relayer.start()
    await waitFor('its end', blocksMs, async () => (await state()) === 'inactive' || undefined)
  },
  startMs,
)
