//! The events that items and coins are followed by.

use crate::plan::Units;
use cosmwasm_std::Event;

/// `change`: registered, updated, transferred, received, departed or replicated.
pub fn item(id: &str, change: &str, version: u64) -> Event {
    Event::new("causeway_item")
        .add_attribute("id", id)
        .add_attribute("change", change)
        .add_attribute("version", version.to_string())
}

/// `change`: deposited, withdrawn, paid, received, departed or arrived.
pub fn coins(account: &str, change: &str, units: &Units) -> Event {
    Event::new("causeway_coins")
        .add_attribute("account", account)
        .add_attribute("change", change)
        .add_attribute("amount", units.amount)
        .add_attribute("origin_chain_id", units.origin.as_str())
        .add_attribute("denom", units.denom.as_str())
}
