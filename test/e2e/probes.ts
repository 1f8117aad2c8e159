// Probe contracts on zones, channels between them, and what they have counted.
import { readFileSync } from 'node:fs'
import { buildProbe } from '../../contracts/build.ts'
import { execute, instantiate, storeCode } from '../../localnet/wasmTx.ts'
import { createClient } from '../../relayer/ics02/clients.ts'
import {
  type Connection,
  type ConnectionSide,
  createConnection,
  ensureConnection,
} from '../../relayer/ics03/connections.ts'
import { type ChannelOrder, ensureChannel } from '../../relayer/ics04/channels.ts'
import type { Chain } from '../../relayer/ports.ts'

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
