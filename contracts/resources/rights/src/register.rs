//! Registration: the first claim on an asset and on its fingerprint stands; data that was received is given on under
//! the terms that it was received by.

use crate::events;
use crate::grants::live_source;
use crate::limits::{BPS, FINGERPRINT_BYTES, SHARES_MAX, SOURCES_MAX};
use crate::msg::{Onward, Registration, Share, Source, SourceMsg, Terms};
use crate::policy::checked;
use crate::state::{load_grant, load_record, Record, CLAIMS, CONFIG, RECORDS};
use causeway_proto::id::{parse_data_id, parse_party_id};
use causeway_proto::{Code, IdKind};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Api, Deps, DepsMut, Env, MessageInfo, Response};

pub fn register(deps: DepsMut, env: &Env, info: &MessageInfo, msg: Registration) -> Result<Response, ServiceError> {
    let id = parse_data_id(&msg.asset)?;
    if id.chain_id != env.block.chain_id {
        return Err(ServiceCode::NotHome.into());
    }
    if msg.fingerprint.len() != FINGERPRINT_BYTES {
        return Err(Code::Malformed.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::SUPPLY)?;
    if RECORDS.has(deps.storage, &msg.asset) {
        return Err(Code::Exists.into());
    }
    let terms = checked(msg.terms)?;
    check_shares(deps.api, &msg.shares)?;
    if id.kind == IdKind::Entry && config.intake.validated(&deps.querier, &msg.asset)?.owner != party.id {
        return Err(Code::NotOwner.into());
    }
    if let Some(controller) = &msg.controller {
        parse_party_id(controller)?;
        config.identity.active(&deps.querier, controller)?;
    }
    let now_ns = env.block.time.nanos();
    let source = match &msg.source {
        Some(source) => Some(received(deps.as_ref(), now_ns, source, &party.id, &terms)?),
        None => None,
    };
    match CLAIMS.may_load(deps.storage, &msg.fingerprint)? {
        None => CLAIMS.save(deps.storage, &msg.fingerprint, &msg.asset)?,
        // The same bytes given on stay the first one's claim.
        Some(_) if is_of_source(deps.as_ref(), &msg.source, &msg.fingerprint)? => {}
        Some(_) => return Err(Code::Exists.into()),
    }
    let record = Record {
        asset: msg.asset,
        fingerprint: msg.fingerprint,
        owner: party.id,
        controller: msg.controller,
        terms,
        shares: msg.shares,
        source,
        access: msg.access,
        archived: false,
        version: 1,
        height: env.block.height,
        time_ns: now_ns.into(),
    };
    RECORDS.save(deps.storage, &record.asset, &record)?;
    let event = events::asset("registered", &record);
    let event = record.controller.iter().fold(event, |event, one| event.add_attribute("controller", one));
    let event = record.source.iter().fold(event, |event, source| {
        event.add_attribute("source", &source.asset).add_attribute("grant", &source.grant)
    });
    Ok(Response::new().add_event(event))
}

/// The source, if the party holds a live grant that lets it give on what it got, and the terms widen nothing.
fn received(deps: Deps, now_ns: u64, source: &SourceMsg, party: &str, terms: &Terms) -> Result<Source, ServiceError> {
    let grant = load_grant(deps.storage, &source.grant)?;
    if grant.body.asset != source.asset {
        return Err(ServiceCode::GrantUnknown.into());
    }
    if grant.body.grantee != party {
        return Err(ServiceCode::NotGrantee.into());
    }
    if grant.revoked_height.is_some() {
        return Err(ServiceCode::GrantRevoked.into());
    }
    if now_ns >= grant.body.terms.until_ns.u64() {
        return Err(ServiceCode::GrantExpired.into());
    }
    let origin = load_record(deps.storage, &source.asset)?;
    if live_source(deps.storage, &origin)? >= SOURCES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    if grant.body.terms.onward != Onward::SameTerms || !terms.is_within(&grant.body.terms) {
        return Err(ServiceCode::TermsWidened.into());
    }
    let royalty_account = origin.shares.first().map(|share| share.account.clone()).unwrap_or_default();
    Ok(Source { asset: origin.asset, grant: grant.id, owner: grant.owner, royalty_account })
}

fn is_of_source(deps: Deps, source: &Option<SourceMsg>, fingerprint: &[u8]) -> Result<bool, ServiceError> {
    let Some(source) = source else { return Ok(false) };
    Ok(load_record(deps.storage, &source.asset)?.fingerprint.as_slice() == fingerprint)
}

/// Each once, none empty, and the whole is given out exactly.
pub fn check_shares(api: &dyn Api, shares: &[Share]) -> Result<(), ServiceError> {
    if shares.len() > SHARES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let mut sum = 0u32;
    for (at, share) in shares.iter().enumerate() {
        api.addr_validate(&share.account)?;
        let repeated = shares.iter().take(at).any(|earlier| earlier.account == share.account);
        if share.bps == 0 || share.bps > BPS || repeated {
            return Err(ServiceCode::SharesInvalid.into());
        }
        sum = sum.saturating_add(share.bps);
    }
    if sum == BPS {
        Ok(())
    } else {
        Err(ServiceCode::SharesInvalid.into())
    }
}

/// The terms of data that was received stay within those of its grant, whoever sets them.
pub fn check_within_source(deps: Deps, record: &Record, terms: &Terms) -> Result<(), ServiceError> {
    let Some(source) = &record.source else { return Ok(()) };
    if terms.is_within(&load_grant(deps.storage, &source.grant)?.body.terms) {
        Ok(())
    } else {
        Err(ServiceCode::TermsWidened.into())
    }
}
