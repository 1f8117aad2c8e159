// Login: only the key that the chain knows now opens the door, once for each challenge, and no chain opens nothing.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { ripemd160, sha256 } from '@cosmjs/crypto'
import { toBech32 } from '@cosmjs/encoding'
import { adr036Document } from '../../core/authorisation.ts'
import { utf8 } from '../../core/bytes.ts'
import { type KeyAlgorithm, parseSubject, type Subject } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { openKyselyLogins } from '../../platform/identity/kyselyLogins.ts'
import { challengeMs, sessionMs, stateAgeMsMax } from '../../platform/identity/limits.ts'
import { challengeText, type Login, openLogin } from '../../platform/identity/login.ts'
import type { LoginStore, SubjectAnswer } from '../../platform/identity/ports.ts'
import { publicKeyOf } from '../../platform/identity/publicKeys.ts'

const did = 'did:causeway:party:zone-a:city'
const curves = { ed25519: '', p256: 'prime256v1', secp256k1: 'secp256k1' } as const

type Pair = { readonly algorithm: KeyAlgorithm; readonly secret: KeyObject; readonly bytes: Uint8Array }
function makeKey(algorithm: KeyAlgorithm): Pair {
  const pair =
    algorithm === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: curves[algorithm] })
  const jwk = pair.publicKey.export({ format: 'jwk' })
  const key = publicKeyOf({ id: '', type: 'JsonWebKey', controller: '', publicKeyJwk: jwk as { kty: string } })
  return { algorithm, secret: pair.privateKey, bytes: key?.bytes ?? new Uint8Array() }
}

function signed(pair: Pair, text: string): Uint8Array {
  const hash = pair.algorithm === 'ed25519' ? null : 'sha256'
  return sign(hash, utf8(text), { key: pair.secret, dsaEncoding: 'ieee-p1363' })
}

const keyJson = ({ algorithm, bytes }: Pair, name: string, until: number | null = null): object => ({
  name,
  algorithm,
  public_key: Buffer.from(bytes).toString('base64'),
  since_height: 1,
  until_height: until,
})

function subjectOf(keys: readonly object[], changes: object = {}): Subject {
  const base = { id: did, form: 'organisation', owner: null, status: 'active', accounts: [], roles: ['supplier'] }
  return parseSubject({ ...base, keys, version: 1, home_chain_id: 'zone-a', ...changes })
}

const pair = makeKey('ed25519')
let nowMs = 0
let answer: (() => SubjectAnswer | undefined) | undefined
let store: LoginStore
let login: Login
const options = { domain: 'hub.example', chainId: 'zone-a' }
const knows = (subject: Subject | undefined, timeMs = nowMs): void => {
  answer = () => subject && { subject, height: 77n, timeMs }
}
const open = (): Login => {
  const query = async (): Promise<SubjectAnswer | undefined> => {
    if (answer === undefined) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: 'zone-a' })
    return answer()
  }
  return openLogin(options, { subjects: { query }, store, clock: { nowMs: () => nowMs } })
}
const refusal = (code: string) => expect.objectContaining({ code })
async function enter(key = pair, name = 'main'): Promise<string> {
  const { nonce, text } = await login.challenge(did)
  return (await login.answer({ nonce, key: name, signature: signed(key, text) })).token
}

beforeEach(async () => {
  nowMs = 1_800_000_000_000
  store = await openKyselyLogins(openSqlite(':memory:'))
  login = open()
  knows(subjectOf([keyJson(pair, 'main')]))
})
afterEach(() => store.close())

test.each<KeyAlgorithm>(['ed25519', 'p256', 'secp256k1'])(
  'a signature by the on-chain %s key over a fresh challenge opens a session (Y-8.4.3a)',
  async (algorithm) => {
    const key = makeKey(algorithm)
    knows(subjectOf([keyJson(key, 'main')]))
    const { nonce, text } = await login.challenge(did)
    const { token, session } = await login.answer({ nonce, key: 'main', signature: signed(key, text) })
    expect(session).toMatchObject({ did, height: 77n, expiresAtMs: nowMs + sessionMs })
    expect(await login.authenticate(token)).toMatchObject({ did, height: 77n })
    const next = await login.challenge(did)
    const old = login.answer({ nonce: next.nonce, key: 'main', signature: signed(key, text) })
    await expect(old).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  },
)

test('a wallet signs the document of ADR-036 in the name of its own account (Y-8.4.3a)', async () => {
  const wallet = makeKey('secp256k1')
  const signer = toBech32('wasm', ripemd160(sha256(wallet.bytes)))
  knows(subjectOf([keyJson(wallet, 'wallet'), keyJson(pair, 'main')]))
  const attempt = async (as: string, by: Pair, key: string, over = as): Promise<string> => {
    const { nonce, text } = await login.challenge(did)
    const signature = signed(by, adr036Document(over, text))
    return (await login.answer({ nonce, key, signature, signer: as })).token
  }
  expect(await login.authenticate(await attempt(signer, wallet, 'wallet'))).toMatchObject({ did })
  const stranger = toBech32('wasm', new Uint8Array(20))
  await expect(attempt(stranger, wallet, 'wallet')).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  await expect(attempt('no address', wallet, 'wallet')).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  await expect(attempt(signer, wallet, 'wallet', stranger)).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  await expect(attempt(signer, pair, 'main')).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
})

