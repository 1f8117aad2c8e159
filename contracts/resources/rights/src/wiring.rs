//! What the administrator may do, and all that it may: name the other contracts.

use crate::state::{Config, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::ServiceError;
use cosmwasm_std::{DepsMut, Event, MessageInfo, Response, Storage};

/// Once: a market that could be exchanged could grant everything.
pub fn set_market(deps: DepsMut, info: &MessageInfo, address: &str) -> Result<Response, ServiceError> {
    let mut config = only_admin(deps.storage, info)?;
    if config.market.is_some() {
        return Err(Code::Exists.into());
    }
    config.market = Some(deps.api.addr_validate(address)?);
    CONFIG.save(deps.storage, &config)?;
    Ok(Response::new().add_event(Event::new("rights_market_set").add_attribute("market", address)))
}

pub fn set_peer(deps: DepsMut, info: &MessageInfo, chain_id: &str, contract: &str) -> Result<Response, ServiceError> {
    only_admin(deps.storage, info)?;
    kit::set_peer(deps.storage, chain_id, contract)?;
    let event = Event::new("rights_peer_set").add_attribute("chain_id", chain_id).add_attribute("contract", contract);
    Ok(Response::new().add_event(event))
}

fn only_admin(storage: &dyn Storage, info: &MessageInfo) -> Result<Config, ServiceError> {
    let config = CONFIG.load(storage)?;
    if config.admin == info.sender {
        Ok(config)
    } else {
        Err(Code::Forbidden.into())
    }
}
