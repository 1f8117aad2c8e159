//! Decides which channels this gate speaks on: only to its hub, over its pinned connection, unordered, never closed.

use crate::error::GateError;
use crate::state::{CHANNELS, CONFIG, CURRENT_CHANNEL};
use causeway_proto::Code;
use cosmwasm_std::{IbcChannel, IbcOrder, Order, StdResult, Storage};

pub const CHANNEL_VERSION: &str = "causeway-1";

/// Both ends' proposals, at open and again at connect (pitfall: an error at open did not always stop a channel).
pub fn check_channel(
    storage: &dyn Storage,
    channel: &IbcChannel,
    counterparty_version: Option<&str>,
) -> Result<(), GateError> {
    let hub = CONFIG.load(storage)?.hub;
    let agreed = channel.order == IbcOrder::Unordered
        && channel.version == CHANNEL_VERSION
        && counterparty_version.is_none_or(|version| version == CHANNEL_VERSION)
        && channel.connection_id == hub.connection_id
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
