// One suite for the store of logins on SQLite and PostgreSQL: one use of a challenge, over restarts too.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dialect } from 'kysely'
import { openPostgres } from '../../database/postgres.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { openKyselyLogins } from '../../platform/identity/kyselyLogins.ts'
import type { LoginStore } from '../../platform/identity/ports.ts'
import { type Cluster, postgresBin, startCluster } from '../fakes/postgresCluster.ts'

let folder = ''
let cluster: Cluster
const sqlite = {
  name: 'SQLite',
  async prepare() {
    folder = mkdtempSync(join(tmpdir(), 'causeway-logins-'))
  },
  dialect: (): Dialect => openSqlite(join(folder, 'logins.db')),
  remove: async () => rmSync(folder, { recursive: true, force: true }),
}
const postgres = {
  name: 'PostgreSQL',
  async prepare() {
    const bin = postgresBin()
    if (bin === undefined) throw new Error('PostgreSQL is not installed')
    cluster = await startCluster(bin)
    cluster.create('logins')
  },
  dialect: (): Dialect => openPostgres(cluster.url('logins')),
  remove: async () => cluster.stop(),
}

const challenge = (nonce: string, expiresAtMs = 1_800_000_000_000) => ({
  nonce,
  did: 'did:x',
  text: 'a\nb',
  expiresAtMs,
})
const session = (tokenHash: string, expiresAtMs = 1_800_000_000_000) => ({
  tokenHash,
  did: 'did:x',
  multikey: 'z6',
  expiresAtMs,
})

describe.each([sqlite, postgres])('logins on $name', ({ prepare, dialect, remove }) => {
  let store: LoginStore
  beforeAll(async () => {
    await prepare()
    store = await openKyselyLogins(dialect())
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await remove()
  })
  const reopen = async (): Promise<void> => {
    await store.close()
    store = await openKyselyLogins(dialect())
  }

  test('of callers at the same time one gets the challenge, and nobody after them, over a restart too', async () => {
    await store.putChallenge(challenge('one'), 10)
    await reopen()
    const taken = await Promise.all(Array.from({ length: 8 }, () => store.takeChallenge('one')))
    expect(taken.filter((each) => each !== undefined)).toEqual([challenge('one')])
    await reopen()
    expect(await store.takeChallenge('one')).toBeUndefined()
  })

  test('a session outlives a restart, and ends when it is removed', async () => {
    await store.putSession(session('a'))
    await store.putSession(session('b'))
    await reopen()
    expect(await store.session('a')).toEqual(session('a'))
    await store.removeSession('a')
    expect(await store.session('a')).toBeUndefined()
    expect(await store.session('b')).toEqual(session('b'))
  })

  test('no more challenges are open than may be, and pruning makes room', async () => {
    expect(await store.putChallenge(challenge('early', 5), 2)).toBe(true)
    expect(await store.putChallenge(challenge('late', 6), 2)).toBe(true)
    expect(await store.putChallenge(challenge('more'), 2)).toBe(false)
    expect(await store.takeChallenge('more')).toBeUndefined()
    await store.prune(5)
    expect(await store.putChallenge(challenge('more'), 2)).toBe(true)
    expect(await store.takeChallenge('early')).toBeUndefined()
    expect(await store.takeChallenge('late')).toEqual(challenge('late', 6))
  })

  test('pruning forgets sessions that are over, and only those', async () => {
    await store.putSession(session('over', 5))
    await store.putSession(session('open', 6))
    await store.prune(5)
    expect(await store.session('over')).toBeUndefined()
    expect(await store.session('open')).toEqual(session('open', 6))
  })

  test('a nonce or token that exists is never replaced', async () => {
    await store.putChallenge(challenge('same'), 10)
    await expect(store.putChallenge({ ...challenge('same'), did: 'did:y' }, 10)).rejects.toThrow()
    await store.putSession(session('same'))
    await expect(store.putSession(session('same'))).rejects.toThrow()
  })
})
