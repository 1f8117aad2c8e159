// `query packet commitments|acks|pending-sends|pending-acks`: one list of sequences each, as one chain sees it.
import type { ChannelPath } from '../channelPath.ts'
import { channelFlags, openChannelPath } from './channelArguments.ts'
import { formatSequences, sequenceTexts } from './sequences.ts'
import { type Verb, verb } from './verb.ts'

type Packets = typeof import('../ics04/packets.ts')
type List = (path: ChannelPath, packets: Packets) => Promise<readonly bigint[]>

function listVerb(name: string, about: string, list: List): Verb {
  return verb({
    words: `query packet ${name}`,
    about,
    flags: channelFlags,
    run: async (given, tools) => {
      const path = await openChannelPath(given, tools)
      const sequences = await list(path, await import('../ics04/packets.ts'))
      return { value: { sequences: sequenceTexts(sequences) }, text: formatSequences(sequences) }
    },
  })
}

export const queryPacketCommitments = listVerb(
  'commitments',
  'packets that this end has sent and that are neither acknowledged nor timed out',
  ({ near }, { queryCommitments }) => queryCommitments(near.chain, near.end),
)
export const queryPacketAcks = listVerb(
  'acks',
  'packets that this end has acknowledged, of those that the other end still keeps',
  async ({ near, far }, { queryCommitments, queryWrittenAcks }) =>
    queryWrittenAcks(near.chain, near.end, await queryCommitments(far.chain, far.end)),
)
export const queryPacketPendingSends = listVerb(
  'pending-sends',
  'packets that the other end has sent and this one has not received',
  async ({ near, far }, { queryOutstanding }) =>
    (await queryOutstanding(far.chain, far.end, near.chain, near.end)).unreceived,
)
export const queryPacketPendingAcks = listVerb(
  'pending-acks',
  'packets of this end that the other one has acknowledged, without this one knowing',
  async ({ near, far }, { queryOutstanding }) =>
    (await queryOutstanding(near.chain, near.end, far.chain, far.end)).answered,
)
