// What is struck: a localnet of its own with relayer and API that reach its nodes over wires, and its processes.
import { globSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allNodes, localnetConfig } from '../../localnet/config.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { down } from '../../localnet/down.ts'
import { chainHome } from '../../localnet/genesis.ts'
import { runningPid, stopBackground } from '../../localnet/processes.ts'
import { configPath, program, untilReady } from '../../localnet/programs.ts'
import { startRedis } from '../../localnet/redis.ts'
import { redisPid } from '../bench/cpu.ts'
import type { Part } from './schedule.ts'
import { Wire } from './wires.ts'

const portsFurther = 3_000
export const fieldConfig = localnetConfig({
  ...process.env,
  CAUSEWAY_PORT_OFFSET: `${portsFurther}`,
  CAUSEWAY_HOME: '.causeway/chaos',
})

/** By node: the ways to its RPC and to its gRPC. */
type Wires = ReadonlyMap<string, readonly Wire[]>
export type Field = { readonly stage: OpenStage; readonly wires: Wires }

/** New chains; relayer and API are led over the wires. */
export async function openField(say: (line: string) => void): Promise<Field> {
  const stage = await openStage({ config: fieldConfig, say, reset: true })
  const wires = new Map<string, readonly Wire[]>()
  let text = readFileSync(configPath(fieldConfig), 'utf8')
  for (const { id, rpc, grpc } of allNodes(fieldConfig)) {
    const both = await Promise.all([rpc, grpc].map((port) => Wire.open(port)))
    for (const [index, port] of [rpc, grpc].entries()) text = text.replaceAll(`:${port}"`, `:${both[index]?.port}"`)
    wires.set(id, both)
  }
  writeFileSync(configPath(fieldConfig), text)
  for (const name of ['relayer', 'api'] as const) {
    await stop(name)
    await start(name)
  }
  return { stage, wires }
}

export async function closeField({ stage, wires }: Field): Promise<void> {
  await stage.close()
  await down(fieldConfig)
  await Promise.all([...wires.values()].flat().map((wire) => wire.cut()))
}

/** The folder and the name under which the localnet keeps the pid of a part. */
function placeOf(part: Part): readonly [folder: string, name: string] {
  if (part === 'relayer' || part === 'api') return [fieldConfig.home, part]
  return part === 'redis' ? [redisHome(), 'redis'] : [chainHome(fieldConfig, part), 'node']
}
const redisHome = (): string => join(fieldConfig.home, 'redis')

/** Undefined while it does not run. */
export function pidOf(part: Part): number | undefined {
  return part === 'redis' ? redisPid(fieldConfig) : runningPid(...placeOf(part))
}

/** Without any chance to tidy up. */
export async function stop(part: Part): Promise<void> {
  const [folder, name] = placeOf(part)
  await stopBackground(folder, name, 'SIGKILL')
}

async function start(name: 'relayer' | 'api', env: Readonly<Record<string, string>> = {}): Promise<void> {
  await program(fieldConfig, name).start(env)
  if (name === 'api') await untilReady(fieldConfig, 'api', `http://127.0.0.1:${fieldConfig.apiPort}/readyz`)
}

/** Until it works again. */
export async function startPart({ stage }: Field, part: Part): Promise<void> {
  if (part === 'redis') await startRedis(fieldConfig)
  else if (part === 'relayer' || part === 'api') await start(part)
  else await stage.startZone(part)
}

const skewSec = 25
const skewLibrary = (): string | undefined => globSync('/usr/lib/*/faketime/libfaketime.so.1')[0]
/** What wrong clocks need on the machine. */
export const faketime = { what: 'libfaketime', packages: ['faketime'], present: () => skewLibrary() !== undefined }

/** With a clock of its own that is ahead, or behind; time passes there as everywhere. */
export async function startSkewed(part: Part, isAhead: boolean): Promise<void> {
  if (part !== 'relayer' && part !== 'api') throw new Error(`${part} has no clock that could be set`)
  const sign = isAhead ? '+' : '-'
  await start(part, {
    LD_PRELOAD: skewLibrary() ?? '',
    FAKETIME: `${sign}${skewSec}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
}

/** Of the file that Redis appends to, while it is down; at most all of it. */
export function cutAppendFile(bytes: number): void {
  const [file] = globSync(join(redisHome(), 'appendonlydir', '*.incr.aof')).slice(-1)
  if (file !== undefined) truncateSync(file, Math.max(0, statSync(file).size - bytes))
}
