//! Challenges: a store proves by one chunk, chosen by the chain, that it still has the object, or loses its penalty.

use crate::events;
use crate::limits::{CHALLENGE_EVERY_BLOCKS, CHUNK_BYTES, PATH_MAX};
use crate::losses::lose;
use crate::msg::ReplicaState;
use crate::state::{load_object, save_object, Challenge, Object, CHALLENGES, CONFIG};
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{leaf_hash, verify_merkle, ServiceCode, ServiceError};
use cosmwasm_std::{DepsMut, Env, Event, HexBinary, Response, Storage};

type Name<'a> = (&'a str, u32, &'a str);

/// Leaves of the object's tree.
pub fn chunk_count(length: u64) -> u64 {
    length.div_ceil(CHUNK_BYTES)
}

/// The chunk that is asked for. Who proposes the block may choose among a few times, and so among a few chunks; a store
/// that lacks a part of the object gains from that only if it proposes the block itself.
pub fn chunk_index(object: &str, height: u64, time_ns: u64, count: u64) -> u64 {
    let seed = [object.as_bytes(), &height.to_be_bytes(), &time_ns.to_be_bytes()].concat();
    let first = sha256(&seed).iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    first.checked_rem(count).unwrap_or_default()
}

pub fn challenge(deps: DepsMut, env: &Env, (id, version, store): Name) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let event = open(deps.storage, env, &mut object, store)?;
    Ok(Response::new().add_event(event))
}

/// A complaint is recorded whether or not a challenge may be opened at this height.
pub fn report(deps: DepsMut, env: &Env, (id, version, store): Name, code: u32) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    object.at(store)?;
    let event = events::replica("read_reported", &object, store).add_attribute("code", code.to_string());
    let response = Response::new().add_event(event);
    match open(deps.storage, env, &mut object, store) {
        Ok(opened) => Ok(response.add_event(opened)),
        Err(ServiceError::Reason(_)) => Ok(response),
        Err(host) => Err(host),
    }
}

fn open(storage: &mut dyn Storage, env: &Env, object: &mut Object, store: &str) -> Result<Event, ServiceError> {
    let at = object.at(store)?;
    if object.replicas[at].state != ReplicaState::Held {
        return Err(ServiceCode::NotStored.into());
    }
    let key = (store, object.placement.id.as_str(), object.placement.version);
    if CHALLENGES.has(storage, key) {
        return Err(ServiceCode::ChallengeOpen.into());
    }
    let height = env.block.height;
    let last = object.replicas[at].challenged_height;
    if last.is_some_and(|last| height < last.saturating_add(CHALLENGE_EVERY_BLOCKS)) {
        return Err(ServiceCode::PhaseEarly.into());
    }
    let count = chunk_count(object.placement.length);
    let index = chunk_index(key.1, height, env.block.time.nanos(), count);
    let due_height = height.saturating_add(CONFIG.load(storage)?.answer_blocks);
    CHALLENGES.save(storage, key, &Challenge { index, height, due_height })?;
    object.replicas[at].challenged_height = Some(height);
    save_object(storage, object)?;
    Ok(events::replica("challenged", object, store)
        .add_attribute("index", index.to_string())
        .add_attribute("due_height", due_height.to_string()))
}

pub fn answer(
    deps: DepsMut,
    env: &Env,
    (id, version, store): Name,
    chunk: &[u8],
    path: &[HexBinary],
) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    let key = (store, id, version);
    let challenge = CHALLENGES.may_load(deps.storage, key)?.ok_or(ServiceCode::ChallengeUnknown)?;
    if env.block.height > challenge.due_height {
        return Err(ServiceCode::PhaseOver.into());
    }
    if chunk.len() as u64 > CHUNK_BYTES || path.len() > PATH_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let placement = &object.placement;
    let count = chunk_count(placement.length);
    if !verify_merkle(&placement.chunks, count, challenge.index, leaf_hash(chunk), path) {
        return Err(ServiceCode::ProofInvalid.into());
    }
    CHALLENGES.remove(deps.storage, key);
    let replica = &mut object.replicas[at];
    replica.answers = replica.answers.saturating_add(1);
    save_object(deps.storage, &object)?;
    let event = events::replica("answered", &object, store).add_attribute("index", challenge.index.to_string());
    Ok(Response::new().add_event(event))
}

pub fn fail(deps: DepsMut, env: &Env, (id, version, store): Name) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    if object.replicas[at].state == ReplicaState::Lost {
        return Err(ServiceCode::AlreadyPaid.into());
    }
    let challenge = CHALLENGES.may_load(deps.storage, (store, id, version))?.ok_or(ServiceCode::ChallengeUnknown)?;
    if env.block.height <= challenge.due_height {
        return Err(ServiceCode::PhaseEarly.into());
    }
    lose(deps.storage, env, &mut object, at, "unanswered")
}
