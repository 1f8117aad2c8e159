//! The events that records are followed by; each names every identifier involved.

use crate::state::Batch;
use causeway_services::intake::BatchState;
use cosmwasm_std::Event;

/// `intake_<verb>` about an attempt at a batch.
pub fn about(verb: &str, id: &str, batch: &Batch, attempt: u32) -> Event {
    Event::new(format!("intake_{verb}"))
        .add_attribute("batch", id)
        .add_attribute("attempt", attempt.to_string())
        .add_attribute("stream", &batch.stream)
        .add_attribute("device", &batch.device)
        .add_attribute("owner", &batch.owner)
}

/// `intake_<verb>` about a right of a device on a stream.
pub fn right(verb: &str, stream: &str, device: &str, party: &str) -> Event {
    Event::new(format!("intake_{verb}"))
        .add_attribute("stream", stream)
        .add_attribute("device", device)
        .add_attribute("party", party)
}

pub fn word(state: BatchState) -> &'static str {
    match state {
        BatchState::Submitted => "submitted",
        BatchState::Checking => "checking",
        BatchState::Validated => "validated",
        BatchState::Failed => "failed",
    }
}

pub fn verdict(pass: bool) -> &'static str {
    if pass {
        "pass"
    } else {
        "fail"
    }
}
