// `npm run chaos [-- --minutes 10 --kills 20 --seed 1 --json]`: works on live chains while their parts are struck,
// heals them, and judges from the chains alone. Ends with 1 where anything was broken.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { addToLedger, type KilledSort, killedSorts } from '../../docs/assurance/ledger.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { quantile, round } from '../bench/figure.ts'
import { loadUsers } from '../bench/load.ts'
import { Observer } from '../bench/observer.ts'
import { fund } from '../bench/payments.ts'
import { randomFrom } from '../random.ts'
import { closeField, type Field, faketime, fieldConfig, openField } from './field.ts'
import { type Kept, keepAll, keptBreaches, prepareBatches } from './keeping.ts'
import { isNode, isStore, type Kind, type Part, type Plan, planStrikes } from './schedule.ts'
import { type Struck, strikeAll } from './strikes.ts'
import { fateOf, isOver, judge, outcomeOf, type Purses, type Verdict } from './verdict.ts'
import { type Attempt, doWork, unitsOf, zoneIds } from './work.ts'

const rate = 2
const units = 1_000_000
const askedAgainMax = 50
/** Longer than any deadline, after which nothing may be under way any more. */
const healMs = 240_000
/** One object of a platform is kept in so much time. */
const keepEveryMs = 30_000

export type Report = {
  readonly seed: number
  readonly minutes: number
  readonly strikes: Readonly<Record<string, number>>
  readonly attempts: Readonly<Record<Attempt['answer'], number>>
  readonly committed: number
  readonly aborted: number
  /** Objects that stores have accepted. */
  readonly kept: number
  /** From a strike's healing to the first commit of what was asked after its beginning, s. */
  readonly recoverySec: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly violations: readonly string[]
}

export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: process.env['SEED'] ?? String(randomInt(2 ** 31)) },
      ledger: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const kills = Number(values.kills)
  const part = (of: number): number => Math.ceil(kills / of)
  const counts = {
    kill: kills,
    pause: part(4),
    wipe: part(10),
    'cut-file': part(10),
    'cut-off': part(10),
    skew: part(10),
    fill: part(4),
  }
  return { seed: Number(values.seed), minutes: Number(values.minutes), counts }
}

export async function runChaos(plan: Plan, tell: (line: string) => void): Promise<Report> {
  const field = await openField(tell)
  const { stage } = field
  const observer = new Observer([stage.hub.chain, ...zoneIds.map((id) => zoneOf(stage, id).chain)])
  try {
    const payers = await loadUsers(fieldConfig)
    await fund(stage, payers, zoneIds, units)
    const purses: Purses = new Map(
      await Promise.all(
        payers.map(async ({ address }) => [address, await unitsOf(stage, zoneIds[0], address)] as const),
      ),
    )
    const { attempts, struck, kept } = await workAndStrike(field, payers, plan, tell)
    tell('everything is healed; waiting for what is under way…')
    await untilOver(stage, attempts)
    const verdict = await judge(stage, attempts, purses, askedAgainMax)
    const violations = [...verdict.violations, ...(await keptBreaches(field.vault, kept))]
    return reportOf(plan, { attempts, struck, kept, verdict: { ...verdict, violations }, observer })
  } finally {
    observer.close()
    await closeField(field)
  }
}

type Done = {
  readonly attempts: readonly Attempt[]
  readonly struck: readonly Struck[]
  readonly kept: readonly Kept[]
}

async function workAndStrike(
  field: Field,
  payers: Parameters<typeof doWork>[0]['payers'],
  plan: Plan,
  tell: (line: string) => void,
): Promise<Done> {
  const random = randomFrom(plan.seed + 1)
  const strikes = planStrikes(possible(plan, field, tell))
  const batches = await prepareBatches(field.vault, Math.ceil((plan.minutes * 60_000) / keepEveryMs))
  const over = new AbortController()
  const keeping = keepAll(field.vault, batches, { everyMs: keepEveryMs, signal: over.signal })
  const working = doWork({ stage: field.stage, payers, rate, signal: over.signal })
  const timer = new Promise((resume) => setTimeout(resume, plan.minutes * 60_000))
  const [struck] = await Promise.all([strikeAll(field, strikes, random, tell), timer]).finally(() => over.abort())
  return { attempts: await working, struck, kept: await keeping }
}

/** Without disks of their own none can be full. */
function possible(plan: Plan, { disks }: Field, tell: (line: string) => void): Plan {
  if (disks.size > 0) return plan
  tell('no disk will be full: this machine lets us mount none (it needs root)')
  return { ...plan, counts: { ...plan.counts, fill: 0 } }
}

