//! A zone's part in a transaction (commit rules 4 to 11; the table "Zone leg").

use crate::{Decision, Reason, Told};

/// Where a leg stands. `Refused`, `Applied` and `Aborted` are final and kept as tombstones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LegState {
    Unknown,
    Voted,
    Refused,
    Applied,
    Aborted,
}

/// What can happen to a leg. There is no event of the zone's own clock, and none of a channel that closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegEvent {
    /// Authorised, before D, and every resource has locked.
    Prepared,
    /// Busy, not authorised, past D: nothing may be left behind.
    Rejected(Reason),
    /// An authorised refusal: by the resource's policy or by an actor.
    Refused(Reason),
    /// The acknowledgement of this leg's YES.
    YesAcknowledged(Told),
    /// An ICS-4 error acknowledgement of this leg's YES: the hub reverted, the vote was not counted.
    YesFailed(Reason),
    /// IBC proved that this leg's YES was never received (timeout, or timeout on close).
    YesTimedOut(Reason),
    /// Acknowledgement, error or timeout of a NO: settles nothing (commit rule 8).
    NoSettled,
    /// A DECISION packet from the hub.
    Decided(Decision),
}

/// What the gate must do; at most one thing an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegEffect {
    None,
    SendYes,
    SendNo(Reason),
    /// Resources commit; locks end.
    Apply,
    /// Resources abort; locks end.
    Release(Reason),
    /// The caller is answered with an error and nothing is written.
    Reject(Reason),
    /// Must be unreachable: tell, change nothing.
    Alarm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LegStep {
    pub state: LegState,
    pub effect: LegEffect,
}

/// The whole table, one screen. Total: every pair of state and event has an answer.
pub fn step(state: LegState, event: LegEvent) -> LegStep {
    use LegEvent::*;
    match (state, event) {
        (LegState::Unknown, Prepared) => to(LegState::Voted, LegEffect::SendYes),
        (_, Rejected(reason)) => to(state, LegEffect::Reject(reason)),
        (LegState::Unknown, Refused(reason)) => to(LegState::Refused, LegEffect::SendNo(reason)),
        // Prepare is idempotent; a refusal after the vote comes too late and is told so by the caller's own check.
        (_, Prepared | Refused(_)) => to(state, LegEffect::None),
        (_, NoSettled) => to(state, LegEffect::None),
        (_, YesAcknowledged(Told::Pending)) => to(state, LegEffect::None),
        (_, YesAcknowledged(Told::Decided(decision)) | Decided(decision)) => {
            settle(state, decision, matches!(event, Decided(_)))
        }
        (_, YesAcknowledged(Told::NotCounted(reason)) | YesFailed(reason) | YesTimedOut(reason)) => {
            uncounted(state, reason)
        }
    }
}

/// The hub's word, by acknowledgement or by DECISION packet.
fn settle(state: LegState, decision: Decision, by_packet: bool) -> LegStep {
    match (state, decision) {
        (LegState::Voted, Decision::Commit) => to(LegState::Applied, LegEffect::Apply),
        (LegState::Voted, Decision::Abort(reason)) => to(LegState::Aborted, LegEffect::Release(reason)),
        // A tombstone, so that a late Prepare of an aborted transaction finds it final.
        (LegState::Unknown, Decision::Abort(_)) if by_packet => to(LegState::Aborted, LegEffect::None),
        (LegState::Applied, Decision::Commit) => to(state, LegEffect::None),
        (LegState::Aborted | LegState::Refused, Decision::Abort(_)) => to(state, LegEffect::None),
        // COMMIT without this leg's YES, or the opposite of what was done: the hub or a carrier lies.
        _ => to(state, LegEffect::Alarm),
    }
}

/// The YES was never counted, so no COMMIT can exist and the leg may end alone.
fn uncounted(state: LegState, reason: Reason) -> LegStep {
    match state {
        LegState::Voted => to(LegState::Aborted, LegEffect::Release(reason)),
        LegState::Aborted | LegState::Unknown => to(state, LegEffect::None),
        LegState::Applied | LegState::Refused => to(state, LegEffect::Alarm),
    }
}

