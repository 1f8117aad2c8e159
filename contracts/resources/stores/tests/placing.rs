//! Objects are placed by their owners on stores of others, and are stored once a quorum has signed for them.

mod world;

use causeway_resource_kit::Algorithm;
use causeway_services::identity::{Form, Status};
use causeway_services::intake::BatchState;
use causeway_services::stores::Stores;
use causeway_stores::msg::*;
use cosmwasm_std::HexBinary;
use p256::ecdsa::signature::Signer;
use world::*;

/// Y-8.2.1, Y-9.5a
#[test]
fn an_object_is_stored_once_a_quorum_of_stores_of_different_owners_has_signed() {
    let mut world = World::new();
    world.place(placement(1)).expect("place");
    let first = world.call("anyone", &receipt_of(&placement(1), 0)).expect("receipt");
    assert!(has_event(&first, "stores_held", &[("store", &store(0)), ("object", BATCH)]));
    assert!(!world.object().stored);
    let second = world.call("anyone", &receipt_of(&placement(1), 2)).expect("receipt");
    assert!(has_event(&second, "stores_stored", &[("object", BATCH), ("party", CITY)]));
    let object = world.object();
    assert!(object.stored);
    let states: Vec<ReplicaState> = object.replicas.iter().map(|replica| replica.state).collect();
    assert_eq!(states, [ReplicaState::Held, ReplicaState::Expected, ReplicaState::Held]);
    let owners: Vec<String> = world.history().replicas.into_iter().map(|replica| replica.owner).collect();
    assert_eq!(owners, [keeper(0), keeper(1), keeper(2)]);
}

/// Y-9.5b
#[test]
fn the_fingerprint_on_chain_is_the_hash_of_the_stored_bytes_and_the_bytes_are_not_there() {
    let mut world = World::new();
    world.held();
    let object = world.object();
    assert_eq!(object.fingerprint, HexBinary::from(&causeway_proto::sha256(&sealed())));
    assert_eq!((object.plaintext, object.key), (digest("plaintext"), digest("key")));
    let chunk = &sealed()[..64];
    let dump = world.app.dump_wasm_raw(&world.contract);
    assert!(dump.iter().all(|(_, value)| !value.windows(64).any(|part| part == chunk)));
}

/// Y-9.4e
#[test]
fn heights_prove_that_validation_came_before_placement_and_placement_before_receipts() {
    let mut world = World::new();
    world.tell(BATCH, stub::batch(BATCH, CITY, BatchState::Checking));
    world.place(placement(1)).expect_err("not validated yet");
    world.wait(1);
    world.tell(BATCH, stub::batch(BATCH, CITY, BatchState::Validated));
    let validated = world.app.block_info().height;
    world.wait(1);
    world.place(placement(1)).expect("place");
    world.wait(1);
    world.call("anyone", &receipt_of(&placement(1), 1)).expect("receipt");
    let history = world.history();
    let held = history.replicas[1].held_height.expect("held");
    assert!(validated < history.height && history.height < held);
    assert_eq!(history.replicas[1].claimed_ns, Some(5u64.into()), "the store's own clock is kept apart");
}

/// Y-9.5a
#[test]
fn data_that_has_not_passed_validation_or_is_not_the_callers_is_refused() {
    let mut world = World::new();
    let place = ExecuteMsg::Place { placement: placement(1), reward: None };
    for state in [BatchState::Submitted, BatchState::Checking, BatchState::Failed] {
        world.tell(BATCH, stub::batch(BATCH, CITY, state));
        world.refused("city", &place, "NOT_VALIDATED");
    }
    world.tell(BATCH, stub::batch(BATCH, &keeper(4), BatchState::Validated));
    world.refused("city", &place, "NOT_OWNER");
    world.refused("keeper-0", &place, "SCOPE_MISSING");
    world.refused("nobody", &place, "SUBJECT_UNKNOWN");
    let other = Placement { id: "did:causeway:entry:zone-a:batch-2".into(), ..placement(1) };
    world.refused("city", &ExecuteMsg::Place { placement: other, reward: None }, "BATCH_UNKNOWN");
}

