// Certificates of a zone's regulator: signed, recorded, and looked up on the chain as a verifier does.

import type { Member } from '../../localnet/demo/cast.ts'
import { type Stage, servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import type { Credential } from '../../platform/credentials/credential.ts'
import type { CredentialSigner } from '../../platform/credentials/vcJws.ts'
import {
  type CredentialPorts,
  credentialDigest,
  issueCredential,
  issueStatusList,
} from '../../platform/credentials/verify.ts'
import { subjectOn } from './registry.ts'

const prefix = 'urn:causeway:test-credential:'
const list = 'urn:causeway:test-status:0'

/** The regulator's key under the name that the chain has for it. */
export async function signerOn(stage: Stage, chainId: string, { id, key }: Member): Promise<CredentialSigner> {
  const subject = await subjectOn(stage, chainId, id)
  const name = subject?.keys.find(({ bytes }) => Buffer.compare(bytes, key.publicKey) === 0)?.name
  return { kid: `${id}#${name}`, algorithm: 'ed25519', key: key.privateKey }
}

export type Signed = { readonly id: string; readonly jws: string; readonly issue: object }

/** A permission for a party, signed, and the message that records it. */
export async function permission(
  stage: Stage,
  chainId: string,
  regulator: Member,
  { subject, name, untilMs }: { readonly subject: string; readonly name: string; readonly untilMs: number },
): Promise<Signed> {
  const { next_index: index } = await queryList(stage, chainId, regulator.id)
  const validFromMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000
  const credential: Credential = {
    id: `${prefix}${name}`,
    issuer: regulator.id,
    validFromMs,
    validUntilMs: untilMs,
    status: { list, index },
    claims: { type: 'PermissionToOperate', subject, permission: 'weather stations' },
  }
  const jws = await issueCredential(credential, await signerOn(stage, chainId, regulator))
  const [valid_from_ns, valid_until_ns] = [validFromMs, untilMs].map((ms) => String(BigInt(ms) * 1_000_000n))
  const body = { id: name, kind: 'PermissionToOperate', subject, fingerprint: null, digest: credentialDigest(jws) }
  return { id: name, jws, issue: { issue: { ...body, index, valid_from_ns, valid_until_ns } } }
}

type List = { readonly next_index: number; readonly bits: string }
async function queryList(stage: Stage, chainId: string, issuer: string): Promise<List> {
  const query = { status_list: { issuer, list: null } }
  return (await zoneOf(stage, chainId).chain.querySmart(servicesOf(stage, chainId).credentials, query)) as List
}

/** The status list as the chain has it now, signed by the issuer for a minute. */
export async function statusListNow(stage: Stage, chainId: string, regulator: Member): Promise<string> {
  const { bits } = await queryList(stage, chainId, regulator.id)
  const term = { validFromMs: Date.now() - 1_000, validUntilMs: Date.now() + 60_000 }
  const whole = { id: list, issuer: regulator.id, ...term, bits: Uint8Array.from(Buffer.from(bits, 'base64')) }
  return issueStatusList(whole, await signerOn(stage, chainId, regulator))
}

type Recorded = {
  readonly digest: string
  readonly subject: string
  readonly issued_height: number
  readonly revoked: object | null
}

export function portsOn(stage: Stage, chainId: string, regulator: Member, nowMs = Date.now): CredentialPorts {
  const { chain } = zoneOf(stage, chainId)
  const { identity, credentials } = servicesOf(stage, chainId)
  return {
    subjects: openSubjects(chain, identity),
    async record(name) {
      const id = name.slice(prefix.length)
      const found = (await chain.querySmart(credentials, { credential: { id } })) as Recorded | null
      if (found === null) return undefined
      const { digest, subject, issued_height, revoked } = found
      const issuedHeight = BigInt(issued_height)
      return { id: name, digest, subject, fingerprint: undefined, issuedHeight, isRevoked: revoked !== null }
    },
    statusList: () => statusListNow(stage, chainId, regulator),
    nowMs,
  }
}
