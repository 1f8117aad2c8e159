// Reasons of keys and storage beside the chain.
import { later, never } from './chainErrors.ts'

const keyCatalogue = {
  SEAL_MALFORMED: never(400, 'The bytes are no sealed object.', 'Seal the content first; see the fact `reason`.'),
  SEAL_BROKEN: never(
    422,
    'The sealed object does not open.',
    'Its bytes were altered, or the key belongs to another object or version; fetch it from another store.',
  ),
  SHARE_MISMATCH: never(422, 'A key share is not the one committed on chain.', 'Ask another store for its share.'),
  SHARES_MISSING: later(
    503,
    'Too few key shares were released.',
    'The fact `needed` says how many stores must answer.',
  ),
  KEY_MISMATCH: never(
    422,
    'The shares do not give the content key that was committed on chain.',
    'Use shares of one object and one version.',
  ),
  RECIPIENT_KEY_INVALID: never(
    400,
    'The public key cannot receive a share.',
    'Send a JWK of P-256 or X25519 without its private part.',
  ),
} as const

const storageCatalogue = {
  CID_MALFORMED: never(400, 'The text is no address of an object.', 'Use CIDv1, raw, sha2-256, in base32.'),
  CID_MISMATCH: never(422, 'The bytes do not have the hash that is their address.', 'Send them again, unaltered.'),
  REQUEST_INVALID: never(400, 'The request does not have the shape that its route asks for.', 'See the fact `reason`.'),
  RANGE_INVALID: never(416, 'The range lies outside the object.', 'Ask for bytes below the length of the object.'),
  OBJECT_MISSING: never(404, 'The store does not hold this object.', 'Ask another store of its placement.'),
  OBJECT_CORRUPT: later(
    502,
    'The stored bytes do not have the hash that is their address.',
    'Read from another store; this one has reported itself and repairs its copy when a peer has one.',
  ),
  OBJECT_TOO_LARGE: never(413, 'The object is larger than a store takes.', 'Cut the content into several objects.'),
  PLAINTEXT_REFUSED: never(415, 'A store takes sealed objects only.', 'Seal the content before it leaves its owner.'),
  PLACEMENT_MISSING: never(
    403,
    'The chain places no such object at this store.',
    'Place it on chain first, with this address, length and store.',
  ),
  GRANT_REFUSED: never(
    403,
    'The chain holds no grant that opens this object to this key.',
    'See the fact `reason`; a new grant needs an agreement with the owner.',
  ),
  STATEMENT_STALE: never(
    401,
    'The signed request is too old or from the future.',
    'Sign it again, with the right time.',
  ),
  CHALLENGE_INVALID: never(400, 'The challenge names a chunk that the object does not have.', 'Draw an index again.'),
  RECEIPTS_MISSING: later(
    503,
    'Too few stores gave a receipt; the object does not count as stored.',
    'Repeat with the same sealed object, or place it at other stores; the fact `stores` says who failed.',
  ),
  REPLICAS_LOST: later(503, 'No store has an intact copy of the object.', 'Bring one store back; see `stores`.'),
  STORE_UNREACHABLE: later(503, 'A store did not answer.', 'Check that it runs; other stores hold the same object.'),
  STORE_REFUSED: never(502, 'A store refused what it was asked.', 'The fact `reason` holds its own code.'),
  OBJECTS_UNAVAILABLE: later(503, 'The object store does not answer.', 'Check that Kubo or the S3 service runs.'),
  LEDGER_REFUSED: never(409, 'A contract refused what was submitted.', 'The fact `reason` holds its words.'),
  LEDGER_UNAVAILABLE: later(503, 'The chain does not answer the store.', 'Check [ledger]; nothing was released.'),
} as const

export const storeCatalogue = { ...keyCatalogue, ...storageCatalogue } as const
