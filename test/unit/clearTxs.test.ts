// What the relayer does with a tx that is handed over: pending packets of it get a job now, and nothing else does.
import { type ClearJob, clearQueueName } from '../../core/jobs.ts'
import type { PacketFilter } from '../../core/relay.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  openChannel,
  openProcess,
  type Process,
  settled,
  stopProcess,
} from '../fakes/ibcPair.ts'
import { sendPacket } from '../fakes/ibcRules.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'

const slow = '{relay.chain-a.chain-b}.slow'
const live = '{relay.chain-a.chain-b}'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let queues: MemoryQueues
let relayer: Process

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
  queues = new MemoryQueues()
})
afterEach(() => stopProcess(relayer))

async function start(options: { filter?: PacketFilter; blind?: boolean } = {}): Promise<void> {
  const { filter, blind = false } = options
  relayer = openProcess({ nodes, queues, ...(filter === undefined ? {} : { filter }) })
  const { searchTxs } = relayer.a
  // A node whose index lags shows no bytes, so the clearing of the start finds nothing to carry.
  if (blind) relayer.a.searchTxs = async () => []
  relayer.engine.start()
  await settled()
  relayer.a.searchTxs = searchTxs
}

async function send(count: number, on = channel.a): Promise<string> {
  nodes.a.act((context) => {
    for (let index = 0; index < count; index += 1) sendPacket(context, on.portId, on.channelId, `packet ${index}`, 0n)
  })
  const { txs } = nodes.a.makeBlock()
  await settled()
  return txs.at(-1)?.hash ?? ''
}

async function handOver(txHash: string, round = 0): Promise<void> {
  const data: ClearJob = { chain: 'chain-a', txHash }
  await queues.open<ClearJob>(clearQueueName('chain-a')).add([{ id: `clear.chain-a.${txHash}.${round}`, data }])
  await settled()
}

async function blocks(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    nodes.b.makeBlock()
    await settled()
  }
}

const jobs = (name = slow): number => queues.jobs(name).length
const cleared = (): readonly unknown[] => relayer.log.told.filter(({ event }) => event === 'tx.cleared')

test('a packet whose job was lost gets another one at once, not after the blocks that a job may take', async () => {
  await start()
  queues.forgetful = true
  const txHash = await send(1)
  queues.forgetful = false
  await blocks(3)
  expect([jobs(live), jobs()]).toEqual([0, 0])
  await handOver(txHash)
  expect(jobs()).toBe(1)
})

test('a packet that is on its way in a job gets no second one', async () => {
  await start()
  const txHash = await send(1)
  await handOver(txHash)
  expect([jobs(live), jobs()]).toEqual([1, 0])
})

test('a packet of before the start, which no block told of, is found by its tx', async () => {
  const txHash = await send(3)
  await start({ blind: true })
  const before = jobs()
  await handOver(txHash)
  expect(jobs()).toBe(before + 1)
  expect(cleared()).toMatchObject([{ facts: { chain_id: 'chain-a', tx_hash: txHash, owed: 3, jobs: 1 } }])
})

test('what is acknowledged already, is not found, or has failed is nothing to do', async () => {
  await start()
  const txHash = await send(1)
  for (let round = 0; round < 5; round += 1) {
    await blocks(1)
    nodes.a.makeBlock()
    await settled()
  }
  await handOver(txHash)
  await handOver('AB'.repeat(32))
  expect([jobs(), cleared()]).toEqual([0, []])
})

test('what the filter leaves out is left alone', async () => {
  await start({ filter: { policy: 'allow', list: [['app', 'channel-1']] } })
  await handOver(await send(1))
  await blocks(3)
  expect([jobs(live), jobs(), cleared()]).toEqual([0, 0, []])
})

test('packets of an ordered channel are found as well', async () => {
  const ordered = openChannel(nodes, 1, ['app', 'app'], true)
  const txHash = await send(2, ordered.a)
  await start({ blind: true })
  await handOver(txHash)
  expect(cleared()).toMatchObject([{ facts: { tx_hash: txHash, owed: 2, jobs: 1 } }])
})
