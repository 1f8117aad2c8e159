//! Rewards: what an owner laid down for each store, paid once to the store that has shown that it holds the object.

use crate::events;
use crate::msg::ReplicaState;
use crate::state::{load_deposit, load_object, save_object, Object, CONFIG};
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{coins, BankMsg, DepsMut, Response, Storage};

pub fn reward(deps: DepsMut, (id, version, store): (&str, u32, &str)) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    let replica = &mut object.replicas[at];
    if replica.settled {
        return Err(ServiceCode::AlreadyPaid.into());
    }
    if replica.state != ReplicaState::Held || replica.answers == 0 {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    replica.settled = true;
    save_object(deps.storage, &object)?;
    pay(deps.storage, Response::new(), &object, store)
}

/// Adds what the store has earned by the object, to its own account.
pub fn pay(storage: &dyn Storage, response: Response, object: &Object, store: &str) -> Result<Response, ServiceError> {
    let to_address = load_deposit(storage, store)?.account.to_string();
    let amount = coins(object.reward.u128(), CONFIG.load(storage)?.deposit.denom);
    let event = events::replica("rewarded", object, store).add_attribute("amount", object.reward);
    Ok(response.add_message(BankMsg::Send { to_address, amount }).add_event(event))
}