#[test]
fn a_version_is_taken_once_a_resend_is_no_effect_and_versions_ascend() {
    let mut world = World::new();
    world.place(placement(2)).expect("place");
    let before = world.app.dump_wasm_raw(&world.contract);
    world.place(placement(2)).expect("the same once more");
    assert_eq!(world.app.dump_wasm_raw(&world.contract), before);
    let other = |change: fn(&mut Placement)| {
        let mut placement = placement(2);
        change(&mut placement);
        ExecuteMsg::Place { placement, reward: None }
    };
    world.refused("city", &other(|one| one.fingerprint = digest("other")), "OBJECT_TAKEN");
    world.refused("city", &other(|one| one.quorum = 3), "OBJECT_TAKEN");
    world.refused("city", &other(|one| one.version = 1), "VERSION_MISMATCH");
    world.place(placement(3)).expect("the next version");
    assert_eq!(world.object().version, 3);
    let earlier: Option<ObjectResponse> = world.ask(&QueryMsg::Object { id: BATCH.into(), version: Some(2) });
    assert_eq!(earlier.map(|object| object.version), Some(2));
}

#[test]
fn an_asset_is_placed_by_whoever_placed_it_first_and_by_nobody_else() {
    let mut world = World::new();
    world.person("other", "did:causeway:party:zone-a:other", &["supply"]);
    let asset = |version| Placement { id: "did:causeway:asset:zone-a:map".into(), ..placement(version) };
    world.place(asset(1)).expect("place");
    let next = ExecuteMsg::Place { placement: asset(2), reward: None };
    world.refused("other", &next, "NOT_OWNER");
    world.call("city", &next).expect("its owner");
}

/// Y-9.4e
#[test]
fn a_closed_object_has_commitments_to_key_and_shares_and_an_open_one_has_none() {
    let mut world = World::new();
    let other = |change: fn(&mut Placement)| {
        let mut placement = placement(1);
        change(&mut placement);
        ExecuteMsg::Place { placement, reward: None }
    };
    let none = HexBinary::default;
    assert!(none().is_empty());
    world.refused("city", &other(|one| one.key = HexBinary::default()), "MALFORMED");
    world.refused("city", &other(|one| one.plaintext = HexBinary::default()), "MALFORMED");
    world.refused("city", &other(|one| one.stores[1].share = HexBinary::default()), "MALFORMED");
    world.refused("city", &other(|one| one.open = true), "MALFORMED");
    world.refused("city", &other(|one| one.fingerprint = HexBinary::from(&[1; 31])), "MALFORMED");
    let mut open = placement(1);
    (open.open, open.key, open.plaintext) = (true, none(), none());
    open.stores.iter_mut().for_each(|seat| seat.share = none());
    world.place(open).expect("an open object");
}

/// Y-8.2.1
#[test]
fn an_object_needs_three_to_nine_bonded_stores_of_different_owners() {
    let mut world = World::new();
    let with = |stores: &[usize]| {
        let placement = Placement { stores: stores.iter().map(|number| seat(*number)).collect(), ..placement(1) };
        ExecuteMsg::Place { placement, reward: None }
    };
    world.refused("city", &with(&[0, 1]), "LIMIT_EXCEEDED");
    world.refused("city", &with(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), "LIMIT_EXCEEDED");
    world.refused("city", &with(&[0, 1, 1]), "OWNER_REPEATED");
    world.refused("city", &with(&[0, 1, 7]), "SUBJECT_UNKNOWN");
    let owner = keeper(0);
    let twin = |status| stub::subject(&store(7), Form::Store, Some(&owner), status, vec![]);
    world.tell(&store(7), twin(Status::Active));
    world.refused("city", &with(&[0, 1, 7]), "STORE_UNKNOWN");
    world.pay("keeper-0", &ExecuteMsg::Bond { store: store(7) }, BOND).expect("bond");
    world.refused("city", &with(&[0, 1, 7]), "OWNER_REPEATED");
    world.call("city", &with(&[2, 1, 7])).expect("one store of each owner");
    world.tell(&store(7), twin(Status::Suspended));
    let next = Placement { stores: [1, 2, 7].map(seat).to_vec(), ..placement(2) };
    world.refused("city", &ExecuteMsg::Place { placement: next, reward: None }, "SUBJECT_INACTIVE");
}

#[test]
fn quorum_length_and_identifier_of_a_placement_are_bounded() {
    let mut world = World::new();
    let other = |change: fn(&mut Placement)| {
        let mut placement = placement(1);
        change(&mut placement);
        ExecuteMsg::Place { placement, reward: None }
    };
    world.refused("city", &other(|one| one.quorum = 1), "MALFORMED");
    world.refused("city", &other(|one| one.quorum = 4), "MALFORMED");
    world.refused("city", &other(|one| one.version = 0), "MALFORMED");
    world.refused("city", &other(|one| one.length = 0), "LIMIT_EXCEEDED");
    world.refused("city", &other(|one| one.length = 16 * 1024 * 1024 + 1), "LIMIT_EXCEEDED");
    world.refused("city", &other(|one| one.id = CITY.into()), "ID_MALFORMED");
}

