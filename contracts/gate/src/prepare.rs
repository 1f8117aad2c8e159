//! Locks legs: every check that needs no resource first, then one call to each resource; votes follow in `vote.rs`.

use crate::authorise::{check_actors, Consent};
use crate::error::GateError;
use crate::events;
use crate::msg::{Carrier, HubAddress, LegStateName, Moment, OperationContent, PreparedLeg};
use crate::state::{
    remove_manifest, save_leg, save_manifest, Batch, BatchVote, LegRecord, Preparing, BATCH, CONFIG, LEGS, PREPARING,
    RESOURCES,
};
use crate::vote::send_votes;
use causeway_commit::leg::{step, LegEffect, LegEvent, LegState};
use causeway_link::client_timeout;
use causeway_proto::limits::{DEADLINE_HORIZON_SEC, VOTES_MAX};
use causeway_proto::{actors, encode, leg_of, parse_manifest, transaction_id, Code, Leg, Manifest, Purpose};
use causeway_resource::{PrepareOutcome, ResourceExecuteMsg};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Deps, DepsMut, Env, Event, HexBinary, MessageInfo, MsgResponse, Reply,
    Response, StdResult, Storage, SubMsg, SubMsgResult, Timestamp, Uint64,
};
use serde::{Deserialize, Serialize};

/// Reply id of a resource's `prepare`.
pub const REPLY_PREPARE: u64 = 1;

/// Which call a reply belongs to.
#[derive(Serialize, Deserialize)]
struct CallTag {
    transaction_id: Binary,
    ordinal: u32,
    last_of_leg: bool,
    last_of_batch: bool,
}

/// A leg that has passed every check of the gate's own.
struct Accepted {
    id: [u8; 32],
    manifest: Manifest,
    leg: usize,
    manifest_bytes: Binary,
    contents: Vec<OperationContent>,
    calls: Vec<Addr>,
}

pub fn prepare(deps: DepsMut, env: Env, info: MessageInfo, legs: Vec<PreparedLeg>) -> Result<Response, GateError> {
    if legs.is_empty() || legs.len() > VOTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let mut batch = Batch::default();
    let mut events: Vec<Event> = vec![];
    let mut messages: Vec<(CallTag, SubMsg)> = vec![];
    for prepared in legs {
        let id = transaction_id(&prepared.manifest);
        if is_known(deps.storage, &id)? {
            batch.known = true;
            events.push(events::known(&id));
            continue;
        }
        match accept(deps.as_ref(), &env, &info, id, prepared) {
            Ok(accepted) => messages.extend(call_resources(deps.storage, accepted)?),
            Err(GateError::Code(code)) => {
                batch.first_rejection.get_or_insert(code as u32);
                events.push(events::rejected(&id, code as u32));
            }
            Err(other) => return Err(other),
        }
    }
    let response = Response::new().add_events(events);
    if messages.is_empty() {
        return finish_batch(deps.storage, &env, batch, response);
    }
    BATCH.save(deps.storage, &batch)?;
    Ok(response.add_submessages(tagged(messages)?))
}

/// Known here, or already on its way in this very call: `prepare` is idempotent (commit rule 4).
fn is_known(storage: &dyn Storage, id: &[u8; 32]) -> StdResult<bool> {
    Ok(LEGS.has(storage, id) || PREPARING.has(storage, id))
}

/// Commit rule 4, without the resources' part.
fn accept(
    deps: Deps,
    env: &Env,
    info: &MessageInfo,
    id: [u8; 32],
    prepared: PreparedLeg,
) -> Result<Accepted, GateError> {
    let manifest = parse_manifest(&prepared.manifest)?;
    let (index, hub) = check_addressee(deps, env, &manifest)?;
    check_deadline(env, &hub, manifest.deadline_ns)?;
    let leg = &manifest.legs[index];
    let consent = Consent { purpose: Purpose::Authorise, transaction_id: &id, manifest: &manifest };
    check_actors(deps, &consent, &actors(leg), &prepared.authorisations, info.sender.as_str())?;
    let calls = resources_of(deps, leg)?;
    Ok(Accepted { id, leg: index, manifest_bytes: prepared.manifest, contents: prepared.contents, calls, manifest })
}

/// The manifest must name this hub, this zone and this gate; returns the index of the zone's leg, and the hub.
pub fn check_addressee(deps: Deps, env: &Env, manifest: &Manifest) -> Result<(usize, HubAddress), GateError> {
    let hub = CONFIG.load(deps.storage)?.hub;
    let (index, leg) = leg_of(manifest, &env.block.chain_id).ok_or(Code::WrongAddressee)?;
    let named = manifest.hub_chain_id == hub.chain_id
        && manifest.hub_contract == hub.contract
        && leg.gate == env.contract.address.as_str();
    if named {
        Ok((index, hub))
    } else {
        Err(Code::WrongAddressee.into())
    }
}

