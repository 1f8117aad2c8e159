//! What is stored stays stored, or its store pays: challenges, accusations, repair, rewards, deposits.

mod world;

use causeway_proto::{encode, operation::Body, Custom, Operation};
use causeway_resource_kit::{Algorithm, LegCall, PrepareCall};
use causeway_services::identity::{Form, Status};
use causeway_services::stores::{StoredBody, STORED};
use causeway_stores::challenges::chunk_index;
use causeway_stores::limits::{CHALLENGE_EVERY_BLOCKS, LEAVE_BLOCKS};
use causeway_stores::msg::*;
use causeway_stores::statements::receipt_text;
use cosmwasm_std::{HexBinary, Uint128};
use world::*;

/// Y-7.1.5b
#[test]
fn a_store_answers_a_challenge_by_the_chunk_and_its_path_and_by_nothing_else() {
    let mut world = World::new();
    world.held();
    let asked = world.call("anyone", &challenge(0)).expect("challenge");
    assert!(has_event(&asked, "stores_challenged", &[("store", &store(0)), ("object", BATCH)]));
    let open = world.challenges(0);
    let block = world.app.block_info();
    assert_eq!(open[0].index, chunk_index(BATCH, block.height, block.time.nanos(), 3));
    let (right, wrong) = (open[0].index, (open[0].index + 1) % 3);
    world.refused("anyone", &answer(0, &sealed(), wrong), "PROOF_INVALID");
    let ExecuteMsg::Answer { object, version, store: name, chunk, path } = answer(0, &sealed(), right) else {
        panic!("an answer")
    };
    let with = |chunk: &[u8], path: &[cosmwasm_std::HexBinary]| ExecuteMsg::Answer {
        object: object.clone(),
        version,
        store: name.clone(),
        chunk: chunk.into(),
        path: path.to_vec(),
    };
    let mut changed = chunk.to_vec();
    changed[0] ^= 1;
    world.refused("anyone", &with(&changed, &path), "PROOF_INVALID");
    world.refused("anyone", &with(&chunk, &path[..path.len() - 1]), "PROOF_INVALID");
    world.refused("anyone", &with(&[0; 1025], &path), "LIMIT_EXCEEDED");
    world.refused("anyone", &with(&chunk, &vec![path[0].clone(); 15]), "LIMIT_EXCEEDED");
    world.refused("anyone", &answer(1, &sealed(), right), "CHALLENGE_UNKNOWN");
    let answered = world.call("anyone", &with(&chunk, &path)).expect("answer");
    assert!(has_event(&answered, "stores_answered", &[("store", &store(0))]));
    world.refused("anyone", &with(&chunk, &path), "CHALLENGE_UNKNOWN");
    assert_eq!((world.challenges(0), world.object().stored), (vec![], true));
}

#[test]
fn the_chunk_that_is_asked_for_depends_on_object_height_and_time_and_every_chunk_is_asked_for() {
    let count = |number: u64| (0..300).filter(|height| chunk_index(BATCH, *height, 7, 3) == number).count();
    assert!((0..3).all(|number| (60..140).contains(&count(number))));
    assert!((0..50).any(|time| chunk_index(BATCH, 1, time, 3) != chunk_index(BATCH, 1, 0, 3)));
    assert!((0..50).any(|height| chunk_index("other", height, 0, 3) != chunk_index(BATCH, height, 0, 3)));
}

#[test]
fn one_challenge_at_a_time_and_not_more_often_than_the_limit_says() {
    let mut world = World::new();
    world.place(placement(1)).expect("place");
    world.refused("anyone", &challenge(0), "NOT_STORED");
    world.call("anyone", &receipt_of(&placement(1), 0)).expect("receipt");
    world.call("anyone", &challenge(0)).expect("challenge");
    world.refused("anyone", &challenge(0), "CHALLENGE_OPEN");
    let index = world.challenges(0)[0].index;
    world.call("anyone", &answer(0, &sealed(), index)).expect("answer");
    world.wait(CHALLENGE_EVERY_BLOCKS - 1);
    world.refused("anyone", &challenge(0), "PHASE_EARLY");
    world.wait(1);
    world.call("anyone", &challenge(0)).expect("again");
}

