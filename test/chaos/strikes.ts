// Carries out a schedule: each strike at its moment, healed when its time is over, all of them healed in the end.
import type { Random } from '../random.ts'
import { cutAppendFile, type Field, pidOf, startPart, startSkewed, stop } from './field.ts'
import { isNode, type Strike } from './schedule.ts'

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
    await stop(field, part)
    return again
  }
  if (kind === 'pause') {
    const pid = pidOf(field, part)
    if (pid === undefined) throw new Error(`${part} does not run`)
    process.kill(pid, 'SIGSTOP')
    return async () => void process.kill(pid, 'SIGCONT')
  }
  if (kind === 'wipe') {
    await field.stage.emptyRedis()
    return async () => undefined
  }
  if (kind === 'fill') return fill(field, part)
  if (kind === 'cut-file') {
    await stop(field, part)
    cutAppendFile(Math.ceil(random() * aofBytesMax))
    return again
  }
  if (kind === 'cut-off') {
    const wires = field.wires.get(part) ?? []
    await Promise.all(wires.map((wire) => wire.cut()))
    return async () => void (await Promise.all(wires.map((wire) => wire.mend())))
  }
  await stop(field, part)
  await startSkewed(part, random() < 0.5)
  return async () => {
    await stop(field, part)
    await again()
  }
}

/** A node whose consensus has failed stands still until somebody starts it again; the others go on by themselves. */
async function fill(field: Field, part: Strike['part']): Promise<Heal> {
  const disk = field.disks.get(part)
  if (disk === undefined) throw new Error(`${part} has no disk of its own`)
  disk.fill()
  return async () => {
    disk.free()
    if (isNode(part)) await stop(field, part)
    await startPart(field, part)
  }
}
