//! Models and streams: what may be submitted, and who decides on it.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::ServiceCode;
use causeway_services::identity::Form;
use cosmwasm_std::{coins, Binary, HexBinary, Uint128};

#[test]
fn a_model_is_kept_with_its_hash_and_its_versions_only_ascend() {
    let mut world = World::new();
    let done = world.call("alice", &model("air", 3)).unwrap();
    let digest = HexBinary::from(&sha256(b"{\"type\":\"object\"}"));
    assert!(event(&done, "intake_model_registered").contains(&("sha256", &digest.to_hex())));
    for version in [3, 2] {
        refused(world.call("alice", &model("air", version)), Code::Exists);
    }
    world.call("alice", &model("air", 7)).unwrap();
    let ask = |version| QueryMsg::Model { name: "air".into(), version };
    let newest = world.ask::<Option<ModelResponse>>(&ask(None)).unwrap();
    let older = world.ask::<Option<ModelResponse>>(&ask(Some(3))).unwrap();
    assert_eq!((newest.version, older.version), (7, 3));
    assert_eq!((older.sha256, older.party), (digest, party_id("city")));
    assert_eq!(world.ask::<Option<ModelResponse>>(&ask(Some(4))), None);
}

#[test]
fn a_models_name_stays_its_first_registrants_and_needs_a_scope() {
    let mut world = World::new();
    world.call("rita", &model("noise", 1)).unwrap();
    refused(world.call("alice", &model("noise", 2)), Code::NotOwner);
    refused(world.call("pat", &model("water", 1)), ServiceCode::ScopeMissing);
    refused(world.call("stranger", &model("water", 1)), ServiceCode::SubjectUnknown);
}

#[test]
fn names_schemas_and_versions_of_models_are_bounded() {
    let mut world = World::new();
    let with = |name: &str, version, schema: Vec<u8>| {
        let schema = Binary::from(schema);
        ExecuteMsg::RegisterModel { name: name.into(), version, schema }
    };
    for name in ["", "Air", "-air", "a b", "аir"] {
        refused(world.call("alice", &with(name, 1, vec![1])), Code::Malformed);
    }
    refused(world.call("alice", &with(&"a".repeat(65), 1, vec![1])), Code::LimitExceeded);
    refused(world.call("alice", &with("air", 0, vec![1])), Code::Malformed);
    refused(world.call("alice", &with("air", 1, vec![])), Code::Malformed);
    refused(world.call("alice", &with("air", 1, vec![1; 16_385])), Code::LimitExceeded);
    world.call("alice", &with("air", 1, vec![1; 16_384])).unwrap();
}

#[test]
fn a_stream_answers_as_it_was_opened_and_is_opened_once() {
    let mut world = World::opened(3);
    let stream = world.ask::<Option<StreamResponse>>(&QueryMsg::Stream { id: stream_id("air") }).unwrap();
    assert_eq!((stream.owner, stream.checkers, stream.reward), (party_id("city"), 3, Uint128::new(REWARD)));
    assert_eq!(stream.elements, vec![element("temperature")]);
    refused(world.call("alice", &ExecuteMsg::OpenStream(new_stream("air", 3))), Code::Exists);
    let mut second = new_stream("wind", 0);
    second.sources = None;
    world.call("alice", &ExecuteMsg::OpenStream(second)).unwrap();
    let ask = |start_after, limit| QueryMsg::Streams { start_after, limit };
    let ids = |found: StreamsResponse| found.streams.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(world.ask(&ask(None, Some(1)))), vec![stream_id("air")]);
    assert_eq!(ids(world.ask(&ask(Some(stream_id("air")), None))), vec![stream_id("wind")]);
}

