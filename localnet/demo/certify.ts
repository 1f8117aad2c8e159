// The regulator of the story: it reads a batch at its door, signs a certificate, and puts it on chain with its verdict.
import { toHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import type { ChainAttempt } from '../../platform/chain/verdicts.ts'
import type { Claims, Credential } from '../../platform/credentials/credential.ts'
import type { CredentialSigner } from '../../platform/credentials/vcJws.ts'
import {
  type CredentialPorts,
  credentialDigest,
  issueCredential,
  issueStatusList,
  verifyCredential,
} from '../../platform/credentials/verify.ts'
import { type Asker, fetchBatch, type Handed } from '../../platform/validation/doorContents.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Member } from './cast.ts'
import { compose, custom } from './compose.ts'
import { keyOf } from './enrol.ts'
import { type Stage, type StoryTransaction, servicesOf, zoneOf } from './story.ts'
import { waitFor } from './transact.ts'

const dayMs = 86_400_000
export const askerOf = ({ id, key }: Member): Asker => ({ party: id, sign: key.sign, clock: systemClock })

/** What a party reads at the door of a platform, certificates among it. */
export const readBatch = (url: string, batch: string, reader: Member): Promise<Handed> =>
  fetchBatch(url, batch, askerOf(reader))

/** Founders have an account only: the regulator gets the key that it certifies with. */
export async function ensureKey(stage: Stage, chainId: string, { user, id, key }: Member): Promise<void> {
  const { chain } = zoneOf(stage, chainId)
  const { identity } = servicesOf(stage, chainId)
  if ((await signerOf(stage, chainId, { user, id, key })) !== undefined) return
  await user.execute(chain, identity, { rotate_key: { id, key: keyOf(stage, chainId, key, id, `k-${stage.run}`) } })
  // Subjects are read one block behind the newest.
  await waitFor(`the key of ${id} to count`, 10_000, () => signerOf(stage, chainId, { user, id, key }))
}

async function signerOf(stage: Stage, chainId: string, { id, key }: Member): Promise<CredentialSigner | undefined> {
  const subjects = openSubjects(zoneOf(stage, chainId).chain, servicesOf(stage, chainId).identity)
  const known = (await subjects.query(id))?.subject.keys ?? []
  const own = known.find(({ bytes, untilHeight }) => untilHeight === undefined && toHex(bytes) === toHex(key.publicKey))
  return own && { kid: `${id}#${own.name}`, algorithm: 'ed25519', key: key.privateKey }
}

const listOf = (chainId: string, issuer: string): string => `urn:causeway:status:${chainId}:${issuer.split(':').at(-1)}`
const credentialName = (chainId: string, id: string): string => `urn:causeway:credential:${chainId}:${id}`

export type Certificate = { readonly jws: string; readonly credential: Credential; readonly issue: object }

/** A signed certificate about the attempt's root, and what the chain is to record of it. */
export async function certificateOf(
  stage: Stage,
  chainId: string,
  regulator: Member,
  { batch, root }: Pick<ChainAttempt, 'batch' | 'root'>,
  id: string,
): Promise<Certificate> {
  const signer = await signerOf(stage, chainId, regulator)
  if (signer === undefined) throw new Error(`${regulator.id} has no key on ${chainId}`)
  const { next_index: index } = (await zoneOf(stage, chainId).chain.querySmart(servicesOf(stage, chainId).credentials, {
    status_list: { issuer: regulator.id, list: null },
  })) as { next_index: number }
  const fromMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000
  const claims: Claims = {
    type: 'DataQualityCertificate',
    subject: batch,
    fingerprint: `sha2_256:${root}`,
    quality: 'checked by drawn parties; see the verdicts on chain',
  }
  const credential: Credential = {
    id: credentialName(chainId, id),
    issuer: regulator.id,
    validFromMs: fromMs,
    validUntilMs: fromMs + 365 * dayMs,
    status: { list: listOf(chainId, regulator.id), index },
    claims,
  }
  const jws = await issueCredential(credential, signer)
  const issue = {
    id,
    kind: claims.type,
    subject: batch,
    fingerprint: root,
    digest: credentialDigest(jws),
    index,
    valid_from_ns: String(BigInt(credential.validFromMs) * 1_000_000n),
    valid_until_ns: String(BigInt(credential.validUntilMs) * 1_000_000n),
  }
  return { jws, credential, issue }
}

/** Verdict and certificate in one transaction: both are on chain, or neither is. */
export function certify(
  stage: Stage,
  chainId: string,
  regulator: Member,
  { batch, attempt }: Pick<ChainAttempt, 'batch' | 'attempt'>,
  { issue }: Certificate,
): Promise<StoryTransaction> {
  const { intake, credentials } = servicesOf(stage, chainId)
  const { user } = regulator
  const verdict = { batch, attempt, pass: true, code: 0 }
  const operations = [
    custom(chainId, intake, user, 'intake.regulate', verdict),
    custom(chainId, credentials, user, 'credentials.issue', issue),
  ]
  return compose(stage, `the regulator certifies ${batch}`, operations, [user])
}

/** The certificate goes to where the data is, so that both are had together. */
export async function depositCertificate(url: string, batch: string, jws: string): Promise<number> {
  const response = await fetch(`${url}/v1/batches/${encodeURIComponent(batch)}/certificate`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vc+jwt' },
    body: jws,
  })
  return response.status
}

