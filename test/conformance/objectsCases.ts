// The worlds in which the Objects suite runs: memory, Helia on disk, and Kubo and S3 behind servers, real where given.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextToLast } from 'blockstore-fs/sharding'
import { freePort } from '../../localnet/freePort.ts'
import { openHeliaObjects } from '../../platform/storage/adapters/heliaObjects.ts'
import { KuboObjects } from '../../platform/storage/adapters/kuboObjects.ts'
import { S3Objects } from '../../platform/storage/adapters/s3Objects.ts'
import { parseCid } from '../../platform/storage/cid.ts'
import type { Objects } from '../../platform/storage/objects.ts'
import { KuboServer } from '../fakes/kuboServer.ts'
import { MemoryObjects } from '../fakes/memoryObjects.ts'
import { S3Server } from '../fakes/s3Server.ts'
import { silent } from './queueCases.ts'

export type ObjectsWorld = {
  readonly objects: Objects
  /** Changes the bytes where they are kept, past the port. */
  damage(cid: string): Promise<void>
  /** Ends what answers behind the port; absent where nothing does. */
  readonly kill?: () => Promise<void>
  stop(): Promise<void>
}

const key = { region: 'us-east-1', bucket: 'causeway', accessKeyId: 'tester', secretAccessKey: 'tester-secret' }
const folder = (): string => mkdtempSync(join(tmpdir(), 'causeway-objects-'))
const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte))

export async function memoryWorld(): Promise<ObjectsWorld> {
  const objects = new MemoryObjects()
  return { objects, damage: async (cid) => objects.damage(cid, flip), stop: () => objects.close() }
}

export async function heliaWorld(): Promise<ObjectsWorld> {
  const path = folder()
  const objects = await openHeliaObjects({
    folder: path,
    identitySeed: randomBytes(32),
    listen: '/ip4/127.0.0.1/tcp/0',
    peers: [],
    log: silent,
  })
  const stop = async (): Promise<void> => {
    await objects.close()
    rmSync(path, { recursive: true })
  }
  return { objects, damage: (cid) => damageFiles(path, cid), stop }
}

export async function ownKuboWorld(): Promise<ObjectsWorld> {
  const server = await new KuboServer().start()
  const damage = async (cid: string): Promise<void> => {
    server.blocks.set(cid, flip(server.blocks.get(cid) ?? new Uint8Array()))
  }
  return { objects: new KuboObjects(server.url), damage, kill: () => server.stop(), stop: () => server.stop() }
}

export async function ownS3World(): Promise<ObjectsWorld> {
  const server = await new S3Server().start()
  const objects = new S3Objects({ ...key, endpoint: server.url })
  const damage = async (cid: string): Promise<void> => {
    server.objects.set(cid, flip(server.objects.get(cid) ?? new Uint8Array()))
  }
  const stop = async (): Promise<void> => {
    await objects.close()
    await server.stop()
  }
  return { objects, damage, kill: () => server.stop(), stop }
}

/** A Kubo node without network, from the program that KUBO_BINARY names. */
export async function realKuboWorld(program: string): Promise<ObjectsWorld> {
  const path = folder()
  const env = { ...process.env, IPFS_PATH: path }
  const port = await freePort()
  const settings = [
    ['init', '--profile', 'test'],
    ['config', 'Addresses.API', `/ip4/127.0.0.1/tcp/${port}`],
  ]
  for (const args of settings) await exited(spawn(program, args, { env, stdio: 'ignore' }))
  const daemon = spawn(program, ['daemon', '--offline'], { env, stdio: 'ignore' })
  const objects = new KuboObjects(`http://127.0.0.1:${port}`)
  await answering(() => objects.list())
  return { objects, damage: (cid) => damageFiles(path, cid), ...ended(daemon, path) }
}

/** An S3 gateway over a folder, from the program that VERSITYGW_BINARY names. */
export async function realS3World(program: string): Promise<ObjectsWorld> {
  const path = folder()
  mkdirSync(join(path, key.bucket))
  const port = await freePort()
  const args = ['--port', `127.0.0.1:${port}`, '--access', key.accessKeyId, '--secret', key.secretAccessKey]
  const server = spawn(program, [...args, 'posix', path], { stdio: 'ignore' })
  const objects = new S3Objects({ ...key, endpoint: `http://127.0.0.1:${port}` })
  await answering(() => objects.list())
  return { objects, damage: (cid) => damageFiles(path, cid), ...ended(server, path) }
}

const exited = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve))

async function answering(ask: () => Promise<unknown>): Promise<void> {
  const givenUp = Date.now() + 20_000
  for (;;) {
    try {
      return void (await ask())
    } catch (error) {
      if (Date.now() > givenUp) throw error
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

function ended(child: ChildProcess, path: string): Pick<Required<ObjectsWorld>, 'kill' | 'stop'> {
  const exit = exited(child)
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exit
  }
  const stop = async (): Promise<void> => {
    await kill()
    rmSync(path, { recursive: true })
  }
  return { kill, stop }
}

/** Flips a bit in the file that holds the object; its name is the address, or the hash as block stores spell it. */
export async function damageFiles(path: string, cid: string): Promise<void> {
  for (const file of await filesOf(path, cid)) writeFileSync(file, flip(readFileSync(file)))
}

/** Files under `path` with the bytes of an object; of one piece only. */
export async function filesOf(path: string, cid: string): Promise<readonly string[]> {
  const hash = new NextToLast().encode(parseCid(cid)).file
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  // Kubo leaves out the letter that names the base.
  const named = entries.filter((entry) => entry.isFile() && [cid, hash, hash.slice(1)].includes(entry.name))
  // The list of the pieces of an object has the object's name too, and is shorter than anything sealed.
  const files = named.map((entry) => join(entry.parentPath, entry.name)).filter((file) => statSync(file).size > 32)
  if (files.length === 0) throw new Error(`no file of ${cid} under ${path}`)
  return files
}
