//! Stories of two chains: who is enrolled on one acts on the other, and what happens to it at home is seen there.

mod common;

use causeway_identity::limits::{EMERGENCY_BLOCKS, RECORD_BYTES_MAX};
use causeway_identity::msg::{Change, ExecuteMsg, NewSubject, QueryMsg, RecordResponse};
use causeway_proto::{encode, Leg, Manifest, Operation, SchemaVersion};
use causeway_resource_kit::{attestation, PrepareOutcome, Replica};
use causeway_services::identity::{Form, PartyResponse, Status, SubjectResponse, ATTEST, REPLICATE};
use common::transactions::{busy, commit, operation, prepare, refused};
use common::{has_event, role, Signer, World};
use cosmwasm_std::{to_json_vec, Binary};
use cw_multi_test::AppResponse;

const SUBJECT_UNKNOWN: u32 = 1000;
const SUBJECT_INACTIVE: u32 = 1001;
const KEY_TAKEN: u32 = 1008;
const NOT_HOME: u32 = 1011;
const COMPANION_MISSING: u32 = 1601;
const PEER_UNKNOWN: u32 = 1602;
const MANIFEST_MISSING: u32 = 1600;
const CONTENT_MISMATCH: u32 = 405;
const VERSION_MISMATCH: u32 = 404;
const LIMIT_EXCEEDED: u32 = 103;

/// The home chain, with the supplier's account of the other chain bound, and the other chain, with home as its peer.
fn two_zones() -> (World, World) {
    let (mut home, mut away) = (World::new("zone-a"), World::new("zone-b"));
    let signer = Signer::secp256k1(7);
    let (id, address) = (home.party("supplier"), signer.address("cosmwasm"));
    let text = format!("Causeway v1: bind account\nzone-a\n{}\nparty {id}\naccount zone-b {address}", home.identity);
    let bind = ExecuteMsg::BindAccount {
        id,
        chain_id: "zone-b".into(),
        address,
        public_key: signer.public_key().into(),
        signature: signer.sign(&text).into(),
    };
    home.send("supplier", &bind);
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-a".into(), contract: home.identity.to_string() };
    away.refused("supplier", &peer, "FORBIDDEN");
    away.send("admin", &peer);
    away.refused("admin", &peer, "EXISTS");
    (home, away)
}

fn manifest(legs: Vec<(&World, Operation)>) -> Vec<u8> {
    let leg = |(world, operation): (&World, Operation)| Leg {
        chain_id: world.chain_id.clone(),
        gate: world.account("gate").into(),
        operations: vec![operation],
    };
    encode(&Manifest {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        hub_chain_id: "hub-1".into(),
        hub_contract: "hub".into(),
        nonce: vec![1; 16],
        deadline_ns: 1,
        legs: legs.into_iter().map(leg).collect(),
    })
}

struct Copying {
    attest: Operation,
    replicate: Operation,
    manifest: Vec<u8>,
}

fn copying(home: &World, away: &World, id: &str) -> Copying {
    let RecordResponse { version, record } = home.ask(&QueryMsg::Record { id: id.into() });
    copying_of(home, away, id, version, record)
}

fn copying_of(home: &World, away: &World, id: &str, version: u64, record: Binary) -> Copying {
    let attest = operation(home, ATTEST, attestation(id, version, &record).expect("body"));
    let replica = Replica { home: home.chain_id.clone(), key: id.into(), version: version.into(), record };
    let replicate = operation(away, REPLICATE, to_json_vec(&replica).expect("body"));
    let manifest = manifest(vec![(home, attest.clone()), (away, replicate.clone())]);
    Copying { attest, replicate, manifest }
}

/// One transaction from its legs' prepare to their commit.
fn copy(home: &mut World, away: &mut World, id: &str) -> AppResponse {
    let one = copying(home, away, id);
    assert_eq!(prepare(home, &one.manifest, &one.attest, false), PrepareOutcome::Locked {});
    assert_eq!(prepare(away, &one.manifest, &one.replicate, true), PrepareOutcome::Locked {});
    commit(home, &one.manifest);
    commit(away, &one.manifest)
}

