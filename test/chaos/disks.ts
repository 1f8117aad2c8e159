// Disks of their own for what is struck, so that one can be full while the others are not: file systems in memory,
// where the machine lets us mount any.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statfsSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const base = join(tmpdir(), 'causeway-disks')
/** More than any part writes in a run; memory is taken only for what is written. */
const roomyBytes = 4 * 2 ** 30
const triesMax = 100

/** Whoever still holds a file of it keeps that until it ends. */
const unmountAt = (place: string): unknown => spawnSync('umount', ['--lazy', place], { stdio: 'ignore' })

function mount(folder: string, options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'causeway', folder], { stdio: 'ignore' }).status === 0
}

/** At `folder`, which is a link to it from then on. */
export class Disk {
  readonly #place: string

  private constructor(place: string) {
    this.#place = place
  }

  /** Of what nobody writes to meanwhile: it is moved. A folder that is not there yet begins empty. */
  static under(folder: string, name: string): Disk {
    const place = join(base, String(process.pid), name)
    mkdirSync(place, { recursive: true })
    if (!mount(place, `size=${roomyBytes}`)) throw new Error(`no disk can be mounted at ${place}`)
    if (existsSync(folder)) cpSync(folder, place, { recursive: true, preserveTimestamps: true })
    rmSync(folder, { recursive: true, force: true })
    symlinkSync(place, folder)
    return new Disk(place)
  }

  /** It has exactly the room that is taken. */
  fill(): void {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.#place)
      // Whoever writes between the two lines makes the size too small, which is refused; who deletes makes room again.
      if (mount(this.#place, `remount,size=${(blocks - bfree) * bsize}`) && statfsSync(this.#place).bfree === 0) return
    }
    throw new Error(`${this.#place} could not be made full`)
  }

  free(): void {
    if (!mount(this.#place, `remount,size=${roomyBytes}`)) throw new Error(`${this.#place} could not be made roomy`)
  }

  /** Nobody may use it any more; what was on it is gone. */
  unmount(): void {
    unmountAt(this.#place)
    rmdirSync(this.#place)
  }
}

const isAlive = (pid: string): boolean => existsSync(`/proc/${pid}`)

/** What runs that were ended have left mounted. */
export function removeLeftDisks(): void {
  if (!existsSync(base)) return
  for (const pid of readdirSync(base)) {
    if (isAlive(pid)) continue
    for (const name of readdirSync(join(base, pid))) unmountAt(join(base, pid, name))
    rmSync(join(base, pid), { recursive: true, force: true })
  }
}

/** Whether this machine lets us mount one: not without root, and not in every container. */
export function canMount(): boolean {
  const place = join(base, String(process.pid), 'trial')
  mkdirSync(place, { recursive: true })
  const can = mount(place, 'size=1m')
  if (can) unmountAt(place)
  rmdirSync(place)
  return can
}
