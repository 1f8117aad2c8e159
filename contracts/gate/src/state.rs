//! What the gate remembers. Tombstones are kept for good: a contract cannot read its light client, so it can never
//! know by proof that the hub's clock has passed D (commit rule 9 would then allow pruning).

use crate::msg::{Carrier, HubAddress, LegStateName, Moment};
use causeway_commit::leg::LegState;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, StdResult, Storage, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub hub: HubAddress,
    pub admin: Addr,
}

/// A leg that is known here. The manifest's bytes are kept apart, because most reads do not need them.
#[cw_serde]
pub struct LegRecord {
    pub state: LegStateName,
    pub code: u32,
    /// Index of the leg in the manifest.
    pub leg: u32,
    pub deadline_ns: Uint64,
    pub prepared: Moment,
    pub decided: Option<(Moment, Carrier)>,
    /// Resource contracts in the order they were called; the ordinal is the index.
    pub calls: Vec<Addr>,
    pub parked: Vec<u32>,
}

/// A leg whose resources are being called in this very tx.
#[cw_serde]
pub struct Preparing {
    pub leg: u32,
    pub deadline_ns: Uint64,
    pub calls: Vec<Addr>,
    /// First reason why the leg cannot be locked; true: it never will be (a refusal).
    pub failure: Option<(u32, bool)>,
}

/// Votes gathered in this tx.
#[cw_serde]
#[derive(Default)]
pub struct Batch {
    pub votes: Vec<BatchVote>,
    /// A leg of this call was known before: the call is no failure, prepare is idempotent.
    pub known: bool,
    pub first_rejection: Option<u32>,
}

#[cw_serde]
pub struct BatchVote {
    pub transaction_id: Vec<u8>,
    pub deadline_ns: Uint64,
    /// 0: yes.
    pub refusal: u32,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const RESOURCES: Map<&Addr, bool> = Map::new("resource");
pub const CHANNELS: Map<&str, bool> = Map::new("channel");
pub const CURRENT_CHANNEL: Item<String> = Item::new("current_channel");
pub const LEGS: Map<&[u8], LegRecord> = Map::new("leg");
/// Legs that somebody must still see to: voted, or final with a parked call. Lists of them stay short; that of all legs
/// grows for ever.
pub const WAITING: Map<&[u8], bool> = Map::new("waiting");
pub const PREPARING: Map<&[u8], Preparing> = Map::new("preparing");
pub const BATCH: Item<Batch> = Item::new("batch");

const MANIFEST_PREFIX: &[u8] = b"manifest:";

fn manifest_key(transaction_id: &[u8]) -> Vec<u8> {
    [MANIFEST_PREFIX, transaction_id].concat()
}

pub fn save_manifest(storage: &mut dyn Storage, transaction_id: &[u8], manifest: &[u8]) {
    storage.set(&manifest_key(transaction_id), manifest);
}

pub fn remove_manifest(storage: &mut dyn Storage, transaction_id: &[u8]) {
    storage.remove(&manifest_key(transaction_id));
}

/// Empty for a tombstone that a DECISION packet left on an unknown transaction.
pub fn load_manifest(storage: &dyn Storage, transaction_id: &[u8]) -> Vec<u8> {
    storage.get(&manifest_key(transaction_id)).unwrap_or_default()
}

/// The only way in which a leg is written: the index of those that wait follows it.
pub fn save_leg(storage: &mut dyn Storage, transaction_id: &[u8], record: &LegRecord) -> StdResult<()> {
    if record.state == LegStateName::Voted || !record.parked.is_empty() {
        WAITING.save(storage, transaction_id, &true)?;
    } else {
        WAITING.remove(storage, transaction_id);
    }
    LEGS.save(storage, transaction_id, record)
}

/// State of a leg as the commit machine names it.
pub fn leg_state(storage: &dyn Storage, transaction_id: &[u8]) -> StdResult<LegState> {
    Ok(match LEGS.may_load(storage, transaction_id)? {
        None => LegState::Unknown,
        Some(record) => machine_state(record.state),
    })
}

pub fn machine_state(state: LegStateName) -> LegState {
    match state {
        LegStateName::Voted => LegState::Voted,
        LegStateName::Refused => LegState::Refused,
        LegStateName::Applied => LegState::Applied,
        LegStateName::Aborted => LegState::Aborted,
    }
}
