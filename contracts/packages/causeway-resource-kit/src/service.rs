//! The resource interface, done once: a leg is decided as a whole, written down, and later carried out or forgotten.

use crate::companion::manifest_of;
use crate::gate::{only_gate, LegCall, PrepareCall};
use crate::locks::{hold, is_free, let_go};
use crate::reason::{ServiceError, Verdict};
use causeway_proto::limits::{OPERATIONS_MAX, PAGE_MAX};
use causeway_proto::{operation::Body, parse_operation, Code, Manifest, Operation};
use causeway_resource::{CheckResponse, Lock, LockKind, LocksResponse, PrepareOutcome};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Env, HexBinary, MessageInfo, Order, Response, StdResult, Storage, Uint64,
};
use cw_storage_plus::{Bound, Map};
use serde::{de::DeserializeOwned, Deserialize, Serialize};

/// What the author of a resource writes.
pub trait Service {
    /// What a prepared operation will do; kept from `prepare` to `commit` or `abort`.
    type Step: Serialize + DeserializeOwned;

    /// Decides one operation, reading only. What cannot come true before the deadline is refused, the rest is busy.
    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Self::Step>, Verdict>;

    /// Takes what `carry_out` needs beyond the locks (a sum of money, a place in a queue).
    fn take(_storage: &mut dyn Storage, _step: &Self::Step) -> StdResult<()> {
        Ok(())
    }

    /// Gives back, byte for byte, what `take` took.
    fn give_back(_storage: &mut dyn Storage, _step: &Self::Step) -> StdResult<()> {
        Ok(())
    }

    /// The commit. It cannot fail: what it needs is locked or taken.
    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Self::Step) -> StdResult<Response>;
}

/// A key that an operation touches, and how.
#[cw_serde]
pub struct Key {
    pub name: String,
    pub kind: LockKind,
}

/// An operation that is ready.
pub struct Decided<S> {
    pub keys: Vec<Key>,
    pub step: S,
}

impl<S> Decided<S> {
    /// Changes `key`.
    pub fn writing(key: impl Into<String>, step: S) -> Self {
        Decided { keys: vec![Key { name: key.into(), kind: LockKind::Exclusive }], step }
    }

    /// Reads `key`, and holds it still until the decision.
    pub fn reading(key: impl Into<String>, step: S) -> Self {
        Decided { keys: vec![Key { name: key.into(), kind: LockKind::Shared }], step }
    }
}

/// A custom operation of the leg, with what came beside it.
pub struct Proposal {
    /// Account that consented; the gate has verified it.
    pub actor: String,
    /// `<service>.<verb>`.
    pub name: String,
    pub body: Binary,
    /// The whole transaction, where the content beside the operation is its manifest.
    pub manifest: Option<Manifest>,
    /// A dry run (`check`) sees one operation alone, so companions cannot be asked for.
    pub dry: bool,
    /// Bytes of the transaction's id, and the operation's position among those of this resource; empty in a dry run.
    pub transaction_id: HexBinary,
    pub index: u32,
}

#[derive(Serialize, Deserialize)]
struct Plan<S> {
    steps: Vec<S>,
    keys: Vec<Key>,
    until_ns: Uint64,
}

/// (transaction id, leg).
fn plan_map<'a, S: Service>() -> Map<(&'a [u8], u32), Plan<S::Step>> {
    Map::new("kit_plan")
}

