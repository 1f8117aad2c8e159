// Closed content and its keys, planted as markers and looked for in everything that chains, hub and stores keep.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../../core/bytes.ts'
import { accountsPath } from '../../localnet/accounts.ts'
import { home } from '../../localnet/demo/cast.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { storageDeps, storageLedger } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { claim, grantTo, newKept, readKept, requestOf, type Vault } from '../../localnet/demo/vault.ts'
import { fetchObject } from '../../platform/storage/fetchObject.ts'
import { readAccount } from '../../relayer/adapters/keyFile.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { operatorKeyName } from '../../relayer/keeper.ts'
import { call, refusalOf } from './calls.ts'
import { filesWith, filesWithAny, formsOf } from './markers.ts'
import { enrolled, withNewcomers } from './newcomers.ts'
import { openRecord, register } from './things.ts'
import { coded, openVaultWorld } from './vaults.ts'
import { startMs, worldConfig } from './world.ts'

const testMs = 120_000

let stage: OpenStage
let vault: Vault
let close: () => Promise<void>

beforeAll(async () => {
  ;({ stage, vault, close } = await openVaultWorld())
}, startMs)
afterAll(() => close(), startMs)

/** Chains, Redis, relayer and API with their databases, journals and logs; and the disks and logs of every store. */
const everywhere = (): readonly string[] => [worldConfig.home, ...vault.stores.all.map(({ folder }) => folder)]

test(
  'a text planted in closed rows is in no file of chains, Redis, relayer, API and stores, nor is the content key; one planted in open data is (Y-7.2.5c, Y-6.2.1d, Y-7.1.2a)',
  async () => {
    const closed = `closed-${toHex(randomBytes(16))}`
    const open = `open-${toHex(randomBytes(16))}`
    const kept = await newKept(vault, closed)
    await claim(vault, kept)
    const { plaintext } = await readKept(vault, kept.asset, await grantTo(vault, kept.asset))
    // The reader has it, so what was planted was there to leak.
    expect(Buffer.from(plaintext).includes(Buffer.from(closed))).toBe(true)
    await register(stage, home, stage.users.alice, [openRecord(home, `marker-${stage.run}`, {}, Buffer.from(open))])
    const found = await waitFor('the open marker to be on disk', 20_000, async () => {
      const files = await filesWith(open, everywhere())
      return files.length > 0 ? files : undefined
    })
    expect(found.some((path) => path.includes(home))).toBe(true)
    expect(await filesWith(closed, everywhere())).toEqual([])
    expect(await filesWith(kept.contentKey, everywhere())).toEqual([])
    const metrics = await (await fetch(`http://127.0.0.1:${worldConfig.telemetryPort}/metrics`)).text()
    expect([metrics.includes('causeway_'), metrics.includes(closed)]).toEqual([true, false])
  },
  testMs,
)

test(
  'the keys of users, relayers and keepers are in files of keys alone: no log, journal, database, state, queue or metric has one',
  async () => {
    const [path, { prefix }] = [accountsPath(worldConfig), worldConfig]
    const words = JSON.parse(await readFile(path, 'utf8')) as Record<string, { mnemonic: string }>
    const names = ['alice', 'keeper-0', operatorKeyName, relayKeyName(home)]
    const keys = await Promise.all(names.map((name) => readAccount({ path, prefix }, name)))
    const mnemonics = names.map((name) => words[name]?.mnemonic ?? '')
    expect(mnemonics).not.toContain('')
    const privateKeys = keys.map(({ privateKey }) => privateKey)
    const own = join(vault.stores.at(0).folder, 'accounts.json')
    const found = await filesWithAny([...mnemonics, ...privateKeys], everywhere())
    expect([...found].sort()).toEqual([path, own].sort())
    for (const port of [worldConfig.telemetryPort, worldConfig.apiPort]) {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      const leaked = [...mnemonics, ...privateKeys].flatMap(formsOf).filter((form) => metrics.includes(form.toString()))
      expect([metrics.includes('causeway_'), leaked]).toEqual([true, []])
    }
  },
  testMs,
)

