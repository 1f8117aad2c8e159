//! The deadline D: the hub's clock alone ends a transaction, and no zone's clock ever ends a vote.

use causeway_gate::msg::{Carrier, LegStateName};
use causeway_hub::msg::PhaseName;
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, DEADLINE_SEC, HUB, SECOND_NS};
use causeway_proto::{Code, Envelope};

const PASSED: Option<(PhaseName, u32)> = Some((PhaseName::Abort, Code::DeadlinePassed as u32));

fn world_with_title() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

#[test]
fn anyone_expires_an_open_transaction_at_the_deadline_and_nobody_before() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    world.pass(DEADLINE_SEC * SECOND_NS - 1);
    assert!(world.expire(&manifest).expect_err("one nanosecond early").contains("TOO_EARLY"));
    world.pass(1);
    world.expire(&manifest).expect("at D");
    world.relay_all();
    assert_eq!(world.phase(&manifest), PASSED);
    assert_eq!(
        world.leg_end("zone-a", &manifest),
        Some((LegStateName::Aborted, Code::DeadlinePassed as u32, Carrier::Ack))
    );
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_transaction_that_the_hub_has_never_heard_of_is_presumed_aborted_after_its_deadline() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    assert!(world.expire(&manifest).expect_err("too early").contains("TOO_EARLY"));
    assert_eq!(world.record(&manifest), None, "an attempt leaves no record");
    world.pass_deadline();
    world.expire(&manifest).expect("presumed abort");
    assert_eq!(world.phase(&manifest), PASSED);
    // And the zones can be told, prepared or not: the tombstone stands in the way of a late prepare.
    world.resend(&manifest, "zone-a").expect("resend");
    world.relay_all();
    assert_eq!(world.leg_end("zone-a", &manifest), Some((LegStateName::Aborted, 0, Carrier::Decision)));
    world.prepare("zone-a", &manifest, &[&alice]).expect("known, without effect");
    assert_eq!((world.leg_state("zone-a", &manifest), world.all_locks()), (Some(LegStateName::Aborted), 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_vote_that_the_hub_receives_at_the_deadline_is_too_late_whatever_its_packet_says() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&manifest, &[&alice]);
    let votes = world.packets();
    world.receive(&votes[0]).expect("first vote");
    world.pass(DEADLINE_SEC * SECOND_NS);
    // IBC refuses the honest packet; a byzantine gate chooses another timeout, and the hub looks at its own clock.
    assert!(world.receive(&votes[1]).expect_err("elapsed").contains("timeout"));
    let mut late = votes[1].clone();
    late.timeout_ns += 1_000 * SECOND_NS;
    world.receive(&late).expect("an answer, not an error");
    assert_eq!(world.phase(&manifest), PASSED);
    assert_eq!(broken_now(&world), Vec::<String>::new());
}

#[test]
fn a_late_yes_after_the_abort_is_answered_with_the_abort() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    let hub = causeway_hub::msg::ExecuteMsg::Cancel {
        manifest: causeway_proto::encode(&manifest).into(),
        authorisation: Some(alice.cancel(&manifest)),
    };
    world.on_hub(&hub).expect("cancel");
    world.prepare("zone-b", &manifest, &[&alice]).expect("a zone that has not heard of it yet");
    world.relay_all();
    for zone in ["zone-a", "zone-b"] {
        let end = Some((LegStateName::Aborted, Code::Cancelled as u32, Carrier::Ack));
        assert_eq!(world.leg_end(zone, &manifest), end);
    }
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_vote_that_times_out_with_proof_frees_its_zone_alone() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    let vote = world.packets().remove(0);
    assert_eq!(vote.timeout_ns, manifest.deadline_ns);
    assert!(world.time_out(&vote).expect_err("no proof yet").contains("proof"));
    world.pass_deadline();
    world.time_out(&vote).expect("timeout");
    let end = Some((LegStateName::Aborted, Code::VoteTimedOut as u32, Carrier::Timeout));
    assert_eq!((world.leg_end("zone-a", &manifest), world.all_locks()), (end, 0));
    assert_eq!(world.record(&manifest), None);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_vote_whose_channel_closed_before_it_arrived_is_freed_by_timeout_on_close() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.close_channel("zone-a");
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "a close changes no leg");
    let vote = world.packets().remove(0);
    world.time_out(&vote).expect("timeout on close, long before the deadline");
    let end = Some((LegStateName::Aborted, Code::VoteTimedOut as u32, Carrier::Timeout));
    assert_eq!(world.leg_end("zone-a", &manifest), end);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_zone_in_doubt_waits_for_the_hub_however_far_its_own_clock_runs_ahead() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&manifest, &[&alice]);
    let votes = world.packets();
    votes.iter().for_each(|packet| world.receive(packet).expect("vote"));
    // The zones' clocks are a day ahead; the commit is on its way, and every call that could be a timer is tried.
    for zone in ["zone-a", "zone-b"] {
        world.chain(zone).next_block(24 * 3_600 * SECOND_NS);
        world.prepare(zone, &manifest, &[&alice]).expect("known, without effect");
        let retry = causeway_gate::msg::ExecuteMsg::Retry {
            transaction_id: causeway_integration_tests::world::id_of(&manifest),
        };
        world.on_gate(zone, &retry).expect("nothing is parked");
        assert_eq!(world.leg_state(zone, &manifest), Some(LegStateName::Voted));
    }
    world.relay_all();
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Applied); 2]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_zone_refuses_by_its_own_clock_only_before_it_votes() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let mut far = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    far.deadline_ns = world.chains[HUB].time_ns + 25 * 3_600 * SECOND_NS;
    assert!(world.prepare("zone-a", &far, &[&alice]).expect_err("horizon").contains("DEADLINE_TOO_FAR"));
    world.pass_deadline();
    assert!(world.prepare("zone-a", &manifest, &[&alice]).expect_err("late").contains("DEADLINE_PASSED"));
    assert_eq!((world.leg_state("zone-a", &manifest), world.leg_state("zone-a", &far)), (None, None));
    assert_eq!(world.all_locks(), 0);
}
