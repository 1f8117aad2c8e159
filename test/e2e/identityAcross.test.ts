// One identity on many zones: accounts bound by both sides, and every change carried to every zone with proof.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBase64 } from '../../core/bytes.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { accountsPath } from '../../localnet/accounts.ts'
import { root } from '../../localnet/config.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { newDevice } from '../../localnet/demo/devices.ts'
import {
  approve,
  bindAccount,
  changeByVote,
  enrol,
  propose,
  rotateKey,
  tellIdentity,
  thing,
} from '../../localnet/demo/enrol.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { openKyselyHeights } from '../../platform/identity/kyselyHeights.ts'
import { refusalOf } from './calls.ts'
import { enrolled, type Newcomers, withNewcomers } from './newcomers.ts'
import { askIdentity, fingerprintOf, historyOf, statusOn, subjectOn } from './registry.ts'
import { blocksMs, openWorld, siteOf, startMs, worldConfig } from './world.ts'

const home = 'zone-a'
const others = ['zone-b', 'zone-c']
/** What the service promises while relayer and API live, in blocks of the hub. */
const hubBlocksMax = 8n

let world: OpenStage
let stage: Newcomers
let ana: Member
let folder: string
let carrier: ChildProcess

/** The process of identity as an operator starts it, under a key that is nobody's party. */
function startCarrier(): ChildProcess {
  const program = join(root, 'platform', 'identity', 'main.ts')
  return spawn(process.execPath, [program, join(folder, 'identity.toml')], { stdio: 'ignore' })
}

/** It gets no chance to tidy up. */
async function killCarrier(): Promise<void> {
  const ended = once(carrier, 'exit')
  carrier.kill('SIGKILL')
  await ended
}

function writeConfig(): void {
  const zones = [home, ...others].map((id) => {
    const { rpc, grpc } = siteOf(id)
    const lines = [
      `chain_id = "${id}"`,
      `rpc_addr = "http://127.0.0.1:${rpc}"`,
      `grpc_addr = "http://127.0.0.1:${grpc}"`,
    ]
    return ['[[zones]]', ...lines, 'account_prefix = "wasm"', `identity = "${servicesOf(stage, id).identity}"`]
  })
  const lines = [
    'log_level = "silent"',
    'folder = "."',
    `accounts_file = "${accountsPath(worldConfig)}"`,
    'key_name = "load-5"',
    `api_url = "${world.apiUrl}"`,
    '[door]',
    `chain_id = "${home}"`,
    'domain = "hub.example"',
    'port = 0',
  ]
  writeFileSync(join(folder, 'identity.toml'), [...lines, ...zones.flat()].join('\n'))
}

beforeAll(async () => {
  world = await openWorld()
  stage = await withNewcomers(world, ['ana', 'bea'])
  folder = mkdtempSync(join(tmpdir(), 'causeway-identity-'))
  writeConfig()
  // What earlier runs left behind was their business.
  const heights = await openKyselyHeights(openSqlite(join(folder, 'carrier.db')))
  for (const id of [home, ...others]) await heights.save(id, (await zoneOf(stage, id).chain.queryStatus()).height)
  await heights.close()
  carrier = startCarrier()
  ana = await enrolled(stage, home, 'ana', ['supplier'])
  await bindAccount(stage, home, ana.user, ana.id, 'zone-b')
  await bindAccount(stage, home, ana.user, ana.id, 'zone-c')
  await everywhere(ana.id, 'active')
}, startMs)
afterAll(async () => {
  await killCarrier()
  rmSync(folder, { recursive: true })
  await stage.close()
  await world.close()
})

/** Resolves when every other zone knows what the home says, and the home says this status. */
async function everywhere(id: string, status: string): Promise<void> {
  const { version } = (await subjectOn(stage, home, id)) ?? {}
  await waitFor(`${id} ${status} on every zone`, blocksMs, async () => {
    const found = await Promise.all(others.map((chainId) => subjectOn(stage, chainId, id)))
    return found.every((one) => one?.version === version && one?.status === status) ? true : undefined
  })
}

const proposesOn = (chainId: string, name: string): Promise<number> => {
  const device = newDevice(`did:causeway:thing:${chainId}:${name}-${stage.run}`)
  return propose(stage, chainId, ana.user, [thing(stage, chainId, device, ana.id)])
}

test(
  'one identifier resolves to the account of the party on each chain, and each account to it (Y-7.2.2a)',
  async () => {
    for (const chainId of [home, ...others]) {
      const subject = await subjectOn(stage, chainId, ana.id)
      expect(subject?.accounts).toEqual([home, ...others].map((one) => ({ chainId: one, address: ana.user.address })))
      for (const one of [home, ...others]) {
        const holder = { holder: { chain_id: one, address: ana.user.address } }
        expect(await askIdentity(stage, chainId, holder)).toBe(ana.id)
      }
    }
  },
  blocksMs,
)

