// `listen`: packet events of one chain as its blocks come, until it is asked to end.
import {
  destinationEnd,
  endText,
  type Packet,
  type PacketEvent,
  parsePacketEvents,
  sourceEnd,
} from '../../core/relay.ts'
import type { Block } from '../ports.ts'
import { type Answer, required, verb } from './verb.ts'

/** In IBC v2 ends are clients, and the port is the payload's. */
const endsOf = (packet: Packet) =>
  packet.encoded === undefined
    ? { source: sourceEnd(packet), destination: destinationEnd(packet) }
    : {
        ibcVersion: 2,
        source: { ...sourceEnd(packet), portId: packet.sourcePort },
        destination: { ...destinationEnd(packet), portId: packet.destinationPort },
      }

function answerOf({ height }: Block, { kind, packet, routeId, acknowledgement }: PacketEvent): Answer {
  const { sequence, encoded, data, timeoutTimestampNs: timeout, timeoutHeight: timeoutAt } = packet
  const value = {
    height: height.toString(),
    event: kind,
    ...(encoded === undefined ? { connectionId: routeId } : {}),
    sequence: sequence.toString(),
    ...endsOf(packet),
    timeoutHeight: `${timeoutAt.revisionNumber}-${timeoutAt.revisionHeight}`,
    timeoutTimestampNs: timeout.toString(),
    dataHex: Buffer.from(data).toString('hex'),
    ...(kind === 'ack_written' ? { acknowledgementHex: Buffer.from(acknowledgement).toString('hex') } : {}),
  }
  const ends = `${endText(sourceEnd(packet))} to ${endText(destinationEnd(packet))}`
  return { value, text: `${height} ${kind} ${sequence} from ${ends}, ${data.length} bytes` }
}

export const listen = verb({
  words: 'listen',
  about: 'packet events of a chain as they come, one a line, until it is interrupted',
  flags: { chain: required('<chain-id>', 'chain to listen to') },
  run: async ({ chain }, tools) => {
    const tell = (block: Block): void => {
      for (const event of parsePacketEvents(block)) tools.tell(answerOf(block, event))
    }
    await (await tools.chain(chain)).watchBlocks(tell, tools.ended())
    return undefined
  },
})