/// The zone's own clock may refuse before the vote; after it, only the hub's may (commit rule 7).
fn check_deadline(env: &Env, hub: &HubAddress, deadline_ns: u64) -> Result<(), Code> {
    let now = env.block.time.nanos();
    if deadline_ns <= now {
        return Err(Code::DeadlinePassed);
    }
    if deadline_ns - now > DEADLINE_HORIZON_SEC * 1_000_000_000 {
        return Err(Code::DeadlineTooFar);
    }
    if hub.client_id.is_some() {
        client_timeout(env.block.time, Timestamp::from_nanos(deadline_ns))?;
    }
    Ok(())
}

/// The leg's resource contracts, each once, in the order of their first operation.
fn resources_of(deps: Deps, leg: &Leg) -> Result<Vec<Addr>, GateError> {
    let mut calls: Vec<Addr> = vec![];
    for operation in &leg.operations {
        if calls.iter().any(|one| one.as_str() == operation.resource) {
            continue;
        }
        let contract = Addr::unchecked(&operation.resource);
        if !RESOURCES.has(deps.storage, &contract) {
            return Err(Code::ResourceUnknown.into());
        }
        calls.push(contract);
    }
    Ok(calls)
}

fn call_resources(storage: &mut dyn Storage, accepted: Accepted) -> Result<Vec<(CallTag, SubMsg)>, GateError> {
    save_manifest(storage, &accepted.id, &accepted.manifest_bytes);
    let preparing = Preparing {
        leg: accepted.leg as u32,
        deadline_ns: Uint64::new(accepted.manifest.deadline_ns),
        calls: accepted.calls.clone(),
        failure: None,
    };
    PREPARING.save(storage, &accepted.id, &preparing)?;
    let count = accepted.calls.len();
    let mut messages = Vec::with_capacity(count);
    for (ordinal, contract) in accepted.calls.iter().enumerate() {
        let message = prepare_message(&accepted, contract).into_wasm(contract.as_str())?;
        let tag = CallTag {
            transaction_id: Binary::from(accepted.id),
            ordinal: ordinal as u32,
            last_of_leg: ordinal + 1 == count,
            last_of_batch: false,
        };
        messages.push((tag, SubMsg::reply_always(message, REPLY_PREPARE)));
    }
    Ok(messages)
}

fn prepare_message(accepted: &Accepted, contract: &Addr) -> ResourceExecuteMsg {
    let mut operations = vec![];
    let mut contents = vec![];
    for (index, operation) in accepted.manifest.legs[accepted.leg].operations.iter().enumerate() {
        if operation.resource == contract.as_str() {
            operations.push(Binary::from(encode(operation)));
            let content = accepted.contents.iter().find(|one| one.operation as usize == index);
            contents.push(content.map(|one| one.content.clone()));
        }
    }
    ResourceExecuteMsg::Prepare {
        transaction_id: HexBinary::from(&accepted.id),
        leg: accepted.leg as u32,
        operations,
        contents,
        until_ns: Uint64::new(accepted.manifest.deadline_ns),
    }
}

/// The tag travels as the reply's payload, so that nothing about the call is left in storage.
fn tagged(mut messages: Vec<(CallTag, SubMsg)>) -> StdResult<Vec<SubMsg>> {
    if let Some((tag, _)) = messages.last_mut() {
        tag.last_of_batch = true;
    }
    messages.into_iter().map(|(tag, message)| Ok(message.with_payload(to_json_binary(&tag)?))).collect()
}

/// Replies come in the order of the calls, each right after its call.
pub fn reply_prepare(deps: DepsMut, env: Env, reply: Reply) -> Result<Response, GateError> {
    let tag: CallTag = from_json(&reply.payload)?;
    let id = tag.transaction_id.as_slice();
    let mut preparing = PREPARING.load(deps.storage, id)?;
    if preparing.failure.is_none() {
        preparing.failure = failure_of(reply.result);
        PREPARING.save(deps.storage, id, &preparing)?;
    }
    let mut response = Response::new();
    let mut batch = BATCH.load(deps.storage)?;
    if tag.last_of_leg {
        PREPARING.remove(deps.storage, id);
        response = finish_leg(deps.storage, &env, id, preparing, &mut batch)?;
    }
    if tag.last_of_batch {
        BATCH.remove(deps.storage);
        return finish_batch(deps.storage, &env, batch, response);
    }
    BATCH.save(deps.storage, &batch)?;
    Ok(response)
}

