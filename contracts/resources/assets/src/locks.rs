//! Locks on items: exclusive for what changes, shared for what is only read.

use crate::state::{KeyLock, KEY_LOCKS};
use causeway_proto::limits::VOTES_MAX;
use causeway_proto::Code;
use cosmwasm_std::{StdResult, Storage};

/// Whether a transaction may lock the key now. Its own locks are not looked for: a leg is prepared once.
pub fn is_free(storage: &dyn Storage, key: &str, shared: bool) -> StdResult<bool> {
    let Some(lock) = KEY_LOCKS.may_load(storage, key)? else { return Ok(true) };
    let readers_fit = lock.shared.len() < VOTES_MAX;
    Ok(lock.exclusive.is_none() && if shared { readers_fit } else { lock.shared.is_empty() })
}

/// Local operations on an item want no lock on it at all, except that readers do not disturb other readers.
pub fn check_unlocked(storage: &dyn Storage, key: &str) -> Result<(), crate::AssetsError> {
    match KEY_LOCKS.may_load(storage, key)? {
        Some(_) => Err(Code::Locked.into()),
        None => Ok(()),
    }
}

pub fn lock(storage: &mut dyn Storage, key: &str, transaction_id: &[u8], shared: bool) -> StdResult<()> {
    let mut lock = KEY_LOCKS.may_load(storage, key)?.unwrap_or_default();
    if shared {
        lock.shared.push(transaction_id.into());
    } else {
        lock.exclusive = Some(transaction_id.into());
    }
    KEY_LOCKS.save(storage, key, &lock)
}

/// Removes the transaction's hold; the last one out removes the lock.
pub fn unlock(storage: &mut dyn Storage, key: &str, transaction_id: &[u8]) -> StdResult<()> {
    let Some(mut lock) = KEY_LOCKS.may_load(storage, key)? else { return Ok(()) };
    if lock.exclusive.as_ref().is_some_and(|holder| holder.as_slice() == transaction_id) {
        lock.exclusive = None;
    }
    if let Some(at) = lock.shared.iter().position(|holder| holder.as_slice() == transaction_id) {
        lock.shared.remove(at);
    }
    if lock == KeyLock::default() {
        KEY_LOCKS.remove(storage, key);
        return Ok(());
    }
    KEY_LOCKS.save(storage, key, &lock)
}
