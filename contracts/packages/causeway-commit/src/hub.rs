//! The hub's record of a transaction (commit rules 12 to 19; the table "Hub record").

use crate::{Decision, Reason, Told};

/// An existing record. `yes` is a set of legs, never a count of packets (commit rule 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Record {
    Open { yes: u32 },
    Decided(Decision),
}

/// What can happen to a record. Votes come from the leg's own zone; the caller has derived it from the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HubEvent {
    Yes {
        leg: u32,
    },
    No {
        leg: u32,
        reason: Reason,
    },
    /// Anyone, at or past D; also on a transaction that the hub does not know (presumed abort).
    Expire,
    /// An actor of a leg, while undecided.
    Cancel,
}

/// What the caller knows of the world at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Now {
    /// Number of legs in the manifest.
    pub legs: u32,
    /// Hub block time >= D, whatever the packet's own timeout says (commit rule 12).
    pub past_deadline: bool,
    pub reasons: Reasons,
}

/// The numbers of the codes that this machine gives by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reasons {
    pub deadline_passed: Reason,
    pub cancelled: Reason,
    pub too_early: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// What the vote's acknowledgement says, if it were written now.
    Tell(Told),
    /// The call fails and leaves no trace.
    Reject(Reason),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HubStep {
    /// `None` only for a rejected event on an unknown transaction.
    pub record: Option<Record>,
    pub answer: Answer,
    /// Set when this very event decided: registry and pending acknowledgements follow.
    pub decided_now: bool,
}

/// One event. `registry` compares every closed asset and every supply with the books; it is asked only when the last
/// leg has said yes, because checking any earlier lets a byzantine source move one asset twice (commit rule 14).
pub fn step(
    record: Option<Record>,
    event: HubEvent,
    now: Now,
    registry: impl FnOnce() -> Result<(), Reason>,
) -> HubStep {
    let yes = match record {
        Some(Record::Decided(decision)) => return keep(decision),
        Some(Record::Open { yes }) => yes,
        None => 0,
    };
    match event {
        HubEvent::Expire if !now.past_deadline => {
            HubStep { record, answer: Answer::Reject(now.reasons.too_early), decided_now: false }
        }
        _ if now.past_deadline => decide(Decision::Abort(now.reasons.deadline_passed)),
        HubEvent::Expire => decide(Decision::Abort(now.reasons.deadline_passed)),
        HubEvent::Cancel => decide(Decision::Abort(now.reasons.cancelled)),
        HubEvent::No { reason, .. } => decide(Decision::Abort(reason)),
        HubEvent::Yes { leg } => count(yes | 1 << leg, now.legs, registry),
    }
}

fn count(yes: u32, legs: u32, registry: impl FnOnce() -> Result<(), Reason>) -> HubStep {
    let all = u32::MAX >> (32 - legs.clamp(1, 32));
    if yes & all != all {
        return HubStep { record: Some(Record::Open { yes }), answer: Answer::Tell(Told::Pending), decided_now: false };
    }
    match registry() {
        Ok(()) => decide(Decision::Commit),
        Err(reason) => decide(Decision::Abort(reason)),
    }
}

/// A decision is final: whatever comes later is answered with it.
fn keep(decision: Decision) -> HubStep {
    HubStep {
        record: Some(Record::Decided(decision)),
        answer: Answer::Tell(Told::Decided(decision)),
        decided_now: false,
    }
}

fn decide(decision: Decision) -> HubStep {
    HubStep { decided_now: true, ..keep(decision) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REASONS: Reasons = Reasons { deadline_passed: 500, cancelled: 505, too_early: 509 };
    const BEFORE: Now = Now { legs: 2, past_deadline: false, reasons: REASONS };
    const AFTER: Now = Now { past_deadline: true, ..BEFORE };
    const YES0: HubEvent = HubEvent::Yes { leg: 0 };
    const YES1: HubEvent = HubEvent::Yes { leg: 1 };
    const NO: HubEvent = HubEvent::No { leg: 1, reason: 305 };

    fn run(record: Option<Record>, event: HubEvent, now: Now) -> HubStep {
        step(record, event, now, || Ok(()))
    }

    fn aborted(reason: Reason) -> HubStep {
        decide(Decision::Abort(reason))
    }

    #[test]
    fn the_first_yes_opens_the_record_without_asking_the_registry() {
        let found = step(None, YES0, BEFORE, || panic!("asked before the last vote"));
        assert_eq!(found.record, Some(Record::Open { yes: 1 }));
        assert_eq!(found.answer, Answer::Tell(Told::Pending));
    }

    #[test]
    fn the_same_leg_twice_is_counted_once() {
        let found = step(Some(Record::Open { yes: 1 }), YES0, BEFORE, || panic!("not the last leg"));
        assert_eq!(found.record, Some(Record::Open { yes: 1 }));
    }

    #[test]
    fn the_last_yes_commits_when_the_registry_matches() {
        let found = run(Some(Record::Open { yes: 1 }), YES1, BEFORE);
        assert_eq!(found, decide(Decision::Commit));
    }

    #[test]
    fn the_last_yes_aborts_when_the_registry_differs() {
        let found = step(Some(Record::Open { yes: 1 }), YES1, BEFORE, || Err(503));
        assert_eq!(found, aborted(503));
    }

    #[test]
    fn one_leg_decides_at_its_only_vote() {
        let found = run(None, YES0, Now { legs: 1, ..BEFORE });
        assert_eq!(found, decide(Decision::Commit));
    }

    #[test]
    fn a_no_aborts_known_and_unknown_transactions() {
        assert_eq!(run(None, NO, BEFORE), aborted(305));
        assert_eq!(run(Some(Record::Open { yes: 1 }), NO, BEFORE), aborted(305));
    }

    #[test]
    fn at_the_deadline_every_event_aborts_even_the_last_yes() {
        for record in [None, Some(Record::Open { yes: 1 })] {
            for event in [YES1, NO, HubEvent::Expire, HubEvent::Cancel] {
                assert_eq!(run(record, event, AFTER), aborted(500), "{record:?} {event:?}");
            }
        }
    }

    #[test]
    fn nobody_expires_before_the_deadline() {
        for record in [None, Some(Record::Open { yes: 1 })] {
            let found = run(record, HubEvent::Expire, BEFORE);
            assert_eq!((found.record, found.answer), (record, Answer::Reject(509)));
        }
    }

    #[test]
    fn an_actor_may_cancel_what_is_undecided() {
        assert_eq!(run(None, HubEvent::Cancel, BEFORE), aborted(505));
        assert_eq!(run(Some(Record::Open { yes: 1 }), HubEvent::Cancel, BEFORE), aborted(505));
    }

    #[test]
    fn a_decision_never_changes() {
        for decision in [Decision::Commit, Decision::Abort(305)] {
            for now in [BEFORE, AFTER] {
                for event in [YES0, YES1, NO, HubEvent::Expire, HubEvent::Cancel] {
                    let found = run(Some(Record::Decided(decision)), event, now);
                    assert_eq!(found, keep(decision), "{decision:?} {event:?}");
                }
            }
        }
    }

    #[test]
    fn sixteen_and_thirty_two_legs_need_every_bit() {
        for legs in [16, 32] {
            let almost = u32::MAX >> (32 - legs) & !1;
            let now = Now { legs, ..BEFORE };
            assert!(!run(Some(Record::Open { yes: almost & !2 }), YES0, now).decided_now);
            assert_eq!(run(Some(Record::Open { yes: almost }), YES0, now), decide(Decision::Commit));
        }
    }
}