/// Y-8.3.3b, Y-8.3.3c, Y-7.1.5b
#[test]
fn a_challenge_without_an_answer_costs_the_penalty_exactly_once_whoever_calls_and_not_a_block_too_early() {
    let mut world = World::new();
    world.held();
    world.refused("anyone", &fail(0), "CHALLENGE_UNKNOWN");
    world.call("anyone", &challenge(0)).expect("challenge");
    let index = world.challenges(0)[0].index;
    world.wait(ANSWER_BLOCKS);
    world.refused("anyone", &fail(0), "PHASE_EARLY");
    world.wait(1);
    world.refused("keeper-0", &answer(0, &sealed(), index), "PHASE_OVER");
    let before = world.purse("city");
    let failed = world.call("anyone", &fail(0)).expect("fail");
    assert!(has_event(&failed, "stores_lost", &[("store", &store(0)), ("object", BATCH), ("amount", "300")]));
    assert_eq!(world.purse("city"), before + PENALTY);
    assert_eq!(world.deposit(0).deposit.u128(), BOND - PENALTY);
    world.refused("anyone", &fail(0), "ALREADY_PAID");
    world.refused("anyone", &challenge(0), "NOT_STORED");
    assert_eq!(world.purse("city"), before + PENALTY);
    assert!(world.object().stored, "two of three are left");
    world.call("anyone", &challenge(1)).expect("challenge");
    world.wait(ANSWER_BLOCKS + 1);
    let second = world.call("anyone", &fail(1)).expect("fail");
    assert!(has_event(&second, "stores_short", &[("object", BATCH)]));
    assert!(!world.object().stored);
}

/// Y-9.5c, Y-8.3.3c: changed, truncated, appended and swapped bytes.
#[test]
fn a_store_that_signed_for_delivering_other_bytes_has_lied_and_pays_once() {
    let mut changed = sealed();
    changed[1_500] ^= 1;
    let truncated = sealed()[..sealed().len() - 1].to_vec();
    let appended = [sealed(), vec![0]].concat();
    for other in [changed, truncated, appended, b"another object".to_vec()] {
        let mut world = World::new();
        world.held();
        let before = world.purse("city");
        let found = world.call("reader", &accuse(1, delivery(&placement(1), 1, &other))).expect("a proof");
        assert!(has_event(&found, "stores_lost", &[("store", &store(1)), ("cause", "other_bytes")]));
        assert_eq!(world.purse("city"), before + PENALTY);
        assert_eq!(world.object().replicas[1].state, ReplicaState::Lost);
        world.refused("reader", &accuse(1, delivery(&placement(1), 1, &other)), "ALREADY_PAID");
    }
}

#[test]
fn nobody_is_accused_by_the_right_bytes_a_strangers_signature_or_about_what_it_never_held() {
    let mut world = World::new();
    world.held();
    world.refused("reader", &accuse(0, delivery(&placement(1), 0, &sealed())), "PROOF_INVALID");
    world.refused("reader", &accuse(0, delivery(&placement(1), 1, b"lie")), "SIGNATURE_INVALID");
    world.refused("reader", &accuse(0, delivery(&placement(2), 0, b"lie")), "SIGNATURE_INVALID");
    let long = Delivery { agreement: "a".repeat(129), ..delivery(&placement(1), 0, b"lie") };
    world.refused("reader", &accuse(0, long), "LIMIT_EXCEEDED");
    let lines = Delivery { agreement: "a\nat 5".into(), ..delivery(&placement(1), 0, b"lie") };
    world.refused("reader", &accuse(0, lines), "LIMIT_EXCEEDED");
    world.place(placement(2)).expect("place");
    let early = ExecuteMsg::Accuse {
        object: BATCH.into(),
        version: 2,
        store: store(0),
        statement: delivery(&placement(2), 0, b"lie"),
    };
    world.refused("reader", &early, "NOT_STORED");
}

