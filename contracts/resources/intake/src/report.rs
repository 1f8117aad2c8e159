//! The automatic check of a platform, recorded with its author. It may fail a batch; it passes one alone only where
//! the stream has no checkers, and then never a batch of the reporter's own.

use crate::answers::{ReportResponse, Stage};
use crate::ending::{end, Division};
use crate::events::{about, word};
use crate::limits::FAILURES_MAX;
use crate::msg::Failure;
use crate::state::{load_newest, load_stream, now, Attempt, Batch, ATTEMPTS, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Uint128};

/// What an entry can fail.
pub const CHECK_CODES: [ServiceCode; 4] =
    [ServiceCode::SchemaFailed, ServiceCode::RangeFailed, ServiceCode::TimingFailed, ServiceCode::SignatureFailed];

/// A report as it came in.
pub struct Report {
    pub batch: String,
    pub attempt: u32,
    pub model_version: u32,
    pub failed: Vec<Failure>,
    pub more: u32,
}

pub fn report(deps: DepsMut, env: &Env, info: &MessageInfo, report: Report) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::OPERATE)?;
    let (batch, mut attempt) = load_newest(deps.storage, &report.batch)?;
    let stream = load_stream(deps.storage, &batch.stream)?;
    if report.attempt != batch.newest || !matches!(attempt.stage, Stage::Submitted { .. }) {
        return Err(ServiceCode::PhaseOver.into());
    }
    if stream.checkers == 0 && party.id == batch.owner {
        return Err(ServiceCode::SelfCheck.into());
    }
    check_report(&report, &batch, &attempt)?;
    let codes = distinct(&report.failed);
    let Report { batch: id, model_version, failed, more, .. } = report;
    let listed = failed.len();
    attempt.report = Some(ReportResponse { party: party.id.clone(), model_version, failed, more, reported: now(env) });
    let mut response = Response::new();
    if codes.is_empty() && stream.checkers > 0 {
        attempt.stage = Stage::Waiting { since_height: env.block.height };
    } else {
        let division = Division::unpaid(attempt.funded, codes.is_empty());
        response = end(deps.storage, env, &config, &batch, &mut attempt, &division, &codes)?;
    }
    ATTEMPTS.save(deps.storage, (&id, batch.newest), &attempt)?;
    let event = about("reported", &id, &batch, batch.newest)
        .add_attribute("party", party.id)
        .add_attribute("state", word(attempt.state()))
        .add_attribute("failed", listed.to_string())
        .add_attribute("more", more.to_string())
        .add_attribute("returned", attempt.outcome.as_ref().map_or(Uint128::zero(), |outcome| outcome.returned))
        .add_attribute("code", codes.first().copied().unwrap_or_default().to_string());
    Ok(response.add_event(event))
}

fn check_report(report: &Report, batch: &Batch, attempt: &Attempt) -> Result<(), ServiceError> {
    let Report { failed, more, .. } = report;
    if report.model_version != attempt.model.version {
        return Err(ServiceCode::ModelUnknown.into());
    }
    let entries = batch.last.saturating_sub(batch.first).saturating_add(1);
    if failed.len() > FAILURES_MAX || u64::from(*more) > entries {
        return Err(Code::LimitExceeded.into());
    }
    let known = |code: u32| CHECK_CODES.iter().any(|one| *one as u32 == code);
    let inside = |one: &Failure| (batch.first..=batch.last).contains(&one.sequence.u64()) && known(one.code);
    let ascending = failed.windows(2).all(|pair| (pair[0].sequence, pair[0].code) < (pair[1].sequence, pair[1].code));
    if failed.iter().all(inside) && ascending && !(failed.is_empty() && *more > 0) {
        Ok(())
    } else {
        Err(Code::Malformed.into())
    }
}

fn distinct(failed: &[Failure]) -> Vec<u32> {
    let mut codes: Vec<u32> = failed.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
