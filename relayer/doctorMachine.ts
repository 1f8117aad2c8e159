// What the doctor asks of the machine that it runs on: the version of Node.js, and room on the disk of the store.
import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { CausewayError } from '../core/errors.ts'
import type { Check } from './doctor.ts'

/** The first release that runs TypeScript as it is, with node:sqlite. */
export const nodeMajorMin = 24
/** What a store and its log may grow by before anybody looks again. */
export const diskFreeBytesMin = 1_000_000_000

/** What is asked of the system; a test says otherwise. */
export type Machine = {
  readonly nodeVersion: string
  /** Bytes that an ordinary user may still write where this path is. */
  readonly freeBytes: (path: string) => number
}

export const thisMachine: Machine = {
  nodeVersion: process.versions.node,
  freeBytes(path) {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  },
}

export function machineChecks(storeUrl: string | undefined, machine: Machine = thisMachine): readonly Check[] {
  const node: Check = { name: 'node', look: async () => lookAtNode(machine.nodeVersion) }
  const file = /^sqlite:(?!:memory:)(.+)$/.exec(storeUrl ?? '')?.[1]
  // The disk of a database server is its operator's.
  return file === undefined ? [node] : [node, { name: 'disk', look: async () => lookAtDisk(file, machine) }]
}

function lookAtNode(version: string): string {
  const major = Number(version.split('.')[0])
  if (major < nodeMajorMin) throw new CausewayError('NODE_TOO_OLD', { version, wanted: `${nodeMajorMin}` })
  return version
}

function lookAtDisk(file: string, machine: Machine): string {
  const folder = existing(dirname(file))
  const bytes = machine.freeBytes(folder)
  if (bytes < diskFreeBytesMin) {
    throw new CausewayError('DISK_LOW', { folder, free: megabytes(bytes), wanted: megabytes(diskFreeBytesMin) })
  }
  return `${megabytes(bytes)} free at ${folder}`
}

/** The store's folder is made at its first start. */
const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder))

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`
