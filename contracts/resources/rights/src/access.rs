//! Accesses: each is decided on the state of this height, and recorded whether it was allowed or not.

use crate::events;
use crate::grants::{check_grantee, live_source};
use crate::limits::{FINGERPRINT_BYTES, GRANT_ID_DIGITS, READS_MAX, USES_MAX};
use crate::msg::{Access, AccessRequest, AccessResponse, DecisionResponse, DecisionsResponse};
use crate::policy::{decide, Asked};
use crate::request::{access_text, check_form, signer};
use crate::state::{load_record, Grant, ACCESSES, CONFIG, COUNTS, GRANTS, NONCES, READS};
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, Reason, ServiceCode, ServiceError};
use causeway_services::identity::{scope, Status};
use cosmwasm_std::{
    to_json_binary, Deps, DepsMut, Env, Event, HexBinary, MessageInfo, Response, StdResult, Storage, Uint64,
};

/// What is asked of a grant, by whom and of whom.
pub struct Wish<'a> {
    pub grantee: &'a str,
    pub server: &'a str,
    pub fields: &'a [String],
    pub purpose: &'a str,
}

pub fn use_one(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    request: &AccessRequest,
) -> Result<Response, ServiceError> {
    let server = serving(deps.as_ref(), info)?;
    let (decision, event) = answer(deps, env, &server, request)?;
    Ok(Response::new().add_event(event).set_data(to_json_binary(&decision)?))
}

/// Each is decided after the ones before it.
pub fn use_many(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    requests: &[AccessRequest],
) -> Result<Response, ServiceError> {
    if requests.is_empty() || requests.len() > USES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let server = serving(deps.as_ref(), info)?;
    let mut response = Response::new();
    let mut decisions = vec![];
    for request in requests {
        let (decision, event) = answer(deps.branch(), env, &server, request)?;
        response = response.add_event(event);
        decisions.push(decision);
    }
    Ok(response.set_data(to_json_binary(&DecisionsResponse { decisions })?))
}

/// The party that serves data by the sender's account.
fn serving(deps: Deps, info: &MessageInfo) -> Result<String, ServiceError> {
    let identity = CONFIG.load(deps.storage)?.identity;
    let party = identity.party(&deps.querier, info.sender.as_str())?.ok_or(ServiceCode::SubjectUnknown)?;
    if party.status != Status::Active {
        return Err(ServiceCode::SubjectInactive.into());
    }
    let serves = |one: &String| matches!(one.as_str(), scope::OPERATE | scope::STORE | scope::SUPPLY);
    if party.scopes.iter().any(serves) {
        Ok(party.id)
    } else {
        Err(ServiceCode::ScopeMissing.into())
    }
}

/// Decides one request and writes the decision down; only what is allowed takes a use and its nonce.
fn answer(
    deps: DepsMut,
    env: &Env,
    server: &str,
    request: &AccessRequest,
) -> Result<(DecisionResponse, Event), ServiceError> {
    check_form(request)?;
    let Some(mut grant) = find_grant(deps.storage, &request.grant)? else {
        let code = Reason::from(ServiceCode::GrantUnknown).code();
        let event = Event::new("rights_denied").add_attribute("grant", &request.grant).add_attribute("server", server);
        return Ok((DecisionResponse { allowed: false, code }, event.add_attribute("code", code.to_string())));
    };
    assert_unlocked(deps.storage, &grant.id)?;
    let (grantee, decided) = decide_request(deps.as_ref(), env, &grant, request)?;
    let wish = Wish { grantee: &grantee, server, fields: &request.fields, purpose: &request.purpose };
    let code = match decided {
        Ok(()) => {
            NONCES.save(deps.storage, (&grant.id, &request.nonce), &())?;
            0
        }
        Err(reason) => reason.code(),
    };
    let event = write(deps.storage, env, &mut grant, &wish, code)?;
    Ok((DecisionResponse { allowed: code == 0, code }, event))
}

fn find_grant(storage: &dyn Storage, id: &str) -> StdResult<Option<Grant>> {
    // Foreign texts of any length are not looked up.
    if id.len() == GRANT_ID_DIGITS {
        GRANTS.may_load(storage, id)
    } else {
        Ok(None)
    }
}

