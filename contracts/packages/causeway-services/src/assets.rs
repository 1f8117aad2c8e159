//! Units that the assets contract holds, moved by contracts: how escrow comes in and goes out.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_binary, Addr, Binary, StdResult, Uint128, WasmMsg};

/// A denomination as the chain that issues it names it.
#[cw_serde]
pub struct Units {
    pub origin_chain_id: String,
    pub denom: String,
    pub amount: Uint128,
}

/// The part of the assets contract's messages that other contracts send.
#[cw_serde]
pub enum AssetsExecute {
    /// Free units of the sender's go to another account of this chain.
    Pay { recipient: String, units: Units },
    /// The same to a contract, which is told by `UnitsReceived` and may refuse; then nothing happened.
    PayContract { contract: String, units: Units, message: Binary },
}

/// What a contract that takes units is told; it must check that the assets contract is the sender.
#[cw_serde]
pub enum ReceiverExecute {
    UnitsReceived { payer: String, units: Units, message: Binary },
}

/// The assets contract of this chain.
#[cw_serde]
pub struct Assets(pub Addr);

impl Assets {
    pub fn pay(&self, recipient: &str, units: Units) -> StdResult<WasmMsg> {
        let msg = to_json_binary(&AssetsExecute::Pay { recipient: recipient.into(), units })?;
        Ok(WasmMsg::Execute { contract_addr: self.0.to_string(), msg, funds: vec![] })
    }
}
