//! Breadth-first search to the end of a model, then backwards: is the target reachable from every state that was found?

use crate::action::{Action, Class};
use crate::invariants::reached;
use crate::moves::actions;
use crate::scenario::{Goal, Model};
use crate::turn::{fire, Broken};
use crate::witness::{met, missing};
use crate::world::{Packed, World};

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Holds,
    /// An invariant, and the shortest way to break it.
    Broken {
        id: Broken,
        trace: Vec<Action>,
    },
    /// A goal, and the shortest way to a state from which it cannot be reached.
    Stuck {
        id: &'static str,
        trace: Vec<Action>,
    },
    /// Nothing is wrong, but something that the model is about never happened.
    Blind(Vec<&'static str>),
    /// More states than were allowed; nothing is known.
    TooLarge,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub states: usize,
    pub transitions: usize,
    pub verdict: Verdict,
}

/// Searches until the first violation or until nothing new is found.
pub fn explore(model: &Model, limit: usize) -> Report {
    let mut graph = Graph::new(World::start(model).pack());
    let mut at = 0;
    while at < graph.states.len() {
        if graph.states.len() > limit {
            return graph.report(Verdict::TooLarge);
        }
        let packed = graph.states[at];
        let world = World::unpack(&packed);
        graph.met |= met(&world);
        for action in actions(model, &world) {
            let (next, broken) = fire(model, &world, action);
            if let Some(id) = broken {
                let mut trace = graph.trace(model, at);
                trace.push(action);
                return graph.report(Verdict::Broken { id, trace });
            }
            let next = next.pack();
            if next != packed {
                let to = graph.insert(next, at);
                graph.edges.push(Edge::new(to, action.class()));
            }
        }
        graph.ends.push(graph.edges.len());
        at += 1;
    }
    let stuck = model.scenario.goals.iter().find_map(|goal| graph.stuck(model, goal).map(|state| (goal, state)));
    let verdict = match stuck {
        Some((goal, state)) => Verdict::Stuck { id: goal.id, trace: graph.trace(model, state) },
        None => match missing(model, graph.met) {
            missing if missing.is_empty() => Verdict::Holds,
            missing => Verdict::Blind(missing),
        },
    };
    graph.report(verdict)
}

/// Number of the state that a step leads to, and the class of the step in the upper bits.
#[derive(Clone, Copy)]
struct Edge(u32);

const STATE_BITS: u32 = 29;

impl Edge {
    fn new(to: usize, class: Class) -> Edge {
        Edge(to as u32 | (class as u32) << STATE_BITS)
    }

    fn to(self) -> usize {
        (self.0 & ((1 << STATE_BITS) - 1)) as usize
    }

    fn is_one_of(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| *class as u32 == self.0 >> STATE_BITS)
    }
}

/// What was found. States are numbered in the order of finding, so a lower number is never further from the start.
struct Graph {
    states: Vec<Packed>,
    parents: Vec<u32>,
    /// Set of witnesses met.
    met: u16,
    edges: Vec<Edge>,
    /// Where the edges of each state end.
    ends: Vec<usize>,
    /// Open addressing; the upper half of an entry is a part of the hash, the lower half a state's number plus one.
    table: Vec<u64>,
}

impl Graph {
    fn new(start: Packed) -> Graph {
        let mut graph =
            Graph { states: vec![], parents: vec![], met: 0, edges: vec![], ends: vec![], table: vec![0; 1 << 12] };
        graph.insert(start, 0);
        graph
    }

