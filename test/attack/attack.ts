// The shape of an attack: it is carried out for as long as it may, and says how much it did and what it broke.
import { spawn } from 'node:child_process'
import type { Engine } from '../../docs/assurance/ledger.ts'
import { root } from '../../localnet/config.ts'

export type Effort = {
  /** `ci`: what fits into a test run. `full`: what a release wants. */
  readonly tier: 'ci' | 'full'
  readonly say: (line: string) => void
}
export type Found = {
  /** How much was tried, by name. */
  readonly counts: Readonly<Record<string, number>>
  readonly violations: readonly string[]
}
export type Attack = { readonly name: Engine; readonly about: string; run(effort: Effort): Promise<Found> }

export type Ended = { readonly code: number; readonly output: string }

/** Runs a command to its end, and keeps the last of what it printed. */
export function runCommand(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-200_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', fail)
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}
