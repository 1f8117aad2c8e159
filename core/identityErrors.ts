// Reasons of identity, login and credentials beside the chain.
import { later, never } from './chainErrors.ts'

const didCatalogue = {
  DID_MALFORMED: never(400, 'The text is no DID of a known method.', 'Use did:causeway, did:key or did:web.'),
  DID_UNKNOWN: never(404, 'Nobody is known under this DID.', 'Check it; before its approval it names nobody.'),
  DID_UNREACHABLE: later(
    502,
    'The document of a did:web cannot be had.',
    'Serve it by HTTPS from a public address, below 64 KiB, without redirection; see the fact `reason`.',
  ),
  DID_DOCUMENT_INVALID: never(502, 'What is served is not the DID document of this DID.', 'See the fact `reason`.'),
} as const

const loginCatalogue = {
  LOGIN_FULL: later(503, 'Too many logins are under way.', 'Wait a minute and ask for a new challenge.'),
  LOGIN_CHALLENGE_UNKNOWN: never(401, 'There is no such challenge, or it was answered.', 'Ask for a new challenge.'),
  LOGIN_CHALLENGE_EXPIRED: never(401, 'The challenge was answered too late.', 'Ask for a new challenge.'),
  LOGIN_KEY_UNKNOWN: never(
    401,
    'The subject has no such key on the chain now.',
    'Sign with a key that is valid now; a rotated key stopped with its rotation.',
  ),
  LOGIN_SIGNATURE_WRONG: never(401, 'The signature does not fit the challenge.', 'Sign exactly the text given.'),
  SESSION_UNKNOWN: never(401, 'There is no such session.', 'Log in first.'),
  SESSION_EXPIRED: never(401, 'The session is over.', 'Log in again.'),
  CHAIN_STALE: later(
    503,
    'The newest block that this node knows is too old to decide by.',
    'Check that the chain makes blocks and that its node has caught up; until then nobody is let in.',
  ),
} as const

const credentialCatalogue = {
  CREDENTIAL_TOO_LARGE: never(413, 'The credential is too large.', 'Refer to documents by their fingerprint.'),
  CREDENTIAL_MALFORMED: never(400, 'The text is no credential of a known type.', 'See the fact `path`.'),
  CREDENTIAL_ALGORITHM: never(
    400,
    'The credential is not signed by an algorithm that counts here.',
    'Sign with Ed25519 or ES256; `none` is no signature.',
  ),
  CREDENTIAL_KEY_WRONG: never(
    422,
    'The key that the credential names is not one of its issuer at that time.',
    'Use the key that was valid when it was issued; the fact `key` names it.',
  ),
  CREDENTIAL_SIGNATURE_WRONG: never(422, 'The signature of the credential does not verify.', 'Do not rely on it.'),
  CREDENTIAL_UNRECORDED: never(
    422,
    'The chain has no record of this credential, or of other bytes under its name.',
    'Have its issuer record it; what is altered or issued elsewhere does not count.',
  ),
  CREDENTIAL_TYPE_WRONG: never(422, 'The credential is of another type.', 'Present the type that is asked for.'),
  CREDENTIAL_SUBJECT_WRONG: never(422, 'The credential is about another subject.', 'Present the one that belongs.'),
  CREDENTIAL_FINGERPRINT_WRONG: never(
    422,
    'The credential is about other content.',
    'Present the certificate of exactly this content; changed content needs a new one.',
  ),
  ISSUER_UNTRUSTED: never(
    422,
    'The issuer is none that the verifier trusts for this type.',
    'Trust it by its DID and key, if you have reason to.',
  ),
  ISSUER_NOT_ALLOWED: never(422, 'The issuer has no role that issues this type.', 'Only regulators certify.'),
  STATUS_INVALID: never(422, 'The status list is not one of this credential.', 'Bring the list that it names.'),
  STATUS_STALE: later(422, 'The status list is too old to tell.', 'Bring the newest list of the issuer.'),
  CHAIN_PROOF_INVALID: never(
    422,
    'The chain proof does not prove what the certificate says.',
    'Have it made again from the chain; see the fact `reason`.',
  ),
} as const

export const identityCatalogue = { ...didCatalogue, ...loginCatalogue, ...credentialCatalogue } as const
