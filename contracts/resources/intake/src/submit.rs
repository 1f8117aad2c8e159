//! Takes in batches: signed by an active device that has the right, at its place in the device's sequence, funded.
//! The chain's work does not grow with the entries of a batch.
//!
//! A failed batch is corrected by the next attempt at the same range, and does not hold up later ranges: each failed
//! one is corrected on its own, at any time. A range that passed or is being checked takes no other content.

use crate::answers::Stage;
use crate::counts::count_submitted;
use crate::events::about;
use crate::limits::{ATTEMPTS_MAX, DIGEST_BYTES, SIGNATURE_BYTES, SUBMISSIONS_MAX};
use crate::msg::Submission;
use crate::names::batch_id;
use crate::registry::cost;
use crate::state::{
    load_stream, newest, now, Attempt, Batch, Config, Cursor, Stream, ATTEMPTS, BATCHES, BEGINNINGS, CONFIG, CURSORS,
    SOURCES,
};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{Form, KeyResponse};
use causeway_services::intake::BatchState;
use cosmwasm_std::{
    coins, BankMsg, Deps, DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage, Uint128, Uint256,
};

/// What became of one submission.
struct Taken {
    cost: Uint128,
    /// Was here before, byte for byte: no effect, and its funds go back.
    repeated: bool,
    event: Event,
}

/// All of them, or none.
pub fn submit(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    batches: &[Submission],
) -> Result<Response, ServiceError> {
    if batches.is_empty() || batches.len() > SUBMISSIONS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let mut response = Response::new();
    let (mut due, mut back) = (Uint128::zero(), Uint128::zero());
    for submission in batches {
        let taken = take(&mut deps, env, info, &config, submission)?;
        due = due.checked_add(taken.cost).map_err(|_| Code::LimitExceeded)?;
        if taken.repeated {
            back = back.checked_add(taken.cost).map_err(|_| Code::LimitExceeded)?;
        }
        response = response.add_event(taken.event);
    }
    check_funds(info, &config.denom, due)?;
    if !back.is_zero() {
        let amount = coins(back.u128(), &config.denom);
        response = response.add_message(BankMsg::Send { to_address: info.sender.to_string(), amount });
    }
    Ok(response)
}

fn check_funds(info: &MessageInfo, denom: &str, due: Uint128) -> Result<(), ServiceError> {
    let exact = match &info.funds[..] {
        [] => due.is_zero(),
        [coin] => coin.denom == denom && coin.amount == Uint256::from(due),
        _ => false,
    };
    if exact {
        Ok(())
    } else {
        Err(ServiceCode::FundsMismatch.into())
    }
}

fn take(
    deps: &mut DepsMut,
    env: &Env,
    info: &MessageInfo,
    config: &Config,
    submission: &Submission,
) -> Result<Taken, ServiceError> {
    let Submission { stream: stream_id, device, attempt: number, root, .. } = submission;
    let (first, last) = (submission.first.u64(), submission.last.u64());
    let id = batch_id(&env.block.chain_id, stream_id, device, first, last)?;
    if root.len() != DIGEST_BYTES || submission.signature.len() != SIGNATURE_BYTES {
        return Err(Code::Malformed.into());
    }
    let stream = load_stream(deps.storage, stream_id)?;
    let cost = cost(&stream)?;
    if let Some(known) = ATTEMPTS.may_load(deps.storage, (&id, *number))? {
        let batch = BATCHES.load(deps.storage, &id)?;
        let event = about("repeated", &id, &batch, *number).add_attribute("amount", cost);
        return if known.root == *root {
            Ok(Taken { cost, repeated: true, event })
        } else {
            Err(ServiceCode::BatchConflict.into())
        };
    }
    check_place(deps.storage, &id, submission)?;
    let key = check_source(deps.as_ref(), env, config, &stream, submission)?;
    let text = submission_text(submission);
    kit::verify_signature(deps.api, key.algorithm, &key.public_key, &text, &submission.signature)?;
    let attempt = Attempt {
        root: root.clone(),
        submitter: info.sender.clone(),
        key: key.name,
        signature: submission.signature.clone(),
        model: stream.model,
        sent_ns: submission.sent_ns,
        submitted: now(env),
        funded: cost,
        stage: Stage::Submitted { since_height: env.block.height },
        report: None,
        rounds: 0,
        peers: vec![],
        silent: vec![],
        outcome: None,
        regulator: None,
    };
    let batch =
        Batch { stream: stream_id.clone(), device: device.clone(), owner: stream.owner, first, last, newest: *number };
    record(deps.storage, &id, &batch, &attempt)?;
    count_submitted(deps.storage, env, device)?;
    let event = about("submitted", &id, &batch, *number)
        .add_attribute("root", root.to_hex())
        .add_attribute("key", attempt.key)
        .add_attribute("sent_ns", submission.sent_ns)
        .add_attribute("submitter", &info.sender)
        .add_attribute("amount", cost);
    Ok(Taken { cost, repeated: false, event })
}

