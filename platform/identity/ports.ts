// The ports of identity: what it asks of the chain, of the web, and of the database that keeps logins.
import type { Subject } from '../../core/did.ts'

export type SubjectAnswer = {
  readonly subject: Subject
  /** Of the state that the answer is from. */
  readonly height: bigint
  /** Block time of that state. */
  readonly timeMs: number
}

/**
 * The identity contract. Does NOT cache and does NOT judge.
 * Throws CausewayError CHAIN_UNREACHABLE when the node is silent: then nobody is let in.
 */
export interface SubjectQueries {
  /** Newest state; undefined where the chain knows no such subject. Past keys are in it, with their heights. */
  query(did: string): Promise<SubjectAnswer | undefined>
}

/** GET of a public address by HTTPS, without redirection. Does NOT limit the body: its reader does. */
export type PublicFetch = (url: URL, signal: AbortSignal) => Promise<Response>

export type Challenge = {
  readonly nonce: string
  readonly did: string
  readonly text: string
  readonly expiresAtMs: number
}
export type Session = {
  /** Hex of sha256 over the token, which itself is nowhere kept. */
  readonly tokenHash: string
  readonly did: string
  /** Key that signed the challenge: its algorithm and bytes as Multikey. */
  readonly multikey: string
  readonly expiresAtMs: number
}

/** Keeps logins over restarts. Does NOT know the time: callers say what is expired. */
export interface LoginStore {
  /** False, and nothing stored, when more than `openMax` challenges would be open. */
  putChallenge(challenge: Challenge, openMax: number): Promise<boolean>
  /** Hands a challenge out once: of two callers at the same time one gets it. */
  takeChallenge(nonce: string): Promise<Challenge | undefined>
  putSession(session: Session): Promise<void>
  session(tokenHash: string): Promise<Session | undefined>
  removeSession(tokenHash: string): Promise<void>
  /** Forgets what expired before this moment. */
  prune(beforeMs: number): Promise<void>
  close(): Promise<void>
}