#[test]
fn a_new_key_does_not_free_a_store_of_what_it_signed_with_the_old_one_for_as_long_as_deposits_stay() {
    let mut world = World::new();
    world.held();
    let ended = world.app.block_info().height;
    let mut old = stub::key(Algorithm::Ed25519, &public_key(0));
    old.until_height = Some(ended);
    let keys = vec![old, stub::key(Algorithm::Ed25519, &public_key(9))];
    let owner = keeper(0);
    world.tell(&store(0), stub::subject(&store(0), Form::Store, Some(&owner), Status::Suspended, keys));
    let proof = accuse(0, delivery(&placement(1), 0, b"lie"));
    world.wait(LEAVE_BLOCKS + 1);
    world.refused("reader", &proof, "SIGNATURE_INVALID");
    world.app.update_block(|block| block.height -= 1);
    world.call("reader", &proof).expect("the last block in which it counts");
}

/// Y-9.5a, Y-8.2.1
#[test]
fn a_store_that_holds_the_object_brings_another_one_in_for_a_lost_one_while_the_owner_is_away() {
    let mut world = World::new();
    world.held();
    world.call("reader", &accuse(0, delivery(&placement(1), 0, b"lie"))).expect("lost");
    world.bond(0, PENALTY).expect("a full deposit again");
    let by =
        |seat: Seat, lost: usize| ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(lost), seat };
    let same_share = Seat { store: store(3), ..seat(0) };
    world.refused("keeper-1", &by(seat(3), 0), "FORBIDDEN");
    world.refused("keeper-1", &by(Seat { store: store(3), ..seat(2) }, 2), "FORBIDDEN");
    world.refused("keeper-4", &by(same_share.clone(), 0), "FORBIDDEN");
    world.refused("keeper-0", &by(same_share.clone(), 0), "FORBIDDEN");
    world.refused("keeper-1", &by(Seat { store: store(2), ..seat(0) }, 0), "OWNER_REPEATED");
    world.refused("keeper-1", &by(Seat { store: store(0), ..seat(0) }, 0), "OWNER_REPEATED");
    let repaired = world.call("keeper-1", &by(same_share, 0)).expect("replaced");
    assert!(has_event(&repaired, "stores_replaced", &[("store", &store(3)), ("lost", &store(0))]));
    world.refused("keeper-1", &by(Seat { store: store(4), ..seat(0) }, 0), "EXISTS");
    world.call("anyone", &receipt_of(&placement(1), 3)).expect("receipt");
    let held = world.object().replicas.iter().filter(|replica| replica.state == ReplicaState::Held).count();
    assert_eq!(held, 3);
    world.refused("anyone", &receipt_of(&placement(1), 0), "RECEIPT_INVALID");
}

#[test]
fn the_owner_moves_a_replica_to_another_store_and_nobody_pays_for_that() {
    let mut world = World::new();
    world.held();
    let money = world.balance(&world.contract);
    let seat = seat(4);
    let moves = ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(1), seat };
    let moved = world.call("city", &moves).expect("moved");
    assert!(has_event(&moved, "stores_released", &[("store", &store(1))]));
    assert_eq!(world.object().replicas[1].state, ReplicaState::Released);
    assert_eq!((world.balance(&world.contract), world.deposit(1).held), (money, 0));
    world.refused("anyone", &receipt_of(&placement(1), 1), "RECEIPT_INVALID");
    world.refused("reader", &accuse(1, delivery(&placement(1), 1, b"lie")), "NOT_STORED");
}

