//! Receipts: a store's signed word that it holds an object. So many of them as the quorum asks for make it stored.

use crate::events;
use crate::msg::ReplicaState;
use crate::state::{load_deposit, load_object, save_object, CONFIG, DEPOSITS, HELD_BY};
use crate::statements::{check_receipt, receipt_text};
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{DepsMut, Env, Response, Uint128, Uint64};

/// A receipt only adds, so it needs no lock: what is stored stays stored.
pub fn receipt(
    deps: DepsMut,
    env: &Env,
    (id, version, store): (&str, u32, &str),
    at_ns: Uint64,
    signature: &[u8],
) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    let at = object.at(store)?;
    match object.replicas[at].state {
        ReplicaState::Expected => {}
        ReplicaState::Held => return Ok(Response::new()),
        // What was lost does not come back by an old receipt.
        ReplicaState::Lost | ReplicaState::Released => return Err(ServiceCode::ReceiptInvalid.into()),
    }
    let config = CONFIG.load(deps.storage)?;
    let subject = config.identity.active(&deps.querier, store)?;
    check_receipt(deps.api, &subject, &receipt_text(&object.placement, store, at_ns.u64()), signature)?;
    let mut deposit = load_deposit(deps.storage, store)?;
    let held = deposit.held.saturating_add(1);
    let covered = config.penalty.checked_mul(Uint128::from(held)).map_err(|_| ServiceCode::DepositShort)?;
    if deposit.leaves_height.is_some() || deposit.amount < covered.max(config.deposit.min) {
        return Err(ServiceCode::DepositShort.into());
    }
    deposit.held = held;
    DEPOSITS.save(deps.storage, store, &deposit)?;
    HELD_BY.save(deps.storage, (store, id, version), &())?;
    let replica = &mut object.replicas[at];
    replica.state = ReplicaState::Held;
    replica.held_height = Some(env.block.height);
    replica.claimed_ns = Some(at_ns);
    save_object(deps.storage, &object)?;
    let response =
        Response::new().add_event(events::replica("held", &object, store).add_attribute("claimed_ns", at_ns));
    if object.held() == object.placement.quorum {
        return Ok(response.add_event(events::object("stored", &object)));
    }
    Ok(response)
}
