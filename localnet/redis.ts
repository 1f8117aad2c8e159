// The localnet's own Redis: append-only file, never evicts, its own folder and port.
import { mkdirSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { CausewayError } from '../core/errors.ts'
import type { LocalnetConfig } from './config.ts'
import {
  assertPortFree,
  isPortTaken,
  logPath,
  runningPid,
  startBackground,
  stopBackground,
  until,
} from './processes.ts'

const redisFolder = (config: LocalnetConfig): string => join(config.home, 'redis')

export async function assertRedisPortFree(config: LocalnetConfig): Promise<void> {
  if (runningPid(redisFolder(config), 'redis') === undefined) await assertPortFree(config.redisPort, 'redis')
}

export async function startRedis(config: LocalnetConfig): Promise<void> {
  const folder = redisFolder(config)
  if (runningPid(folder, 'redis') !== undefined) return
  mkdirSync(folder, { recursive: true })
  const settings = { port: String(config.redisPort), bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '' }
  const fixed = { appendfsync: 'everysec', 'maxmemory-policy': 'noeviction', daemonize: 'no', 'set-proc-title': 'no' }
  const args = Object.entries({ ...settings, ...fixed }).flatMap(([key, value]) => [`--${key}`, value])
  await startBackground({ name: 'redis', program: 'redis-server', args, folder })
  const up = await until(10_000, async () => ((await isPortTaken(config.redisPort)) ? true : undefined))
  if (up === undefined) throw new CausewayError('REDIS_UNAVAILABLE', { log: logPath(folder, 'redis') })
}

export function stopRedis(config: LocalnetConfig): Promise<void> {
  return stopBackground(redisFolder(config), 'redis', 'SIGTERM')
}

/** FLUSHALL, by the plain protocol: the story empties Redis without any client library. */
export function emptyRedis(config: LocalnetConfig): Promise<void> {
  return new Promise((done, fail) => {
    const socket = createConnection({ host: '127.0.0.1', port: config.redisPort })
    socket.once('error', fail)
    socket.once('data', (answer) => {
      socket.destroy()
      if (answer.toString().startsWith('+OK')) done()
      else fail(new Error(`redis answered ${answer.toString()}`))
    })
    socket.write('FLUSHALL\r\n')
  })
}
