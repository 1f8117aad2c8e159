// Measures how long the demonstration takes: cold on a clean clone with empty caches, then warm.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../localnet/config.ts'
import { type Figure, figure } from './figure.ts'

const coldBoundSec = 600
const warmBoundSec = 90

function run(program: string, args: readonly string[], cwd: string, env: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', fail)
    child.on('close', (code) =>
      code === 0 ? done(code) : fail(new Error(`${program} ${args.join(' ')} ended with ${code}`)),
    )
  })
}

async function seconds(task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await task()
  return (performance.now() - startedMs) / 1_000
}

/** Everything that is cached goes into an empty folder; only the machine's own packages are there already. */
export async function benchDemo(tell: (line: string) => void): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-cold-'))
  const clone = join(folder, 'clone')
  const env = {
    XDG_CACHE_HOME: join(folder, 'cache'),
    GOMODCACHE: join(folder, 'gomod'),
    GOCACHE: join(folder, 'gobuild'),
    CARGO_HOME: join(folder, 'cargo'),
    npm_config_cache: join(folder, 'npm'),
  }
  try {
    await run('git', ['clone', '--quiet', root, clone], folder, {})
    tell('cold: npm run demo on a clean clone, caches empty')
    const cold = await seconds(() => run('npm', ['run', '--silent', 'demo'], clone, env))
    tell('warm: once more')
    const warm = await seconds(() => run('npm', ['run', '--silent', 'demo'], clone, env))
    return [
      figure('npm run demo, cold', cold, 's', { at: '<=', bound: coldBoundSec }, 'one run'),
      figure('npm run demo, warm', warm, 's', { at: '<=', bound: warmBoundSec }, 'one run'),
    ]
  } finally {
    await run('chmod', ['-R', 'u+w', folder], tmpdir(), {})
    rmSync(folder, { recursive: true, force: true })
  }
}
