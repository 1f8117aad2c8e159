//! The hub's own chain is a zone like any other: the same gate, the same packets, no short cut.

use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate, coins};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, HUB};
use causeway_proto::Code;

#[test]
fn every_ordered_pair_of_three_zones_and_the_hub_s_chain_moves_an_asset_and_pays_coins() {
    let zones = [HUB, "zone-a", "zone-b", "zone-c"];
    let mut world = World::new(&zones);
    let alice = Person::new("alice");
    for from in zones {
        world.deposit(from, &alice, 100);
        for to in zones.into_iter().filter(|to| *to != from) {
            let envelope = certificate(&asset_id(from, &format!("title-for-{to}")));
            world.register(from, &alice, &envelope, None).expect("register");
            let moved = world.move_of(&envelope, 0, from, to, &alice);
            let paid = world.payment(coins(from, 10), from, to, &alice, &alice);
            world.prepare_all(&moved, &[&alice]);
            world.prepare_all(&paid, &[&alice]);
            world.relay_all();
            assert_eq!(world.phase(&moved), Some((PhaseName::Commit, 0)), "{from} to {to}");
            assert_eq!(world.phase(&paid), Some((PhaseName::Commit, 0)), "{from} to {to}");
            assert_eq!(world.live_on(&envelope.id), [to]);
            assert_eq!(world.balance(to, &alice, from), (10, 0));
        }
        assert_eq!(world.balance(from, &alice, from), (70, 0));
    }
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_leg_on_the_hub_s_chain_aborts_with_the_others() {
    let mut world = World::new(&[HUB, "zone-a"]);
    let (alice, bob) = (Person::new("alice"), Person::new("bob"));
    world.deposit(HUB, &alice, 100);
    let manifest = world.payment(coins(HUB, 10), HUB, "zone-a", &alice, &bob);
    world.prepare(HUB, &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    assert_eq!(world.balance(HUB, &alice, HUB), (90, 10));
    world.pass_deadline();
    world.expire(&manifest).expect("expire");
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::DeadlinePassed as u32)));
    assert_eq!(world.balance(HUB, &alice, HUB), (100, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
