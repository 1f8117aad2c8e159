//! The regulator's verdict: kept apart from the checkers', and above it, in both directions. Given once to an attempt,
//! after its checks have ended and until `regulator_sec` later, by a party that does not own the data; the first
//! regulator to speak has spoken. Money is not moved by it: checkers are paid for their own answer.

use crate::answers::{RegulatorResponse, Stage};
use crate::counts::recount;
use crate::events::{about, verdict, word};
use crate::report::CHECK_CODES;
use crate::state::{load_newest, newest, now, Attempt, Batch, ATTEMPTS, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError, Verdict};
use causeway_services::identity::scope;
use causeway_services::intake::RegulateBody;
use cosmwasm_std::{Deps, DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage};

/// Everything but who: what cannot become true any more is refused, the rest is busy.
fn check(env: &Env, regulator_sec: u64, body: &RegulateBody, batch: &Batch, attempt: &Attempt) -> Result<(), Verdict> {
    let reason = if body.pass { body.code == 0 } else { is_reason(body.code) };
    if !reason {
        return Err(Verdict::refused(Code::Malformed));
    }
    if body.attempt < batch.newest {
        return Err(Verdict::refused(ServiceCode::PhaseOver));
    }
    let ended = match (&attempt.outcome, &attempt.stage) {
        (Some(outcome), Stage::Ended {}) if body.attempt == batch.newest => outcome.ended.time_ns.u64(),
        _ => return Err(Verdict::busy(ServiceCode::PhaseEarly)),
    };
    if attempt.regulator.is_some() {
        return Err(Verdict::refused(Code::Exists));
    }
    let until_ns = ended.saturating_add(regulator_sec.saturating_mul(1_000_000_000));
    if env.block.time.nanos() > until_ns {
        return Err(Verdict::refused(ServiceCode::PhaseOver));
    }
    Ok(())
}

fn is_reason(code: u32) -> bool {
    code == ServiceCode::NotValidated as u32 || CHECK_CODES.iter().any(|one| *one as u32 == code)
}

/// The regulator that the account acts for, if it may give this verdict now.
pub fn decide(deps: Deps, env: &Env, account: &str, body: &RegulateBody) -> Result<String, Verdict> {
    let config = CONFIG.load(deps.storage)?;
    let party = match config.identity.acting(&deps.querier, account, scope::REGULATE) {
        Ok(party) => party.id,
        // A role may still come.
        Err(ServiceError::Reason(reason)) => return Err(Verdict::busy(reason)),
        Err(ServiceError::Std(error)) => return Err(error.into()),
    };
    let found = newest(deps.storage, &body.batch)?;
    let (batch, attempt) = found.ok_or(Verdict::busy(ServiceCode::BatchUnknown))?;
    if party == batch.owner {
        return Err(Verdict::refused(ServiceCode::SelfCheck));
    }
    check(env, config.regulator_sec, body, &batch, &attempt)?;
    Ok(party)
}

/// Writes a verdict that was decided, and that nothing has come between since.
pub fn record(storage: &mut dyn Storage, env: &Env, party: String, body: RegulateBody) -> StdResult<Event> {
    let batch_missing = || cosmwasm_std::StdError::msg("a decided batch stays");
    let (batch, mut attempt) = newest(storage, &body.batch)?.ok_or_else(batch_missing)?;
    let before = attempt.state();
    if let Some(outcome) = &attempt.outcome {
        if outcome.pass != body.pass {
            let reasons = reasons(&attempt);
            let after = if body.pass { vec![] } else { vec![body.code] };
            recount(storage, &batch.device, outcome.ended.time_ns.u64(), &reasons, &after)?;
        }
    }
    let RegulateBody { batch: id, pass, code, .. } = body;
    attempt.regulator = Some(RegulatorResponse { party: party.clone(), pass, code, given: now(env) });
    ATTEMPTS.save(storage, (&id, batch.newest), &attempt)?;
    Ok(about("regulated", &id, &batch, batch.newest)
        .add_attribute("party", party)
        .add_attribute("verdict", verdict(pass))
        .add_attribute("code", code.to_string())
        .add_attribute("before", word(before))
        .add_attribute("state", word(attempt.state())))
}

/// Why the attempt was counted as failed: every code of its report, or the one of its outcome.
fn reasons(attempt: &Attempt) -> Vec<u32> {
    let mut codes: Vec<u32> = match (&attempt.report, &attempt.outcome) {
        (Some(report), _) if !report.failed.is_empty() => report.failed.iter().map(|one| one.code).collect(),
        (_, Some(outcome)) if !outcome.pass => vec![outcome.code],
        _ => vec![],
    };
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The same by a call on this chain alone.
pub fn regulate(deps: DepsMut, env: &Env, info: &MessageInfo, body: RegulateBody) -> Result<Response, ServiceError> {
    load_newest(deps.storage, &body.batch)?;
    kit::assert_unlocked(deps.storage, &body.batch)?;
    match decide(deps.as_ref(), env, info.sender.as_str(), &body) {
        Ok(party) => Ok(Response::new().add_event(record(deps.storage, env, party, body)?)),
        Err(Verdict::Busy(reason) | Verdict::Refused(reason)) => Err(ServiceError::Reason(reason)),
        Err(Verdict::Host(error)) => Err(error.into()),
    }
}