/// Y-8.3.3d
#[test]
fn a_store_earns_its_reward_once_it_has_shown_that_it_holds_the_object_and_only_once() {
    let mut world = World::new();
    let place = ExecuteMsg::Place { placement: placement(1), reward: Some(Uint128::new(20)) };
    for wrong in [0, 59, 61] {
        world.pay("city", &place, wrong).expect_err("three stores at 20");
    }
    world.pay("city", &place, 60).expect("place");
    world.pay("city", &place, 60).expect_err("a resend takes no funds");
    for number in 0..2 {
        world.call("anyone", &receipt_of(&placement(1), number)).expect("receipt");
    }
    let claim = |number| ExecuteMsg::Reward { object: BATCH.into(), version: 1, store: store(number) };
    world.refused("keeper-0", &claim(0), "CONDITION_UNMET");
    world.call("anyone", &challenge(0)).expect("challenge");
    let index = world.challenges(0)[0].index;
    world.call("anyone", &answer(0, &sealed(), index)).expect("answer");
    let before = world.purse("keeper-0");
    let paid = world.call("anyone", &claim(0)).expect("reward");
    assert!(has_event(&paid, "stores_rewarded", &[("store", &store(0)), ("amount", "20")]));
    world.refused("anyone", &claim(0), "ALREADY_PAID");
    assert_eq!(world.purse("keeper-0"), before + 20);
    let city = world.purse("city");
    let lost = world.call("reader", &accuse(1, delivery(&placement(1), 1, b"lie"))).expect("lost");
    assert!(has_event(&lost, "stores_refunded", &[("store", &store(1)), ("amount", "20")]));
    assert_eq!(world.purse("city"), city + PENALTY + 20);
    world.refused("anyone", &claim(1), "ALREADY_PAID");
    world.call("reader", &accuse(0, delivery(&placement(1), 0, b"lie"))).expect("lost");
    assert_eq!(world.purse("city"), city + 2 * PENALTY + 20, "what was earned stays earned");
}

/// Y-6.1-6a
#[test]
fn a_readers_complaint_is_recorded_and_asks_the_store_for_a_proof_but_costs_it_nothing() {
    let mut world = World::new();
    world.held();
    let report = ExecuteMsg::ReportRead { object: BATCH.into(), version: 1, store: store(2), code: 1302 };
    let first = world.call("reader", &report).expect("reported");
    let ids = [("store", store(2)), ("object", BATCH.into()), ("code", "1302".into())];
    let ids: Vec<(&str, &str)> = ids.iter().map(|(key, value): &(&str, String)| (*key, value.as_str())).collect();
    assert!(has_event(&first, "stores_read_reported", &ids));
    assert_eq!(world.challenges(2).len(), 1);
    let second = world.call("reader", &report).expect("a second complaint is recorded too");
    assert!(has_event(&second, "stores_read_reported", &ids));
    assert!(!has_event(&second, "stores_challenged", &[]));
    assert_eq!(world.deposit(2).deposit.u128(), BOND);
}

#[test]
fn a_deposit_is_bonded_by_the_stores_owner_in_the_right_coins_and_covers_every_replica_held() {
    let mut world = World::new();
    let bond = |number| ExecuteMsg::Bond { store: store(number) };
    world.refused("keeper-0", &bond(0), "FUNDS_MISMATCH");
    world.pay("keeper-0", &bond(1), 10).expect_err("another owner's store");
    world.pay("city", &bond(0), 10).expect_err("no keeper");
    let owner = keeper(0);
    world.tell(&store(8), stub::subject(&store(8), Form::Store, Some(&owner), Status::Active, vec![]));
    world.pay("keeper-0", &bond(8), BOND - 1).expect_err("below the least deposit");
    world.tell(&store(9), stub::subject(&store(9), Form::Device, Some(&owner), Status::Active, vec![]));
    world.pay("keeper-0", &bond(9), BOND).expect_err("a device is no store");
    for version in 1..=3 {
        world.place(placement(version)).expect("place");
        world.call("anyone", &receipt_of(&placement(version), 0)).expect("covered");
    }
    world.place(placement(4)).expect("place");
    world.refused("anyone", &receipt_of(&placement(4), 0), "DEPOSIT_SHORT");
    world.bond(0, 4 * PENALTY - BOND).expect("bond");
    world.call("anyone", &receipt_of(&placement(4), 0)).expect("covered again");
    world.pay("city", &challenge(0), 1).expect_err("a challenge takes no funds");
}

