// Requests on their way to a gate: what is tried again, what ends, and how much gas a call gets.
import { CausewayError } from '../../core/errors.ts'
import type { PrepareJob } from '../../core/jobs.ts'
import { aloneLease } from '../../relayer/leases.ts'
import type { ChainEvent } from '../../relayer/ports.ts'
import { planPrepareGas, rejectedLegs, startPrepareWorker } from '../../relayer/prepareWorker.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { contractEvent } from '../fakes/chainEvents.ts'
import { listeningLog, settled } from '../fakes/ibcPair.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { SigningChain } from '../fakes/signingChain.ts'

const legOf = (bytes: number, contentBytes = 0): PrepareJob['legs'][number] => ({
  manifest: Buffer.alloc(bytes).toString('base64'),
  authorisations: [],
  contents: contentBytes === 0 ? [] : [{ operation: 0, content: Buffer.alloc(contentBytes).toString('base64') }],
})
const job: PrepareJob = { chain: 'zone-a', legs: [legOf(300), legOf(300)] }
const rejected = (code: number, contract = 'the-gate'): ChainEvent =>
  contractEvent(contract, 'rejected', { transaction_id: 'aa', code: String(code) })
const failed = (log: string): CausewayError => new CausewayError('TX_FAILED', { log })

/** Runs one job over these ends of its txs, until nothing more happens. */
async function prepare(ends: readonly (readonly ChainEvent[] | Error)[], data = job) {
  const chain = new SigningChain({ chainId: 'zone-a' })
  chain.ends.push(...ends)
  const queues = new MemoryQueues()
  const queue = queues.open<PrepareJob>('{prepare.zone-a}')
  const log = listeningLog()
  const metrics = openRelayMetrics()
  startPrepareWorker({ chain, gate: 'the-gate', queue, lease: aloneLease('', ''), log, metrics })
  await queue.add([{ id: 'prepare.1', data }])
  await settled()
  return { chain, log, counts: await queue.counts(), metrics: await metrics.text() }
}

test('a job is one call of the gate with all its legs, by the key of preparing', async () => {
  const { chain, counts, metrics } = await prepare([[]])
  expect(chain.submitted).toEqual([
    {
      key: 'prepare',
      calls: [{ contract: 'the-gate', msg: { prepare: { legs: job.legs } } }],
      gas: planPrepareGas(job),
    },
  ])
  expect(counts).toEqual({ waiting: 0, active: 0, failed: 0 })
  expect(metrics).toMatch(/causeway_legs_prepared_total\{chain="zone-a"\} 2\b/)
})

test.each([
  ['the whole call fails', failed('failed to execute message; LOCKED (code 400): execute wasm contract failed')],
  ['one leg of the batch is left out', [rejected(400)]],
  ['an asset has yet to come', [rejected(401)]],
])('while %s because something is busy, it is tried again until it is locked', async (_, busy) => {
  const { chain, counts } = await prepare([busy, busy, []])
  expect(chain.submitted).toHaveLength(3)
  expect(counts.failed).toBe(0)
})

test.each([
  ['a signature is missing', failed('AUTHORISATION_MISSING (code 200): execute wasm contract failed')],
  ['its deadline has passed', failed('DEADLINE_PASSED (code 500): execute wasm contract failed')],
  ['one leg of the batch is refused', [rejected(302)]],
])('where %s, nothing is tried again and nothing fails: the deadline ends the transaction', async (_, end) => {
  const { chain, log, counts } = await prepare([end])
  expect(chain.submitted).toHaveLength(1)
  expect(counts).toEqual({ waiting: 0, active: 0, failed: 0 })
  expect(log.told.some(({ event }) => event === 'prepare.refused' || event === 'leg.rejected')).toBe(true)
})

test('in a mixed batch the refused leg is told, and the busy one brings the job back', async () => {
  const { chain, log } = await prepare([[rejected(302), rejected(400)], [rejected(302)]])
  expect(chain.submitted).toHaveLength(2)
  const codes = log.told.filter(({ event }) => event === 'leg.rejected').map(({ facts }) => facts['code'])
  expect(codes).toEqual([302, 400, 302])
})

test('pitfall 15: only the gate speaks about its legs; a resource that says the same is not believed', async () => {
  const { chain, metrics } = await prepare([[rejected(400, 'a-resource')]])
  expect(chain.submitted).toHaveLength(1)
  expect(metrics).toMatch(/causeway_legs_prepared_total\{chain="zone-a"\} 2\b/)
  expect(rejectedLegs([rejected(400), { type: 'wasm', attributes: [] }])).toEqual([{ id: 'aa', code: 400 }])
})

test('a call that runs out of gas gets twice as much, four times, and then the job has failed', async () => {
  const outOfGas = new CausewayError('TX_OUT_OF_GAS', {})
  const { chain } = await prepare([outOfGas, outOfGas, []])
  const gas = planPrepareGas(job)
  expect(chain.submitted.map((tx) => tx.gas)).toEqual([gas, gas * 2n, gas * 4n])
  const hopeless = await prepare(Array.from({ length: 1_000 }, () => outOfGas))
  expect(hopeless.chain.submitted.some((tx) => tx.gas === gas * 16n)).toBe(true)
  expect(hopeless.chain.submitted.every((tx) => tx.gas <= gas * 16n)).toBe(true)
  expect(hopeless.counts.failed).toBe(1)
})

test('a failure that the contract does not explain ends the job; a chain that is away does not', async () => {
  const { chain } = await prepare([failed('something else'), new CausewayError('CHAIN_UNREACHABLE', {}), []])
  // The dispatcher of the API hands it over again, as long as its leg is not on chain.
  expect(chain.submitted).toHaveLength(1)
  const away = await prepare([new CausewayError('CHAIN_UNREACHABLE', {}), []])
  expect(away.chain.submitted).toHaveLength(2)
})

test('the gas of a call grows with its legs, their manifests and their contents', () => {
  const gas = (...legs: readonly PrepareJob['legs'][number][]): bigint => planPrepareGas({ chain: 'zone-a', legs })
  expect(gas(legOf(300), legOf(300)) - gas(legOf(300))).toBeGreaterThanOrEqual(700_000n)
  expect(gas(legOf(3_300)) - gas(legOf(300))).toBe(3_000n * 400n)
  expect(gas(legOf(300, 60_000)) - gas(legOf(300))).toBe(60_000n * 150n)
})