/// Decides all of the leg, then locks all of it, or writes nothing. A repeated call is one call.
pub fn prepare<S: Service>(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    call: PrepareCall,
) -> Result<Response, ServiceError> {
    only_gate(deps.storage, info)?;
    let map = plan_map::<S>();
    let at = (call.transaction_id.as_slice(), call.leg);
    if map.has(deps.storage, at) {
        return answer(PrepareOutcome::Locked {});
    }
    match decide_leg::<S>(deps.as_ref(), env, &call) {
        Ok(plan) => {
            for key in &plan.keys {
                hold(deps.storage, &key.name, key.kind)?;
            }
            for step in &plan.steps {
                S::take(deps.storage, step)?;
            }
            map.save(deps.storage, at, &plan)?;
            answer(PrepareOutcome::Locked {})
        }
        Err(Verdict::Busy(reason)) => answer(PrepareOutcome::Busy { code: reason.code() }),
        Err(Verdict::Refused(reason)) => answer(PrepareOutcome::Refused { code: reason.code() }),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}

fn answer(outcome: PrepareOutcome) -> Result<Response, ServiceError> {
    Ok(Response::new().set_data(to_json_binary(&outcome)?))
}

/// Carries the leg out and ends its locks; an unknown leg is no effect.
pub fn commit<S: Service>(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    call: LegCall,
) -> Result<Response, ServiceError> {
    only_gate(deps.storage, info)?;
    let mut response = Response::new();
    for step in take_plan::<S>(deps.storage, &call)? {
        let effect = S::carry_out(deps.storage, env, step)?;
        response = response.add_submessages(effect.messages).add_events(effect.events);
    }
    Ok(response)
}

/// Undoes the leg and ends its locks; an unknown leg is no effect.
pub fn abort<S: Service>(deps: DepsMut, info: &MessageInfo, call: LegCall) -> Result<Response, ServiceError> {
    only_gate(deps.storage, info)?;
    for step in take_plan::<S>(deps.storage, &call)? {
        S::give_back(deps.storage, &step)?;
    }
    Ok(Response::new())
}

fn take_plan<S: Service>(storage: &mut dyn Storage, call: &LegCall) -> StdResult<Vec<S::Step>> {
    let map = plan_map::<S>();
    let at = (call.transaction_id.as_slice(), call.leg);
    let Some(plan) = map.may_load(storage, at)? else { return Ok(vec![]) };
    map.remove(storage, at);
    for key in &plan.keys {
        let_go(storage, &key.name, key.kind)?;
    }
    Ok(plan.steps)
}

/// All steps of a leg, or the weightiest reason against it: a refusal before a busy.
fn decide_leg<S: Service>(deps: Deps, env: &Env, call: &PrepareCall) -> Result<Plan<S::Step>, Verdict> {
    if call.operations.is_empty() || call.operations.len() > OPERATIONS_MAX {
        return Err(Verdict::refused(Code::LimitExceeded));
    }
    let mut plan = Plan { steps: vec![], keys: vec![], until_ns: call.until_ns };
    let mut busy = None;
    for (index, bytes) in call.operations.iter().enumerate() {
        let content = call.contents.get(index).and_then(Option::as_ref);
        let manifest = content.and_then(|bytes| manifest_of(call.transaction_id.as_slice(), bytes));
        let proposal = Proposal {
            manifest,
            dry: false,
            transaction_id: call.transaction_id.clone(),
            index: index as u32,
            ..open(env, bytes)?
        };
        match decide_one::<S>(deps, env, &proposal, &plan.keys) {
            Ok(decided) => {
                plan.keys.extend(decided.keys);
                plan.steps.push(decided.step);
            }
            Err(Verdict::Busy(reason)) => busy = busy.or(Some(reason)),
            Err(other) => return Err(other),
        }
    }
    busy.map_or(Ok(plan), |reason| Err(Verdict::Busy(reason)))
}

/// Bytes to a proposal; what does not parse, or is none of ours, is refused.
fn open(env: &Env, bytes: &[u8]) -> Result<Proposal, Verdict> {
    let operation: Operation = parse_operation(bytes, &env.block.chain_id).map_err(Verdict::refused)?;
    let Some(Body::Custom(custom)) = operation.body else { return Err(Verdict::refused(Code::OperationNotDefined)) };
    Ok(Proposal {
        actor: operation.actor,
        name: custom.name,
        body: custom.body.into(),
        manifest: None,
        dry: true,
        transaction_id: HexBinary::default(),
        index: 0,
    })
}

fn decide_one<S: Service>(
    deps: Deps,
    env: &Env,
    proposal: &Proposal,
    earlier: &[Key],
) -> Result<Decided<S::Step>, Verdict> {
    let decided = S::decide(deps, env, proposal)?;
    for key in &decided.keys {
        let clash =
            |other: &Key| other.name == key.name && !(other.kind == key.kind && key.kind != LockKind::Exclusive);
        if earlier.iter().any(clash) {
            return Err(Verdict::refused(Code::LegsInvalid));
        }
        if !is_free(deps.storage, &key.name, key.kind)? {
            return Err(Verdict::busy(Code::Locked));
        }
    }
    Ok(decided)
}

/// The dry run of one operation.
pub fn check<S: Service>(deps: Deps, env: &Env, operation: &[u8]) -> Result<CheckResponse, ServiceError> {
    let verdict = open(env, operation).and_then(|proposal| decide_one::<S>(deps, env, &proposal, &[]));
    match verdict {
        Ok(_) => Ok(CheckResponse::Ready {}),
        Err(Verdict::Busy(reason)) => Ok(CheckResponse::Busy { code: reason.code() }),
        Err(Verdict::Refused(reason)) => Ok(CheckResponse::Refused { code: reason.code() }),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}

/// Every lock; `start_after` is the `key` of the last one seen, pages end between legs.
pub fn locks<S: Service>(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> StdResult<LocksResponse> {
    let after = start_after.as_deref().and_then(position_of);
    let bound = after.as_ref().map(|(id, leg)| Bound::exclusive((id.as_slice(), *leg)));
    let page = limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize;
    let mut locks = vec![];
    for entry in plan_map::<S>().range(deps.storage, bound, None, Order::Ascending) {
        let ((id, leg), plan) = entry?;
        let transaction_id = HexBinary::from(id);
        locks.extend(plan.keys.into_iter().map(|key| Lock {
            key: format!("{}/{leg}/{}", transaction_id.to_hex(), key.name),
            kind: key.kind,
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
