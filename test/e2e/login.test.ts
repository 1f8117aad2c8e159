// The door of identity beside a running chain: who signs with the key of now comes in, and without the chain nobody.
import { toBase64 } from '../../core/bytes.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { openChain } from '../../localnet/chains.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { type Device, newDevice } from '../../localnet/demo/devices.ts'
import { changeByVote, rotateKey } from '../../localnet/demo/enrol.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import { openIdentityDoor } from '../../platform/identity/door.ts'
import { openKyselyLogins } from '../../platform/identity/kyselyLogins.ts'
import { openLogin } from '../../platform/identity/login.ts'
import type { LoginStore } from '../../platform/identity/ports.ts'
import { publicFetch } from '../../platform/identity/publicFetch.ts'
import { openResolver } from '../../platform/identity/resolver.ts'
import type { Door } from '../../platform/process/doors.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain } from '../../relayer/ports.ts'
import { enrolled, type Newcomers, withNewcomers } from './newcomers.ts'
import { blocksMs, Opened, openWorld, siteOf, startMs, worldConfig } from './world.ts'

const home = 'zone-a'
const log = openLog('silent')
const opened = new Opened()
let world: OpenStage
let stage: Newcomers
let ines: Member
let store: LoginStore
let door: Door

/** A door whose chain is reached through this node. */
async function openDoor(chain: Pick<Chain, 'queryStatus' | 'queryGrpc'>, host = '127.0.0.1'): Promise<Door> {
  const subjects = openSubjects(chain, servicesOf(stage, home).identity)
  const login = openLogin({ domain: 'hub.example', chainId: home }, { subjects, store, clock: systemClock })
  const resolver = openResolver({ subjects, fetch: publicFetch, timeout: (ms) => AbortSignal.timeout(ms) })
  return openIdentityDoor({ host, port: 0 }, { login, resolver, log })
}

beforeAll(async () => {
  world = await openWorld()
  stage = await withNewcomers(world, ['ines'])
  store = await openKyselyLogins(openSqlite(':memory:'))
  ines = await enrolled(stage, home, 'ines', ['supplier'])
  door = await openDoor(zoneOf(stage, home).chain)
  await waitFor('the party to be seen at the door', blocksMs, async () => {
    const { status } = await ask('GET', `/v1/dids/${ines.id}`)
    return status === 200 ? true : undefined
  })
}, startMs)
afterAll(async () => {
  await door.close()
  await store.close()
  await opened.close()
  await stage.close()
  await world.close()
})

type Answer = { readonly status: number; readonly body: Record<string, unknown> & { readonly code?: ErrorCode } }
async function ask(method: string, path: string, body?: object, token?: string, port = door.port): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

async function signIn(key: Device, name = 'main'): Promise<Answer> {
  const { body } = await ask('POST', '/v1/auth/challenges', { did: ines.id })
  const signature = toBase64(key.sign(String(body['text'])))
  return ask('POST', '/v1/auth/tokens', { nonce: body['nonce'], key: name, signature })
}

const session = (token: string, port = door.port): Promise<Answer> =>
  ask('GET', '/v1/auth/session', undefined, token, port)

test(
  'a signature over a fresh challenge by the key that the chain knows opens a session, at a height that the answer names (Y-8.4.3a, Y-8.4.3b)',
  async () => {
    const before = (await zoneOf(stage, home).chain.queryStatus()).height
    const { status, body } = await signIn(ines.key)
    expect([status, body['did'], body['roles']]).toEqual([201, ines.id, ['supplier']])
    expect(BigInt(String(body['height']))).toBeGreaterThanOrEqual(before - 1n)
    const now = await session(String(body['token']))
    expect([now.status, now.body['did']]).toEqual([200, ines.id])
    expect(BigInt(String(now.body['height']))).toBeGreaterThanOrEqual(BigInt(String(body['height'])))
    const stranger = await signIn(newDevice(ines.id))
    expect([stranger.status, stranger.body.code]).toEqual([401, 'LOGIN_SIGNATURE_WRONG'])
    const { body: challenge } = await ask('POST', '/v1/auth/challenges', { did: ines.id })
    const signature = toBase64(ines.key.sign(String(challenge['text'])))
    const answer = { nonce: challenge['nonce'], key: 'main', signature }
    expect((await ask('POST', '/v1/auth/tokens', answer)).status).toBe(201)
    expect((await ask('POST', '/v1/auth/tokens', answer)).body.code).toBe('LOGIN_CHALLENGE_UNKNOWN')
  },
  blocksMs,
)

test(
  'without the chain the door lets nobody in and no session goes on (Y-8.4.3b)',
  async () => {
    const { body } = await signIn(ines.key)
    const dead = { ...siteOf(home), rpc: 1, grpc: 1 }
    const blind = await openDoor(opened.keep(openChain(worldConfig, dead)))
    try {
      const refused = await session(String(body['token']), blind.port)
      expect([refused.status, refused.body.code]).toEqual([503, 'CHAIN_UNREACHABLE'])
    } finally {
      await blind.close()
    }
    expect((await session(String(body['token']))).status).toBe(200)
  },
  blocksMs,
)

test(
  'a rotated key opens no session and ends its own; the document of the past still shows it (Y-8.4.3a, Y-6.1-5, Y-7.1.3b)',
  async () => {
    const { body } = await signIn(ines.key)
    const token = String(body['token'])
    const next = newDevice(ines.id)
    const { height } = await rotateKey(stage, home, ines.user, next, { name: 'second' })
    // The door reads one block behind the newest.
    const ended = await waitFor('the session to end', blocksMs, async () => {
      const found = await session(token)
      return found.status === 200 ? undefined : found
    })
    expect([ended.status, ended.body.code]).toEqual([401, 'LOGIN_KEY_UNKNOWN'])
    expect((await signIn(ines.key)).body.code).toBe('LOGIN_KEY_UNKNOWN')
    expect((await signIn(next, 'second')).status).toBe(201)
    const methods = async (query: string): Promise<readonly unknown[]> => {
      const { verificationMethod } = (await ask('GET', `/v1/dids/${ines.id}${query}`)).body
      return (verificationMethod as { id: string; type: string }[])
        .filter(({ type }) => type === 'Multikey')
        .map(({ id }) => id)
    }
    expect(await methods('')).toEqual([`${ines.id}#second`])
    expect(await methods(`?height=${height - 1n}`)).toEqual([`${ines.id}#main`])
    const suspend = { suspend: { id: ines.id } }
    await changeByVote(stage, home, stage.person('city'), suspend)
    const out = await waitFor('the suspension to be seen at the door', blocksMs, async () => {
      const found = await signIn(next, 'second')
      return found.status === 201 ? undefined : found
    })
    expect(out.body.code).toBe('SUBJECT_INACTIVE')
    expect(await methods('')).toEqual([])
    expect(await methods(`?height=${height + 1n}`)).toEqual([`${ines.id}#second`])
  },
  blocksMs,
)

test('plain HTTP is refused on any address but this machine, before anything listens (Y-6.1-5)', async () => {
  for (const host of ['0.0.0.0', '::', 'hub.example', '10.0.0.7']) {
    const opening = openDoor(zoneOf(stage, home).chain, host)
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  }
})
