// Two fake chains with a connection and channels between them, and a relayer's engine over them.
import type { Packet, PacketFilter } from '../../core/relay.ts'
import { countedChain } from '../../relayer/countedChain.ts'
import { countedLog } from '../../relayer/countedLog.ts'
import { Engine } from '../../relayer/engine.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { aloneLease, type OpenLease } from '../../relayer/leases.ts'
import type { Chain, Clock, Log, OpenQueue } from '../../relayer/ports.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { accountOf, IbcClient } from './ibcClient.ts'
import { IbcNode } from './ibcNode.ts'
import { type Life, lifeKey } from './ibcRules.ts'
import { counterpartyKey } from './ibcRulesV2.ts'
import { MemoryQueues } from './memoryQueues.ts'
import type { Wire } from './wiredChain.ts'

export type End = { readonly portId: string; readonly channelId: string }
export type Channel = { readonly a: End; readonly b: End }

const hourNs = 3_600_000_000_000n
export const connectionId = 'connection-0'
export const clientId = '07-tendermint-0'

/** As deployed: clients trust height 1 of each other, the connection is open, there are no channels yet. */
export function connectNodes(
  a = new IbcNode('chain-a'),
  b = new IbcNode('chain-b'),
  trustingNs = hourNs,
  { driftNs, delayNs = 0n }: { readonly driftNs?: bigint; readonly delayNs?: bigint } = {},
) {
  for (const [node, peer] of [
    [a, b],
    [b, a],
  ] as const) {
    node.act(({ store }) => {
      const latest = peer.height.toString()
      const drift = driftNs === undefined ? {} : { driftNs: driftNs.toString() }
      const client = { chainId: peer.chainId, latest, trustingNs: trustingNs.toString(), ...drift }
      store.set(`clients/${clientId}`, JSON.stringify(client))
      store.set(`clients/${clientId}/${latest}`, peer.timeNs.toString())
      const ends = { clientId, peerClientId: clientId, peerConnectionId: connectionId, delayNs: `${delayNs}` }
      store.set(`connections/${connectionId}`, JSON.stringify(ends))
    })
  }
  a.makeBlock()
  b.makeBlock()
  return { a, b }
}

/** Opens `channel-<number>` on both sides between these ports. */
export function openChannel(
  nodes: { a: IbcNode; b: IbcNode },
  number: number,
  ports = ['app', 'app'],
  ordered = false,
) {
  const channelId = `channel-${number}`
  const [portA = '', portB = ''] = ports
  for (const [node, portId, peerPort] of [
    [nodes.a, portA, portB],
    [nodes.b, portB, portA],
  ] as const) {
    const end = { state: 'open', ordered, connectionId, peerPort, peerChannel: channelId }
    node.act(({ store }) => {
      store.set(`channelEnds/ports/${portId}/channels/${channelId}`, JSON.stringify(end))
      store.set(`nextSequenceRecv/ports/${portId}/channels/${channelId}`, '1')
    })
    node.makeBlock()
  }
  return { a: { portId: portA, channelId }, b: { portId: portB, channelId } }
}

export type ClientPair = { readonly a: string; readonly b: string }

/** Clients beside those of the connection, made by the accounts that relay, each trusting height 1 of the other. */
export function makeClients(nodes: { a: IbcNode; b: IbcNode }, pair: ClientPair): ClientPair {
  for (const [node, peer, id] of [
    [nodes.a, nodes.b, pair.a],
    [nodes.b, nodes.a, pair.b],
  ] as const) {
    const creator = `wasm1relay${peer.chainId.replaceAll('-', '')}`
    const latest = peer.height.toString()
    const client = { chainId: peer.chainId, latest, trustingNs: hourNs.toString(), creator }
    node.act(({ store }) => {
      store.set(`clients/${id}`, JSON.stringify(client))
      store.set(`clients/${id}/${latest}`, peer.timeNs.toString())
    })
  }
  nodes.a.makeBlock()
  nodes.b.makeBlock()
  return pair
}

/** Two clients that are each other's counterparty in IBC v2; the ids differ, so that no end is taken for the other. */
export function pairClients(nodes: { a: IbcNode; b: IbcNode }): ClientPair {
  const pair = makeClients(nodes, { a: '07-tendermint-3', b: '07-tendermint-8' })
  nodes.a.act(({ store }) => store.set(counterpartyKey(pair.a), pair.b))
  nodes.b.act(({ store }) => store.set(counterpartyKey(pair.b), pair.a))
  nodes.a.makeBlock()
  nodes.b.makeBlock()
  return pair
}

