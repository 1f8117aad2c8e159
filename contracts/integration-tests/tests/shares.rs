//! Sharing open records: replicas come into being on every zone or on none.

use causeway_assets::msg::{ExecuteMsg, ItemState};
use causeway_gate::msg::LegStateName;
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{check_record, entry_id, open_record, replicate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{prepared, World};
use causeway_proto::{encode, Code, Envelope, Manifest};

const CONTENT: &[u8] = b"time,celsius\n1,21.5\n";

/// One read leg at the origin, one replica on each other zone.
fn share(world: &mut World, envelope: &Envelope, version: u64, to: &[&str], who: &Person) -> Manifest {
    let mut legs = vec![("zone-a", vec![world.operation("zone-a", who, check_record(envelope, version))])];
    for zone in to {
        legs.push((zone, vec![world.operation(zone, who, replicate(envelope, version, "zone-a"))]));
    }
    world.manifest(legs)
}

fn prepare_share(world: &mut World, manifest: &Manifest, content: &[u8], who: &Person) {
    for leg in &manifest.legs {
        let contents: &[(u32, &[u8])] = if leg.chain_id == "zone-a" { &[] } else { &[(0, content)] };
        world.prepare_legs(&leg.chain_id, vec![prepared(manifest, &[who], contents)]).expect("prepare");
    }
}

fn sharing_world() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b", "zone-c"]);
    let alice = Person::new("alice");
    let envelope = open_record(&entry_id("zone-a", "air-7"), CONTENT);
    world.register("zone-a", &alice, &envelope, Some(CONTENT)).expect("register");
    (world, alice, envelope)
}

#[test]
fn an_open_record_is_shared_to_two_zones_at_once_and_stays_at_home_unchanged() {
    let (mut world, alice, envelope) = sharing_world();
    let before = world.item("zone-a", &envelope.id);
    let manifest = share(&mut world, &envelope, 0, &["zone-b", "zone-c"], &alice);
    prepare_share(&mut world, &manifest, CONTENT, &alice);
    assert!(world.item("zone-b", &envelope.id).expect("key").in_doubt, "nothing is usable before the decision");
    assert_eq!(world.item("zone-b", &envelope.id).expect("key").state, ItemState::Absent);
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    assert_eq!(world.leg_states(&manifest), vec![Some(LegStateName::Applied); 3]);
    assert_eq!(world.item("zone-a", &envelope.id), before);
    for zone in ["zone-b", "zone-c"] {
        let replica = world.item(zone, &envelope.id).expect("replica");
        assert_eq!(replica.replica_of.as_deref(), Some("zone-a"));
        assert_eq!(replica.envelope.as_slice(), encode(&envelope));
        assert_eq!((replica.version.u64(), replica.content_length.u64()), (0, CONTENT.len() as u64));
    }
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_newer_version_replaces_the_replica_and_an_older_one_never_does() {
    let (mut world, alice, envelope) = sharing_world();
    let first = share(&mut world, &envelope, 0, &["zone-b"], &alice);
    let newer = b"time,celsius\n1,21.5\n2,22\n";
    let next = open_record(&envelope.id, newer);
    let update = ExecuteMsg::Update { envelope: encode(&next).into(), content: newer.into() };
    world.owner_calls("zone-a", &alice, &update).expect("update");
    let second = share(&mut world, &next, 1, &["zone-b"], &alice);
    prepare_share(&mut world, &second, newer, &alice);
    world.relay_all();
    assert_eq!(world.item("zone-b", &envelope.id).expect("replica").version.u64(), 1);
    // The source has moved on for good, so the older share is refused there and aborted everywhere (I13).
    world.prepare("zone-a", &first, &[&alice]).expect("a refusal is an answer");
    world.relay_all();
    assert_eq!(world.phase(&first), Some((PhaseName::Abort, Code::VersionMismatch as u32)));
    assert_eq!(world.item("zone-b", &envelope.id).expect("replica").version.u64(), 1);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn content_that_does_not_match_its_fingerprint_locks_nothing_and_refuses_nothing() {
    let (mut world, alice, envelope) = sharing_world();
    let manifest = share(&mut world, &envelope, 0, &["zone-b"], &alice);
    let wrong = prepared(&manifest, &[&alice], &[(0, b"time,celsius\n1,99.9\n")]);
    let error = world.prepare_legs("zone-b", vec![wrong]).expect_err("wrong content");
    assert!(error.contains("FINGERPRINT_MISMATCH"), "{error}");
    let missing = world.prepare("zone-b", &manifest, &[&alice]).expect_err("no content");
    assert!(missing.contains("CONTENT_MISSING"), "{missing}");
    assert_eq!((world.leg_state("zone-b", &manifest), world.all_locks()), (None, 0));
    // Whoever brings the right content still can: the mistake was the bearer's, not the transaction's.
    prepare_share(&mut world, &manifest, CONTENT, &alice);
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    assert_eq!(broken_now(&world), Vec::<String>::new());
}

#[test]
fn a_record_that_is_read_by_two_transactions_is_locked_by_neither_against_the_other_but_against_its_owner() {
    let (mut world, alice, envelope) = sharing_world();
    let to_b = share(&mut world, &envelope, 0, &["zone-b"], &alice);
    let to_c = share(&mut world, &envelope, 0, &["zone-c"], &alice);
    prepare_share(&mut world, &to_b, CONTENT, &alice);
    prepare_share(&mut world, &to_c, CONTENT, &alice);
    let newer = b"time,celsius\n";
    let next = open_record(&envelope.id, newer);
    let update = ExecuteMsg::Update { envelope: encode(&next).into(), content: newer.into() };
    let error = world.owner_calls("zone-a", &alice, &update).expect_err("read-locked");
    assert!(error.contains("LOCKED"), "{error}");
    world.relay_all();
    assert_eq!(world.phase(&to_b), Some((PhaseName::Commit, 0)));
    assert_eq!(world.phase(&to_c), Some((PhaseName::Commit, 0)));
    world.owner_calls("zone-a", &alice, &update).expect("free again");
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn only_the_chain_of_origin_vouches_for_its_records() {
    let (mut world, alice, envelope) = sharing_world();
    let first = share(&mut world, &envelope, 0, &["zone-b"], &alice);
    prepare_share(&mut world, &first, CONTENT, &alice);
    world.relay_all();
    // Zone B holds a replica; a share from there would let it forge versions of zone A's record.
    let legs = vec![
        ("zone-b", vec![world.operation("zone-b", &alice, check_record(&envelope, 0))]),
        ("zone-c", vec![world.operation("zone-c", &alice, replicate(&envelope, 0, "zone-b"))]),
    ];
    let second_hand = world.manifest(legs);
    let leg = prepared(&second_hand, &[&alice], &[(0, CONTENT)]);
    world.prepare_legs("zone-c", vec![leg]).expect("a refusal is an answer");
    assert_eq!(world.leg_state("zone-c", &second_hand), Some(LegStateName::Refused));
    world.relay_all();
    assert_eq!(world.phase(&second_hand), Some((PhaseName::Abort, Code::WrongAddressee as u32)));
    assert_eq!(world.item("zone-c", &envelope.id), None);
}
