//! What a search must have met: a model in which nothing is ever committed, or no acknowledgement ever fails, would
//! hold as well, and would say nothing.

use crate::ledger::compare;
use crate::scenario::{Model, Scenario};
use crate::world::{Packet, Phase, World};
use causeway_commit::batch::is_complete;
use causeway_commit::hub::Record;
use causeway_commit::leg::LegState;
use causeway_commit::{Decision, Told};

struct Witness {
    name: &'static str,
    expected: fn(&Model) -> bool,
    met: fn(&World) -> bool,
}

const WITNESSES: &[Witness] = &[
    Witness { name: "a commit", expected: may_commit, met: |world| record(world, |one| one == Decision::Commit) },
    Witness { name: "an abort", expected: may_abort, met: |world| record(world, |one| one != Decision::Commit) },
    Witness { name: "an applied leg", expected: may_commit, met: |world| leg(world, LegState::Applied) },
    Witness { name: "an aborted leg", expected: may_abort, met: |world| leg(world, LegState::Aborted) },
    Witness {
        name: "a refused leg",
        expected: |model| model.scenario.faults.refuse,
        met: |world| leg(world, LegState::Refused),
    },
    Witness {
        name: "an error acknowledgement",
        expected: |model| model.scenario.faults.errors && model.scenario.votes_arrive,
        met: |world| packet(world, |one| one.phase == Phase::Failed),
    },
    Witness {
        name: "unknown acknowledgement bytes",
        expected: |model| model.scenario.faults.junk && may_commit(model),
        met: |world| packet(world, |one| one.phase == Phase::Junk),
    },
    Witness {
        name: "an acknowledgement that could not be written",
        expected: |model| model.scenario.faults.failed_writes && may_commit(model),
        met: |world| packet(world, is_owed),
    },
    Witness {
        name: "an acknowledgement with PENDING",
        expected: |model| model.scenario.faults.batches,
        met: |world| packet(world, |one| one.phase == Phase::Answered && one.entries.iter().any(is_pending)),
    },
    Witness {
        name: "a vote on the second channel",
        expected: |model| closes(&model.scenario),
        met: |world| packet(world, |one| one.second),
    },
    Witness {
        name: "DECISION packets behind a closed end",
        expected: |model| closes(&model.scenario),
        met: |world| world.zones.iter().any(|zone| zone.channel.left.contains(&true)),
    },
];

fn record(world: &World, is: fn(Decision) -> bool) -> bool {
    world.records.iter().any(|record| matches!(record, Some(Record::Decided(decision)) if is(*decision)))
}

fn leg(world: &World, state: LegState) -> bool {
    world.zones.iter().any(|zone| zone.legs.contains(&state))
}

fn packet(world: &World, is: fn(&Packet) -> bool) -> bool {
    world.zones.iter().any(|zone| zone.packets.iter().any(is))
}

/// Complete and yet unwritten; a mutated hub loses it.
fn is_owed(packet: &Packet) -> bool {
    packet.phase == Phase::Lost || (packet.phase == Phase::Stored && is_complete(&packet.entries))
}

fn is_pending(entry: &causeway_commit::batch::Entry) -> bool {
    entry.told == Told::Pending
}

fn closes(scenario: &Scenario) -> bool {
    scenario.faults.closing != 0
}

fn may_commit(model: &Model) -> bool {
    model.scenario.votes_arrive && compare(model, &World::start(model), 0).is_some()
}

fn may_abort(model: &Model) -> bool {
    model.scenario.end > 0
}

/// Set of witnesses that this world is.
pub fn met(world: &World) -> u16 {
    WITNESSES.iter().enumerate().map(|(bit, witness)| u16::from((witness.met)(world)) << bit).sum()
}

/// Names of the witnesses that a search of this model should have met and has not.
pub fn missing(model: &Model, met: u16) -> Vec<&'static str> {
    let absent = |(bit, witness): &(usize, &Witness)| (witness.expected)(model) && met >> bit & 1 == 0;
    WITNESSES.iter().enumerate().filter(absent).map(|(_, witness)| witness.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{ACKS, DEAF};
    use crate::rules::Rules;

    #[test]
    fn a_start_is_no_witness_and_a_blind_search_is_told() {
        let model = Model { scenario: ACKS, rules: Rules::REAL };
        assert_eq!(met(&World::start(&model)), 0);
        assert!(missing(&model, 0).contains(&"a commit"));
        assert!(missing(&model, u16::MAX).is_empty());
    }

    #[test]
    fn no_commit_is_expected_where_no_vote_arrives() {
        assert!(!missing(&Model { scenario: DEAF, rules: Rules::REAL }, 0).contains(&"a commit"));
    }
}
