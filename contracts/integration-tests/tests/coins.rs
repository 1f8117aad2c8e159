//! Coins: payments between zones with vouchers, sales of assets, and conservation at every moment.

use causeway_assets::msg::{ExecuteMsg, Units};
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate, coins, pay, transfer, DENOM};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::World;
use causeway_proto::{Code, Manifest};

fn world_with_money() -> (World, Person, Person) {
    let mut world = World::new(&["zone-a", "zone-b", "zone-c"]);
    let (alice, bob) = (Person::new("alice"), Person::new("bob"));
    world.deposit("zone-a", &alice, 100);
    (world, alice, bob)
}

/// Prepares and relays packet by packet; the books are judged after every step.
fn run_watched(world: &mut World, manifest: &Manifest, who: &[&Person]) {
    for leg in &manifest.legs {
        world.prepare(&leg.chain_id, manifest, who).expect("prepare");
        assert_eq!(broken_now(world), Vec::<String>::new());
    }
    loop {
        let packets = world.packets();
        let Some(packet) = packets.iter().find(|packet| world.clone().relay(packet)) else { break };
        assert!(world.relay(packet));
        assert_eq!(broken_now(world), Vec::<String>::new(), "after {packet:?}");
    }
}

#[test]
fn coins_leave_into_escrow_arrive_as_vouchers_and_come_home_and_the_sum_is_right_at_every_moment() {
    let (mut world, alice, bob) = world_with_money();
    let there = world.payment(coins("zone-a", 30), "zone-a", "zone-b", &alice, &bob);
    run_watched(&mut world, &there, &[&alice, &bob]);
    assert_eq!(world.phase(&there), Some((PhaseName::Commit, 0)));
    assert_eq!(
        (world.balance("zone-a", &alice, "zone-a"), world.balance("zone-b", &bob, "zone-a")),
        ((70, 0), (30, 0))
    );
    assert_eq!((world.placed("zone-b", "zone-a"), world.placed("zone-a", "zone-a")), (30, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    let onward = world.payment(coins("zone-a", 10), "zone-b", "zone-c", &bob, &bob);
    run_watched(&mut world, &onward, &[&bob]);
    assert_eq!((world.placed("zone-b", "zone-a"), world.placed("zone-c", "zone-a")), (20, 10));
    let home = world.payment(coins("zone-a", 10), "zone-c", "zone-a", &bob, &alice);
    run_watched(&mut world, &home, &[&alice, &bob]);
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (80, 0));
    assert_eq!((world.placed("zone-b", "zone-a"), world.placed("zone-c", "zone-a")), (20, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_asset_is_sold_for_coins_on_another_zone_both_or_neither() {
    let (mut world, alice, bob) = world_with_money();
    let envelope = certificate(&asset_id("zone-b", "title-1"));
    world.register("zone-b", &bob, &envelope, None).expect("register");
    let price = world.operation("zone-a", &alice, pay(coins("zone-a", 40), &bob.address));
    let title = world.operation("zone-b", &bob, transfer(&envelope.id, 0, &alice.address));
    let sale = world.manifest(vec![("zone-a", vec![price]), ("zone-b", vec![title])]);
    run_watched(&mut world, &sale, &[&alice, &bob]);
    assert_eq!(world.phase(&sale), Some((PhaseName::Commit, 0)));
    assert_eq!(world.balance("zone-a", &bob, "zone-a"), (40, 0));
    assert_eq!(world.item("zone-b", &envelope.id).expect("item").owner_account, alice.address);
    assert_eq!(world.place(&envelope.id), ("zone-b".to_string(), 1));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_sale_that_one_side_lets_lapse_gives_everything_back() {
    let (mut world, alice, bob) = world_with_money();
    let envelope = certificate(&asset_id("zone-b", "title-1"));
    world.register("zone-b", &bob, &envelope, None).expect("register");
    let price = world.operation("zone-a", &alice, pay(coins("zone-a", 40), &bob.address));
    let title = world.operation("zone-b", &bob, transfer(&envelope.id, 0, &alice.address));
    let sale = world.manifest(vec![("zone-a", vec![price]), ("zone-b", vec![title])]);
    let before = world.item("zone-b", &envelope.id);
    world.prepare("zone-a", &sale, &[&alice]).expect("prepare");
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (60, 40));
    world.relay_all();
    world.pass_deadline();
    world.expire(&sale).expect("expire");
    world.relay_all();
    assert_eq!(world.phase(&sale), Some((PhaseName::Abort, Code::DeadlinePassed as u32)));
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (100, 0));
    assert_eq!(world.item("zone-b", &envelope.id), before);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn reservations_do_not_conflict_until_the_balance_is_used_up() {
    let (mut world, alice, bob) = world_with_money();
    let first = world.payment(coins("zone-a", 60), "zone-a", "zone-b", &alice, &bob);
    let second = world.payment(coins("zone-a", 40), "zone-a", "zone-c", &alice, &bob);
    let third = world.payment(coins("zone-a", 1), "zone-a", "zone-c", &alice, &bob);
    world.prepare("zone-a", &first, &[&alice]).expect("60 of 100");
    world.prepare("zone-a", &second, &[&alice]).expect("40 of 40");
    let error = world.prepare("zone-a", &third, &[&alice]).expect_err("nothing is left");
    assert!(error.contains("INSUFFICIENT_FUNDS"), "{error}");
    let withdraw = ExecuteMsg::Withdraw { denom: DENOM.into(), amount: 1u128.into() };
    assert!(world.owner_calls("zone-a", &alice, &withdraw).expect_err("reserved").contains("INSUFFICIENT_FUNDS"));
    assert_eq!(world.leg_state("zone-a", &third), None, "short of funds is busy, and busy leaves nothing");
}

#[test]
fn units_that_return_before_their_escrow_is_booked_wait() {
    let (mut world, alice, bob) = world_with_money();
    let there = world.payment(coins("zone-a", 30), "zone-a", "zone-b", &alice, &bob);
    world.prepare_all(&there, &[&alice, &bob]);
    let votes = world.packets();
    votes.iter().for_each(|packet| world.receive(packet).expect("vote"));
    let of_b = votes.iter().find(|packet| packet.source_chain == "zone-b").expect("vote of zone B");
    world.acknowledge(of_b).expect("ack");
    assert_eq!(world.balance("zone-b", &bob, "zone-a"), (30, 0));
    let home = world.payment(coins("zone-a", 30), "zone-b", "zone-a", &bob, &alice);
    let error = world.prepare("zone-a", &home, &[&alice]).expect_err("no escrow yet");
    assert!(error.contains("SUPPLY_EXCEEDED"), "{error}");
    assert_eq!(broken_now(&world), Vec::<String>::new());
    world.relay_all();
    run_watched(&mut world, &home, &[&alice, &bob]);
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (100, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn what_is_withdrawn_leaves_the_contract_and_its_books() {
    let (mut world, alice, _) = world_with_money();
    let withdraw = ExecuteMsg::Withdraw { denom: DENOM.into(), amount: 25u128.into() };
    world.owner_calls("zone-a", &alice, &withdraw).expect("withdraw");
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (75, 0));
    assert_eq!(world.chains["zone-a"].bank[&(alice.address.clone(), DENOM.to_string())], 25);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

fn sent(amount: u128) -> Units {
    Units { origin_chain_id: "zone-a".into(), denom: DENOM.into(), amount: amount.into() }
}

#[test]
fn free_units_are_paid_on_one_chain_by_their_holder_and_never_what_is_reserved_or_not_there() {
    let (mut world, alice, bob) = world_with_money();
    let held = world.payment(coins("zone-a", 30), "zone-a", "zone-b", &alice, &bob);
    world.prepare("zone-a", &held, &[&alice]).expect("thirty are reserved");
    let pay = |amount| ExecuteMsg::Pay { recipient: bob.address.clone(), units: sent(amount) };
    for (amount, code) in [(71, Code::InsufficientFunds), (0, Code::Malformed)] {
        let refusal = world.owner_calls("zone-a", &alice, &pay(amount)).expect_err("not payable");
        assert!(refusal.contains(&format!("code {}", code as u32)), "{refusal}");
    }
    world.owner_calls("zone-a", &alice, &pay(70)).expect("what is free");
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (0, 30));
    assert_eq!(world.balance("zone-a", &bob, "zone-a"), (70, 0));
    assert_eq!(broken_now(&world), Vec::<String>::new());
}

#[test]
fn a_contract_that_does_not_take_a_payment_leaves_it_with_the_payer() {
    let (mut world, alice, _) = world_with_money();
    let contract = world.zones["zone-a"].gate.clone();
    let msg = ExecuteMsg::PayContract { contract, units: sent(5), message: Default::default() };
    world.owner_calls("zone-a", &alice, &msg).expect_err("a gate takes no units");
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (100, 0));
}