/// Y-7.2.2b
#[test]
fn who_is_enrolled_on_one_chain_acts_on_another_without_enrolling_again() {
    let (mut home, mut away) = two_zones();
    let (id, address) = (home.party("supplier"), Signer::secp256k1(7).address("cosmwasm"));
    let account = cosmwasm_std::Addr::unchecked(address.clone());
    let device = |away: &World| ExecuteMsg::Propose {
        subjects: vec![away.new_thing(Form::Device, "did:causeway:party:zone-a:supplier", "pump", &Signer::p256(1))],
    };
    let proposal = device(&away);
    away.refused_as(&account, &proposal, "SUBJECT_UNKNOWN");
    assert!(has_event(&copy(&mut home, &mut away, &id), "replicated", "subject", &id));
    let acting: Option<PartyResponse> = away.ask(&QueryMsg::Party { account: address });
    let acting = acting.expect("bound here");
    assert_eq!((acting.id, acting.status), (id.clone(), Status::Active));
    assert_eq!(acting.scopes, ["check", "supply"], "no vote but at home");
    let sent = away.try_as(&account, &proposal).expect("acts here");
    away.approve(common::proposal_of(&sent));
    assert_eq!(away.subject(&away.thing("pump")).owner, Some(id.clone()));
    assert_eq!(away.subject(&id), home.subject(&id), "the same everywhere");
    let vote = ExecuteMsg::Vote { proposal: 1, approve: true };
    away.refused_as(&account, &vote, "NOT_HOME");
}

/// Y-7.2.2b, Y-9.2c, Y-6.1-2: the bound is one transaction.
#[test]
fn a_suspension_at_home_is_seen_elsewhere_one_transaction_later_and_its_end_too() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    copy(&mut home, &mut away, &id);
    home.send("regulator", &ExecuteMsg::Suspend { id: id.clone(), reason: String::new() });
    copy(&mut home, &mut away, &id);
    assert_eq!(away.status(&id), Status::Suspended);
    let account = cosmwasm_std::Addr::unchecked(Signer::secp256k1(7).address("cosmwasm"));
    away.refused_as(&account, &ExecuteMsg::Propose { subjects: vec![platform("zone-b")] }, "SUBJECT_INACTIVE");
    home.wait(EMERGENCY_BLOCKS);
    copy(&mut home, &mut away, &id);
    assert_eq!(away.status(&id), Status::Active);
    home.decide(Change::Retire { id: id.clone() });
    copy(&mut home, &mut away, &id);
    assert_eq!(away.status(&id), Status::Retired);
}

fn platform(chain_id: &str) -> NewSubject {
    let id = format!("did:causeway:platform:{chain_id}:north");
    NewSubject { id, form: Form::Platform, roles: vec![], key: None }
}

/// Y-7.2.2b
#[test]
fn a_copy_is_changed_by_nobody_here() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    copy(&mut home, &mut away, &id);
    let change = |change| ExecuteMsg::ProposeChange { change };
    away.refused("supplier", &change(Change::Suspend { id: id.clone() }), "NOT_HOME");
    let roles = vec!["regulator".into()];
    away.refused("supplier", &change(Change::SetRoles { id: id.clone(), roles }), "NOT_HOME");
    away.refused("regulator", &ExecuteMsg::Suspend { id: id.clone(), reason: String::new() }, "NOT_HOME");
    let account = cosmwasm_std::Addr::unchecked(Signer::secp256k1(7).address("cosmwasm"));
    away.refused_as(&account, &ExecuteMsg::Retire { id: id.clone() }, "NOT_HOME");
    let one = operation(&away, ATTEST, attestation(&id, 3, b"{}").expect("body"));
    let manifest = manifest(vec![(&away, one.clone())]);
    assert_eq!(prepare(&mut away, &manifest, &one, false), refused(NOT_HOME));
}

