// Hundreds of seeded runs of the whole relayer between two chains: whatever befalls it, every packet ends exactly once.
import { FaultyWorld } from '../fakes/ibcFaults.ts'

const seeds = 200
const faultsMin = 40

/** SEED=… in the environment runs that one alone. */
const only = process.env['SEED']
const chosen = only === undefined ? Array.from({ length: seeds }, (_, index) => index + 1) : [Number(only)]

type Ends = { acknowledged: number; timedOut: number }

async function run(seed: number, faults: Map<string, number>): Promise<Ends> {
  const world = new FaultyWorld(seed)
  await world.suffer()
  const unended = await world.heal()
  world.stop()
  const ends = { acknowledged: 0, timedOut: 0 }
  const names = unended.map(({ sourcePort, sourceChannel, sequence }) => `${sourcePort}/${sourceChannel}/${sequence}`)
  if (names.length > 0) throw new Error(`SEED=${seed}: no end of ${names.join(', ')}`)
  for (const { from, packet } of world.sent) {
    const [received, acknowledged, timedOut] = (['received', 'acknowledged', 'timed_out'] as const).map((life) =>
      world.times(life, from, packet),
    )
    const life = `${received} ${acknowledged} ${timedOut}`
    if (life !== '1 1 0' && life !== '0 0 1')
      throw new Error(`SEED=${seed}: received, acknowledged, timed out: ${life}`)
    if (acknowledged === 1) ends.acknowledged += 1
    else ends.timedOut += 1
  }
  for (const [kind, count] of world.faults) faults.set(kind, (faults.get(kind) ?? 0) + count)
  return ends
}

test('pitfalls 27, 29, 30, 32, 35: crashes, lost answers and emptied queues cost time, never a packet', async () => {
  const faults = new Map<string, number>()
  const total = { acknowledged: 0, timedOut: 0 }
  for (const seed of chosen) {
    const ends = await run(seed, faults)
    total.acknowledged += ends.acknowledged
    total.timedOut += ends.timedOut
  }
  if (only !== undefined) return
  // A run that met no faults, or knew only one kind of end, would prove little.
  expect(Math.min(total.acknowledged, total.timedOut)).toBeGreaterThan(seeds)
  const kinds = ['restart', 'emptyRedis', 'redisAway', 'mempoolLost', 'dearGas', 'block twice', 'submitted lost']
  for (const kind of [...kinds, 'submit lost', 'proof lost', 'header lost', 'search lost', 'grpc lost']) {
    expect([kind, (faults.get(kind) ?? 0) > faultsMin]).toEqual([kind, true])
  }
}, 120_000)
