//! Answers to questions; lists come in pages. Nothing here decides: `may` asks what `use` would.

use crate::access::evaluate;
use crate::mandates;
use crate::msg::*;
use crate::state::{load_grant, shown_grant, ACCESSES, CLAIMS, CONFIG, COPIES, COUNTS, GRANTS, GRANTS_OF, RECORDS};
use causeway_proto::limits::PAGE_MAX;
use causeway_proto::Code;
use causeway_resource_kit::{in_doubt, ServiceError};
use cosmwasm_std::{from_json, Deps, Env, Order, StdResult, Uint64};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn config(deps: Deps) -> StdResult<ConfigResponse> {
    let config = CONFIG.load(deps.storage)?;
    Ok(ConfigResponse {
        admin: config.admin.into_string(),
        identity: config.identity.0.into_string(),
        intake: config.intake.0.into_string(),
        market: config.market.map(|market| market.into_string()),
    })
}

pub fn rights(deps: Deps, asset: &str) -> StdResult<Option<RightsResponse>> {
    Ok(RECORDS.may_load(deps.storage, asset)?.map(|record| RightsResponse {
        asset: record.asset,
        controller: record.controller.unwrap_or_else(|| record.owner.clone()),
        owner: record.owner,
        source: record.source.as_ref().map(|source| source.owner.clone()),
        terms: record.terms,
        royalty_account: record.source.map(|source| source.royalty_account),
        shares: record.shares,
        archived: record.archived,
    }))
}

pub fn mandate(deps: Deps, env: &Env, asset: &str, delegate: &str) -> StdResult<Option<MandateResponse>> {
    let Some(record) = RECORDS.may_load(deps.storage, asset)? else { return Ok(None) };
    mandates::valid(deps.storage, env, &record, delegate)
}

pub fn record(deps: Deps, asset: &str) -> StdResult<Option<RecordView>> {
    let in_doubt = in_doubt(deps.storage, asset)?;
    Ok(RECORDS.may_load(deps.storage, asset)?.map(|record| RecordView { record: record.shown(), in_doubt }))
}

pub fn claim(deps: Deps, fingerprint: &[u8]) -> StdResult<Option<ClaimResponse>> {
    let Some(asset) = CLAIMS.may_load(deps.storage, fingerprint)? else { return Ok(None) };
    let record = RECORDS.load(deps.storage, &asset)?;
    Ok(Some(ClaimResponse { asset, owner: record.owner, height: record.height }))
}

pub fn grant(deps: Deps, id: &str) -> StdResult<Option<GrantResponse>> {
    GRANTS.may_load(deps.storage, id)?.map(|grant| shown_grant(deps.storage, grant)).transpose()
}

pub fn grants_of(
    deps: Deps,
    asset: Option<String>,
    grantee: Option<String>,
    start_after: Option<String>,
    limit: Option<u32>,
) -> Result<GrantsResponse, ServiceError> {
    let of = match (asset, grantee) {
        (Some(of), None) | (None, Some(of)) => of,
        _ => return Err(Code::Malformed.into()),
    };
    let from = start_after.as_deref().map(Bound::exclusive);
    let ids = GRANTS_OF.prefix(&of).keys(deps.storage, from, None, Order::Ascending).take(page(limit));
    let grants = ids.map(|id| shown_grant(deps.storage, GRANTS.load(deps.storage, &id?)?));
    Ok(GrantsResponse { grants: grants.collect::<StdResult<_>>()? })
}

pub fn may(deps: Deps, env: &Env, id: &str, fields: &[String], purpose: &str) -> Result<MayResponse, ServiceError> {
    let grant = load_grant(deps.storage, id)?;
    let code = evaluate(deps.storage, env, &grant, fields, purpose)?.map_or_else(|reason| reason.code(), |()| 0);
    let (height, time_ns) = (env.block.height, env.block.time.nanos().into());
    Ok(MayResponse { allowed: code == 0, code, height, time_ns, used: grant.used })
}

pub fn accesses(
    deps: Deps,
    asset: &str,
    start_after: Option<Uint64>,
    limit: Option<u32>,
) -> StdResult<AccessesResponse> {
    let from = start_after.map(|number| Bound::exclusive(number.u64()));
    let found = ACCESSES.prefix(asset).range(deps.storage, from, None, Order::Ascending).take(page(limit));
    Ok(AccessesResponse { accesses: found.map(|entry| Ok(entry?.1)).collect::<StdResult<_>>()? })
}

pub fn counts(deps: Deps, asset: &str) -> StdResult<CountsResponse> {
    Ok(COUNTS.may_load(deps.storage, asset)?.unwrap_or_default())
}

pub fn copy(deps: Deps, home: &str, asset: &str) -> StdResult<Option<CopyResponse>> {
    let Some(copy) = COPIES.may_load(deps.storage, (home, asset))? else { return Ok(None) };
    let record = from_json(&copy.record)?;
    Ok(Some(CopyResponse { record, version: copy.version, height: copy.height }))
}
