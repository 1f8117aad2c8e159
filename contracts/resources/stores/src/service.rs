//! What a transaction can do here: place an object (`stores.place`), or rely on one being stored (`stores.stored`).

use crate::msg::Placement;
use crate::placement::{plan, write, Planned};
use crate::state::{find_object, Object};
use causeway_proto::Code;
use causeway_resource_kit::{Decided, Proposal, Reason, Service, ServiceCode, ServiceError, Verdict};
use causeway_services::stores::{StoredBody, PLACE, STORED};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, Addr, Deps, Env, Response, StdResult, Storage, Uint128};

#[cw_serde]
pub enum Step {
    Place(Box<Object>),
    Look,
}

pub struct Stores;

impl Service for Stores {
    type Step = Step;

    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        match proposal.name.as_str() {
            PLACE => decide_place(deps, env, proposal),
            STORED => decide_stored(deps, proposal),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        let Step::Place(mut object) = step else { return Ok(Response::new()) };
        object.height = env.block.height;
        object.time_ns = env.block.time.nanos().into();
        Ok(Response::new().add_event(write(storage, &object)?))
    }
}

/// No reward goes with it: an operation brings no funds.
fn decide_place(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let placement: Placement = from_json(&proposal.body).map_err(|_| Verdict::refused(Code::Malformed))?;
    let id = placement.id.clone();
    let actor = Addr::unchecked(&proposal.actor);
    match plan(deps, env, &actor, placement, Uint128::zero()).map_err(verdict)? {
        Planned::New(object) => Ok(Decided::writing(id, Step::Place(object))),
        Planned::Repeated => Ok(Decided::reading(id, Step::Look)),
    }
}

/// Receipts may still arrive, so what is missing is busy.
fn decide_stored(deps: Deps, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let body: StoredBody = from_json(&proposal.body).map_err(|_| Verdict::refused(Code::Malformed))?;
    let object = find_object(deps.storage, &body.object, body.version)?;
    let object = object.ok_or(Verdict::busy(ServiceCode::ObjectUnknown))?;
    // A version that is named stays erased; the newest one may still be followed by another.
    match (object.erased_height, body.version) {
        (Some(_), Some(_)) => return Err(Verdict::refused(ServiceCode::ObjectErased)),
        (Some(_), None) => return Err(Verdict::busy(ServiceCode::ObjectErased)),
        (None, _) => {}
    }
    if !object.is_stored() {
        return Err(Verdict::busy(ServiceCode::NotStored));
    }
    Ok(Decided::reading(body.object, Step::Look))
}

/// Form, and versions that are taken, do not change; everything else may.
fn verdict(error: ServiceError) -> Verdict {
    let never: [Reason; 6] = [
        Code::Malformed.into(),
        Code::LimitExceeded.into(),
        Code::IdMalformed.into(),
        Code::PartMissing.into(),
        Code::VersionMismatch.into(),
        ServiceCode::ObjectTaken.into(),
    ];
    match error {
        ServiceError::Reason(reason) if never.contains(&reason) => Verdict::Refused(reason),
        ServiceError::Reason(reason) => Verdict::Busy(reason),
        ServiceError::Std(host) => Verdict::Host(host),
    }
}
