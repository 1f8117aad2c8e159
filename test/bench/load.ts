// Puts a load of transactions on the system, open loop: requests come at a fixed rate, whatever became of those before.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalnetConfig } from '../../localnet/config.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { User } from '../../localnet/demo/user.ts'
import { describeCpu, readCpu } from './cpu.ts'
import { round } from './figure.ts'
import type { Observer } from './observer.ts'
import { type Payment, planPayment } from './payments.ts'

export type Bench = {
  readonly config: LocalnetConfig
  readonly stage: OpenStage
  readonly observer: Observer
  readonly payers: readonly User[]
  readonly tell: (line: string) => void
}
export type Load = { readonly zoneIds: readonly string[]; readonly seconds: number; readonly rate: number }
export type LoadResult = {
  /** Committed transactions a second, from the first submission to the last effect. */
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  /** What happened, and what the processors were busy with, as words. */
  readonly words: string
}

const payersMax = 16
const settleMs = 120_000

/** Accounts made for loads. */
export async function loadUsers({ home, prefix }: LocalnetConfig): Promise<readonly User[]> {
  const text = readFileSync(join(home, 'accounts.json'), 'utf8')
  const accounts = JSON.parse(text) as Record<string, { mnemonic: string }>
  const names = Object.keys(accounts).filter((name) => name.startsWith('load-'))
  return Promise.all(
    names.slice(0, payersMax).map((name) => User.fromMnemonic(name, accounts[name]?.mnemonic ?? '', prefix)),
  )
}

/** From one of the accounts to the next. */
export function nextPayment({ stage, payers }: Bench, zoneIds: readonly string[], index: number): Promise<Payment> {
  const payer = payers[index % payers.length]
  const payee = payers[(index + 1) % payers.length]
  if (payer === undefined || payee === undefined) throw new Error('no accounts to pay with')
  return planPayment(stage, { payer, payee: payee.address, zoneIds })
}

export async function measureLoad(bench: Bench, load: Load): Promise<LoadResult> {
  const { config, observer, tell } = bench
  const { zoneIds, seconds, rate } = load
  const submitted = new Map<string, number>()
  const refused: string[] = []
  const cpuBefore = readCpu(config)
  const startedMs = performance.now()
  const sending: Promise<void>[] = []
  for (let index = 0; performance.now() < startedMs + seconds * 1_000; index += 1) {
    const dueMs = startedMs + (index * 1_000) / rate
    await new Promise((resume) => setTimeout(resume, Math.max(0, dueMs - performance.now())))
    sending.push(send(bench, load, index, submitted).catch((error: unknown) => void refused.push(String(error))))
    if (index % (rate * 10) === 0) tell(`  ${index} submitted, ${settledCount(bench, load, submitted)} settled`)
  }
  await Promise.all(sending)
  const cpu = describeCpu(cpuBefore, readCpu(config), (performance.now() - startedMs) / 1_000)
  const all = (): boolean => settledCount(bench, load, submitted) === submitted.size
  await observer.until('the load to settle', settleMs, all).catch((error: unknown) => tell(String(error)))
  const committed = [...submitted].filter(([id]) => isCommitted(observer, id, zoneIds))
  const ends = committed.map(([id, fromMs]) => ({ fromMs, atMs: observer.settledAtMs(id, zoneIds) }))
  const spanSec = (Math.max(...ends.map(({ atMs }) => atMs)) - startedMs) / 1_000
  const words = [
    `${submitted.size} accepted in ${seconds} s at ${rate}/s, ${refused.length} refused, ${committed.length} committed`,
    `the last ${round(spanSec, 1)} s after the first`,
    `CPU of one core meanwhile: ${cpu}`,
  ].join('; ')
  return { perSecond: committed.length / spanSec, latenciesMs: ends.map(({ fromMs, atMs }) => atMs - fromMs), words }
}

async function send(bench: Bench, load: Load, index: number, submitted: Map<string, number>): Promise<void> {
  const payment = await nextPayment(bench, load.zoneIds, index)
  const atMs = performance.now()
  await bench.stage.api.submit(payment.planned, payment.consents, { check: false })
  submitted.set(payment.planned.transactionId, atMs)
}

function settledCount({ observer }: Bench, { zoneIds }: Load, submitted: ReadonlyMap<string, number>): number {
  return [...submitted.keys()].filter((id) => observer.isSettled(id, zoneIds)).length
}

function isCommitted(observer: Observer, id: string, zoneIds: readonly string[]): boolean {
  return zoneIds.every((zone) => observer.settled.get(id)?.get(zone)?.state === 'applied')
}