    /// Number of a state; it is added if it is new.
    fn insert(&mut self, state: Packed, parent: usize) -> usize {
        if self.states.len() * 2 >= self.table.len() {
            self.grow();
        }
        let hash = hash(&state);
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let entry = self.table[slot];
            if entry == 0 {
                break;
            }
            let number = (entry as u32 - 1) as usize;
            if entry >> 32 == hash >> 32 && self.states[number] == state {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        self.states.push(state);
        self.parents.push(parent as u32);
        self.table[slot] = (hash >> 32) << 32 | self.states.len() as u64;
        self.states.len() - 1
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table = vec![0; size];
        for (number, state) in self.states.iter().enumerate() {
            let hash = hash(state);
            let mut slot = hash as usize & (size - 1);
            while self.table[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.table[slot] = (hash >> 32) << 32 | (number as u64 + 1);
        }
    }

    /// The first state from which no target can be reached. Sweeps from the last state to the first: most steps lead
    /// to higher numbers, so a few sweeps do.
    fn stuck(&self, model: &Model, goal: &Goal) -> Option<usize> {
        let is_target = |state: &Packed| reached(model, &World::unpack(state), goal.target);
        let mut good: Vec<bool> = self.states.iter().map(is_target).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for state in (0..self.states.len()).rev() {
                let leads = |edge: &Edge| good[edge.to()] && !edge.is_one_of(goal.without);
                if !good[state] && self.edges_of(state).iter().any(leads) {
                    good[state] = true;
                    changed = true;
                }
            }
        }
        good.iter().position(|good| !good)
    }

    fn edges_of(&self, state: usize) -> &[Edge] {
        let start = if state == 0 { 0 } else { self.ends[state - 1] };
        &self.edges[start..self.ends[state]]
    }

    /// Actions from the start to a state. Only parents were kept, so each step is found again.
    fn trace(&self, model: &Model, state: usize) -> Vec<Action> {
        let mut path = vec![state];
        while let Some(last) = path.last().copied().filter(|last| *last != 0) {
            path.push(self.parents[last] as usize);
        }
        path.reverse();
        let step = |pair: &[usize]| {
            let world = World::unpack(&self.states[pair[0]]);
            let leads = |action: &Action| fire(model, &world, *action).0.pack() == self.states[pair[1]];
            actions(model, &world).into_iter().find(leads)
        };
        path.windows(2).filter_map(step).collect()
    }

    fn report(&self, verdict: Verdict) -> Report {
        Report { states: self.states.len(), transitions: self.edges.len(), verdict }
    }
}

/// Multiply and fold, word by word; states are compared in full, so only speed depends on it.
fn hash(state: &Packed) -> u64 {
    state.iter().fold(0x9e37_79b9_7f4a_7c15, |sum: u64, word| {
        let wide = u128::from(sum ^ word) * 0xd6e8_feb8_6659_fd93;
        (wide as u64) ^ (wide >> 64) as u64
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{ACKS, EARLY, FORGED, PAIR, STRANGERS};
    use crate::rules::Rules;
    use crate::scenario::{Faults, Scenario, I6};
    use std::collections::HashSet;

    const REAL: Rules = Rules::REAL;

    fn search(scenario: Scenario, rules: Rules) -> Report {
        explore(&Model { scenario, rules }, 1_000_000)
    }

    /// The worlds that a trace passes, and what the last step breaks.
    fn replay(model: &Model, trace: &[Action]) -> (World, Option<Broken>) {
        trace.iter().fold((World::start(model), None), |(world, broken), action| {
            assert_eq!(broken, None, "only the last step may break something");
            fire(model, &world, *action)
        })
    }

    #[test]
    fn a_seeded_violation_is_found_with_a_shortest_trace_that_replays() {
        let model = Model { scenario: PAIR, rules: Rules { own_clock_abort: true, ..REAL } };
        let Verdict::Broken { id, trace } = explore(&model, 1_000_000).verdict else { panic!("not found") };
        assert_eq!((id, trace.len()), ("I2lock", 5));
        assert_eq!(replay(&model, &trace).1, Some("I2lock"));
    }

    #[test]
    fn a_seeded_deadlock_is_found_with_a_shortest_trace_to_a_locked_leg() {
        let scenario = Scenario { goals: &[I6], ..SMALL };
        let model = Model { scenario, rules: Rules { no_decision_packets: true, ..REAL } };
        let Verdict::Stuck { id, trace } = explore(&model, 1_000_000).verdict else { panic!("not found") };
        assert_eq!((id, trace.len()), ("I6", 3));
        let (world, broken) = replay(&model, &trace);
        assert!(broken.is_none() && !reached(&model, &world, I6.target));
    }

    #[test]
    fn a_model_that_is_too_large_does_not_hold() {
        assert_eq!(explore(&Model { scenario: PAIR, rules: REAL }, 100).verdict, Verdict::TooLarge);
    }

    #[test]
    fn a_search_that_never_met_a_commit_does_not_hold() {
        let scenario = Scenario { zones: 1, goals: &[], ..PAIR };
        assert!(matches!(search(scenario, REAL).verdict, Verdict::Blind(missing) if missing.contains(&"a commit")));
    }

    #[test]
    fn small_worlds_hold_under_the_real_rules() {
        for scenario in [SMALL, ACKS, STRANGERS, EARLY, FORGED] {
            assert_eq!(search(scenario, REAL).verdict, Verdict::Holds, "{}", scenario.name);
        }
    }

    /// Two zones, one of whose channels may close.
    const SMALL: Scenario = Scenario { faults: Faults { closing: 0b01, junk: false, ..PAIR.faults }, ..PAIR };

    #[test]
    fn forgetting_early_hides_nothing() {
        let loud = |rules: Rules| Rules { loud: true, ..rules };
        let open = Scenario { faults: ACKS.faults, ..PAIR };
        assert_eq!(search(open, loud(REAL)).verdict, Verdict::Holds);
        for rules in [
            Rules { own_clock_abort: true, ..REAL },
            Rules { close_aborts: true, ..REAL },
            Rules { error_ack_commits: true, ..REAL },
        ] {
            let verdicts = [rules, loud(rules)].map(|rules| match search(SMALL, rules).verdict {
                Verdict::Broken { id, trace } | Verdict::Stuck { id, trace } => (id, trace.len()),
                other => panic!("not caught: {other:?}"),
            });
            assert_eq!(verdicts[0], verdicts[1]);
        }
    }

    #[test]
    fn the_search_finds_the_same_states_as_a_plain_one_and_packing_loses_nothing() {
        let model = Model { scenario: SMALL, rules: REAL };
        let start = World::start(&model);
        let (mut seen, mut todo) = (HashSet::from([start.pack()]), vec![start]);
        while let Some(world) = todo.pop() {
            assert_eq!(World::unpack(&world.pack()), world);
            for action in actions(&model, &world) {
                let (next, _) = fire(&model, &world, action);
                if seen.insert(next.pack()) {
                    todo.push(next);
                }
            }
        }
        assert_eq!(explore(&model, 1_000_000).states, seen.len());
    }
}
