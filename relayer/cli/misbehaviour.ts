// `misbehaviour`: watches what one client is told, and hands in evidence where its chain has never said so.
import type { Block } from '../ports.ts'
import { required, verb } from './verb.ts'

export const misbehaviourVerb = verb({
  words: 'misbehaviour',
  about: 'watch the updates of a client, and freeze it where its chain contradicts one, until Ctrl-C',
  flags: {
    chain: required('<chain-id>', 'chain that the client lives on'),
    client: required('<client-id>', 'client to watch'),
  },
  run: async ({ chain, client: clientId }, tools) => {
    const host = await tools.chain(chain)
    const { queryClientState } = await import('../ics02/clients.ts')
    const { chainId } = await queryClientState(host, clientId)
    const tracked = await tools.chain(chainId)
    const { ChainHead } = await import('../head.ts')
    const { MisbehaviourWatch } = await import('../misbehaviour.ts')
    const { openRelayMetrics } = await import('../telemetry.ts')
    const [head, signal] = [new ChainHead(chainId), tools.ended()]
    const client = { host, tracked, head, clientId }
    const told = { chain, clientId, of: chainId }
    const watch = new MisbehaviourWatch({
      log: tools.log,
      metrics: openRelayMetrics(),
      frozen: (_, height) =>
        tools.tell({
          value: { ...told, height: height.toString(), frozen: true },
          text: `${clientId} of ${chainId} is frozen: it was told another block ${height}`,
        }),
    })
    const failed = (error: unknown): void => tools.log.warn('misbehaviour.failed', { error })
    const onBlock = (block: Block): void => void watch.block(block, [client]).catch(failed)
    const heads = tracked.watchBlocks((block) => head.note(block, performance.now()), signal)
    watch.newest(client).catch(failed)
    tools.tell({
      value: { ...told, frozen: false },
      text: `watching what ${clientId} of ${chain} is told of ${chainId}`,
    })
    await Promise.all([heads, host.watchBlocks(onBlock, signal)]).finally(() => head.close())
    return undefined
  },
})