/// Y-7.2.2b
#[test]
fn what_home_does_not_attest_in_the_same_transaction_is_no_copy() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    let good = copying(&home, &away, &id);
    let alone = manifest(vec![(&away, good.replicate.clone())]);
    assert_eq!(prepare(&mut away, &alone, &good.replicate, true), refused(COMPANION_MISSING));
    assert_eq!(prepare(&mut away, &good.manifest, &good.replicate, false), busy(MANIFEST_MISSING));
    let mut forged: SubjectResponse = home.subject(&id);
    forged.roles = vec!["regulator".into()];
    let bytes = Binary::from(to_json_vec(&forged).expect("json"));
    let lie = copying_of(&home, &away, &id, forged.version, bytes.clone());
    assert_eq!(prepare(&mut home, &lie.manifest, &lie.attest, false), refused(CONTENT_MISMATCH));
    let unattested = manifest(vec![(&home, good.attest), (&away, lie.replicate.clone())]);
    assert_eq!(prepare(&mut away, &unattested, &lie.replicate, true), refused(COMPANION_MISSING));
    let stranger = World::new("zone-c");
    let other = copying(&stranger, &away, &stranger.party("supplier"));
    assert_eq!(prepare(&mut away, &other.manifest, &other.replicate, true), refused(PEER_UNKNOWN));
}

/// A peer speaks for its own subjects only.
#[test]
fn a_peer_cannot_speak_for_subjects_of_other_chains() {
    let (home, mut away) = two_zones();
    for id in [away.party("regulator"), "did:causeway:party:zone-c:city".to_string()] {
        let mut record = home.subject(&home.party("supplier"));
        record.id = id.clone();
        let bytes = Binary::from(to_json_vec(&record).expect("json"));
        let lie = copying_of(&home, &away, &id, record.version, bytes);
        assert_eq!(prepare(&mut away, &lie.manifest, &lie.replicate, true), refused(NOT_HOME));
    }
}

#[test]
fn a_chain_is_no_peer_of_its_own_subjects() {
    let (mut home, _) = two_zones();
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-a".into(), contract: home.identity.to_string() };
    home.send("admin", &peer);
    let one = copying(&home, &home, &home.party("supplier"));
    let itself = manifest(vec![(&home, one.attest)]);
    assert_eq!(prepare(&mut home, &itself, &one.replicate, true), refused(NOT_HOME));
}

/// Y-7.2.2b
#[test]
fn copies_only_grow_newer() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    let old = copying(&home, &away, &id);
    assert_eq!(prepare(&mut home, &old.manifest, &old.attest, false), PrepareOutcome::Locked {});
    commit(&mut home, &old.manifest);
    home.decide(Change::SetRoles { id: id.clone(), roles: vec!["demander".into()] });
    let late = manifest(vec![(&home, old.attest.clone())]);
    assert_eq!(prepare(&mut home, &late, &old.attest, false), refused(VERSION_MISMATCH));
    copy(&mut home, &mut away, &id);
    assert_eq!(prepare(&mut away, &old.manifest, &old.replicate, true), refused(VERSION_MISMATCH));
    let again = copying(&home, &away, &id);
    assert_eq!(prepare(&mut away, &again.manifest, &again.replicate, true), refused(VERSION_MISMATCH));
    assert_eq!(away.subject(&id).roles, ["demander"]);
}

/// Y-9.2a, Y-7.2.2a
#[test]
fn a_copy_brings_no_key_and_no_account_that_somebody_here_has() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    let device = home.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let one = copying(&home, &away, &device);
    assert_eq!(prepare(&mut away, &one.manifest, &one.replicate, true), busy(SUBJECT_UNKNOWN), "its owner first");
    copy(&mut home, &mut away, &id);
    away.enrol_device("demander", "double", &Signer::ed25519(1));
    let one = copying(&home, &away, &device);
    assert_eq!(prepare(&mut away, &one.manifest, &one.replicate, true), refused(KEY_TAKEN));
}

#[test]
fn while_a_copy_is_in_doubt_nobody_takes_its_key_or_its_account() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    copy(&mut home, &mut away, &id);
    let device = home.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let one = copying(&home, &away, &device);
    assert_eq!(prepare(&mut away, &one.manifest, &one.replicate, true), PrepareOutcome::Locked {});
    let double = away.device("demander", "double", &Signer::ed25519(1));
    away.refused("demander", &ExecuteMsg::Propose { subjects: vec![double.clone()] }, "LOCKED");
    commit(&mut away, &one.manifest);
    away.refused("demander", &ExecuteMsg::Propose { subjects: vec![double] }, "KEY_TAKEN");
}

