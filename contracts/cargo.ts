// Runs cargo in the contracts workspace with a target folder in the cache, so that a clean clone starts warm.
import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The environment in which cargo finds what it has built before. */
export const cargoEnv = {
  CARGO_TARGET_DIR:
    process.env['CARGO_TARGET_DIR'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway', 'cargo-target'),
}

/** Exit code of `cargo <args>`; output goes to this process's own streams. */
export function runCargo(args: readonly string[]): number {
  const result = spawnSync('cargo', args, {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, ...cargoEnv },
    stdio: 'inherit',
  })
  if (result.error)
    process.stderr.write('cargo is missing: install Rust 1.85 or newer (rustup.rs, or Debian rustc-web).\n')
  return result.status ?? 1
}

if (import.meta.main) process.exitCode = runCargo(process.argv.slice(2))
