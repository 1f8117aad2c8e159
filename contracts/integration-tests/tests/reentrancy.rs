//! A registered resource that calls its gate back in the middle of a call: it can spoil its own leg, and nothing else.

use causeway_gate::msg::{ExecuteMsg, LegStateName};
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::broken_now;
use causeway_integration_tests::data::coins;
use causeway_integration_tests::host::Kind;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, prepared, World};
use causeway_proto::operation::Body;
use causeway_proto::{encode, Custom, Manifest, Operation};
use cosmwasm_std::{to_json_binary, Binary};
use std::collections::BTreeMap;

/// A payment whose receiving leg also asks the reentrant resource, which is an actor itself.
fn setting() -> (World, Person, String, Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 10);
    let hostile = world
        .chain("zone-b")
        .instantiate(Kind::Reentrant, "reentrant", &told("", Binary::default()))
        .expect("contract");
    world.register_resource("zone-b", &hostile);
    let mut manifest = world.payment(coins("zone-a", 10), "zone-a", "zone-b", &alice, &alice);
    let body = Body::Custom(Custom { name: "call.back".into(), body: vec![] });
    let operation = Operation { resource: hostile.clone(), actor: alice.address.clone(), body: Some(body) };
    manifest.legs[1].operations.push(operation);
    (world, alice, hostile, manifest)
}

fn told(gate: &str, msg: Binary) -> BTreeMap<&'static str, (String, Binary)> {
    BTreeMap::from([("back", (gate.to_string(), msg))])
}

fn will_answer_with(world: &mut World, hostile: &str, msg: &ExecuteMsg) {
    let gate = world.zones["zone-b"].gate.clone();
    let back = told(&gate, to_json_binary(msg).expect("message"));
    world.chain("zone-b").execute("anyone", hostile, &back, &[]).expect("told");
}

fn refuse(manifest: &Manifest, who: &Person) -> ExecuteMsg {
    ExecuteMsg::Refuse { manifest: encode(manifest).into(), authorisation: Some(who.refuse(manifest)) }
}

#[test]
fn a_refusal_from_within_the_prepare_of_the_same_leg_locks_nothing_and_sends_no_vote() {
    let (mut world, alice, hostile, manifest) = setting();
    will_answer_with(&mut world, &hostile, &refuse(&manifest, &alice));
    let error = world.prepare("zone-b", &manifest, &[&alice]).expect_err("the resource's own call failed");
    assert!(error.contains("RESOURCE_FAILED"), "{error}");
    assert_eq!((world.leg_state("zone-b", &manifest), world.packets(), world.all_locks()), (None, vec![], 0));
}

#[test]
fn a_prepare_of_another_transaction_from_within_a_prepare_mixes_up_no_votes() {
    let (mut world, alice, hostile, manifest) = setting();
    world.deposit("zone-b", &alice, 10);
    let other = world.payment(coins("zone-b", 10), "zone-b", "zone-a", &alice, &alice);
    let nested = ExecuteMsg::Prepare { legs: vec![prepared(&other, &[&alice], &[])] };
    will_answer_with(&mut world, &hostile, &nested);
    // Everything of the call reverts, the nested vote too: nobody votes without its lock.
    world.prepare("zone-b", &manifest, &[&alice]).expect_err("reverted as a whole");
    assert_eq!((world.packets(), world.all_locks()), (vec![], 0));
    assert_eq!((world.leg_state("zone-b", &manifest), world.leg_state("zone-b", &other)), (None, None));
}

#[test]
fn a_call_back_from_within_a_commit_finds_the_leg_final_and_is_parked_alone() {
    let (mut world, alice, hostile, manifest) = setting();
    will_answer_with(&mut world, &hostile, &ExecuteMsg::Prepare { legs: vec![prepared(&manifest, &[&alice], &[])] });
    world.prepare_all(&manifest, &[&alice]);
    will_answer_with(&mut world, &hostile, &refuse(&manifest, &alice));
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    let leg = world.leg("zone-b", &manifest).expect("leg");
    assert_eq!((leg.state, leg.parked), (LegStateName::Applied, vec![1]));
    assert_eq!(world.balance("zone-b", &alice, "zone-a"), (10, 0), "the honest resource of the same leg has committed");
    assert_eq!((world.locks("zone-a") + world.locks("zone-b"), broken_now(&world)), (0, vec![]));
    let transaction_id = id_of(&manifest);
    world.on_gate("zone-b", &ExecuteMsg::Retry { transaction_id }).expect("a retry that fails is no error");
}
