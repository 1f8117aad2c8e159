// `tx chan-close-init`, `tx chan-close-confirm`: the two steps by which a channel closes, as single txs.
import type { Chain } from '../ports.ts'
import { optional, required, type Tools, type Verb, verb } from './verb.ts'

const flags = {
  dstChain: required('<chain-id>', 'chain that the tx goes to'),
  srcChain: required('<chain-id>', 'chain at the other end'),
  dstConnection: optional('<connection-id>', 'found anyway; for scripts that were written for Hermes'),
  dstPort: required('<port-id>', 'port of the end to close'),
  srcPort: required('<port-id>', 'port of its other end'),
  dstChannel: required('<channel-id>', 'channel of the end to close'),
  srcChannel: required('<channel-id>', 'channel of its other end'),
}
type Given = Readonly<Record<Exclude<keyof typeof flags, 'dstConnection'>, string>>

async function endsOf({ dstPort, dstChannel, srcPort, srcChannel, ...given }: Given, tools: Tools) {
  const dst: Chain = await tools.chain(given.dstChain)
  const { assertCounterparty, findChannelPath } = await import('../channelPath.ts')
  const own = { portId: dstPort, channelId: dstChannel }
  const other = { portId: srcPort, channelId: srcChannel }
  const path = await findChannelPath(dst, own, tools.chain)
  assertCounterparty(path, given.srcChain, other)
  return { ...path, own, other }
}

const answer = ({ dstChain, dstPort, dstChannel }: Given, step: string, hash: string) => ({
  value: { chain: dstChain, portId: dstPort, channelId: dstChannel, step, txHash: hash },
  text: `${dstChain} ${dstPort}/${dstChannel}: ${step} in tx ${hash}`,
})

export const txChannelCloseInit: Verb = verb({
  words: 'tx chan-close-init',
  about: 'ask the application behind a channel end to close it',
  flags,
  run: async (given, tools) => {
    const { near, far, own } = await endsOf(given, tools)
    const { initClose } = await import('../ics04/closing.ts')
    const { hash } = await initClose(near.chain, own, far.chain.chainId)
    return answer(given, 'close init', hash)
  },
})

export const txChannelCloseConfirm: Verb = verb({
  words: 'tx chan-close-confirm',
  about: 'close a channel end whose other end has closed; the relayer does it by itself',
  flags,
  run: async (given, tools) => {
    const { near, far, own, other } = await endsOf(given, tools)
    const { confirmClose } = await import('../ics04/closing.ts')
    const path = { host: near.chain, tracked: far.chain, clientId: near.clientId }
    const { hash } = await confirmClose(path, own, other)
    return answer(given, 'close confirm', hash)
  },
})
