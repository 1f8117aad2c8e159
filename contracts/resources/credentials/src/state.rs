//! What the contract remembers. A certificate is never removed: revoking adds to it.

use crate::limits::CHUNK_BYTES;
use crate::msg::CredentialResponse;
use causeway_services::identity::Identity;
use cosmwasm_std::{Empty, StdResult, Storage};
use cw_storage_plus::{Item, Map};

pub const IDENTITY: Item<Identity> = Item::new("identity");
pub const CREDENTIALS: Map<&str, CredentialResponse> = Map::new("credential");
/// By subject and id.
pub const BY_SUBJECT: Map<(&str, &str), Empty> = Map::new("by_subject");
/// Certificates of each issuer.
pub const ISSUED: Map<&str, u64> = Map::new("issued");
/// Revoked bits, by issuer and chunk; a chunk that is not there is zero.
pub const REVOKED: Map<(&str, u64), Vec<u8>> = Map::new("revoked");

pub fn next_index(storage: &dyn Storage, issuer: &str) -> StdResult<u64> {
    Ok(ISSUED.may_load(storage, issuer)?.unwrap_or_default())
}

pub fn chunk(storage: &dyn Storage, issuer: &str, number: u64) -> StdResult<Vec<u8>> {
    Ok(REVOKED.may_load(storage, (issuer, number))?.unwrap_or_else(|| vec![0; CHUNK_BYTES as usize]))
}
