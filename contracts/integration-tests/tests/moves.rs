//! Moving closed assets: one live instance at every moment, wherever it is.

use causeway_assets::msg::{ExecuteMsg, ItemState};
use causeway_gate::msg::LegStateName;
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{prepared, World};
use causeway_proto::{Code, Envelope};

fn moving_world() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b", "zone-c"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

#[test]
fn an_asset_moves_from_a_to_b_to_c_and_back_with_one_version_more_each_time() {
    let (mut world, alice, envelope) = moving_world();
    let path = [("zone-a", "zone-b"), ("zone-b", "zone-c"), ("zone-c", "zone-a")];
    for (version, (from, to)) in path.into_iter().enumerate() {
        let manifest = world.move_of(&envelope, version as u64, from, to, &alice);
        world.prepare_all(&manifest, &[&alice]);
        assert_eq!(broken_now(&world), Vec::<String>::new());
        world.relay_all();
        assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
        assert_eq!(world.live_on(&envelope.id), [to]);
        assert_eq!(world.place(&envelope.id), (to.to_string(), version as u64 + 1));
        assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    }
}

#[test]
fn an_asset_that_returns_before_the_acknowledgement_of_its_departure_is_busy_and_never_live_twice() {
    let (mut world, alice, envelope) = moving_world();
    let away = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&away, &[&alice]);
    let votes = world.packets();
    votes.iter().for_each(|packet| world.receive(packet).expect("vote"));
    // Zone B learns the decision first; zone A's acknowledgement is withheld.
    let to_b = votes.iter().find(|packet| packet.source_chain == "zone-b").expect("vote of zone B");
    world.acknowledge(to_b).expect("ack");
    assert_eq!(world.leg_state("zone-b", &away), Some(LegStateName::Applied));
    assert_eq!(broken_now(&world), Vec::<String>::new());
    let back = world.move_of(&envelope, 1, "zone-b", "zone-a", &alice);
    world.prepare("zone-b", &back, &[&alice]).expect("the leaving leg is free");
    let error = world.prepare("zone-a", &back, &[&alice]).expect_err("still leaving");
    assert!(error.contains("EXISTS") || error.contains("LOCKED"), "{error}");
    assert_eq!(world.leg_state("zone-a", &back), None, "busy leaves nothing");
    // The late acknowledgement arrives, and the same transaction goes through.
    world.relay_all();
    world.prepare("zone-a", &back, &[&alice]).expect("free now");
    world.relay_all();
    assert_eq!(world.phase(&back), Some((PhaseName::Commit, 0)));
    assert_eq!(world.live_on(&envelope.id), ["zone-a"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_locked_item_is_neither_sold_nor_moved_nor_locked_by_anybody_else() {
    let (mut world, alice, envelope) = moving_world();
    let bob = Person::new("bob");
    let to_b = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let to_c = world.move_of(&envelope, 0, "zone-a", "zone-c", &alice);
    world.prepare("zone-a", &to_b, &[&alice]).expect("prepare");
    let error = world.prepare("zone-a", &to_c, &[&alice]).expect_err("locked");
    assert!(error.contains("LOCKED"), "{error}");
    let sale = ExecuteMsg::Transfer { id: envelope.id.clone(), recipient: bob.address.clone() };
    let error = world.owner_calls("zone-a", &alice, &sale).expect_err("locked");
    assert!(error.contains("LOCKED"), "{error}");
    assert_eq!((world.leg_state("zone-a", &to_c), world.record(&to_c)), (None, None));
    assert!(world.item("zone-a", &envelope.id).expect("item").in_doubt);
}

#[test]
fn a_former_owner_moves_nothing() {
    let (mut world, alice, envelope) = moving_world();
    let bob = Person::new("bob");
    let sale = ExecuteMsg::Transfer { id: envelope.id.clone(), recipient: bob.address.clone() };
    world.owner_calls("zone-a", &alice, &sale).expect("sale");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("not the owner");
    assert!(error.contains("NOT_OWNER"), "{error}");
    assert_eq!((world.leg_state("zone-a", &manifest), world.all_locks()), (None, 0));
    let by_bob = world.move_of(&envelope, 0, "zone-a", "zone-b", &bob);
    world.prepare_all(&by_bob, &[&bob]);
    world.relay_all();
    assert_eq!(world.phase(&by_bob), Some((PhaseName::Commit, 0)));
}

#[test]
fn crosswise_locks_end_without_deadlock_and_with_one_winner_at_most() {
    let (mut world, alice, first) = moving_world();
    let second = certificate(&asset_id("zone-b", "title-2"));
    world.register("zone-b", &alice, &second, None).expect("register");
    let swap = |world: &mut World| {
        let one = world.move_of(&first, 0, "zone-a", "zone-b", &alice);
        let mut other = world.move_of(&second, 0, "zone-b", "zone-a", &alice);
        for (leg, more) in other.legs.iter_mut().zip(&one.legs) {
            leg.operations.extend(more.operations.clone());
        }
        other
    };
    let (left, right) = (swap(&mut world), swap(&mut world));
    world.prepare("zone-a", &left, &[&alice]).expect("left holds A");
    world.prepare("zone-b", &right, &[&alice]).expect("right holds B");
    assert!(world.prepare("zone-b", &left, &[&alice]).expect_err("busy").contains("LOCKED"));
    assert!(world.prepare("zone-a", &right, &[&alice]).expect_err("busy").contains("LOCKED"));
    // One actor gives way at once; the other transaction goes through before the deadline.
    let authorisation = Some(alice.refuse(&right));
    let manifest = causeway_proto::encode(&right).into();
    let refuse = causeway_gate::msg::ExecuteMsg::Refuse { manifest, authorisation };
    world.on_gate("zone-a", &refuse).expect("refuse");
    world.relay_all();
    assert_eq!(world.phase(&right), Some((PhaseName::Abort, Code::RefusedByActor as u32)));
    world.prepare("zone-b", &left, &[&alice]).expect("free now");
    world.relay_all();
    assert_eq!(world.phase(&left), Some((PhaseName::Commit, 0)));
    assert_eq!((world.live_on(&first.id), world.live_on(&second.id)), (vec!["zone-b".into()], vec!["zone-a".into()]));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_early_prepare_of_a_chained_move_leaves_nothing_and_works_later() {
    let (mut world, alice, envelope) = moving_world();
    let first = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let second = world.move_of(&envelope, 1, "zone-b", "zone-c", &alice);
    let error = world.prepare("zone-b", &second, &[&alice]).expect_err("not here yet");
    assert!(error.contains("ABSENT"), "{error}");
    world.prepare("zone-c", &second, &[&alice]).expect("the arrival can wait");
    world.relay_all();
    // The receiving leg's early vote opens the record; the registry is not asked yet, so nothing aborts.
    assert_eq!(world.phase(&second), Some((PhaseName::Open, 0)));
    world.prepare_all(&first, &[&alice]);
    world.relay_all();
    world.prepare("zone-b", &second, &[&alice]).expect("here now");
    world.relay_all();
    assert_eq!(world.phase(&second), Some((PhaseName::Commit, 0)));
    assert_eq!(world.live_on(&envelope.id), ["zone-c"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn the_key_of_an_arrival_is_locked_and_shown_in_doubt_although_nothing_is_there_yet() {
    let (mut world, alice, envelope) = moving_world();
    let first = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let second = world.move_of(&envelope, 0, "zone-c", "zone-b", &alice);
    assert_eq!(world.item("zone-b", &envelope.id), None);
    world.prepare("zone-b", &first, &[&alice]).expect("prepare");
    let arriving = world.item("zone-b", &envelope.id).expect("a locked key is not nothing");
    assert_eq!((arriving.state, arriving.in_doubt), (ItemState::Absent, true));
    let error = world.prepare("zone-b", &second, &[&alice]).expect_err("the key is taken");
    assert!(error.contains("LOCKED"), "{error}");
    world.pass_deadline();
    world.relay_all();
    assert_eq!(world.item("zone-b", &envelope.id), None);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn content_beside_an_arrival_never_enters_the_chain() {
    let (mut world, alice, title) = moving_world();
    let secret = b"plaintext of a closed asset";
    let manifest = world.move_of(&title, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("departure");
    world.prepare_legs("zone-b", vec![prepared(&manifest, &[&alice], &[(0, secret)])]).expect("arrival");
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    let zone = &world.zones["zone-b"];
    for contract in [&zone.gate, &zone.assets] {
        let mut values = world.chains["zone-b"].store(contract).pairs().values();
        assert!(!values.any(|value| value.windows(secret.len()).any(|part| part == secret)));
    }
}