/** Verified against the chain as it is now: about this batch, with this fingerprint. */
export async function verifyCertificate(
  stage: Stage,
  chainId: string,
  regulator: Member,
  jws: string,
  about: { readonly batch: string; readonly root: string },
): Promise<Credential> {
  const expected = { type: 'DataQualityCertificate', subject: about.batch } as const
  const roles = { DataQualityCertificate: ['regulator'], PermissionToOperate: [], OwnershipCertificate: [] }
  const ports = certificatePorts(stage, chainId, regulator)
  return verifyCredential(jws, { ...expected, fingerprint: `sha2_256:${about.root}` }, roles, ports)
}

type Recorded = {
  readonly id: string
  readonly digest: string
  readonly subject: string
  readonly fingerprint: string | null
  readonly issued_height: number
  readonly revoked: object | null
}

function certificatePorts(stage: Stage, chainId: string, regulator: Member): CredentialPorts {
  const { chain } = zoneOf(stage, chainId)
  const { identity, credentials } = servicesOf(stage, chainId)
  const prefix = credentialName(chainId, '')
  return {
    subjects: openSubjects(chain, identity),
    async record(name) {
      const id = name.startsWith(prefix) ? name.slice(prefix.length) : ''
      const found = (await chain.querySmart(credentials, { credential: { id } })) as Recorded | null
      if (found === null) return undefined
      const { digest, subject, fingerprint, issued_height, revoked } = found
      const known = fingerprint === null ? undefined : `sha2_256:${fingerprint}`
      return {
        id: name,
        digest,
        subject,
        fingerprint: known,
        issuedHeight: BigInt(issued_height),
        isRevoked: revoked !== null,
      }
    },
    async statusList() {
      const signer = await signerOf(stage, chainId, regulator)
      if (signer === undefined) throw new CausewayError('CREDENTIAL_KEY_WRONG', { issuer: regulator.id })
      const query = { status_list: { issuer: regulator.id, list: null } }
      const { bits } = (await chain.querySmart(credentials, query)) as { bits: string }
      const nowMs = Date.now()
      const list = { id: listOf(chainId, regulator.id), issuer: regulator.id, validFromMs: nowMs - 1_000 }
      const whole = { ...list, validUntilMs: nowMs + 60_000, bits: Uint8Array.from(Buffer.from(bits, 'base64')) }
      return issueStatusList(whole, signer)
    },
    nowMs: Date.now,
  }
}
