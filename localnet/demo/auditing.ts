// An audit process beside the story: its index over all chains, its door, and an auditor who records what it asks.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { Header } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { CausewayError } from '../../core/errors.ts'
import { signRequests } from '../../platform/analytics/requestSignatures.ts'
import type { AuditIndex, AuditQuery } from '../../platform/audit/auditIndex.ts'
import { type AuditConfig, parseAuditConfig } from '../../platform/audit/config.ts'
import type { AuditedZone } from '../../platform/audit/consistency.ts'
import { openFindData } from '../../platform/audit/findData.ts'
import { openIndexAt, startAudit } from '../../platform/audit/main.ts'
import { questionText } from '../../platform/audit/question.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain } from '../../relayer/ports.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { ensureParty, home, type Member, memberOf } from './cast.ts'
import { deviceOf } from './devices.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'

export type Auditing = {
  readonly url: string
  readonly index: AuditIndex
  readonly auditor: Member
  /** Of whoever signs the reports. */
  readonly signerKey: KeyObject
  readonly contracts: ReadonlySet<string>
  readonly chains: ReadonlyMap<string, Chain>
  /** Heights before which nothing was read. */
  readonly since: ReadonlyMap<string, bigint>
  catchUp(): Promise<void>
  /** Writes on chain what is looked at; number of the record. */
  record(query: AuditQuery, by?: Member): Promise<number>
  /** A signed GET; the answer as it comes. */
  get(path: string, by?: Member): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
  close(): Promise<void>
}

/** A party of its own with the one scope that auditors need. */
export async function ensureAuditor(stage: Stage): Promise<Member> {
  const user = stage.person('load-5')
  const id = `did:causeway:party:${home}:auditor`
  const auditor = { user, id, key: deviceOf(id, user.seed(`key of ${id}`)) }
  await ensureParty(stage, home, auditor, ['auditor'])
  return auditor
}

export const chainsOf = (stage: Stage): ReadonlyMap<string, Chain> =>
  new Map([stage.hub.chain, ...[...stage.zones.values()].map(({ chain }) => chain)].map((one) => [one.chainId, one]))

/** Every contract of ours: what others write into their events is nobody's word here. */
export function contractsOf(stage: Stage): ReadonlySet<string> {
  const zones = [...stage.zones.values()].flatMap(({ gate, assets, services }) => [
    gate,
    assets,
    ...Object.values(services ?? {}),
  ])
  return new Set([stage.hub.contract, ...zones])
}

export function auditedZones(stage: Stage): ReadonlyMap<string, AuditedZone> {
  return new Map(
    [...stage.zones].map(([id, { chain, gate, assets }]) => [
      id,
      { gate: { chain, address: gate }, assets: { chain, address: assets } },
    ]),
  )
}

export function findDataOn(stage: Stage): ReturnType<typeof openFindData> {
  const zones = [...stage.zones].map(([id, { chain, assets, services }]) => {
    const intake = services && { chain, address: services.intake }
    return [id, { assets: { chain, address: assets }, intake }] as const
  })
  return openFindData(new Map(zones))
}

export async function heightsOf(chains: ReadonlyMap<string, Chain>): Promise<ReadonlyMap<string, bigint>> {
  const heights = [...chains].map(async ([id, chain]) => [id, (await chain.queryStatus()).height] as const)
  return new Map(await Promise.all(heights))
}

/** Reads blocks from `since` on: what was before belongs to other stories. */
export async function openAuditing(stage: Stage, since?: ReadonlyMap<string, bigint>): Promise<Auditing> {
  const [auditor, chains, contracts] = [await ensureAuditor(stage), chainsOf(stage), contractsOf(stage)]
  const from = since ?? (await heightsOf(chains))
  const index = await openIndexAt(':memory:')
  const signer = memberOf(stage, home, 'city')
  const config = configOf(stage, signer.id, chains, from)
  const ports = { chains, index, key: signer.key.privateKey, clock: systemClock, log: openLog('silent') }
  const started = await startAudit(config, ports)
  const { url } = started
  return {
    ...{ url, index, auditor, contracts, chains, since: from, signerKey: createPublicKey(signer.key.privateKey) },
    catchUp: started.catchUp,
    record: (query, by = auditor) => recordAudit(stage, by, questionText(query)),
    get: (path, by = auditor) => signedGet(url, path, by),
    close: async () => {
      await started.close()
      await index.close()
    },
  }
}

function configOf(
  stage: Stage,
  signer: string,
  chains: Auditing['chains'],
  since: ReadonlyMap<string, bigint>,
): AuditConfig {
  const away = { rpc_addr: 'http://127.0.0.1:1', grpc_addr: 'http://127.0.0.1:1', accounts_file: 'none' }
  const sites = [...chains.keys()].map((chainId) => {
    const zone = stage.zones.get(chainId)
    const { identity, intake } = zone?.services ?? {}
    const named = { chain_id: chainId, ...away, account_prefix: 'wasm', contracts: [...contractsOf(stage)] }
    return { ...named, first_height: Number(since.get(chainId) ?? 1n), assets: zone?.assets, identity, intake }
  })
  const audit = { index_file: 'none', signer, key_file: 'none' }
  return parseAuditConfig({ audit, http: { port: 0 }, chains: sites })
}

async function recordAudit(stage: Stage, { user }: Member, what: string): Promise<number> {
  const { chain } = zoneOf(stage, home)
  const included = await user.execute(chain, servicesOf(stage, home).identity, { record_audit: { what } })
  return Number(attributeOf(included, 'wasm-identity_audited', 'audit'))
}

async function signedGet(url: string, path: string, { id, key }: Member): ReturnType<Auditing['get']> {
  const headers = await signRequests(id, key.sign, systemClock)('GET', path, new Uint8Array())
  const response = await fetch(`${url}${path}`, { headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** The app hash that a node of one's own knows for the state at `height`: it stands in the next header. */
export async function appHashAfter(chain: Chain, height: bigint): Promise<Uint8Array> {
  const { signedHeader } = Header.decode(await chain.queryHeader(height + 1n, height))
  const appHash = signedHeader?.header?.appHash
  if (appHash === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: chain.chainId })
  return appHash
}
