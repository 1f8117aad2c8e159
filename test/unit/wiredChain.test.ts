// The chains of runs by seed: who waits for a tx hears of it, also where the same tx is waited for twice.
import { CausewayError } from '../../core/errors.ts'
import type { Included } from '../../relayer/ports.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import { IbcNode } from '../fakes/ibcNode.ts'
import { whileBlocks } from '../sim/net.ts'

class Waiting extends IbcClient {
  wait(hash: string): Promise<Included> {
    return this.included(hash)
  }
}

test('a tx that was lost and is sent again is waited for by both', async () => {
  const node = new IbcNode('zone-a')
  const client = new Waiting(node)
  const ends = [client.wait('LOST'), client.wait('LOST')].map((end) => end.catch((error: unknown) => error))
  const settle = (): Promise<void> => new Promise((resume) => setImmediate(resume))
  const found = await whileBlocks({ nodes: [node], settle }, Promise.all(ends))
  expect(found.map((error) => error instanceof CausewayError && error.code)).toEqual([
    'TX_NOT_INCLUDED',
    'TX_NOT_INCLUDED',
  ])
  await client.close()
})

test('what never ends is given up', async () => {
  const node = new IbcNode('zone-a')
  const never = new Promise<never>(() => undefined)
  await expect(whileBlocks({ nodes: [node], settle: async () => undefined }, never)).rejects.toThrow('has not ended')
})
