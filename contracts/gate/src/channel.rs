//! Decides which ways this gate speaks on, only to its hub: channels over its pinned connection, unordered, never
//! closed, or its pinned client pair.

use crate::error::GateError;
use crate::msg::HubAddress;
use crate::state::{CHANNELS, CONFIG, CURRENT_CHANNEL};
use causeway_link::{client_port, is_client, is_ours, VERSION};
use causeway_proto::Code;
use cosmwasm_std::{Ibc2PacketReceiveMsg, IbcChannel, IbcOrder, Order, StdResult, Storage};

/// One way. A client pair has no handshake in which a wrong port would be found out.
pub fn check_pin(hub: &HubAddress) -> Result<(), Code> {
    let fits = match (&hub.connection_id, &hub.client_id) {
        (Some(_), None) => true,
        (None, Some(client_id)) => is_client(client_id) && client_port(&hub.contract).as_ref() == Some(&hub.port_id),
        _ => false,
    };
    if fits {
        Ok(())
    } else {
        Err(Code::ChannelRefused)
    }
}

/// Forgets the ways of before: what they carry is no longer believed.
pub fn pinned(storage: &mut dyn Storage, hub: &HubAddress) -> StdResult<()> {
    CHANNELS.clear(storage);
    CURRENT_CHANNEL.remove(storage);
    match &hub.client_id {
        Some(client_id) => connected(storage, client_id),
        None => Ok(()),
    }
}

/// Over a client pair each packet says what a handshake would have agreed on.
pub fn is_of_hub(storage: &dyn Storage, msg: &Ibc2PacketReceiveMsg) -> bool {
    CONFIG.load(storage).is_ok_and(|config| {
        config.hub.client_id.as_ref() == Some(&msg.destination_client)
            && config.hub.port_id == msg.payload.source_port
            && is_ours(&msg.payload)
    })
}

/// Both ends' proposals, at open and again at connect (pitfall: an error at open did not always stop a channel).
pub fn check_channel(
    storage: &dyn Storage,
    channel: &IbcChannel,
    counterparty_version: Option<&str>,
) -> Result<(), GateError> {
    let hub = CONFIG.load(storage)?.hub;
    let agreed = channel.order == IbcOrder::Unordered
        && channel.version == VERSION
        && counterparty_version.is_none_or(|version| version == VERSION)
        && hub.connection_id.as_ref() == Some(&channel.connection_id)
        && channel.counterparty_endpoint.port_id == hub.port_id;
    if agreed {
        Ok(())
    } else {
        Err(Code::ChannelRefused.into())
    }
}

/// The newest channel carries the votes; older open ones still carry acknowledgements and decisions.
pub fn connected(storage: &mut dyn Storage, channel_id: &str) -> StdResult<()> {
    CHANNELS.save(storage, channel_id, &true)?;
    CURRENT_CHANNEL.save(storage, &channel_id.to_string())
}

/// The other end has closed. No leg changes by that (commit rule 3): decisions come over another channel.
pub fn closed(storage: &mut dyn Storage, channel_id: &str) -> StdResult<()> {
    CHANNELS.save(storage, channel_id, &false)?;
    if CURRENT_CHANNEL.may_load(storage)?.as_deref() != Some(channel_id) {
        return Ok(());
    }
    let other = CHANNELS
        .range(storage, None, None, Order::Descending)
        .find_map(|entry| entry.ok().filter(|(_, open)| *open).map(|(id, _)| id));
    match other {
        Some(id) => CURRENT_CHANNEL.save(storage, &id),
        None => {
            CURRENT_CHANNEL.remove(storage);
            Ok(())
        }
    }
}
