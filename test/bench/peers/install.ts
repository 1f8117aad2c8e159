// Builds the relayers that ours is measured beside, Hermes and rly, from their registries, once for each set of inputs.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CausewayError } from '../../../core/errors.ts'
import { localnetConfig } from '../../../localnet/config.ts'
import { ensureTools } from '../../../localnet/setup.ts'

export type Say = (line: string) => void
export type PeerName = 'hermes' | 'rly'

export const hermesVersion = '1.13.2'
export const rlyVersion = '2.6.0'

/**
 * Proving keys of a chain that no run of ours has: the crate's build script downloads them from outside any registry,
 * and Hermes builds and runs without them.
 */
const keylessCrate = 'penumbra-sdk-proof-params'
const emptyBuildScript = '// Downloads nothing: no proof of this crate is made here.\nfn main() {}\n'
const hermesWorkspace = `[workspace]
resolver = "2"
members = ["ibc-relayer-cli"]

[patch.crates-io]
${keylessCrate} = { path = "${keylessCrate}" }
`
/** sonic is newer than what rly asks for, whose own does not compile with Go 1.26. */
const rlyModule = `module causeway/bench/rly

go 1.26.0

tool github.com/cosmos/relayer/v2

require (
	github.com/bytedance/sonic v1.15.0
	github.com/cosmos/relayer/v2 v${rlyVersion}
)
`

/** Hermes carries the client of another chain: a store in C++, whose headers are read at build time, and messages. */
const needs = [
  {
    what: 'libclang',
    packages: ['libclang-dev', 'g++'],
    present: () => globSync('/usr/lib/{*-linux-gnu,llvm-*/lib}/libclang{.so*,-[0-9]*.so*}').length > 0,
  },
  {
    what: 'protoc',
    packages: ['protobuf-compiler', 'libprotobuf-dev'],
    present: () => spawnSync('protoc', ['--version']).status === 0,
  },
]

type Step = {
  readonly program: 'cargo' | 'go'
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a build step; one that fails is told with its last words. */
function run({ program, args, cwd, env }: Step): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
    let last = ''
    child.stderr.on('data', (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-4000)
    })
    child.on('error', (cause) => fail(new CausewayError('TOOL_MISSING', { tool: program }, cause)))
    child.on('close', (code) => {
      if (code === 0) done()
      else fail(new Error(`${program} ${args.join(' ')} in ${cwd} ended with ${code}:\n${last}`))
    })
  })
}

function versionOf(program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: 'utf8' })
  if (result.status !== 0) throw new CausewayError('TOOL_MISSING', { tool: program })
  return result.stdout.trim()
}

/** The folder into which cargo unpacks a crate that it downloads from its registry. */
async function crateSource(name: string, version: string, cwd: string): Promise<string> {
  await run({ program: 'cargo', args: ['info', '--quiet', `${name}@${version}`], cwd })
  const sources = join(process.env['CARGO_HOME'] ?? join(homedir(), '.cargo'), 'registry', 'src')
  for (const registry of readdirSync(sources)) {
    const path = join(sources, registry, `${name}-${version}`)
    if (existsSync(path)) return path
  }
  throw new Error(`cargo has not unpacked ${name} ${version} under ${sources}`)
}

/** The version that Hermes's own lock file names. */
function lockedVersion(lock: string, name: string): string {
  const version = new RegExp(`name = "${name}"\\nversion = "([^"]+)"`).exec(lock)?.[1]
  if (version === undefined) throw new Error(`the lock file of Hermes ${hermesVersion} has no ${name}`)
  return version
}

/** A workspace around Hermes's published crate and lock file, with the keyless crate in place of the original. */
async function buildHermes(out: string, work: string): Promise<void> {
  const cli = await crateSource('ibc-relayer-cli', hermesVersion, dirname(work))
  const lock = readFileSync(join(cli, 'Cargo.lock'), 'utf8')
  const keyless = await crateSource(keylessCrate, lockedVersion(lock, keylessCrate), dirname(work))
  for (const [from, name] of [
    [cli, 'ibc-relayer-cli'],
    [keyless, keylessCrate],
  ] as const)
    cpSync(from, join(work, name), { recursive: true })
  writeFileSync(join(work, keylessCrate, 'build.rs'), emptyBuildScript)
  writeFileSync(join(work, 'Cargo.toml'), hermesWorkspace)
  writeFileSync(join(work, 'Cargo.lock'), lock)
  const target = join(work, 'target')
  const args = ['build', '--release', '--bin', 'hermes', '--quiet']
  await run({ program: 'cargo', args, cwd: work, env: { CARGO_TARGET_DIR: target } })
  cpSync(join(target, 'release', 'hermes'), out)
}

async function buildRly(out: string, work: string): Promise<void> {
  writeFileSync(join(work, 'go.mod'), rlyModule)
  const args = ['build', '-o', out, 'github.com/cosmos/relayer/v2']
  await run({ program: 'go', args, cwd: work, env: { GOFLAGS: '-buildvcs=false -mod=mod' } })
}

type Recipe = {
  readonly name: PeerName
  readonly inputs: readonly string[]
  readonly announce: string
  readonly build: (out: string, work: string) => Promise<void>
}

/** Path of the program. A build that was cut off goes on where it was: only what is whole enters the cache. */
async function built({ name, inputs, announce, build }: Recipe, say: Say): Promise<string> {
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(input).update('\0')
  const home = join(localnetConfig().cache, 'peers', hash.digest('hex').slice(0, 24))
  const path = join(home, name)
  if (existsSync(path)) return path
  await ensureTools(say, needs)
  say(announce)
  const work = `${home}.work`
  mkdirSync(work, { recursive: true })
  const fresh = join(work, `${name}.built`)
  await build(fresh, work)
  mkdirSync(home, { recursive: true })
  renameSync(fresh, path)
  rmSync(work, { recursive: true, force: true })
  return path
}

const rlyRecipe = (): Recipe => ({
  name: 'rly',
  inputs: ['rly', rlyVersion, rlyModule, versionOf('go', ['version'])],
  announce: `Building rly ${rlyVersion} from its Go module (some minutes; cached afterwards)…`,
  build: buildRly,
})
const hermesRecipe = (): Recipe => ({
  name: 'hermes',
  inputs: ['hermes', hermesVersion, hermesWorkspace, emptyBuildScript, versionOf('cargo', ['--version'])],
  announce: `Building Hermes ${hermesVersion} from its crate (15 minutes on 2 free cores; cached afterwards)…`,
  build: buildHermes,
})

/** Path of the peer's program, from the cache or built into it. */
export const installPeer = (name: PeerName, say: Say): Promise<string> =>
  built(name === 'rly' ? rlyRecipe() : hermesRecipe(), say)

if (import.meta.main) {
  const say: Say = (line) => void process.stderr.write(`${line}\n`)
  // rly first, which is soon done.
  for (const name of ['rly', 'hermes'] as const) process.stdout.write(`${await installPeer(name, say)}\n`)
}
