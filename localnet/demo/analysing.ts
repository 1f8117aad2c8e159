// Two platforms that keep a stream each, and answer questions about it where it lies; the asker holds the rights.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { batchId } from '../../core/batch.ts'
import { toBase64, utf8 } from '../../core/bytes.ts'
import { encodeEnvelope } from '../../core/codec.ts'
import { type Analysis, type Ask, analyse } from '../../platform/analytics/analyse.ts'
import { parseAnalyticsConfig } from '../../platform/analytics/config.ts'
import { httpParts } from '../../platform/analytics/httpParts.ts'
import { type AnalyticsProcess, startAnalytics } from '../../platform/analytics/main.ts'
import { productOf } from '../../platform/analytics/product.ts'
import { signRequests } from '../../platform/analytics/requestSignatures.ts'
import type { Content } from '../../platform/validation/ports.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Included } from '../../relayer/ports.ts'
import { chainsOf } from './auditing.ts'
import { openStream, signBatch, validate } from './batches.ts'
import { abroad, type Cast, ensureParty, home, type Member, memberOf } from './cast.ts'
import { newDevice } from './devices.ts'
import { enrol, thing } from './enrol.ts'
import { readings } from './readings.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'

export const dataset = (stage: Stage): string => `temperature-${stage.run}`
export const purpose = 'analysis'
const rowsEach = 20
const zones = [home, abroad] as const

export type Analysing = {
  readonly platforms: ReadonlyMap<string, AnalyticsProcess>
  /** Batches behind everything, by zone. */
  readonly batches: ReadonlyMap<string, string>
  /** Of zone-a's owner to the asker, for this purpose and this element. */
  readonly grant: Included
  /** Both zones' platforms, asked over HTTP under the asker's signature. */
  ask(by: Member, change?: Partial<Ask>): Promise<Analysis>
  close(): Promise<void>
}

/** The owner of zone-b's stream: a supplier there, enrolled once. */
export async function supplierAbroad(stage: Stage): Promise<Member> {
  const supplier = memberOf(stage, abroad, 'load-6')
  await ensureParty(stage, abroad, supplier, ['supplier'])
  return supplier
}

