//! What queries read. A page is at most `PAGE_MAX` long.

use crate::answers::{
    AttemptResponse, AttemptsResponse, CheckerResponse, CheckersResponse, ConfigResponse, CountsResponse, DayResponse,
    ModelResponse, SourceResponse, SourcesResponse, StreamResponse, StreamsResponse, TraceResponse,
};
use crate::names::parse_origin;
use crate::state::{
    newest, Attempt, Batch, Stream, ATTEMPTS, BATCHES, BEGINNINGS, CONFIG, COUNTS, CURSORS, MODELS, MODEL_NAMES, POOL,
    SOURCES, STREAMS,
};
use causeway_proto::limits::PAGE_MAX;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::ServiceError;
use causeway_services::intake::BatchResponse;
use cosmwasm_std::{Deps, Env, HexBinary, Order, StdResult};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn config(deps: Deps) -> StdResult<ConfigResponse> {
    let config = CONFIG.load(deps.storage)?;
    Ok(ConfigResponse {
        identity: config.identity.0.into_string(),
        skew_sec: config.skew_sec,
        denom: config.denom,
        phases: config.phases,
        regulator_sec: config.regulator_sec,
    })
}

pub fn model(deps: Deps, name: String, version: Option<u32>) -> StdResult<Option<ModelResponse>> {
    let version = match version {
        Some(version) => version,
        None => MODEL_NAMES.may_load(deps.storage, &name)?.map_or(0, |known| known.newest),
    };
    let found = MODELS.may_load(deps.storage, (&name, version))?;
    Ok(found.map(|model| ModelResponse {
        name,
        version,
        sha256: HexBinary::from(&sha256(&model.schema)),
        schema: model.schema,
        party: model.party,
        registered: model.registered,
    }))
}

fn shown(id: String, stream: Stream) -> StreamResponse {
    StreamResponse {
        id,
        owner: stream.owner,
        model: stream.model,
        elements: stream.elements,
        open: stream.open,
        copyable: stream.copyable,
        terms: stream.terms,
        checkers: stream.checkers,
        reward: stream.reward,
        opened: stream.opened,
    }
}

pub fn stream(deps: Deps, id: String) -> StdResult<Option<StreamResponse>> {
    Ok(STREAMS.may_load(deps.storage, &id)?.map(|stream| shown(id, stream)))
}

