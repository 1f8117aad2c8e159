//! The one caller of `prepare`, `commit` and `abort`, and the shape of those calls.

use crate::reason::ServiceError;
use causeway_proto::Code;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, DepsMut, HexBinary, MessageInfo, Storage, Uint64};
use cw_storage_plus::Item;

const GATE: Item<Addr> = Item::new("kit_gate");

/// `prepare` of the resource interface.
#[cw_serde]
pub struct PrepareCall {
    pub transaction_id: HexBinary,
    pub leg: u32,
    pub operations: Vec<Binary>,
    pub contents: Vec<Option<Binary>>,
    pub until_ns: Uint64,
}

/// `commit` and `abort` of the resource interface.
#[cw_serde]
pub struct LegCall {
    pub transaction_id: HexBinary,
    pub leg: u32,
}

/// Pins the gate; called once, when the contract is made.
pub fn set_gate(deps: DepsMut, gate: &str) -> Result<(), ServiceError> {
    let gate = deps.api.addr_validate(gate)?;
    Ok(GATE.save(deps.storage, &gate)?)
}

pub(crate) fn only_gate(storage: &dyn Storage, info: &MessageInfo) -> Result<(), ServiceError> {
    if GATE.load(storage)? == info.sender && info.funds.is_empty() {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}
