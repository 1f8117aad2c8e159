//! Answers; every list is a page.

use crate::msg::{AuditEntry, HistoryEntry, ProposalResponse, RecordResponse, Role};
use crate::service::attestable;
use crate::state::{Record, AUDITS, HISTORY, OLD_KEYS, PROPOSALS, ROLES, SUBJECTS, THINGS};
use crate::subjects::{check_home, effective_status, party_of, party_response, subject_response};
use crate::vote::{outcome_at, seats};
use causeway_proto::limits::PAGE_MAX;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{KeyResponse, PartyResponse, SubjectResponse};
use cosmwasm_std::{Deps, Env, Order, StdResult};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn party(deps: Deps, env: &Env, account: &str) -> StdResult<Option<PartyResponse>> {
    let record = party_of(deps.storage, env, account)?;
    record.map(|record| party_response(deps.storage, env, record)).transpose()
}

pub fn office(deps: Deps, env: &Env, id: &str) -> StdResult<Option<PartyResponse>> {
    let record = SUBJECTS.may_load(deps.storage, id)?.filter(|record| record.owner.is_none());
    record.map(|record| party_response(deps.storage, env, record)).transpose()
}

pub fn subject(deps: Deps, env: &Env, id: &str) -> StdResult<Option<SubjectResponse>> {
    let Some(record) = SUBJECTS.may_load(deps.storage, id)? else { return Ok(None) };
    let status = effective_status(deps.storage, env, &record)?;
    Ok(Some(subject_response(record, status, env.block.height)))
}

pub fn record(deps: Deps, env: &Env, id: &str) -> Result<RecordResponse, ServiceError> {
    let record = SUBJECTS.may_load(deps.storage, id)?.ok_or(ServiceCode::SubjectUnknown)?;
    check_home(&record, env)?;
    Ok(attestable(record, env.block.height)?)
}

pub fn things(deps: Deps, owner: &str, start_after: Option<String>, limit: Option<u32>) -> StdResult<Vec<String>> {
    let bound = start_after.as_deref().map(Bound::exclusive);
    THINGS.prefix(owner).keys(deps.storage, bound, None, Order::Ascending).take(page(limit)).collect()
}

pub fn history(deps: Deps, id: &str, start_after: Option<u64>, limit: Option<u32>) -> StdResult<Vec<HistoryEntry>> {
    let bound = start_after.map(Bound::exclusive);
    let entries = HISTORY.prefix(id).range(deps.storage, bound, None, Order::Ascending);
    entries.take(page(limit)).map(|entry| Ok(entry?.1)).collect()
}

/// Old keys lie by the height at which they ended, so those that ended later than asked for come first.
pub fn key_at(deps: Deps, id: &str, height: u64) -> StdResult<Vec<KeyResponse>> {
    let first = Bound::inclusive((height.saturating_add(1), [].as_slice()));
    let old = OLD_KEYS.sub_prefix(id).range(deps.storage, Some(first), None, Order::Ascending);
    let mut keys = old.take(page(None)).map(|entry| Ok(entry?.1)).collect::<StdResult<Vec<KeyResponse>>>()?;
    let current: Option<Record> = SUBJECTS.may_load(deps.storage, id)?;
    keys.extend(current.into_iter().flat_map(|record| record.keys).filter(|key| key.until_height.is_none()));
    keys.retain(|key| key.since_height <= height);
    keys.sort_by_key(|key| key.since_height);
    Ok(keys)
}

/// With what blocks alone have decided.
fn aged(mut proposal: ProposalResponse, env: &Env) -> ProposalResponse {
    proposal.outcome = outcome_at(&proposal, env.block.height);
    proposal
}

pub fn proposal(deps: Deps, env: &Env, number: u64) -> StdResult<Option<ProposalResponse>> {
    Ok(PROPOSALS.may_load(deps.storage, number)?.map(|proposal| aged(proposal, env)))
}

pub fn proposals(
    deps: Deps,
    env: &Env,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> StdResult<Vec<ProposalResponse>> {
    let bound = start_after.map(Bound::exclusive);
    let entries = PROPOSALS.range(deps.storage, bound, None, Order::Ascending);
    entries.take(page(limit)).map(|entry| Ok(aged(entry?.1, env))).collect()
}

/// At most ROLES_MAX.
pub fn roles(deps: Deps) -> StdResult<Vec<Role>> {
    let entries = ROLES.range(deps.storage, None, None, Order::Ascending);
    entries.map(|entry| entry.map(|(name, scopes)| Role { name, scopes })).collect()
}

pub fn voters(deps: Deps, env: &Env) -> StdResult<Vec<String>> {
    Ok(seats(deps.storage, env)?.into_iter().map(|seat| seat.party).collect())
}

pub fn audits(deps: Deps, start_after: Option<u64>, limit: Option<u32>) -> StdResult<Vec<AuditEntry>> {
    let bound = start_after.map(Bound::exclusive);
    AUDITS.range(deps.storage, bound, None, Order::Ascending).take(page(limit)).map(|entry| Ok(entry?.1)).collect()
}
