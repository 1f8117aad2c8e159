//! Locks a leg: evaluates all of it, then writes all of it, or writes nothing.

use crate::coins::{expect_arrival, reserve};
use crate::error::AssetsError;
use crate::evaluate::{evaluate, parse, Proposal, Verdict};
use crate::locks::lock;
use crate::plan::{Plan, Step};
use crate::state::{arrived_key, staged_key, PLANS};
use causeway_proto::limits::OPERATIONS_MAX;
use causeway_proto::{encode, operation::Body, Code, Operation};
use causeway_resource::{CheckResponse, PrepareOutcome};
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, HexBinary, Response, StdResult, Storage, Uint64};

pub struct PrepareRequest {
    pub transaction_id: HexBinary,
    pub leg: u32,
    pub operations: Vec<Binary>,
    pub contents: Vec<Option<Binary>>,
    pub until_ns: Uint64,
}

pub fn prepare(deps: DepsMut, env: Env, request: PrepareRequest) -> Result<Response, AssetsError> {
    let outcome = |outcome: PrepareOutcome| -> Result<Response, AssetsError> {
        Ok(Response::new().set_data(to_json_binary(&outcome)?))
    };
    let id = request.transaction_id.as_slice();
    if PLANS.has(deps.storage, (id, request.leg)) {
        return outcome(PrepareOutcome::Locked {});
    }
    if request.operations.is_empty() || request.operations.len() > OPERATIONS_MAX {
        return outcome(PrepareOutcome::Refused { code: Code::LimitExceeded as u32 });
    }
    match plan_of(deps.as_ref(), &env, &request) {
        Ok((operations, steps)) => {
            write(deps.storage, &env, &request, &operations, steps)?;
            outcome(PrepareOutcome::Locked {})
        }
        Err(Verdict::Busy(code)) => outcome(PrepareOutcome::Busy { code: code as u32 }),
        Err(Verdict::Refused(code)) => outcome(PrepareOutcome::Refused { code: code as u32 }),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}

fn plan_of(deps: Deps, env: &Env, request: &PrepareRequest) -> Result<(Vec<Operation>, Vec<Step>), Verdict> {
    let operations: Result<Vec<Operation>, Verdict> =
        request.operations.iter().map(|bytes| parse(env, bytes)).collect();
    let operations = operations?;
    let proposals: Vec<Proposal> = operations
        .iter()
        .enumerate()
        .map(|(index, operation)| Proposal { operation, content: content_at(request, index), index: index as u32 })
        .collect();
    let steps = evaluate(deps, env, &proposals)?;
    Ok((operations, steps))
}

fn content_at(request: &PrepareRequest, index: usize) -> Option<&[u8]> {
    request.contents.get(index)?.as_ref().map(Binary::as_slice)
}

fn write(
    storage: &mut dyn Storage,
    env: &Env,
    request: &PrepareRequest,
    operations: &[Operation],
    steps: Vec<Step>,
) -> StdResult<()> {
    let id = request.transaction_id.as_slice();
    for step in &steps {
        if let Some((key, shared)) = step.key() {
            lock(storage, key, id, shared)?;
        }
        match step {
            Step::Pay { from, units, .. } | Step::ReleaseCoins { from, units } => reserve(storage, from, units)?,
            Step::ReceiveCoins { units, .. } => expect_arrival(storage, units, units.origin == env.block.chain_id)?,
            Step::Replicate { index, .. } => {
                stage(storage, request, *index, operations);
                // Compared with its fingerprint by now. What comes beside any other operation is not looked at.
                let content = content_at(request, *index as usize).unwrap_or_default();
                if !content.is_empty() {
                    storage.set(&arrived_key(id, request.leg, *index), content);
                }
            }
            Step::Receive { index, .. } => stage(storage, request, *index, operations),
            Step::Read { .. } | Step::Release { .. } | Step::Transfer { .. } => {}
        }
    }
    PLANS.save(storage, (id, request.leg), &Plan { steps, until_ns: request.until_ns })
}

/// The envelope waits where the commit finds it without decoding anything.
fn stage(storage: &mut dyn Storage, request: &PrepareRequest, index: u32, operations: &[Operation]) {
    let body = operations.get(index as usize).and_then(|operation| operation.body.as_ref());
    let envelope = match body {
        Some(Body::ReplicateRecord(body)) => body.envelope.as_ref(),
        Some(Body::ReceiveAsset(body)) => body.envelope.as_ref(),
        _ => None,
    };
    if let Some(envelope) = envelope {
        storage.set(&staged_key(request.transaction_id.as_slice(), request.leg, index), &encode(envelope));
    }
}

/// The dry run: what `prepare` would answer for this one operation now. Content is not asked for.
pub fn check(deps: Deps, env: &Env, bytes: &Binary) -> Result<CheckResponse, AssetsError> {
    let verdict = parse(env, bytes).and_then(|operation| {
        let proposal = Proposal { operation: &operation, content: None, index: 0 };
        evaluate(deps, env, &[proposal])
    });
    match verdict {
        Ok(_) | Err(Verdict::Busy(Code::ContentMissing)) => Ok(CheckResponse::Ready {}),
        Err(Verdict::Busy(code)) => Ok(CheckResponse::Busy { code: code as u32 }),
        Err(Verdict::Refused(code)) => Ok(CheckResponse::Refused { code: code as u32 }),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}
