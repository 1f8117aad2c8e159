//! What the contract remembers. A record is never removed; what happened to it is a list that only grows.

use crate::limits::KEYS_MAX;
use crate::msg::{AuditEntry, Happening, HistoryEntry, ProposalResponse};
use causeway_services::identity::{AccountResponse, Form, KeyResponse, Status};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Empty, Env, Event, StdResult, Storage};
use cw_storage_plus::{Item, Map};

/// Where a subject stands. Terms end by themselves: the status is computed from this and the height.
#[cw_serde]
pub enum Stage {
    Proposed {
        until_height: u64,
    },
    Active,
    /// None: by vote, until another vote.
    Suspended {
        until_height: Option<u64>,
    },
    Retired,
    Rejected,
}

#[cw_serde]
pub struct Record {
    pub id: String,
    pub form: Form,
    pub owner: Option<String>,
    pub stage: Stage,
    pub keys: Vec<KeyResponse>,
    pub accounts: Vec<AccountResponse>,
    pub roles: Vec<String>,
    pub version: u64,
    pub home_chain_id: String,
    /// Party that may accept it.
    pub offered_to: Option<String>,
    /// End of the last suspension by a regulator alone.
    pub emergency_until: u64,
    /// Entries of its history.
    pub events: u64,
}

pub const ADMIN: Item<Addr> = Item::new("admin");
/// Scopes of each role.
pub const ROLES: Map<&str, Vec<String>> = Map::new("role");
pub const SUBJECTS: Map<&str, Record> = Map::new("subject");
/// Home parties whose roles have the scope `vote`, unless retired.
pub const VOTERS: Item<Vec<String>> = Item::new("voters");
/// Subject of each public key that was ever claimed here.
pub const KEY_HOLDERS: Map<&[u8], String> = Map::new("key_holder");
/// Subject of each bound account, by chain id and address.
pub const ACCOUNT_HOLDERS: Map<(&str, &str), String> = Map::new("account_holder");
/// Keys that count no more, by subject, first height at which they did not, and public key.
pub const OLD_KEYS: Map<(&str, u64, &[u8]), KeyResponse> = Map::new("old_key");
/// By owner and id.
pub const THINGS: Map<(&str, &str), Empty> = Map::new("thing");
pub const HISTORY: Map<(&str, u64), HistoryEntry> = Map::new("history");
pub const PROPOSAL_COUNT: Item<u64> = Item::new("proposal_count");
pub const PROPOSALS: Map<u64, ProposalResponse> = Map::new("proposal");
pub const AUDIT_COUNT: Item<u64> = Item::new("audit_count");
pub const AUDITS: Map<u64, AuditEntry> = Map::new("audit");

impl Record {
    pub fn status(&self, height: u64) -> Status {
        match self.stage {
            Stage::Proposed { until_height } if height >= until_height => Status::Rejected,
            Stage::Proposed { .. } => Status::Proposed,
            Stage::Active => Status::Active,
            Stage::Suspended { until_height: Some(until) } if height >= until => Status::Active,
            Stage::Suspended { .. } => Status::Suspended,
            Stage::Retired => Status::Retired,
            Stage::Rejected => Status::Rejected,
        }
    }

    /// Height at which a term ended that the stored stage still shows.
    fn lapsed_at(&self, height: u64) -> Option<u64> {
        match self.stage {
            Stage::Proposed { until_height } | Stage::Suspended { until_height: Some(until_height) } => {
                Some(until_height).filter(|until| height >= *until)
            }
            _ => None,
        }
    }

    /// A term's end changes the record, so it counts as a version: copies elsewhere can follow.
    pub fn version(&self, height: u64) -> u64 {
        self.version.saturating_add(self.lapsed_at(height).is_some() as u64)
    }

    /// The party that answers for it: its owner, or itself.
    pub fn owner_id(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.id)
    }
}

/// What is written down of a change.
pub struct Note<'a> {
    pub what: Happening,
    pub by: Option<&'a str>,
    pub proposal: Option<u64>,
    pub text: &'a str,
}

impl<'a> Note<'a> {
    pub fn by(what: Happening, by: &'a str, text: &'a str) -> Self {
        Note { what, by: Some(by), proposal: None, text }
    }

    pub fn voted(what: Happening, proposal: u64, text: &'a str) -> Self {
        Note { what, by: None, proposal: Some(proposal), text }
    }
}

/// Loads a record that is about to change; a term that ended meanwhile becomes part of it first.
pub fn open(storage: &mut dyn Storage, env: &Env, id: &str) -> StdResult<Option<Record>> {
    let Some(mut record) = SUBJECTS.may_load(storage, id)? else { return Ok(None) };
    let height = env.block.height;
    if let Some(until) = record.lapsed_at(height) {
        let status = record.status(height);
        record.version = record.version(height);
        record.stage = if status == Status::Active { Stage::Active } else { Stage::Rejected };
        let note = Note { what: Happening::Lapsed, by: None, proposal: None, text: "" };
        remember(storage, env, &mut record, &note, until)?;
    }
    Ok(Some(record))
}

/// Writes a changed record as a new version, with its place in history; answers the event.
pub fn close(storage: &mut dyn Storage, env: &Env, mut record: Record, note: Note) -> StdResult<Event> {
    // A copy keeps the version of its home.
    if record.home_chain_id == env.block.chain_id {
        record.version = record.version.saturating_add(1);
    }
    remember(storage, env, &mut record, &note, env.block.height)?;
    Ok(crate::events::happened(&record, &note))
}

fn remember(storage: &mut dyn Storage, env: &Env, record: &mut Record, note: &Note, height: u64) -> StdResult<()> {
    record.events = record.events.saturating_add(1);
    let entry = HistoryEntry {
        number: record.events,
        what: note.what,
        height,
        time_ns: env.block.time.nanos().into(),
        by: note.by.map(String::from),
        proposal: note.proposal,
        version: record.version,
        status: record.status(height),
        note: note.text.into(),
    };
    HISTORY.save(storage, (&record.id, record.events), &entry)?;
    SUBJECTS.save(storage, &record.id, record)
}

/// A new key that signs from now on. The old one counts to the end of this block: what it has signed in it was good.
pub fn push_key(storage: &mut dyn Storage, env: &Env, record: &mut Record, key: KeyResponse) -> StdResult<()> {
    let until = env.block.height.saturating_add(1);
    if let Some(old) = record.keys.last_mut().filter(|old| old.until_height.is_none()) {
        old.until_height = Some(until);
        OLD_KEYS.save(storage, (&record.id, until, &old.public_key), old)?;
    }
    record.keys.push(key);
    let surplus = record.keys.len().saturating_sub(KEYS_MAX);
    record.keys.drain(..surplus);
    Ok(())
}
