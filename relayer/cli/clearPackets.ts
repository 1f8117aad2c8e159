// `clear packets`: relays what is pending on one channel or pair of clients, once, and says what is left.
import type { Cleared, ClearedWork } from '../clearChannel.ts'
import { channelFlags, openChannelPath } from './channelArguments.ts'
import { formatSequences, parseSequences, sequenceTexts } from './sequences.ts'
import { parsed, verb } from './verb.ts'

const groupsOf = (works: readonly ClearedWork[]): readonly (readonly ClearedWork[])[] => [
  ...Map.groupBy(works, ({ sender, kind }) => `${sender} ${kind}`).values(),
]
const sequencesIn = (group: readonly ClearedWork[]): readonly bigint[] => group.map(({ packet }) => packet.sequence)

const listed = (works: readonly ClearedWork[]): readonly object[] =>
  groupsOf(works).map((group) => ({
    sender: group[0]?.sender,
    kind: group[0]?.kind,
    sequences: sequenceTexts(sequencesIn(group)),
  }))

function textOf({ relayed, left }: Cleared): string {
  const lines = (head: string, works: readonly ClearedWork[]): readonly string[] =>
    groupsOf(works).map(
      (group) => `${head} ${group[0]?.kind} of ${group[0]?.sender}: ${formatSequences(sequencesIn(group))}`,
    )
  const all = [...lines('relayed', relayed), ...lines('left', left)]
  return all.length === 0 ? 'nothing is pending' : all.join('\n')
}

export const clearPackets = verb({
  words: 'clear packets',
  about: 'relay pending packets, acknowledgements and timeouts of one channel or pair, in both directions',
  flags: {
    ...channelFlags,
    packetSequences: parsed('<list>', 'only these packets, which this end has sent, like 1,10..20', parseSequences),
  },
  run: async ({ packetSequences: sequences, ...given }, tools) => {
    const path = await openChannelPath(given, tools)
    const [near, far] = [await tools.chainConfig(given.chain), await tools.chainConfig(path.far.chain.chainId)]
    const limits = {
      messagesMax: Math.min(near.maxMsgNum, far.maxMsgNum),
      bytesMax: Math.min(near.maxTxSize, far.maxTxSize),
    }
    const { clearChannel } = await import('../clearChannel.ts')
    const request = { path, limits, log: tools.log }
    const cleared = await clearChannel(sequences === undefined ? request : { ...request, sequences })
    const value = { relayed: listed(cleared.relayed), left: listed(cleared.left) }
    return { value, text: textOf(cleared), end: cleared.left.length === 0 ? 'ok' : 'failed' }
  },
})
