// The program as it is typed, in a process of its own without a configuration around it: how it ends, and what it said.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../sources.ts'

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

export function startCauseway(...args: readonly string[]) {
  const { CAUSEWAY_CONFIG: _, ...env } = process.env
  return spawn(process.execPath, [join(root, 'causeway.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function causeway(...args: readonly string[]): Promise<Ended> {
  const child = startCauseway(...args)
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => void out.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void err.push(chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out: out.join(''), err: err.join('') })))
}
