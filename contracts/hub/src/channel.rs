//! Which ways are heard: channels of admitted zones over their pinned connection and port, unordered, never closed; and
//! pinned client pairs, over which ports, version and encoding stand in each packet instead of a handshake.

use crate::error::HubError;
use crate::msg::ZoneAddress;
use crate::state::{Channel, CHANNELS, ZONE_BY_PORT, ZONE_CHANNELS};
use causeway_link::VERSION;
use causeway_proto::Code;
use cosmwasm_std::{IbcChannel, IbcOrder, StdResult, Storage};

/// The zone at the other end; checked at open, and again at connect.
pub fn check_channel(
    storage: &dyn Storage,
    channel: &IbcChannel,
    counterparty_version: Option<&str>,
) -> Result<String, HubError> {
    let well_formed = channel.order == IbcOrder::Unordered
        && channel.version == VERSION
        && counterparty_version.is_none_or(|version| version == VERSION);
    if !well_formed {
        return Err(Code::ChannelRefused.into());
    }
    let pin = (channel.connection_id.as_str(), channel.counterparty_endpoint.port_id.as_str());
    Ok(ZONE_BY_PORT.may_load(storage, pin)?.ok_or(Code::ChannelRefused)?)
}

pub fn connected(storage: &mut dyn Storage, channel: IbcChannel, chain_id: String) -> StdResult<()> {
    let channel_id = channel.endpoint.channel_id;
    ZONE_CHANNELS.save(storage, (&chain_id, &channel_id), &true)?;
    let (connection_id, port_id) = (channel.connection_id, channel.counterparty_endpoint.port_id);
    CHANNELS.save(storage, &channel_id, &Channel { chain_id, connection_id, port_id, open: true })
}

/// A client pair is there as soon as it is pinned. A client follows one chain: it never speaks for another zone.
pub fn paired(storage: &mut dyn Storage, address: &ZoneAddress) -> Result<(), HubError> {
    let ZoneAddress { chain_id, client_id, port_id, .. } = address;
    let known = CHANNELS.may_load(storage, client_id)?;
    if known.is_some_and(|channel| channel.chain_id != *chain_id) {
        return Err(Code::Exists.into());
    }
    ZONE_CHANNELS.save(storage, (chain_id, client_id), &true)?;
    let (chain_id, connection_id, port_id) = (chain_id.clone(), client_id.clone(), port_id.clone());
    Ok(CHANNELS.save(storage, client_id, &Channel { chain_id, connection_id, port_id, open: true })?)
}

/// The other end has closed. Votes received before count on; decisions go over another channel of the zone.
pub fn closed(storage: &mut dyn Storage, channel_id: &str) -> StdResult<()> {
    let Some(mut channel) = CHANNELS.may_load(storage, channel_id)? else { return Ok(()) };
    channel.open = false;
    CHANNELS.save(storage, channel_id, &channel)
}

/// The sender's zone, from the receiving channel and never from packet content (commit rule 2). A zone that was pinned
/// anew no longer speaks by channels of its former pin; decisions still reach whoever is at their other end.
/// `port_id` is the sender's where the packet itself names it; a channel has agreed on it long before.
pub fn zone_of(storage: &dyn Storage, channel_id: &str, port_id: Option<&str>) -> Result<String, HubError> {
    let channel = CHANNELS.may_load(storage, channel_id)?.ok_or(Code::ChannelRefused)?;
    if port_id.is_some_and(|port_id| port_id != channel.port_id) {
        return Err(Code::ChannelRefused.into());
    }
    let pinned = ZONE_BY_PORT.may_load(storage, (&channel.connection_id, &channel.port_id))?;
    match pinned {
        Some(chain_id) if chain_id == channel.chain_id => Ok(chain_id),
        _ => Err(Code::ChannelRefused.into()),
    }
}