test(
  'a binding that one side alone claims, or that another key signed, is refused and changes nothing (Y-7.2.2a, Y-7.2.2b)',
  async () => {
    const bea = stage.person('bea')
    const { identity } = servicesOf(stage, home)
    const before = await fingerprintOf(stage, home, [ana.id])
    const text = (address: string): string =>
      ['Causeway v1: bind account', home, identity, `party ${ana.id}`, `account zone-b ${address}`].join('\n')
    const bind = async (address: string, signer: typeof bea, by = ana.user, said = text(address)): Promise<unknown> => {
      const { publicKey: public_key, signature } = await signer.sign(said)
      const bind_account = { id: ana.id, chain_id: 'zone-b', address, public_key, signature }
      return tellIdentity(stage, home, by, { bind_account })
    }
    expect(await refusalOf(bind(bea.address, ana.user))).toBe('BINDING_INVALID')
    expect(await refusalOf(bind(bea.address, bea, ana.user, text(ana.user.address)))).toBe('BINDING_INVALID')
    expect(await refusalOf(bind(bea.address, bea, bea))).toBe('SUBJECT_UNKNOWN')
    const unsigned = { id: ana.id, chain_id: 'zone-b', address: bea.address, public_key: '', signature: '' }
    expect(await refusalOf(tellIdentity(stage, home, ana.user, { bind_account: unsigned }))).toBe('BINDING_INVALID')
    expect(await fingerprintOf(stage, home, [ana.id])).toBe(before)
  },
  blocksMs,
)

test(
  'a party of one platform acts on another without a second enrolment, and a copy is changed by nobody there (Y-7.2.2b)',
  async () => {
    const number = await proposesOn('zone-b', 'abroad')
    await approve(stage, 'zone-b', number)
    expect(await statusOn(stage, 'zone-b', `did:causeway:thing:zone-b:abroad-${stage.run}`)).toBe('active')
    const suspension = tellIdentity(stage, 'zone-b', stage.person('regulator'), {
      suspend: { id: ana.id, reason: 'not ours' },
    })
    expect(await refusalOf(suspension)).toBe('NOT_HOME')
    const steps = new Set((await historyOf(stage, 'zone-b', ana.id)).map(({ what }) => what))
    expect([...steps]).toEqual(['replicated'])
  },
  blocksMs,
)

test(
  'a suspension, its end and a new key are known on every zone within eight blocks of the hub, and are obeyed there (Y-7.2.2b, Y-9.2c, Y-6.1-2)',
  async () => {
    const bounded = async (act: () => Promise<unknown>, status: string): Promise<bigint> => {
      await act()
      const { height: from } = await stage.hub.chain.queryStatus()
      await everywhere(ana.id, status)
      const { height: until } = await stage.hub.chain.queryStatus()
      return until - from
    }
    const regulator = stage.person('regulator')
    const suspend = { suspend: { id: ana.id, reason: 'complaint 7' } }
    const took = [await bounded(() => tellIdentity(stage, home, regulator, suspend), 'suspended')]
    for (const chainId of [home, ...others]) {
      expect(await refusalOf(proposesOn(chainId, 'while-suspended'))).toBe('SUBJECT_INACTIVE')
    }
    const resume = () => changeByVote(stage, home, stage.person('city'), { resume: { id: ana.id } })
    took.push(await bounded(resume, 'active'))
    await proposesOn('zone-c', 'after')
    const next = newDevice(ana.id)
    took.push(await bounded(() => rotateKey(stage, home, ana.user, next, { name: 'next' }), 'active'))
    for (const chainId of others) {
      const keys = (await subjectOn(stage, chainId, ana.id))?.keys ?? []
      const current = keys.filter(({ untilHeight }) => untilHeight === undefined)
      expect(current.map(({ bytes }) => toBase64(bytes))).toEqual([toBase64(next.publicKey)])
    }
    for (const blocks of took) expect(blocks).toBeLessThanOrEqual(hubBlocksMax)
  },
  2 * blocksMs,
)

test(
  'what happened while the carrier was killed is carried when it is back, once to each zone (Y-7.2.2b)',
  async () => {
    await killCarrier()
    const regulator = stage.person('city')
    await changeByVote(stage, home, regulator, { suspend: { id: ana.id } })
    await changeByVote(stage, home, regulator, { resume: { id: ana.id } })
    const copies = async (): Promise<readonly number[]> =>
      (await Promise.all(others.map((chainId) => historyOf(stage, chainId, ana.id)))).map(({ length }) => length)
    const before = await copies()
    carrier = startCarrier()
    await everywhere(ana.id, 'active')
    // The newest record alone travels, whatever lay between.
    expect(await copies()).toEqual(before.map((count) => count + 1))
  },
  blocksMs,
)

test(
  'a platform is a registered entity that several chains know, and one chain knows several platforms (Y-3.1.12)',
  async () => {
    const names = ['parking', 'weather'].map((name) => `did:causeway:platform:${home}:${name}-${stage.run}`)
    await enrol(
      stage,
      home,
      ana.user,
      names.map((id) => ({ id, form: 'platform', roles: [], key: null })),
    )
    for (const id of names) await everywhere(id, 'active')
    for (const chainId of [home, ...others]) {
      const owned = await askIdentity<string[]>(stage, chainId, {
        things: { owner: ana.id, start_after: null, limit: 100 },
      })
      expect(owned.filter((id) => id.includes(':platform:'))).toEqual(names)
      for (const id of names) expect((await subjectOn(stage, chainId, id))?.form).toBe('platform')
    }
  },
  blocksMs,
)
