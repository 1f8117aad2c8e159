//! The end of an object: its owner erases it, its stores are free of it, and what they say of their shares is kept.

mod world;

use causeway_proto::{encode, operation::Body, Custom, Operation};
use causeway_resource_kit::CheckResponse;
use causeway_services::stores::{StoredBody, STORED};
use causeway_stores::msg::*;
use cosmwasm_std::{HexBinary, Uint128};
use world::*;

fn forgotten_ns(world: &World) -> Vec<Option<u64>> {
    world.history().replicas.iter().map(|replica| replica.forgotten_ns.map(|at| at.u64())).collect()
}

/// Y-8.4
#[test]
fn an_erased_object_is_stored_no_more_and_its_stores_owe_nothing_for_it() {
    let mut world = World::new();
    world.held();
    world.call("anyone", &challenge(0)).expect("challenge");
    let height = world.app.block_info().height;
    let erased = world.call("city", &erase(1)).expect("erased");
    assert!(has_event(&erased, "stores_erased", &[("object", BATCH), ("party", CITY)]));
    assert!(has_event(&erased, "stores_released", &[("store", &store(2))]));
    let object = world.object();
    assert_eq!((object.stored, object.erased_height), (false, Some(height)));
    assert!(object.replicas.iter().all(|replica| replica.state == ReplicaState::Released));
    assert_eq!((world.challenges(0), world.deposit(0).held, world.deposit(0).deposit.u128()), (vec![], 0, BOND));
    world.refused("anyone", &fail(0), "CHALLENGE_UNKNOWN");
    world.refused("anyone", &challenge(1), "NOT_STORED");
    world.refused("anyone", &receipt_of(&placement(1), 0), "RECEIPT_INVALID");
    world.refused("reader", &accuse(1, delivery(&placement(1), 1, b"lie")), "NOT_STORED");
    world.call("keeper-0", &ExecuteMsg::Unbond { store: store(0) }).expect("free to leave");
}

#[test]
fn only_the_owner_erases_what_is_sealed_and_nothing_brings_it_back() {
    let mut world = World::new();
    world.refused("city", &erase(1), "OBJECT_UNKNOWN");
    world.held();
    world.call("reader", &accuse(0, delivery(&placement(1), 0, b"lie"))).expect("lost");
    world.person("rival", "did:causeway:party:zone-a:rival", &["supply"]);
    world.refused("rival", &erase(1), "NOT_OWNER");
    world.refused("keeper-1", &erase(1), "SCOPE_MISSING");
    assert!(world.object().stored);
    world.call("city", &erase(1)).expect("erased");
    let again = world.call("city", &erase(1)).expect("no effect");
    assert!(!has_event(&again, "stores_erased", &[]));
    let back = ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(0), seat: seat(4) };
    world.refused("city", &back, "OBJECT_ERASED");
    world.place(placement(1)).expect("a resend has no effect");
    assert!(!world.object().stored);
    world.bond(0, PENALTY).expect("what its lie cost");
    world.place(placement(2)).expect("the next version is another object");
    assert_eq!(world.object().erased_height, None);
    let open = |digest: HexBinary| Placement {
        open: true,
        plaintext: HexBinary::default(),
        key: HexBinary::default(),
        fingerprint: digest,
        stores: (0..3).map(|number| Seat { store: store(number), share: HexBinary::default() }).collect(),
        ..placement(3)
    };
    world.place(open(digest("open"))).expect("place");
    world.refused("city", &erase(3), "CONDITION_UNMET");
}

/// Y-8.3.3d
#[test]
fn what_a_store_has_earned_it_gets_when_the_owner_erases_or_moves_the_object_and_the_rest_goes_back() {
    let erasing = erase(1);
    let moving = ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(1), seat: seat(4) };
    for (ending, back) in [(erasing, 20), (moving, 0)] {
        let mut world = World::new();
        let place = ExecuteMsg::Place { placement: placement(1), reward: Some(Uint128::new(20)) };
        world.pay("city", &place, 60).expect("place");
        for number in 0..2 {
            world.call("anyone", &receipt_of(&placement(1), number)).expect("receipt");
            world.call("anyone", &challenge(number)).expect("challenge");
            let index = world.challenges(number)[0].index;
            world.call("anyone", &answer(number, &sealed(), index)).expect("answer");
        }
        let claim = |number| ExecuteMsg::Reward { object: BATCH.into(), version: 1, store: store(number) };
        world.call("anyone", &claim(0)).expect("reward");
        let purses = |world: &World| ["city", "keeper-0", "keeper-1", "keeper-2"].map(|name| world.purse(name));
        let [city, first, second, third] = purses(&world);
        let ended = world.call("city", &ending).expect("ended");
        assert!(has_event(&ended, "stores_rewarded", &[("store", &store(1)), ("amount", "20")]));
        assert_eq!(purses(&world), [city + back, first, second + 20, third], "claimed, earned, and not even held");
        world.refused("anyone", &claim(1), "ALREADY_PAID");
    }
}

/// Y-8.4
#[test]
fn each_store_says_once_and_under_its_own_signature_that_its_share_is_gone_also_when_it_was_replaced_before() {
    let mut world = World::new();
    world.held();
    let moves = ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(1), seat: seat(4) };
    world.call("city", &moves).expect("moved");
    world.refused("anyone", &forgotten(&placement(1), 0, 0), "PHASE_EARLY");
    world.call("city", &erase(1)).expect("erased");
    world.refused("anyone", &forgotten(&placement(1), 0, 2), "RECEIPT_INVALID");
    world.refused("anyone", &forgotten(&placement(1), 3, 3), "STORE_UNKNOWN");
    for number in [0, 1, 4] {
        let said = world.call("anyone", &forgotten(&placement(1), number, number)).expect("forgotten");
        assert!(has_event(&said, "stores_forgotten", &[("store", &store(number)), ("claimed_ns", "7")]));
        let again = world.call("anyone", &forgotten(&placement(1), number, number)).expect("no effect");
        assert!(!has_event(&again, "stores_forgotten", &[]));
    }
    assert_eq!(forgotten_ns(&world), [Some(7), Some(7), None, Some(7)]);
}

#[test]
fn a_transaction_that_relies_on_an_erased_version_is_refused_and_on_the_newest_it_may_wait_for_another() {
    let mut world = World::new();
    world.held();
    world.call("city", &erase(1)).expect("erased");
    let check = |version: Option<u32>| {
        let body = StoredBody { object: BATCH.into(), version }.bytes().expect("json");
        let actor = world.account("reader").to_string();
        let body = Some(Body::Custom(Custom { name: STORED.into(), body }));
        let operation = Operation { resource: world.contract.to_string(), actor, body };
        world.ask::<CheckResponse>(&QueryMsg::Check { operation: encode(&operation).into() })
    };
    let told = [check(Some(1)), check(None)].map(|answer| format!("{answer:?}"));
    assert_ne!(told[0], told[1]);
    assert!(told.iter().all(|answer| answer.contains("1310")), "{told:?}");
}
