// A relayer of a test's own between two zones, as a process with a log to read: with its own keys, nodes or clock.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../localnet/config.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { type PathSettings, pathToml } from './pathConfig.ts'
import { blocksMs } from './world.ts'

export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly code?: string }
export type TroubledOptions = Partial<Pick<PathSettings, 'chains' | 'list'>> & {
  /** By which this process's clock is ahead of the machine's; behind, where it is negative. */
  readonly clockAheadMs?: number
}
export type TroubledRelayer = {
  readonly log: readonly LogLine[]
  /** The first line of the log, so far or to come, that is so. */
  heard(what: string, is: (line: LogLine) => boolean): Promise<LogLine>
  pause(): void
  resume(): void
  end(): Promise<void>
}

const running = new Set<ChildProcess>()
let databases = 4

/** Everything that a program reads of the clock is moved; what it measures is not. */
function clockModule(folder: string, aheadMs: number): string {
  const path = join(folder, 'clock.mjs')
  const text = `const Real = Date
globalThis.Date = class extends Real {
  constructor(...args) { super(...(args.length === 0 ? [Real.now() + ${aheadMs}] : args)) }
  static now() { return Real.now() + ${aheadMs} }
}\n`
  writeFileSync(path, text)
  return path
}

/** Of a relayer between two zones; `folder` takes its files. */
export function writeConfig(folder: string, a: string, b: string, options: TroubledOptions = {}): string {
  databases = databases === 15 ? 4 : databases + 1
  const path = join(folder, 'causeway.toml')
  const { chains = {}, list = [['transfer', '*']] } = options
  const text = pathToml(a, b, { list, chains, database: databases, sections: { global: { log_level: 'debug' } } })
  writeFileSync(path, text)
  return path
}

/** Resolves once it has started. */
export async function startTroubledRelayer(
  a: string,
  b: string,
  options: TroubledOptions = {},
): Promise<TroubledRelayer> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-own-'))
  const config = writeConfig(folder, a, b, options)
  const { clockAheadMs } = options
  const preload = clockAheadMs === undefined ? [] : ['--import', clockModule(folder, clockAheadMs)]
  const args = [...preload, join(root, 'causeway.ts'), 'relayer', '--config', config]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  running.add(child)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const log: LogLine[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('{')) log.push(JSON.parse(line) as LogLine)
    else log.push({ event: 'stderr', line })
  })
  const heard = (what: string, is: (line: LogLine) => boolean): Promise<LogLine> =>
    waitFor(what, blocksMs, async () => {
      const found = log.find(is)
      if (found === undefined && child.exitCode !== null) throw new Error(`it ended: ${JSON.stringify(log.slice(-5))}`)
      return found
    })
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
    running.delete(child)
    rmSync(folder, { recursive: true, force: true })
  }
  await heard('the relayer to start', ({ event }) => event === 'relayer.started')
  return { log, heard, end, pause: () => void child.kill('SIGSTOP'), resume: () => void child.kill('SIGCONT') }
}

/** Whatever a test has left behind. */
export function killTroubledRelayers(): void {
  for (const child of running) child.kill('SIGKILL')
}
