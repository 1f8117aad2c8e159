// Builds a program from Go modules, once for each set of inputs; binary and libraries lie together in the cache.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CausewayError } from '../core/errors.ts'

/** `env` is what the program needs to find its libraries. */
export type GoProgram = { readonly program: string; readonly env: Readonly<Record<string, string>> }

export type GoBuild = {
  /** Of the binary. */
  readonly name: string
  /** Where binaries of this name are kept, one folder for each set of inputs. */
  readonly cache: string
  /** Of its go.mod. */
  readonly folder: string
  /** What it is built from, beside the modules: names in the folder. */
  readonly sources?: readonly string[]
  /** Of the command `go`, before `-o`. */
  readonly args: readonly string[]
  readonly packages: readonly string[]
  /** What distinguishes builds of the same inputs. */
  readonly words?: string
}

function goVersion(): string {
  const result = spawnSync('go', ['version'], { encoding: 'utf8' })
  if (result.status !== 0) throw new CausewayError('TOOL_MISSING', { tool: 'go' })
  return result.stdout.trim()
}

function build({ folder, args, packages }: GoBuild, out: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn('go', [...args, '-o', out, ...packages], {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: '1', GOFLAGS: '-buildvcs=false' },
    })
    let last = ''
    child.stderr.on('data', (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-4000)
    })
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`go ${args[0]} ended with ${code}:\n${last}`))))
  })
}

/** The linker has noted a library inside the Go module cache; a copy beside the binary outlives that cache. */
function copyLibrary(program: string, into: string): void {
  const linked = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout
  const path = /=> (\S+libwasmvm\S+)/.exec(linked)?.[1]
  if (path !== undefined) cpSync(path, join(into, basename(path)))
}

/** `begins` is called where it has to be built. Throws TOOL_MISSING. */
export async function buildGo(asked: GoBuild, begins: () => void): Promise<GoProgram> {
  const { name, cache, folder, sources = [], words = '' } = asked
  const hash = createHash('sha256').update(goVersion())
  for (const file of ['go.mod', 'go.sum', ...sources]) hash.update(readFileSync(join(folder, file)))
  hash.update(words)
  const home = join(cache, hash.digest('hex').slice(0, 24))
  const built = { program: join(home, name), env: { LD_LIBRARY_PATH: home } }
  if (existsSync(built.program)) return built
  begins()
  const fresh = `${home}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  await build(asked, join(fresh, name))
  copyLibrary(join(fresh, name), fresh)
  rmSync(home, { recursive: true, force: true })
  renameSync(fresh, home)
  return built
}
