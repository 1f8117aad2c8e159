//! What the contract remembers.

use crate::msg::Kind;
use crate::plan::Plan;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, Storage, Uint128};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub gate: Option<Addr>,
    pub admin: Addr,
    pub accepts: Vec<Kind>,
}

/// An item without its bytes. A departed one stays as a tombstone with the version it left with.
#[cw_serde]
pub struct ItemRecord {
    pub owner: String,
    pub version: u64,
    pub live: bool,
    pub departed_to: Option<String>,
    pub replica_of: Option<String>,
    pub content_length: u64,
    /// Key of the content: the item's own, or the one under which a commit has brought it.
    pub content_at: Binary,
}

/// Who holds a key: one transaction exclusively, or any number as readers.
#[cw_serde]
#[derive(Default)]
pub struct KeyLock {
    pub exclusive: Option<Binary>,
    pub shared: Vec<Binary>,
}

#[cw_serde]
#[derive(Default)]
pub struct Balance {
    pub free: Uint128,
    pub reserved: Uint128,
}

/// Totals of a denomination; no balance can exceed them, so no addition in a commit can overflow.
#[cw_serde]
#[derive(Default)]
pub struct Totals {
    /// Units in balances here (for arrivals: counted from `prepare` on).
    pub held: Uint128,
    /// Native units that back vouchers on other zones.
    pub escrowed: Uint128,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const ITEMS: Map<&str, ItemRecord> = Map::new("item");
pub const KEY_LOCKS: Map<&str, KeyLock> = Map::new("lock");
/// (account, origin chain, denomination).
pub const BALANCES: Map<(&str, &str, &str), Balance> = Map::new("balance");
/// (origin chain, denomination).
pub const TOTALS: Map<(&str, &str), Totals> = Map::new("totals");
/// (transaction id, leg).
pub const PLANS: Map<(&[u8], u32), Plan> = Map::new("plan");

fn key(prefix: &[u8], id: &str) -> Vec<u8> {
    [prefix, id.as_bytes()].concat()
}

pub fn save_envelope(storage: &mut dyn Storage, id: &str, bytes: &[u8]) {
    storage.set(&key(b"envelope:", id), bytes);
}

pub fn load_envelope(storage: &dyn Storage, id: &str) -> Vec<u8> {
    storage.get(&key(b"envelope:", id)).unwrap_or_default()
}

/// Where the content of an item lies that was registered or updated here; empty content is no content.
pub fn save_content(storage: &mut dyn Storage, id: &str, bytes: &[u8]) -> Binary {
    let at = key(b"content:", id);
    if bytes.is_empty() {
        storage.remove(&at);
    } else {
        storage.set(&at, bytes);
    }
    at.into()
}

pub fn load_content(storage: &dyn Storage, record: &ItemRecord) -> Vec<u8> {
    storage.get(&record.content_at).unwrap_or_default()
}

fn arrival_key(prefix: &[u8], transaction_id: &[u8], leg: u32, index: u32) -> Vec<u8> {
    [prefix, transaction_id, &leg.to_be_bytes(), &index.to_be_bytes()].concat()
}

/// Where an envelope waits that has arrived but is not committed.
pub fn staged_key(transaction_id: &[u8], leg: u32, index: u32) -> Vec<u8> {
    arrival_key(b"staged:", transaction_id, leg, index)
}

/// Where content that arrives is put for good, if the commit comes: it is never copied again.
pub fn arrived_key(transaction_id: &[u8], leg: u32, index: u32) -> Vec<u8> {
    arrival_key(b"arrived:", transaction_id, leg, index)
}
