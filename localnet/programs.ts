// Relayer and API as processes of their own, by the command lines that an operator would type.
import { join } from 'node:path'
import { type LocalnetConfig, root } from './config.ts'
import { logTail } from './logs.ts'
import { assertPortFree, runningPid, startBackground, stopBackground, until } from './processes.ts'

export type Program = {
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<void>
  readonly kill: () => Promise<void>
}

const readyTimeoutMs = 60_000
/**
 * As `npm run causeway` has them. Without a limit the heap grows with the machine's memory before it is cleaned; all
 * programs stay far below this one.
 */
export const nodeFlags = ['--max-old-space-size=400', '--max-semi-space-size=8']

export function configPath(config: LocalnetConfig): string {
  return join(config.home, 'causeway.toml')
}

/** `start` leaves a running one alone; `kill` gives it no chance to tidy up. */
export function program(config: LocalnetConfig, name: 'relayer' | 'api'): Program {
  const { home } = config
  const port = name === 'api' ? config.apiPort : config.telemetryPort
  const args = [...nodeFlags, join(root, 'causeway.ts'), name, '--config', configPath(config)]
  const start: Program['start'] = async (env = {}) => {
    if (runningPid(home, name) !== undefined) return
    await assertPortFree(port, name)
    await startBackground({ name, program: process.execPath, args, folder: home, cwd: root, env })
  }
  return { start, kill: () => stopBackground(home, name, 'SIGKILL') }
}

/** Waits for 200 under `url`; a process that has ended meanwhile is told at once, with its last words. */
export async function untilReady(config: LocalnetConfig, name: 'relayer' | 'api', url: string): Promise<void> {
  const ready = await until(readyTimeoutMs, async () => {
    if (runningPid(config.home, name) === undefined) return false
    const response = await fetch(url).catch(() => undefined)
    return response?.ok === true ? true : undefined
  })
  if (ready === true) return
  throw new Error(`the ${name} did not become ready at ${url}; its last words:\n${logTail(config, name, 20) ?? ''}`)
}
