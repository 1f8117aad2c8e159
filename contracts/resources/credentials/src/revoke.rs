//! A certificate is withdrawn once, by its issuer or any regulator, and never while a transaction relies on it.

use crate::events;
use crate::limits::{CHUNK_BYTES, REASON_MAX};
use crate::msg::{CredentialResponse, Revocation};
use crate::state::{chunk, CREDENTIALS, IDENTITY, REVOKED};
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::credentials::RevokeBody;
use causeway_services::identity::{scope, Status};
use cosmwasm_std::{Deps, DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage};

/// The party that may revoke it by this account: also an issuer that is no regulator any more.
pub fn revoker_of(deps: Deps, account: &str, credential: &CredentialResponse) -> Result<String, ServiceError> {
    let identity = IDENTITY.load(deps.storage)?;
    let party = identity.party(&deps.querier, account)?.ok_or(ServiceCode::SubjectUnknown)?;
    if party.status != Status::Active {
        return Err(ServiceCode::SubjectInactive.into());
    }
    if party.id == credential.issuer || party.scopes.iter().any(|one| one == scope::REGULATE) {
        Ok(party.id)
    } else {
        Err(ServiceCode::ScopeMissing.into())
    }
}

pub fn check_reason(reason: u32) -> Result<(), Code> {
    if reason > REASON_MAX {
        return Err(Code::LimitExceeded);
    }
    Ok(())
}

pub fn revoke(deps: DepsMut, env: &Env, info: &MessageInfo, body: &RevokeBody) -> Result<Response, ServiceError> {
    check_reason(body.reason)?;
    let credential = CREDENTIALS.may_load(deps.storage, &body.credential)?.ok_or(ServiceCode::CredentialUnknown)?;
    let by = revoker_of(deps.as_ref(), info.sender.as_str(), &credential)?;
    if credential.revoked.is_some() {
        return Err(ServiceCode::CredentialRevoked.into());
    }
    assert_unlocked(deps.storage, &credential.id)?;
    Ok(Response::new().add_event(write(deps.storage, env, credential, by, body.reason)?))
}

/// For the commit as well, which cannot fail.
pub fn write(
    storage: &mut dyn Storage,
    env: &Env,
    mut credential: CredentialResponse,
    by: String,
    reason: u32,
) -> StdResult<Event> {
    let (byte, bit) = (credential.index / 8, credential.index % 8);
    let number = byte / CHUNK_BYTES;
    let mut bits = chunk(storage, &credential.issuer, number)?;
    if let Some(byte) = bits.get_mut((byte % CHUNK_BYTES) as usize) {
        *byte |= 0x80 >> bit;
    }
    REVOKED.save(storage, (&credential.issuer, number), &bits)?;
    let revocation = Revocation { by, reason, height: env.block.height, time_ns: env.block.time.nanos().into() };
    let event = events::revoked(&credential, &revocation);
    credential.revoked = Some(revocation);
    CREDENTIALS.save(storage, &credential.id, &credential)?;
    Ok(event)
}
