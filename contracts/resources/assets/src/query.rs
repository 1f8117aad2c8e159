//! What the contract tells; pages are capped, and what is locked is marked as in doubt.

use crate::error::AssetsError;
use crate::items::{is_open, stored_envelope};
use crate::msg::*;
use crate::plan::{Plan, Step, Units};
use crate::state::{load_content, load_envelope, ItemRecord, BALANCES, CONFIG, ITEMS, KEY_LOCKS, PLANS, TOTALS};
use causeway_proto::limits::PAGE_MAX;
use causeway_proto::{data_class, Code};
use causeway_resource::{Lock, LockKind, LocksResponse};
use cosmwasm_std::{Deps, Env, HexBinary, Order, StdResult, Uint64};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn config(deps: Deps, env: Env) -> Result<ConfigResponse, AssetsError> {
    let config = CONFIG.load(deps.storage)?;
    Ok(ConfigResponse {
        chain_id: env.block.chain_id,
        gate: config.gate.map(String::from),
        admin: config.admin.into_string(),
        accepts: config.accepts,
    })
}

fn lock_of(deps: Deps, id: &str) -> StdResult<Option<ItemLock>> {
    let Some(lock) = KEY_LOCKS.may_load(deps.storage, id)? else { return Ok(None) };
    let hold =
        |kind, holder: &cosmwasm_std::Binary| ItemLock { kind, transaction_id: HexBinary::from(holder.as_slice()) };
    let exclusive = lock.exclusive.as_ref().map(|holder| hold(LockKind::Exclusive, holder));
    Ok(exclusive.or_else(|| lock.shared.first().map(|holder| hold(LockKind::Shared, holder))))
}

/// The item, or null; a key that is locked for an arrival is not null, because it may be here any moment.
pub fn item(deps: Deps, id: String) -> Result<Option<ItemResponse>, AssetsError> {
    let lock = lock_of(deps, &id)?;
    let record = ITEMS.may_load(deps.storage, &id)?;
    Ok(match (record, lock) {
        (Some(record), lock) => Some(item_response(deps, id, record, lock)),
        (None, Some(lock)) => Some(absent(id, lock)),
        (None, None) => None,
    })
}

fn item_response(deps: Deps, id: String, record: ItemRecord, lock: Option<ItemLock>) -> ItemResponse {
    ItemResponse {
        envelope: load_envelope(deps.storage, &id).into(),
        id,
        owner_account: record.owner,
        version: Uint64::new(record.version),
        state: if record.live { ItemState::Live } else { ItemState::Departed },
        departed_to: record.departed_to,
        replica_of: record.replica_of,
        content_length: Uint64::new(record.content_length),
        in_doubt: is_exclusive(&lock),
        lock,
    }
}

fn absent(id: String, lock: ItemLock) -> ItemResponse {
    ItemResponse {
        id,
        envelope: Default::default(),
        owner_account: String::new(),
        version: Uint64::zero(),
        state: ItemState::Absent,
        departed_to: None,
        replica_of: None,
        content_length: Uint64::zero(),
        lock: Some(lock),
        in_doubt: true,
    }
}

fn is_exclusive(lock: &Option<ItemLock>) -> bool {
    lock.as_ref().is_some_and(|lock| lock.kind == LockKind::Exclusive)
}

pub fn items(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> Result<ItemsResponse, AssetsError> {
    let after = start_after.as_deref().map(Bound::exclusive);
    let items: StdResult<Vec<ItemResponse>> = ITEMS
        .range(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| {
            let (id, record) = entry?;
            let lock = lock_of(deps, &id)?;
            Ok(item_response(deps, id, record, lock))
        })
        .collect();
    Ok(ItemsResponse { items: items? })
}

pub fn content(deps: Deps, id: &str) -> Result<ContentResponse, AssetsError> {
    let record = ITEMS.may_load(deps.storage, id)?.filter(|record| record.live).ok_or(Code::Absent)?;
    if !is_open(data_class(&stored_envelope(deps.storage, id)?)?) || record.content_length == 0 {
        return Err(Code::OperationNotDefined.into());
    }
    Ok(ContentResponse { content: load_content(deps.storage, &record).into() })
}

pub fn balance(deps: Deps, account: &str, origin: &str, denom: &str) -> Result<BalanceResponse, AssetsError> {
    let found = BALANCES.may_load(deps.storage, (account, origin, denom))?.unwrap_or_default();
    Ok(BalanceResponse { free: found.free, reserved: found.reserved })
}

pub fn supply(deps: Deps, env: Env) -> Result<SupplyResponse, AssetsError> {
    let supply: StdResult<Vec<DenomSupply>> = TOTALS
        .range(deps.storage, None, None, Order::Ascending)
        .take(PAGE_MAX as usize)
        .map(|entry| {
            let ((origin_chain_id, denom), totals) = entry?;
            let native = origin_chain_id == env.block.chain_id;
            Ok(DenomSupply {
                origin_chain_id,
                denom,
                deposited: if native { totals.held } else { Default::default() },
                escrowed: totals.escrowed,
                vouchers: if native { Default::default() } else { totals.held },
            })
        })
        .collect();
    Ok(SupplyResponse { supply: supply? })
}

/// Every lock and reservation; `start_after` is the `key` of the last one seen, pages end between legs.
pub fn locks(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> Result<LocksResponse, AssetsError> {
    let mut locks = vec![];
    let after = start_after.as_deref().and_then(position_of);
    let bound = after.as_ref().map(|(id, leg)| Bound::exclusive((id.as_slice(), *leg)));
    for entry in PLANS.range(deps.storage, bound, None, Order::Ascending) {
        let ((id, leg), plan) = entry?;
        locks.extend(locks_of(&id, leg, &plan));
        if locks.len() >= page(limit) {
            break;
        }
    }
    Ok(LocksResponse { locks })
}

/// `<transaction id in hex>/<leg>/<what>`.
fn position_of(key: &str) -> Option<(Vec<u8>, u32)> {
    let mut parts = key.splitn(3, '/');
    let id = HexBinary::from_hex(parts.next()?).ok()?;
    Some((id.to_vec(), parts.next()?.parse().ok()?))
}

fn locks_of(id: &[u8], leg: u32, plan: &Plan) -> Vec<Lock> {
    let transaction_id = HexBinary::from(id);
    let lock = |what: String, kind, amount| Lock {
        key: format!("{}/{leg}/{what}", transaction_id.to_hex()),
        kind,
        transaction_id: transaction_id.clone(),
        leg,
        until_ns: plan.until_ns,
        amount,
    };
    let describe = |step: &Step| match (step.key(), step.reserves()) {
        (Some((key, true)), _) => Some(lock(key.to_string(), LockKind::Shared, None)),
        (Some((key, false)), _) => Some(lock(key.to_string(), LockKind::Exclusive, None)),
        (None, Some((account, units))) => {
            Some(lock(balance_key(account, units), LockKind::Reservation, Some(units.amount)))
        }
        (None, None) => None,
    };
    plan.steps.iter().filter_map(describe).collect()
}

fn balance_key(account: &str, units: &Units) -> String {
    format!("{account}/{}/{}", units.origin, units.denom)
}