/// Y-9.2c: a thing follows its owner on every chain.
#[test]
fn a_copied_thing_is_suspended_with_its_owners_copy() {
    let (mut home, mut away) = two_zones();
    let id = home.party("supplier");
    let device = home.enrol_device("supplier", "meter", &Signer::ed25519(1));
    copy(&mut home, &mut away, &id);
    copy(&mut home, &mut away, &device);
    assert_eq!(away.status(&device), Status::Active);
    let key = home.key(&device, &id, "key-2", &Signer::ed25519(2));
    home.send("supplier", &ExecuteMsg::RotateKey { id: device.clone(), key });
    copy(&mut home, &mut away, &device);
    assert_eq!(away.subject(&device).current_key().expect("key").name, "key-2");
    home.decide(Change::Suspend { id: id.clone() });
    copy(&mut home, &mut away, &id);
    assert_eq!(away.status(&device), Status::Suspended);
}

/// Y-7.2.2a: an account that was let go at home acts here no more.
#[test]
fn an_account_unbound_at_home_stops_acting_elsewhere() {
    let (mut home, mut away) = two_zones();
    let (id, address) = (home.party("supplier"), Signer::secp256k1(7).address("cosmwasm"));
    copy(&mut home, &mut away, &id);
    home.send(
        "supplier",
        &ExecuteMsg::UnbindAccount { id: id.clone(), chain_id: "zone-b".into(), address: address.clone() },
    );
    copy(&mut home, &mut away, &id);
    assert_eq!(away.ask::<Option<PartyResponse>>(&QueryMsg::Party { account: address }), None);
}

/// Y-6.1-2
#[test]
fn what_is_not_enrolled_is_not_attested() {
    let (mut home, away) = two_zones();
    let device = home.device("supplier", "meter", &Signer::ed25519(1));
    home.propose("supplier", vec![device]);
    let one = copying(&home, &away, &home.thing("meter"));
    assert_eq!(prepare(&mut home, &one.manifest, &one.attest, false), busy(SUBJECT_INACTIVE));
}

#[test]
fn a_record_that_is_too_long_or_under_another_name_is_no_copy() {
    let (home, mut away) = two_zones();
    let id = home.party("supplier");
    let mut record = home.subject(&id);
    let bytes = Binary::from(to_json_vec(&record).expect("json"));
    let renamed = copying_of(&home, &away, &home.party("demander"), record.version, bytes.clone());
    assert_eq!(prepare(&mut away, &renamed.manifest, &renamed.replicate, true), refused(CONTENT_MISMATCH));
    let renumbered = copying_of(&home, &away, &id, record.version + 1, bytes);
    assert_eq!(prepare(&mut away, &renumbered.manifest, &renumbered.replicate, true), refused(CONTENT_MISMATCH));
    record.roles = vec!["r".repeat(RECORD_BYTES_MAX - 500)];
    let fits = Binary::from(to_json_vec(&record).expect("json"));
    let long = Binary::from([vec![b' '; RECORD_BYTES_MAX + 1 - fits.len()], fits.to_vec()].concat());
    let fits = copying_of(&home, &away, &id, record.version, fits);
    assert_eq!(prepare(&mut away, &fits.manifest, &fits.replicate, true), PrepareOutcome::Locked {});
    let long = copying_of(&home, &away, &id, record.version, long);
    assert_eq!(prepare(&mut away, &long.manifest, &long.replicate, true), refused(LIMIT_EXCEEDED));
}

#[test]
fn roles_that_only_the_other_chain_has_stand_for_nothing_here() {
    let (mut home, mut away) = two_zones();
    home.decide(Change::AddRole { role: role("wizard", &["regulate"]) });
    let id = home.party("supplier");
    home.decide(Change::SetRoles { id: id.clone(), roles: vec!["wizard".into()] });
    copy(&mut home, &mut away, &id);
    let account = Signer::secp256k1(7).address("cosmwasm");
    let acting = away.ask::<Option<PartyResponse>>(&QueryMsg::Party { account }).expect("bound here");
    assert_eq!((acting.roles, acting.scopes), (vec!["wizard".to_string()], vec![]));
}
