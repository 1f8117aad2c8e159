//! Payments on this chain alone: free units of the sender's go to another account, or to a contract that is told so.

use crate::coins::{balance, credit, debit};
use crate::error::AssetsError;
use crate::events;
use crate::plan::Units;
use causeway_proto::{check_amount, Amount, Code};
use causeway_services::assets::{ReceiverExecute, Units as Sent};
use cosmwasm_std::{to_json_binary, Binary, DepsMut, MessageInfo, Response, WasmMsg};

pub fn pay(deps: DepsMut, info: &MessageInfo, recipient: &str, sent: &Sent) -> Result<Response, AssetsError> {
    let recipient = deps.api.addr_validate(recipient)?;
    let units = units_of(sent)?;
    if balance(deps.storage, info.sender.as_str(), &units)?.free < units.amount {
        return Err(Code::InsufficientFunds.into());
    }
    debit(deps.storage, info.sender.as_str(), &units)?;
    credit(deps.storage, recipient.as_str(), &units)?;
    let spent = events::coins(info.sender.as_str(), "paid", &units);
    Ok(Response::new().add_event(spent).add_event(events::coins(recipient.as_str(), "received", &units)))
}

/// The contract may refuse; then the whole tx is undone, the payment with it.
pub fn pay_contract(
    deps: DepsMut,
    info: &MessageInfo,
    contract: String,
    sent: Sent,
    message: Binary,
) -> Result<Response, AssetsError> {
    let response = pay(deps, info, &contract, &sent)?;
    let payer = info.sender.to_string();
    let msg = to_json_binary(&ReceiverExecute::UnitsReceived { payer, units: sent, message })?;
    Ok(response.add_message(WasmMsg::Execute { contract_addr: contract, msg, funds: vec![] }))
}

fn units_of(sent: &Sent) -> Result<Units, Code> {
    let Sent { origin_chain_id, denom, amount } = sent.clone();
    check_amount(&Amount {
        origin_chain_id: origin_chain_id.clone(),
        denom: denom.clone(),
        amount: amount.to_string(),
    })?;
    Ok(Units { origin: origin_chain_id, denom, amount })
}