pub fn streams(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> StdResult<StreamsResponse> {
    let after = start_after.as_deref().map(Bound::exclusive);
    let found = STREAMS.range(deps.storage, after, None, Order::Ascending).take(page(limit));
    let streams = found.map(|entry| entry.map(|(id, stream)| shown(id, stream))).collect::<StdResult<_>>()?;
    Ok(StreamsResponse { streams })
}

pub fn sources(
    deps: Deps,
    stream: &str,
    start_after: Option<String>,
    limit: Option<u32>,
) -> StdResult<SourcesResponse> {
    let after = start_after.as_deref().map(Bound::exclusive);
    let found = SOURCES.prefix(stream).range(deps.storage, after, None, Order::Ascending).take(page(limit));
    let source = |(device, allowed)| SourceResponse { device, allowed };
    Ok(SourcesResponse { sources: found.map(|entry| entry.map(source)).collect::<StdResult<_>>()? })
}

pub fn checkers(deps: Deps, start_after: Option<u32>, limit: Option<u32>) -> StdResult<CheckersResponse> {
    let found = POOL.range(deps.storage, start_after.map(Bound::exclusive), None, Order::Ascending).take(page(limit));
    let checker = |(seat, party)| CheckerResponse { seat, party };
    Ok(CheckersResponse { checkers: found.map(|entry| entry.map(checker)).collect::<StdResult<_>>()? })
}

/// `last` is at least `first` in every batch.
fn answer(id: String, batch: Batch, attempt: &Attempt) -> BatchResponse {
    BatchResponse {
        id,
        stream: batch.stream,
        device: batch.device,
        owner: batch.owner,
        attempt: batch.newest,
        state: attempt.state(),
        root: attempt.root.clone(),
        count: batch.last.saturating_sub(batch.first).saturating_add(1),
    }
}

pub fn batch(deps: Deps, id: &str) -> StdResult<Option<BatchResponse>> {
    Ok(newest(deps.storage, id)?.map(|(batch, attempt)| answer(id.into(), batch, &attempt)))
}

fn detailed(id: &str, number: u32, attempt: Attempt) -> AttemptResponse {
    AttemptResponse {
        batch: id.into(),
        attempt: number,
        state: attempt.state(),
        root: attempt.root,
        submitter: attempt.submitter.into_string(),
        key: attempt.key,
        signature: attempt.signature,
        model: attempt.model,
        sent_ns: attempt.sent_ns,
        submitted: attempt.submitted,
        funded: attempt.funded,
        stage: attempt.stage,
        report: attempt.report,
        rounds: attempt.rounds,
        peers: attempt.peers,
        silent: attempt.silent,
        outcome: attempt.outcome,
        regulator: attempt.regulator,
    }
}

/// At most `ATTEMPTS_MAX`, so all of them.
pub fn attempts(deps: Deps, id: &str) -> StdResult<AttemptsResponse> {
    let found = ATTEMPTS.prefix(id).range(deps.storage, None, None, Order::Ascending);
    let attempts = found.map(|entry| entry.map(|(number, attempt)| detailed(id, number, attempt)));
    Ok(AttemptsResponse { attempts: attempts.collect::<StdResult<_>>()? })
}

pub fn verdicts(deps: Deps, id: &str) -> StdResult<Option<AttemptResponse>> {
    Ok(newest(deps.storage, id)?.map(|(batch, attempt)| detailed(id, batch.newest, attempt)))
}

/// Days without any batch are left out; the next page begins after the last day of this one.
pub fn counts(deps: Deps, device: &str, from_day: u32, to_day: u32) -> StdResult<CountsResponse> {
    let (from, to) = (Bound::inclusive(from_day), Bound::inclusive(to_day));
    if from_day > to_day {
        return Ok(CountsResponse { days: vec![] });
    }
    let found = COUNTS.prefix(device).range(deps.storage, Some(from), Some(to), Order::Ascending).take(page(None));
    let days = found.map(|entry| {
        entry.map(|(day, counts)| DayResponse {
            day,
            submitted: counts.submitted,
            validated: counts.validated,
            failed: counts.failed,
            reasons: counts.reasons,
        })
    });
    Ok(CountsResponse { days: days.collect::<StdResult<_>>()? })
}

pub fn latest(deps: Deps, stream: &str, device: &str) -> StdResult<Option<BatchResponse>> {
    match CURSORS.may_load(deps.storage, (stream, device))? {
        Some(cursor) => batch(deps, &cursor.batch),
        None => Ok(None),
    }
}

/// Batches of a device follow each other without gaps, so the last one that begins before an entry holds it.
fn holder(deps: Deps, stream: &str, device: &str, sequence: u64) -> StdResult<Option<(String, Batch)>> {
    let beginnings = BEGINNINGS.prefix((stream, device));
    let until = Some(Bound::inclusive(sequence));
    let Some(entry) = beginnings.range(deps.storage, None, until, Order::Descending).next() else { return Ok(None) };
    let id = entry?.1;
    let batch = BATCHES.load(deps.storage, &id)?;
    Ok((batch.last >= sequence).then_some((id, batch)))
}

pub fn batch_of(deps: Deps, stream: &str, device: &str, sequence: u64) -> StdResult<Option<BatchResponse>> {
    match holder(deps, stream, device, sequence)? {
        Some((id, _)) => batch(deps, &id),
        None => Ok(None),
    }
}

pub fn trace(deps: Deps, env: &Env, id: String) -> Result<Option<TraceResponse>, ServiceError> {
    let origin = parse_origin(&id, &env.block.chain_id)?;
    let Some((name, batch)) = holder(deps, &origin.stream, &origin.device, origin.first)? else { return Ok(None) };
    let is_entry = !id.ends_with(&format!("-{}", origin.last));
    if !is_entry && id != name {
        return Err(Code::Absent.into());
    }
    let attempt = ATTEMPTS.load(deps.storage, (&name, batch.newest))?;
    Ok(Some(TraceResponse {
        id,
        batch: name,
        attempt: batch.newest,
        state: attempt.state(),
        root: attempt.root,
        index: is_entry.then(|| origin.first.saturating_sub(batch.first)),
        stream: batch.stream,
        device: batch.device,
        owner: batch.owner,
    }))
}
