// `query packet pending`: what is on its way over a channel or pair of clients, in both directions.

import { endText } from '../../core/relay.ts'
import type { PathEnd } from '../channelPath.ts'
import type { Outstanding } from '../ics04/packets.ts'
import { channelFlags, openChannelPath } from './channelArguments.ts'
import { formatSequences, sequenceTexts } from './sequences.ts'
import { verb } from './verb.ts'

const listed = ({ unreceived, answered }: Outstanding): object => ({
  unreceivedPackets: sequenceTexts(unreceived),
  unreceivedAcks: sequenceTexts(answered),
})

function textOf({ chain, end }: PathEnd, { unreceived, answered }: Outstanding): string {
  const head = `${chain.chainId} ${endText(end)} sent:`
  const [packets, acks] = [formatSequences(unreceived), formatSequences(answered)]
  return `${head} packets not received: ${packets}; not acknowledged here: ${acks}`
}

export const queryPacketPending = verb({
  words: 'query packet pending',
  about: 'packets that were not received, and acknowledgements that their sender has not seen; both directions',
  flags: channelFlags,
  run: async (given, tools) => {
    const { near, far } = await openChannelPath(given, tools)
    const { queryOutstanding } = await import('../ics04/packets.ts')
    const src = await queryOutstanding(near.chain, near.end, far.chain, far.end)
    const dst = await queryOutstanding(far.chain, far.end, near.chain, near.end)
    return { value: { src: listed(src), dst: listed(dst) }, text: `${textOf(near, src)}\n${textOf(far, dst)}` }
  },
})
