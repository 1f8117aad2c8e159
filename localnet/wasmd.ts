// Builds wasmd from Go modules, once for each go.mod; the binary and its virtual machine lie together in the cache.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CausewayError } from '../core/errors.ts'
import { type ChainKind, localnetConfig, root, type WasmdLine } from './config.ts'

type ProgramKind = Pick<ChainKind, 'wasmd' | 'prefix'>
export type Wasmd = { readonly program: string; readonly env: Readonly<Record<string, string>> }

/** Folder of the go.mod that names the version. */
const folders: Readonly<Record<WasmdLine, string>> = {
  wasmd: join(root, 'localnet'),
  wasmd70: join(root, 'localnet', 'wasmd70'),
}

function goVersion(): string {
  const result = spawnSync('go', ['version'], { encoding: 'utf8' })
  if (result.status !== 0) throw new CausewayError('TOOL_MISSING', { tool: 'go' })
  return result.stdout.trim()
}

/** Prefixes of addresses are linked into the program; wasmd's own needs no word. */
function linkFlags({ prefix }: ProgramKind): readonly string[] {
  return prefix === 'wasm' ? [] : ['-ldflags', `-X github.com/CosmWasm/wasmd/app.Bech32Prefix=${prefix}`]
}

function build(folder: string, flags: readonly string[], out: string): Promise<void> {
  return new Promise((done, fail) => {
    const args = ['build', ...flags, '-o', out, 'github.com/CosmWasm/wasmd/cmd/wasmd']
    const child = spawn('go', args, {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: '1', GOFLAGS: '-buildvcs=false' },
    })
    let last = ''
    child.stderr.on('data', (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-4000)
    })
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`go build ended with ${code}:\n${last}`))))
  })
}

/** The linker has noted a library inside the Go module cache; a copy beside the binary outlives that cache. */
function copyLibrary(program: string, into: string): void {
  const linked = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout
  const path = /=> (\S+libwasmvm\S+)/.exec(linked)?.[1]
  if (path !== undefined) cpSync(path, join(into, basename(path)))
}

export async function buildWasmd(say: (line: string) => void, kind: ProgramKind): Promise<Wasmd> {
  const folder = folders[kind.wasmd]
  const flags = linkFlags(kind)
  const hash = createHash('sha256').update(goVersion())
  for (const name of ['go.mod', 'go.sum']) hash.update(readFileSync(join(folder, name)))
  hash.update(flags.join(' '))
  const home = join(localnetConfig().cache, 'wasmd', hash.digest('hex').slice(0, 24))
  const wasmd = { program: join(home, 'wasmd'), env: { LD_LIBRARY_PATH: home } }
  if (existsSync(wasmd.program)) return wasmd
  say(`Building ${kind.wasmd} from Go modules (two to ten minutes; cached afterwards)…`)
  const fresh = `${home}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  await build(folder, flags, join(fresh, 'wasmd'))
  copyLibrary(join(fresh, 'wasmd'), fresh)
  rmSync(home, { recursive: true, force: true })
  renameSync(fresh, home)
  return wasmd
}