export type Told = { readonly level: string; readonly event: string; readonly facts: Readonly<Record<string, unknown>> }

/** A log that remembers. */
export function listeningLog(told: Told[] = []): Log & { readonly told: readonly Told[] } {
  const at =
    (level: string) =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}): void =>
      void told.push({ level, event, facts })
  const log = { told, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { ...log, child: () => listeningLog(told) }
}

/** Sleeping lets everything else go on first. */
export const eagerClock: Clock = {
  nowMs: () => 0,
  sleep: () => new Promise((resume) => setImmediate(resume)),
}

export type ProcessOptions = {
  readonly nodes: { readonly a: IbcNode; readonly b: IbcNode }
  readonly wire?: Wire
  readonly queues?: MemoryQueues
  readonly openQueue?: OpenQueue
  readonly openLease?: OpenLease
  /** Whose keys it signs with. */
  readonly operator?: string
  readonly takesTurns?: boolean
  readonly filter?: PacketFilter
  readonly clearInterval?: bigint
  readonly clock?: Clock
  readonly messagesMax?: number
  readonly nowMs?: () => number
  readonly watchesClients?: boolean
}

/** One relayer process: engine, its view of the chains, its queues. */
export function openProcess(options: ProcessOptions) {
  const { nodes, wire, queues = new MemoryQueues() } = options
  const a = new IbcClient(nodes.a, wire, options.operator)
  const b = new IbcClient(nodes.b, wire, options.operator)
  const heard = listeningLog()
  const metrics = openRelayMetrics()
  const log = { ...countedLog(heard, metrics), told: heard.told }
  const engine = new Engine({
    chains: new Map<string, Chain>([
      [a.chainId, countedChain(a, metrics)],
      [b.chainId, countedChain(b, metrics)],
    ]),
    paths: [{ a: a.chainId, b: b.chainId, packetFilter: options.filter ?? { policy: 'allow', list: [['*', '*']] } }],
    openQueue: options.openQueue ?? queues.open,
    openLease: options.openLease ?? aloneLease,
    accountOf: (_, src) => accountOf(relayKeyName(src), options.operator),
    takesTurns: options.takesTurns ?? false,
    clock: options.clock ?? eagerClock,
    log,
    metrics,
    limits: { messagesMax: options.messagesMax ?? 100, bytesMax: 900_000 },
    clearInterval: options.clearInterval ?? 100n,
    clientRefreshRate: 1 / 3,
    nowMs: options.nowMs ?? (() => 0),
    watchesClients: options.watchesClients ?? false,
  })
  return { engine, queues, log, metrics, a, b }
}
export type Process = ReturnType<typeof openProcess>

/** At work, and with nothing more to do before the next block. */
export async function startProcess(options: ProcessOptions): Promise<Process> {
  const process = openProcess(options)
  process.engine.start()
  await settled()
  return process
}

export async function stopProcess({ engine, a, b }: Process): Promise<void> {
  const closed = engine.close()
  await Promise.all([a.close(), b.close()])
  await closed
}

/** Until nothing more happens without a new block. */
export async function settled(rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await new Promise((resume) => setImmediate(resume))
}

/** One block on each chain, again and again, each heard before the next. */
export async function makeBlocks({ a, b }: ProcessOptions['nodes'], rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    a.makeBlock()
    await settled()
    b.makeBlock()
    await settled()
  }
}

/** So many packets of chain-a, in one block of its own. */
export async function sendPackets(
  { a }: ProcessOptions['nodes'],
  from: End,
  count: number,
  timeoutNs = 0n,
): Promise<readonly Packet[]> {
  const sending = Array.from({ length: count }, (_, index) => a.send(from, `packet ${index}`, timeoutNs))
  a.makeBlock()
  await settled()
  return Promise.all(sending)
}

/** How often a packet of chain-a has come so far. */
export const timesOf = ({ a, b }: ProcessOptions['nodes'], life: Life, packet: Packet): number =>
  Number((life === 'received' ? b : a).store.get(lifeKey(life, packet)) ?? 0)
