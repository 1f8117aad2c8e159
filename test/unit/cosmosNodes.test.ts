// Several nodes of one chain behind one Chain: which of them is asked, what is asked again, and what is never mixed.

import { jest } from '@jest/globals'
import { ABCIQueryRequest, ABCIQueryResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { CosmosNodes, type NodeUrls } from '../../relayer/adapters/cosmosNodes.ts'
import { startGrpc } from '../fakes/grpcServer.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { ScriptedNode } from '../fakes/scriptedNode.ts'

const chainId = 'zone-a'
const nobody = 'http://127.0.0.1:1'
const timeoutMs = 2_000
let scripted: ScriptedNode[]
let urls: string[]
let log: ReturnType<typeof listeningLog>
const closing: (() => unknown)[] = []

beforeEach(async () => {
  scripted = await Promise.all([1, 2, 3].map(() => ScriptedNode.start(chainId)))
  urls = scripted.map(({ url }) => url)
  log = listeningLog()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await Promise.all(scripted.map((node) => node.stop().catch(() => undefined)))
})

const endsOf = (grpcUrls: readonly string[]): [NodeUrls, ...NodeUrls[]] => {
  const [first = '', ...rest] = urls
  const ends = (rpcUrl: string, index: number): NodeUrls => ({ rpcUrl, grpcUrl: grpcUrls[index] ?? nobody })
  return [ends(first, 0), ...rest.map((url, index) => ends(url, index + 1))]
}

function openNodes(): CosmosNodes {
  const nodes = new CosmosNodes({ chainId, nodes: endsOf([]), timeoutMs, log })
  closing.push(() => nodes.close())
  return nodes
}

function openChain(...grpcUrls: string[]): CosmosChain {
  const [first, ...backups] = endsOf(grpcUrls)
  const gasPrice = { price: 0, denom: 'ustake' }
  const chain = new CosmosChain({ chainId, ...first, backups, prefix: 'wasm', gasPrice, log, timeoutMs })
  closing.push(() => chain.close())
  return chain
}

const told = (event: string) => log.told.filter((one) => one.event === event).map(({ facts }) => facts)
const asked = (node: ScriptedNode, method: string): number => node.calls.filter((call) => call === method).length

/** A gRPC end that proves states up to `height`, as a node does: what it does not have it refuses. */
async function startProofs(height: () => bigint): Promise<string> {
  const proof = (request: ABCIQueryRequest): ABCIQueryResponse => {
    const known = request.height <= height()
    const ops = [{ type: 'ics23:iavl', key: request.data, data: Uint8Array.of(Number(request.height)) }]
    const answer = known ? { height: request.height, proofOps: { ops } } : { code: 26, log: 'cannot query future' }
    return ABCIQueryResponse.fromPartial(answer)
  }
  const { url, stop } = await startGrpc({
    '/cosmos.base.tendermint.v1beta1.Service/ABCIQuery': (bytes) =>
      ABCIQueryResponse.encode(proof(ABCIQueryRequest.decode(bytes))).finish(),
  })
  closing.push(stop)
  return url
}

test('one node is asked for everything while it answers; the others are not even looked at', async () => {
  const nodes = openNodes()
  for (let index = 0; index < 3; index += 1) await nodes.call('status')
  expect(scripted.map((node) => asked(node, 'status'))).toEqual([3, 0, 0])
})

test('a read whose node is away is answered by the next one, and later reads go there at once', async () => {
  const nodes = openNodes()
  await scripted[0]?.stop()
  await expect(nodes.call('block', { height: '7' })).resolves.toBeDefined()
  expect(nodes.url).toBe(urls[1])
  for (const node of scripted) node.calls.length = 0
  await nodes.call('block', { height: '8' })
  expect(scripted.map((node) => [...node.calls])).toEqual([[], ['block 8'], []])
  expect(told('chain.node_changed')).toEqual([{ chain_id: chainId, from: urls[0], to: urls[1] }])
})

test('many calls that fail at once make one choice', async () => {
  const nodes = openNodes()
  await scripted[0]?.stop()
  await Promise.all(Array.from({ length: 20 }, (_, index) => nodes.call('block', { height: `${index + 1}` })))
  expect(scripted.map((node) => asked(node, 'status'))).toEqual([0, 1, 1])
  expect(told('chain.node_changed')).toHaveLength(1)
})

test('a tx that got no answer is not sent again by itself: whoever sent it hears so, and the next one goes elsewhere', async () => {
  for (const node of scripted) node.methods.set('broadcast_tx_sync', () => ({ code: 0, log: '', hash: 'AA' }))
  const nodes = openNodes()
  await scripted[0]?.stop()
  await expect(nodes.call('broadcast_tx_sync', { tx: '' })).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  expect(scripted.map((node) => asked(node, 'broadcast_tx_sync'))).toEqual([0, 0, 0])
  await expect(nodes.call('broadcast_tx_sync', { tx: '' })).resolves.toMatchObject({ code: 0 })
  expect(scripted.map((node) => asked(node, 'broadcast_tx_sync'))).toEqual([0, 1, 0])
})

type Sync = { readonly network?: string; readonly catching_up?: boolean; readonly height?: number }

function says(node: ScriptedNode | undefined, { network = chainId, catching_up = false, height = 10 }: Sync): void {
  const sync = { latest_block_height: `${height}`, latest_block_time: '2027-01-01T00:00:00Z', catching_up }
  node?.methods.set('status', () => ({ node_info: { network }, sync_info: sync }))
}

test.each([
  ['serves another chain', { network: 'zone-b', height: 9_999 }, 'it serves zone-b'],
  ['is catching up', { catching_up: true }, 'it is catching up'],
  ['is behind the others', { height: 4 }, 'it is behind the others'],
])('a node that %s is not asked, and the log says why, once', async (_, state, reason) => {
  says(scripted[1], state)
  const nodes = openNodes()
  await scripted[0]?.stop()
  await nodes.call('block', { height: '7' })
  expect(nodes.url).toBe(urls[2])
  await scripted[2]?.stop()
  await expect(nodes.call('block', { height: '7' })).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  expect(scripted[1]?.calls).not.toContain('block 7')
  expect(told('chain.node_unfit').filter(({ url }) => url === urls[1])).toEqual([
    { chain_id: chainId, url: urls[1], reason },
  ])
})

test('a node whose proofs are refused is left for another one, and is not come back to', async () => {
  const nodes = openNodes()
  await nodes.call('status')
  expect(await nodes.doubt('its proofs are refused by zone-b')).toBe(true)
  expect(nodes.url).toBe(urls[1])
  const facts = { chain_id: chainId, url: urls[0], reason: 'its proofs are refused by zone-b' }
  expect(told('chain.node_unfit')).toEqual([facts])
  // What was asked of the first one and is refused only now is no evidence against the second.
  expect(await nodes.doubt('again')).toBe(true)
  expect(nodes.url).toBe(urls[1])
  await scripted[1]?.stop()
  await nodes.call('status')
  expect(nodes.url).toBe(urls[2])
})

test('the only node, and the only one that answers, is kept however much it is doubted', async () => {
  const [first] = endsOf([])
  const alone = new CosmosNodes({ chainId, nodes: [first], timeoutMs, log })
  closing.push(() => alone.close())
  expect(await alone.doubt('lies')).toBe(false)
  const nodes = openNodes()
  await Promise.all([scripted[1]?.stop(), scripted[2]?.stop()])
  expect(await nodes.doubt('lies')).toBe(false)
  expect(await nodes.call('status')).toBeDefined()
})

test('a node that is a few blocks behind is as good as any', async () => {
  says(scripted[1], { height: 6 })
  const nodes = openNodes()
  await scripted[0]?.stop()
  await nodes.call('block', { height: '7' })
  expect(nodes.url).toBe(urls[1])
})

test('an answer that refuses is an answer: no other node is asked for a better one', async () => {
  const nodes = openNodes()
  await expect(nodes.call('unheard_of')).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID' })
  expect(scripted.map((node) => node.calls.length)).toEqual([1, 0, 0])
})

test('while no other node is fit the error names the one that was asked; the first that becomes fit takes over', async () => {
  says(scripted[1], { catching_up: true })
  const nodes = openNodes()
  await scripted[0]?.stop()
  await scripted[2]?.stop()
  await expect(nodes.call('block', { height: '7' })).rejects.toMatchObject({
    code: 'CHAIN_UNREACHABLE',
    facts: { chainId, url: urls[0] },
  })
  expect([nodes.url, told('chain.node_changed')]).toEqual([urls[0], []])
  says(scripted[1], {})
  await expect(nodes.call('block', { height: '7' })).resolves.toBeDefined()
  expect(nodes.url).toBe(urls[1])
  expect(told('chain.node_fit')).toEqual([{ chain_id: chainId, url: urls[1] }])
})

test('both ends of a node change together: proof and header come from the node that has both', async () => {
  const second = await startProofs(() => 100n)
  const chain = openChain(nobody, second)
  for (const node of scripted) node.methods.set('commit', () => ({}))
  const { proofHeight } = await chain.queryProof(Uint8Array.of(1), 12n)
  expect(proofHeight).toBe(13n)
  await chain.queryHeader(13n, 12n).catch(() => undefined)
  expect(scripted.map((node) => asked(node, 'commit 13'))).toEqual([0, 1, 0])
})

test('a state that the other node does not have yet is refused, and never proven by an older one', async () => {
  let height = 11n
  const second = await startProofs(() => height)
  const chain = openChain(await startProofs(() => 12n), second)
  await expect(chain.queryProof(Uint8Array.of(1), 12n)).resolves.toMatchObject({ proofHeight: 13n })
  await scripted[0]?.stop()
  await chain.queryBlock(7n)
  await expect(chain.queryProof(Uint8Array.of(1), 12n)).rejects.toMatchObject({ code: 'PROOF_UNAVAILABLE' })
  height = 12n
  await expect(chain.queryProof(Uint8Array.of(1), 12n)).resolves.toMatchObject({ proofHeight: 13n })
})

type Watch = { readonly heard: number[]; until(height: number): Promise<void> }

function watch(chain: CosmosChain): Watch {
  const heard: number[] = []
  const stop = new AbortController()
  closing.unshift(() => stop.abort())
  let wake = Promise.withResolvers<void>()
  void chain.watchBlocks(({ height }) => {
    heard.push(Number(height))
    wake.resolve()
    wake = Promise.withResolvers<void>()
  }, stop.signal)
  return {
    heard,
    async until(height) {
      while (heard.at(-1) !== height) await wake.promise
    },
  }
}

/** A failing choice must fail the test, and not hang it: real sockets are answered long before this many rounds. */
async function untilTold(event: string): Promise<void> {
  for (let rounds = 0; told(event).length === 0; rounds += 1) {
    if (rounds > 200_000) throw new Error(`${event} was never told`)
    await new Promise((resume) => setImmediate(resume))
  }
}

async function watchFirst(chain: CosmosChain): Promise<Watch> {
  const subscribed = scripted[0]?.subscribed()
  const watching = watch(chain)
  await subscribed
  for (const node of scripted) node.advance(1)
  await watching.until(11)
  // No call is under way from here on that could notice what happens to the node.
  while (asked(scripted[0] as ScriptedNode, 'status') === 0) await new Promise((resume) => setImmediate(resume))
  await chain.queryStatus()
  return watching
}

test('blocks go on over the next node when theirs dies: each once and in order, those between read by height', async () => {
  const { heard, until } = await watchFirst(openChain())
  const again = scripted[1]?.subscribed()
  await scripted[0]?.stop()
  for (const node of scripted.slice(1)) node.advance(3, { announced: false })
  await again
  scripted[1]?.advance(1)
  await until(15)
  expect(heard).toEqual([11, 12, 13, 14, 15])
})

test('a node that stands still while the others go on is left within seconds', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
  try {
    const { heard, until } = await watchFirst(openChain())
    for (const node of scripted.slice(1)) node.advance(7)
    const again = scripted[1]?.subscribed()
    jest.advanceTimersByTime(5_000)
    await untilTold('chain.node_changed')
    await untilTold('chain.stream_lost')
    jest.advanceTimersByTime(100)
    await again
    await until(18)
    expect(heard).toEqual([11, 12, 13, 14, 15, 16, 17, 18])
    expect(told('chain.node_unfit')).toEqual([{ chain_id: chainId, url: urls[0], reason: 'it is behind the others' }])
  } finally {
    jest.useRealTimers()
  }
})