export async function openAnalysing(stage: Stage, cast: Cast): Promise<Analysing> {
  const owners = new Map([
    [home, cast.supplier],
    [abroad, await supplierAbroad(stage)],
  ])
  const contents = new Map<string, Content>()
  const platforms = new Map<string, AnalyticsProcess>()
  const batches = new Map<string, string>()
  const folders: string[] = []
  let grant: Included | undefined
  for (const [zone, owner] of owners) {
    const height = Number((await zoneOf(stage, zone).chain.queryStatus()).height)
    batches.set(zone, await measure(stage, cast, zone, owner, contents))
    const given = await share(stage, zone, owner, cast.demander.id)
    grant ??= given
    const folder = mkdtempSync(join(tmpdir(), 'causeway-analysing-'))
    folders.push(folder)
    const config = configOf(stage, zone, { folder, height, party: owner.id })
    const port = { content: async (batch: string) => contents.get(batch) }
    const ports = { chains: chainsOf(stage), contents: port, clock: systemClock, log: openLog('silent') }
    const started = await startAnalytics(config, ports)
    await started.catchUp()
    platforms.set(zone, started)
  }
  if (grant === undefined) throw new Error('nothing was granted')
  return {
    ...{ platforms, batches, grant },
    ask: (by, change = {}) => askBoth(stage, platforms, by, change),
    close: async () => {
      await Promise.all([...platforms.values()].map((one) => one.close()))
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function measure(
  stage: Stage,
  cast: Cast,
  zone: string,
  owner: Member,
  contents: Map<string, Content>,
): Promise<string> {
  const device = newDevice(`did:causeway:thing:${zone}:thermometer-${stage.run}`)
  await enrol(stage, zone, owner.user, [thing(stage, zone, device, owner.id)])
  const { elements, rows } = readings(rowsEach)
  const plan = { chainId: zone, owner, name: 'temperature', elements, open: true, devices: [device] }
  const batch = signBatch(device, await openStream(stage, plan), rows, 1n)
  contents.set(batchId(batch), { attempt: 1, content: batch.content })
  return validate(stage, cast, zone, batch)
}

/** Registers the rights to the stream, and grants this one element for this one purpose. */
async function share(stage: Stage, zone: string, owner: Member, grantee: string): Promise<Included> {
  const { chain } = zoneOf(stage, zone)
  const { rights } = servicesOf(stage, zone)
  const asset = `did:causeway:asset:${zone}:${dataset(stage)}`
  const nowNs = BigInt(Date.now()) * 1_000_000n
  const terms = {
    fields: ['temperature'],
    purposes: [purpose],
    from_ns: (nowNs - 3_600_000_000_000n).toString(),
    until_ns: (nowNs + 3_600_000_000_000n).toString(),
    count: 0,
    onward: 'none',
    royalty_bps: 0,
  }
  const fingerprint = createHash('sha256').update(asset).digest('hex')
  const shares = [{ account: owner.user.address, bps: 10_000 }]
  const register = { asset, fingerprint, controller: null, terms, shares, source: null, access: 'closed' }
  await owner.user.execute(chain, rights, { register })
  const recipient_key = toBase64(utf8('{"kty":"OKP"}'))
  return owner.user.execute(chain, rights, { grant: { asset, grantee, terms, recipient_key, offer: null } })
}

function configOf(stage: Stage, zone: string, own: { folder: string; height: number; party: string }) {
  const chains = zones.map((chainId) => {
    const { identity, intake, rights } = servicesOf(stage, chainId)
    const away = { rpc_addr: 'http://127.0.0.1:1', grpc_addr: 'http://127.0.0.1:1', accounts_file: 'none' }
    const { assets } = zoneOf(stage, chainId)
    return { chain_id: chainId, ...away, account_prefix: 'wasm', ...{ identity, intake, rights, assets } }
  })
  const { folder, height, party } = own
  const inside = { party, key_file: 'none', contents_url: 'http://127.0.0.1:1' }
  const analytics = { folder, zone, first_height: height, ...inside }
  return parseAnalyticsConfig({ analytics, http: { port: 0 }, chains })
}

function askBoth(stage: Stage, platforms: Analysing['platforms'], by: Member, change: Partial<Ask>): Promise<Analysis> {
  const sign = signRequests(by.id, by.key.sign, systemClock)
  const query = {
    dataset: dataset(stage),
    zones,
    from: '2026-01-01T00:00:00Z',
    until: '2026-01-02T00:00:00Z',
    groupBy: ['zone'],
    measures: [
      { element: 'temperature', fn: 'mean' },
      { element: 'temperature', fn: 'count' },
    ],
    where: [],
  }
  const sourceOf = (zone: string) => {
    const url = platforms.get(zone)?.url
    return url === undefined ? undefined : httpParts({ url, sign })
  }
  const columns = [{ name: 'temperature', type: 'decimal' as const }]
  return analyse({ query, columns, purpose, ...change }, { sourceOf, clock: systemClock })
}

/** Registers a result on the asker's zone, with the batches behind it as its lineage; its identifier and the tx. */
export async function publish(
  stage: Stage,
  by: Member,
  { result }: Analysis,
): Promise<{ readonly id: string; readonly included: Included }> {
  const id = `did:causeway:asset:${abroad}:mean-temperature-${stage.run}`
  const terms = { access: 'open', copyable: true, movable: false, owner: by.id, controller: '' } as const
  const { envelope, content } = productOf(result, { id, ...terms, terms: '', claimedTimeNs: 0n })
  const { chain, assets } = zoneOf(stage, abroad)
  const register = { envelope: toBase64(encodeEnvelope(envelope)), content: toBase64(content) }
  return { id, included: await by.user.execute(chain, assets, { register }) }
}