fn record(storage: &mut dyn Storage, id: &str, batch: &Batch, attempt: &Attempt) -> StdResult<()> {
    if batch.newest == 1 {
        let at = (batch.stream.as_str(), batch.device.as_str());
        // A sequence ends at 2^63-1, so the next number fits.
        let cursor = Cursor { next: batch.last.saturating_add(1), batch: id.into() };
        CURSORS.save(storage, at, &cursor)?;
        BEGINNINGS.save(storage, (at.0, at.1, batch.first), &id.to_string())?;
    }
    BATCHES.save(storage, id, batch)?;
    ATTEMPTS.save(storage, (id, batch.newest), attempt)
}

/// A new range begins where the last one ended; a known one takes the next attempt once its newest has failed.
fn check_place(storage: &dyn Storage, id: &str, submission: &Submission) -> Result<(), ServiceError> {
    let number = submission.attempt;
    if let Some((batch, attempt)) = newest(storage, id)? {
        let follows = number == batch.newest.saturating_add(1);
        if !follows || attempt.state() != BatchState::Failed {
            return Err(ServiceCode::BatchConflict.into());
        }
        if number > ATTEMPTS_MAX {
            return Err(Code::LimitExceeded.into());
        }
        return kit::assert_unlocked(storage, id);
    }
    let cursor = CURSORS.may_load(storage, (&submission.stream, &submission.device))?;
    let next = cursor.map_or(1, |cursor| cursor.next);
    match submission.first.u64() {
        first if first > next => Err(ServiceCode::SequenceGap.into()),
        first if first < next => Err(ServiceCode::BatchConflict.into()),
        _ if number != 1 => Err(ServiceCode::BatchUnknown.into()),
        _ => Ok(()),
    }
}

/// The key that the device signs with now, if it may submit to the stream now, and its clock is near ours.
fn check_source(
    deps: Deps,
    env: &Env,
    config: &Config,
    stream: &Stream,
    submission: &Submission,
) -> Result<KeyResponse, ServiceError> {
    let skew_ns = config.skew_sec.saturating_mul(1_000_000_000);
    if submission.sent_ns.u64().abs_diff(env.block.time.nanos()) > skew_ns {
        return Err(ServiceCode::ClockSkew.into());
    }
    if SOURCES.may_load(deps.storage, (&submission.stream, &submission.device))? != Some(true) {
        return Err(ServiceCode::DeviceNotAllowed.into());
    }
    let device = config.identity.active(&deps.querier, &submission.device)?;
    let is_device = matches!(device.form, Form::Device | Form::Virtual);
    if !is_device || device.owner_id() != stream.owner {
        return Err(ServiceCode::DeviceNotAllowed.into());
    }
    // Heights of another home chain say nothing here.
    if device.home_chain_id != env.block.chain_id {
        return Err(ServiceCode::NotHome.into());
    }
    config.identity.active(&deps.querier, &stream.owner)?;
    let height = env.block.height;
    let valid = |key: &KeyResponse| key.since_height <= height && key.until_height.is_none_or(|until| height < until);
    device.keys.into_iter().rev().find(valid).ok_or_else(|| ServiceCode::SignatureInvalid.into())
}

/// Half the order of P-256, rounded down.
#[rustfmt::skip]
/// The lines that a device signs. The stream's identifier names the chain.
fn submission_text(submission: &Submission) -> String {
    let Submission { stream, device, attempt, first, last, root, sent_ns, .. } = submission;
    let root = root.to_hex();
    format!(
        "Causeway v1: submit batch\n{stream}\n{device}\nattempt {attempt}\nentries {first}-{last}\nroot {root}\n\
         sent {sent_ns}"
    )
}
