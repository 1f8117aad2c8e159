// Probe contracts on two zones, channels between them, and a relayer that carries nothing else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'smol-toml'
import { buildProbe } from '../../contracts/build.ts'
import { accountsPath } from '../../localnet/accounts.ts'
import { freePort } from '../../localnet/freePort.ts'
import { execute, instantiate, storeCode } from '../../localnet/wasmTx.ts'
import { createClient } from '../../relayer/ics02/clients.ts'
import {
  type Connection,
  type ConnectionSide,
  createConnection,
  ensureConnection,
} from '../../relayer/ics03/connections.ts'
import { type ChannelOrder, ensureChannel } from '../../relayer/ics04/channels.ts'
import { startRelayer } from '../../relayer/main.ts'
import type { Chain } from '../../relayer/ports.ts'
import { siteOf, worldConfig } from './world.ts'

export type Probe = { readonly chain: Chain; readonly address: string; readonly portId: string }
export type ProbeEnd = Probe & { readonly channelId: string; readonly clientId: string; readonly connectionId: string }
export type ProbeChannel = { readonly a: ProbeEnd; readonly b: ProbeEnd }
export type Counts = Readonly<Record<'sent' | 'received' | 'acknowledged' | 'refused' | 'timed_out', number>>

const version = 'probe-1'
export const secondNs = 1_000_000_000n

export async function deployProbe(chain: Chain): Promise<Probe> {
  const wasm = readFileSync(await buildProbe(() => undefined))
  const admin = await chain.signer('admin')
  const address = await instantiate(admin, await storeCode(admin, wasm), 'probe', {})
  return { chain, address, portId: `wasm.${address}` }
}

/** A new channel; over clients and a connection of its own where nothing else may rest on them. */
export async function openProbeChannel(
  a: Probe,
  b: Probe,
  order: ChannelOrder,
  { apart = false, delayNs = 0n } = {},
): Promise<ProbeChannel> {
  const connection = await (apart ? connectApart(a.chain, b.chain, delayNs) : ensureConnection(a.chain, b.chain))
  const side = (probe: Probe, { connectionId }: ConnectionSide) => ({ ...probe, connectionId })
  const sides = { a: side(a, connection.a), b: side(b, connection.b) }
  const channel = await ensureChannel({ ...sides, order, version, fresh: true })
  return {
    a: { ...a, ...connection.a, channelId: channel.a },
    b: { ...b, ...connection.b, channelId: channel.b },
  }
}

async function connectApart(a: Chain, b: Chain, delayNs: bigint): Promise<Connection> {
  const [onA, onB] = await Promise.all([createClient(a, b), createClient(b, a)])
  return createConnection(a, b, { a: onA, b: onB }, delayNs)
}

/** `data` asks the other end for something; the probe itself says what. */
export async function sendProbe(from: ProbeEnd, count: number, { data = 'x', timeoutNs = 3_600n * secondNs } = {}) {
  const body = { channel_id: from.channelId, count, data: Buffer.from(data).toString('base64'), bytes: 0 }
  const msg = { send: { ...body, timeout_ns: Number(timeoutNs) } }
  return execute(await from.chain.signer('alice'), [{ contract: from.address, msg }])
}

export async function countsOf({ chain, address, channelId }: ProbeEnd): Promise<Counts> {
  return (await chain.querySmart(address, { counts: { channel_id: channelId } })) as Counts
}

type Settings = {
  /** Ports that are relayed. */
  readonly ports: readonly string[]
  readonly chain?: Readonly<Record<string, unknown>>
  readonly mode?: Readonly<Record<string, unknown>>
}
export type OwnRelayer = {
  readonly configFile: string
  readonly metrics: () => Promise<string>
  /** Leaves the configuration where it is. */
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The configuration of a relayer between two zones; `chain` goes into both of them. */
export async function ownConfig(a: string, b: string, { ports, chain = {}, mode = {} }: Settings) {
  const telemetryPort = await freePort()
  const section = (id: string) => ({
    id,
    rpc_addr: `http://127.0.0.1:${siteOf(id).rpc}`,
    grpc_addr: `http://127.0.0.1:${siteOf(id).grpc}`,
    account_prefix: worldConfig.prefix,
    gas_price: { price: 0, denom: 'ustake' },
    accounts_file: accountsPath(worldConfig),
    ...chain,
  })
  const folder = mkdtempSync(join(tmpdir(), 'causeway-own-relayer-'))
  const toml = stringify({
    global: { log_level: 'silent' },
    redis: { url: `redis://127.0.0.1:${worldConfig.redisPort}` },
    telemetry: { enabled: true, port: telemetryPort },
    mode,
    chains: [section(a), section(b)],
    paths: [{ a, b, packet_filter: { policy: 'allow', list: ports.map((port) => [port, '*']) } }],
  })
  const configFile = join(folder, 'causeway.toml')
  writeFileSync(configFile, toml)
  return { configFile, telemetryPort, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function startOwnRelayer(a: string, b: string, settings: Settings): Promise<OwnRelayer> {
  const { configFile, telemetryPort, remove } = await ownConfig(a, b, settings)
  const running = await startRelayer(configFile)
  return {
    configFile,
    metrics: async () => (await fetch(`http://127.0.0.1:${telemetryPort}/metrics`)).text(),
    stop: () => running.close(),
    close: async () => {
      await running.close()
      remove()
    },
  }
}