#[test]
fn a_store_leaves_when_it_holds_nothing_and_gets_its_deposit_back_later_and_once() {
    let mut world = World::new();
    world.held();
    let (unbond, withdraw) = (ExecuteMsg::Unbond { store: store(0) }, ExecuteMsg::Withdraw { store: store(0) });
    world.refused("keeper-0", &unbond, "TRANSITION_ILLEGAL");
    world.refused("keeper-0", &withdraw, "PHASE_EARLY");
    world.call("reader", &accuse(0, delivery(&placement(1), 0, b"lie"))).expect("lost");
    world.refused("keeper-1", &unbond, "NOT_OWNER");
    world.call("keeper-0", &unbond).expect("leaves");
    world.refused("city", &ExecuteMsg::Place { placement: placement(2), reward: None }, "DEPOSIT_SHORT");
    world.wait(LEAVE_BLOCKS - 1);
    world.refused("keeper-0", &withdraw, "PHASE_EARLY");
    world.wait(1);
    world.refused("keeper-1", &withdraw, "NOT_OWNER");
    let before = world.purse("keeper-0");
    world.call("keeper-0", &withdraw).expect("its deposit");
    assert_eq!(world.purse("keeper-0"), before + BOND - PENALTY);
    world.refused("keeper-0", &withdraw, "ALREADY_PAID");
}

#[test]
fn a_store_that_leaves_after_it_was_chosen_takes_nothing_in() {
    let mut world = World::new();
    world.place(placement(1)).expect("place");
    world.call("keeper-0", &ExecuteMsg::Unbond { store: store(0) }).expect("leaves");
    world.refused("anyone", &receipt_of(&placement(1), 0), "DEPOSIT_SHORT");
    world.refused("city", &ExecuteMsg::Place { placement: placement(2), reward: None }, "DEPOSIT_SHORT");
    world.bond(0, 1).expect("stays after all");
    world.call("anyone", &receipt_of(&placement(1), 0)).expect("receipt");
    assert!(receipt_text(&placement(1), &store(0), 5).ends_with("\nat 5"));
}

#[test]
fn while_a_transaction_relies_on_an_object_being_stored_no_replica_ends() {
    let mut world = World::new();
    world.held();
    let body = StoredBody { object: BATCH.into(), version: None }.bytes().expect("json");
    let body = Body::Custom(Custom { name: STORED.into(), body });
    let actor = world.account("reader").to_string();
    let operation = Operation { resource: world.contract.to_string(), actor, body: Some(body) };
    let transaction_id = HexBinary::from(&[1; 32]);
    let prepare = PrepareCall {
        transaction_id: transaction_id.clone(),
        leg: 0,
        operations: vec![encode(&operation).into()],
        contents: vec![None],
        until_ns: 1u64.into(),
    };
    world.call("gate", &ExecuteMsg::Prepare(prepare)).expect("prepared");
    let proof = accuse(0, delivery(&placement(1), 0, b"lie"));
    world.refused("reader", &proof, "LOCKED");
    let moves = ExecuteMsg::Replace { object: BATCH.into(), version: 1, lost: store(1), seat: seat(4) };
    world.refused("city", &moves, "LOCKED");
    world.refused("city", &erase(1), "LOCKED");
    assert!(world.object().stored);
    world.call("gate", &ExecuteMsg::Commit(LegCall { transaction_id, leg: 0 })).expect("decided");
    world.call("reader", &proof).expect("after the decision");
}
