//! Finding things again: counts, the newest batch, the batch of an entry, and the trace to its owner.

use crate::world::*;
use causeway_intake::contract;
use causeway_intake::msg::*;
use causeway_proto::Code;
use causeway_resource_kit::ServiceCode;
use causeway_services::intake::{BatchResponse, BatchState, Intake};
use cosmwasm_std::testing::{mock_dependencies, mock_env, MockApi};
use cosmwasm_std::{MessageInfo, Uint64};

const DAY: u32 = (START_NS / 86_400_000_000_000) as u32;

/// Rows 1-4 validated, 5-8 failed for two reasons, 9-12 submitted.
fn three_batches() -> World {
    let mut world = World::opened(0);
    for (first, last) in [(1, 4), (5, 8), (9, 12)] {
        let rows = world.rows(first, last, 1, "rows");
        world.submit(rows).unwrap();
    }
    world.report("1-4", 1, &[]).unwrap();
    world.report("5-8", 1, &[(5, 1120), (6, 1120), (6, 1121)]).unwrap();
    world
}

fn counts(world: &World, from_day: u32, to_day: u32) -> Vec<DayResponse> {
    world.ask::<CountsResponse>(&QueryMsg::Counts { device: device_id("meter"), from_day, to_day }).days
}

fn reason(code: u32) -> ReasonCount {
    ReasonCount { code, count: 1 }
}

/// Y-8.1.2c
#[test]
fn accepted_and_rejected_batches_are_counted_per_device_and_day_with_their_reasons() {
    let mut world = three_batches();
    let today =
        DayResponse { day: DAY, submitted: 3, validated: 1, failed: 1, reasons: vec![reason(1120), reason(1121)] };
    assert_eq!(counts(&world, DAY, DAY), vec![today.clone()]);
    world.seconds(86_400);
    world.report("9-12", 1, &[]).unwrap();
    let tomorrow = DayResponse { day: DAY + 1, submitted: 0, validated: 1, failed: 0, reasons: vec![] };
    assert_eq!(counts(&world, 0, u32::MAX), vec![today.clone(), tomorrow.clone()]);
    assert_eq!(counts(&world, DAY + 1, DAY + 1), vec![tomorrow]);
    assert_eq!(counts(&world, DAY, DAY), vec![today]);
    assert_eq!(counts(&world, DAY + 1, DAY), vec![]);
}

/// Y-8.1.2c, Y-9.4c
#[test]
fn a_regulator_that_overrules_moves_the_batch_to_the_other_count_of_its_day() {
    let mut world = three_batches();
    let says =
        |batch: &str, pass, code| ExecuteMsg::RegulatorVerdict { batch: batch_id(batch), attempt: 1, pass, code };
    world.call("rita", &says("1-4", false, 1122)).unwrap();
    let day = &counts(&world, DAY, DAY)[0];
    assert_eq!((day.validated, day.failed), (0, 2));
    assert_eq!(day.reasons, vec![reason(1120), reason(1121), reason(1122)]);
    world.call("rita", &says("5-8", true, 0)).unwrap();
    let day = &counts(&world, DAY, DAY)[0];
    assert_eq!((day.validated, day.failed), (1, 1));
    assert_eq!(day.reasons, vec![reason(1122)]);
}

#[test]
fn the_newest_batch_and_the_batch_of_an_entry_are_found_directly() {
    let world = three_batches();
    let latest = |device: &str| QueryMsg::Latest { stream: stream_id("air"), device: device_id(device) };
    assert_eq!(world.ask::<Option<BatchResponse>>(&latest("meter")).unwrap().id, batch_id("9-12"));
    assert_eq!(world.ask::<Option<BatchResponse>>(&latest("other")), None);
    let of = |sequence| {
        let (stream, device) = (stream_id("air"), device_id("meter"));
        let msg = QueryMsg::BatchOf { stream, device, sequence: Uint64::new(sequence) };
        world.ask::<Option<BatchResponse>>(&msg).map(|batch| batch.id)
    };
    for (sequence, range) in [(1, "1-4"), (4, "1-4"), (5, "5-8"), (12, "9-12")] {
        assert_eq!(of(sequence), Some(batch_id(range)));
    }
    assert_eq!((of(0), of(13), of(u64::MAX)), (None, None, None));
}

