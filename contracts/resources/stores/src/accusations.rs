//! Accusations: a store's own signed statement that it handed over other bytes than it holds by its receipt.

use crate::limits::AGREEMENT_BYTES_MAX;
use crate::losses::lose;
use crate::msg::Delivery;
use crate::placement::check_digest;
use crate::state::{load_object, CONFIG};
use crate::statements::{check_delivery, delivery_text};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{DepsMut, Env, Response};

pub fn accuse(
    deps: DepsMut,
    env: &Env,
    (id, version, store): (&str, u32, &str),
    statement: &Delivery,
) -> Result<Response, ServiceError> {
    check_digest(&statement.sha256, false)?;
    // A line break would let one statement be read as another.
    if statement.agreement.len() > AGREEMENT_BYTES_MAX || statement.agreement.contains('\n') {
        return Err(Code::LimitExceeded.into());
    }
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    if statement.sha256 == object.placement.fingerprint {
        return Err(ServiceCode::ProofInvalid.into());
    }
    let subject = CONFIG.load(deps.storage)?.identity.subject(&deps.querier, store)?;
    let subject = subject.ok_or(ServiceCode::SubjectUnknown)?;
    let text = delivery_text(&object.placement, statement);
    check_delivery(deps.api, &subject, env.block.height, &text, &statement.signature)?;
    lose(deps.storage, env, &mut object, at, "other_bytes")
}
