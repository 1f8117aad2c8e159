//! Whoever looks at what others may not see leaves a trace that others can see.

use crate::events;
use crate::limits::NOTE_BYTES_MAX;
use crate::msg::AuditEntry;
use crate::state::{AUDITS, AUDIT_COUNT};
use crate::subjects::{acting, party_response};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

pub fn record(deps: DepsMut, env: &Env, info: &MessageInfo, what: String) -> Result<Response, ServiceError> {
    let party = party_response(deps.storage, env, acting(deps.storage, env, info.sender.as_str())?)?;
    if !party.scopes.iter().any(|one| one == scope::AUDIT || one == scope::REGULATE) {
        return Err(ServiceCode::ScopeMissing.into());
    }
    if what.is_empty() || what.len() > NOTE_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let number = AUDIT_COUNT.may_load(deps.storage)?.unwrap_or_default().saturating_add(1);
    AUDIT_COUNT.save(deps.storage, &number)?;
    let event = events::audited(number, &party.id, &what);
    let (height, time_ns) = (env.block.height, env.block.time.nanos().into());
    AUDITS.save(deps.storage, number, &AuditEntry { number, party: party.id, what, height, time_ns })?;
    Ok(Response::new().add_event(event))
}
