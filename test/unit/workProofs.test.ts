// Which state a batch is proven by: that of its block, a newer one where that is long past, and none asked for twice.
import type { Work } from '../../core/relay.ts'
import { ChainHead } from '../../relayer/head.ts'
import type { Block } from '../../relayer/ports.ts'
import { WorkProofs } from '../../relayer/workProofs.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import { clientId, connectNodes, openChannel } from '../fakes/ibcPair.ts'

let node: IbcNode
let client: IbcClient
let head: ChainHead
let proofs: WorkProofs
let works: readonly Work[]
let asked = 0

beforeEach(async () => {
  const nodes = connectNodes()
  const channel = openChannel(nodes, 0)
  node = nodes.a
  asked = 0
  client = new IbcClient(node, async (call) => {
    if (call === 'proof') asked += 1
  })
  head = new ChainHead(node.chainId)
  proofs = new WorkProofs(client, head, () => 0)
  const sending = Array.from({ length: 3 }, () => node.send(channel.a, 'x'))
  makeBlocks(1)
  const ends = { src: 'chain-a', dst: 'chain-b', clientId, backClientId: clientId, acknowledgement: new Uint8Array() }
  works = (await Promise.all(sending)).map((packet) => ({ kind: 'recv', ...ends, packet }))
})
afterEach(() => client.close())

function makeBlocks(count: number): void {
  for (let made = 0; made < count; made += 1) node.makeBlock()
  head.note(node.blocks.at(-1) as Block, 0)
}

test('proofs that were fetched early serve however late they are needed, and are asked for once', async () => {
  const { height } = head
  proofs.prefetch(works, height)
  makeBlocks(9)
  const proven = await proofs.prove(works, height)
  expect([proven.height, proven.provable.length, asked]).toEqual([height, 3, 3])
})

test('what was not fetched is proven by the newest state where its own is long past', async () => {
  const { height } = head
  proofs.prefetch(works.slice(1), height)
  makeBlocks(9)
  const proven = await proofs.prove(works, height)
  expect([proven.height, proven.provable.length]).toEqual([height + 8n, 3])
})

test('once used they are gone: what comes again is proven anew', async () => {
  const { height } = head
  proofs.prefetch(works, height)
  makeBlocks(1)
  await proofs.prove(works, height)
  makeBlocks(9)
  expect((await proofs.prove(works, height)).height).toBe(height + 9n)
})
