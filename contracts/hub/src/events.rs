//! The events that people and programs follow a transaction by.

use causeway_commit::Decision;
use cosmwasm_std::{Event, HexBinary};

fn hex(transaction_id: &[u8]) -> String {
    HexBinary::from(transaction_id).to_hex()
}

pub fn opened(transaction_id: &[u8], deadline_ns: u64) -> Event {
    Event::new("causeway_opened")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("deadline_ns", deadline_ns.to_string())
}

pub fn vote(transaction_id: &[u8], chain_id: &str, answer: &str, code: u32) -> Event {
    Event::new("causeway_vote")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("chain_id", chain_id)
        .add_attribute("answer", answer)
        .add_attribute("code", code.to_string())
}

pub fn decision(transaction_id: &[u8], decision: Decision) -> Event {
    let (word, code) = match decision {
        Decision::Commit => ("commit", 0),
        Decision::Abort(code) => ("abort", code),
    };
    Event::new("causeway_decision")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("decision", word)
        .add_attribute("code", code.to_string())
}

/// `result` is sync, async, early (with PENDING entries) or failed.
pub fn ack(channel_id: &str, sequence: u64, result: &str) -> Event {
    Event::new("causeway_ack")
        .add_attribute("channel_id", channel_id)
        .add_attribute("sequence", sequence.to_string())
        .add_attribute("result", result)
}

pub fn confirmed(transaction_id: &[u8], chain_id: &str) -> Event {
    Event::new("causeway_confirmed")
        .add_attribute("transaction_id", hex(transaction_id))
        .add_attribute("chain_id", chain_id)
}
