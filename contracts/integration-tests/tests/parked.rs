//! Resources that break: nothing is locked by a broken prepare, and a broken commit is parked until anyone retries it.

use causeway_gate::msg::{ExecuteMsg, LegStateName};
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, World};
use causeway_proto::Manifest;

fn world_with_move() -> (World, Person, Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    (world, alice, manifest)
}

fn break_assets(world: &mut World, zone: &str, word: &str, broken: bool) {
    let key = (world.zones[zone].assets.clone(), word.to_string());
    match broken {
        true => world.chain(zone).broken.insert(key),
        false => world.chain(zone).broken.remove(&key),
    };
}

fn retry(manifest: &Manifest) -> ExecuteMsg {
    ExecuteMsg::Retry { transaction_id: id_of(manifest) }
}

#[test]
fn a_commit_that_fails_is_parked_the_decision_stands_and_anyone_retries_it() {
    let (mut world, alice, manifest) = world_with_move();
    world.prepare_all(&manifest, &[&alice]);
    break_assets(&mut world, "zone-b", "commit", true);
    world.relay_all();
    assert_eq!(world.packets(), [], "the acknowledgement itself did not fail");
    let leg = world.leg("zone-b", &manifest).expect("leg");
    assert_eq!((leg.state, leg.parked.len()), (LegStateName::Applied, 1));
    assert_eq!(world.locks("zone-b"), 1, "the key stays held, so nothing else can touch it");
    world.on_gate("zone-b", &retry(&manifest)).expect("a retry that fails again is no error");
    assert_eq!(world.leg("zone-b", &manifest).expect("leg").parked.len(), 1);
    break_assets(&mut world, "zone-b", "commit", false);
    world.on_gate("zone-b", &retry(&manifest)).expect("retry");
    assert_eq!(world.leg("zone-b", &manifest).expect("leg").parked.len(), 0);
    world.on_gate("zone-b", &retry(&manifest)).expect("nothing is left to do");
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_abort_that_fails_is_parked_as_well() {
    let (mut world, alice, manifest) = world_with_move();
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    break_assets(&mut world, "zone-a", "abort", true);
    world.pass_deadline();
    world.relay_all();
    let leg = world.leg("zone-a", &manifest).expect("leg");
    assert_eq!((leg.state, leg.parked.len()), (LegStateName::Aborted, 1));
    break_assets(&mut world, "zone-a", "abort", false);
    world.on_gate("zone-a", &retry(&manifest)).expect("retry");
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_resource_that_fails_to_prepare_leaves_nothing_and_refuses_nothing() {
    let (mut world, alice, manifest) = world_with_move();
    break_assets(&mut world, "zone-a", "prepare", true);
    let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("broken");
    assert!(error.contains("RESOURCE_FAILED"), "{error}");
    assert_eq!((world.leg_state("zone-a", &manifest), world.all_locks()), (None, 0));
    break_assets(&mut world, "zone-a", "prepare", false);
    world.prepare_all(&manifest, &[&alice]);
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
}

#[test]
fn there_is_nothing_to_retry_of_an_unknown_or_undecided_leg() {
    let (mut world, alice, manifest) = world_with_move();
    let error = world.on_gate("zone-a", &retry(&manifest)).expect_err("unknown");
    assert!(error.contains("TRANSACTION_UNKNOWN"), "{error}");
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.on_gate("zone-a", &retry(&manifest)).expect("no effect");
    assert_eq!((world.leg_state("zone-a", &manifest), world.locks("zone-a")), (Some(LegStateName::Voted), 1));
}

#[test]
fn a_resource_that_the_zone_removes_still_finishes_what_it_has_locked() {
    let (mut world, alice, manifest) = world_with_move();
    world.prepare_all(&manifest, &[&alice]);
    let (admin, gate, assets) =
        (world.admin.address.clone(), world.zones["zone-a"].gate.clone(), world.zones["zone-a"].assets.clone());
    let remove = ExecuteMsg::RemoveResource { contract: assets };
    world.chain("zone-a").execute(&admin, &gate, &remove, &[]).expect("remove");
    world.relay_all();
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Applied); 2]);
    let mut again = manifest.clone();
    again.nonce = vec![3; 16];
    let error = world.prepare("zone-a", &again, &[&alice]).expect_err("removed");
    assert!(error.contains("RESOURCE_UNKNOWN"), "{error}");
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
