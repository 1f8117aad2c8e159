//! The words of Causeway: generated messages, their canonical bytes, and the checks that hub, gate and resources share.
//! No check panics on foreign input; every refusal is a `Code`.
#![deny(unused_must_use)]

pub mod authorisation;
pub mod canonical;
pub mod duplication;
pub mod envelope;
pub mod id;
#[rustfmt::skip]
#[path = "gen/limits.rs"]
pub mod limits;
pub mod manifest;
mod operations;
pub mod packet;
mod pairing;
pub mod transaction_id;

#[rustfmt::skip]
#[path = "gen/duplication.rs"]
mod rules;
#[rustfmt::skip]
#[path = "gen/causeway.v1.rs"]
mod words;

pub use authorisation::{adr036_document, authorisation_digest, authorisation_text, check_authorisation, Purpose};
pub use canonical::{decode_canonical, encode};
pub use duplication::{check_duplication, duplication, DataClass, DataOperation};
pub use envelope::{check_content, check_envelope, data_class, envelope_digest};
pub use id::{check_chain_id, origin_of, parse_id, Id, IdKind};
pub use manifest::{actors, check_manifest, leg_of, parse_manifest};
pub use operations::{check_address, check_amount, check_operation, parse_operation};
pub use packet::{check_vote, decode_acknowledgement, decode_packet, encode_acknowledgement};
pub use prost::Message;
pub use transaction_id::transaction_id;
pub use words::*;

/// sha2-256, the only hash of this format.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).into()
}