#[test]
fn a_stream_that_is_not_coherent_is_not_opened() {
    let mut world = World::new();
    world.call("alice", &model("air", 1)).unwrap();
    let mut wrong = |change: &dyn Fn(&mut NewStream), code: causeway_resource_kit::Reason| {
        let mut stream = new_stream("air", 3);
        change(&mut stream);
        refused(world.call("alice", &ExecuteMsg::OpenStream(stream)), code);
    };
    wrong(&|stream| stream.id = "did:causeway:asset:zone-b:air".into(), Code::IdMalformed.into());
    wrong(&|stream| stream.id = "did:causeway:asset:zone-a:air.x".into(), Code::IdMalformed.into());
    wrong(&|stream| stream.id = device_id("air"), Code::IdMalformed.into());
    wrong(&|stream| stream.model.version = 2, ServiceCode::ModelUnknown.into());
    wrong(&|stream| stream.open = false, Code::CopyOfClosed.into());
    wrong(&|stream| stream.checkers = 8, Code::LimitExceeded.into());
    wrong(&|stream| stream.reward = Uint128::MAX, Code::LimitExceeded.into());
    wrong(&|stream| stream.terms = "x".repeat(257), Code::LimitExceeded.into());
    wrong(&|stream| stream.elements = vec![], Code::PartMissing.into());
    wrong(&|stream| stream.elements = vec![element("a"), element("a")], Code::Exists.into());
    wrong(&|stream| stream.elements = vec![element("sequence")], Code::Exists.into());
    wrong(&|stream| stream.elements = vec![element("observed_at")], Code::Exists.into());
    wrong(&|stream| stream.elements = vec![element(&"a".repeat(65))], Code::LimitExceeded.into());
    wrong(&|stream| stream.elements[0].length_max = 0, Code::PartMissing.into());
    wrong(&|stream| stream.elements[0].length_max = 65_537, Code::LimitExceeded.into());
    let many = |count: u32| (0..count).map(|number| element(&format!("e{number}"))).collect::<Vec<_>>();
    wrong(&|stream| stream.elements = many(63), Code::LimitExceeded.into());
    wrong(&|stream| stream.sources = Some(vec![device_id("meter"); 33]), Code::LimitExceeded.into());
    refused(world.call("pat", &ExecuteMsg::OpenStream(new_stream("air", 3))), ServiceCode::ScopeMissing);
}

#[test]
fn a_stream_moves_to_later_versions_of_its_model_only() {
    let mut world = World::opened(0);
    let with = |version| ExecuteMsg::UseModel { stream: stream_id("air"), version };
    refused(world.call("alice", &with(2)), ServiceCode::ModelUnknown);
    world.call("alice", &model("air", 2)).unwrap();
    refused(world.call("bob", &with(2)), Code::NotOwner);
    world.call("alice", &with(2)).unwrap();
    refused(world.call("alice", &with(1)), Code::VersionMismatch);
    let stream = world.ask::<Option<StreamResponse>>(&QueryMsg::Stream { id: stream_id("air") }).unwrap();
    assert_eq!(stream.model.version, 2);
    let unknown = ExecuteMsg::UseModel { stream: stream_id("no"), version: 2 };
    refused(world.call("alice", &unknown), ServiceCode::StreamUnknown);
}

/// Y-8.1.2b
#[test]
fn the_right_to_submit_is_given_to_a_device_per_stream_and_taken_away_again() {
    let mut world = World::opened(0);
    world.device("second", "city");
    world.device("foreign", "port");
    let allow = |device: &str| ExecuteMsg::AllowDevice { stream: stream_id("air"), device: device_id(device) };
    let disallow = |device: &str| ExecuteMsg::DisallowDevice { stream: stream_id("air"), device: device_id(device) };
    refused(world.call("bob", &allow("second")), Code::NotOwner);
    refused(world.call("alice", &allow("foreign")), ServiceCode::DeviceNotAllowed);
    refused(world.call("alice", &allow("nobody")), ServiceCode::SubjectUnknown);
    refused(world.call("alice", &disallow("second")), ServiceCode::DeviceNotAllowed);
    world.call("alice", &allow("second")).unwrap();
    let sources = |world: &World| {
        let ask = QueryMsg::Sources { stream: stream_id("air"), start_after: None, limit: None };
        world.ask::<SourcesResponse>(&ask).sources.into_iter().map(|one| (one.device, one.allowed)).collect::<Vec<_>>()
    };
    assert_eq!(sources(&world), vec![(device_id("meter"), true), (device_id("second"), true)]);
    let rows = world.rows(1, 4, 1, "rows");
    let done = world.call("alice", &disallow("meter")).unwrap();
    assert!(event(&done, "intake_device_disallowed").contains(&("device", &device_id("meter"))));
    refused(world.submit(rows.clone()), ServiceCode::DeviceNotAllowed);
    assert_eq!(sources(&world)[0], (device_id("meter"), false));
    world.call("alice", &allow("meter")).unwrap();
    world.submit(rows).unwrap();
}

#[test]
fn only_a_submission_carries_funds() {
    let mut world = World::new();
    refused(world.paying("alice", &coins(1, DENOM), &model("air", 1)), ServiceCode::FundsMismatch);
}

#[test]
fn a_suspended_device_is_allowed_on_nothing() {
    let mut world = World::new();
    world.call("alice", &model("air", 1)).unwrap();
    world.suspend(&device_id("meter"), Form::Device, Some("city"));
    let stream = ExecuteMsg::OpenStream(new_stream("air", 0));
    refused(world.call("alice", &stream), ServiceCode::SubjectInactive);
}
