// CPU time of the localnet's processes, so that a figure can say what limits it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allNodes, type LocalnetConfig } from '../../localnet/config.ts'
import { chainHome } from '../../localnet/genesis.ts'
import { runningPid } from '../../localnet/processes.ts'

/** Seconds of CPU by process name, since that process started. */
export type CpuReading = ReadonlyMap<string, number>

// Linux counts in hundredths of a second for every process (USER_HZ).
const ticksPerSec = 100

export function readCpu(config: LocalnetConfig): CpuReading {
  const pids = new Map<string, number | undefined>([
    ...allNodes(config).map(({ id }) => [id, runningPid(chainHome(config, id), 'node')] as const),
    ['redis', redisPid(config)],
    ['relayer', runningPid(config.home, 'relayer')],
    ['api', runningPid(config.home, 'api')],
    ['this benchmark', process.pid],
  ])
  const seconds = new Map<string, number>()
  for (const [name, pid] of pids) if (pid !== undefined) seconds.set(name, cpuSeconds(pid))
  return seconds
}

export const redisPid = ({ home }: LocalnetConfig): number | undefined => runningPid(join(home, 'redis'), 'redis')

const cpuSeconds = (pid: number): number => parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'))

/** Of a line of /proc/<pid>/stat: time in the program and in the kernel for it, of all its threads. */
export function parseCpuSeconds(stat: string): number {
  // The program's name stands in parentheses and may hold spaces: fields count from the last one.
  const fields = stat.split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSec
}

/** Of /proc/<pid>/status: the greatest resident set since the process began, MB. */
export const parsePeakMb = (status: string): number => Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024

export const peakMb = (pid: number): number => parsePeakMb(readFileSync(`/proc/${pid}/status`, 'utf8'))

/** Seconds of CPU of all these processes together. */
export const cpuOf = (pids: Iterable<number>): number => [...pids].reduce((sum, pid) => sum + cpuSeconds(pid), 0)

/** "zone-a 31 %": shares of one core between two readings, greatest first. */
export function describeCpu(before: CpuReading, after: CpuReading, elapsedSec: number): string {
  const shares = [...after].map(([name, at]) => ({ name, share: (at - (before.get(name) ?? 0)) / elapsedSec }))
  return shares
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)} %`)
    .join(', ')
}
