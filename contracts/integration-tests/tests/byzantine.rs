//! A zone that lies: it can lose what the hub's books place in it, and nothing of anybody else's.

use causeway_gate::msg::LegStateName;
use causeway_hub::msg::{ExecuteMsg, PhaseName};
use causeway_integration_tests::books;
use causeway_integration_tests::data::{asset_id, certificate, coins, receive, release};
use causeway_integration_tests::host::Packet;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, DEADLINE_SEC, HUB, SECOND_NS};
use causeway_proto::{
    decode_acknowledgement, encode, packet_data::Body, Answer, Code, Decision, DecisionPacket, Envelope, Manifest,
    Outcome, PacketData, Vote, VotePacket,
};

/// Zone X is byzantine: it votes without locking.
fn world_with_liar() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b", "zone-x"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

/// What is broken among the honest; the liar's own gate is alarmed about the transactions it lied in.
fn broken_at_rest(world: &World) -> Vec<String> {
    books::broken_at_rest(world).into_iter().filter(|one| !one.starts_with("alarm on zone-x")).collect()
}

/// A packet of votes that the zone's gate never made; returns it, received.
fn lie(world: &mut World, zone: &str, votes: Vec<Vote>, timeout_ns: u64) -> Packet {
    let data = encode(&PacketData { body: Some(Body::Votes(VotePacket { votes })) });
    let (gate, channel) = (world.zones[zone].gate.clone(), world.zones[zone].channels[0].0.clone());
    world.chain(zone).send_packet(&gate, &channel, data, timeout_ns).expect("send");
    let packet = world.packets_of(zone).pop().expect("sent");
    world.receive(&packet).expect("received");
    packet
}

fn yes(manifest: &Manifest) -> Vote {
    Vote { answer: Answer::Yes as i32, manifest: encode(manifest), code: 0 }
}

fn told(world: &World, packet: &Packet) -> (Outcome, u32) {
    let bytes = world.acknowledgement(packet).expect("answered");
    let one = decode_acknowledgement(&bytes).expect("ours").decisions.remove(0);
    (Outcome::try_from(one.outcome).expect("known"), one.code)
}

#[test]
fn a_zone_cannot_release_an_asset_that_the_books_place_elsewhere() {
    let (mut world, alice, envelope) = world_with_liar();
    let forged = world.move_of(&envelope, 0, "zone-x", "zone-b", &alice);
    world.prepare("zone-b", &forged, &[&alice]).expect("the honest zone cannot know");
    world.relay_all();
    lie(&mut world, "zone-x", vec![yes(&forged)], forged.deadline_ns);
    assert_eq!(world.phase(&forged), Some((PhaseName::Abort, Code::RegistryMismatch as u32)));
    world.relay_all();
    assert_eq!(world.leg_state("zone-b", &forged), Some(LegStateName::Aborted));
    assert_eq!((world.live_on(&envelope.id), world.all_locks()), (vec!["zone-a".to_string()], 0));
}

#[test]
fn a_zone_that_releases_one_asset_twice_gets_one_commit_because_the_books_are_compared_at_the_decision() {
    let (mut world, alice, envelope) = world_with_liar();
    let there = world.move_of(&envelope, 0, "zone-a", "zone-x", &alice);
    world.prepare_all(&there, &[&alice]);
    world.relay_all();
    let to_a = world.move_of(&envelope, 1, "zone-x", "zone-a", &alice);
    let to_b = world.move_of(&envelope, 1, "zone-x", "zone-b", &alice);
    world.prepare("zone-a", &to_a, &[&alice]).expect("honest");
    world.prepare("zone-b", &to_b, &[&alice]).expect("honest");
    world.relay_all();
    // Both records are open, and both would have passed a check at opening.
    assert_eq!(world.phase(&to_a), Some((PhaseName::Open, 0)));
    assert_eq!(world.phase(&to_b), Some((PhaseName::Open, 0)));
    lie(&mut world, "zone-x", vec![yes(&to_a), yes(&to_b)], to_a.deadline_ns);
    assert_eq!(world.phase(&to_a), Some((PhaseName::Commit, 0)));
    assert_eq!(world.phase(&to_b), Some((PhaseName::Abort, Code::RegistryMismatch as u32)));
    world.relay_all();
    let honest: Vec<String> = world.live_on(&envelope.id).into_iter().filter(|zone| zone != "zone-x").collect();
    assert_eq!((honest, world.locks("zone-a") + world.locks("zone-b")), (vec!["zone-a".to_string()], 0));
}

