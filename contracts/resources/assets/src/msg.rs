//! The messages of the assets contract, as JSON on the wire; the resource interface stands beside them, flat.

pub use causeway_services::assets::Units;

use causeway_resource::{CheckResponse, LockKind, LocksResponse};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    /// The gate whose calls are obeyed; may be set once later.
    pub gate: Option<String>,
    pub admin: String,
    /// Kinds of data that this zone takes in.
    pub accepts: Vec<Kind>,
}

#[cw_serde]
#[derive(Copy)]
pub enum Kind {
    Record,
    NonFungible,
    Fungible,
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

    // The zone's administrator.
    SetGate {
        gate: String,
    },
    SetAccepts {
        accepts: Vec<Kind>,
    },

    // Owners, on this zone alone. None of these touches a locked item.
    /// A new item of this chain; the sender becomes its owner account.
    Register {
        envelope: Binary,
        content: Option<Binary>,
    },
    /// A newer version of an open record.
    Update {
        envelope: Binary,
        content: Binary,
    },
    Transfer {
        id: String,
        recipient: String,
    },
    /// The funds sent become free balance.
    Deposit {},
    Withdraw {
        denom: String,
        amount: Uint128,
    },
    /// Free units of the sender's become another account's.
    Pay {
        recipient: String,
        units: Units,
    },
    /// The same to a contract, which is told (`ReceiverExecute`) and may refuse.
    PayContract {
        contract: String,
        units: Units,
        message: Binary,
    },
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(ConfigResponse)]
    Config {},
    #[returns(Option<ItemResponse>)]
    Item { id: String },
    #[returns(ItemsResponse)]
    Items { start_after: Option<String>, limit: Option<u32> },
    /// Content of an open record.
    #[returns(ContentResponse)]
    Content { id: String },
    #[returns(BalanceResponse)]
    Balance { account: String, origin_chain_id: String, denom: String },
    #[returns(SupplyResponse)]
    Supply {},
}

#[cw_serde]
pub struct ConfigResponse {
    pub chain_id: String,
    pub gate: Option<String>,
    pub admin: String,
    pub accepts: Vec<Kind>,
}

#[cw_serde]
#[derive(Copy)]
pub enum ItemState {
    Live,
    Departed,
    /// Never here, but a transaction has locked the key for its arrival.
    Absent,
}

/// The last committed value. While `in_doubt`, an undecided transaction may have changed it elsewhere (commit rule 24).
#[cw_serde]
pub struct ItemResponse {
    pub id: String,
    pub envelope: Binary,
    pub owner_account: String,
    pub version: Uint64,
    pub state: ItemState,
    pub departed_to: Option<String>,
    pub replica_of: Option<String>,
    pub content_length: Uint64,
    pub lock: Option<ItemLock>,
    pub in_doubt: bool,
}

#[cw_serde]
pub struct ItemLock {
    pub kind: LockKind,
    pub transaction_id: HexBinary,
}

#[cw_serde]
pub struct ItemsResponse {
    pub items: Vec<ItemResponse>,
}

#[cw_serde]
pub struct ContentResponse {
    pub content: Binary,
}

#[cw_serde]
pub struct BalanceResponse {
    pub free: Uint128,
    pub reserved: Uint128,
}

/// Books of one denomination: for a native one `deposited` units back the balances here and `escrowed` units the
/// vouchers elsewhere; for a foreign one `vouchers` units are in balances here.
#[cw_serde]
pub struct DenomSupply {
    pub origin_chain_id: String,
    pub denom: String,
    pub deposited: Uint128,
    pub escrowed: Uint128,
    pub vouchers: Uint128,
}

#[cw_serde]
pub struct SupplyResponse {
    pub supply: Vec<DenomSupply>,
}
