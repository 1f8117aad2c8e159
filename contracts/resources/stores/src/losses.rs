//! The end of a replica: lost by its store's fault, which costs the penalty once, or released by the object's owner.

use crate::events;
use crate::msg::ReplicaState;
use crate::rewards::pay;
use crate::state::{load_deposit, save_object, Object, CHALLENGES, CONFIG, DEPOSITS, HELD_BY};
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use cosmwasm_std::{coins, BankMsg, Env, Response, Storage, Uint128};

/// The held replica at `at` is lost: its store's deposit pays the penalty to the object's owner.
pub fn lose(
    storage: &mut dyn Storage,
    env: &Env,
    object: &mut Object,
    at: usize,
    cause: &str,
) -> Result<Response, ServiceError> {
    match object.replicas[at].state {
        ReplicaState::Held => {}
        ReplicaState::Lost => return Err(ServiceCode::AlreadyPaid.into()),
        ReplicaState::Expected | ReplicaState::Released => return Err(ServiceCode::NotStored.into()),
    }
    let store = object.replicas[at].store.clone();
    let mut deposit = load_deposit(storage, &store)?;
    // A receipt is only taken while the deposit covers it, so this is always the whole penalty.
    let penalty = CONFIG.load(storage)?.penalty.min(deposit.amount);
    deposit.amount = deposit.amount.saturating_sub(penalty);
    DEPOSITS.save(storage, &store, &deposit)?;
    let event = |object: &Object| {
        events::replica("lost", object, &store).add_attribute("cause", cause).add_attribute("amount", penalty)
    };
    end(storage, env, object, at, ReplicaState::Lost, penalty).map(|response| response.add_event(event(object)))
}

/// The replica at `at` is needed no more.
pub fn release(storage: &mut dyn Storage, env: &Env, object: &mut Object, at: usize) -> Result<Response, ServiceError> {
    let event = events::replica("released", object, &object.replicas[at].store);
    end(storage, env, object, at, ReplicaState::Released, Uint128::zero()).map(|response| response.add_event(event))
}

/// Ends the replica. The object's owner is paid `penalty` and what it had promised to the store; but a store that is
/// released after it has shown that it holds the object gets that itself.
fn end(
    storage: &mut dyn Storage,
    env: &Env,
    object: &mut Object,
    at: usize,
    state: ReplicaState,
    penalty: Uint128,
) -> Result<Response, ServiceError> {
    assert_unlocked(storage, &object.placement.id)?;
    let was_stored = object.is_stored();
    let replica = &mut object.replicas[at];
    let store = replica.store.clone();
    if replica.state == ReplicaState::Held {
        let mut deposit = load_deposit(storage, &store)?;
        deposit.held = deposit.held.saturating_sub(1);
        DEPOSITS.save(storage, &store, &deposit)?;
    }
    let promised = if replica.settled { Uint128::zero() } else { object.reward };
    let earned = state == ReplicaState::Released && replica.answers > 0;
    let back = if earned { Uint128::zero() } else { promised };
    (replica.state, replica.ended_height, replica.settled) = (state, Some(env.block.height), true);
    let (id, version) = object.key();
    HELD_BY.remove(storage, (&store, id, version));
    CHALLENGES.remove(storage, (&store, id, version));
    save_object(storage, object)?;
    let mut response = Response::new();
    let due = penalty.saturating_add(back);
    if !due.is_zero() {
        let amount = coins(due.u128(), CONFIG.load(storage)?.deposit.denom);
        response = response.add_message(BankMsg::Send { to_address: object.account.to_string(), amount });
    }
    if !back.is_zero() {
        response = response.add_event(events::replica("refunded", object, &store).add_attribute("amount", back));
    } else if !promised.is_zero() {
        response = pay(storage, response, object, &store)?;
    }
    if was_stored && !object.is_stored() {
        response = response.add_event(events::object("short", object));
    }
    Ok(response)
}
