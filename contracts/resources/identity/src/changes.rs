//! The one state machine of every subject: proposed, then active or rejected; suspended and back; retired for good.

use crate::events;
use crate::limits::{EMERGENCY_BLOCKS, NOTE_BYTES_MAX, VOTERS_MAX};
use crate::msg::{Change, Happening, ProposalResponse};
use crate::roles::{check_new_role, check_roles, has_scope};
use crate::state::{close, Note, Record, Stage, ROLES, SUBJECTS, VOTERS};
use crate::subjects::{acting_at_home, check_home, home_subject, own_subject, Waits};
use crate::vote::seat;
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{scope, Status};
use cosmwasm_std::{DepsMut, Env, Event, MessageInfo, Response, Storage};

/// Whether a change makes sense now. Locks are not looked at.
pub fn check(storage: &dyn Storage, env: &Env, change: &Change) -> Result<(), ServiceError> {
    match change {
        Change::Enrol { subjects } => {
            for id in subjects {
                let record = known(storage, env, id)?;
                check_transition(record.status(env.block.height) == Status::Proposed)?;
                check_seat(storage, &record.id, &record.roles)?;
            }
            Ok(())
        }
        Change::Suspend { id } => {
            let record = known(storage, env, id)?;
            let confirms = matches!(record.stage, Stage::Suspended { until_height: Some(_) });
            check_transition(record.status(env.block.height) == Status::Active || confirms)
        }
        Change::Resume { id } => {
            check_transition(known(storage, env, id)?.status(env.block.height) == Status::Suspended)
        }
        Change::Retire { id } => check_transition(in_office(&known(storage, env, id)?, env)),
        Change::SetRoles { id, roles } => {
            let record = known(storage, env, id)?;
            check_transition(in_office(&record, env) && record.owner.is_none())?;
            check_roles(storage, roles)?;
            check_seat(storage, id, roles)
        }
        Change::AddRole { role } => check_new_role(storage, role),
    }
}

fn known(storage: &dyn Storage, env: &Env, id: &str) -> Result<Record, ServiceError> {
    let record = SUBJECTS.may_load(storage, id)?.ok_or(ServiceCode::SubjectUnknown)?;
    check_home(&record, env)?;
    Ok(record)
}

pub fn check_transition(legal: bool) -> Result<(), ServiceError> {
    if legal {
        Ok(())
    } else {
        Err(ServiceCode::TransitionIllegal.into())
    }
}

pub fn in_office(record: &Record, env: &Env) -> bool {
    matches!(record.status(env.block.height), Status::Active | Status::Suspended)
}

/// Whether a party with these roles finds a place among the voters.
fn check_seat(storage: &dyn Storage, id: &str, roles: &[String]) -> Result<(), ServiceError> {
    let voters = VOTERS.may_load(storage)?.unwrap_or_default();
    let full = voters.len() >= VOTERS_MAX && !voters.iter().any(|one| one == id);
    if full && has_scope(storage, roles, scope::VOTE)? {
        return Err(Code::LimitExceeded.into());
    }
    Ok(())
}

/// Carries out what passed and was checked.
pub fn apply(storage: &mut dyn Storage, env: &Env, proposal: &ProposalResponse) -> Result<Vec<Event>, ServiceError> {
    let number = proposal.number;
    let one = match &proposal.change {
        Change::Enrol { subjects } => {
            let enrol = |id: &String| set_stage(storage, env, id, Stage::Active, Happening::Enrolled, number);
            return subjects.iter().map(enrol).collect();
        }
        Change::Suspend { id } => {
            let stage = Stage::Suspended { until_height: None };
            set_stage(storage, env, id, stage, Happening::Suspended, number)?
        }
        Change::Resume { id } => set_stage(storage, env, id, Stage::Active, Happening::Resumed, number)?,
        Change::Retire { id } => set_stage(storage, env, id, Stage::Retired, Happening::Retired, number)?,
        Change::SetRoles { id, roles } => {
            let mut record = home_subject(storage, env, id, Waits::ForAll)?;
            record.roles = roles.clone();
            seat(storage, env, &record)?;
            close(storage, env, record, Note::voted(Happening::RolesSet, number, &roles.join(",")))?
        }
        Change::AddRole { role } => {
            ROLES.save(storage, &role.name, &role.scopes)?;
            events::role_added(&role.name, &role.scopes)
        }
    };
    Ok(vec![one])
}

/// A vote that came to nothing changes only what it was to enrol.
pub fn reject(storage: &mut dyn Storage, env: &Env, proposal: &ProposalResponse) -> Result<Vec<Event>, ServiceError> {
    let Change::Enrol { subjects } = &proposal.change else { return Ok(vec![]) };
    let mut events = vec![];
    for id in subjects {
        events.push(set_stage(storage, env, id, Stage::Rejected, Happening::Rejected, proposal.number)?);
    }
    Ok(events)
}

fn set_stage(
    storage: &mut dyn Storage,
    env: &Env,
    id: &str,
    stage: Stage,
    what: Happening,
    number: u64,
) -> Result<Event, ServiceError> {
    let waits = if what == Happening::Suspended { Waits::Not } else { Waits::ForAll };
    let mut record = home_subject(storage, env, id, waits)?;
    record.stage = stage;
    seat(storage, env, &record)?;
    Ok(close(storage, env, record, Note::voted(what, number, ""))?)
}

/// A regulator alone, at once and for a time. The same subject meets no second one right after the first, so a
/// regulator cannot keep its voters silent.
pub fn suspend(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str, reason: &str) -> Result<Response, ServiceError> {
    let party = acting_at_home(deps.storage, env, info.sender.as_str(), scope::REGULATE)?.id;
    if reason.len() > NOTE_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let mut record = home_subject(deps.storage, env, id, Waits::Not)?;
    let height = env.block.height;
    let rested = record.emergency_until == 0 || height >= record.emergency_until.saturating_add(EMERGENCY_BLOCKS);
    check_transition(record.status(height) == Status::Active && rested)?;
    record.emergency_until = height.saturating_add(EMERGENCY_BLOCKS);
    record.stage = Stage::Suspended { until_height: Some(record.emergency_until) };
    let note = Note::by(Happening::Suspended, &party, reason);
    Ok(Response::new().add_event(close(deps.storage, env, record, note)?))
}

/// The owner's own decision; a party's also about itself.
pub fn retire(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let (party, mut record) = own_subject(deps.storage, env, info.sender.as_str(), id, Waits::ForAll)?;
    check_transition(in_office(&record, env))?;
    record.stage = Stage::Retired;
    seat(deps.storage, env, &record)?;
    let event = close(deps.storage, env, record, Note::by(Happening::Retired, &party.id, ""))?;
    Ok(Response::new().add_event(event))
}
