//! A thing changes hands by the will of both owners, on this chain alone or beside other operations in a commit.

use crate::changes::{check_transition, in_office};
use crate::msg::Happening;
use crate::state::{close, open, Note, Record, SUBJECTS, THINGS};
use crate::subjects::{acting, home_subject, own_subject, Waits};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Status;
use cosmwasm_std::{DepsMut, Empty, Env, Event, MessageInfo, Response, StdResult, Storage};

/// A thing goes to another owner by both their wills: first the owner's.
pub fn offer_transfer(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    to: Option<String>,
) -> Result<Response, ServiceError> {
    let (party, mut record) = own_subject(deps.storage, env, info.sender.as_str(), id, Waits::ForAll)?;
    check_transition(record.owner.is_some() && in_office(&record, env))?;
    if let Some(to) = to.as_deref() {
        check_new_owner(deps.storage, env, &record, to)?;
    }
    record.offered_to = to;
    let text = record.offered_to.clone().unwrap_or_default();
    let note = Note::by(Happening::TransferOffered, &party.id, &text);
    Ok(Response::new().add_event(close(deps.storage, env, record, note)?))
}

fn check_new_owner(storage: &dyn Storage, env: &Env, record: &Record, to: &str) -> Result<(), ServiceError> {
    let owner = SUBJECTS.may_load(storage, to)?.ok_or(ServiceCode::SubjectUnknown)?;
    if owner.status(env.block.height) != Status::Active {
        return Err(ServiceCode::SubjectInactive.into());
    }
    check_transition(owner.owner.is_none() && record.owner_id() != to)
}

/// Then the new owner's.
pub fn accept_transfer(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let party = acting(deps.storage, env, info.sender.as_str())?.id;
    let record = home_subject(deps.storage, env, id, Waits::ForAll)?;
    check_accept(&record, env, &party)?;
    Ok(Response::new().add_event(hand_over(deps.storage, env, record, &party)?))
}

pub fn check_accept(record: &Record, env: &Env, party: &str) -> Result<(), ServiceError> {
    check_transition(record.offered_to.as_deref() == Some(party) && in_office(record, env))
}

pub fn hand_over(storage: &mut dyn Storage, env: &Env, mut record: Record, party: &str) -> StdResult<Event> {
    THINGS.remove(storage, (record.owner_id(), &record.id));
    THINGS.save(storage, (party, &record.id), &Empty {})?;
    record.owner = Some(party.into());
    record.offered_to = None;
    close(storage, env, record, Note::by(Happening::Transferred, party, ""))
}

/// For the commit, which cannot fail: the lock has kept the record as it was decided on.
pub fn hand_over_locked(storage: &mut dyn Storage, env: &Env, id: &str, party: &str) -> StdResult<Response> {
    let Some(record) = open(storage, env, id)? else { return Ok(Response::new()) };
    Ok(Response::new().add_event(hand_over(storage, env, record, party)?))
}
