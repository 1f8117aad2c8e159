// The queues that the conformance suite runs over, each with the accidents that may befall its server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import type { Log, OpenQueue } from '../../relayer/ports.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { RedisCluster } from '../fakes/redisCluster.ts'
import { RedisServer } from '../fakes/redisServer.ts'

export type QueueWorld = {
  /** As a process has it; `close` ends it in order. */
  open(): { readonly openQueue: OpenQueue; close(): Promise<void> }
  /** Lets another process take the first job of a queue and die in the middle of it. */
  dieWorking(name: string): Promise<void>
  empty(): Promise<void>
  goDown(): Promise<void>
  comeBack(): Promise<void>
  stop(): Promise<void>
}

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
}

/** Shorter than in a relayer, so that a dead worker is noticed within a test. */
export const shortLocks = { lockMs: 1_000, stalledIntervalMs: 300 }

export async function memoryWorld(): Promise<QueueWorld> {
  const queues = new MemoryQueues()
  return {
    open: () => ({ openQueue: queues.open, close: async () => queues.crash() }),
    async dieWorking(name) {
      await new Promise<void>((taken) => {
        queues.open(name).work(
          () => {
            taken()
            return new Promise(() => undefined)
          },
          { concurrency: 1 },
        )
      })
      queues.crash()
    },
    empty: async () => queues.empty(),
    goDown: async () => {
      queues.down = true
    },
    comeBack: async () => {
      queues.down = false
    },
    stop: async () => undefined,
  }
}

const program = join(import.meta.dirname, 'doomedWorker.ts')

async function dieWorking(place: string, name: string): Promise<void> {
  const child = spawn(process.execPath, [program, place, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** All of its nodes are there or none. */
export async function clusterWorld(): Promise<QueueWorld> {
  const cluster = await RedisCluster.start()
  return {
    open: () => openBullmq({ nodes: cluster.urls, log: silent, ...shortLocks }),
    dieWorking: (name) => dieWorking(cluster.urls.join(), name),
    empty: () => cluster.flushAll(),
    goDown: () => cluster.kill(),
    comeBack: () => cluster.comeBack(),
    stop: () => cluster.stop(),
  }
}

export async function bullmqWorld(): Promise<QueueWorld> {
  const server = await RedisServer.start()
  return {
    open: () => openBullmq({ url: server.url, log: silent, ...shortLocks }),
    dieWorking: (name) => dieWorking(server.url, name),
    empty: () => server.flushAll(),
    goDown: () => server.kill('SIGTERM'),
    comeBack: () => server.start(),
    stop: () => server.stop(),
  }
}
