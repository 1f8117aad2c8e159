// Checkers and an owner's access door as operators start them, by configuration files, killed and started again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'smol-toml'
import type { Cast, Member } from '../../localnet/demo/cast.ts'
import { ensureCast, home } from '../../localnet/demo/cast.ts'
import { checkerConfig } from '../../localnet/demo/checking.ts'
import { batchOf, batchReaches, postDocument, validated } from '../../localnet/demo/collect.ts'
import { type Site, weatherSite } from '../../localnet/demo/field.ts'
import { readHours, weatherPack } from '../../localnet/demo/measurements.ts'
import { chainSection, keepSecret, pemOf } from '../../localnet/demo/processConfig.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { grantTo, requestOf, tellRights, termsOf } from '../../localnet/demo/vault.ts'
import type { Served } from '../../platform/access/door.ts'
import { askForRows } from './accessDoor.ts'
import { killPlatforms, type PlatformProcess, startPlatform } from './platformProcess.ts'
import { openWorld, startMs } from './world.ts'

const reward = 7
const folder = mkdtempSync(join(tmpdir(), 'causeway-processes-'))
let stage: OpenStage
let cast: Cast
let weather: Site
/** Four hours of weather, checked by the three processes. */
let batch: string

beforeAll(async () => {
  stage = await openWorld()
  cast = await ensureCast(stage)
  weather = await weatherSite(stage, cast.supplier, {
    name: 'proc',
    checkers: 3,
    reward: String(reward),
    entriesMax: 4,
  })
  batch = batchOf(weather.stream, weather.device, 1, 4)
}, startMs)
afterAll(async () => {
  killPlatforms()
  rmSync(folder, { recursive: true })
  await weather.platform.close()
  await stage.close()
})

function write(name: string, values: object): string {
  const path = join(folder, name)
  writeFileSync(path, stringify(values))
  return path
}

/** Where its key, its secret and what it has found lie; the same at each start. */
function startChecker(member: Member): Promise<PlatformProcess> {
  const place = join(folder, member.user.name)
  const values = checkerConfig(stage, home, member, weather.platform.url, place)
  return startPlatform('validation', write(join(member.user.name, 'checker.toml'), values))
}

/** Nobody but these is drawn: whoever else has a seat from before gives it back. */
async function leaveSeats(members: readonly Member[]): Promise<void> {
  const { chain } = zoneOf(stage, home)
  const { intake } = servicesOf(stage, home)
  const pool = (await chain.querySmart(intake, { checkers: {} })) as { checkers: readonly { party: string }[] }
  const seated = members.filter(({ id }) => pool.checkers.some(({ party }) => party === id))
  await Promise.all(seated.map(({ user }) => user.execute(chain, intake, { leave_checkers: {} })))
}

const said = (found: Awaited<ReturnType<typeof validated>>, { id }: Member) => {
  const peer = found.peers.find(({ party }) => party === id)
  return { hasCommitted: peer?.commitment != null, hasRevealed: peer?.verdict != null }
}

test(
  'three checker processes validate a batch although one was killed after it had hidden its verdict and before it showed it (Y-9.4b)',
  async () => {
    const [first, killed, late, ...others] = cast.checkers
    if (!first || !killed || !late) throw new Error('the cast has three checkers')
    await leaveSeats(others)
    const [one, two, three] = await Promise.all([first, killed, late].map(startChecker))
    if (!one || !two || !three) throw new Error('three processes were started')
    // While one of them says nothing, no other can go on to show its verdict.
    three.pause()
    const { stream, device, platform } = weather
    await postDocument(platform.url, stream, device, 'application/senml+json', weatherPack(readHours(4), 1))
    await batchReaches(stage, home, batch, 'committed to by two', (found) =>
      [first, killed].every((member) => said(found, member).hasCommitted),
    )
    expect(await two.end('SIGKILL')).toBeNull()
    three.resume()
    const without = await batchReaches(stage, home, batch, 'judged by the others', (found) =>
      [first, late].every((member) => said(found, member).hasRevealed),
    )
    expect(said(without, killed)).toEqual({ hasCommitted: true, hasRevealed: false })
    const again = await startChecker(killed)
    const found = await validated(stage, home, batch)
    expect(found).toMatchObject({ state: 'validated', rounds: without.rounds, outcome: { pass: true, paid: '21' } })
    expect(found.peers.map(({ paid }) => paid)).toEqual(['7', '7', '7'])
    // Each ends by itself when it is asked to.
    expect(await Promise.all([one, again, three].map((each) => each.end('SIGTERM')))).toEqual([0, 0, 0])
  },
  startMs,
)

function startDoor(): Promise<PlatformProcess> {
  const { intake, rights } = servicesOf(stage, home)
  const key_file = keepSecret(folder, 'owner.pem', pemOf(cast.supplier.key))
  const { id: owner, user } = cast.supplier
  const access = { owner, key_file, contents_url: weather.platform.url, key_name: user.name }
  const values = { access, http: { port: 0 }, chain: chainSection(stage, home), contracts: { intake, rights } }
  return startPlatform('access', write('access.toml', values))
}

/** The owner's claim on the batch; its rows may be granted from now on. */
async function claimBatch(): Promise<void> {
  const terms = { ...termsOf(), until_ns: `${2n ** 63n}` }
  const shares = [{ account: cast.supplier.user.address, bps: 10_000 }]
  const claimed = { asset: batch, fingerprint: 'ab'.repeat(32), terms, shares, controller: null, source: null }
  await tellRights(stage, cast.supplier, { register: { ...claimed, access: 'closed' } })
}

test(
  'the access process serves granted fields out of the collection and nothing else, before and after it is killed (Y-8.4.2b, Y-8.4.3b)',
  async () => {
    await claimBatch()
    const grantee = cast.keepers[0] ?? cast.operator
    const granted = await grantTo(
      { stage, cast },
      batch,
      { fields: ['sequence', 'temperature'], count: 2 },
      { grantee },
    )
    const goods = { asset: batch, batch: { first: 1n, last: 4n } }
    const read = async (url: string, fields = ['sequence', 'temperature'], by = granted) =>
      askForRows({ url }, goods, await requestOf(stage, by, { fields }))
    const codeOf = ({ text }: { readonly text: string }) => (JSON.parse(text) as { code?: string }).code
    const temperatures = readHours(4).map(({ temperature }) => temperature)
    const served = (text: string) => (JSON.parse(text) as Served).rows.map(({ fields }) => fields)
    const expected = temperatures.map((temperature, at) => ({ sequence: `${at + 1}`, temperature }))

    const door = await startDoor()
    const answer = await read(door.url)
    expect([answer.status, served(answer.text)]).toEqual([200, expected])
    expect(codeOf(await read(door.url, undefined, { ...granted, grant: '0'.repeat(32) }))).toBe('GRANT_UNKNOWN')
    expect(codeOf(await read(door.url, ['wind']))).toBe('FIELDS_NOT_GRANTED')
    expect(await door.end('SIGKILL')).toBeNull()

    // What it was granted is the chain's to know: the second of two uses, and no third.
    const again = await startDoor()
    expect(served((await read(again.url)).text)).toEqual(expected)
    expect(codeOf(await read(again.url))).toBe('GRANT_USED_UP')
    await weather.platform.close()
    expect(codeOf(await read(again.url))).toBe('PLATFORM_UNREACHABLE')
    expect(await again.end('SIGTERM')).toBe(0)
  },
  startMs,
)
