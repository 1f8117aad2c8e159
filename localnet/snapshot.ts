// Keeps a deployed localnet in the cache, and starts the next empty home from it: same inputs, same state.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Built } from '../contracts/build.ts'
import { allNodes, type LocalnetConfig, nodesOf, root } from './config.ts'
import type { Wasmd } from './wasmd.ts'

/** Light clients expire a day after their last update; half of it is left to whoever starts from a snapshot. */
const ageMsMax = 12 * 3_600_000

const sources = [
  'localnet/zones.json',
  'localnet/wasmd70/go.mod',
  'localnet/accounts.ts',
  'localnet/genesis.ts',
  'localnet/deploy.ts',
  'localnet/deployServices.ts',
  'localnet/wasmTx.ts',
  'relayer/ics02/clients.ts',
  'relayer/ics02/counterparties.ts',
]
/** What belongs to one run and not to the chain. */
const left = new Set(['node.pid', 'node.log'])

/** Hash of all that a deployed localnet is made of; a home that was made of something else is of no use. */
export function localnetKey(config: LocalnetConfig, wasmd: Wasmd, built: Built): string {
  const hash = createHash('sha256').update(dirname(wasmd.program))
  for (const path of Object.values(built)) hash.update(readFileSync(path))
  for (const name of sources) hash.update(readFileSync(join(root, name)))
  // The validators of a chain stand in its genesis; another chain may join a home that is there.
  for (const site of config.chains) if (nodesOf(site).length > 1) hash.update(`${site.id} ${nodesOf(site).length}`)
  return hash.digest('hex').slice(0, 24)
}

const keyPath = (folder: string): string => join(folder, 'key')
function snapshotPath(config: LocalnetConfig, key: string): string {
  const chains = createHash('sha256').update(config.chains.map(({ id }) => id).join(' '))
  return join(config.cache, 'localnet', `${key}-${chains.digest('hex').slice(0, 8)}`)
}

/** Key of the home, or undefined when there is none. */
export function homeKey(config: LocalnetConfig): string | undefined {
  return existsSync(keyPath(config.home)) ? readFileSync(keyPath(config.home), 'utf8') : undefined
}

export function markHome(config: LocalnetConfig, key: string): void {
  mkdirSync(config.home, { recursive: true })
  writeFileSync(keyPath(config.home), key)
}

export function hasSnapshot(config: LocalnetConfig, key: string): boolean {
  const path = keyPath(snapshotPath(config, key))
  return existsSync(path) && Date.now() - statSync(path).mtimeMs < ageMsMax
}

function copy(config: LocalnetConfig, from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  const filter = (path: string): boolean => !left.has(basename(path))
  // The accounts first: they mark a folder as a home of ours, even if the rest is cut short.
  for (const name of ['accounts.json', 'deployment.json', ...allNodes(config).map((node) => node.id)]) {
    cpSync(join(from, name), join(to, name), { recursive: true, filter, preserveTimestamps: true })
  }
}

function removeExpired(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const isOld = Date.now() - statSync(join(folder, name)).mtimeMs > ageMsMax
    if (isOld) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Of stopped nodes only: their files must not change meanwhile. */
export function takeSnapshot(config: LocalnetConfig, key: string): void {
  const path = snapshotPath(config, key)
  const fresh = `${path}.${process.pid}`
  removeExpired(dirname(path))
  copy(config, config.home, fresh)
  writeFileSync(keyPath(fresh), key)
  rmSync(path, { recursive: true, force: true })
  renameSync(fresh, path)
}

export function restoreSnapshot(config: LocalnetConfig, key: string): void {
  copy(config, snapshotPath(config, key), config.home)
}
