// The identity of a transaction: a hash of its manifest's canonical bytes under a domain tag (commit rule 1).
import { concatBytes, toHex, utf8 } from './bytes.ts'
import type { TransactionId } from './ids.ts'
import type { Sha256 } from './sha256.ts'

const domain = utf8('causeway/v1/transaction\0')

/** sha256("causeway/v1/transaction" ‖ 0x00 ‖ manifest), in lower-case hex. */
export function transactionId(manifest: Uint8Array, sha256: Sha256): TransactionId {
  return toHex(sha256(concatBytes(domain, manifest))) as TransactionId
}
