//! What the hub remembers. Decided records are never forgotten: a zone may ask at any time (commit rule 19).

use crate::msg::{LegNote, Moment, PhaseName, ZoneAddress};
use causeway_commit::batch::Entry;
use causeway_commit::hub::Record;
use causeway_commit::{Decision, Told};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, Storage, Uint128, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub admin: Addr,
}

#[cw_serde]
pub struct Zone {
    pub address: ZoneAddress,
    pub suspended: bool,
    /// Undecided transactions that this zone's vote has opened.
    pub open: u64,
}

/// A channel, or a client pair by the id of this chain's client.
#[cw_serde]
pub struct Channel {
    pub chain_id: String,
    /// The way in that was pinned for the zone when the channel opened: a connection, or the client of a pair.
    pub connection_id: String,
    pub port_id: String,
    pub open: bool,
}

#[cw_serde]
pub struct Transaction {
    pub phase: PhaseName,
    pub code: u32,
    /// Set of legs that said yes, by index.
    pub yes: u32,
    pub deadline_ns: Uint64,
    pub opened: Moment,
    pub decided: Option<Moment>,
    pub legs: Vec<LegNote>,
    /// Zone whose vote opened the record.
    pub opener: String,
    /// Packet entries that wait for the decision.
    pub waiting: Vec<Waiting>,
}

#[cw_serde]
pub struct Waiting {
    pub channel_id: String,
    pub sequence: u64,
    pub entry: u32,
    /// Over IBC v2, the leg whose vote this was: no event has told of it, because a receive that is not answered at
    /// once loses its events. They come with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untold: Option<u32>,
}

/// A vote packet that could not be answered at once.
#[cw_serde]
pub struct Packet {
    pub entries: Vec<PacketEntry>,
    pub written: bool,
    pub received_height: u64,
    /// Where it came from over IBC v2; of a packet on a channel, nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_client: Option<String>,
}

#[cw_serde]
pub struct PacketEntry {
    pub transaction_id: Binary,
    /// `Outcome` of the schema.
    pub outcome: i32,
    pub code: u32,
    pub waits: bool,
}

/// Location of a closed asset, as the last commit on it left it.
#[cw_serde]
pub struct Place {
    pub chain_id: String,
    pub version: u64,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const ZONES: Map<&str, Zone> = Map::new("zone");
/// (connection id or client id of a pair, counterparty port) -> chain id.
pub const ZONE_BY_PORT: Map<(&str, &str), String> = Map::new("zone_by_port");
pub const CHANNELS: Map<&str, Channel> = Map::new("channel");
/// (chain id, channel id), for lists.
pub const ZONE_CHANNELS: Map<(&str, &str), bool> = Map::new("zone_channel");
pub const TRANSACTIONS: Map<&[u8], Transaction> = Map::new("transaction");
/// (deadline, transaction id) of open transactions.
pub const OPEN_BY_DEADLINE: Map<(u64, &[u8]), bool> = Map::new("open_by_deadline");
/// By the channel, or the client of this chain, that they were received on.
pub const PACKETS: Map<(&str, u64), Packet> = Map::new("packet");
/// Packets whose acknowledgement is not written.
pub const OUTBOX: Map<(&str, u64), bool> = Map::new("outbox");
pub const ASSETS: Map<&str, Place> = Map::new("asset");
/// (zone, origin chain, denomination) -> units; a chain's own denominations are not counted at home.
pub const SUPPLY: Map<(&str, &str, &str), Uint128> = Map::new("supply");

fn manifest_key(transaction_id: &[u8]) -> Vec<u8> {
    [b"manifest:", transaction_id].concat()
}

pub fn save_manifest(storage: &mut dyn Storage, transaction_id: &[u8], manifest: &[u8]) {
    storage.set(&manifest_key(transaction_id), manifest);
}

pub fn load_manifest(storage: &dyn Storage, transaction_id: &[u8]) -> Binary {
    storage.get(&manifest_key(transaction_id)).unwrap_or_default().into()
}

impl Transaction {
    /// The record as the commit machine sees it.
    pub fn record(&self) -> Record {
        match self.phase {
            PhaseName::Open => Record::Open { yes: self.yes },
            PhaseName::Commit => Record::Decided(Decision::Commit),
            PhaseName::Abort => Record::Decided(Decision::Abort(self.code)),
        }
    }
}

impl PacketEntry {
    pub fn new(transaction_id: &[u8], entry: Entry) -> Self {
        let (outcome, code) = crate::acks::to_wire(entry.told);
        PacketEntry { transaction_id: transaction_id.into(), outcome: outcome as i32, code, waits: entry.waits }
    }

    pub fn settle(&mut self, told: Told) {
        if self.waits {
            *self = PacketEntry::new(&self.transaction_id, Entry::ended(told));
        }
    }
}