/// Code and finality of a call that did not lock. An error is a broken resource: nothing was written there.
fn failure_of(result: SubMsgResult) -> Option<(u32, bool)> {
    let broken = Some((Code::ResourceFailed as u32, false));
    let SubMsgResult::Ok(answer) = result else { return broken };
    #[allow(deprecated)]
    let data = answer.msg_responses.first().map(execute_data).unwrap_or(answer.data);
    match data.and_then(|bytes| from_json::<PrepareOutcome>(&bytes).ok()) {
        Some(PrepareOutcome::Locked {}) => None,
        Some(PrepareOutcome::Busy { code }) => Some((code, false)),
        Some(PrepareOutcome::Refused { code }) => Some((code, true)),
        None => broken,
    }
}

/// Field 1 of MsgExecuteContractResponse: what the contract set as data.
fn execute_data(response: &MsgResponse) -> Option<Binary> {
    #[derive(Clone, PartialEq, prost::Message)]
    struct ExecuteResponse {
        #[prost(bytes = "vec", tag = "1")]
        data: Vec<u8>,
    }
    let parsed = <ExecuteResponse as prost::Message>::decode(response.value.as_slice()).ok()?;
    Some(parsed.data.into())
}

/// All resources of the leg have answered.
fn finish_leg(
    storage: &mut dyn Storage,
    env: &Env,
    id: &[u8],
    preparing: Preparing,
    batch: &mut Batch,
) -> Result<Response, GateError> {
    let event = match preparing.failure {
        None => LegEvent::Prepared,
        Some((code, true)) => LegEvent::Refused(code),
        Some((code, false)) => LegEvent::Rejected(code),
    };
    let mut response = Response::new();
    if preparing.failure.is_some() {
        // Resources that did lock give it back; for the others `abort` is no effect.
        for message in abort_messages(id, &preparing)? {
            response = response.add_message(message);
        }
    }
    match step(LegState::Unknown, event).effect {
        LegEffect::SendYes => {
            save_new_leg(storage, env, id, &preparing, LegStateName::Voted, 0)?;
            batch.votes.push(vote(id, &preparing, 0));
            Ok(response.add_event(events::leg(id, LegStateName::Voted, 0, Carrier::Prepare)))
        }
        LegEffect::SendNo(code) => {
            save_new_leg(storage, env, id, &preparing, LegStateName::Refused, code)?;
            batch.votes.push(vote(id, &preparing, code));
            Ok(response.add_event(events::leg(id, LegStateName::Refused, code, Carrier::Prepare)))
        }
        LegEffect::Reject(code) => {
            remove_manifest(storage, id);
            batch.first_rejection.get_or_insert(code);
            Ok(response.add_event(events::rejected(id, code)))
        }
        _ => Ok(response.add_event(events::alarm(id, "prepare of an unknown leg had no effect"))),
    }
}

fn vote(id: &[u8], preparing: &Preparing, refusal: u32) -> BatchVote {
    BatchVote { transaction_id: id.to_vec(), deadline_ns: preparing.deadline_ns, refusal }
}

fn abort_messages(id: &[u8], preparing: &Preparing) -> StdResult<Vec<cosmwasm_std::WasmMsg>> {
    preparing
        .calls
        .iter()
        .map(|contract| {
            let abort = ResourceExecuteMsg::Abort { transaction_id: HexBinary::from(id), leg: preparing.leg };
            abort.into_wasm(contract.as_str())
        })
        .collect()
}

fn save_new_leg(
    storage: &mut dyn Storage,
    env: &Env,
    id: &[u8],
    preparing: &Preparing,
    state: LegStateName,
    code: u32,
) -> StdResult<()> {
    let record = LegRecord {
        state,
        code,
        leg: preparing.leg,
        deadline_ns: preparing.deadline_ns,
        prepared: moment(env),
        decided: None,
        calls: preparing.calls.clone(),
        parked: vec![],
    };
    save_leg(storage, id, &record)
}

pub fn moment(env: &Env) -> Moment {
    Moment { height: env.block.height, time_ns: Uint64::new(env.block.time.nanos()) }
}

/// Lock and vote are one tx: where the packet cannot be sent, everything reverts (commit rule 5).
fn finish_batch(storage: &mut dyn Storage, env: &Env, batch: Batch, response: Response) -> Result<Response, GateError> {
    if !batch.votes.is_empty() {
        return Ok(response.add_message(send_votes(storage, env, &batch.votes)?));
    }
    match batch.first_rejection {
        Some(code) if !batch.known => Err(Code::try_from(code as i32).unwrap_or(Code::ResourceFailed).into()),
        _ => Ok(response),
    }
}
