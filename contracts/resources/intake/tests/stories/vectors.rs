//! The vectors of what devices submit, test/vectors/batches.json, replayed: what TypeScript signs is taken, what it
//! refuses is refused. Roots are opaque to the contract; the proofs that lead to them are the kit's.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::Code;
use causeway_resource_kit::{leaf_hash, verify_merkle, Algorithm, ServiceCode};
use causeway_services::identity::{Form, KeyResponse};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Binary, HexBinary, Timestamp, Uint64};
use cw_storage_plus::Map;
use serde_json::Value;

const STREAM: &str = "did:causeway:asset:zone-a:weather";

/// As the contract keeps it; the vectors jump to numbers that no test could count up to.
#[cw_serde]
struct Cursor {
    next: u64,
    batch: String,
}

fn cases(list: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../../../../test/vectors/batches.json")).expect("JSON");
    file[list].as_array().expect("a list").clone()
}

fn word<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("{name}"))
}

fn hex(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().expect("hex")).expect("hex")
}

fn number(case: &Value, name: &str) -> u64 {
    word(case, name).parse().expect("a number")
}

fn submission(case: &Value) -> Submission {
    Submission {
        stream: word(case, "streamId").into(),
        device: word(case, "deviceId").into(),
        attempt: case["attempt"].as_u64().expect("a number") as u32,
        first: Uint64::new(number(case, "first")),
        last: Uint64::new(number(case, "last")),
        root: HexBinary::from(hex(&case["root"])),
        sent_ns: Uint64::new(number(case, "sentNs")),
        signature: Binary::from(hex(&case["signature"])),
    }
}

/// The stream of the vectors, open to the device of the case, whose next entry is the first of it.
fn opened(case: &Value) -> World {
    let mut world = World::new();
    world.app.update_block(|block| block.time = Timestamp::from_nanos(1_795_608_000_000_000_000));
    let curve = word(case, "curve");
    let device = format!("did:causeway:thing:zone-a:station-{curve}");
    let algorithm = if curve == "p256" { Algorithm::P256 } else { Algorithm::Ed25519 };
    let public_key = Binary::from(hex(&case["publicKey"]));
    let keys = vec![KeyResponse { name: "key-1".into(), algorithm, public_key, since_height: 1, until_height: None }];
    world.tell(&StubExecute::Subject(subject(&device, Form::Device, Some("city"), keys)));
    world.call("alice", &model("air", 1)).unwrap();
    let sources = Some(vec![device.clone()]);
    world.call("alice", &ExecuteMsg::OpenStream(NewStream { sources, ..new_stream("weather", 0) })).unwrap();
    let cursor = Cursor { next: number(case, "first").max(1), batch: String::new() };
    let mut storage = world.app.contract_storage_mut(&world.intake);
    Map::<(&str, &str), Cursor>::new("cursor").save(storage.as_mut(), (STREAM, &device), &cursor).unwrap();
    drop(storage);
    if case["attempt"] == 2 {
        let first = |one: &Value| one["attempt"] == 1 && one["id"] == case["id"];
        let earlier = cases("accepted").into_iter().find(first).expect("a first attempt");
        world.call("alice", &ExecuteMsg::Submit(submission(&earlier))).unwrap();
        let failed = vec![Failure { sequence: Uint64::new(number(case, "first")), code: 1120 }];
        let batch = word(case, "id").into();
        let report = ExecuteMsg::Report { batch, attempt: 1, model_version: 1, failed, more: 0 };
        world.call("pat", &report).unwrap();
    }
    world
}

/// Y-9.4a, Y-7.1.5d
#[test]
fn what_devices_sign_in_the_vectors_is_taken_under_the_same_names() {
    for case in cases("accepted") {
        let mut world = opened(&case);
        let batch = submission(&case);
        assert_eq!(text(&batch), word(&case, "text"));
        world.call("alice", &ExecuteMsg::Submit(batch)).unwrap_or_else(|error| panic!("{}: {error}", case["why"]));
        let ask = QueryMsg::Verdicts { batch: word(&case, "id").into() };
        let found = world.ask::<Option<AttemptResponse>>(&ask).expect("a batch");
        assert_eq!(found.root.to_hex(), word(&case, "root"));
    }
}

/// Y-9.4a, Y-7.1.5d
#[test]
fn what_the_vectors_refuse_by_name_or_signature_is_refused() {
    let mut seen = 0;
    for case in cases("refused") {
        let code: causeway_resource_kit::Reason = match (word(&case, "check"), word(&case, "signature").len()) {
            ("signature", 128) => ServiceCode::SignatureInvalid.into(),
            ("signature", _) => Code::Malformed.into(),
            ("name", _) => {
                opened(&case).call("alice", &ExecuteMsg::Submit(submission(&case))).expect_err(word(&case, "why"));
                seen += 1;
                continue;
            }
            _ => continue,
        };
        refused(opened(&case).call("alice", &ExecuteMsg::Submit(submission(&case))), code);
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn the_proofs_of_the_vectors_lead_to_the_root_that_the_chain_keeps() {
    let leads = |case: &Value, index: usize, leaf: &Value, proof: &Value| {
        let path: Vec<Vec<u8>> = proof.as_array().expect("a path").iter().map(hex).collect();
        let leaf = hex(leaf).try_into().expect("32 bytes");
        verify_merkle(&hex(&case["root"]), case["rows"].as_array().unwrap().len() as u64, index as u64, leaf, &path)
    };
    for case in cases("accepted") {
        for (index, row) in case["rows"].as_array().unwrap().iter().enumerate() {
            assert!(leads(&case, index, &case["leaves"][index], &case["proofs"][index]), "{}", case["why"]);
            let is_open = case["access"] == "open";
            assert_eq!(leaf_hash(&hex(row)).as_slice() == hex(&case["leaves"][index]), is_open);
        }
    }
    for case in cases("refused").iter().filter(|case| case["check"] == "proof") {
        let leaf = if case["leaf"].is_null() { &case["leaves"][0] } else { &case["leaf"] };
        assert!(!leads(case, 0, leaf, &case["proof"]), "{}", case["why"]);
    }
}
