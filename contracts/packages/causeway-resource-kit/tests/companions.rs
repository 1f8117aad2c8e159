//! An operation sees the transaction it is part of by its manifest alone, and replicas are written by proof alone.

use causeway_proto::operation::Body;
use causeway_proto::{encode, transaction_id, Code, Custom, Leg, Manifest, Operation, SchemaVersion};
use causeway_resource_kit::{
    attestation, attested_by_peer, commit, prepare, set_gate, set_peer, Decided, LegCall, PrepareCall, PrepareOutcome,
    Proposal, Replica, Service, ServiceCode, Verdict,
};
use cosmwasm_std::testing::{mock_dependencies, mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, to_json_vec, Addr, Binary, Deps, Env, HexBinary, MessageInfo, OwnedDeps, Response, StdResult, Storage,
};

type World = OwnedDeps<MockStorage, MockApi, MockQuerier>;

/// Copies notes of other zones, as they attest them.
struct Notes;

impl Service for Notes {
    type Step = Replica;

    fn decide(deps: Deps, _: &Env, proposal: &Proposal) -> Result<Decided<Replica>, Verdict> {
        let replica = attested_by_peer(deps.storage, proposal, "notes.attest")?;
        Ok(Decided::writing(replica.key.clone(), replica))
    }

    fn carry_out(storage: &mut dyn Storage, _: &Env, step: Replica) -> StdResult<Response> {
        storage.set(step.key.as_bytes(), &step.record);
        Ok(Response::new())
    }
}

fn account(name: &str) -> String {
    MockApi::default().addr_make(name).into_string()
}

fn operation(resource: &str, name: &str, body: Vec<u8>) -> Operation {
    let custom = Custom { name: name.into(), body };
    Operation { resource: account(resource), actor: account("alice"), body: Some(Body::Custom(custom)) }
}

fn replicate(record: &[u8]) -> Operation {
    let replica = Replica { home: "zone-a".into(), key: "note-1".into(), version: 3u64.into(), record: record.into() };
    operation("notes of b", "notes.replicate", to_json_vec(&replica).unwrap())
}

fn attest(resource: &str, record: &[u8]) -> Operation {
    operation(resource, "notes.attest", attestation("note-1", 3, record).unwrap())
}

fn manifest(home: Operation, here: Operation) -> Manifest {
    let leg = |chain_id: &str, operation| Leg {
        chain_id: chain_id.into(),
        gate: account(&format!("gate of {chain_id}")),
        operations: vec![operation],
    };
    Manifest {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        hub_chain_id: "hub-1".into(),
        hub_contract: account("hub"),
        legs: vec![leg("zone-a", home), leg("zone-b", here)],
        deadline_ns: 1,
        nonce: vec![7; 16],
    }
}

fn world() -> World {
    let mut deps = mock_dependencies();
    set_gate(deps.as_mut(), &account("gate")).unwrap();
    set_peer(deps.as_mut().storage, "zone-a", &account("notes of a")).unwrap();
    deps
}

fn zone_b() -> (Env, MessageInfo) {
    let mut env = mock_env();
    env.block.chain_id = "zone-b".into();
    (env, MessageInfo { sender: Addr::unchecked(account("gate")), funds: vec![] })
}

fn outcome(deps: &mut World, manifest: &Manifest, content: Option<Vec<u8>>) -> PrepareOutcome {
    let (env, info) = zone_b();
    let call = PrepareCall {
        transaction_id: HexBinary::from(&transaction_id(&encode(manifest))),
        leg: 1,
        operations: vec![encode(&manifest.legs[1].operations[0]).into()],
        contents: vec![content.map(Binary::from)],
        until_ns: 1u64.into(),
    };
    from_json(prepare::<Notes>(deps.as_mut(), &env, &info, call).unwrap().data.unwrap()).unwrap()
}

const RECORD: &[u8] = br#"{"text":"hello"}"#;

#[test]
fn what_the_home_chain_attests_in_the_same_transaction_is_written_at_its_commit() {
    let mut deps = world();
    let manifest = manifest(attest("notes of a", RECORD), replicate(RECORD));
    let bytes = encode(&manifest);
    assert_eq!(outcome(&mut deps, &manifest, Some(bytes.clone())), PrepareOutcome::Locked {});
    assert_eq!(deps.storage.get(b"note-1"), None);
    let (env, info) = zone_b();
    let call = LegCall { transaction_id: HexBinary::from(&transaction_id(&bytes)), leg: 1 };
    commit::<Notes>(deps.as_mut(), &env, &info, call).unwrap();
    assert_eq!(deps.storage.get(b"note-1"), Some(RECORD.to_vec()));
}

#[test]
fn an_attestation_of_another_contract_record_or_act_is_no_companion() {
    let refused = PrepareOutcome::Refused { code: ServiceCode::CompanionMissing as u32 };
    for home in [
        attest("a stranger", RECORD),
        attest("notes of a", b"{}"),
        operation("notes of a", "notes.other", attestation("note-1", 3, RECORD).unwrap()),
        operation("notes of a", "notes.attest", attestation("note-1", 2, RECORD).unwrap()),
    ] {
        let manifest = manifest(home, replicate(RECORD));
        assert_eq!(outcome(&mut world(), &manifest, Some(encode(&manifest))), refused);
    }
}

#[test]
fn without_the_manifest_of_this_very_transaction_the_operation_is_busy_because_content_is_nobodys_word() {
    let busy = PrepareOutcome::Busy { code: ServiceCode::ManifestMissing as u32 };
    let told = manifest(attest("notes of a", RECORD), replicate(RECORD));
    let other = Manifest { nonce: vec![8; 16], ..told.clone() };
    for content in [None, Some(vec![]), Some(encode(&other))] {
        assert_eq!(outcome(&mut world(), &told, content), busy);
    }
}

#[test]
fn a_home_chain_without_a_known_peer_is_refused() {
    let mut deps = world();
    deps.storage = MockStorage::new();
    set_gate(deps.as_mut(), &account("gate")).unwrap();
    let told = manifest(attest("notes of a", RECORD), replicate(RECORD));
    let refused = PrepareOutcome::Refused { code: ServiceCode::PeerUnknown as u32 };
    assert_eq!(outcome(&mut deps, &told, Some(encode(&told))), refused);
}

#[test]
fn bytes_that_are_no_replica_are_refused_and_only_the_gate_is_heard() {
    let mut deps = world();
    let told = manifest(attest("notes of a", RECORD), operation("notes of b", "notes.replicate", b"junk".to_vec()));
    let refused = PrepareOutcome::Refused { code: Code::Malformed as u32 };
    assert_eq!(outcome(&mut deps, &told, Some(encode(&told))), refused);
    let (env, mut info) = zone_b();
    info.sender = Addr::unchecked(account("alice"));
    let call = LegCall { transaction_id: HexBinary::default(), leg: 0 };
    let error = commit::<Notes>(deps.as_mut(), &env, &info, call).expect_err("a stranger");
    assert_eq!(error.to_string(), "FORBIDDEN (code 204)");
}
