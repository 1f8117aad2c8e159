//! The only earlier framework for atomic commits over IBC (datachainlab/cross, its two-phase commit), by its rules as
//! its source states them, under faults that our own commit is searched with: a coordinator sends PREPARE to every
//! zone, counts their acknowledgements, and sends COMMIT or ABORT in packets of its own. It has no answer to a packet
//! that times out, fails on an error acknowledgement, and knows nothing of a transaction whose ABORT comes first.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

const ZONES: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Leg {
    None,
    Locked,
    Committed,
    Aborted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Packet {
    Unsent,
    Sent,
    Agreed,
    Refused,
    /// An error acknowledgement, on which the coordinator fails each time that it is brought.
    Failed,
    /// Timed out: "packet-timeout isn't supported".
    Lost,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Preparing,
    Commit,
    Abort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    legs: [Leg; ZONES],
    prepares: [Packet; ZONES],
    decisions: [Packet; ZONES],
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    ReceivePrepare,
    RefusePrepare,
    FailPrepare,
    PrepareTimesOut,
    AcknowledgePrepare,
    ReceiveDecision,
    DecisionTimesOut,
}
use Step::*;

const STEPS: [Step; 7] = [
    ReceivePrepare,
    RefusePrepare,
    FailPrepare,
    PrepareTimesOut,
    AcknowledgePrepare,
    ReceiveDecision,
    DecisionTimesOut,
];

/// What may go wrong in one search.
pub struct Fault {
    pub name: &'static str,
    steps: &'static [Step],
    /// Packets of one channel arrive in any order, as on unordered channels.
    reordered: bool,
}

pub const FAULTS: [Fault; 5] = [
    Fault { name: "nothing but refusals, in order", steps: &[], reordered: false },
    Fault { name: "an ABORT that overtakes its PREPARE", steps: &[], reordered: true },
    Fault { name: "a PREPARE that times out", steps: &[PrepareTimesOut], reordered: false },
    Fault { name: "a decision that times out", steps: &[DecisionTimesOut], reordered: false },
    Fault { name: "a zone whose handler fails", steps: &[FailPrepare], reordered: false },
];

impl State {
    const START: State = State {
        legs: [Leg::None; ZONES],
        prepares: [Packet::Sent; ZONES],
        decisions: [Packet::Unsent; ZONES],
        phase: Phase::Preparing,
    };

    /// Undefined where the step cannot be taken.
    fn after(mut self, step: Step, zone: usize, reordered: bool) -> Option<State> {
        let (prepare, decision) = (self.prepares[zone], self.decisions[zone]);
        match (step, prepare, decision) {
            (ReceivePrepare, Packet::Sent, _) => {
                self.prepares[zone] = Packet::Agreed;
                self.legs[zone] = Leg::Locked;
            }
            (RefusePrepare, Packet::Sent, _) => self.prepares[zone] = Packet::Refused,
            (FailPrepare, Packet::Sent, _) => self.prepares[zone] = Packet::Failed,
            (PrepareTimesOut, Packet::Sent, _) => self.prepares[zone] = Packet::Lost,
            (AcknowledgePrepare, Packet::Agreed | Packet::Refused, _) => {
                self.prepares[zone] = Packet::Over;
                self.count(prepare == Packet::Agreed);
            }
            (ReceiveDecision, _, Packet::Sent) if reordered || prepare != Packet::Sent => {
                self.decisions[zone] = Packet::Over;
                self.legs[zone] = match (self.legs[zone], self.phase) {
                    (Leg::Locked, Phase::Commit) => Leg::Committed,
                    (Leg::Locked, _) => Leg::Aborted,
                    // Of a transaction that the zone has never heard of nothing is kept.
                    (leg, _) => leg,
                };
            }
            (DecisionTimesOut, _, Packet::Sent) => self.decisions[zone] = Packet::Lost,
            _ => return None,
        }
        Some(self)
    }

    /// The first refusal decides, and so does the last agreement.
    fn count(&mut self, agreed: bool) {
        if self.phase != Phase::Preparing {
            return;
        }
        let everybody = self.prepares.iter().all(|packet| *packet == Packet::Over);
        self.phase = match (agreed, everybody) {
            (false, _) => Phase::Abort,
            (true, true) => Phase::Commit,
            (true, false) => return,
        };
        self.decisions = [Packet::Sent; ZONES];
    }

    fn is_split(&self) -> bool {
        self.legs.contains(&Leg::Committed) && self.legs.contains(&Leg::Aborted)
    }

    fn is_free(&self) -> bool {
        !self.legs.contains(&Leg::Locked)
    }
}

pub struct Finding {
    pub states: usize,
    /// I1: one zone has committed, another one has aborted.
    pub split: bool,
    /// I6: the fewest steps to a state from which some lock can never end, as words.
    pub stuck: Option<Vec<String>>,
}

/// Every order of messages and of these faults, to the end.
pub fn search(fault: &Fault) -> Finding {
    let mut numbers = HashMap::from([(State::START, 0)]);
    let (mut states, mut parents, mut edges) = (vec![State::START], vec![None], vec![]);
    let mut queue = VecDeque::from([0]);
    while let Some(at) = queue.pop_front() {
        for (step, zone) in STEPS.iter().flat_map(|step| (0..ZONES).map(move |zone| (*step, zone))) {
            let is_fault = matches!(step, FailPrepare | PrepareTimesOut | DecisionTimesOut);
            if is_fault && !fault.steps.contains(&step) {
                continue;
            }
            let Some(next) = states[at].after(step, zone, fault.reordered) else { continue };
            let to = *numbers.entry(next).or_insert_with(|| {
                states.push(next);
                parents.push(Some((at, step, zone)));
                queue.push_back(states.len() - 1);
                states.len() - 1
            });
            edges.push((at, to));
        }
    }
    let free = can_reach(&edges, states.iter().map(State::is_free).collect());
    let stuck = free.iter().position(|free| !free).map(|state| trace(&parents, state));
    Finding { states: states.len(), split: states.iter().any(State::is_split), stuck }
}

/// States from which a wanted one can be reached.
fn can_reach(edges: &[(usize, usize)], mut wanted: Vec<bool>) -> Vec<bool> {
    loop {
        let before = wanted.iter().filter(|one| **one).count();
        for (from, to) in edges {
            wanted[*from] |= wanted[*to];
        }
        if wanted.iter().filter(|one| **one).count() == before {
            return wanted;
        }
    }
}

fn trace(parents: &[Option<(usize, Step, usize)>], mut at: usize) -> Vec<String> {
    let mut steps = vec![];
    while let Some((parent, step, zone)) = parents[at] {
        steps.push(format!("{step:?} {}", ["A", "B", "C"][zone]));
        at = parent;
    }
    steps.reverse();
    steps
}

/// A table in Markdown.
pub fn table() -> String {
    let mut text = String::from("| what happens | states | I1 | I6: a lock that can never end |\n|---|--:|---|---|\n");
    for fault in &FAULTS {
        let Finding { states, split, stuck } = search(fault);
        let agreement = if split { "broken" } else { "holds" };
        let locks = stuck.map_or("none".into(), |steps| format!("after {} steps: {}", steps.len(), steps.join(", ")));
        writeln!(text, "| {} | {states} | {agreement} | {locks} |", fault.name).expect("a string takes everything");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_fault_the_earlier_framework_ends_every_lock() {
        assert!(search(&FAULTS[0]).stuck.is_none());
    }

    #[test]
    fn each_fault_of_the_list_leaves_it_with_a_lock_that_can_never_end() {
        for fault in &FAULTS[1..] {
            let Finding { split, stuck, .. } = search(fault);
            assert!(stuck.is_some(), "{}", fault.name);
            assert!(!split, "{}", fault.name);
        }
    }
}
