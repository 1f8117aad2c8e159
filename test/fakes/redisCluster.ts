// A Redis Cluster of three masters, each with a third of the slots, as own processes on free ports of the loopback.
import { freePort } from '../../localnet/freePort.ts'
import { RedisServer } from './redisServer.ts'

/** The last slots of the three. */
const lastSlots = [5_460, 10_921, 16_383]

export class RedisCluster {
  readonly nodes: readonly RedisServer[]

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes
  }

  /** Without full coverage two masters go on with their slots when the third is gone. */
  static async start(): Promise<RedisCluster> {
    const nodes: RedisServer[] = []
    for (const _ of lastSlots) {
      const own = { 'cluster-enabled': 'yes', 'cluster-port': `${await freePort()}`, 'cluster-node-timeout': '1000' }
      nodes.push(await RedisServer.start({ ...own, 'cluster-require-full-coverage': 'no' }))
    }
    const cluster = new RedisCluster(nodes)
    const [first, ...others] = nodes
    let from = 0
    for (const [at, last] of lastSlots.entries()) {
      await nodes[at]?.ask(`CLUSTER ADDSLOTSRANGE ${from} ${last}`)
      from = last + 1
    }
    for (const { port, busPort } of others) await first?.ask(`CLUSTER MEET 127.0.0.1 ${port} ${busPort}`)
    await cluster.#isWhole()
    return cluster
  }

  get urls(): readonly string[] {
    return this.nodes.map(({ url }) => url)
  }

  /** Which of the nodes has the keys of this hash tag. */
  async nodeOf(tag: string): Promise<number> {
    const slot = Number((await this.nodes[0]?.ask(`CLUSTER KEYSLOT {${tag}}`))?.slice(1))
    return lastSlots.findIndex((last) => slot <= last)
  }

  async flushAll(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.flushAll()))
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill('SIGTERM')))
  }

  async comeBack(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()))
    await this.#isWhole()
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()))
  }

  async #isWhole(): Promise<void> {
    for (const node of this.nodes) {
      for (;;) {
        const info = await node.ask('CLUSTER INFO')
        const signs = [/cluster_state:ok/, /cluster_slots_ok:16384/, /cluster_known_nodes:3/]
        if (signs.every((sign) => sign.test(info))) break
      }
    }
  }
}
