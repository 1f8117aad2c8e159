//! The pool of checkers, by seat without gaps, and the draw of some of them for a batch.

use crate::answers::{PeerResponse, Stage};
use crate::events::about;
use crate::limits::{POOL_MAX, PROBES_PER_CHECKER, ROUNDS_MAX};
use crate::state::{load_newest, load_stream, Config, ATTEMPTS, CONFIG, POOL, POOL_SIZE, SEATS};
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Deps, DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage, Uint128};
use std::collections::BTreeMap;

fn pool_size(storage: &dyn Storage) -> StdResult<u32> {
    Ok(POOL_SIZE.may_load(storage)?.unwrap_or_default())
}

pub fn join(deps: DepsMut, info: &MessageInfo) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::CHECK)?.id;
    if SEATS.has(deps.storage, &party) {
        return Err(Code::Exists.into());
    }
    let seat = pool_size(deps.storage)?;
    if seat >= POOL_MAX {
        return Err(Code::LimitExceeded.into());
    }
    POOL.save(deps.storage, seat, &party)?;
    SEATS.save(deps.storage, &party, &seat)?;
    POOL_SIZE.save(deps.storage, &seat.saturating_add(1))?;
    Ok(Response::new().add_event(Event::new("intake_checker_joined").add_attribute("party", party)))
}

/// Also for those who lost the scope. A seat that was drawn for a batch stays drawn.
pub fn leave(deps: DepsMut, info: &MessageInfo) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.party(&deps.querier, info.sender.as_str())?.ok_or(ServiceCode::SubjectUnknown)?.id;
    let seat = SEATS.may_load(deps.storage, &party)?.ok_or(Code::Absent)?;
    let last = pool_size(deps.storage)?.saturating_sub(1);
    // The last one moves to the seat that became free.
    let mover = POOL.load(deps.storage, last)?;
    POOL.save(deps.storage, seat, &mover)?;
    SEATS.save(deps.storage, &mover, &seat)?;
    POOL.remove(deps.storage, last);
    SEATS.remove(deps.storage, &party);
    POOL_SIZE.save(deps.storage, &last)?;
    Ok(Response::new().add_event(Event::new("intake_checker_left").add_attribute("party", party)))
}

/// Draws the checkers of a batch, at least one block after its report, so that a report cannot be timed for a draw.
///
/// The seed has the height and time of the draw's block in it. Whoever proposes that block knows both beforehand: it
/// can leave the draw out and let a later block draw otherwise, or shift the block time by what consensus lets it. A
/// contract that draws can look at the result and revert. Either gets one try a block, and only until somebody else
/// calls, which anyone may from the first block on; a platform that wants honest draws calls then. Tries buy little
/// without a large part of the pool; where that is too much, take more checkers. The regulator stands above them.
pub fn draw(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let (batch, mut attempt) = load_newest(deps.storage, id)?;
    let since_height = match attempt.stage {
        Stage::Waiting { since_height } => since_height,
        Stage::Submitted { .. } => return Err(ServiceCode::PhaseEarly.into()),
        Stage::Drawn { .. } | Stage::Ended {} => return Err(ServiceCode::PhaseOver.into()),
    };
    if env.block.height <= since_height {
        return Err(ServiceCode::PhaseEarly.into());
    }
    attempt.rounds = attempt.rounds.saturating_add(1).min(ROUNDS_MAX);
    let seed = sha256(
        &[
            id.as_bytes(),
            &batch.newest.to_be_bytes(),
            attempt.root.as_slice(),
            &attempt.rounds.to_be_bytes(),
            &env.block.height.to_be_bytes(),
            &env.block.time.nanos().to_be_bytes(),
        ]
        .concat(),
    );
    let checkers = load_stream(deps.storage, &batch.stream)?.checkers;
    let parties = pick(deps.as_ref(), &config, &seed, checkers, &batch.owner)?;
    let commit_until = env.block.height.saturating_add(config.phases.commit_blocks);
    let reveal_until = commit_until.saturating_add(config.phases.reveal_blocks);
    attempt.stage = Stage::Drawn { commit_until, reveal_until };
    let mut event = about("drawn", id, &batch, batch.newest)
        .add_attribute("round", attempt.rounds.to_string())
        .add_attribute("commit_until", commit_until.to_string())
        .add_attribute("reveal_until", reveal_until.to_string());
    for party in &parties {
        event = event.add_attribute("party", party);
    }
    let peer = |party| PeerResponse { party, commitment: None, verdict: None, paid: Uint128::zero() };
    attempt.peers = parties.into_iter().map(peer).collect();
    ATTEMPTS.save(deps.storage, (id, batch.newest), &attempt)?;
    Ok(Response::new().add_event(event))
}

/// A shuffle of the seats that goes only as far as it must: every seat is looked at once at most, and at most four for
/// each checker. Passes over the submitter's owner and whoever is not active.
fn pick(deps: Deps, config: &Config, seed: &[u8], checkers: u32, owner: &str) -> Result<Vec<String>, ServiceError> {
    let size = pool_size(deps.storage)?;
    let probes = size.min(checkers.saturating_mul(PROBES_PER_CHECKER));
    // Seats that an earlier probe has put somebody else on.
    let mut moved: BTreeMap<u32, u32> = BTreeMap::new();
    let mut drawn = vec![];
    for probe in 0..probes {
        let left = u64::from(size.saturating_sub(probe)).max(1);
        let place = probe.saturating_add((random(seed, probe) % left) as u32);
        let seat = moved.get(&place).copied().unwrap_or(place);
        let put_back = moved.get(&probe).copied().unwrap_or(probe);
        moved.insert(place, put_back);
        let party = POOL.load(deps.storage, seat)?;
        if party == owner || config.identity.active(&deps.querier, &party).is_err() {
            continue;
        }
        drawn.push(party);
        if drawn.len() >= checkers as usize {
            return Ok(drawn);
        }
    }
    Err(ServiceCode::CheckersShort.into())
}

fn random(seed: &[u8], probe: u32) -> u64 {
    let hash = sha256(&[seed, &probe.to_be_bytes()].concat());
    hash[..8].iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
