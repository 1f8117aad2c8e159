//! An actor says no before its leg has voted: the hub can abort at once instead of at the deadline (commit rule 6).

use crate::authorise::{signer_of, Consent};
use crate::error::GateError;
use crate::events;
use crate::msg::{Carrier, LegStateName};
use crate::prepare::{check_addressee, moment};
use crate::state::{leg_state, save_leg, save_manifest, BatchVote, LegRecord, PREPARING};
use crate::vote::send_votes;
use causeway_commit::leg::{step, LegEffect, LegEvent};
use causeway_proto::{actors, parse_manifest, transaction_id, Code, Purpose};
use cosmwasm_std::{Binary, DepsMut, Env, MessageInfo, Response, Uint64};

pub fn refuse(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    manifest_bytes: Binary,
    authorisation: Option<Binary>,
) -> Result<Response, GateError> {
    let manifest = parse_manifest(&manifest_bytes)?;
    let (index, _) = check_addressee(deps.as_ref(), &env, &manifest)?;
    let id = transaction_id(&manifest_bytes);
    let consent = Consent { purpose: Purpose::Refuse, transaction_id: &id, manifest: &manifest };
    let account = match authorisation {
        Some(bytes) => signer_of(deps.as_ref(), &consent, &bytes)?,
        None => info.sender.into_string(),
    };
    if !actors(&manifest.legs[index]).contains(&account.as_str()) {
        return Err(Code::Unauthorised.into());
    }
    // D is the hub's to judge, but a packet that is late already cannot be sent.
    if manifest.deadline_ns <= env.block.time.nanos() {
        return Err(Code::DeadlinePassed.into());
    }
    // A resource that calls back while its leg is being locked cannot turn that leg into a refusal.
    if PREPARING.has(deps.storage, &id) {
        return Err(Code::Locked.into());
    }
    let reason = Code::RefusedByActor as u32;
    let LegEffect::SendNo(code) = step(leg_state(deps.storage, &id)?, LegEvent::Refused(reason)).effect else {
        return Err(Code::Final.into());
    };
    save_manifest(deps.storage, &id, &manifest_bytes);
    let deadline_ns = Uint64::new(manifest.deadline_ns);
    let record = LegRecord {
        state: LegStateName::Refused,
        code,
        leg: index as u32,
        deadline_ns,
        prepared: moment(&env),
        decided: None,
        calls: vec![],
        parked: vec![],
    };
    save_leg(deps.storage, &id, &record)?;
    let vote = BatchVote { transaction_id: id.to_vec(), deadline_ns, refusal: code };
    Ok(Response::new().add_message(send_votes(deps.storage, &env, &[vote])?).add_event(events::leg(
        &id,
        LegStateName::Refused,
        code,
        Carrier::Refuse,
    )))
}
