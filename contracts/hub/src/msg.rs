//! The messages of the hub, as JSON on the wire.

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    /// Admits and suspends zones; decides no transaction.
    pub admin: String,
}

#[cw_serde]
pub enum ExecuteMsg {
    AdmitZone(ZoneAddress),
    /// New transactions with this zone are not opened; open ones finish.
    SuspendZone {
        chain_id: String,
    },
    ResumeZone {
        chain_id: String,
    },
    /// Anyone, at or past D; also for a transaction that the hub has never heard of (presumed abort).
    Expire {
        manifest: Binary,
    },
    /// An actor of any leg, while undecided: by signature, or as sender on the hub's own chain.
    Cancel {
        manifest: Binary,
        authorisation: Option<Binary>,
    },
    /// Writes a pending acknowledgement now; entries that still wait are answered PENDING.
    Flush {
        channel_id: String,
        sequence: Uint64,
    },
    /// Sends decided transactions to a zone by DECISION packet, on any of its open channels. Here and wherever packets
    /// are named, a zone that is joined by a client pair has this chain's client in the place of a channel.
    Resend {
        transaction_ids: Vec<HexBinary>,
        chain_id: String,
        channel_id: String,
    },
}

/// A zone's pinned way in. Nobody else is heard in its name.
#[cw_serde]
pub struct ZoneAddress {
    pub chain_id: String,
    /// The light client that follows the zone: under a connection for the record, without one the pin itself.
    pub client_id: String,
    /// Absent: the zone is joined by a client pair of IBC v2, without a channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The gate's port: `wasm.<gate>`; over a client pair `wasm2` and the gate's address without its prefix.
    pub port_id: String,
    pub gate: String,
}

impl ZoneAddress {
    /// What packets of this zone come by: connection or client, and the port at the other end.
    pub fn pin(&self) -> (&str, &str) {
        (self.connection_id.as_deref().unwrap_or(&self.client_id), &self.port_id)
    }
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(ConfigResponse)]
    Config {},
    #[returns(Option<TransactionResponse>)]
    Transaction { transaction_id: HexBinary },
    #[returns(TransactionsResponse)]
    Transactions { start_after: Option<HexBinary>, limit: Option<u32> },
    #[returns(TransactionsResponse)]
    OpenByDeadline { before_ns: Uint64, limit: Option<u32> },
    #[returns(ZonesResponse)]
    Zones { start_after: Option<String>, limit: Option<u32> },
    #[returns(Option<ZoneResponse>)]
    Zone { chain_id: String },
    #[returns(AssetResponse)]
    Asset { id: String },
    #[returns(AssetsResponse)]
    Assets { start_after: Option<String>, limit: Option<u32> },
    #[returns(SupplyResponse)]
    Supply { chain_id: String },
    /// Vote packets whose acknowledgement is not written.
    #[returns(OutboxResponse)]
    Outbox { start_after: Option<(String, u64)>, limit: Option<u32> },
    /// One vote packet that was answered late, or still waits.
    #[returns(Option<PacketResponse>)]
    Packet { channel_id: String, sequence: Uint64 },
}

#[cw_serde]
pub struct ConfigResponse {
    pub admin: String,
}

#[cw_serde]
#[derive(Copy)]
pub enum PhaseName {
    Open,
    Commit,
    Abort,
}

#[cw_serde]
pub struct Moment {
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
#[derive(Copy)]
pub enum VoteName {
    Missing,
    Yes,
    No,
}

#[cw_serde]
pub struct LegNote {
    pub chain_id: String,
    pub vote: VoteName,
    pub code: u32,
    /// The zone has acknowledged a DECISION packet.
    pub confirmed: bool,
}

#[cw_serde]
pub struct TransactionResponse {
    pub transaction_id: HexBinary,
    pub state: PhaseName,
    pub code: u32,
    pub manifest: Binary,
    pub deadline_ns: Uint64,
    pub opened: Moment,
    pub decided: Option<Moment>,
    pub legs: Vec<LegNote>,
}

#[cw_serde]
pub struct TransactionsResponse {
    pub transactions: Vec<TransactionResponse>,
}

#[cw_serde]
pub struct ZoneResponse {
    pub zone: ZoneAddress,
    pub suspended: bool,
    pub channels: Vec<ChannelResponse>,
    /// Undecided transactions that this zone's vote has opened.
    pub open_transactions: u64,
}

#[cw_serde]
pub struct ChannelResponse {
    pub channel_id: String,
    pub open: bool,
}

#[cw_serde]
pub struct ZonesResponse {
    pub zones: Vec<ZoneResponse>,
}

/// Where a closed asset lives and how many commits it has seen. One that never moved is at its chain of origin.
#[cw_serde]
pub struct AssetResponse {
    pub id: String,
    pub chain_id: String,
    pub version: Uint64,
}

#[cw_serde]
pub struct AssetsResponse {
    pub assets: Vec<AssetResponse>,
}

/// Units of a foreign denomination that the books place in a zone.
#[cw_serde]
pub struct PlacedSupply {
    pub origin_chain_id: String,
    pub denom: String,
    pub amount: Uint128,
}

#[cw_serde]
pub struct SupplyResponse {
    pub supply: Vec<PlacedSupply>,
}

#[cw_serde]
pub struct PacketResponse {
    pub channel_id: String,
    pub sequence: Uint64,
    /// Entries that wait for a decision.
    pub undecided: u32,
    pub written: bool,
    pub received_height: u64,
    /// The bytes as they were, or would now be, written.
    pub acknowledgement: Binary,
    pub transaction_ids: Vec<HexBinary>,
}

#[cw_serde]
pub struct OutboxResponse {
    pub packets: Vec<PacketResponse>,
}
