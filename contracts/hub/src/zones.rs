//! Which zones are heard, and by which way in. Only the administrator admits; nobody is admitted by speaking first.

use crate::channel::paired;
use crate::error::HubError;
use crate::msg::ZoneAddress;
use crate::state::{Zone, CONFIG, ZONES, ZONE_BY_PORT};
use causeway_link::{channel_port, client_port, is_client};
use causeway_proto::{check_chain_id, Code};
use cosmwasm_std::{DepsMut, MessageInfo, Response};

fn only_admin(deps: &DepsMut, info: &MessageInfo) -> Result<(), HubError> {
    if info.sender == CONFIG.load(deps.storage)?.admin {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

/// Admits a zone, or pins it anew (a governance act, commit rule 11 of channels); its open transactions stay.
pub fn admit(deps: DepsMut, info: MessageInfo, address: ZoneAddress) -> Result<Response, HubError> {
    only_admin(&deps, &info)?;
    check_chain_id(&address.chain_id)?;
    check_port(&address)?;
    let pin = address.pin();
    let taken = ZONE_BY_PORT.may_load(deps.storage, pin)?;
    if taken.is_some_and(|chain_id| chain_id != address.chain_id) {
        return Err(Code::Exists.into());
    }
    let known = ZONES.may_load(deps.storage, &address.chain_id)?;
    if let Some(old) = &known {
        ZONE_BY_PORT.remove(deps.storage, old.address.pin());
    }
    ZONE_BY_PORT.save(deps.storage, pin, &address.chain_id)?;
    if address.connection_id.is_none() {
        paired(deps.storage, &address)?;
    }
    let open = known.map_or(0, |zone| zone.open);
    let chain_id = address.chain_id.clone();
    ZONES.save(deps.storage, &chain_id, &Zone { address, suspended: false, open })?;
    Ok(Response::new())
}

/// A client pair has no handshake in which a wrong port would be found out, so the two forms are told apart here.
fn check_port(address: &ZoneAddress) -> Result<(), Code> {
    let fits = match &address.connection_id {
        Some(_) => address.port_id == channel_port(&address.gate),
        None => is_client(&address.client_id) && client_port(&address.gate).as_ref() == Some(&address.port_id),
    };
    if fits {
        Ok(())
    } else {
        Err(Code::ChannelRefused)
    }
}

pub fn set_suspended(deps: DepsMut, info: MessageInfo, chain_id: &str, suspended: bool) -> Result<Response, HubError> {
    only_admin(&deps, &info)?;
    let mut zone = ZONES.may_load(deps.storage, chain_id)?.ok_or(Code::ZoneUnknown)?;
    zone.suspended = suspended;
    ZONES.save(deps.storage, chain_id, &zone)?;
    Ok(Response::new())
}
