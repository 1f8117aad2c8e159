// A Redis master, a replica of it and a Sentinel that watches both, as own processes on free ports of the loopback.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../localnet/freePort.ts'
import { askRedis, RedisServer } from './redisServer.ts'

export const masterName = 'causeway-jobs'

export class RedisSentinels {
  readonly master: RedisServer
  readonly replica: RedisServer
  readonly port: number
  readonly #folder: string
  readonly #sentinel: ChildProcess

  private constructor(master: RedisServer, replica: RedisServer, port: number) {
    this.master = master
    this.replica = replica
    this.port = port
    this.#folder = mkdtempSync(join(tmpdir(), 'causeway-sentinel-'))
    const file = join(this.#folder, 'sentinel.conf')
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${this.#folder}`,
      `sentinel monitor ${masterName} 127.0.0.1 ${master.port} 1`,
      `sentinel down-after-milliseconds ${masterName} 500`,
      `sentinel failover-timeout ${masterName} 2000`,
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    this.#sentinel = spawn('/usr/bin/redis-server', [file, '--sentinel'], { stdio: 'ignore' })
  }

  /** One Sentinel alone decides, so that nobody is outvoted. */
  static async start(): Promise<RedisSentinels> {
    const [master, replica] = [await RedisServer.start(), await RedisServer.start()]
    await replica.ask(`REPLICAOF 127.0.0.1 ${master.port}`)
    while (!(await replica.ask('INFO replication')).includes('master_link_status:up'));
    const whole = new RedisSentinels(master, replica, await freePort())
    while (!(await whole.#knowsReplica()));
    return whole
  }

  get place() {
    return { url: `redis://${masterName}`, sentinels: [`redis://127.0.0.1:${this.port}`] }
  }

  /** What the master has taken in, the replica has as well. */
  async synced(): Promise<void> {
    const sizes = (): Promise<string[]> => Promise.all([this.master, this.replica].map((one) => one.ask('DBSIZE')))
    for (let [one, other] = await sizes(); one !== other; ) [one, other] = await sizes()
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#sentinel.once('exit', resolve))
    this.#sentinel.kill('SIGKILL')
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
    await Promise.all([this.master.stop(), this.replica.stop()])
  }

  async #knowsReplica(): Promise<boolean> {
    const answer = await askRedis(this.port, `SENTINEL REPLICAS ${masterName}`).catch(() => '')
    return answer.includes(`127.0.0.1:${this.replica.port}`) && answer.includes('master-link-status')
  }
}
