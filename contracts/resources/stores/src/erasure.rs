//! The end of an object: its owner has its key erased, and each store says under its signature that its share is gone.

use crate::events;
use crate::losses::release;
use crate::state::{load_object, save_object, CONFIG};
use crate::statements::{check_receipt, forgotten_text};
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Uint64};

/// What is open has no key that could be erased. A transaction that relies on the object holds it.
pub fn erase(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    (id, version): (&str, u32),
) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let identity = CONFIG.load(deps.storage)?.identity;
    if identity.acting(&deps.querier, info.sender.as_str(), scope::SUPPLY)?.id != object.owner {
        return Err(Code::NotOwner.into());
    }
    if object.placement.open {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    if object.erased_height.is_some() {
        return Ok(Response::new());
    }
    assert_unlocked(deps.storage, id)?;
    let mut response = Response::new();
    for at in 0..object.replicas.len() {
        if object.replicas[at].ended_height.is_none() {
            let released = release(deps.storage, env, &mut object, at)?;
            response = response.add_submessages(released.messages).add_events(released.events);
        }
    }
    object.erased_height = Some(env.block.height);
    save_object(deps.storage, &object)?;
    Ok(response.add_event(events::object("erased", &object)))
}

/// Every store that was ever to hold a share may say so, lost and replaced ones too; once is enough.
pub fn forgotten(
    deps: DepsMut,
    (id, version, store): (&str, u32, &str),
    at_ns: Uint64,
    signature: &[u8],
) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    if object.erased_height.is_none() {
        return Err(ServiceCode::PhaseEarly.into());
    }
    if object.replicas[at].forgotten_ns.is_some() {
        return Ok(Response::new());
    }
    let subject = CONFIG.load(deps.storage)?.identity.subject(&deps.querier, store)?;
    let subject = subject.ok_or(ServiceCode::SubjectUnknown)?;
    check_receipt(deps.api, &subject, &forgotten_text(&object.placement, store, at_ns.u64()), signature)?;
    object.replicas[at].forgotten_ns = Some(at_ns);
    save_object(deps.storage, &object)?;
    Ok(Response::new().add_event(events::replica("forgotten", &object, store).add_attribute("claimed_ns", at_ns)))
}
