// What a run has met, by name: states of legs, events of contracts, txs that were refused, notes of relayers.
// Each name on the list has to be met by a run of many seeds: a fault that is never thrown, or a path that nobody takes
// any more, ends it with 1.
import type { Block, ChainEvent } from '../../relayer/ports.ts'
import type { Told } from '../fakes/ibcPair.ts'
import type { Net } from './net.ts'

const told = ['state', 'by', 'outcome', 'kind', 'code', 'phase', 'reason'] as const

function sightOfEvent({ type, attributes }: ChainEvent): string {
  const words = told.flatMap((key) => attributes.filter((one) => one.key === key).map(({ value }) => `${key} ${value}`))
  return [type.replace(/^wasm-causeway_/, 'event '), ...words].join(', ')
}

function* sightsOfBlock({ txs }: Block): Generator<string> {
  for (const { code, codespace, events } of txs) {
    if (code !== 0) yield `refused: ${codespace} ${code}`
    for (const event of events) {
      if (event.type.startsWith('wasm-causeway_')) yield sightOfEvent(event)
      if (event.attributes.some(({ key }) => key === 'encoded_packet_hex')) yield `${event.type} over IBC v2`
    }
  }
}

/** The hub's apart from the zones': they say the same of other things. */
export function sightsOfChains({ hub, nodes }: Net): ReadonlySet<string> {
  const met = new Set<string>()
  for (const node of nodes) {
    const where = node === hub ? 'hub' : 'zone'
    for (const block of node.blocks) for (const sight of sightsOfBlock(block)) met.add(`${where} ${sight}`)
  }
  return met
}

/** Events of a relayer's log, with the code of what went wrong. */
export function sightsOfLog(log: readonly Told[]): ReadonlySet<string> {
  return new Set(
    log.map(({ event, facts }) => {
      const { code } = facts
      return typeof code === 'string' && code !== '' ? `relayer ${event} ${code}` : `relayer ${event}`
    }),
  )
}

/** What a few hundred seeds of `npm run sim` meet: where transactions stand, what chains say, what relayers note. */
export const simMustMeet: readonly string[] = [
  'abort: aborted by ack',
  'abort: aborted by ack, over IBC v2',
  'abort: aborted by decision',
  'abort: aborted by error_ack',
  'abort: aborted by error_ack, over IBC v2',
  'abort: aborted by timeout',
  'abort: aborted by timeout, over IBC v2',
  'abort: none',
  'abort: voted',
  'commit: applied by ack',
  'commit: applied by ack, over IBC v2',
  'commit: applied by decision',
  'commit: applied by decision, over IBC v2',
  'commit: voted',
  'hub acknowledge_packet over IBC v2',
  'hub event ack',
  'hub event confirmed',
  'hub event decision, code 0',
  'hub event decision, code 500',
  'hub event opened',
  'hub event vote, code 0',
  'hub recv_packet over IBC v2',
  'hub refused: channel 16',
  'hub refused: client 17',
  'hub send_packet over IBC v2',
  'hub write_acknowledgement over IBC v2',
  'none: aborted by error_ack',
  'none: aborted by timeout',
  'none: none',
  'none: voted',
  'open: aborted by error_ack',
  'open: none',
  'open: voted',
  'relayer enqueue.failed CHAIN_UNREACHABLE',
  'relayer enqueue.failed CLIENT_EXPIRED',
  'relayer enqueue.failed CLIENT_FROZEN',
  'relayer enqueue.failed TX_NOT_INCLUDED',
  'relayer keeper.called',
  'relayer keeper.failed',
  'relayer packet.refused TX_FAILED',
  'relayer packets.submitted',
  'relayer path.cleared',
  'relayer path.unavailable CHAIN_UNREACHABLE',
  'relayer prepare.refused',
  'relayer tx.halved TX_FAILED',
  'zone acknowledge_packet over IBC v2',
  'zone event coins',
  'zone event known',
  'zone event leg, state aborted, by ack, code 500',
  'zone event leg, state aborted, by decision, code 500',
  'zone event leg, state aborted, by error_ack, code 511',
  'zone event leg, state aborted, by timeout, code 510',
  'zone event leg, state applied, by ack, code 0',
  'zone event leg, state applied, by decision, code 0',
  'zone event leg, state voted, by prepare, code 0',
  'zone recv_packet over IBC v2',
  'zone refused: wasm 5',
  'zone timeout_packet over IBC v2',
]

/** What must have gone wrong in them. */
export const simMustSuffer: readonly string[] = [
  'accept lost',
  'accepted lost',
  'apiRestart',
  'block twice',
  'chainSleeps',
  'channelClosed',
  'clientFrozen',
  'clientsExpired',
  'emptyRedis',
  'grpc lost',
  'header lost',
  'hubFails',
  'mempoolLost',
  'proof lost',
  'redisAway',
  'restart',
  'search lost',
  'smart lost',
  'status lost',
  'submit lost',
  'submitted lost',
  'zoneForges',
  'zoneForgets',
  'zoneMishears',
]

/** How legs end in a thousand walks of the specification; a decision that comes before the answer to a vote is rare. */
export const walksMustMeet: readonly string[] = ['', ', over IBC v2'].flatMap((way) => [
  `commit: applied by ack${way}`,
  `commit: applied by decision${way}`,
  `abort: aborted by ack${way}`,
  `abort: aborted by decision${way}`,
  `abort: aborted by error_ack${way}`,
  `abort: aborted by timeout${way}`,
])

/** What a few seeds of `npm run referee` meet beyond that: only real clients, channels and gas make it so. */
export const refereeMustMeet: readonly string[] = [
  'commit: applied by ack',
  'hub: execute admit_zone',
  'hub: execute cancel',
  'hub: execute flush',
  'hub: execute resume_zone',
  'hub: execute suspend_zone',
  'hub: instantiate',
  'hub: v1.MsgRecvPacket',
  'hub: v2.MsgRecvPacket',
  'zone: execute deposit',
  'zone: execute pay',
  'zone: execute prepare',
  'zone: execute refuse',
  'zone: execute register',
  'zone: execute register_resource',
  'zone: execute remove_resource',
  'zone: execute set_accepts',
  'zone: execute set_gate',
  'zone: execute transfer',
  'zone: execute update',
  'zone: execute withdraw',
  'zone: v1.MsgAcknowledgement',
  'zone: v1.MsgChannelOpenAck',
  'zone: v2.MsgAcknowledgement',
  'zone: v1.MsgTimeoutOnClose',
  'relayer enqueue.failed CLIENT_FROZEN',
  'hub refused: client 29',
  'zone refused: client 29',
]

export const refereeMustSuffer: readonly string[] = [
  'channelClosed',
  'clientFrozen',
  'clientsExpired',
  'grpc lie',
  'proof lie',
]

/** Of these names those that a run has not met, each as a violation. */
export function unmetOf(
  { met, faults }: { readonly met: readonly string[]; readonly faults: Readonly<Record<string, number>> },
  mustMeet: readonly string[],
  mustSuffer: readonly string[],
): readonly string[] {
  const unmet = [
    ...mustMeet.filter((name) => !met.includes(name)),
    ...mustSuffer.filter((name) => (faults[name] ?? 0) === 0),
  ]
  return unmet.map((name) => `never met: ${name}`)
}
