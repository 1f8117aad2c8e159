//! Runs every model and mutant on all cores, and says in tables what was found.

use crate::catalogue::{FULL, PAIR, SCENARIOS};
use crate::mutants::{Mutant, CARRIERS, GATE, HUB, REDUNDANT};
use crate::rules::Rules;
use crate::scenario::{Model, Scenario};
use crate::search::{explore, Report, Verdict};
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A model that needs more is a mistake: the run fails.
const STATES_MAX: usize = 40_000_000;

pub struct Outcome {
    pub text: String,
    pub passed: usize,
    pub failed: usize,
}

impl Outcome {
    fn count(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }
}

struct Done {
    report: Report,
    took: Duration,
}

/// Results in the order of the models, whichever core was first.
fn run(models: &[Model]) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Done)>> = Mutex::new(vec![]);
    let work = || loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(model) = models.get(index) else { return };
        let start = Instant::now();
        let report = explore(model, STATES_MAX);
        let done = Done { report, took: start.elapsed() };
        results.lock().expect("no search panics").push((index, done));
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let mut results = results.into_inner().expect("no search panics");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, done)| done).collect()
}

/// Everything: models that must hold, mutants that must be caught, superfluous rules that must not be missed.
pub fn check_all(traces: bool) -> Outcome {
    let mutants: Vec<&Mutant> = [GATE, HUB, CARRIERS].into_iter().flatten().collect();
    let redundant: Vec<&Mutant> = REDUNDANT.iter().collect();
    let real = |scenario: &Scenario| Model { scenario: *scenario, rules: Rules::REAL };
    let mutated = |mutant: &&Mutant| Model { scenario: mutant.base, rules: mutant.rules };
    let models: Vec<Model> =
        SCENARIOS.iter().map(real).chain(mutants.iter().map(mutated)).chain(redundant.iter().map(mutated)).collect();
    let mut done = run(&models).into_iter();
    let mut outcome = Outcome { text: String::new(), passed: 0, failed: 0 };
    table_of_models(&mut outcome, SCENARIOS, done.by_ref());
    table_of_mutants(&mut outcome, &mutants, done.by_ref(), traces);
    table_of_redundant(&mut outcome, &redundant, done);
    outcome
}

/// The large models alone.
pub fn check_full() -> Outcome {
    let mut outcome = Outcome { text: String::new(), passed: 0, failed: 0 };
    let models: Vec<Model> = FULL.iter().map(|one| Model { scenario: *one, rules: Rules::REAL }).collect();
    table_of_models(&mut outcome, FULL, run(&models).into_iter());
    outcome
}

/// One model that is broken on purpose but counted like any other: the run must fail.
pub fn check_canary() -> Outcome {
    let rules = Rules { own_clock_abort: true, ..Rules::REAL };
    let mut outcome = Outcome { text: String::new(), passed: 0, failed: 0 };
    for done in run(&[Model { scenario: PAIR, rules }]) {
        row_of_model(&mut outcome, "canary: a zone ends votes by its own clock", &done);
    }
    outcome
}

fn table_of_models(outcome: &mut Outcome, scenarios: &[Scenario], done: impl Iterator<Item = Done>) {
    say(outcome, &format!("{:<50} {:>10} {:>11} {:>7}  result", "model", "states", "transitions", "seconds"));
    let (mut states, mut transitions) = (0, 0);
    for (scenario, one) in scenarios.iter().zip(done) {
        states += one.report.states;
        transitions += one.report.transitions;
        row_of_model(outcome, scenario.name, &one);
    }
    say(outcome, &format!("{:<50} {states:>10} {transitions:>11}\n", "in all"));
}

fn row_of_model(outcome: &mut Outcome, name: &str, done: &Done) {
    let Report { states, transitions, verdict } = &done.report;
    let seconds = done.took.as_secs_f64();
    let result = describe(verdict);
    say(outcome, &format!("{name:<50} {states:>10} {transitions:>11} {seconds:>7.1}  {result}"));
    if let Verdict::Broken { .. } | Verdict::Stuck { .. } = verdict {
        say_trace(outcome, verdict);
    }
    outcome.count(*verdict == Verdict::Holds);
}

fn table_of_mutants(outcome: &mut Outcome, mutants: &[&Mutant], done: impl Iterator<Item = Done>, traces: bool) {
    say(outcome, &format!("{:<60} {:<50} {:>8}  caught by", "mutant", "base", "states"));
    for (mutant, one) in mutants.iter().zip(done) {
        let caught = id_of(&one.report.verdict) == Some(mutant.by);
        let result = if caught { String::new() } else { format!("  FAILED: expected {}", mutant.by) };
        let (what, base, states) = (mutant.what, mutant.base.name, one.report.states);
        say(outcome, &format!("{what:<60} {base:<50} {states:>8}  {}{result}", describe(&one.report.verdict)));
        if traces || !caught {
            say_trace(outcome, &one.report.verdict);
        }
        outcome.count(caught);
    }
}

fn table_of_redundant(outcome: &mut Outcome, mutants: &[&Mutant], done: impl Iterator<Item = Done>) {
    say(outcome, &format!("\n{:<60} {:<50} {:>8}  result", "without a superfluous rule", "base", "states"));
    for (mutant, one) in mutants.iter().zip(done) {
        let (what, base, states) = (mutant.what, mutant.base.name, one.report.states);
        say(outcome, &format!("{what:<60} {base:<50} {states:>8}  {}", describe(&one.report.verdict)));
        outcome.count(one.report.verdict == Verdict::Holds);
    }
}

fn id_of(verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Broken { id, .. } | Verdict::Stuck { id, .. } => Some(id),
        Verdict::Holds | Verdict::Blind(_) | Verdict::TooLarge => None,
    }
}

fn describe(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Holds => "holds".into(),
        Verdict::Broken { id, trace } | Verdict::Stuck { id, trace } => format!("{id} @ {}", trace.len()),
        Verdict::Blind(missing) => format!("blind, never met: {}", missing.join(", ")),
        Verdict::TooLarge => "too large, nothing is known".into(),
    }
}

fn say(outcome: &mut Outcome, line: &str) {
    outcome.text.push_str(line.trim_end_matches(' '));
    outcome.text.push('\n');
}

fn say_trace(outcome: &mut Outcome, verdict: &Verdict) {
    if let Verdict::Broken { trace, .. } | Verdict::Stuck { trace, .. } = verdict {
        for (number, action) in trace.iter().enumerate() {
            let _ = writeln!(outcome.text, "    {:>2} {action}", number + 1);
        }
    }
}
