// `listen`: packet events of one chain as its blocks come, until it is asked to end.
import { type PacketEvent, parsePacketEvents } from '../../core/relay.ts'
import type { Block } from '../ports.ts'
import { type Answer, required, verb } from './verb.ts'

function answerOf({ height }: Block, { kind, packet, connectionId, acknowledgement }: PacketEvent): Answer {
  const { sequence, sourcePort, sourceChannel, destinationPort, destinationChannel, data } = packet
  const { timeoutTimestampNs: timeout, timeoutHeight: timeoutAt } = packet
  const from = { portId: sourcePort, channelId: sourceChannel }
  const to = { portId: destinationPort, channelId: destinationChannel }
  const value = {
    height: height.toString(),
    event: kind,
    connectionId,
    sequence: sequence.toString(),
    source: from,
    destination: to,
    timeoutHeight: `${timeoutAt.revisionNumber}-${timeoutAt.revisionHeight}`,
    timeoutTimestampNs: timeout.toString(),
    dataHex: Buffer.from(data).toString('hex'),
    ...(kind === 'ack_written' ? { acknowledgementHex: Buffer.from(acknowledgement).toString('hex') } : {}),
  }
  const ends = `${from.portId}/${from.channelId} to ${to.portId}/${to.channelId}`
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
