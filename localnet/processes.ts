// Starts and ends background processes by pid file; never ends a process that it cannot recognise as its own.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { CausewayError } from '../core/errors.ts'

export type Background = {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  /** Folder of `<name>.pid` and `<name>.log`. */
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

const pollMs = 50
const stopTimeoutMs = 15_000

/** Polls until `condition` gives a value; undefined after `timeoutMs`. */
export async function until<T>(timeoutMs: number, condition: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value !== undefined) return value
    if (performance.now() > end) return undefined
    await new Promise((resume) => setTimeout(resume, pollMs))
  }
}

function pidPath(folder: string, name: string): string {
  return join(folder, `${name}.pid`)
}

/** The pid, if that process still runs the program that we started under this name. */
export function runningPid(folder: string, name: string): number | undefined {
  const path = pidPath(folder, name)
  if (!existsSync(path)) return undefined
  const [pid = '', mark = ''] = readFileSync(path, 'utf8').split('\n')
  // A pid may have been given to somebody else since; only the same command line is ours.
  return mark !== '' && commandLine(Number(pid)) === mark ? Number(pid) : undefined
}

/** Empty when there is no such process, or when it has ended and only its parent has not noticed yet. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** Detached: it outlives this process, as a node of a chain does. */
export async function startBackground(background: Background): Promise<number> {
  const { folder, name } = background
  mkdirSync(folder, { recursive: true })
  const log = openSync(logPath(folder, name), 'a')
  const child = spawn(background.program, background.args, {
    cwd: background.cwd ?? folder,
    detached: true,
    env: { ...process.env, ...background.env },
    stdio: ['ignore', log, log],
  })
  const pid = await new Promise<number>((done, fail) => {
    child.once('error', (cause) => fail(new CausewayError('TOOL_MISSING', { tool: background.program }, cause)))
    child.once('spawn', () => done(child.pid ?? 0))
  })
  child.unref()
  closeSync(log)
  writeFileSync(pidPath(folder, name), `${pid}\n${commandLine(pid)}`)
  return pid
}

/** Ends it and waits until it is gone; SIGKILL leaves it no chance to tidy up. */
export async function stopBackground(folder: string, name: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const pid = runningPid(folder, name)
  if (pid === undefined) return
  process.kill(pid, signal)
  const gone = async (): Promise<true | undefined> => (hasEnded(pid) ? true : undefined)
  if ((await until(stopTimeoutMs, gone)) === undefined) {
    process.kill(pid, 'SIGKILL')
    await until(stopTimeoutMs, gone)
  }
  rmSync(pidPath(folder, name), { force: true })
}

/** Its ports are free only now: the first thread of a dying process is gone before the last one lets go of them. */
function hasEnded(pid: number): boolean {
  try {
    const state = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
    return state === 'Z' && readdirSync(`/proc/${pid}/task`).length === 1
  } catch {
    return true
  }
}

export function isPortTaken(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

/** Throws PORT_IN_USE before anything is started, so that nothing half-started is left. */
export async function assertPortFree(port: number, what: string): Promise<void> {
  if (!(await isPortTaken(port))) return
  const remedy = 'CAUSEWAY_PORT_OFFSET=1000 moves all ports of a localnet'
  throw new CausewayError('PORT_IN_USE', { port: String(port), what, remedy })
}

export function logPath(folder: string, name: string): string {
  return join(folder, `${name}.log`)
}
