//! The events that people and programs follow a leg by.

use crate::msg::{Carrier, LegStateName};
use cosmwasm_std::{Event, HexBinary};

fn hex(transaction_id: &[u8]) -> String {
    HexBinary::from(transaction_id).to_hex()
}

fn carrier_name(by: Carrier) -> &'static str {
    match by {
        Carrier::Prepare => "prepare",
        Carrier::Refuse => "refuse",
        Carrier::Ack => "ack",
        Carrier::ErrorAck => "error_ack",
        Carrier::Timeout => "timeout",
        Carrier::Decision => "decision",
    }
}

fn state_name(state: LegStateName) -> &'static str {
    match state {
        LegStateName::Voted => "voted",
        LegStateName::Refused => "refused",
        LegStateName::Applied => "applied",
        LegStateName::Aborted => "aborted",
    }
}

pub fn leg(transaction_id: &[u8], state: LegStateName, code: u32, by: Carrier) -> Event {
    Event::new("causeway_leg")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("state", state_name(state))
        .add_attribute("code", code.to_string())
        .add_attribute("by", carrier_name(by))
}

pub fn rejected(transaction_id: &[u8], code: u32) -> Event {
    Event::new("causeway_rejected")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("code", code.to_string())
}

pub fn known(transaction_id: &[u8]) -> Event {
    Event::new("causeway_known").add_attribute("transaction_id", hex(transaction_id))
}

pub fn parked(transaction_id: &[u8], ordinal: u32) -> Event {
    Event::new("causeway_parked")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("ordinal", ordinal.to_string())
}

/// A parked call has been carried out after all.
pub fn retried(transaction_id: &[u8], ordinal: u32) -> Event {
    Event::new("causeway_retried")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("ordinal", ordinal.to_string())
}

/// Something that the model says cannot happen; nothing was changed by it.
pub fn alarm(transaction_id: &[u8], what: &str) -> Event {
    Event::new("causeway_alarm").add_attribute("transaction_id", hex(transaction_id)).add_attribute("what", what)
}