#[test]
fn a_zone_votes_for_its_own_leg_only_and_as_often_as_it_likes_for_one() {
    let (mut world, alice, envelope) = world_with_liar();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    // Zone X has no leg: its yes for zone B leaves no trace, and its no aborts nothing.
    let no = Vote { answer: Answer::No as i32, code: Code::KindNotAccepted as u32, ..yes(&manifest) };
    for vote in [yes(&manifest), no.clone()] {
        let packet = lie(&mut world, "zone-x", vec![vote], manifest.deadline_ns);
        assert_eq!(told(&world, &packet), (Outcome::NotCounted, Code::NotALeg as u32));
    }
    // Zone A's second, third and fourth yes are one yes.
    for _ in 0..3 {
        let packet = lie(&mut world, "zone-a", vec![yes(&manifest)], manifest.deadline_ns);
        assert_eq!(told(&world, &packet).0, Outcome::Pending);
    }
    assert_eq!(world.phase(&manifest), Some((PhaseName::Open, 0)));
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    // A no after the commit is answered with the commit.
    let packet = lie(&mut world, "zone-a", vec![no], manifest.deadline_ns);
    assert_eq!(told(&world, &packet), (Outcome::Commit, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_stranger_s_vote_on_a_transaction_that_is_not_its_own_makes_no_record() {
    let (mut world, alice, envelope) = world_with_liar();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    lie(&mut world, "zone-x", vec![yes(&manifest)], manifest.deadline_ns);
    assert_eq!(world.record(&manifest), None);
    let mut elsewhere = manifest.clone();
    elsewhere.hub_contract = "wasm1other".into();
    let packet = lie(&mut world, "zone-a", vec![yes(&elsewhere)], manifest.deadline_ns);
    assert_eq!(told(&world, &packet), (Outcome::NotCounted, Code::WrongAddressee as u32));
    assert_eq!(world.record(&elsewhere), None);
}

#[test]
fn a_vote_past_the_deadline_in_a_packet_with_a_later_timeout_aborts() {
    let (mut world, alice, envelope) = world_with_liar();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-x", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    world.pass(DEADLINE_SEC * SECOND_NS);
    let packet = lie(&mut world, "zone-x", vec![yes(&manifest)], manifest.deadline_ns + 1_000 * SECOND_NS);
    assert_eq!(told(&world, &packet), (Outcome::Abort, Code::DeadlinePassed as u32));
    world.relay_all();
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Aborted));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_zone_cannot_send_more_units_than_the_books_place_in_it() {
    let (mut world, alice, _) = world_with_liar();
    world.deposit("zone-a", &alice, 100);
    let there = world.payment(coins("zone-a", 30), "zone-a", "zone-x", &alice, &alice);
    world.prepare_all(&there, &[&alice]);
    world.relay_all();
    // Zone B holds units too, so escrow alone would let zone X take them.
    let other = world.payment(coins("zone-a", 50), "zone-a", "zone-b", &alice, &alice);
    world.prepare_all(&other, &[&alice]);
    world.relay_all();
    let forged = world.payment(coins("zone-a", 31), "zone-x", "zone-a", &alice, &alice);
    world.prepare("zone-a", &forged, &[&alice]).expect("escrow suffices");
    world.relay_all();
    lie(&mut world, "zone-x", vec![yes(&forged)], forged.deadline_ns);
    assert_eq!(world.phase(&forged), Some((PhaseName::Abort, Code::SupplyExceeded as u32)));
    world.relay_all();
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (20, 0));
    assert_eq!(world.balance("zone-b", &alice, "zone-a"), (50, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_zone_cannot_make_up_an_asset_of_another_chain() {
    let (mut world, alice, _) = world_with_liar();
    let invented = certificate(&asset_id("zone-b", "never-issued"));
    let forged = world.move_of(&invented, 0, "zone-x", "zone-a", &alice);
    world.prepare("zone-a", &forged, &[&alice]).expect("the honest zone cannot know");
    world.relay_all();
    lie(&mut world, "zone-x", vec![yes(&forged)], forged.deadline_ns);
    assert_eq!(world.phase(&forged), Some((PhaseName::Abort, Code::RegistryMismatch as u32)));
    // And its own zone of origin knows that it never issued it.
    let home = world.move_of(&invented, 0, "zone-x", "zone-b", &alice);
    world.prepare("zone-b", &home, &[&alice]).expect("a refusal is an answer");
    assert_eq!(world.leg_state("zone-b", &home), Some(LegStateName::Refused));
}

#[test]
fn an_envelope_that_arrives_must_be_the_one_that_left() {
    let (mut world, alice, envelope) = world_with_liar();
    let other = Envelope { terms: "everything is allowed".into(), ..envelope.clone() };
    let legs = vec![
        ("zone-a", vec![world.operation("zone-a", &alice, release(&envelope, 0, "zone-b"))]),
        ("zone-b", vec![world.operation("zone-b", &alice, receive(&other, 0, "zone-a", &alice.address))]),
    ];
    let manifest = world.manifest(legs);
    for zone in ["zone-a", "zone-b"] {
        assert!(world.prepare(zone, &manifest, &[&alice]).expect_err("unpaired").contains("UNPAIRED"));
    }
}

#[test]
fn a_suspended_zone_opens_nothing_new_and_finishes_what_is_open() {
    let (mut world, alice, envelope) = world_with_liar();
    let open = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &open, &[&alice]).expect("prepare");
    world.relay_all();
    world.as_admin(&ExecuteMsg::SuspendZone { chain_id: "zone-b".into() }).expect("suspend");
    world.prepare("zone-b", &open, &[&alice]).expect("prepare");
    world.relay_all();
    assert_eq!(world.phase(&open), Some((PhaseName::Commit, 0)));
    let new = world.move_of(&envelope, 1, "zone-b", "zone-a", &alice);
    world.prepare_all(&new, &[&alice]);
    world.relay_all();
    assert_eq!((world.record(&new), world.leg_states(&new)), (None, vec![Some(LegStateName::Aborted); 2]));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_packet_of_decisions_from_a_zone_and_a_packet_of_votes_from_the_hub_change_nothing() {
    let (mut world, alice, envelope) = world_with_liar();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    let id = causeway_integration_tests::world::id_of(&manifest).to_vec();
    let commit = Decision { transaction_id: id, outcome: Outcome::Commit as i32, code: 0 };
    let decisions = Body::Decisions(DecisionPacket { decisions: vec![commit] });
    let votes = Body::Votes(VotePacket { votes: vec![yes(&manifest)] });
    let timeout_ns = manifest.deadline_ns;
    let (gate, hub) = (world.zones["zone-x"].gate.clone(), world.hub.clone());
    let to_hub = world.zones["zone-x"].channels[0].0.clone();
    let to_zone = world.zones["zone-a"].channels[0].1.clone();
    let data = encode(&PacketData { body: Some(decisions) });
    world.chain("zone-x").send_packet(&gate, &to_hub, data, timeout_ns).expect("send");
    let data = encode(&PacketData { body: Some(votes) });
    world.chain(HUB).send_packet(&hub, &to_zone, data, timeout_ns).expect("send");
    for packet in world.packets_of("zone-x").iter().chain(&world.packets_of(HUB)) {
        world.receive(packet).expect("received");
    }
    assert_eq!((world.record(&manifest), world.leg_state("zone-a", &manifest)), (None, Some(LegStateName::Voted)));
}
