//! Grants: who gives them, that they permit no more than the asset's terms, and how they end.

use crate::events;
use crate::limits::{GRANT_ID_DIGITS, OFFER_BYTES_MAX, RECIPIENT_KEY_BYTES_MAX, SOURCES_MAX};
use crate::mandates;
use crate::msg::GrantBody;
use crate::owners::of_sender;
use crate::policy::check;
use crate::state::{load_grant, load_record, Grant, Record, CONFIG, GRANTED, GRANTS, GRANTS_OF};
use causeway_proto::id::parse_party_id;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{assert_unlocked, in_doubt, ServiceCode, ServiceError};
use causeway_services::identity::{scope, Status};
use cosmwasm_std::{Deps, DepsMut, Env, Event, HexBinary, MessageInfo, Response, StdResult, Storage};

pub fn grant(deps: DepsMut, env: &Env, info: &MessageInfo, body: GrantBody) -> Result<Response, ServiceError> {
    // What an offer promises is given by the market or beside its operation.
    if body.offer.is_some() {
        return Err(ServiceCode::CompanionMissing.into());
    }
    let delegate = granting(deps.as_ref(), env, info.sender.as_str(), &body.asset)?;
    give(deps, env, body, delegate)
}

pub fn grant_by_market(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    body: GrantBody,
    buyer: &str,
) -> Result<Response, ServiceError> {
    if CONFIG.load(deps.storage)?.market.as_ref() != Some(&info.sender) {
        return Err(Code::Forbidden.into());
    }
    if body.offer.is_none() {
        return Err(Code::PartMissing.into());
    }
    check_grantee(deps.as_ref(), buyer, &body.grantee)?;
    give(deps, env, body, None)
}

fn give(deps: DepsMut, env: &Env, body: GrantBody, delegate: Option<String>) -> Result<Response, ServiceError> {
    // Grants do not change the asset, so readers of it are no hindrance.
    if in_doubt(deps.storage, &body.asset)? {
        return Err(Code::Locked.into());
    }
    let number = GRANTED.may_load(deps.storage)?.unwrap_or_default().saturating_add(1);
    let grant = plan(deps.as_ref(), env, body, delegate, &format!("tx\n{number}"))?;
    GRANTED.save(deps.storage, &number)?;
    let response = Response::new().set_data(grant.id.as_bytes());
    Ok(response.add_event(write(deps.storage, env, grant)?))
}

/// Who grants, if it may: None for the owner itself, else its controller or delegate.
pub fn granting(deps: Deps, env: &Env, sender: &str, asset: &str) -> Result<Option<String>, ServiceError> {
    let record = load_record(deps.storage, asset)?;
    let party = CONFIG.load(deps.storage)?.identity.acting(&deps.querier, sender, scope::SUPPLY)?;
    if record.owner == party.id {
        return Ok(None);
    }
    if record.is_controlled_by(&party.id) || mandates::valid(deps.storage, env, &record, &party.id)?.is_some() {
        return Ok(Some(party.id));
    }
    Err(ServiceCode::MandateInvalid.into())
}

/// NOT_GRANTEE unless the account acts for this active party.
pub fn check_grantee(deps: Deps, account: &str, grantee: &str) -> Result<(), ServiceError> {
    let party = CONFIG.load(deps.storage)?.identity.party(&deps.querier, account)?;
    match party {
        Some(party) if party.id == grantee && party.status == Status::Active => Ok(()),
        _ => Err(ServiceCode::NotGrantee.into()),
    }
}

/// The grant as it would be written, or why there is none; reads only. `seed` is unique for each grant.
pub fn plan(
    deps: Deps,
    env: &Env,
    body: GrantBody,
    delegate: Option<String>,
    seed: &str,
) -> Result<Grant, ServiceError> {
    check(&body.terms)?;
    parse_party_id(&body.grantee)?;
    let offer_bytes = body.offer.as_ref().map_or(0, String::len);
    if !(1..=RECIPIENT_KEY_BYTES_MAX).contains(&body.recipient_key.len()) || offer_bytes > OFFER_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let record = load_record(deps.storage, &body.asset)?;
    if record.archived {
        return Err(ServiceCode::Archived.into());
    }
    if !body.terms.is_within(&record.terms) {
        return Err(ServiceCode::TermsWidened.into());
    }
    let now_ns = env.block.time.nanos();
    if now_ns >= body.terms.until_ns.u64() {
        return Err(ServiceCode::GrantExpired.into());
    }
    live_source(deps.storage, &record)?;
    CONFIG.load(deps.storage)?.identity.active(&deps.querier, &body.grantee)?;
    let mut id = HexBinary::from(&sha256(format!("{}\n{seed}", body.asset).as_bytes())).to_hex();
    id.truncate(GRANT_ID_DIGITS);
    Ok(Grant {
        id,
        owner: record.owner,
        delegate,
        body,
        used: 0,
        revoked_height: None,
        height: env.block.height,
        time_ns: now_ns.into(),
    })
}

pub fn write(storage: &mut dyn Storage, env: &Env, mut grant: Grant) -> StdResult<Event> {
    grant.height = env.block.height;
    grant.time_ns = env.block.time.nanos().into();
    GRANTS.save(storage, &grant.id, &grant)?;
    GRANTS_OF.save(storage, (&grant.body.asset, &grant.id), &())?;
    GRANTS_OF.save(storage, (&grant.body.grantee, &grant.id), &())?;
    Ok(events::grant("granted", &grant))
}

/// GRANT_REVOKED if a grant by which this data came here is revoked; else how many there are.
pub fn live_source(storage: &dyn Storage, record: &Record) -> Result<usize, ServiceError> {
    let mut source = record.source.clone();
    let mut depth = 0;
    while let Some(one) = source {
        depth += 1;
        if depth > SOURCES_MAX {
            return Err(Code::LimitExceeded.into());
        }
        if load_grant(storage, &one.grant)?.revoked_height.is_some() {
            return Err(ServiceCode::GrantRevoked.into());
        }
        source = load_record(storage, &one.asset)?.source;
    }
    Ok(depth)
}

/// From here on the grant is refused everywhere, because every access is decided here.
pub fn revoke(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let mut grant = load_grant(deps.storage, id)?;
    of_sender(deps.as_ref(), info.sender.as_str(), &grant.body.asset, true)?;
    assert_unlocked(deps.storage, id)?;
    if grant.revoked_height.is_some() {
        return Err(ServiceCode::GrantRevoked.into());
    }
    grant.revoked_height = Some(env.block.height);
    GRANTS.save(deps.storage, id, &grant)?;
    Ok(Response::new().add_event(events::grant("revoked", &grant)))
}
