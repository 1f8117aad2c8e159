//! Locks on keys: one writer, or any number of readers. Who holds a lock stands in the plans; here is only how many.

use crate::reason::ServiceError;
use causeway_proto::Code;
use causeway_resource::LockKind;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{StdResult, Storage};
use cw_storage_plus::Map;

#[cw_serde]
#[derive(Default)]
struct Held {
    writer: bool,
    readers: u32,
}

const HELD: Map<&str, Held> = Map::new("kit_held");

fn held(storage: &dyn Storage, key: &str) -> StdResult<Held> {
    Ok(HELD.may_load(storage, key)?.unwrap_or_default())
}

fn save(storage: &mut dyn Storage, key: &str, held: &Held) -> StdResult<()> {
    if held.writer || held.readers > 0 {
        return HELD.save(storage, key, held);
    }
    HELD.remove(storage, key);
    Ok(())
}

pub(crate) fn is_free(storage: &dyn Storage, key: &str, kind: LockKind) -> StdResult<bool> {
    let held = held(storage, key)?;
    Ok(match kind {
        LockKind::Shared => !held.writer && held.readers < u32::MAX,
        LockKind::Exclusive => !held.writer && held.readers == 0,
        LockKind::Reservation => true,
    })
}

pub(crate) fn hold(storage: &mut dyn Storage, key: &str, kind: LockKind) -> StdResult<()> {
    let mut found = held(storage, key)?;
    match kind {
        LockKind::Shared => found.readers = found.readers.saturating_add(1),
        LockKind::Exclusive => found.writer = true,
        LockKind::Reservation => return Ok(()),
    }
    save(storage, key, &found)
}

pub(crate) fn let_go(storage: &mut dyn Storage, key: &str, kind: LockKind) -> StdResult<()> {
    let mut found = held(storage, key)?;
    match kind {
        LockKind::Shared => found.readers = found.readers.saturating_sub(1),
        LockKind::Exclusive => found.writer = false,
        LockKind::Reservation => return Ok(()),
    }
    save(storage, key, &found)
}

/// For a call on this chain alone that would change `key`: LOCKED while a transaction holds it, also to read.
pub fn assert_unlocked(storage: &dyn Storage, key: &str) -> Result<(), ServiceError> {
    if is_free(storage, key, LockKind::Exclusive)? {
        Ok(())
    } else {
        Err(Code::Locked.into())
    }
}

/// Whether a transaction may change `key`: queries mark such values.
pub fn in_doubt(storage: &dyn Storage, key: &str) -> StdResult<bool> {
    Ok(held(storage, key)?.writer)
}
