// What surrounds a relayer and is wrong: nodes that lie, forget or refuse, clocks that differ. It says so, and goes on.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Packet } from '../../core/relay.ts'
import { aloneLease, type OpenLease } from '../../relayer/leases.ts'
import type { StateProof } from '../../relayer/ports.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  makeBlocks,
  openChannel,
  openProcess,
  type Process,
  sendPackets,
  settled,
  stopProcess,
  timesOf,
} from '../fakes/ibcPair.ts'
import { type Life, Refused } from '../fakes/ibcRules.ts'
import { CatchingQueues } from '../fakes/memoryQueues.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let relayer: Process

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
  relayer = openProcess({ nodes })
})
afterEach(() => stopProcess(relayer))

/** Another process, whose failed jobs are kept. */
function restart(): CatchingQueues {
  const queues = new CatchingQueues()
  relayer = openProcess({ nodes, openQueue: queues.openCatching })
  return queues
}

const codesOf = (errors: readonly unknown[]): ReadonlySet<unknown> =>
  new Set(errors.map((error) => (isCausewayError(error) ? error.code : error)))

async function start(): Promise<void> {
  relayer.engine.start()
  await settled()
}

const turn = (rounds?: number): Promise<void> => makeBlocks(nodes, rounds)

const send = (count: number): Promise<readonly Packet[]> => sendPackets(nodes, channel.a, count)

const times = (life: Life, packet: Packet): number => timesOf(nodes, life, packet)
const allDone = (packets: readonly Packet[]): boolean =>
  packets.every((packet) => times('received', packet) === 1 && times('acknowledged', packet) === 1)
const told = (event: string) => relayer.log.told.filter((one) => one.event === event).map(({ facts }) => facts)

/** The node of chain-a proves what was never there, until another one is asked. */
function lie(): { liars: number } {
  const honest = relayer.a.queryProof.bind(relayer.a)
  const state = { liars: 1 }
  relayer.a.queryProof = async (key, height): Promise<StateProof> => {
    const found = await honest(key, height)
    if (state.liars === 0) return found
    const claim = { ...(JSON.parse(Buffer.from(found.proof).toString()) as object), value: 'forged' }
    return { ...found, proof: Buffer.from(JSON.stringify(claim)) }
  }
  return state
}

test('a node that forges proofs is caught by the other chain, and its packets go through over the next node', async () => {
  const state = lie()
  relayer.a.doubt = async () => {
    state.liars = 0
    return true
  }
  await start()
  const packets = await send(8)
  await turn(4)
  expect(allDone(packets)).toBe(true)
  expect(told('chain.doubted')[0]).toMatchObject({
    code: 'PROOF_REFUSED',
    chain_id: 'chain-a',
    by: 'chain-b',
    is_left: true,
  })
})

test('where a forger is the only node, each packet is PROOF_REFUSED, and goes through when it is honest again', async () => {
  const state = lie()
  await start()
  const packets = await send(4)
  await turn(8)
  expect(packets.map((packet) => times('received', packet))).toEqual([0, 0, 0, 0])
  expect(told('packet.refused').map(({ code }) => code)).toEqual(expect.arrayContaining(Array(4).fill('PROOF_REFUSED')))
  expect(told('chain.doubted')[0]).toMatchObject({ is_left: false })
  state.liars = 0
  await turn(30)
  expect(allDone(packets)).toBe(true)
})

test('what a contract refuses is no reason to leave a node', async () => {
  let doubts = 0
  relayer.a.doubt = async () => {
    doubts += 1
    return true
  }
  nodes.b.app = () => {
    throw new Refused('wasm', 5, 'contract panicked')
  }
  await start()
  await send(2)
  await turn(6)
  expect([doubts, told('packet.refused').map(({ code }) => code)]).toEqual([0, ['TX_FAILED', 'TX_FAILED']])
})

test('txs that a node finds too large are halved until they fit', async () => {
  const { signer } = relayer.b
  let refused = 0
  relayer.b.signer = async (name) => {
    const own = await signer.call(relayer.b, name)
    return {
      ...own,
      submit: async (msgs, gas) => {
        if (msgs.length <= 6) return own.submit(msgs, gas)
        refused += 1
        throw new CausewayError('TX_TOO_LARGE', { chainId: 'chain-b' })
      },
    }
  }
  await start()
  const packets = await send(20)
  await turn(6)
  expect(allDone(packets)).toBe(true)
  expect(refused).toBeGreaterThan(1)
  expect(Math.max(...nodes.b.executed.map(({ msgs }) => msgs.length))).toBeLessThanOrEqual(6)
})

test('a state that the node has pruned is PROOF_UNAVAILABLE, and the packet is proven by a newer one', async () => {
  const { failed } = restart()
  const honest = relayer.a.queryProof.bind(relayer.a)
  relayer.a.queryProof = async (key, height) => {
    if (height >= nodes.a.height - 1n) return honest(key, height)
    throw new CausewayError('PROOF_UNAVAILABLE', { chainId: 'chain-a', height: `${height}` })
  }
  const packets = await send(3)
  await start()
  // Before the relayer has asked for it, the state that its job names is gone.
  nodes.a.makeBlocks(2)
  await settled()
  expect(codesOf(failed)).toEqual(new Set(['PROOF_UNAVAILABLE']))
  await turn(12)
  expect(allDone(packets)).toBe(true)
})

describe('a chain whose clock is 30 s ahead', () => {
  beforeEach(async () => {
    nodes = connectNodes(undefined, undefined, undefined, { driftNs: 10_000_000_000n })
    channel = openChannel(nodes, 0)
    nodes.a.makeBlock(30_000_000_000n)
  })

  test('is CLOCK_SKEWED at the other one, and its packets go through once the times meet', async () => {
    const { failed } = restart()
    await start()
    const packets = await send(2)
    await turn(3)
    expect(packets.map((packet) => times('received', packet))).toEqual([0, 0])
    expect(codesOf(failed)).toEqual(new Set(['CLOCK_SKEWED']))
    nodes.b.makeBlock(30_000_000_000n)
    await settled()
    await turn(30)
    expect(allDone(packets)).toBe(true)
  })
})

test('while Redis is away, or takes nothing, packets are relayed without it, and lose no block', async () => {
  const queues = restart()
  const { metrics } = relayer
  await start()
  queues.down = true
  const packets = await send(3)
  await turn(3)
  expect(allDone(packets)).toBe(true)
  queues.down = false
  expect((await send(3)).length).toBe(3)
  await turn(3)
  expect(queues.names().length).toBeGreaterThan(0)
  expect(await metrics.text()).toMatch(/causeway_hop_lost_blocks_bucket\{le="0",src_chain="chain-b"[^}]*\} 2\b/)
})

test('a lane that is lost between the start of a job and its tx sends nothing, and goes on when it is ours again', async () => {
  let isOurs = true
  const openLease: OpenLease = (...lane) => ({ ...aloneLease(...lane), delay: () => (isOurs ? 0n : undefined) })
  relayer = openProcess({ nodes, openLease })
  await start()
  const packets = await send(3)
  isOurs = false
  await turn(12)
  expect([nodes.b.executed, allDone(packets)]).toEqual([[], false])
  isOurs = true
  await turn(4)
  expect(allDone(packets)).toBe(true)
})
