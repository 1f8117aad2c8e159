// The projector reads every block once: over gaps in what is pushed, failures of the store, and restarts.
import { openMetrics } from '../../api/metrics.ts'
import { openProjector, type Projector } from '../../api/projector.ts'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { Store } from '../../api/store/store.ts'
import { openWatchers } from '../../api/watchers.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import type { Block, Chain, Log } from '../../relayer/ports.ts'
import { ManualClock } from '../fakes/apiWorld.ts'
import { contractEvent } from '../fakes/chainEvents.ts'
import { FakeChain } from '../fakes/fakeChain.ts'

const id = (height: bigint): string => height.toString(16).padStart(64, '0')
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => log }

/** A chain whose next block tells that the transaction named by its height is voted. */
class TellingChain extends FakeChain {
  #told = 1n

  tell(): void {
    this.#told += 1n
    const leg = { transaction_id: id(this.#told), state: 'voted', code: '0', by: 'prepare' }
    this.makeBlock([{ events: [contractEvent('wasm1gate', 'leg', leg)] }])
  }
}

let store: Store
let stop: AbortController
let running: Promise<void>
let applied: bigint[]

beforeEach(async () => {
  store = await openKyselyStore(openSqlite(':memory:'), 'sqlite')
  applied = []
})
afterEach(async () => {
  stop.abort()
  await running
  await store.close()
})

type Changes = { readonly store?: Store; readonly lookback?: bigint; readonly log?: Log }

function follow(chain: Chain, changes: Changes = {}): Projector {
  stop = new AbortController()
  const projector = openProjector({
    store: changes.store ?? store,
    chains: new Map([[chain.chainId, chain]]),
    contracts: () => ({ hub: undefined, gate: 'wasm1gate' }),
    findPeer: async () => undefined,
    watchers: openWatchers(),
    clock: new ManualClock(),
    log: changes.log ?? log,
    metrics: { ...openMetrics(), projected: (_chainId, height) => void applied.push(height) },
    lookback: changes.lookback ?? 100n,
  })
  running = projector.run(stop.signal)
  return projector
}

async function reached(height: bigint): Promise<void> {
  while (applied.at(-1) !== height) await new Promise((resolve) => setImmediate(resolve))
}

async function seen(): Promise<string[]> {
  const { items } = await store.views({ limit: 100 })
  return items.map((item) => item.transactionId).sort()
}

test('blocks that were pushed with a gap are completed by height, in order', async () => {
  const chain = new TellingChain({ chainId: 'zone-a' })
  const push = chain.watchBlocks.bind(chain)
  const lossy: Chain['watchBlocks'] = (onBlock, signal) =>
    push((block: Block) => (block.height % 3n === 0n ? onBlock(block) : undefined), signal)
  chain.watchBlocks = lossy
  follow(chain)
  await reached(1n)
  for (let height = 2n; height <= 9n; height += 1n) chain.tell()
  await reached(9n)
  expect(applied).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n])
  expect(await seen()).toEqual([2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map(id))
})

test('a first start reads the latest blocks, a restart goes on where the store ends', async () => {
  const chain = new TellingChain({ chainId: 'zone-a' })
  for (let height = 2n; height <= 6n; height += 1n) chain.tell()
  follow(chain, { lookback: 2n })
  await reached(6n)
  expect(applied).toEqual([4n, 5n, 6n])
  stop.abort()
  await running
  chain.tell()
  chain.tell()
  follow(chain, { lookback: 2n })
  await reached(8n)
  expect(applied).toEqual([4n, 5n, 6n, 7n, 8n])
})

test('a block that the store could not take is taken when it can', async () => {
  const chain = new TellingChain({ chainId: 'zone-a' })
  let full = false
  const refusing = new Proxy(store, {
    get(target, name) {
      if (name === 'applyBlock' && full) return () => Promise.reject(new CausewayError('STORE_FULL', {}))
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  follow(chain, { store: refusing })
  await reached(1n)
  full = true
  chain.tell()
  chain.tell()
  await new Promise((resolve) => setImmediate(resolve))
  full = false
  await reached(3n)
  expect(applied).toEqual([1n, 2n, 3n])
})

test('a chain that is away holds up no other', async () => {
  const away = new TellingChain({ chainId: 'zone-b' })
  away.down = true
  const chain = new TellingChain({ chainId: 'zone-a' })
  stop = new AbortController()
  const chains = new Map<string, Chain>([
    ['zone-b', away],
    ['zone-a', chain],
  ])
  const projector = openProjector({
    store,
    chains,
    contracts: () => ({ hub: undefined, gate: 'wasm1gate' }),
    findPeer: async () => undefined,
    watchers: openWatchers(),
    clock: new ManualClock(),
    log,
    metrics: openMetrics(),
    lookback: 100n,
  })
  running = projector.run(stop.signal)
  chain.tell()
  while (projector.heights().get('zone-a') !== 2n) await new Promise((resolve) => setImmediate(resolve))
  expect(projector.heights().has('zone-b')).toBe(false)
})

test('a node that lies about its chain id is not read, and said once', async () => {
  const chain = new TellingChain({ chainId: 'zone-a' })
  const lie = new CausewayError('CHAIN_ID_MISMATCH', { expected: 'zone-a', served: 'zone-z' })
  let asked = 0
  chain.queryStatus = async () => {
    asked += 1
    throw lie
  }
  const said: unknown[] = []
  const warn: Log['warn'] = (_event, facts) => void said.push(facts?.['code'])
  follow(chain, { log: { ...log, warn } })
  chain.tell()
  while (asked < 3) await new Promise((resolve) => setImmediate(resolve))
  expect([applied, said]).toEqual([[], ['CHAIN_ID_MISMATCH']])
})
