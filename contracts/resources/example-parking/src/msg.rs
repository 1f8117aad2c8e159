//! The messages of the car park; the resource interface stands beside them, flat.

use causeway_resource::{CheckResponse, LocksResponse};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub operator: String,
    pub bays: Vec<String>,
}

#[cw_serde]
pub enum ExecuteMsg {
    // The resource interface (causeway-resource), for the gate alone.
    Prepare {
        transaction_id: HexBinary,
        leg: u32,
        operations: Vec<Binary>,
        contents: Vec<Option<Binary>>,
        until_ns: Uint64,
    },
    Commit {
        transaction_id: HexBinary,
        leg: u32,
    },
    Abort {
        transaction_id: HexBinary,
        leg: u32,
    },

    /// On this chain alone: the operator gives a bay to a guest, or takes it back.
    Assign {
        bay: String,
        holder: Option<String>,
    },
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(BayResponse)]
    Bay { bay: String },
}

/// The last committed holder. While `in_doubt`, a transaction may give the bay to somebody else.
#[cw_serde]
pub struct BayResponse {
    pub holder: Option<String>,
    pub in_doubt: bool,
}
