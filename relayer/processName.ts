// A name for this process that no other one has, and whether a process of such a name has ended on this machine.
import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Process ids mean something here only; two containers with one host name have different ones. */
function place(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')}`
  } catch {
    return hostname()
  }
}

const here = place()
export const processName = `${here}/${process.pid}/${randomUUID().slice(0, 8)}`

/** False for processes of other machines, of which nobody here can know. */
export function hasEnded(name: string): boolean {
  if (name === processName || !name.startsWith(`${here}/`)) return false
  const pid = Number(name.slice(here.length + 1).split('/')[0])
  // Whoever had our number before us is gone.
  return pid === process.pid || !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
