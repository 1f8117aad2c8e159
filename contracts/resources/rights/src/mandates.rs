//! Mandates: an owner lets another party grant in its place, until a moment, and no longer than it owns the asset.

use crate::events;
use crate::msg::MandateResponse;
use crate::owners::of_sender;
use crate::state::{Mandate, Record, MANDATES};
use causeway_proto::id::parse_party_id;
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, StdResult, Storage, Uint64};

pub fn give(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    (asset, delegate): (&str, &str),
    until_ns: Uint64,
) -> Result<Response, ServiceError> {
    let record = of_sender(deps.as_ref(), info.sender.as_str(), asset, false)?;
    parse_party_id(delegate)?;
    crate::state::CONFIG.load(deps.storage)?.identity.active(&deps.querier, delegate)?;
    if until_ns.u64() <= env.block.time.nanos() || delegate == record.owner {
        return Err(ServiceCode::MandateInvalid.into());
    }
    let mandate = Mandate { owner: record.owner.clone(), until_ns };
    MANDATES.save(deps.storage, (asset, delegate), &mandate)?;
    let event = events::asset("mandate_given", &record).add_attribute("delegate", delegate);
    Ok(Response::new().add_event(event.add_attribute("until_ns", until_ns)))
}

pub fn end(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    asset: &str,
    delegate: &str,
) -> Result<Response, ServiceError> {
    let record = of_sender(deps.as_ref(), info.sender.as_str(), asset, false)?;
    valid(deps.storage, env, &record, delegate)?.ok_or(ServiceCode::MandateInvalid)?;
    let mandate = Mandate { owner: record.owner.clone(), until_ns: Uint64::zero() };
    MANDATES.save(deps.storage, (asset, delegate), &mandate)?;
    Ok(Response::new().add_event(events::asset("mandate_ended", &record).add_attribute("delegate", delegate)))
}

/// The mandate that counts now.
pub fn valid(storage: &dyn Storage, env: &Env, record: &Record, delegate: &str) -> StdResult<Option<MandateResponse>> {
    let mandate = MANDATES.may_load(storage, (&record.asset, delegate))?;
    let counts = |one: &Mandate| one.owner == record.owner && env.block.time.nanos() < one.until_ns.u64();
    Ok(mandate.filter(counts).map(|one| MandateResponse {
        owner: one.owner,
        delegate: delegate.into(),
        until_ns: one.until_ns,
    }))
}
