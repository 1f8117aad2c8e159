//! Rewards: what an owner laid down for each store, paid once to the store that has shown that it holds the object.

use crate::events;
use crate::msg::ReplicaState;
use crate::state::{load_deposit, load_object, save_object, CONFIG};
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{coins, BankMsg, DepsMut, Response};

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
    let to_address = load_deposit(deps.storage, store)?.account.to_string();
    let amount = coins(object.reward.u128(), CONFIG.load(deps.storage)?.deposit.denom);
    let event = events::replica("rewarded", &object, store).add_attribute("amount", object.reward);
    Ok(Response::new().add_message(BankMsg::Send { to_address, amount }).add_event(event))
}
