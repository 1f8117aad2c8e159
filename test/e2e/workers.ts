// Further relayer processes on the chains of the world, of the same operator or another, each with a home of its own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountsPath } from '../../localnet/accounts.ts'
import { freePort } from '../../localnet/freePort.ts'
import { runningPid } from '../../localnet/processes.ts'
import { configPath, program, untilReady } from '../../localnet/programs.ts'
import { parseSamples } from '../fakes/scrape.ts'
import { worldConfig } from './world.ts'

export type WorkerOptions = {
  /** Keys of somebody else instead of the operator's. */
  readonly ofAnother?: boolean
  /** TOML keys below `[redis]`. */
  readonly redis: string
}

export class Worker {
  readonly name: string
  readonly #config: typeof worldConfig
  readonly #program: ReturnType<typeof program>

  private constructor(name: string, home: string, telemetryPort: number) {
    this.name = name
    this.#config = { ...worldConfig, home, telemetryPort }
    this.#program = program(this.#config, 'relayer')
  }

  static async start(name: string, options: WorkerOptions): Promise<Worker> {
    const home = join(worldConfig.home, name)
    const port = await freePort()
    mkdirSync(home, { recursive: true })
    const keys = join(home, 'accounts.json')
    const text = readFileSync(configPath(worldConfig), 'utf8')
      .replace(`port = ${worldConfig.telemetryPort}`, `port = ${port}`)
      .replace(/^url = "redis:.*$/m, options.redis)
      .replaceAll(accountsPath(worldConfig), options.ofAnother === true ? keys : accountsPath(worldConfig))
    writeFileSync(join(home, 'causeway.toml'), text)
    if (options.ofAnother === true) writeFileSync(keys, JSON.stringify(otherKeys()), { mode: 0o600 })
    const worker = new Worker(name, home, port)
    await worker.start()
    return worker
  }

  async start(): Promise<void> {
    await this.#program.start()
    await untilReady(this.#config, 'relayer', `http://127.0.0.1:${this.#config.telemetryPort}/readyz`)
  }

  kill(): Promise<void> {
    return this.#program.kill()
  }

  /** Its connections stay open, and it does nothing. */
  pause(): void {
    process.kill(this.#pid(), 'SIGSTOP')
  }

  resume(): void {
    process.kill(this.#pid(), 'SIGCONT')
  }

  async metrics(): Promise<ReturnType<typeof parseSamples>> {
    const response = await fetch(`http://127.0.0.1:${this.#config.telemetryPort}/metrics`)
    return parseSamples(await response.text())
  }

  /** Lanes that it acts on. */
  async lanes(): Promise<readonly string[]> {
    const held = (await this.metrics()).filter(({ name, value }) => name === 'causeway_lane_lease' && value === 1)
    return held.map(({ labels }) => labels['lane'] ?? '')
  }

  /** Sum over all series of a metric. */
  async total(metric: string): Promise<number> {
    const found = (await this.metrics()).filter(({ name }) => name === metric)
    return found.reduce((sum, { value }) => sum + value, 0)
  }

  #pid(): number {
    const pid = runningPid(this.#config.home, 'relayer')
    if (pid === undefined) throw new Error(`${this.name} does not run`)
    return pid
  }
}

/** All of them, or none: what has started ends again where another one does not. */
export async function startWorkers(asked: Readonly<Record<string, WorkerOptions>>): Promise<Worker[]> {
  const starting = Object.entries(asked).map(([name, options]) => Worker.start(name, options))
  const ends = await Promise.allSettled(starting)
  const started = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed === undefined) return started
  await Promise.all(started.map((worker) => worker.kill()))
  throw failed.reason
}

/** Keys of somebody else under the names that a relayer looks for; none of the operator's is among them. */
export function otherKeys(): Readonly<Record<string, unknown>> {
  const accounts = JSON.parse(readFileSync(accountsPath(worldConfig), 'utf8')) as Record<string, unknown>
  const names = Object.keys(accounts).filter((name) => name.startsWith('relay.') || name === 'prepare')
  return Object.fromEntries([...names, 'operator'].map((name, index) => [name, accounts[`load-${index + 7}`]]))
}
