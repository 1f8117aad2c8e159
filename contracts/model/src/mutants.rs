//! The commit with one rule broken, each in a world where it shows, and the check that must catch it.

use crate::catalogue::{
    ACKS, ALL, BATCHES, BYZANTINE_PLAIN, CONFLICT, DEAF, DOUBLE, EARLY, FORGED, PAIR, RETURN_LIGHT, STRANGERS,
};
use crate::rules::Rules;
use crate::scenario::{Goal, Scenario, I6, I6A, I6D, I6T};

pub struct Mutant {
    /// What the mutated contract does.
    pub what: &'static str,
    pub rules: Rules,
    pub base: Scenario,
    /// The first check that it violates.
    pub by: &'static str,
}

/// `mutant!(flag, base, "check", "what")`
macro_rules! mutant {
    ($($flag:ident)+, $base:expr, $by:literal, $what:literal) => {
        Mutant { what: $what, rules: Rules { $($flag: true,)+ ..RULES }, base: $base, by: $by }
    };
}

const RULES: Rules = Rules::REAL;

/// The base with other goals, where a mutant breaks one carrier only.
const fn with(base: Scenario, goals: &'static [Goal]) -> Scenario {
    Scenario { goals, ..base }
}

const ONLY_I6: &[Goal] = &[I6];
const ONLY_I6A: &[Goal] = &[I6A];
const ONLY_I6D: &[Goal] = &[I6D];
const ONLY_I6T: &[Goal] = &[I6T];

pub const GATE: &[Mutant] = &[
    mutant!(own_clock_abort, ALL, "I2lock", "ends a vote by its own clock"),
    mutant!(close_aborts, ALL, "I2lock", "ends its votes when a channel closes"),
    mutant!(timeout_without_proof, ACKS, "I1h", "takes hub time past D for a timeout, without proof"),
    mutant!(timeout_ignored, with(DEAF, ONLY_I6T), "I6t", "ignores the timeout of its vote"),
    mutant!(vote_later, with(DEAF, ONLY_I6T), "I6t", "locks in one tx, sends the vote in another"),
    mutant!(error_ack_commits, ALL, "I1h", "reads an error acknowledgement as commit"),
    mutant!(error_ack_ignored, with(ACKS, ONLY_I6A), "I6a", "ignores an error acknowledgement"),
    mutant!(pending_aborts, BATCHES, "I2lock", "reads PENDING as abort"),
    mutant!(pending_commits, BATCHES, "I1h", "reads PENDING as commit"),
    mutant!(junk_ack_aborts, ALL, "I1h", "reads unknown acknowledgement bytes as abort"),
    mutant!(forget_applied, ACKS, "I1", "keeps no tombstone after applying"),
    mutant!(forget_aborted, ACKS, "ALARM", "keeps no tombstone after aborting"),
    mutant!(forget_refused, ACKS, "I1h", "keeps no tombstone after refusing"),
    mutant!(no_settles_leg, ACKS, "ALARM", "settles a leg by the answer to its NO"),
    mutant!(receive_unlocked, RETURN_LIGHT, "I3x", "lets an arrival neither look nor lock (return before ack)"),
    mutant!(release_unlocked, CONFLICT, "CAS", "takes no lock; the registry compares"),
    mutant!(release_unlocked registry_unchecked, CONFLICT, "I3x", "takes no lock; the registry does not compare"),
    mutant!(busy_refuses, STRANGERS, "G", "takes busy for a refusal"),
    mutant!(commit_may_fail, with(ACKS, ONLY_I6), "I6", "lets a resource's failure revert the handler"),
    mutant!(foreign_decisions, BYZANTINE_PLAIN, "I1h", "takes a DECISION packet from any channel"),
];

pub const HUB: &[Mutant] = &[
    mutant!(no_deadline_check, BYZANTINE_PLAIN, "I8", "trusts the packet's timeout for D (byzantine leg)"),
    mutant!(no_deadline_check, BATCHES, "I8", "trusts the packet's timeout for D (batch, all honest)"),
    mutant!(registry_unchecked, DOUBLE, "I3", "never compares the registry"),
    mutant!(registry_at_open, DOUBLE, "I3", "compares the registry when the record opens only"),
    mutant!(registry_unchecked, FORGED, "I3", "never compares the registry (asset that the zone has not)"),
    mutant!(registry_aborts_at_open, EARLY, "G", "aborts on a registry mismatch when the record opens"),
    mutant!(votes_counted, BYZANTINE_PLAIN, "I2lock", "counts votes instead of legs"),
    mutant!(leg_from_content, BYZANTINE_PLAIN, "I2lock", "takes the leg from the content, not from the channel"),
    mutant!(stranger_counts, STRANGERS, "I2lock", "counts the vote of a zone that has no leg"),
    mutant!(stranger_aborts, STRANGERS, "G", "records ABORT on the vote of a zone that has no leg"),
    mutant!(last_leg_not_awaited, ALL, "I2lock", "does not wait for the last leg"),
    mutant!(expire_early, STRANGERS, "G", "lets anyone expire before D"),
    mutant!(expire_known_only, with(PAIR, ONLY_I6), "I6", "does not expire what it does not know"),
    mutant!(no_expire, with(ACKS, ONLY_I6), "I6", "does not expire"),
    mutant!(expire_flips_commit, ACKS, "I2", "lets expire change a commit"),
    mutant!(cancel_flips_commit, ACKS, "I2", "lets cancel change a commit"),
    mutant!(forget_commit, ACKS, "I1h", "forgets a commit after D"),
    mutant!(error_keeps_state, ACKS, "I1h", "keeps the state that an error should revert"),
    mutant!(error_keeps_first, BATCHES, "I1h", "answers a batch with an error after counting its first entry"),
];

pub const CARRIERS: &[Mutant] = &[
    mutant!(sync_ack_lost, with(ACKS, ONLY_I6A), "I6a", "loses the last voter's own acknowledgement"),
    mutant!(async_acks_forgotten, with(ACKS, ONLY_I6A), "I6a", "forgets the acknowledgements that wait"),
    mutant!(failed_write_lost decision_outbox_only, with(PAIR, ONLY_I6), "I6", "loses failed writes, resends outbox"),
    mutant!(failed_write_reverts, with(PAIR, ONLY_I6), "I6", "lets one failing write revert the whole call"),
    mutant!(no_decision_packets, with(PAIR, ONLY_I6), "I6", "sends no DECISION packets"),
    mutant!(decision_once, with(PAIR, ONLY_I6), "I6", "sends a DECISION packet once"),
    mutant!(decision_outbox_only, with(PAIR, ONLY_I6), "I6", "resends only what is in the outbox"),
    mutant!(decision_outbox_only, with(BATCHES, ONLY_I6), "I6", "forgets entries that were PENDING"),
    mutant!(decision_first_channel, with(PAIR, ONLY_I6), "I6", "resends on the original channel only"),
    mutant!(no_replacement, with(PAIR, ONLY_I6), "I6", "accepts no second channel"),
    mutant!(no_decision_packets, with(ACKS, ONLY_I6D), "I6d", "sends no DECISION packets (acknowledgements fail)"),
];

/// Rules that another rule makes superfluous: without them everything must still hold.
pub const REDUNDANT: &[Mutant] = &[
    mutant!(failed_write_lost, with(PAIR, ONLY_I6), "", "loses a failed write, resends anything"),
    mutant!(no_ignored, ACKS, "", "ignores a no (the deadline ends it)"),
    mutant!(no_timeout_on_close, ALL, "", "has no timeout on close (the deadline ends it)"),
];
