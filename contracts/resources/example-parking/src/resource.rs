//! The resource interface for bays. Two operations: `parking.reserve` gives a free bay to the actor, `parking.held` is
//! the read condition that the actor holds it. The body of both is the bay's name.

use crate::error::ParkingError;
use crate::state::{change, Bay, Plan, Step, BAYS, PLANS};
use causeway_proto::limits::{OPERATIONS_MAX, PAGE_MAX, VOTES_MAX};
use causeway_proto::{operation::Body, parse_operation, Code, Operation};
use causeway_resource::{CheckResponse, Lock, LockKind, LocksResponse, PrepareOutcome};
use cosmwasm_std::{
    to_json_binary, Binary, Deps, Env, Event, HexBinary, Order, Response, StdError, StdResult, Storage, Uint64,
};
use cw_storage_plus::Bound;

/// Why an operation cannot be locked.
pub enum Verdict {
    /// May change before the deadline.
    Busy(Code),
    /// Will not.
    Refused(Code),
    Host(StdError),
}

impl From<StdError> for Verdict {
    fn from(error: StdError) -> Self {
        Verdict::Host(error)
    }
}

/// Evaluates all of the leg, then writes all of it, or writes nothing.
pub fn prepare(
    storage: &mut dyn Storage,
    env: &Env,
    id: &[u8],
    leg: u32,
    operations: &[Binary],
    until_ns: Uint64,
) -> Result<Response, ParkingError> {
    let outcome = match PLANS.has(storage, (id, leg)) {
        true => PrepareOutcome::Locked {},
        false => match evaluate(storage, env, operations) {
            Ok(steps) => {
                for step in &steps {
                    change(storage, &step.bay, |bay| bay.hold(id, step.kind))?;
                }
                PLANS.save(storage, (id, leg), &Plan { steps, until_ns })?;
                PrepareOutcome::Locked {}
            }
            Err(Verdict::Busy(code)) => PrepareOutcome::Busy { code: code as u32 },
            Err(Verdict::Refused(code)) => PrepareOutcome::Refused { code: code as u32 },
            Err(Verdict::Host(error)) => return Err(error.into()),
        },
    };
    Ok(Response::new().set_data(to_json_binary(&outcome)?))
}

/// Commit or abort: cannot fail on any input, because `prepare` has taken everything; what is unknown is no effect.
pub fn settle(storage: &mut dyn Storage, id: &[u8], leg: u32, commit: bool) -> StdResult<Response> {
    let Some(plan) = PLANS.may_load(storage, (id, leg))? else { return Ok(Response::new()) };
    PLANS.remove(storage, (id, leg));
    let mut response = Response::new();
    for step in plan.steps {
        let gives = commit && step.kind == LockKind::Exclusive;
        change(storage, &step.bay, |bay| {
            bay.let_go(id, step.kind);
            if gives {
                bay.holder = Some(step.holder.clone());
            }
        })?;
        if gives {
            let event = Event::new("parking_reserved").add_attribute("bay", step.bay);
            response = response.add_event(event.add_attribute("holder", step.holder));
        }
    }
    Ok(response)
}

/// All steps of a leg, or the weightiest reason against it: a refusal before a busy.
fn evaluate(storage: &dyn Storage, env: &Env, operations: &[Binary]) -> Result<Vec<Step>, Verdict> {
    if operations.is_empty() || operations.len() > OPERATIONS_MAX {
        return Err(Verdict::Refused(Code::LimitExceeded));
    }
    let (mut steps, mut busy) = (vec![], None);
    for bytes in operations {
        match evaluate_one(storage, env, bytes, &steps) {
            Ok(step) => steps.push(step),
            Err(Verdict::Busy(code)) => busy = busy.or(Some(code)),
            Err(other) => return Err(other),
        }
    }
    busy.map_or(Ok(steps), |code| Err(Verdict::Busy(code)))
}

fn evaluate_one(storage: &dyn Storage, env: &Env, bytes: &Binary, earlier: &[Step]) -> Result<Step, Verdict> {
    let operation = parse_operation(bytes, &env.block.chain_id).map_err(Verdict::Refused)?;
    let step = step_of(operation)?;
    let clash = |other: &&Step| other.bay == step.bay && !(other.kind == step.kind && step.kind == LockKind::Shared);
    if earlier.iter().any(|other| clash(&other)) {
        return Err(Verdict::Refused(Code::LegsInvalid));
    }
    let bay = BAYS.may_load(storage, &step.bay)?.ok_or(Verdict::Busy(Code::Absent))?;
    check_bay(&bay, &step).map(|()| step)
}

fn step_of(operation: Operation) -> Result<Step, Verdict> {
    let Some(Body::Custom(custom)) = operation.body else { return Err(Verdict::Refused(Code::OperationNotDefined)) };
    let kind = match custom.name.as_str() {
        "parking.reserve" => LockKind::Exclusive,
        "parking.held" => LockKind::Shared,
        _ => return Err(Verdict::Refused(Code::OperationNotDefined)),
    };
    let bay = String::from_utf8(custom.body).map_err(|_| Verdict::Refused(Code::Malformed))?;
    Ok(Step { bay, kind, holder: operation.actor })
}

/// A bay that somebody holds may be given back before the deadline: busy, never refused.
fn check_bay(bay: &Bay, step: &Step) -> Result<(), Verdict> {
    match step.kind {
        LockKind::Shared if bay.writer.is_some() || bay.readers.len() >= VOTES_MAX => Err(Verdict::Busy(Code::Locked)),
        LockKind::Shared if bay.holder.as_ref() != Some(&step.holder) => Err(Verdict::Busy(Code::NotOwner)),
        LockKind::Shared => Ok(()),
        _ if bay.is_held() => Err(Verdict::Busy(Code::Locked)),
        _ if bay.holder.as_ref().is_some_and(|holder| *holder != step.holder) => Err(Verdict::Busy(Code::Exists)),
        _ => Ok(()),
    }
}

/// The dry run.
pub fn check(deps: Deps, env: &Env, operation: &Binary) -> Result<CheckResponse, ParkingError> {
    match evaluate(deps.storage, env, std::slice::from_ref(operation)) {
        Ok(_) => Ok(CheckResponse::Ready {}),
        Err(Verdict::Busy(code)) => Ok(CheckResponse::Busy { code: code as u32 }),
        Err(Verdict::Refused(code)) => Ok(CheckResponse::Refused { code: code as u32 }),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}

/// Every lock; `start_after` is the `key` of the last one seen, pages end between legs.
pub fn locks(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> StdResult<LocksResponse> {
    let after = start_after.as_deref().and_then(position_of);
    let bound = after.as_ref().map(|(id, leg)| Bound::exclusive((id.as_slice(), *leg)));
    let page = limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize;
    let mut locks = vec![];
    for entry in PLANS.range(deps.storage, bound, None, Order::Ascending) {
        let ((id, leg), plan) = entry?;
        let transaction_id = HexBinary::from(id);
        locks.extend(plan.steps.into_iter().map(|step| Lock {
            key: format!("{}/{leg}/{}", transaction_id.to_hex(), step.bay),
            kind: step.kind,
            transaction_id: transaction_id.clone(),
            leg,
            until_ns: plan.until_ns,
            amount: None,
        }));
        if locks.len() >= page {
            break;
        }
    }
    Ok(LocksResponse { locks })
}

fn position_of(key: &str) -> Option<(Vec<u8>, u32)> {
    let mut parts = key.splitn(3, '/');
    let id = HexBinary::from_hex(parts.next()?).ok()?;
    Some((id.to_vec(), parts.next()?.parse().ok()?))
}
