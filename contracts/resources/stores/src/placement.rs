//! Decides whether an object may be placed: whose it is, that it passed validation, and on which stores.

use crate::deposits::sent;
use crate::events;
use crate::limits::{DIGEST_BYTES, OBJECT_BYTES_MAX, QUORUM_MIN, STORES_MAX, STORES_MIN};
use crate::msg::{Placement, Seat};
use crate::state::{load_deposit, save_object, Config, Object, Replica, CONFIG, NEWEST, OBJECTS};
use causeway_proto::id::parse_data_id;
use causeway_proto::{Code, IdKind};
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::identity::{scope, Form};
use cosmwasm_std::{
    Addr, Coin, Deps, DepsMut, Env, Event, HexBinary, MessageInfo, Response, StdResult, Storage, Uint128,
};

/// What a placement would do.
pub enum Planned {
    New(Box<Object>),
    /// The same placement once more: no effect.
    Repeated,
}

pub fn place(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    placement: Placement,
    reward: Option<Uint128>,
) -> Result<Response, ServiceError> {
    let id = placement.id.clone();
    let stores = placement.stores.len();
    let reward = reward.unwrap_or_default();
    let object = match plan(deps.as_ref(), env, &info.sender, placement, reward)? {
        // Funds for what is already there would be lost.
        Planned::Repeated if info.funds.is_empty() => return Ok(Response::new()),
        Planned::Repeated => return Err(ServiceCode::FundsMismatch.into()),
        Planned::New(object) => object,
    };
    check_funds(&CONFIG.load(deps.storage)?, &info.funds, reward, stores)?;
    assert_unlocked(deps.storage, &id)?;
    Ok(Response::new().add_event(write(deps.storage, &object)?))
}

/// The placement as a change of state, or why there is none; reads only.
pub fn plan(
    deps: Deps,
    env: &Env,
    sender: &Addr,
    placement: Placement,
    reward: Uint128,
) -> Result<Planned, ServiceError> {
    let kind = check_form(&placement)?;
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, sender.as_str(), scope::SUPPLY)?;
    if let Some(newest) = NEWEST.may_load(deps.storage, &placement.id)? {
        match OBJECTS.may_load(deps.storage, (&placement.id, placement.version))? {
            Some(object) if object.placement == placement && object.owner == party.id && object.reward == reward => {
                return Ok(Planned::Repeated)
            }
            Some(_) => return Err(ServiceCode::ObjectTaken.into()),
            None if placement.version < newest => return Err(Code::VersionMismatch.into()),
            None => {}
        }
        let earlier = OBJECTS.load(deps.storage, (&placement.id, newest))?;
        if earlier.owner != party.id {
            return Err(Code::NotOwner.into());
        }
    }
    if kind == IdKind::Entry && config.intake.validated(&deps.querier, &placement.id)?.owner != party.id {
        return Err(Code::NotOwner.into());
    }
    let mut replicas: Vec<Replica> = vec![];
    for seat in &placement.stores {
        let replica = seated(deps, &config, seat, &replicas, reward.is_zero())?;
        replicas.push(replica);
    }
    Ok(Planned::New(Box::new(Object {
        placement,
        owner: party.id,
        account: sender.clone(),
        height: env.block.height,
        time_ns: env.block.time.nanos().into(),
        reward,
        replicas,
        erased_height: None,
    })))
}

/// A replica at a store that is active, has its deposit, and is of another owner than every store that has a part now.
pub fn seated(
    deps: Deps,
    config: &Config,
    seat: &Seat,
    others: &[Replica],
    settled: bool,
) -> Result<Replica, ServiceError> {
    let subject = config.identity.active(&deps.querier, &seat.store)?;
    if subject.form != Form::Store {
        return Err(ServiceCode::StoreUnknown.into());
    }
    let deposit = load_deposit(deps.storage, &seat.store)?;
    if deposit.leaves_height.is_some() || deposit.amount < config.deposit.min {
        return Err(ServiceCode::DepositShort.into());
    }
    let ended = |replica: &Replica| replica.ended_height.is_some();
    let clash = |other: &Replica| other.store == seat.store || (!ended(other) && other.owner == deposit.owner);
    if others.iter().any(clash) {
        return Err(ServiceCode::OwnerRepeated.into());
    }
    Ok(Replica::expected(&seat.store, &deposit.owner, &seat.share, settled))
}

pub fn write(storage: &mut dyn Storage, object: &Object) -> StdResult<Event> {
    NEWEST.save(storage, &object.placement.id, &object.placement.version)?;
    save_object(storage, object)?;
    let stores: Vec<&str> = object.replicas.iter().map(|replica| replica.store.as_str()).collect();
    Ok(events::object("placed", object)
        .add_attribute("stores", stores.join(","))
        .add_attribute("quorum", object.placement.quorum.to_string())
        .add_attribute("reward", object.reward))
}

fn check_funds(config: &Config, funds: &[Coin], reward: Uint128, stores: usize) -> Result<(), ServiceError> {
    let total = reward.checked_mul(Uint128::from(stores as u128)).map_err(|_| Code::LimitExceeded)?;
    let paid = if funds.is_empty() { Uint128::zero() } else { sent(funds, &config.deposit.denom)? };
    if paid == total {
        Ok(())
    } else {
        Err(ServiceCode::FundsMismatch.into())
    }
}

/// Everything that can be said without the state of the chain.
fn check_form(placement: &Placement) -> Result<IdKind, ServiceError> {
    let id = parse_data_id(&placement.id)?;
    let stores = placement.stores.len();
    if !(STORES_MIN..=STORES_MAX).contains(&stores) || !(1..=OBJECT_BYTES_MAX).contains(&placement.length) {
        return Err(Code::LimitExceeded.into());
    }
    if placement.version == 0 || placement.quorum < QUORUM_MIN || placement.quorum as usize > stores {
        return Err(Code::Malformed.into());
    }
    check_digest(&placement.fingerprint, false)?;
    check_digest(&placement.chunks, false)?;
    check_digest(&placement.plaintext, placement.open)?;
    check_digest(&placement.key, placement.open)?;
    placement.stores.iter().try_for_each(|seat| check_digest(&seat.share, placement.open))?;
    Ok(id.kind)
}

/// 32 bytes, or none where there is nothing to hide.
pub fn check_digest(digest: &HexBinary, absent: bool) -> Result<(), ServiceError> {
    let expected = if absent { 0 } else { DIGEST_BYTES };
    if digest.len() == expected {
        Ok(())
    } else {
        Err(Code::Malformed.into())
    }
}
