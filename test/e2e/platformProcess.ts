// Processes of a platform as an operator starts them, each by its configuration file, and as a machine may end them.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../localnet/config.ts'

export type PlatformProcess = {
  /** Of its HTTP door, as its log says it; '' where it has none. */
  readonly url: string
  /** Its exit code once it is gone; null where a signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  /** Stands still, as a machine that is suspended, until it is told to go on. */
  pause(): void
  resume(): void
}

const running = new Set<ChildProcess>()

/** Resolves once the process has logged that it started. */
export async function startPlatform(
  name: 'access' | 'collection' | 'validation',
  path: string,
): Promise<PlatformProcess> {
  const child = spawn(process.execPath, [join(root, 'platform', name, 'main.ts'), path], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const said: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      if (/"event":"\w+\.started"/.test(line)) resolve(/"url":"([^"]+)"/.exec(line)?.[1] ?? '')
    })
    child.once('exit', () => reject(new Error(`${name} ended before it had started:\n${said.join('\n')}`)))
  })
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    child.kill(signal)
    const code = await ended
    running.delete(child)
    return code
  }
  return { url, end, pause: () => void child.kill('SIGSTOP'), resume: () => void child.kill('SIGCONT') }
}

/** Whatever a test has left behind. */
export function killPlatforms(): void {
  for (const child of running) child.kill('SIGKILL')
}
