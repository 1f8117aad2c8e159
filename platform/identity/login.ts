// Login by signature: a fresh challenge, the key that the chain knows now, a short session; no chain, no entry.
import { createHash, randomBytes } from 'node:crypto'
import { ripemd160 } from '@cosmjs/crypto'
import { fromBech32 } from '@cosmjs/encoding'
import { adr036Document } from '../../core/authorisation.ts'
import { equalBytes, toHex, utf8 } from '../../core/bytes.ts'
import { keysAt, type PublicKey, type Subject, toMultikey } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import type { Clock } from '../../relayer/ports.ts'
import { challengeMs, challengesOpenMax, sessionMs, stateAgeMsMax } from './limits.ts'
import type { Challenge, LoginStore, Session, SubjectQueries } from './ports.ts'
import { isSigned } from './publicKeys.ts'

export type LoginPorts = {
  readonly subjects: SubjectQueries
  readonly store: LoginStore
  readonly clock: Pick<Clock, 'nowMs'>
}
export type LoginOptions = {
  /** Host name that people see in the challenge; a challenge of another door is not answered here. */
  readonly domain: string
  readonly chainId: string
}
export type Answer = {
  readonly nonce: string
  /** Name of the key in the subject's DID document. */
  readonly key: string
  readonly signature: Uint8Array
  /** Account of a wallet that signed the ADR-036 document instead of the bare text. */
  readonly signer?: string | undefined
}
export type LoggedIn = { readonly token: string; readonly session: Authenticated }
/** Who is there, by the chain's state at `height`. */
export type Authenticated = {
  readonly did: string
  readonly subject: Subject
  readonly height: bigint
  readonly expiresAtMs: number
}

export type Login = {
  challenge(did: string): Promise<Challenge>
  answer(answer: Answer): Promise<LoggedIn>
  /** Asks the chain at every use: a session ends with its key, and with the subject's suspension. */
  authenticate(token: string): Promise<Authenticated>
  end(token: string): Promise<void>
}

export type ChallengeFacts = LoginOptions & {
  readonly did: string
  readonly nonce: string
  readonly issuedAtMs: number
}

const isoTime = (ms: number): string => new Date(ms).toISOString()

/** What people see in their wallet, in the order of CAIP-122. */
export function challengeText({ domain, chainId, did, nonce, issuedAtMs }: ChallengeFacts): string {
  return [
    `${domain} wants you to sign in with your Causeway identity:`,
    did,
    '',
    `URI: https://${domain}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${isoTime(issuedAtMs)}`,
    `Expiration Time: ${isoTime(issuedAtMs + challengeMs)}`,
  ].join('\n')
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const fresh = (): string => toHex(randomBytes(32))

export function openLogin(options: LoginOptions, { subjects, store, clock }: LoginPorts): Login {
  /** The subject as it is now; everything else is a refusal. */
  async function activeSubject(did: string): Promise<{ readonly subject: Subject; readonly height: bigint }> {
    const answer = await subjects.query(did)
    if (answer === undefined) throw new CausewayError('SUBJECT_UNKNOWN', { did })
    const { subject, height, timeMs } = answer
    const ageMs = clock.nowMs() - timeMs
    // A node that stands still would still know a key that has been rotated.
    if (ageMs > stateAgeMsMax) throw new CausewayError('CHAIN_STALE', { height: height.toString(), ageMs: `${ageMs}` })
    if (subject.id !== did) throw new CausewayError('SUBJECT_UNKNOWN', { did })
    if (subject.status !== 'active') throw new CausewayError('SUBJECT_INACTIVE', { did, status: subject.status })
    return { subject, height }
  }

  return {
    async challenge(did) {
      parseId(did)
      const nowMs = clock.nowMs()
      await store.prune(nowMs)
      const nonce = fresh()
      const text = challengeText({ ...options, did, nonce, issuedAtMs: nowMs })
      const challenge = { nonce, did, text, expiresAtMs: nowMs + challengeMs }
      const isPut = await store.putChallenge(challenge, challengesOpenMax)
      if (!isPut) throw new CausewayError('LOGIN_FULL', { max: String(challengesOpenMax) })
      return challenge
    },

    async answer({ nonce, key: name, signature, signer }) {
      const challenge = await store.takeChallenge(nonce)
      if (challenge === undefined) throw new CausewayError('LOGIN_CHALLENGE_UNKNOWN')
      if (clock.nowMs() >= challenge.expiresAtMs) throw new CausewayError('LOGIN_CHALLENGE_EXPIRED')
      const { did, text } = challenge
      const { subject, height } = await activeSubject(did)
      const key = keysAt(subject).find((one) => one.name === name)
      if (key === undefined) throw new CausewayError('LOGIN_KEY_UNKNOWN', { did, key: name.slice(0, 64) })
      const isRight =
        signer === undefined ? isSigned(key, utf8(text), signature) : isSignedByWallet(key, signer, text, signature)
      if (!isRight) throw new CausewayError('LOGIN_SIGNATURE_WRONG', { did, key: name })
      const token = fresh()
      const expiresAtMs = clock.nowMs() + sessionMs
      const session: Session = { tokenHash: hashOf(token), did, multikey: toMultikey(key), expiresAtMs }
      await store.putSession(session)
      return { token, session: { did, subject, height, expiresAtMs } }
    },

    async authenticate(token) {
      const session = await store.session(hashOf(token))
      if (session === undefined) throw new CausewayError('SESSION_UNKNOWN')
      const { did, multikey, expiresAtMs } = session
      if (clock.nowMs() >= expiresAtMs) throw new CausewayError('SESSION_EXPIRED')
      const { subject, height } = await activeSubject(did)
      const isCurrent = keysAt(subject).some((key) => toMultikey(key) === multikey)
      if (!isCurrent) throw new CausewayError('LOGIN_KEY_UNKNOWN', { did })
      return { did, subject, height, expiresAtMs }
    },

    end: (token) => store.removeSession(hashOf(token)),
  }
}

/** A wallet signs the document of ADR-036 in the name of an account, which must be the account of the key itself. */
function isSignedByWallet(key: PublicKey, signer: string, text: string, signature: Uint8Array): boolean {
  if (key.algorithm !== 'secp256k1' || !isAccountOf(key, signer)) return false
  return isSigned(key, utf8(adr036Document(signer, text)), signature)
}

function isAccountOf(key: PublicKey, address: string): boolean {
  const account = ripemd160(createHash('sha256').update(key.bytes).digest())
  try {
    return equalBytes(fromBech32(address).data, account)
  } catch {
    return false
  }
}
