//! Automatic checks: who may report, what a report says, and what it does.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::Code;
use causeway_resource_kit::ServiceCode;
use causeway_services::intake::BatchState;
use cosmwasm_std::Uint64;

const CODES: [ServiceCode; 4] =
    [ServiceCode::SchemaFailed, ServiceCode::RangeFailed, ServiceCode::TimingFailed, ServiceCode::SignatureFailed];

fn submitted(checkers: u32) -> World {
    let mut world = World::opened(checkers);
    let rows = world.rows(1, 100, 1, "rows");
    world.submit(rows).unwrap();
    world
}

/// Y-9.4a
#[test]
fn a_batch_without_findings_is_validated_where_a_stream_has_no_checkers() {
    let mut world = submitted(0);
    let done = world.report("1-100", 1, &[]).unwrap();
    let facts = event(&done, "intake_reported");
    assert!(facts.contains(&("party", &party_id("platform"))) && facts.contains(&("state", "validated")));
    assert_eq!(world.state("1-100"), BatchState::Validated);
    refused(world.report("1-100", 1, &[]), ServiceCode::PhaseOver);
    refused(world.call("c1", &ExecuteMsg::Settle { batch: batch_id("1-100") }), ServiceCode::AlreadyPaid);
}

/// Y-9.4a, Y-9.4f
#[test]
fn every_check_can_fail_a_batch_with_its_reason_and_the_funds_go_back() {
    for code in CODES {
        let mut world = submitted(3);
        let purse = world.purse("alice");
        let done = world.report("1-100", 1, &[(7, code as u32)]).unwrap();
        let facts = event(&done, "intake_reported");
        assert!(facts.contains(&("state", "failed")) && facts.contains(&("code", &(code as u32).to_string())));
        assert_eq!(world.state("1-100"), BatchState::Failed);
        let report = world.verdicts("1-100").report.unwrap();
        assert_eq!(
            (report.failed, report.party),
            (vec![Failure { sequence: Uint64::new(7), code: code as u32 }], party_id("platform"))
        );
        assert_eq!((world.escrow(), world.purse("alice")), (0, purse + 3 * REWARD));
        refused(world.call("c1", &ExecuteMsg::Draw { batch: batch_id("1-100") }), ServiceCode::PhaseOver);
    }
}

#[test]
fn a_batch_without_findings_goes_to_the_checkers_where_a_stream_has_some() {
    let mut world = submitted(3);
    world.report("1-100", 1, &[]).unwrap();
    assert_eq!((world.state("1-100"), world.escrow()), (BatchState::Checking, 3 * REWARD));
}

/// Y-9.4b
#[test]
fn nobody_passes_its_own_data_alone_but_its_own_platform_may_go_before_the_checkers() {
    let mut world = submitted(0);
    world.party("alice", "city", &["supply", "operate"]);
    refused(world.call("alice", &report("1-100", 1, &[])), ServiceCode::SelfCheck);
    refused(world.call("alice", &report("1-100", 1, &[(1, 1120)])), ServiceCode::SelfCheck);
    let mut world = submitted(1);
    world.party("alice", "city", &["supply", "operate"]);
    world.call("alice", &report("1-100", 1, &[])).unwrap();
    assert_eq!(world.verdicts("1-100").report.unwrap().party, party_id("city"));
}

#[test]
fn a_report_needs_the_scope_and_is_about_the_newest_attempt_under_its_own_model() {
    let mut world = submitted(0);
    refused(world.call("alice", &report("1-100", 1, &[])), ServiceCode::ScopeMissing);
    refused(world.report("1-99", 1, &[]), ServiceCode::BatchUnknown);
    refused(world.report("1-100", 2, &[]), ServiceCode::PhaseOver);
    world.call("alice", &model("air", 2)).unwrap();
    world.call("alice", &ExecuteMsg::UseModel { stream: stream_id("air"), version: 2 }).unwrap();
    let with = |model_version| {
        let batch = batch_id("1-100");
        ExecuteMsg::Report { batch, attempt: 1, model_version, failed: vec![], more: 0 }
    };
    refused(world.call("pat", &with(2)), ServiceCode::ModelUnknown);
    world.call("pat", &with(1)).unwrap();
    let rows = world.rows(101, 104, 1, "rows");
    world.submit(rows).unwrap();
    assert_eq!(world.verdicts("101-104").model.version, 2);
}

#[test]
fn findings_are_bounded_ascending_and_about_entries_of_the_batch() {
    let mut world = submitted(0);
    for failed in [&[(101, 1120)][..], &[(0, 1120)], &[(1, 1100)], &[(1, 0)], &[(2, 1120), (1, 1120)], &[(1, 1120); 2]]
    {
        refused(world.report("1-100", 1, failed), Code::Malformed);
    }
    let many = |count: u64| (1..=count).map(|sequence| (sequence, 1121)).collect::<Vec<_>>();
    refused(world.report("1-100", 1, &many(65)), Code::LimitExceeded);
    let cut = |failed: Vec<(u64, u32)>, more: u32| {
        let ExecuteMsg::Report { batch, attempt, model_version, failed, .. } = report("1-100", 1, &failed) else {
            panic!()
        };
        ExecuteMsg::Report { batch, attempt, model_version, failed, more }
    };
    refused(world.call("pat", &cut(vec![], 1)), Code::Malformed);
    refused(world.call("pat", &cut(many(64), 101)), Code::LimitExceeded);
    world.call("pat", &cut(many(64), 36)).unwrap();
    let report = world.verdicts("1-100").report.unwrap();
    assert_eq!((report.failed.len(), report.more), (64, 36));
}

#[test]
fn an_attempt_that_nobody_reports_on_fails_after_the_wait_and_its_funds_go_back() {
    let mut world = submitted(3);
    let settle = ExecuteMsg::Settle { batch: batch_id("1-100") };
    world.blocks(WAIT_BLOCKS);
    refused(world.call("stranger", &settle), ServiceCode::PhaseEarly);
    world.blocks(1);
    let done = world.call("stranger", &settle).unwrap();
    let facts = event(&done, "intake_settled");
    assert!(facts.contains(&("state", "failed")) && facts.contains(&("code", "1106")), "{facts:?}");
    assert_eq!((world.escrow(), world.purse("alice")), (0, 1_000_000));
    refused(world.report("1-100", 1, &[]), ServiceCode::PhaseOver);
}
