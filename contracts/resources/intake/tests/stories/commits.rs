//! Operations of this contract as part of an atomic commit; the gate is a plain account.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::{encode, operation::Body, Code, Custom, Operation};
use causeway_resource_kit::{LegCall, PrepareCall, PrepareOutcome, ServiceCode};
use causeway_services::intake::{BatchState, RegulateBody, ValidatedBody, REGULATE, VALIDATED};
use cosmwasm_std::{from_json, Binary, HexBinary, Uint64};

const LOCKED: PrepareOutcome = PrepareOutcome::Locked {};

fn operation(world: &World, actor: &str, name: &str, body: Vec<u8>) -> Binary {
    let resource = world.intake.to_string();
    let body = Some(Body::Custom(Custom { name: name.into(), body }));
    encode(&Operation { resource, actor: world.account(actor).into_string(), body }).into()
}

fn prepare(world: &mut World, number: u8, operation: Binary) -> PrepareOutcome {
    let msg = ExecuteMsg::Prepare(PrepareCall {
        transaction_id: HexBinary::from(&[number; 32]),
        leg: 0,
        operations: vec![operation],
        contents: vec![None],
        until_ns: Uint64::new(START_NS * 2),
    });
    from_json(world.call("gate", &msg).unwrap().data.unwrap()).unwrap()
}

fn finish(world: &mut World, number: u8, commit: bool) -> cw_multi_test::AppResponse {
    let call = LegCall { transaction_id: HexBinary::from(&[number; 32]), leg: 0 };
    world.call("gate", &if commit { ExecuteMsg::Commit(call) } else { ExecuteMsg::Abort(call) }).unwrap()
}

fn validated(world: &World) -> Binary {
    operation(world, "stranger", VALIDATED, ValidatedBody { batch: batch_id("1-4") }.bytes().unwrap())
}

fn regulate(world: &World, attempt: u32, pass: bool, code: u32) -> Binary {
    let body = RegulateBody { batch: batch_id("1-4"), attempt, pass, code };
    operation(world, "rita", REGULATE, body.bytes().unwrap())
}

fn busy(code: ServiceCode) -> PrepareOutcome {
    PrepareOutcome::Busy { code: code as u32 }
}

/// Y-9.3a
#[test]
fn a_batch_counts_as_validated_for_a_transaction_only_once_it_is_and_then_stays_so_until_the_decision() {
    let mut world = World::opened(0);
    let condition = validated(&world);
    assert_eq!(prepare(&mut world, 1, condition.clone()), busy(ServiceCode::BatchUnknown));
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    assert_eq!(prepare(&mut world, 1, condition.clone()), busy(ServiceCode::NotValidated));
    world.report("1-4", 1, &[]).unwrap();
    assert_eq!(prepare(&mut world, 1, condition), LOCKED);
    let overrule = ExecuteMsg::RegulatorVerdict { batch: batch_id("1-4"), attempt: 1, pass: false, code: 1121 };
    refused(world.call("rita", &overrule), Code::Locked);
    finish(&mut world, 1, true);
    world.call("rita", &overrule).unwrap();
    let condition = validated(&world);
    assert_eq!(prepare(&mut world, 2, condition), busy(ServiceCode::NotValidated), "a correction may still pass");
}

/// Y-9.4c, Y-9.4d
#[test]
fn a_regulators_verdict_takes_effect_with_its_transaction_or_not_at_all() {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    world.report("1-4", 1, &[(1, 1120)]).unwrap();
    let verdict = regulate(&world, 1, true, 0);
    assert_eq!(prepare(&mut world, 1, verdict.clone()), LOCKED);
    let rows = world.rows(1, 4, 2, "corrected meanwhile");
    refused(world.submit(rows.clone()), Code::Locked);
    finish(&mut world, 1, false);
    assert_eq!((world.state("1-4"), world.verdicts("1-4").regulator), (BatchState::Failed, None));
    assert_eq!(prepare(&mut world, 2, verdict), LOCKED);
    let done = finish(&mut world, 2, true);
    assert!(event(&done, "intake_regulated").contains(&("party", &party_id("authority"))));
    assert_eq!(world.state("1-4"), BatchState::Validated);
    refused(world.submit(rows), ServiceCode::BatchConflict);
}

#[test]
fn a_regulators_operation_is_refused_only_for_what_cannot_come_true_any_more() {
    let mut world = World::opened(0);
    let no = |code: causeway_resource_kit::Reason| PrepareOutcome::Refused { code: code.code() };
    let verdict = regulate(&world, 1, true, 0);
    assert_eq!(prepare(&mut world, 1, verdict.clone()), busy(ServiceCode::BatchUnknown));
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    assert_eq!(prepare(&mut world, 1, verdict.clone()), busy(ServiceCode::PhaseEarly));
    world.report("1-4", 1, &[]).unwrap();
    let of_no_regulator = operation(&world, "pat", REGULATE, {
        RegulateBody { batch: batch_id("1-4"), attempt: 1, pass: true, code: 0 }.bytes().unwrap()
    });
    assert_eq!(prepare(&mut world, 1, of_no_regulator), busy(ServiceCode::ScopeMissing));
    let of_a_later_attempt = regulate(&world, 2, true, 0);
    assert_eq!(prepare(&mut world, 1, of_a_later_attempt), busy(ServiceCode::PhaseEarly));
    let without_reason = regulate(&world, 1, false, 0);
    assert_eq!(prepare(&mut world, 1, without_reason), no(Code::Malformed.into()));
    let junk = operation(&world, "rita", REGULATE, b"{}".to_vec());
    assert_eq!(prepare(&mut world, 1, junk), no(Code::Malformed.into()));
    let unknown = operation(&world, "rita", "intake.forget", b"{}".to_vec());
    assert_eq!(prepare(&mut world, 1, unknown), no(Code::OperationNotDefined.into()));
    world.seconds(REGULATOR_SEC + 1);
    assert_eq!(prepare(&mut world, 1, verdict), no(ServiceCode::PhaseOver.into()));
}
