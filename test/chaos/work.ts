// What goes on while parts are struck: payments over all zones and records shared with all, and what each caller knows.
import { ApiRefusal } from '../../localnet/demo/apiClient.ts'
import { queryUnits } from '../../localnet/demo/chainFacts.ts'
import { registerRecord } from '../../localnet/demo/register.ts'
import type { Stage } from '../../localnet/demo/story.ts'
import type { User } from '../../localnet/demo/user.ts'
import { weatherRecord } from '../../localnet/demo/weather.ts'
import { denom, type Payment, planPayment } from '../bench/payments.ts'

export const zoneIds = ['zone-a', 'zone-b', 'zone-c'] as const

/**
 * `ok`: accepted. `refused`: an answer says no. `unknown`: no answer came, so that it may have been accepted or not.
 */
export type Answer = 'ok' | 'refused' | 'unknown'
export type Attempt = {
  readonly id: string
  readonly payment?: { readonly payer: string; readonly payee: string }
  /** The record that is to be on all zones. */
  readonly record?: string
  readonly request: Payment
  readonly answer: Answer
  readonly askedMs: number
  readonly answeredMs: number
}
export type Work = {
  readonly stage: Stage
  readonly payers: readonly User[]
  /** Attempts a second. */
  readonly rate: number
  readonly signal: AbortSignal
}

const answerTimeoutMs = 8_000
/** Of so many attempts one shares a record; the others pay. */
const everyRecord = 10

/** An open loop until the signal: a new attempt leaves whatever became of those before. */
export async function doWork(work: Work): Promise<readonly Attempt[]> {
  const { rate, signal } = work
  const attempts: Attempt[] = []
  const running: Promise<void>[] = []
  const beganMs = performance.now()
  for (let index = 0; !signal.aborted; index += 1) {
    const dueMs = beganMs + (index * 1_000) / rate
    await new Promise((resume) => setTimeout(resume, Math.max(0, dueMs - performance.now())))
    running.push(attempt(work, index).then((made) => void (made !== undefined && attempts.push(made))))
  }
  await Promise.all(running)
  return attempts
}

/** Nothing where the caller could not even say what it wants, because a chain that it must ask was away. */
async function attempt(work: Work, index: number): Promise<Attempt | undefined> {
  const drafted = await (index % everyRecord === 0 ? draftShare(work, index) : draftPayment(work, index)).catch(
    () => undefined,
  )
  if (drafted === undefined) return undefined
  const askedMs = performance.now()
  const answer = await ask(work.stage, drafted.request)
  return { ...drafted, answer, askedMs, answeredMs: performance.now() }
}

type Draft = Omit<Attempt, 'answer' | 'askedMs' | 'answeredMs'>

async function draftPayment({ stage, payers }: Work, index: number): Promise<Draft> {
  const [payer, payee] = [payers[index % payers.length], payers[(index + 1) % payers.length]]
  if (payer === undefined || payee === undefined) throw new Error('no accounts to pay with')
  const request = await planPayment(stage, { payer, payee: payee.address, zoneIds })
  return { id: request.planned.transactionId, payment: { payer: payer.address, payee: payee.address }, request }
}

async function draftShare({ stage }: Work, index: number): Promise<Draft> {
  const { alice, bob, carol } = stage.users
  const record = weatherRecord(`did:causeway:asset:zone-a:chaos-${index}-${stage.run}`, '2012')
  // Alice is the one who keeps objects on zone A meanwhile: no two of her programs may be in each other's way.
  await registerRecord(stage, 'zone-a', carol, record)
  const actors = { 'zone-a': carol.address, 'zone-b': bob.address, 'zone-c': alice.address }
  const planned = await stage.api.plan({
    kind: 'replicate',
    id: record.id,
    from: 'zone-a',
    to: ['zone-b', 'zone-c'],
    actors,
  })
  const consents = await Promise.all([alice, bob, carol].map((user) => user.sign(planned.authorisationText)))
  return { id: planned.transactionId, record: record.id, request: { planned, consents } }
}

/** Asks once more with the same words what was asked before: the answer must be the same, and nothing must happen. */
export async function ask({ api }: Stage, { planned, consents }: Payment): Promise<Answer> {
  const late = new Promise<Answer>((resolve) => setTimeout(() => resolve('unknown'), answerTimeoutMs).unref())
  const asked = api.submit(planned, consents, { check: false }).then(
    (): Answer => 'ok',
    (error: unknown): Answer => (isNo(error) ? 'refused' : 'unknown'),
  )
  return Promise.race([asked, late])
}

/** An answer of the API that is no fault of its own, and not one of a part that it needs. */
const isNo = (error: unknown): boolean => error instanceof ApiRefusal && error.status < 500

/** Free and reserved units of an account on a zone, of the zone's own coin. */
export async function unitsOf(stage: Stage, chainId: string, account: string): Promise<bigint> {
  const { free, reserved } = await queryUnits(stage, chainId, account, denom)
  return free + reserved
}
