//! What owners change: terms, shares, ownership, archive. Owner and controller have separate powers: the controller
//! decides on use, the owner alone on whose it is and who earns.

use crate::events;
use crate::msg::{Share, Terms};
use crate::policy::checked;
use crate::register::{check_shares, check_within_source};
use crate::state::{load_record, save_change, Record, CONFIG};
use causeway_proto::id::parse_party_id;
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Deps, DepsMut, Event, MessageInfo, Response, StdResult, Storage};

/// The asset, if the sender's party is its owner, or may control it where that is enough.
pub fn of_sender(deps: Deps, sender: &str, asset: &str, controller: bool) -> Result<Record, ServiceError> {
    let record = load_record(deps.storage, asset)?;
    let party = CONFIG.load(deps.storage)?.identity.acting(&deps.querier, sender, scope::SUPPLY)?;
    if record.owner == party.id || (controller && record.is_controlled_by(&party.id)) {
        Ok(record)
    } else {
        Err(Code::NotOwner.into())
    }
}

/// The same for a change that no transaction's hold on the asset allows, and none of an archived one.
fn changing(deps: Deps, info: &MessageInfo, asset: &str, controller: bool) -> Result<Record, ServiceError> {
    let record = of_sender(deps, info.sender.as_str(), asset, controller)?;
    assert_unlocked(deps.storage, asset)?;
    if record.archived {
        return Err(ServiceCode::Archived.into());
    }
    Ok(record)
}

pub fn set_terms(
    deps: DepsMut,
    info: &MessageInfo,
    asset: &str,
    terms: Option<Terms>,
) -> Result<Response, ServiceError> {
    let mut record = changing(deps.as_ref(), info, asset, true)?;
    let terms = checked(terms)?;
    check_within_source(deps.as_ref(), &record, &terms)?;
    record.terms = terms;
    save_change(deps.storage, &mut record)?;
    Ok(Response::new().add_event(events::asset("terms_set", &record)))
}

pub fn set_shares(
    deps: DepsMut,
    info: &MessageInfo,
    asset: &str,
    shares: Vec<Share>,
) -> Result<Response, ServiceError> {
    let mut record = changing(deps.as_ref(), info, asset, false)?;
    check_shares(deps.api, &shares)?;
    record.shares = shares;
    save_change(deps.storage, &mut record)?;
    Ok(Response::new().add_event(events::asset("shares_set", &record)))
}

pub fn archive(deps: DepsMut, info: &MessageInfo, asset: &str) -> Result<Response, ServiceError> {
    let mut record = changing(deps.as_ref(), info, asset, false)?;
    record.archived = true;
    save_change(deps.storage, &mut record)?;
    Ok(Response::new().add_event(events::asset("archived", &record)))
}

pub fn transfer(deps: DepsMut, info: &MessageInfo, asset: &str, to: &str) -> Result<Response, ServiceError> {
    assert_unlocked(deps.storage, asset)?;
    plan_transfer(deps.as_ref(), info.sender.as_str(), asset, to)?;
    Ok(Response::new().add_event(write_transfer(deps.storage, asset, to)?))
}

/// Decides a change of owner, reading only. What is held by a grant cannot be given away: the grant is not the new
/// owner's.
pub fn plan_transfer(deps: Deps, sender: &str, asset: &str, to: &str) -> Result<(), ServiceError> {
    let record = of_sender(deps, sender, asset, false)?;
    if record.archived {
        return Err(ServiceCode::Archived.into());
    }
    if record.source.is_some() {
        return Err(ServiceCode::NotGrantee.into());
    }
    parse_party_id(to)?;
    CONFIG.load(deps.storage)?.identity.active(&deps.querier, to)?;
    if record.owner == to {
        return Err(Code::Exists.into());
    }
    Ok(())
}

/// Mandates and the powers of the former owner end here.
pub fn write_transfer(storage: &mut dyn Storage, asset: &str, to: &str) -> StdResult<Event> {
    let mut record = crate::state::RECORDS.load(storage, asset)?;
    let former = std::mem::replace(&mut record.owner, to.to_string());
    save_change(storage, &mut record)?;
    Ok(events::asset("transferred", &record).add_attribute("former", former))
}
