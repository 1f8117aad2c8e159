//! Tombstones: late, repeated and reordered messages change nothing.

use causeway_gate::msg::LegStateName;
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate, coins};
use causeway_integration_tests::host::Packet;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, HUB};
use causeway_proto::Manifest;
use cosmwasm_std::Record;

fn world_with_payment() -> (World, Person, Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 100);
    let manifest = world.payment(coins("zone-a", 10), "zone-a", "zone-b", &alice, &alice);
    (world, alice, manifest)
}

/// Everything that the contracts remember, on all chains.
fn memory(world: &World) -> Vec<Vec<Record>> {
    let of = |chain: &str, contract: &str| {
        let pairs = world.chains[chain].store(contract).pairs();
        pairs.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let zones = world.zones.iter().flat_map(|(id, zone)| [of(id, &zone.gate), of(id, &zone.assets)]);
    zones.chain([of(HUB, &world.hub)]).collect()
}

#[test]
fn a_prepare_that_is_repeated_in_every_state_of_the_leg_has_one_effect() {
    let (mut world, alice, manifest) = world_with_payment();
    for _ in 0..3 {
        world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    }
    assert_eq!((world.packets().len(), world.balance("zone-a", &alice, "zone-a")), (1, (90, 10)));
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    let settled = memory(&world);
    for zone in ["zone-a", "zone-b"] {
        world.prepare(zone, &manifest, &[&alice]).expect("known, without effect");
    }
    assert_eq!((memory(&world), world.packets().len()), (settled, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn packets_acknowledgements_and_decisions_that_come_again_change_nothing() {
    let (mut world, alice, manifest) = world_with_payment();
    world.prepare_all(&manifest, &[&alice]);
    let mut packets = world.packets();
    world.relay_all();
    for zone in ["zone-a", "zone-b"] {
        world.resend(&manifest, zone).expect("resend");
    }
    packets.extend(world.packets());
    world.relay_all();
    let settled = memory(&world);
    world.replay(&packets);
    world.replay(&packets);
    assert_eq!(memory(&world), settled);
    assert_eq!(world.balance("zone-b", &alice, "zone-a"), (10, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_abort_that_overtakes_the_prepare_leaves_a_tombstone_that_keeps_the_leg_from_ever_locking() {
    let (mut world, alice, manifest) = world_with_payment();
    world.pass_deadline();
    world.expire(&manifest).expect("presumed abort");
    world.resend(&manifest, "zone-a").expect("resend");
    world.relay_all();
    // A zone whose clock runs behind would still prepare; the tombstone stands in its way.
    world.chain("zone-a").time_ns -= 50 * 1_000_000_000;
    world.prepare("zone-a", &manifest, &[&alice]).expect("known, without effect");
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Aborted));
    assert_eq!((world.packets().len(), world.balance("zone-a", &alice, "zone-a")), (0, (100, 0)));
}

#[test]
fn every_order_of_the_four_deliveries_of_a_commit_ends_the_same() {
    let (mut start, alice, manifest) = world_with_payment();
    start.prepare_all(&manifest, &[&alice]);
    let votes = start.packets();
    let mut ends = 0;
    // 0, 1: receive a vote; 2, 3: bring its acknowledgement (again and again until it exists).
    for order in permutations(vec![0, 1, 2, 3]) {
        let mut world = start.clone();
        for step in order {
            let packet: &Packet = &votes[step % 2];
            let _too_early = if step < 2 { world.receive(packet) } else { world.acknowledge(packet) };
            assert_eq!(broken_now(&world), Vec::<String>::new());
        }
        world.relay_all();
        assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
        assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Applied); 2]);
        assert_eq!(broken_at_rest(&world), Vec::<String>::new());
        ends += 1;
    }
    assert_eq!(ends, 24);
}

fn permutations(items: Vec<usize>) -> Vec<Vec<usize>> {
    if items.len() < 2 {
        return vec![items];
    }
    let with_first = |first: usize| {
        let rest = items.iter().copied().filter(|one| *one != first).collect();
        permutations(rest).into_iter().map(move |mut tail| {
            tail.insert(0, first);
            tail
        })
    };
    items.iter().copied().flat_map(with_first).collect()
}

#[test]
fn a_relayer_that_dies_at_any_message_boundary_is_replaced_by_one_that_sends_everything_again() {
    let (mut start, alice, manifest) = world_with_payment();
    let envelope = certificate(&asset_id("zone-b", "title-1"));
    start.register("zone-b", &alice, &envelope, None).expect("register");
    let other = start.move_of(&envelope, 0, "zone-b", "zone-a", &alice);
    for boundary in 0.. {
        let mut world = start.clone();
        let mut budget = boundary;
        let mut alive = |world: &mut World, act: &mut dyn FnMut(&mut World)| {
            if budget > 0 {
                budget -= 1;
                act(world);
            }
        };
        for each in [&manifest, &other] {
            for leg in &each.legs {
                alive(&mut world, &mut |world| {
                    world.prepare(&leg.chain_id, each, &[&alice]).expect("prepare");
                });
            }
        }
        for _ in 0..2 {
            for packet in world.packets() {
                alive(&mut world, &mut |world| assert!(world.relay(&packet)));
            }
        }
        // The fresh relayer knows nothing: it prepares everything and sends whatever chains still hold.
        for each in [&manifest, &other] {
            world.prepare_all(each, &[&alice]);
        }
        world.relay_all();
        assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)), "boundary {boundary}");
        assert_eq!(world.phase(&other), Some((PhaseName::Commit, 0)), "boundary {boundary}");
        assert_eq!(broken_at_rest(&world), Vec::<String>::new(), "boundary {boundary}");
        if budget > 0 {
            assert_eq!(boundary, 13, "four prepares, four votes received, four acknowledgements");
            return;
        }
    }
}
