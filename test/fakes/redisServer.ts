// An own redis-server in a temporary folder, on a free port of the loopback; ended by its own process id.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../localnet/freePort.ts'

const program = '/usr/bin/redis-server'

/** Beside or instead of those that every server of a test has. */
type Settings = Readonly<Record<string, string>>

/** True where Debian's redis-server is installed. */
export const hasRedisServer = (): boolean => existsSync(program)

/** One command in the plain protocol, so that tests need no client library. */
export function askRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('error', reject)
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(answer.toString())
    })
    socket.write(`${command}\r\n`)
  })
}

export class RedisServer {
  readonly port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'causeway-redis-'))
  readonly #extra: Settings
  #process: ChildProcess | undefined

  private constructor(port: number, extra: Settings) {
    this.port = port
    this.#extra = extra
  }

  static async start(extra: Settings = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), extra)
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Where nodes of a Cluster talk to each other. */
  get busPort(): string {
    return this.#extra['cluster-port'] ?? ''
  }

  /** Again on the same port and the same append-only file. */
  async start(): Promise<void> {
    const settings = { port: `${this.port}`, bind: '127.0.0.1', dir: this.#folder, save: '', appendonly: 'yes' }
    const fixed = { appendfsync: 'everysec', 'maxmemory-policy': 'noeviction', daemonize: 'no' }
    const all = { ...settings, ...fixed, ...this.#extra }
    const args = Object.entries(all).flatMap(([key, value]) => [`--${key}`, value])
    // With the signal ignored, a file that may not grow any more fails its writer as a full disk does.
    this.#process = spawn('sh', ['-c', `trap '' XFSZ; exec ${program} "$@"`, 'sh', ...args], { stdio: 'ignore' })
    while (!(await this.#answers())) await new Promise((resolve) => setImmediate(resolve))
  }

  async kill(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  /** No file of the server may grow beyond so many bytes; one that is full already takes nothing more. */
  limitFiles(bytes: number | 'unlimited'): void {
    const pid = this.#process?.pid
    execFileSync('prlimit', ['--pid', `${pid}`, `--fsize=${bytes}:unlimited`])
  }

  /** SIGSTOP: connections stay open and nobody answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  ask(command: string): Promise<string> {
    return askRedis(this.port, command)
  }

  async flushAll(): Promise<void> {
    await this.ask('FLUSHALL')
  }

  async stop(): Promise<void> {
    this.thaw()
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    // While it reads its file it answers -LOADING.
    return /^(\+PONG|-NOAUTH)/.test(await this.ask('PING').catch(() => ''))
  }
}
