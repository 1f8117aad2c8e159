// Finds the tools that scripts need; installs Debian's packages where it may, names them in one line where not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CausewayError } from '../core/errors.ts'

type Say = (line: string) => void
type Need = { readonly what: string; readonly packages: readonly string[]; readonly present: () => boolean }

const runs = (program: string, ...flags: readonly string[]): boolean =>
  spawnSync(program, flags.length === 0 ? ['--version'] : flags).status === 0

const needs: readonly Need[] = [
  { what: 'go', packages: [], present: () => runs('go', 'version') },
  { what: 'cargo', packages: [], present: () => runs('cargo') },
  { what: 'a C compiler', packages: ['gcc', 'libc6-dev'], present: () => runs('cc') },
  { what: 'redis-server', packages: ['redis-server'], present: () => runs('redis-server') },
  {
    what: 'PostgreSQL server',
    packages: ['postgresql'],
    present: () => ['17', '16', '15', '14'].some((major) => existsSync(`/usr/lib/postgresql/${major}/bin/initdb`)),
  },
  {
    what: 'wasm compiler',
    packages: ['rustc-web', 'cargo-web', 'rust-web-src', 'lld-19'],
    present: () => existsSync('/usr/lib/rustlib/src') && existsSync('/usr/bin/wasm-ld-19'),
  },
]

/** Of the tests alone: Apache Spark reads what our analytics wrote, promtool loads the rules of operations. */
export const testNeeds: readonly Need[] = [
  { what: 'Java 17 or newer', packages: ['default-jre-headless'], present: () => runs('java') },
  { what: 'pip', packages: ['python3-pip'], present: () => runs('python3', '-m', 'pip', '--version') },
  { what: 'promtool', packages: ['prometheus'], present: () => runs('promtool') },
]

function aptInstall(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args: readonly string[]): boolean => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0
  return apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...packages])
}

/** Throws TOOL_MISSING with the packages to install when a tool is neither there nor installable. */
export async function ensureTools(say: Say, more: readonly Need[] = []): Promise<void> {
  const missing = [...needs, ...more].filter((need) => !need.present())
  const packages = missing.flatMap((need) => need.packages)
  if (packages.length > 0 && process.getuid?.() === 0) {
    say(`Installing ${packages.join(' ')}…`)
    aptInstall(packages)
  }
  const still = missing.filter((need) => !need.present())
  if (still.length === 0) return
  const remedy = still.map(
    (need) => `${need.what}${need.packages.length > 0 ? ` (apt-get install ${need.packages.join(' ')})` : ''}`,
  )
  throw new CausewayError('TOOL_MISSING', { tool: remedy.join('; ') })
}