/** Throws nothing when time is over: the verdict says what is left. */
async function untilOver(stage: OpenStage, attempts: readonly Attempt[]): Promise<void> {
  const left = new Map(attempts.map((one) => [one.id, one]))
  await waitFor('transactions to end', healMs, async () => {
    for (const [id, { answer }] of left) {
      const fate = await fateOf(stage, id)
      const isOpen = answer === 'ok' && fate.hub === 'none' && (await outcomeOf(stage, id)) === 'pending'
      if (isOver(fate) && !isOpen) left.delete(id)
    }
    return left.size === 0 ? true : undefined
  }).catch((error: unknown) => say(String(error)))
}

type Found = Done & { readonly verdict: Verdict; readonly observer: Observer }

function reportOf({ seed, minutes }: Plan, { attempts, struck, kept, verdict, observer }: Found): Report {
  const count = (answer: Attempt['answer']): number => attempts.filter((one) => one.answer === answer).length
  const strikes = Map.groupBy(struck, ({ strike }) => `${strike.kind} ${strike.part}`)
  const ends = attempts
    .map(({ id, askedMs }) => ({ askedMs, endMs: observer.settledAtMs(id, zoneIds) }))
    .filter(({ endMs }) => Number.isFinite(endMs))
  const recovered = struck.map(({ strike, fromMs, healedMs }) => {
    const after = ends.filter(({ askedMs, endMs }) => askedMs >= fromMs && endMs >= healedMs)
    return { strike, sec: (Math.min(...after.map(({ endMs }) => endMs)) - healedMs) / 1_000 }
  })
  const recoveries = recovered.map(({ sec }) => sec).filter((sec) => Number.isFinite(sec))
  const lasting = recovered.filter(({ sec }) => !Number.isFinite(sec))
  const never = lasting.map(
    ({ strike: { kind, part, atMs } }) => `nothing was committed after ${kind} ${part}, ${atMs} ms`,
  )
  return {
    seed,
    minutes,
    strikes: Object.fromEntries([...strikes].map(([name, all]) => [name, all.length])),
    attempts: { ok: count('ok'), refused: count('refused'), unknown: count('unknown') },
    committed: verdict.committed,
    aborted: verdict.aborted,
    kept: kept.length,
    recoverySec: {
      p50: round(quantile(recoveries, 0.5)),
      p99: round(quantile(recoveries, 0.99)),
      max: round(Math.max(...recoveries)),
    },
    violations: [...verdict.violations, ...never],
  }
}

/** Which of a release's goals a killed process belongs to. */
const sortOf = (part: Part): KilledSort => (isNode(part) ? 'nodes' : isStore(part) ? 'stores' : part)

function ledgerEntry({ seed, strikes, attempts, kept, violations }: Report): Parameters<typeof addToLedger>[0] {
  const count = (kind: Kind, sort?: KilledSort): number =>
    Object.entries(strikes).reduce((sum, [name, times]) => {
      const [struck, part] = name.split(' ') as [Kind, Part]
      return struck === kind && (sort === undefined || sortOf(part) === sort) ? sum + times : sum
    }, 0)
  const counts = {
    kills: count('kill') + count('cut-file'),
    ...Object.fromEntries(killedSorts.map((sort) => [`kills of ${sort}`, count('kill', sort)])),
    wipes: count('wipe') + count('cut-file'),
    pauses: count('pause'),
    'cut off': count('cut-off'),
    'skewed clocks': count('skew'),
    'full disks': count('fill'),
    objects: kept,
    transactions: attempts.ok,
  }
  return { engine: 'chaos', seed, counts, violations: violations.length }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2)
  const plan = readPlan(args)
  await ensureTools(say, [faketime])
  say(`seed ${plan.seed}: ${plan.minutes} minutes, ${JSON.stringify(plan.counts)}`)
  const report = await runChaos(plan, say)
  const { violations, ...rest } = report
  say(JSON.stringify(rest, null, 2))
  for (const violation of violations) say(violation)
  say(`${violations.length} violations, ${rest.committed} committed, ${rest.aborted} aborted, ${rest.kept} kept`)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(report)}\n`)
  if (args.includes('--ledger')) addToLedger(ledgerEntry(report))
  // Where nothing at all was committed or kept, nothing was shown.
  if (violations.length > 0 || rest.committed === 0 || rest.kept === 0) process.exitCode = 1
}

if (import.meta.main) await command(main)
