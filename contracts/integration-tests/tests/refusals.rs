//! Saying no: by a zone's policy, by an actor at the gate, by an actor at the hub.

use causeway_assets::msg::{ExecuteMsg, Kind};
use causeway_gate::msg::{Carrier, ExecuteMsg as GateMsg, LegStateName};
use causeway_hub::msg::{ExecuteMsg as HubMsg, PhaseName};
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate, coins};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, HUB};
use causeway_proto::{encode, Code, Envelope, Manifest};
use cosmwasm_std::Binary;

fn world_with_title() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

fn refuse(manifest: &Manifest, authorisation: Option<Binary>) -> GateMsg {
    GateMsg::Refuse { manifest: encode(manifest).into(), authorisation }
}

fn cancel(manifest: &Manifest, authorisation: Option<Binary>) -> HubMsg {
    HubMsg::Cancel { manifest: encode(manifest).into(), authorisation }
}

#[test]
fn a_zone_that_does_not_take_this_kind_refuses_and_the_other_zone_gets_its_asset_back() {
    let (mut world, alice, envelope) = world_with_title();
    let before = world.item("zone-a", &envelope.id);
    let admin = world.admin.clone();
    let policy = ExecuteMsg::SetAccepts { accepts: vec![Kind::Record] };
    world.owner_calls("zone-b", &admin, &policy).expect("policy");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&manifest, &[&alice]);
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Voted), Some(LegStateName::Refused)]);
    world.relay_all();
    let code = Code::KindNotAccepted as u32;
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, code)));
    assert_eq!(world.leg_end("zone-a", &manifest), Some((LegStateName::Aborted, code, Carrier::Ack)));
    assert_eq!(world.item("zone-a", &envelope.id), before);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_actor_refuses_before_its_leg_has_voted_and_nothing_waits_for_the_deadline() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.on_gate("zone-b", &refuse(&manifest, Some(alice.refuse(&manifest)))).expect("refuse");
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::RefusedByActor as u32)));
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Aborted), Some(LegStateName::Refused)]);
    // The refusal is a tombstone: the leg is never prepared any more.
    world.prepare("zone-b", &manifest, &[&alice]).expect("known, without effect");
    assert_eq!(world.leg_state("zone-b", &manifest), Some(LegStateName::Refused));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_refusal_after_the_vote_comes_too_late_and_one_by_a_stranger_never_counts() {
    let (mut world, alice, envelope) = world_with_title();
    let mallory = Person::new("mallory");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    for authorisation in [None, Some(mallory.refuse(&manifest)), Some(alice.authorise(&manifest))] {
        let error = world.on_gate("zone-b", &refuse(&manifest, authorisation)).expect_err("no consent");
        assert!(error.contains("UNAUTHORISED"), "{error}");
    }
    world.prepare_all(&manifest, &[&alice]);
    let late = refuse(&manifest, Some(alice.refuse(&manifest)));
    assert!(world.on_gate("zone-b", &late).expect_err("voted").contains("FINAL"));
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
}

#[test]
fn an_actor_cancels_what_is_undecided_also_before_any_vote_has_arrived() {
    let (mut world, alice, envelope) = world_with_title();
    let cancelled = Some((PhaseName::Abort, Code::Cancelled as u32));
    let open = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &open, &[&alice]).expect("prepare");
    world.relay_all();
    world.on_hub(&cancel(&open, Some(alice.cancel(&open)))).expect("cancel");
    world.relay_all();
    assert_eq!((world.phase(&open), world.leg_state("zone-a", &open)), (cancelled, Some(LegStateName::Aborted)));
    let unknown = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.on_hub(&cancel(&unknown, Some(alice.cancel(&unknown)))).expect("cancel");
    world.prepare_all(&unknown, &[&alice]);
    world.relay_all();
    assert_eq!(world.phase(&unknown), cancelled);
    assert_eq!(world.leg_states(&unknown), [Some(LegStateName::Aborted); 2]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn cancelling_needs_an_actor_s_own_word_and_changes_no_decision() {
    let (mut world, alice, envelope) = world_with_title();
    let mallory = Person::new("mallory");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    for authorisation in [None, Some(mallory.cancel(&manifest)), Some(alice.refuse(&manifest))] {
        let error = world.on_hub(&cancel(&manifest, authorisation)).expect_err("no consent");
        assert!(error.contains("UNAUTHORISED"), "{error}");
    }
    assert_eq!(world.record(&manifest), None);
    world.prepare_all(&manifest, &[&alice]);
    world.relay_all();
    world.on_hub(&cancel(&manifest, Some(alice.cancel(&manifest)))).expect("no effect");
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
}

#[test]
fn on_the_hub_s_own_chain_an_actor_cancels_by_sending() {
    let mut world = World::new(&[HUB, "zone-a"]);
    let (alice, bob) = (Person::new("alice"), Person::new("bob"));
    world.deposit("zone-a", &alice, 10);
    let manifest = world.payment(coins("zone-a", 10), "zone-a", HUB, &alice, &bob);
    let hub = world.hub.clone();
    let by = |world: &mut World, who: &Person| {
        world.chain(HUB).execute(&who.address, &hub, &cancel(&manifest, None), &[]).map(|_| ())
    };
    // Alice is an actor of the other leg; on the hub's chain only the local leg's actors are known by sending.
    assert!(by(&mut world, &alice).expect_err("not local").contains("UNAUTHORISED"));
    by(&mut world, &bob).expect("cancel");
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::Cancelled as u32)));
}
