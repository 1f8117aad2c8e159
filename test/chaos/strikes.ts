// Carries out a schedule: each strike at its moment, healed when its time is over, all of them healed in the end.
import type { Random } from '../random.ts'
import { cutAppendFile, type Field, pidOf, startPart, startSkewed, stop } from './field.ts'
import type { Strike } from './schedule.ts'

/** ms of this process's clock. */
export type Struck = { readonly strike: Strike; readonly fromMs: number; readonly healedMs: number }

const aofBytesMax = 20_000
const sleep = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, Math.max(0, ms)))

/** Resolves when the last one is healed. Throws when something cannot be struck or does not come back. */
export async function strikeAll(
  field: Field,
  strikes: readonly Strike[],
  random: Random,
  tell: (line: string) => void,
): Promise<readonly Struck[]> {
  const beganMs = performance.now()
  return Promise.all(
    strikes.map(async (strike) => {
      await sleep(beganMs + strike.atMs - performance.now())
      const fromMs = performance.now()
      tell(`  ${Math.round(strike.atMs / 1_000)} s: ${strike.kind} ${strike.part}, ${strike.lastsMs} ms`)
      const heal = await begin(field, strike, random)
      await sleep(fromMs + strike.lastsMs - performance.now())
      await heal()
      return { strike, fromMs, healedMs: performance.now() }
    }),
  )
}

type Heal = () => Promise<void>

async function begin(field: Field, { kind, part }: Strike, random: Random): Promise<Heal> {
  const again: Heal = () => startPart(field, part)
  if (kind === 'kill') {
    await stop(part)
    return again
  }
  if (kind === 'pause') {
    const pid = pidOf(part)
    if (pid === undefined) throw new Error(`${part} does not run`)
    process.kill(pid, 'SIGSTOP')
    return async () => void process.kill(pid, 'SIGCONT')
  }
  if (kind === 'wipe') {
    await field.stage.emptyRedis()
    return async () => undefined
  }
  if (kind === 'cut-file') {
    await stop(part)
    cutAppendFile(Math.ceil(random() * aofBytesMax))
    return again
  }
  if (kind === 'cut-off') {
    const wires = field.wires.get(part) ?? []
    await Promise.all(wires.map((wire) => wire.cut()))
    return async () => void (await Promise.all(wires.map((wire) => wire.mend())))
  }
  await stop(part)
  await startSkewed(part, random() < 0.5)
  return async () => {
    await stop(part)
    await again()
  }
}
