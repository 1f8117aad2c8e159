//! The part that certificates take in commits: relied on, issued with what they are about, withdrawn.

use crate::issue::{check_form, index_lock, issuer_of};
use crate::limits::REASON_MAX;
use crate::msg::CredentialResponse;
use crate::revoke::revoker_of;
use crate::state::{next_index, CREDENTIALS};
use crate::validity::{flaw_of, Flaw};
use crate::{issue, revoke};
use causeway_proto::Code;
use causeway_resource_kit::{Decided, Key, LockKind, Proposal, Service, ServiceCode, ServiceError, Verdict};
use causeway_services::credentials::{IssueBody, RevokeBody, ValidBody, ISSUE, REVOKE, VALID};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, Deps, Env, Response, StdError, StdResult, Storage};

pub struct Credentials;

/// What a prepared operation will do.
#[cw_serde]
pub enum Step {
    Look,
    Issue { issuer: String, body: IssueBody },
    Revoke { by: String, body: RevokeBody },
}

impl Service for Credentials {
    type Step = Step;

    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        let (body, actor) = (&proposal.body, &proposal.actor);
        match proposal.name.as_str() {
            VALID => decide_valid(deps, env, &from_json(body).map_err(malformed)?),
            ISSUE => decide_issue(deps, env, actor, from_json(body).map_err(malformed)?),
            REVOKE => decide_revoke(deps, actor, from_json(body).map_err(malformed)?),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        let event = match step {
            Step::Look => return Ok(Response::new()),
            Step::Issue { issuer, body } => issue::write(storage, env, &issuer, body)?,
            Step::Revoke { by, body } => {
                let Some(credential) = CREDENTIALS.may_load(storage, &body.credential)? else {
                    return Ok(Response::new());
                };
                revoke::write(storage, env, credential, by, body.reason)?
            }
        };
        Ok(Response::new().add_event(event))
    }
}

fn malformed(_: StdError) -> Verdict {
    Verdict::refused(Code::Malformed)
}

fn refused(error: ServiceError) -> Verdict {
    match error {
        ServiceError::Reason(reason) => Verdict::Refused(reason),
        ServiceError::Std(error) => Verdict::Host(error),
    }
}

/// Offices and accounts may still come.
fn busy(error: ServiceError) -> Verdict {
    match error {
        ServiceError::Reason(reason) => Verdict::Busy(reason),
        ServiceError::Std(error) => Verdict::Host(error),
    }
}

fn known(deps: Deps, id: &str) -> Result<CredentialResponse, Verdict> {
    CREDENTIALS.may_load(deps.storage, id)?.ok_or(Verdict::busy(ServiceCode::CredentialUnknown))
}

/// The lock keeps a withdrawal out until the decision: it comes before the sale or after it, never in between.
fn decide_valid(deps: Deps, env: &Env, body: &ValidBody) -> Result<Decided<Step>, Verdict> {
    let credential = known(deps, &body.credential)?;
    match flaw_of(deps, env, &credential, &body.subject, None).map_err(refused)? {
        Some(Flaw::Final(code)) => Err(Verdict::refused(code)),
        Some(Flaw::Passing(code)) => Err(Verdict::busy(code)),
        None => Ok(Decided::reading(credential.id, Step::Look)),
    }
}

fn decide_issue(deps: Deps, env: &Env, actor: &str, body: IssueBody) -> Result<Decided<Step>, Verdict> {
    check_form(env, &body).map_err(refused)?;
    let issuer = issuer_of(deps, actor).map_err(busy)?;
    let next = next_index(deps.storage, &issuer)?;
    if CREDENTIALS.has(deps.storage, &body.id) {
        return Err(Verdict::refused(Code::Exists));
    }
    if body.index < next {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    if body.index > next {
        return Err(Verdict::busy(Code::VersionMismatch));
    }
    let place = Key { name: index_lock(&issuer), kind: LockKind::Exclusive };
    let mut decided = Decided::writing(body.id.clone(), Step::Issue { issuer, body });
    decided.keys.push(place);
    Ok(decided)
}

fn decide_revoke(deps: Deps, actor: &str, body: RevokeBody) -> Result<Decided<Step>, Verdict> {
    if body.reason > REASON_MAX {
        return Err(Verdict::refused(Code::LimitExceeded));
    }
    let credential = known(deps, &body.credential)?;
    let by = revoker_of(deps, actor, &credential).map_err(busy)?;
    if credential.revoked.is_some() {
        return Err(Verdict::refused(ServiceCode::CredentialRevoked));
    }
    Ok(Decided::writing(credential.id, Step::Revoke { by, body }))
}
