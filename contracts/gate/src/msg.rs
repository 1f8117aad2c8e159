//! The messages of the gate, as JSON on the wire.

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub hub: HubAddress,
    /// May register resources; moves nobody's assets.
    pub admin: String,
}

/// The one hub this gate listens to. All of it is pinned, and a way of any other is refused.
#[cw_serde]
pub struct HubAddress {
    pub chain_id: String,
    pub contract: String,
    /// The hub's port: `wasm.<contract>`; over a client pair `wasm2` and the contract's address without its prefix.
    pub port_id: String,
    /// Connection of this chain whose light client follows the hub: packets go over channels (IBC v1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// Or the light client of this chain that follows the hub: packets go over a client pair (IBC v2). One of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// By the governance of the chain alone: no key of an administrator can say who the hub is.
#[cw_serde]
pub enum SudoMsg {
    /// The same hub over another way; that of before is no longer heard, and votes that left by it still end by their
    /// own acknowledgement or timeout.
    PinHub { port_id: String, connection_id: Option<String>, client_id: Option<String> },
}

#[cw_serde]
pub enum ExecuteMsg {
    RegisterResource {
        contract: String,
    },
    /// Legs that are prepared still finish.
    RemoveResource {
        contract: String,
    },
    /// Locks k legs and sends one packet with their votes. Anyone may call; the actors' signatures authorise.
    Prepare {
        legs: Vec<PreparedLeg>,
    },
    /// An actor of this zone's leg says no: tombstone and VOTE(no).
    Refuse {
        manifest: Binary,
        authorisation: Option<Binary>,
    },
    /// Runs again what a resource failed to do after the decision.
    Retry {
        transaction_id: HexBinary,
    },
}

#[cw_serde]
pub struct PreparedLeg {
    /// Canonical bytes of the manifest.
    pub manifest: Binary,
    /// Canonical bytes of `Authorisation`s.
    pub authorisations: Vec<Binary>,
    pub contents: Vec<OperationContent>,
}

/// Content for the operation with that index in this zone's leg.
#[cw_serde]
pub struct OperationContent {
    pub operation: u32,
    pub content: Binary,
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(ConfigResponse)]
    Config {},
    #[returns(ChannelsResponse)]
    Channels {},
    #[returns(Option<LegResponse>)]
    Leg { transaction_id: HexBinary },
    #[returns(LegsResponse)]
    Legs { start_after: Option<HexBinary>, limit: Option<u32> },
    /// Legs that somebody must still see to: voted, or final with a parked call.
    #[returns(LegsResponse)]
    Waiting { start_after: Option<HexBinary>, limit: Option<u32> },
}

#[cw_serde]
pub struct ConfigResponse {
    pub hub: HubAddress,
    pub admin: String,
    pub resources: Vec<String>,
}

#[cw_serde]
pub struct ChannelsResponse {
    /// The channel that votes are sent on; of a client pair, this chain's client stands here as in the list.
    pub current: Option<String>,
    pub channels: Vec<ChannelResponse>,
}

#[cw_serde]
pub struct ChannelResponse {
    pub channel_id: String,
    pub open: bool,
}

#[cw_serde]
#[derive(Copy)]
pub enum LegStateName {
    Voted,
    Refused,
    Applied,
    Aborted,
}

#[cw_serde]
pub struct Moment {
    pub height: u64,
    pub time_ns: Uint64,
}

/// What settled a leg.
#[cw_serde]
#[derive(Copy)]
pub enum Carrier {
    Prepare,
    Refuse,
    Ack,
    ErrorAck,
    Timeout,
    Decision,
}

#[cw_serde]
pub struct DecidedResponse {
    pub height: u64,
    pub time_ns: Uint64,
    pub by: Carrier,
}

#[cw_serde]
pub struct LegResponse {
    pub transaction_id: HexBinary,
    pub state: LegStateName,
    pub code: u32,
    pub manifest: Binary,
    pub deadline_ns: Uint64,
    pub prepared: Moment,
    pub decided: Option<DecidedResponse>,
    /// Resource calls that failed after the decision, by ordinal; `retry` runs them again.
    pub parked: Vec<u32>,
}

#[cw_serde]
pub struct LegsResponse {
    pub legs: Vec<LegResponse>,
}