test('the challenge names door, identity, chain, nonce and expiry, and no two are the same', async () => {
  const { text, nonce, expiresAtMs } = await login.challenge(did)
  expect(text).toBe(challengeText({ ...options, did, nonce, issuedAtMs: nowMs }))
  for (const part of ['hub.example', did, 'Chain ID: zone-a', `Nonce: ${nonce}`, '2027-01-15T08:05:00.000Z']) {
    expect(text).toContain(part)
  }
  expect(expiresAtMs).toBe(nowMs + challengeMs)
  expect((await login.challenge(did)).nonce).not.toBe(nonce)
  expect(nonce).toMatch(/^[0-9a-f]{64}$/)
})

test('a challenge is answered once, rightly or wrongly', async () => {
  const { nonce, text } = await login.challenge(did)
  const right = { nonce, key: 'main', signature: signed(pair, text) }
  await login.answer(right)
  await expect(login.answer(right)).rejects.toThrow(refusal('LOGIN_CHALLENGE_UNKNOWN'))
  const second = await login.challenge(did)
  const wrong = { nonce: second.nonce, key: 'main', signature: new Uint8Array(64) }
  await expect(login.answer(wrong)).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  const late = { ...wrong, signature: signed(pair, second.text) }
  await expect(login.answer(late)).rejects.toThrow(refusal('LOGIN_CHALLENGE_UNKNOWN'))
})

test('a challenge expires, and so does a session', async () => {
  const { nonce, text } = await login.challenge(did)
  const token = await enter()
  nowMs += challengeMs
  knows(subjectOf([keyJson(pair, 'main')]))
  const late = login.answer({ nonce, key: 'main', signature: signed(pair, text) })
  await expect(late).rejects.toThrow(refusal('LOGIN_CHALLENGE_EXPIRED'))
  nowMs += sessionMs - challengeMs - 1
  knows(subjectOf([keyJson(pair, 'main')]))
  expect(await login.authenticate(token)).toMatchObject({ did })
  nowMs += 1
  await expect(login.authenticate(token)).rejects.toThrow(refusal('SESSION_EXPIRED'))
})

test('a rotated key stops working at once, in sessions too, and the new one works (Y-8.4.3a)', async () => {
  const token = await enter()
  const next = makeKey('p256')
  knows(subjectOf([keyJson(pair, 'main', 70), keyJson(next, 'main')]))
  await expect(login.authenticate(token)).rejects.toThrow(refusal('LOGIN_KEY_UNKNOWN'))
  await expect(enter(pair)).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  expect(await login.authenticate(await enter(next))).toMatchObject({ did })
  knows(subjectOf([keyJson(pair, 'main', 70), keyJson(next, 'second')]))
  await expect(enter(pair)).rejects.toThrow(refusal('LOGIN_KEY_UNKNOWN'))
})

test.each(['proposed', 'suspended', 'retired', 'rejected'])(
  'a %s subject is out at once (Y-8.4.3a)',
  async (status) => {
    const token = await enter()
    knows(subjectOf([keyJson(pair, 'main')], { status }))
    await expect(login.authenticate(token)).rejects.toThrow(refusal('SUBJECT_INACTIVE'))
    await expect(enter()).rejects.toThrow(refusal('SUBJECT_INACTIVE'))
  },
)

test('without the chain nobody is let in, and nobody who was in goes on (Y-8.4.3b)', async () => {
  const token = await enter()
  answer = undefined
  await expect(login.authenticate(token)).rejects.toThrow(refusal('CHAIN_UNREACHABLE'))
  await expect(enter()).rejects.toThrow(refusal('CHAIN_UNREACHABLE'))
})

test('a node that stands still decides nothing, the decision is from a known height (Y-8.4.3b)', async () => {
  const token = await enter()
  const subject = subjectOf([keyJson(pair, 'main')])
  knows(subject, nowMs - stateAgeMsMax)
  expect((await login.authenticate(token)).height).toBe(77n)
  knows(subject, nowMs - stateAgeMsMax - 1)
  await expect(login.authenticate(token)).rejects.toThrow(refusal('CHAIN_STALE'))
  await expect(enter()).rejects.toThrow(refusal('CHAIN_STALE'))
})

test('a subject that the chain does not know, or answers in place of another, is not let in', async () => {
  knows(undefined)
  await expect(enter()).rejects.toThrow(refusal('SUBJECT_UNKNOWN'))
  knows(subjectOf([keyJson(pair, 'main')], { id: 'did:causeway:party:zone-a:other' }))
  await expect(enter()).rejects.toThrow(refusal('SUBJECT_UNKNOWN'))
  await expect(login.challenge('did:web:city.example')).rejects.toThrow(refusal('ID_MALFORMED'))
})

test('a token is not stored, and ends when its owner says so', async () => {
  const token = await enter()
  expect(await store.session(token)).toBeUndefined()
  await login.end(token)
  await expect(login.authenticate(token)).rejects.toThrow(refusal('SESSION_UNKNOWN'))
  await expect(login.authenticate('')).rejects.toThrow(refusal('SESSION_UNKNOWN'))
})

test('signatures of another length, and keys that are no points, are just wrong', async () => {
  const noPoint = { ...pair, algorithm: 'p256' as const, bytes: Uint8Array.from([2, ...Buffer.alloc(32, 255)]) }
  knows(subjectOf([keyJson(pair, 'main'), keyJson(noPoint, 'broken')]))
  for (const [key, bytes] of [
    ['main', 0],
    ['main', 63],
    ['main', 65],
    ['broken', 64],
  ] as const) {
    const { nonce } = await login.challenge(did)
    const attempt = login.answer({ nonce, key, signature: new Uint8Array(bytes) })
    await expect(attempt).rejects.toThrow(refusal('LOGIN_SIGNATURE_WRONG'))
  }
})

test('when too many logins are under way the next one is told so', async () => {
  store.putChallenge = async () => false
  await expect(login.challenge(did)).rejects.toThrow(refusal('LOGIN_FULL'))
})