fn to(state: LegState, effect: LegEffect) -> LegStep {
    LegStep { state, effect }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decision::{Abort, Commit};
    use LegEffect as E;
    use LegState::*;

    const STATES: [LegState; 5] = [Unknown, Voted, Refused, Applied, Aborted];

    /// One row of the table: the event, then state and effect from each of the five states.
    fn row(event: LegEvent, expected: [(LegState, LegEffect); 5]) {
        for (state, (next, effect)) in STATES.into_iter().zip(expected) {
            let found = step(state, event);
            assert_eq!((found.state, found.effect), (next, effect), "{state:?} on {event:?}");
        }
    }

    fn same(effect: LegEffect) -> [(LegState, LegEffect); 5] {
        STATES.map(|state| (state, effect))
    }

    #[test]
    fn prepare_locks_only_an_unknown_leg_and_is_idempotent() {
        row(
            LegEvent::Prepared,
            [(Voted, E::SendYes), (Voted, E::None), (Refused, E::None), (Applied, E::None), (Aborted, E::None)],
        );
    }

    #[test]
    fn a_rejection_leaves_nothing_behind_in_any_state() {
        row(LegEvent::Rejected(400), same(E::Reject(400)));
    }

    #[test]
    fn a_refusal_counts_only_before_the_vote() {
        row(
            LegEvent::Refused(305),
            [(Refused, E::SendNo(305)), (Voted, E::None), (Refused, E::None), (Applied, E::None), (Aborted, E::None)],
        );
    }

    #[test]
    fn an_acknowledged_commit_applies_a_voted_leg_once_and_alarms_elsewhere() {
        row(
            LegEvent::YesAcknowledged(Told::Decided(Commit)),
            [(Unknown, E::Alarm), (Applied, E::Apply), (Refused, E::Alarm), (Applied, E::None), (Aborted, E::Alarm)],
        );
    }

    #[test]
    fn an_acknowledged_abort_releases_a_voted_leg_once() {
        row(
            LegEvent::YesAcknowledged(Told::Decided(Abort(500))),
            [
                (Unknown, E::Alarm),
                (Aborted, E::Release(500)),
                (Refused, E::None),
                (Applied, E::Alarm),
                (Aborted, E::None),
            ],
        );
    }

    #[test]
    fn pending_is_neither_commit_nor_abort() {
        row(LegEvent::YesAcknowledged(Told::Pending), same(E::None));
    }

    #[test]
    fn an_uncounted_yes_ends_a_voted_leg() {
        for event in
            [LegEvent::YesAcknowledged(Told::NotCounted(511)), LegEvent::YesFailed(511), LegEvent::YesTimedOut(511)]
        {
            row(
                event,
                [
                    (Unknown, E::None),
                    (Aborted, E::Release(511)),
                    (Refused, E::Alarm),
                    (Applied, E::Alarm),
                    (Aborted, E::None),
                ],
            );
        }
    }

    #[test]
    fn the_settling_of_a_no_changes_nothing() {
        row(LegEvent::NoSettled, same(E::None));
    }

    #[test]
    fn a_decision_packet_commits_only_what_voted() {
        row(
            LegEvent::Decided(Commit),
            [(Unknown, E::Alarm), (Applied, E::Apply), (Refused, E::Alarm), (Applied, E::None), (Aborted, E::Alarm)],
        );
    }

    #[test]
    fn a_decision_packet_of_abort_leaves_a_tombstone_on_an_unknown_leg() {
        row(
            LegEvent::Decided(Abort(509)),
            [
                (Aborted, E::None),
                (Aborted, E::Release(509)),
                (Refused, E::None),
                (Applied, E::Alarm),
                (Aborted, E::None),
            ],
        );
    }
}
