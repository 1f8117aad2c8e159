//! The identity of a transaction: a hash of its manifest under a domain tag (commit rule 1).

use crate::sha256;

const DOMAIN: &[u8] = b"causeway/v1/transaction\0";

/// sha256("causeway/v1/transaction" ‖ 0x00 ‖ canonical bytes of the manifest).
pub fn transaction_id(manifest: &[u8]) -> [u8; 32] {
    sha256(&[DOMAIN, manifest].concat())
}
