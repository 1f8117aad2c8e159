// Builds the contracts to wasm, the same bytes from any folder, cached by the hash of everything that goes in.
import { spawn, spawnSync } from 'node:child_process'
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
import { homedir } from 'node:os'
import { join, relative } from 'node:path'

export type Say = (line: string) => void
/** The resource contracts of clauses 8 and 9; each one asks only those before it. */
export const services = ['identity', 'credentials', 'intake', 'stores', 'rights', 'market'] as const
const names = ['hub', 'gate', 'assets', ...services] as const
export type Service = (typeof services)[number]
/** Path of each contract's wasm. */
export type Built = Readonly<Record<(typeof names)[number], string>>
type Toolchain = {
  readonly name: string
  readonly cargo: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

const root = import.meta.dirname
const cacheRoot = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway')
const target = 'wasm32-unknown-unknown'
const targetDir = join(cacheRoot, 'wasm-target')
export const checksumsPath = join(root, 'artifacts', 'checksums.txt')

function output(program: string, args: readonly string[]): string | undefined {
  const result = spawnSync(program, args, { encoding: 'utf8' })
  return result.status === 0 ? result.stdout.trim() : undefined
}

/** Debian's compiler with its sources: the standard library is built along, because no wasm target is shipped. */
function debianToolchain(): Toolchain | undefined {
  const version = output('/usr/bin/rustc', ['--version'])
  const linker = ['wasm-ld-19', 'wasm-ld-16', 'wasm-ld-14'].find((name) => existsSync(`/usr/bin/${name}`))
  if (version === undefined || linker === undefined || !existsSync('/usr/lib/rustlib/src')) return undefined
  return {
    name: `debian ${version} ${linker}`,
    cargo: '/usr/bin/cargo',
    args: ['-Zbuild-std=std,panic_abort'],
    env: { RUSTC: '/usr/bin/rustc', RUSTC_BOOTSTRAP: '1', LINKER: linker },
  }
}

/** Every input of a build but the toolchain: manifests, the lock file, and the sources in these folders. */
function sourceHash(folders: readonly string[]): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (!['target', 'artifacts', 'tests'].includes(name)) visit(join(path, name))
    } else if (/\.(rs|toml|lock)$/.test(path)) {
      hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
    }
  }
  for (const name of ['Cargo.toml', 'Cargo.lock', ...folders]) visit(join(root, name))
  return hash.digest('hex')
}

/** Bytes must not tell where they were built: paths of checkout and registry are mapped away. */
function flags(toolchain: Toolchain): string {
  const cargoHome = process.env['CARGO_HOME'] ?? join(homedir(), '.cargo')
  const link = ['-s', '--allow-undefined'].map((flag) => `-C link-arg=${flag}`)
  const remap = [`--remap-path-prefix=${root}=/causeway`, `--remap-path-prefix=${cargoHome}=/cargo`]
  return ['-C target-cpu=mvp', `-C linker=${toolchain.env['LINKER']}`, ...link, ...remap].join(' ')
}

type Profile = 'release' | 'service'
type Parts = readonly (readonly [Profile, readonly string[]])[]

/**
 * What cargo builds in one call, and the profile of contracts/Cargo.toml: the commit for speed, services for size. A
 * call gives all its contracts the same features of their libraries: those that speak IBC v2 have one to themselves.
 */
const parts: Parts = [
  ['release', ['hub', 'gate']],
  ['release', ['assets']],
  ['service', services],
]

function compile(toolchain: Toolchain, profile: Profile, names: readonly string[]): Promise<void> {
  const packages = names.flatMap((name) => ['-p', `causeway-${name}`])
  const args = ['build', '--profile', profile, '--locked', '--lib', '--target', target, ...packages, ...toolchain.args]
  const env = { ...process.env, ...toolchain.env, RUSTFLAGS: flags(toolchain), CARGO_TARGET_DIR: targetDir }
  return new Promise((done, fail) => {
    const child = spawn(toolchain.cargo, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let last = ''
    child.stderr.on('data', (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-4000)
    })
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`cargo ended with ${code}:\n${last}`))))
  })
}

/** wasmd stores no more than 800 KiB of uncompressed code. */
const wasmBytesMax = 800 * 1024

function assertStorable(name: string, bytes: number): void {
  if (bytes > wasmBytesMax) throw new Error(`${name}.wasm has ${bytes} bytes; wasmd stores at most ${wasmBytesMax}`)
}

/** Folder with the wasm of these contracts; built when there is none for these inputs. */
async function builtFolder(folders: readonly string[], parts: Parts, announce: () => void): Promise<string> {
  const toolchain = debianToolchain()
  if (toolchain === undefined) {
    throw new Error('wasm toolchain is missing: apt-get install rustc-web cargo-web rust-web-src lld-19')
  }
  const key = createHash('sha256').update(sourceHash(folders)).update(toolchain.name).digest('hex').slice(0, 24)
  const folder = join(cacheRoot, 'wasm', key)
  const all = parts.flatMap(([, built]) => built)
  if (all.every((name) => existsSync(join(folder, `${name}.wasm`)))) return folder
  announce()
  for (const [profile, built] of parts) await compile(toolchain, profile, built)
  const fresh = `${folder}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  for (const [profile, built] of parts)
    for (const name of built) {
      const wasm = join(targetDir, target, profile, `causeway_${name}.wasm`)
      assertStorable(name, statSync(wasm).size)
      cpSync(wasm, join(fresh, `${name}.wasm`))
    }
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return folder
}

export async function buildContracts(say: Say): Promise<Built> {
  const folder = await builtFolder(['packages', 'hub', 'gate', 'resources'], parts, () =>
    say('Building the contracts to wasm (a few minutes; cached afterwards)…'),
  )
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.wasm`)])) as Built
}

/**
 * Path of the wasm of the contract that relaying is tested and measured with. It is built apart: cargo gives contracts
 * of one build the same features of their libraries, and no other contract shall change for a probe's.
 */
export async function buildProbe(say: Say): Promise<string> {
  const folder = await builtFolder(['probe'], [['release', ['probe']]], () =>
    say('Building the probe to wasm (a minute; cached afterwards)…'),
  )
  return join(folder, 'probe.wasm')
}

/** `<sha256>  <name>.wasm` a line, names ascending: the form that sha256sum reads. */
export function checksums(built: Built): string {
  const line = ([name, path]: [string, string]): string =>
    `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${name}.wasm\n`
  return Object.entries(built)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(line)
    .join('')
}

if (import.meta.main) {
  const built = await buildContracts((line) => void process.stderr.write(`${line}\n`))
  if (process.argv.includes('--write-checksums')) {
    mkdirSync(join(root, 'artifacts'), { recursive: true })
    writeFileSync(checksumsPath, checksums(built))
  }
  process.stdout.write(checksums(built))
}
