//! One byzantine zone of every kind among honest ones: none of them loses what is theirs, and none is held up for ever.
//! `SEED=… BEAST=… cargo test --test zoo` repeats one run; `SCHEDULES=…` makes more of them, `FROM=…` others.

use causeway_integration_tests::simulation::{run_beside, Beast, Sightings, CANARIES, ZOO};

const SCHEDULES: u64 = 20;

/// Without these the zoo is tame.
const MUST_BE_MET: [&str; 10] = [
    "Abort 404",
    "Abort 505",
    "Commit 0",
    "a foreign channel was refused",
    "a lie was answered",
    "a lie was sent",
    "an honest zone prepared a forgery",
    "the liar asked for a decision",
    "the liar closed its channel",
    "the liar's clock ran ahead",
];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn run_or_tell(beast: Beast, at: usize, seed: u64) -> Sightings {
    run_beside(beast, seed)
        .unwrap_or_else(|broken| panic!("BEAST={at} SEED={seed} a zone that {}: {broken}", beast.name))
}

#[test]
fn whatever_a_zone_lies_about_the_others_agree_keep_what_is_theirs_and_end() {
    if let (Some(at), Some(seed)) = (number("BEAST"), number("SEED")) {
        run_or_tell(ZOO[at as usize], at as usize, seed);
        return;
    }
    let schedules = number("SCHEDULES").unwrap_or(SCHEDULES);
    let from = number("FROM").unwrap_or(0);
    let mut met = Sightings::new();
    for (at, beast) in ZOO.into_iter().enumerate() {
        for seed in from..from + schedules {
            for (what, count) in run_or_tell(beast, at, seed) {
                *met.entry(what).or_default() += count;
            }
        }
        assert!(met.contains_key(beast.name), "a zone that {} never did", beast.name);
    }
    println!("{} beasts, {} runs", ZOO.len(), ZOO.len() as u64 * schedules);
    let missed: Vec<&str> = MUST_BE_MET.into_iter().filter(|what| !met.contains_key(*what)).collect();
    assert_eq!(missed, Vec::<&str>::new(), "{met:#?}");
}

#[test]
fn the_zoo_has_no_beast_twice() {
    let names: std::collections::BTreeSet<&str> = ZOO.iter().map(|beast| beast.name).collect();
    assert_eq!(names.len(), ZOO.len());
    assert!(ZOO.len() >= 25);
}

#[test]
fn what_must_not_happen_to_anybody_honest_is_found() {
    for (canary, breaks) in CANARIES {
        let broken: Vec<String> = (0..SCHEDULES).filter_map(|seed| run_beside(canary, seed).err()).collect();
        let found = broken.iter().filter(|broken| broken.contains(breaks)).count();
        assert!(found > 0, "nobody noticed what {}: {broken:#?}", canary.name);
    }
}
