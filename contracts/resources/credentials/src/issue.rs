//! Who may issue what: a regulator, a certificate of a new id, at the next place of its own status list.

use crate::events;
use crate::limits::NAME_BYTES_MAX;
use crate::msg::CredentialResponse;
use crate::state::{next_index, BY_SUBJECT, CREDENTIALS, IDENTITY, ISSUED};
use causeway_proto::limits::ID_BYTES_MAX;
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::credentials::IssueBody;
use causeway_services::identity::scope;
use cosmwasm_std::{Deps, DepsMut, Empty, Env, Event, HexBinary, MessageInfo, Response, StdResult, Storage};

/// Lock of an issuer's next place, while a transaction may take it.
pub fn index_lock(issuer: &str) -> String {
    format!("index/{issuer}")
}

/// The party that the account issues for.
pub fn issuer_of(deps: Deps, account: &str) -> Result<String, ServiceError> {
    let identity = IDENTITY.load(deps.storage)?;
    Ok(identity.acting(&deps.querier, account, scope::REGULATE)?.id)
}

/// What can be said of the words alone.
pub fn check_form(env: &Env, body: &IssueBody) -> Result<(), ServiceError> {
    let is_id = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    check_text(&body.id, NAME_BYTES_MAX, is_id)?;
    check_text(&body.kind, NAME_BYTES_MAX, |byte| byte.is_ascii_alphanumeric())?;
    let is_did = |byte: u8| byte.is_ascii_alphanumeric() || b":._%-".contains(&byte);
    check_text(&body.subject, ID_BYTES_MAX, is_did)?;
    if !body.subject.starts_with("did:") {
        return Err(Code::IdMalformed.into());
    }
    let is_digest = |digest: &HexBinary| digest.len() == 32;
    if !is_digest(&body.digest) || !body.fingerprint.as_ref().is_none_or(is_digest) {
        return Err(Code::Malformed.into());
    }
    let (from, until) = (body.valid_from_ns.u64(), body.valid_until_ns.u64());
    if from >= until || until <= env.block.time.nanos() {
        return Err(ServiceCode::CredentialExpired.into());
    }
    Ok(())
}

fn check_text(text: &str, bytes_max: usize, allowed: impl Fn(u8) -> bool) -> Result<(), Code> {
    if text.len() > bytes_max {
        return Err(Code::LimitExceeded);
    }
    if !text.is_empty() && text.bytes().all(allowed) {
        Ok(())
    } else {
        Err(Code::IdMalformed)
    }
}

pub fn issue(deps: DepsMut, env: &Env, info: &MessageInfo, body: IssueBody) -> Result<Response, ServiceError> {
    let issuer = issuer_of(deps.as_ref(), info.sender.as_str())?;
    check_form(env, &body)?;
    assert_unlocked(deps.storage, &body.id)?;
    assert_unlocked(deps.storage, &index_lock(&issuer))?;
    if CREDENTIALS.has(deps.storage, &body.id) {
        return Err(Code::Exists.into());
    }
    if body.index != next_index(deps.storage, &issuer)? {
        return Err(Code::VersionMismatch.into());
    }
    Ok(Response::new().add_event(write(deps.storage, env, &issuer, body)?))
}

/// For the commit as well, which cannot fail: id and place are free.
pub fn write(storage: &mut dyn Storage, env: &Env, issuer: &str, body: IssueBody) -> StdResult<Event> {
    ISSUED.save(storage, issuer, &body.index.saturating_add(1))?;
    BY_SUBJECT.save(storage, (&body.subject, &body.id), &Empty {})?;
    let credential = CredentialResponse {
        id: body.id,
        kind: body.kind,
        subject: body.subject,
        fingerprint: body.fingerprint,
        digest: body.digest,
        valid_from_ns: body.valid_from_ns,
        valid_until_ns: body.valid_until_ns,
        issuer: issuer.into(),
        index: body.index,
        issued_height: env.block.height,
        issued_ns: env.block.time.nanos().into(),
        revoked: None,
    };
    CREDENTIALS.save(storage, &credential.id, &credential)?;
    Ok(events::issued(&credential))
}