test(
  'whoever runs a store has a sealed copy and a share that is wrapped: neither opens anything, and below the quorum no shares do (Y-9.1-3, Y-7.1.2a)',
  async () => {
    const kept = await newKept(vault, 'by the river')
    await claim(vault, kept)
    const store = vault.stores.at(0)
    const share = kept.shares.get(store.id)
    if (share === undefined) throw new Error('the store has a share')
    // The search finds what is there: sealed bytes.
    expect(await filesWith(kept.sealed.subarray(50, 90), [store.folder])).toHaveLength(1)
    expect(await filesWith(share, [store.folder])).toEqual([])
    // The keeper holds no grant: its own store and its peers refuse it.
    const [keeper] = vault.cast.keepers
    if (keeper === undefined) throw new Error('a keeper is needed')
    const granted = await grantTo(vault, kept.asset)
    await expect(readKept(vault, kept.asset, { ...granted, grantee: keeper })).rejects.toThrow('NOT_GRANTEE')
    // With one of two shares the reader itself gets no key.
    const { number } = await store.client.recordAccess(await requestOf(stage, granted))
    const one = { ...storageDeps(stage, vault.stores, granted.grantee.user), clock: systemClock }
    for (const other of vault.stores.all.slice(1, 3)) await other.kill()
    const reading = fetchObject({ objectId: kept.asset, version: 1n }, { ...granted, access: number }, one)
    await expect(reading).rejects.toEqual(coded('SHARES_MISSING'))
    for (const other of vault.stores.all.slice(1, 3)) await other.start()
  },
  testMs,
)

test(
  'a keeper can neither take the deposit of another, nor place, replace, erase, archive or give away what is not its own (Y-9.1-3)',
  async () => {
    const kept = await newKept(vault, 'by the river')
    await claim(vault, kept)
    const { chain } = zoneOf(stage, home)
    const { stores, rights } = servicesOf(stage, home)
    const before = await chain.querySmart(stores, { history: { id: kept.asset, version: null } })
    const record = await chain.querySmart(rights, { record: { asset: kept.asset } })
    const [one, two, spare] = [vault.stores.at(0), vault.stores.at(1), vault.stores.at(3)]
    const seat = { store: spare.id, share: kept.placement.seats[0]?.share ?? '' }
    const replace = { object: kept.asset, version: 1, lost: two.id, seat }
    const { name } = one.owner.user
    expect(await refusalOf(call(chain, name, stores, { unbond: { store: two.id } }))).toBe('NOT_OWNER')
    expect(await refusalOf(call(chain, name, stores, { replace }))).toBe('FORBIDDEN')
    // As a keeper it has no scope for what follows; one that supplies data too owns none of this.
    const world = await withNewcomers(stage, ['both'])
    const both = await enrolled(world, home, 'both', ['provider', 'supplier'])
    for (const [who, on, code] of [
      [one.owner, stage, 'SCOPE_MISSING'],
      [both, world, 'NOT_OWNER'],
    ] as const) {
      const chainOfWho = zoneOf(on, home).chain
      const tell = (contract: string, msg: object) => refusalOf(call(chainOfWho, who.user.name, contract, msg))
      const placing = storageLedger(on, who.user).submitPlacement({ ...kept.placement, version: 2n })
      await expect(placing).rejects.toEqual(coded(code))
      expect(await tell(stores, { erase: { object: kept.asset, version: 1 } })).toBe(code)
      expect(await tell(rights, { archive: { asset: kept.asset } })).toBe(code)
      expect(await tell(rights, { transfer_ownership: { asset: kept.asset, to: who.id } })).toBe(code)
    }
    await world.close()
    expect(await chain.querySmart(stores, { history: { id: kept.asset, version: null } })).toEqual(before)
    expect(await chain.querySmart(rights, { record: { asset: kept.asset } })).toEqual(record)
  },
  testMs,
)
