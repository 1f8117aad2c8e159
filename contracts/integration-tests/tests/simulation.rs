//! A thousand seeded runs of everything at once. `SEED=… cargo test --test simulation` repeats one of them.

use causeway_integration_tests::simulation::{run, Sightings};

const SEEDS: u64 = 1_000;

/// What must have been met over all seeds: else the simulation is blind there.
const MUST_BE_MET: [&str; 30] = [
    "Abort 404",
    "Abort 500",
    "Abort 505",
    "Abort 512",
    "Aborted by Ack",
    "Aborted by Decision",
    "Aborted by ErrorAck",
    "Aborted by Timeout",
    "Applied by Ack",
    "Applied by Decision",
    "Commit 0",
    "abort broken",
    "cancelled",
    "channel closed",
    "channel opened",
    "commit broken",
    "expired",
    "flushed",
    "lost",
    "prepare broken",
    "prepared",
    "prepared a batch",
    "receive broken",
    "refused",
    "rejected",
    "relayed",
    "relayer started afresh",
    "repeated",
    "traded locally",
    "way replaced",
];

fn run_or_tell(seed: u64) -> Sightings {
    run(seed).unwrap_or_else(|broken| panic!("SEED={seed} {broken}"))
}

#[test]
fn in_a_thousand_runs_with_lost_repeated_late_and_reordered_messages_all_zones_agree_and_every_lock_ends() {
    if let Ok(seed) = std::env::var("SEED") {
        run_or_tell(seed.parse().expect("a number"));
        return;
    }
    let mut met = Sightings::new();
    for seed in 0..SEEDS {
        for (what, count) in run_or_tell(seed) {
            *met.entry(what).or_default() += count;
        }
    }
    let missed: Vec<&str> = MUST_BE_MET.into_iter().filter(|what| !met.contains_key(*what)).collect();
    assert_eq!(missed, Vec::<&str>::new(), "{met:#?}");
}

#[test]
fn a_seed_repeats_its_run_exactly() {
    for seed in [3, 77, 500] {
        assert_eq!(run_or_tell(seed), run_or_tell(seed));
    }
}
