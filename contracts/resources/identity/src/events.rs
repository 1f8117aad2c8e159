//! One event for each change of state; auditors read nothing else.

use crate::msg::{Ballot, Happening, Outcome};
use crate::state::{Note, Record};
use cosmwasm_std::Event;

fn name(what: Happening) -> &'static str {
    match what {
        Happening::Proposed => "identity_proposed",
        Happening::Enrolled => "identity_enrolled",
        Happening::Rejected => "identity_rejected",
        Happening::Suspended => "identity_suspended",
        Happening::Resumed => "identity_resumed",
        Happening::Lapsed => "identity_lapsed",
        Happening::Retired => "identity_retired",
        Happening::RolesSet => "identity_roles_set",
        Happening::KeyRotated => "identity_key_rotated",
        Happening::TransferOffered => "identity_transfer_offered",
        Happening::Transferred => "identity_transferred",
        Happening::AccountBound => "identity_account_bound",
        Happening::AccountUnbound => "identity_account_unbound",
        Happening::Replicated => "identity_replicated",
    }
}

/// `subject` is what it happened to, `party` who did it, `owner` who answers for the subject now.
pub fn happened(record: &Record, note: &Note) -> Event {
    let mut event = Event::new(name(note.what))
        .add_attribute("subject", &record.id)
        .add_attribute("owner", record.owner_id())
        .add_attribute("version", record.version.to_string());
    if let Some(by) = note.by {
        event = event.add_attribute("party", by);
    }
    if let Some(proposal) = note.proposal {
        event = event.add_attribute("proposal", proposal.to_string());
    }
    if !note.text.is_empty() {
        event = event.add_attribute("note", note.text);
    }
    event
}

pub fn opened(proposal: u64, party: &str) -> Event {
    Event::new("identity_proposal_opened").add_attribute("proposal", proposal.to_string()).add_attribute("party", party)
}

pub fn voted(proposal: u64, ballot: &Ballot, outcome: Outcome) -> Event {
    let outcome = match outcome {
        Outcome::Open => "open",
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Expired => "expired",
    };
    Event::new("identity_voted")
        .add_attribute("proposal", proposal.to_string())
        .add_attribute("party", &ballot.party)
        .add_attribute("approve", ballot.approve.to_string())
        .add_attribute("outcome", outcome)
}

pub fn role_added(role: &str, scopes: &[String]) -> Event {
    Event::new("identity_role_added").add_attribute("role", role).add_attribute("scopes", scopes.join(","))
}

pub fn audited(number: u64, party: &str, what: &str) -> Event {
    Event::new("identity_audited")
        .add_attribute("audit", number.to_string())
        .add_attribute("party", party)
        .add_attribute("what", what)
}

pub fn peer_set(chain_id: &str, contract: &str) -> Event {
    Event::new("identity_peer_set").add_attribute("chain_id", chain_id).add_attribute("contract", contract)
}
