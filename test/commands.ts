// Runs a command to its end, and keeps the last of what it printed.
import { spawn } from 'node:child_process'
import { root } from '../localnet/config.ts'

export type Ended = { readonly code: number; readonly output: string }
export type CommandPlace = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> }

/** Characters, from the end: what a command says last is why it ended. */
const keptMax = 200_000

/** In the root of the repository unless said otherwise. Throws where there is no such program. */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd = root, env = {} }: CommandPlace = {},
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-keptMax)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', fail)
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}
