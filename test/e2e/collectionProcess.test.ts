// The collection process as an operator starts it, from its configuration file, and killed without warning.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'smol-toml'
import { accountsPath } from '../../localnet/accounts.ts'
import { root } from '../../localnet/config.ts'
import { openStream } from '../../localnet/demo/batches.ts'
import { ensureCast, home } from '../../localnet/demo/cast.ts'
import { batchOf, platformConfig, postDocument, validated } from '../../localnet/demo/collect.ts'
import { newThing } from '../../localnet/demo/field.ts'
import {
  readHours,
  weatherElements,
  weatherMapping,
  weatherModel,
  weatherPack,
} from '../../localnet/demo/measurements.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { blocksMs, openWorld, siteOf, startMs, worldConfig } from './world.ts'

let stage: OpenStage
const folder = mkdtempSync(join(tmpdir(), 'causeway-process-'))
const running = new Set<ChildProcess>()

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
  await stage.close()
})

/** Starts the process; the address of its HTTP door, as its log on stderr says it. */
async function start(path: string): Promise<{ child: ChildProcess; url: string }> {
  const program = join(root, 'platform/collection/main.ts')
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'ignore', 'pipe'] })
  running.add(child)
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /"event":"collection.started","url":"([^"]+)"/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error('the process ended before it had started')))
  })
  return { child, url }
}

test(
  'what a device was acknowledged for survives a process that is killed, and is validated after its restart with nobody’s help (Y-8.1)',
  async () => {
    const { supplier: owner } = await ensureCast(stage)
    const device = await newThing(stage, home, owner, 'station-p', 'ed25519')
    const parts = { elements: weatherElements, model: weatherModel, open: true, devices: [device] }
    const stream = await openStream(stage, { chainId: home, owner, name: 'weather-p', ...parts })
    const sources = [{ stream, device, senml: weatherMapping }]
    const plan = { chainId: home, carrier: 'load-6', validator: 'city', devices: [device], sources }
    const values = platformConfig(stage, plan, folder) as { chain: object; collection: object }
    const { rpc, grpc } = siteOf(home)
    const nodes = { rpc_addr: `http://127.0.0.1:${rpc}`, grpc_addr: `http://127.0.0.1:${grpc}` }
    const chain = { ...values.chain, ...nodes, accounts_file: accountsPath(worldConfig) }
    const path = join(folder, 'collection.toml')
    // Old enough only after the kill: until then the entries are on disk and nowhere else.
    const collection = { ...values.collection, age_ms_max: 3_000 }
    writeFileSync(path, stringify({ ...values, log_level: 'info', chain, collection }))
    const first = await start(path)
    const pack = weatherPack(readHours(12), 1)
    expect(await postDocument(first.url, stream, device, 'application/senml+json', pack)).toMatchObject({ status: 202 })
    const ended = new Promise((resolve) => first.child.once('exit', resolve))
    first.child.kill('SIGKILL')
    await ended
    const second = await start(path)
    const again = await postDocument(second.url, stream, device, 'application/senml+json', pack)
    expect(again.body).toEqual({ accepted: 0, repeated: 12 })
    expect(await validated(stage, home, batchOf(stream, device, 1, 12))).toMatchObject({
      attempt: 1,
      state: 'validated',
    })
  },
  blocksMs,
)
