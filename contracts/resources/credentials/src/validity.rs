//! Whether a certificate counts: about the right thing, not revoked, in its term, its issuer in office now.

use crate::msg::CredentialResponse;
use crate::state::IDENTITY;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Deps, Env, HexBinary};

/// Why it does not count, and whether it may yet.
pub enum Flaw {
    Final(ServiceCode),
    Passing(ServiceCode),
}

impl Flaw {
    pub fn code(&self) -> ServiceCode {
        match self {
            Flaw::Final(code) | Flaw::Passing(code) => *code,
        }
    }
}

/// The first flaw, those first that stay. The fingerprint is looked at where one is named.
pub fn flaw_of(
    deps: Deps,
    env: &Env,
    credential: &CredentialResponse,
    subject: &str,
    fingerprint: Option<&HexBinary>,
) -> Result<Option<Flaw>, ServiceError> {
    let now = env.block.time.nanos();
    let other = fingerprint.is_some_and(|one| credential.fingerprint.as_ref() != Some(one));
    Ok(if credential.subject != subject || other {
        Some(Flaw::Final(ServiceCode::CredentialUnbound))
    } else if credential.revoked.is_some() {
        Some(Flaw::Final(ServiceCode::CredentialRevoked))
    } else if credential.valid_until_ns.u64() <= now {
        Some(Flaw::Final(ServiceCode::CredentialExpired))
    } else if credential.valid_from_ns.u64() > now {
        Some(Flaw::Passing(ServiceCode::CredentialExpired))
    } else {
        let identity = IDENTITY.load(deps.storage)?;
        let in_office = identity.holds_office(&deps.querier, &credential.issuer, scope::REGULATE)?;
        (!in_office).then_some(Flaw::Passing(ServiceCode::IssuerRevoked))
    })
}
