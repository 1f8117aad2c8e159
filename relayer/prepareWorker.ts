// Puts accepted requests on their zones: one call of the gate for each job, again while a leg is only busy.
import { CausewayError, isCausewayError } from '../core/errors.ts'
import type { PrepareJob } from '../core/jobs.ts'
import { contractCode, executeMsg } from './contractCalls.ts'
import type { Lease } from './leases.ts'
import type { Chain, ChainEvent, Job, JobQueue, Log } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'
import { attributeIn } from './txEvents.ts'

export type PrepareOptions = {
  readonly chain: Chain
  readonly gate: string
  readonly queue: JobQueue<PrepareJob>
  /** Of the key `prepare` on this chain among the processes that have it. */
  readonly lease: Lease
  readonly log: Log
  readonly metrics: RelayMetrics
}

export const prepareKeyName = 'prepare'
// A job lasts until its tx is in a block, so this many fit into one or two blocks of a zone.
const jobsAtOnce = 64
const inclusionTimeoutMs = 30_000
const gasDoublingsMax = 4

// Measured on wasmd 0.61.14 (docs/gas.md), with room: a leg's checks, locks and its share of the packet; each byte is
// read, hashed and written once. The manifest is stored by the gate and travels in the packet.
const callGas = 300_000
const legGas = 700_000
const manifestByteGas = 400
const contentByteGas = 150

/** Base64 holds three bytes in four characters. */
const bytesIn = (base64: string): number => Math.ceil(base64.length * 0.75)

export function planPrepareGas({ legs }: PrepareJob): bigint {
  const perLeg = legs.map(({ manifest, contents }) => {
    const content = contents.reduce((sum, one) => sum + bytesIn(one.content), 0)
    return legGas + bytesIn(manifest) * manifestByteGas + content * contentByteGas
  })
  return BigInt(Math.ceil(perLeg.reduce((sum, one) => sum + one, callGas)))
}

/** Codes of legs that this call has left out, with the transaction they belong to. */
export function rejectedLegs(events: readonly ChainEvent[]): readonly { readonly id: string; readonly code: number }[] {
  return events
    .filter(({ type }) => type === 'wasm-causeway_rejected')
    .map((event) => ({ id: attributeIn(event, 'transaction_id') ?? '', code: Number(attributeIn(event, 'code') ?? 0) }))
}

/**
 * 400s of the schema say that the leg cannot be locked now; all others that it never will be. A leg that is not to be
 * locked is not an error of this worker: nothing was voted, and the deadline ends the transaction.
 */
export const isTransient = (code: number): boolean => code >= 400 && code < 500

export function startPrepareWorker(options: PrepareOptions): void {
  const { queue, lease, log, chain } = options
  lease.watch({
    gained: () => queue.work((job) => prepare(options, job), { concurrency: jobsAtOnce }),
    lost: () => void queue.rest().catch((error) => log.warn('prepare.unrested', { chain_id: chain.chainId, error })),
  })
}

async function prepare(options: PrepareOptions, { data, id: jobId }: Job<PrepareJob>): Promise<void> {
  const { chain, log, metrics } = options
  const events = await callGate(options, data, planPrepareGas(data), 0)
  // A resource that is called along the way may emit whatever it likes; only the gate speaks about its legs.
  const rejected = rejectedLegs(events.filter((event) => attributeIn(event, '_contract_address') === options.gate))
  const prepared = data.legs.length - rejected.length
  metrics.add('causeway_legs_prepared_total', { chain: chain.chainId }, prepared)
  for (const { id, code } of rejected) {
    log.info('leg.rejected', { chain_id: chain.chainId, transaction_id: id, code, job_id: jobId })
  }
  const busy = rejected.find(({ code }) => isTransient(code))
  if (busy !== undefined) throw legBusy(chain.chainId, busy.code)
}

/** Events of the call; none where every leg is refused for good, which is no failure of this worker. */
async function callGate(
  options: PrepareOptions,
  data: PrepareJob,
  gas: bigint,
  doublings: number,
): Promise<readonly ChainEvent[]> {
  const { chain, gate, log } = options
  const signer = await chain.signer(prepareKeyName)
  try {
    const { hash } = await signer.submit([executeMsg(signer.address, gate, { prepare: { legs: data.legs } })], gas)
    return (await signer.included(hash, inclusionTimeoutMs)).result.events
  } catch (error) {
    if (isCausewayError(error, 'TX_OUT_OF_GAS') && doublings < gasDoublingsMax) {
      return callGate(options, data, gas * 2n, doublings + 1)
    }
    const code = isCausewayError(error, 'TX_FAILED') ? contractCode(error.facts['log'] ?? '') : undefined
    if (code === undefined) throw error
    if (isTransient(code)) throw legBusy(chain.chainId, code)
    log.info('prepare.refused', { chain_id: chain.chainId, code, legs: data.legs.length })
    return []
  }
}

const legBusy = (chainId: string, code: number): CausewayError =>
  new CausewayError('LEG_BUSY', { chainId, code: String(code) })
