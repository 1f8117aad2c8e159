// What is struck: a localnet of its own with relayer and API that reach its nodes over wires, stores of a platform, and
// disks of their own for what writes to one.
import { globSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allNodes, localnetConfig } from '../../localnet/config.ts'
import { settleAbroad } from '../../localnet/demo/cast.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import type { RunningStore } from '../../localnet/demo/stores.ts'
import { openVault, type Vault } from '../../localnet/demo/vault.ts'
import { down } from '../../localnet/down.ts'
import { chainHome } from '../../localnet/genesis.ts'
import { runningPid, stopBackground } from '../../localnet/processes.ts'
import { configPath, program, untilReady } from '../../localnet/programs.ts'
import { startRedis } from '../../localnet/redis.ts'
import { redisPid } from '../bench/cpu.ts'
import { canMount, Disk, removeLeftDisks } from './disks.ts'
import { isStore, nodes, type Part, type Store, stores } from './schedule.ts'
import { Wire } from './wires.ts'

const portsFurther = 3_000
export const fieldConfig = localnetConfig({
  ...process.env,
  CAUSEWAY_PORT_OFFSET: `${portsFurther}`,
  CAUSEWAY_HOME: '.causeway/chaos',
})

/** By node: the ways to its RPC and to its gRPC. */
type Wires = ReadonlyMap<string, readonly Wire[]>
export type Field = {
  readonly stage: OpenStage
  readonly wires: Wires
  readonly vault: Vault
  /** Of every part that writes to one; none where this machine lets us mount nothing. */
  readonly disks: ReadonlyMap<Part, Disk>
}

/** New chains and stores; relayer and API are led over the wires. */
export async function openField(say: (line: string) => void): Promise<Field> {
  removeLeftDisks()
  const stage = await openStage({ config: fieldConfig, say, reset: true })
  const vault = await openVault(stage)
  await settleAbroad(stage, vault.cast)
  const disks = canMount() ? await moveToDisks(stage, vault) : new Map<Part, Disk>()
  const wires = await lead()
  for (const name of ['relayer', 'api'] as const) {
    await stop({ vault }, name)
    await start(name)
  }
  return { stage, wires, vault, disks }
}

const apiFolder = (): string => join(fieldConfig.home, 'api')

/** Whoever writes is stopped meanwhile; the API keeps its database there from its next start. */
async function moveToDisks(stage: OpenStage, vault: Vault): Promise<ReadonlyMap<Part, Disk>> {
  const disks = new Map<Part, Disk>([['api', Disk.under(apiFolder(), 'api')]])
  const folders: readonly (readonly [Part, string])[] = [
    ...nodes.map((node) => [node, chainHome(fieldConfig, node)] as const),
    ...stores.map((store) => [store, join(storeOf(vault, store).folder, 'data')] as const),
    ['redis', redisHome()],
  ]
  for (const [part, folder] of folders) {
    await stop({ vault }, part)
    disks.set(part, Disk.under(folder, part))
    await startPart({ stage, vault }, part)
  }
  return disks
}

/** Wires to every node, and the configuration of relayer and API over them. */
async function lead(): Promise<Wires> {
  const wires = new Map<string, readonly Wire[]>()
  let text = readFileSync(configPath(fieldConfig), 'utf8')
  for (const { id, rpc, grpc } of allNodes(fieldConfig)) {
    const both = await Promise.all([rpc, grpc].map((port) => Wire.open(port)))
    for (const [index, port] of [rpc, grpc].entries()) text = text.replaceAll(`:${port}"`, `:${both[index]?.port}"`)
    wires.set(id, both)
  }
  mkdirSync(apiFolder(), { recursive: true })
  const database = (folder: string): string => `"sqlite:${join(folder, 'api.db')}"`
  if (!text.includes(database(fieldConfig.home))) throw new Error('the configuration names no database to move')
  writeFileSync(configPath(fieldConfig), text.replace(database(fieldConfig.home), database(apiFolder())))
  return wires
}

export async function closeField({ stage, wires, vault, disks }: Field): Promise<void> {
  await stage.close()
  await down(fieldConfig)
  await Promise.all([...wires.values()].flat().map((wire) => wire.cut()))
  await Promise.all(vault.stores.all.map((store) => store.kill()))
  for (const disk of disks.values()) disk.unmount()
  await vault.stores.close()
}

function storeOf({ stores: { at } }: Vault, store: Store): RunningStore {
  return at(stores.indexOf(store))
}

/** The folder and the name under which the localnet keeps the pid of a part. */
function placeOf(part: Exclude<Part, Store>): readonly [folder: string, name: string] {
  if (part === 'relayer' || part === 'api') return [fieldConfig.home, part]
  return part === 'redis' ? [redisHome(), 'redis'] : [chainHome(fieldConfig, part), 'node']
}
const redisHome = (): string => join(fieldConfig.home, 'redis')

/** Undefined while it does not run. */
export function pidOf({ vault }: Pick<Field, 'vault'>, part: Part): number | undefined {
  if (isStore(part)) return storeOf(vault, part).pid
  return part === 'redis' ? redisPid(fieldConfig) : runningPid(...placeOf(part))
}

/** Without any chance to tidy up. */
export async function stop({ vault }: Pick<Field, 'vault'>, part: Part): Promise<void> {
  if (isStore(part)) return storeOf(vault, part).kill()
  const [folder, name] = placeOf(part)
  await stopBackground(folder, name, 'SIGKILL')
}

async function start(name: 'relayer' | 'api', env: Readonly<Record<string, string>> = {}): Promise<void> {
  await program(fieldConfig, name).start(env)
  if (name === 'api') await untilReady(fieldConfig, 'api', `http://127.0.0.1:${fieldConfig.apiPort}/readyz`)
}

/** Until it works again. */
export async function startPart({ stage, vault }: Pick<Field, 'stage' | 'vault'>, part: Part): Promise<void> {
  if (isStore(part)) await storeOf(vault, part).start()
  else if (part === 'redis') await startRedis(fieldConfig)
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