/// Y-8.1.2d
#[test]
fn the_trace_of_an_entry_ends_at_its_owner() {
    let world = three_batches();
    let trace = |id: &str| world.ask::<Option<TraceResponse>>(&QueryMsg::Trace { id: id.into() });
    let found = trace(&batch_id("7")).unwrap();
    assert_eq!((found.batch, found.index, found.state), (batch_id("5-8"), Some(2), BatchState::Failed));
    assert_eq!((found.stream, found.device, found.owner), (stream_id("air"), device_id("meter"), party_id("city")));
    assert_eq!(trace(&batch_id("5-8")).unwrap().index, None);
    assert_eq!(trace(&batch_id("13")), None);
    let asked =
        |id: String| world.app.wrap().query_wasm_smart::<Option<TraceResponse>>(&world.intake, &QueryMsg::Trace { id });
    for (id, code) in [
        (batch_id("5-7"), "ABSENT"),
        (batch_id("07"), "ID_MALFORMED"),
        (batch_id("0"), "MALFORMED"),
        (stream_id("air"), "ID_MALFORMED"),
        (batch_id("7").replace("zone-a", "zone-b"), "ID_MALFORMED"),
        (batch_id("7.8"), "ID_MALFORMED"),
    ] {
        assert!(asked(id.clone()).unwrap_err().to_string().contains(code), "{id}");
    }
}

/// Y-9.3a
#[test]
fn another_service_sees_a_batch_only_once_it_is_validated() {
    let world = three_batches();
    let (intake, querier) = (Intake(world.intake.clone()), world.app.wrap());
    assert_eq!(intake.validated(&querier, &batch_id("1-4")).unwrap().root, world.batch("1-4").root);
    for (range, code) in
        [("5-8", ServiceCode::NotValidated), ("9-12", ServiceCode::NotValidated), ("1-3", ServiceCode::BatchUnknown)]
    {
        let error = intake.validated(&querier, &batch_id(range)).unwrap_err().to_string();
        assert_eq!(error, causeway_resource_kit::ServiceError::from(code).to_string());
    }
}

/// Y-6.1-6c
#[test]
fn no_message_edits_or_deletes_a_record() {
    let schema = serde_json::to_string(&cosmwasm_schema::schema_for!(ExecuteMsg)).unwrap();
    for word in ["delete", "remove", "edit", "overwrite", "set_"] {
        assert!(!schema.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn a_contract_with_limits_that_make_no_sense_is_not_made() {
    let world = World::new();
    let make = |change: &dyn Fn(&mut InstantiateMsg)| {
        let mut msg = world.configuration();
        change(&mut msg);
        let mut deps = mock_dependencies();
        deps.api = MockApi::default();
        msg.gate = deps.api.addr_make("gate").into_string();
        msg.identity = deps.api.addr_make("identity").into_string();
        let info = MessageInfo { sender: deps.api.addr_make("maker"), funds: vec![] };
        contract::instantiate(deps.as_mut(), mock_env(), info, msg).map_err(|error| error.to_string())
    };
    make(&|_| ()).unwrap();
    let wrong: [&dyn Fn(&mut InstantiateMsg); 7] = [
        &|msg| msg.skew_sec = 0,
        &|msg| msg.skew_sec = 3_601,
        &|msg| msg.phases.commit_blocks = 0,
        &|msg| msg.phases.reveal_blocks = 100_001,
        &|msg| msg.phases.wait_blocks = 0,
        &|msg| msg.regulator_sec = u64::MAX,
        &|msg| msg.reward.denom = String::new(),
    ];
    for change in wrong {
        assert_eq!(
            make(change).unwrap_err(),
            causeway_resource_kit::ServiceError::from(Code::LimitExceeded).to_string()
        );
    }
    let config = world.ask::<ConfigResponse>(&QueryMsg::Config {});
    assert_eq!((config.skew_sec, config.denom, config.phases), (SKEW_SEC, DENOM.into(), world.configuration().phases));
}
