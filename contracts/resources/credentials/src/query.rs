//! Answers; every list is a page.

use crate::limits::{CHUNK_BYTES, LIST_BITS};
use crate::msg::{CredentialResponse, StatusListResponse, ValidResponse};
use crate::state::{chunk, next_index, BY_SUBJECT, CREDENTIALS};
use crate::validity::flaw_of;
use causeway_proto::limits::PAGE_MAX;
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{Deps, Env, HexBinary, Order, StdResult};
use cw_storage_plus::Bound;

pub fn credential(deps: Deps, id: &str) -> StdResult<Option<CredentialResponse>> {
    CREDENTIALS.may_load(deps.storage, id)
}

pub fn credentials_of(
    deps: Deps,
    subject: &str,
    start_after: Option<String>,
    limit: Option<u32>,
) -> StdResult<Vec<CredentialResponse>> {
    let bound = start_after.as_deref().map(Bound::exclusive);
    let page = limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize;
    let ids = BY_SUBJECT.prefix(subject).keys(deps.storage, bound, None, Order::Ascending).take(page);
    ids.map(|id| CREDENTIALS.load(deps.storage, &id?)).collect()
}

pub fn status_list(deps: Deps, issuer: &str, list: Option<u32>) -> StdResult<StatusListResponse> {
    let chunks = LIST_BITS / 8 / CHUNK_BYTES;
    let first = u64::from(list.unwrap_or_default()).saturating_mul(chunks);
    let mut bits = vec![];
    for number in first..first.saturating_add(chunks) {
        bits.extend(chunk(deps.storage, issuer, number)?);
    }
    Ok(StatusListResponse { next_index: next_index(deps.storage, issuer)?, bits: bits.into() })
}

pub fn valid(
    deps: Deps,
    env: &Env,
    id: &str,
    subject: &str,
    fingerprint: Option<&HexBinary>,
) -> Result<ValidResponse, ServiceError> {
    let code = match CREDENTIALS.may_load(deps.storage, id)? {
        None => Some(ServiceCode::CredentialUnknown),
        Some(found) => flaw_of(deps, env, &found, subject, fingerprint)?.map(|flaw| flaw.code()),
    };
    Ok(ValidResponse { valid: code.is_none(), code: code.map(|code| code as u32) })
}
