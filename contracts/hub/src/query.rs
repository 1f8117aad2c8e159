//! What the hub tells; pages are capped.

use crate::acks::bytes_of;
use crate::error::HubError;
use crate::msg::*;
use crate::registry::place_of;
use crate::state::{
    load_manifest, Channel, Packet, Transaction, Zone, ASSETS, CHANNELS, OPEN_BY_DEADLINE, OUTBOX, PACKETS, SUPPLY,
    TRANSACTIONS, ZONES, ZONE_CHANNELS,
};
use causeway_proto::limits::PAGE_MAX;
use cosmwasm_std::{Deps, HexBinary, Order, StdResult, Uint64};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn transaction(deps: Deps, id: HexBinary) -> Result<Option<TransactionResponse>, HubError> {
    let found = TRANSACTIONS.may_load(deps.storage, id.as_slice())?;
    Ok(found.map(|transaction| to_response(deps, id, transaction)))
}

fn to_response(deps: Deps, id: HexBinary, transaction: Transaction) -> TransactionResponse {
    TransactionResponse {
        manifest: load_manifest(deps.storage, id.as_slice()),
        transaction_id: id,
        state: transaction.phase,
        code: transaction.code,
        deadline_ns: transaction.deadline_ns,
        opened: transaction.opened,
        decided: transaction.decided,
        legs: transaction.legs,
    }
}

pub fn transactions(
    deps: Deps,
    start_after: Option<HexBinary>,
    limit: Option<u32>,
) -> Result<TransactionsResponse, HubError> {
    let after = start_after.as_ref().map(|id| Bound::exclusive(id.as_slice()));
    let found: StdResult<Vec<TransactionResponse>> = TRANSACTIONS
        .range(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| entry.map(|(id, transaction)| to_response(deps, HexBinary::from(id), transaction)))
        .collect();
    Ok(TransactionsResponse { transactions: found? })
}

/// Open transactions whose deadline is before the given time, earliest first.
pub fn open_by_deadline(deps: Deps, before_ns: u64, limit: Option<u32>) -> Result<TransactionsResponse, HubError> {
    let mut transactions = vec![];
    for entry in OPEN_BY_DEADLINE.keys(deps.storage, None, None, Order::Ascending).take(page(limit)) {
        let (deadline_ns, id) = entry?;
        if deadline_ns >= before_ns {
            break;
        }
        let transaction = TRANSACTIONS.load(deps.storage, &id)?;
        transactions.push(to_response(deps, HexBinary::from(id), transaction));
    }
    Ok(TransactionsResponse { transactions })
}

pub fn zone(deps: Deps, chain_id: &str) -> Result<Option<ZoneResponse>, HubError> {
    let found = ZONES.may_load(deps.storage, chain_id)?;
    Ok(found.map(|zone| zone_response(deps, zone)).transpose()?)
}

fn zone_response(deps: Deps, zone: Zone) -> StdResult<ZoneResponse> {
    let mut channels = vec![];
    let pin = zone.address.pin();
    let speaks = |channel: Channel| channel.open && (channel.connection_id.as_str(), channel.port_id.as_str()) == pin;
    let ids = ZONE_CHANNELS.prefix(&zone.address.chain_id).keys(deps.storage, None, None, Order::Ascending);
    for channel_id in ids.take(PAGE_MAX as usize) {
        let channel_id = channel_id?;
        let open = CHANNELS.may_load(deps.storage, &channel_id)?.is_some_and(speaks);
        channels.push(ChannelResponse { channel_id, open });
    }
    Ok(ZoneResponse { zone: zone.address, suspended: zone.suspended, channels, open_transactions: zone.open })
}

pub fn zones(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> Result<ZonesResponse, HubError> {
    let after = start_after.as_deref().map(Bound::exclusive);
    let zones: StdResult<Vec<ZoneResponse>> = ZONES
        .range(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| zone_response(deps, entry?.1))
        .collect();
    Ok(ZonesResponse { zones: zones? })
}

pub fn asset(deps: Deps, id: String) -> Result<AssetResponse, HubError> {
    let place = place_of(deps.storage, &id).map_err(|mismatch| mismatch.code())?;
    Ok(AssetResponse { id, chain_id: place.chain_id, version: Uint64::new(place.version) })
}

pub fn assets(deps: Deps, start_after: Option<String>, limit: Option<u32>) -> Result<AssetsResponse, HubError> {
    let after = start_after.as_deref().map(Bound::exclusive);
    let assets: StdResult<Vec<AssetResponse>> = ASSETS
        .range(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| {
            let (id, place) = entry?;
            Ok(AssetResponse { id, chain_id: place.chain_id, version: Uint64::new(place.version) })
        })
        .collect();
    Ok(AssetsResponse { assets: assets? })
}

pub fn supply(deps: Deps, chain_id: &str) -> Result<SupplyResponse, HubError> {
    let supply: StdResult<Vec<PlacedSupply>> = SUPPLY
        .sub_prefix(chain_id)
        .range(deps.storage, None, None, Order::Ascending)
        .take(PAGE_MAX as usize)
        .map(|entry| {
            let ((origin_chain_id, denom), amount) = entry?;
            Ok(PlacedSupply { origin_chain_id, denom, amount })
        })
        .collect();
    Ok(SupplyResponse { supply: supply? })
}

fn packet_response(channel_id: String, sequence: u64, packet: Packet) -> PacketResponse {
    PacketResponse {
        channel_id,
        sequence: Uint64::new(sequence),
        undecided: packet.entries.iter().filter(|entry| entry.waits).count() as u32,
        written: packet.written,
        received_height: packet.received_height,
        acknowledgement: bytes_of(&packet.entries),
        transaction_ids: packet.entries.iter().map(|entry| HexBinary::from(entry.transaction_id.as_slice())).collect(),
    }
}

pub fn packet(deps: Deps, channel_id: String, sequence: u64) -> Result<Option<PacketResponse>, HubError> {
    let found = PACKETS.may_load(deps.storage, (&channel_id, sequence))?;
    Ok(found.map(|packet| packet_response(channel_id, sequence, packet)))
}

pub fn outbox(deps: Deps, start_after: Option<(String, u64)>, limit: Option<u32>) -> Result<OutboxResponse, HubError> {
    let after = start_after.as_ref().map(|(channel_id, sequence)| Bound::exclusive((channel_id.as_str(), *sequence)));
    let mut packets = vec![];
    for key in OUTBOX.keys(deps.storage, after, None, Order::Ascending).take(page(limit)) {
        let (channel_id, sequence) = key?;
        let found = PACKETS.load(deps.storage, (&channel_id, sequence))?;
        packets.push(packet_response(channel_id, sequence, found));
    }
    Ok(OutboxResponse { packets })
}
