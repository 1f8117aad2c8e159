//! The regulator's verdict: apart from the checkers', and above it.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::Code;
use causeway_resource_kit::ServiceCode;
use causeway_services::intake::BatchState;

fn says(attempt: u32, pass: bool, code: u32) -> ExecuteMsg {
    ExecuteMsg::RegulatorVerdict { batch: batch_id("1-4"), attempt, pass, code }
}

/// A batch whose automatic check found this.
fn ended(failed: &[(u64, u32)]) -> World {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    world.report("1-4", 1, failed).unwrap();
    world
}

/// Y-9.4c
#[test]
fn a_regulator_overrules_in_both_directions_and_both_verdicts_stay_readable() {
    let mut world = ended(&[]);
    let done = world.call("rita", &says(1, false, 1121)).unwrap();
    let facts = event(&done, "intake_regulated");
    for fact in [("before", "validated"), ("state", "failed"), ("party", &party_id("authority")), ("code", "1121")] {
        assert!(facts.contains(&fact), "{fact:?}");
    }
    assert_eq!(world.state("1-4"), BatchState::Failed);
    let attempt = world.verdicts("1-4");
    assert!(attempt.outcome.unwrap().pass);
    assert_eq!(attempt.regulator.map(|verdict| (verdict.pass, verdict.code)), Some((false, 1121)));
    let mut world = ended(&[(1, 1120)]);
    world.call("rita", &says(1, true, 0)).unwrap();
    assert_eq!(world.state("1-4"), BatchState::Validated);
    assert!(!world.verdicts("1-4").outcome.unwrap().pass);
    let rows = world.rows(1, 4, 2, "too late to correct");
    refused(world.submit(rows), ServiceCode::BatchConflict);
}

#[test]
fn a_batch_that_the_regulator_failed_is_corrected_like_any_other() {
    let mut world = ended(&[]);
    world.call("rita", &says(1, false, 1106)).unwrap();
    let rows = world.rows(1, 4, 2, "corrected");
    world.submit(rows).unwrap();
    refused(world.call("rita", &says(1, true, 0)), ServiceCode::PhaseOver);
    refused(world.call("rita", &says(2, true, 0)), ServiceCode::PhaseEarly);
    refused(world.call("rita", &says(3, true, 0)), ServiceCode::PhaseEarly);
}

#[test]
fn a_regulator_speaks_once_after_the_checks_until_a_set_time_and_not_about_its_own_data() {
    let mut world = World::opened(0);
    refused(world.call("rita", &says(1, true, 0)), ServiceCode::BatchUnknown);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    refused(world.call("rita", &says(1, true, 0)), ServiceCode::PhaseEarly);
    world.report("1-4", 1, &[]).unwrap();
    refused(world.call("pat", &says(1, true, 0)), ServiceCode::ScopeMissing);
    refused(world.call("stranger", &says(1, true, 0)), ServiceCode::SubjectUnknown);
    world.party("alice", "city", &["supply", "regulate"]);
    refused(world.call("alice", &says(1, true, 0)), ServiceCode::SelfCheck);
    for (pass, code) in [(true, 1121), (false, 0), (false, 1100)] {
        refused(world.call("rita", &says(1, pass, code)), Code::Malformed);
    }
    world.seconds(REGULATOR_SEC);
    world.call("rita", &says(1, true, 0)).unwrap();
    refused(world.call("rita", &says(1, false, 1121)), Code::Exists);
    let mut late = ended(&[]);
    late.seconds(REGULATOR_SEC + 1);
    refused(late.call("rita", &says(1, false, 1121)), ServiceCode::PhaseOver);
}
