//! The events that people and programs follow a transaction by.

use crate::msg::VoteName;
use crate::state::{Transaction, Waiting};
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

/// What nobody has heard yet of the votes that waited over IBC v2 (`Waiting::untold`).
pub fn untold(transaction_id: &[u8], transaction: &Transaction, waiting: &[Waiting]) -> Vec<Event> {
    let legs = waiting.iter().filter_map(|one| transaction.legs.get(one.untold? as usize));
    let mut events = vec![];
    for leg in legs {
        if leg.chain_id == transaction.opener {
            events.push(opened(transaction_id, transaction.deadline_ns.u64()));
        }
        let answer = if leg.vote == VoteName::No { "no" } else { "yes" };
        events.push(vote(transaction_id, &leg.chain_id, answer, leg.code));
    }
    events
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
