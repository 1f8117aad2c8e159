//! The messages of the interface, as JSON on the wire. A resource flattens its own messages beside these.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_binary, Binary, HexBinary, StdResult, Uint128, Uint64, WasmMsg};

/// What the gate calls. `transaction_id` is 32 bytes; (transaction_id, leg) names the lock.
#[cw_serde]
pub enum ResourceExecuteMsg {
    /// Takes everything that `commit` needs, or writes nothing. Response data: `PrepareOutcome` as JSON.
    Prepare {
        transaction_id: HexBinary,
        leg: u32,
        /// Canonical bytes of the `Operation`s for this resource, in manifest order; actors are authorised already.
        operations: Vec<Binary>,
        /// Content for the operations that need one, by position.
        contents: Vec<Option<Binary>>,
        /// The transaction's deadline, nanoseconds of hub block time; a hint for people, never a timer.
        until_ns: Uint64,
    },
    /// Cannot fail; an unknown transaction is no effect.
    Commit { transaction_id: HexBinary, leg: u32 },
    /// Cannot fail; an unknown transaction is no effect.
    Abort { transaction_id: HexBinary, leg: u32 },
}

#[cw_serde]
pub enum ResourceQueryMsg {
    /// What `prepare` would answer for this one operation now.
    Check {
        operation: Binary,
    },
    Locks {
        start_after: Option<String>,
        limit: Option<u32>,
    },
}

/// `busy` may change before the deadline (locked, not here yet, short of funds); `refused` will not.
#[cw_serde]
pub enum PrepareOutcome {
    Locked {},
    Busy { code: u32 },
    Refused { code: u32 },
}

#[cw_serde]
pub enum CheckResponse {
    Ready {},
    Busy { code: u32 },
    Refused { code: u32 },
}

#[cw_serde]
#[derive(Copy)]
pub enum LockKind {
    /// Non-fungible assets and records, also the absent key of something that is to arrive.
    Exclusive,
    /// A read condition; any number may hold it.
    Shared,
    /// An amount of a balance; reservations do not conflict.
    Reservation,
}

#[cw_serde]
pub struct Lock {
    pub key: String,
    pub kind: LockKind,
    pub transaction_id: HexBinary,
    pub leg: u32,
    pub until_ns: Uint64,
    pub amount: Option<Uint128>,
}

#[cw_serde]
pub struct LocksResponse {
    pub locks: Vec<Lock>,
}

impl ResourceExecuteMsg {
    /// The message to a resource contract, without funds.
    pub fn into_wasm(self, contract: impl Into<String>) -> StdResult<WasmMsg> {
        Ok(WasmMsg::Execute { contract_addr: contract.into(), msg: to_json_binary(&self)?, funds: vec![] })
    }
}