/// Y-9.5a
#[test]
fn only_the_stores_own_signature_over_exactly_this_object_is_a_receipt() {
    let mut world = World::new();
    world.place(placement(1)).expect("place");
    let signed_by = |number: usize, about: &Placement| match receipt_of(about, number) {
        ExecuteMsg::Receipt { at_ns, signature, .. } => {
            ExecuteMsg::Receipt { object: BATCH.into(), version: 1, store: store(0), at_ns, signature }
        }
        other => other,
    };
    world.refused("anyone", &signed_by(1, &placement(1)), "RECEIPT_INVALID");
    world.refused("anyone", &signed_by(0, &placement(2)), "RECEIPT_INVALID");
    let bytes = Placement { fingerprint: digest("other"), ..placement(1) };
    world.refused("anyone", &signed_by(0, &bytes), "RECEIPT_INVALID");
    let chunks = Placement { chunks: digest("other"), ..placement(1) };
    world.refused("anyone", &signed_by(0, &chunks), "RECEIPT_INVALID");
    world.refused("anyone", &receipt_of(&placement(1), 4), "STORE_UNKNOWN");
    world.refused("anyone", &receipt_of(&placement(9), 0), "OBJECT_UNKNOWN");
    world.call("anyone", &signed_by(0, &placement(1))).expect("its own");
    let before = world.app.dump_wasm_raw(&world.contract);
    world.call("anyone", &signed_by(0, &placement(1))).expect("once more, without effect");
    assert_eq!(world.app.dump_wasm_raw(&world.contract), before);
}

#[test]
fn a_store_may_sign_with_p256() {
    let mut world = World::new();
    let secret = p256::ecdsa::SigningKey::from_slice(&[3; 32]).expect("a key");
    let public = secret.verifying_key().to_encoded_point(true);
    let keys = vec![stub::key(Algorithm::P256, public.as_bytes())];
    let owner = keeper(0);
    world.tell(&store(0), stub::subject(&store(0), Form::Store, Some(&owner), Status::Active, keys));
    world.place(placement(1)).expect("place");
    let text = causeway_stores::statements::receipt_text(&placement(1), &store(0), 5);
    let signature: p256::ecdsa::Signature = secret.sign(text.as_bytes());
    let signature = signature.normalize_s().unwrap_or(signature).to_bytes().to_vec().into();
    let (object, store) = (BATCH.into(), store(0));
    let receipt = ExecuteMsg::Receipt { object, version: 1, store, at_ns: 5u64.into(), signature };
    world.call("anyone", &receipt).expect("receipt");
}

#[test]
fn lists_come_in_pages() {
    let mut world = World::new();
    let ids: Vec<String> = ["a", "b", "c"].map(|local| format!("did:causeway:asset:zone-a:{local}")).to_vec();
    for id in &ids {
        let placement = Placement { id: id.clone(), ..placement(1) };
        world.place(placement.clone()).expect("place");
        world.call("anyone", &receipt_of(&placement, 0)).expect("receipt");
        let (object, version, store) = (id.clone(), 1, store(0));
        world.call("anyone", &ExecuteMsg::Challenge { object, version, store }).expect("challenge");
    }
    let after = |id: &str| Some(ObjectKey { object: id.into(), version: 1 });
    let objects =
        world.ask::<ObjectsResponse>(&QueryMsg::Objects { start_after: Some(ids[0].clone()), limit: Some(1) });
    assert_eq!(objects.objects.iter().map(|object| object.id.clone()).collect::<Vec<_>>(), ids[1..2]);
    let page = QueryMsg::HeldBy { store: store(0), start_after: after(&ids[0]), limit: Some(1) };
    assert_eq!(world.ask::<HeldByResponse>(&page).objects, [after(&ids[1]).expect("key")]);
    let page = QueryMsg::Challenges { store: store(0), start_after: after(&ids[1]), limit: None };
    let open = world.ask::<ChallengesResponse>(&page).challenges;
    assert_eq!(open.iter().map(|one| one.object.clone()).collect::<Vec<_>>(), ids[2..]);
    let page = QueryMsg::HeldBy { store: store(1), start_after: None, limit: None };
    assert_eq!(world.ask::<HeldByResponse>(&page).objects, []);
}

#[test]
fn other_services_ask_this_contract_by_the_shared_types() {
    let mut world = World::new();
    world.held();
    let found = Stores(world.contract.clone()).object(&world.app.wrap(), BATCH).expect("answered");
    assert_eq!(found, Some(world.object()));
}