/// Who asks, where a signature says, and the decision.
fn decide_request(
    deps: Deps,
    env: &Env,
    grant: &Grant,
    request: &AccessRequest,
) -> Result<(String, Result<(), Reason>), ServiceError> {
    let text = access_text(&env.block.chain_id, &env.contract.address, request);
    let account = match signer(deps.api, request, &text) {
        Ok(account) => account,
        Err(code) => return Ok((String::new(), Err(code.into()))),
    };
    if let Err(ServiceError::Reason(reason)) = check_grantee(deps, account.as_str(), &grant.body.grantee) {
        return Ok((String::new(), Err(reason)));
    }
    let grantee = grant.body.grantee.clone();
    if env.block.time.nanos() >= request.expires_ns.u64() {
        return Ok((grantee, Err(ServiceCode::RequestExpired.into())));
    }
    if NONCES.has(deps.storage, (&grant.id, &request.nonce)) {
        return Ok((grantee, Err(ServiceCode::NonceTaken.into())));
    }
    let decided = evaluate(deps.storage, env, grant, &request.fields, &request.purpose)?;
    Ok((grantee, decided))
}

/// The decision for the grantee itself at this height.
pub fn evaluate(
    storage: &dyn Storage,
    env: &Env,
    grant: &Grant,
    fields: &[String],
    purpose: &str,
) -> Result<Result<(), Reason>, ServiceError> {
    if grant.revoked_height.is_some() {
        return Ok(Err(ServiceCode::GrantRevoked.into()));
    }
    match live_source(storage, &load_record(storage, &grant.body.asset)?) {
        Ok(_) => {}
        Err(ServiceError::Reason(reason)) => return Ok(Err(reason)),
        Err(host) => return Err(host),
    }
    let recipient = grant.body.grantee.as_str();
    let asked = Asked { recipient, purpose, fields, at_ns: env.block.time.nanos() };
    let recipients = [grant.body.grantee.clone()];
    Ok(decide(&grant.body.terms, &recipients, &asked, grant.used).map_err(Reason::from))
}

/// Records the access; code 0 takes one use.
pub fn write(storage: &mut dyn Storage, env: &Env, grant: &mut Grant, wish: &Wish, code: u32) -> StdResult<Event> {
    let asset = grant.body.asset.clone();
    let mut counts = COUNTS.may_load(storage, &asset)?.unwrap_or_default();
    let number = counts.allowed.saturating_add(counts.denied).saturating_add(1);
    if code == 0 {
        grant.used = grant.used.saturating_add(1);
        GRANTS.save(storage, &grant.id, grant)?;
        counts.allowed = counts.allowed.saturating_add(1);
    } else {
        counts.denied = counts.denied.saturating_add(1);
    }
    COUNTS.save(storage, &asset, &counts)?;
    let access = AccessResponse {
        number: number.into(),
        grant: grant.id.clone(),
        grantee: wish.grantee.into(),
        server: wish.server.into(),
        fields: wish.fields.to_vec(),
        purpose: wish.purpose.into(),
        height: env.block.height,
        time_ns: env.block.time.nanos().into(),
        code,
    };
    ACCESSES.save(storage, (&asset, number), &access)?;
    let verb = if code == 0 { "used" } else { "denied" };
    Ok(events::grant(verb, grant)
        .add_attribute("server", wish.server)
        .add_attribute("fields", wish.fields.join(","))
        .add_attribute("purpose", wish.purpose)
        .add_attribute("number", number.to_string())
        .add_attribute("code", code.to_string()))
}

/// Open data needs no grant; its server says how often it was read, and commits to the log.
pub fn record_reads(
    deps: DepsMut,
    info: &MessageInfo,
    asset: &str,
    root: &HexBinary,
    count: Uint64,
) -> Result<Response, ServiceError> {
    let server = serving(deps.as_ref(), info)?;
    let record = load_record(deps.storage, asset)?;
    if record.access != Access::Open {
        return Err(Code::Forbidden.into());
    }
    if root.len() != FINGERPRINT_BYTES || !(1..=READS_MAX).contains(&count.u64()) {
        return Err(Code::LimitExceeded.into());
    }
    if READS.has(deps.storage, (asset, root)) {
        return Err(Code::Exists.into());
    }
    READS.save(deps.storage, (asset, root), &())?;
    let mut counts = COUNTS.may_load(deps.storage, asset)?.unwrap_or_default();
    counts.open_reads = counts.open_reads.saturating_add(count.u64());
    COUNTS.save(deps.storage, asset, &counts)?;
    let event = events::asset("reads_recorded", &record)
        .add_attribute("server", server)
        .add_attribute("root", root.to_hex())
        .add_attribute("count", count);
    Ok(Response::new().add_event(event))
}
