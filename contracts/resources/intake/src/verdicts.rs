//! What drawn checkers say, in two steps: first a hash that hides it, then, when nobody can commit any more, what it
//! hides. The hash names its checker, so that a copied one reveals nothing.

use crate::answers::{PeerResponse, PeerVerdict, Stage};
use crate::events::{about, verdict};
use crate::limits::{DIGEST_BYTES, SALT_BYTES_MAX, SALT_BYTES_MIN};
use crate::state::{load_newest, now, Attempt, Batch, ATTEMPTS, CONFIG};
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Deps, DepsMut, Env, HexBinary, MessageInfo, Response};

/// The batch, its newest attempt, and the sender's position among those drawn for it.
fn seated(deps: Deps, info: &MessageInfo, id: &str) -> Result<(Batch, Attempt, usize), ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::CHECK)?.id;
    let (batch, attempt) = load_newest(deps.storage, id)?;
    let seat = attempt.peers.iter().position(|peer| peer.party == party).ok_or(ServiceCode::NotDrawn)?;
    Ok((batch, attempt, seat))
}

fn phases(attempt: &Attempt) -> Result<(u64, u64), ServiceError> {
    match attempt.stage {
        Stage::Drawn { commit_until, reveal_until } => Ok((commit_until, reveal_until)),
        _ => Err(ServiceCode::PhaseOver.into()),
    }
}

pub fn commit(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    hash: HexBinary,
) -> Result<Response, ServiceError> {
    let (batch, mut attempt, seat) = seated(deps.as_ref(), info, id)?;
    let (commit_until, _) = phases(&attempt)?;
    if env.block.height > commit_until {
        return Err(ServiceCode::PhaseOver.into());
    }
    if hash.len() != DIGEST_BYTES {
        return Err(Code::Malformed.into());
    }
    let peer = attempt.peers.get_mut(seat).ok_or(ServiceCode::NotDrawn)?;
    if peer.commitment.is_some() {
        return Err(Code::Exists.into());
    }
    let event = about("committed", id, &batch, batch.newest)
        .add_attribute("party", &peer.party)
        .add_attribute("commitment", hash.to_hex());
    peer.commitment = Some(hash);
    ATTEMPTS.save(deps.storage, (id, batch.newest), &attempt)?;
    Ok(Response::new().add_event(event))
}

/// What a checker shows of what it hid.
pub struct Reveal {
    pub pass: bool,
    pub digest: HexBinary,
    pub salt: HexBinary,
}

/// Begins when the commitments end: by height, or because all are there.
pub fn reveal(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str, shown: Reveal) -> Result<Response, ServiceError> {
    let (batch, mut attempt, seat) = seated(deps.as_ref(), info, id)?;
    let (commit_until, reveal_until) = phases(&attempt)?;
    if env.block.height > reveal_until {
        return Err(ServiceCode::PhaseOver.into());
    }
    let open = attempt.peers.iter().any(|peer| peer.commitment.is_none());
    if open && env.block.height <= commit_until {
        return Err(ServiceCode::PhaseEarly.into());
    }
    if shown.digest.len() != DIGEST_BYTES || !(SALT_BYTES_MIN..=SALT_BYTES_MAX).contains(&shown.salt.len()) {
        return Err(Code::Malformed.into());
    }
    let peer = attempt.peers.get_mut(seat).ok_or(ServiceCode::NotDrawn)?;
    if peer.verdict.is_some() {
        return Err(Code::Exists.into());
    }
    check_commitment(env, id, batch.newest, peer, &shown)?;
    let event = about("revealed", id, &batch, batch.newest)
        .add_attribute("party", &peer.party)
        .add_attribute("verdict", verdict(shown.pass))
        .add_attribute("digest", shown.digest.to_hex());
    let Reveal { pass, digest, .. } = shown;
    peer.verdict = Some(PeerVerdict { account: info.sender.to_string(), pass, digest, revealed: now(env) });
    ATTEMPTS.save(deps.storage, (id, batch.newest), &attempt)?;
    Ok(Response::new().add_event(event))
}

fn check_commitment(
    env: &Env,
    id: &str,
    attempt: u32,
    peer: &PeerResponse,
    shown: &Reveal,
) -> Result<(), ServiceError> {
    let text = [
        "Causeway v1: verdict",
        &env.block.chain_id,
        env.contract.address.as_str(),
        id,
        &attempt.to_string(),
        &peer.party,
        verdict(shown.pass),
        &shown.digest.to_hex(),
        &shown.salt.to_hex(),
    ]
    .join("\n");
    if peer.commitment.as_ref().is_some_and(|hash| hash.as_slice() == sha256(text.as_bytes())) {
        Ok(())
    } else {
        Err(ServiceCode::CommitmentMismatch.into())
    }
}
