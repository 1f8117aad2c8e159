// One part after another is killed, or switched off for good: nothing is lost, and whoever wants to goes on.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountsPath } from '../../localnet/accounts.ts'
import { ApiClient } from '../../localnet/demo/apiClient.ts'
import { queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import { registerRecord } from '../../localnet/demo/register.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { weatherRecord } from '../../localnet/demo/weather.ts'
import { configPath, program, untilReady } from '../../localnet/programs.ts'
import { type Share, shareZones, statesOf, submitShare, untilStates } from './byHand.ts'
import { otherKeys } from './workers.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

let stage: OpenStage
const api = program(worldConfig, 'api')
const allApplied = ['applied', 'applied', 'applied']

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

const apiIsReady = (): Promise<void> => untilReady(worldConfig, 'api', `${stage.apiUrl}/readyz`)

async function startApi(): Promise<void> {
  await api.start()
  await apiIsReady()
}

/** From here on nobody but the chains needs to know of it. */
async function onEveryZone({ transactionId }: Share): Promise<void> {
  await waitFor('every zone to have the share', blocksMs, async () =>
    (await statesOf(stage, transactionId)).includes('none') ? undefined : true,
  )
}

/** Everything that is promised of what was under way: it ends on every zone, and the record is on all of them. */
async function endsWell({ transactionId, recordId }: Share): Promise<void> {
  await untilStates(stage, transactionId, allApplied)
  const items = await Promise.all(shareZones.map((zone) => queryItem(stage, zone, recordId)))
  expect(new Set(items.map((item) => item?.envelope)).size).toBe(1)
}

test(
  'relayer, API and a node are killed in turn while shares are under way: each ends when the part is back (Y-6.2.1e)',
  async () => {
    const parts = [
      { name: 'relayer', kill: () => stage.relayer.kill(), start: () => stage.relayer.start() },
      { name: 'api', kill: () => api.kill(), start: startApi },
      { name: 'node', kill: () => stage.stopZone('zone-c'), start: () => stage.startZone('zone-c') },
    ]
    for (const { name, kill, start } of parts) {
      const share = await submitShare(stage, `outage-${name}`)
      await kill()
      const { state } = (await queryHubRecord(stage, share.transactionId)) ?? { state: 'none' }
      if (name !== 'api') expect(state).not.toBe('commit')
      await start()
      await endsWell(share)
    }
  },
  2 * blocksMs,
)

test(
  'relayer and API lose their queues and databases: what the chains had taken in ends on every zone (Y-6.1-1)',
  async () => {
    const share = await submitShare(stage, 'wiped')
    await onEveryZone(share)
    await Promise.all([stage.relayer.kill(), api.kill()])
    await stage.emptyRedis()
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(worldConfig.home, `api.db${suffix}`), { force: true })
    await Promise.all([stage.relayer.start(), startApi()])
    await endsWell(share)
    // The request is forgotten, and the transaction is not: the API reads it from the chains again.
    await waitFor('the API to tell the transaction', blocksMs, async () => {
      const told = await stage.api.call<{ state: string }>('GET', `/v1/transactions/${share.transactionId}`)
      return told.state === 'applied' ? true : undefined
    })
  },
  2 * blocksMs,
)

/** Other keys, other ports, a queue and a database of its own: what is common to both operators is the chains. */
function configOfAnother(apiPort: number, telemetryPort: number): string {
  const folder = join(worldConfig.home, 'another')
  mkdirSync(folder, { recursive: true })
  const text = readFileSync(configPath(worldConfig), 'utf8')
    .replaceAll(`${worldConfig.apiPort}`, `${apiPort}`)
    .replaceAll(`${worldConfig.telemetryPort}`, `${telemetryPort}`)
    .replace('/api.db', '/another/api.db')
    .replaceAll(accountsPath(worldConfig), join(folder, 'accounts.json'))
    .replace(/(url = "redis:[^"]*)"/, '$1/1"')
  writeFileSync(join(folder, 'causeway.toml'), text)
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(otherKeys()), { mode: 0o600 })
  return folder
}

test(
  "the operator's relayer and API are off: another party runs its own, and three organisations share on (Y-6.3)",
  async () => {
    const waiting = await submitShare(stage, 'left-behind')
    await onEveryZone(waiting)
    await Promise.all([stage.relayer.kill(), api.kill()])
    const [apiPort, telemetryPort] = [worldConfig.apiPort + 60, worldConfig.telemetryPort + 60]
    const home = configOfAnother(apiPort, telemetryPort)
    const theirs = { ...worldConfig, home, apiPort, telemetryPort }
    const [relayer, door] = [program(theirs, 'relayer'), program(theirs, 'api')]
    try {
      await Promise.all([relayer.start(), door.start()])
      const url = `http://127.0.0.1:${apiPort}`
      await untilReady(theirs, 'api', `${url}/readyz`)
      await endsWell(waiting)
      const { alice, bob, carol } = stage.users
      const record = weatherRecord(`did:causeway:asset:zone-a:without-operator-${stage.run}`, '2012')
      await registerRecord(stage, 'zone-a', alice, record)
      const actors = { 'zone-a': alice.address, 'zone-b': bob.address, 'zone-c': carol.address }
      const intent = { kind: 'replicate', id: record.id, from: 'zone-a', to: ['zone-b', 'zone-c'], actors }
      const { transactionId } = await new ApiClient(url).share(intent, [alice, bob, carol])
      await endsWell({ transactionId, recordId: record.id })
      await expect(stage.api.status(transactionId)).rejects.toThrow()
      const { status } = await waitFor('their API to tell the end', blocksMs, async () => {
        const response = await fetch(`${url}/v1/share-requests/${transactionId}`)
        const { outcome } = (await response.json()) as { outcome: string }
        return outcome === 'committed' ? { status: response.status } : undefined
      })
      expect(status).toBe(200)
    } finally {
      await Promise.all([relayer.kill(), door.kill()])
      await Promise.all([stage.relayer.start(), startApi()])
    }
  },
  2 * blocksMs,
)
