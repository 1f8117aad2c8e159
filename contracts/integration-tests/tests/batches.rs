//! Many votes in one packet: one acknowledgement for all, early with PENDING, each entry on its own.

use causeway_gate::msg::{Carrier, LegStateName};
use causeway_hub::msg::{ExecuteMsg, PhaseName};
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::host::Packet;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{prepared, World, HUB, SECOND_NS};
use causeway_proto::limits::FLUSH_AFTER_BLOCKS;
use causeway_proto::{
    decode_acknowledgement, encode, packet_data::Body, Answer, Code, Manifest, Outcome, PacketData, Vote, VotePacket,
};

fn world_with_titles(count: usize) -> (World, Person, Vec<Manifest>) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let mut manifests = vec![];
    for number in 0..count {
        let envelope = certificate(&asset_id("zone-a", &format!("title-{number}")));
        world.register("zone-a", &alice, &envelope, None).expect("register");
        manifests.push(world.move_of(&envelope, 0, "zone-a", "zone-b", &alice));
    }
    (world, alice, manifests)
}

fn prepare_batch(world: &mut World, zone: &str, manifests: &[&Manifest], who: &Person) -> Packet {
    let legs = manifests.iter().map(|manifest| prepared(manifest, &[who], &[])).collect();
    world.prepare_legs(zone, legs).expect("prepare");
    world.packets_of(zone).pop().expect("one packet")
}

fn outcomes(world: &World, packet: &Packet) -> Vec<Outcome> {
    let bytes = world.acknowledgement(packet).expect("an acknowledgement");
    let decoded = decode_acknowledgement(&bytes).expect("ours");
    decoded.decisions.iter().map(|one| Outcome::try_from(one.outcome).expect("known")).collect()
}

fn flush(packet: &Packet) -> ExecuteMsg {
    ExecuteMsg::Flush { channel_id: packet.destination_channel.clone(), sequence: packet.sequence.into() }
}

#[test]
fn thirty_two_legs_are_prepared_by_one_call_and_answered_by_one_acknowledgement() {
    let (mut world, alice, manifests) = world_with_titles(32);
    let all: Vec<&Manifest> = manifests.iter().collect();
    let of_a = prepare_batch(&mut world, "zone-a", &all, &alice);
    let of_b = prepare_batch(&mut world, "zone-b", &all, &alice);
    assert_eq!(world.packets().len(), 2);
    world.receive(&of_a).expect("votes");
    assert_eq!(world.acknowledgement(&of_a), None, "nothing is answered before it is decided");
    world.receive(&of_b).expect("votes");
    assert_eq!(outcomes(&world, &of_a), [Outcome::Commit; 32]);
    assert_eq!(outcomes(&world, &of_b), [Outcome::Commit; 32]);
    world.relay_all();
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_packet_that_has_waited_is_answered_early_and_decision_packets_tell_the_rest() {
    let (mut world, alice, manifests) = world_with_titles(2);
    let of_a = prepare_batch(&mut world, "zone-a", &[&manifests[0], &manifests[1]], &alice);
    world.receive(&of_a).expect("votes");
    prepare_batch(&mut world, "zone-b", &[&manifests[0]], &alice);
    world.relay_all();
    assert_eq!(world.phase(&manifests[0]), Some((PhaseName::Commit, 0)));
    assert!(world.on_hub(&flush(&of_a)).expect_err("not yet").contains("TOO_EARLY"));
    for _ in 0..FLUSH_AFTER_BLOCKS {
        world.pass(SECOND_NS);
    }
    world.on_hub(&flush(&of_a)).expect("flush");
    assert_eq!(outcomes(&world, &of_a), [Outcome::Commit, Outcome::Pending]);
    world.relay_all();
    assert_eq!(world.leg_state("zone-a", &manifests[0]), Some(LegStateName::Applied));
    assert_eq!(world.leg_state("zone-a", &manifests[1]), Some(LegStateName::Voted), "PENDING is no end");
    prepare_batch(&mut world, "zone-b", &[&manifests[1]], &alice);
    world.relay_all();
    assert_eq!(world.leg_state("zone-a", &manifests[1]), Some(LegStateName::Voted));
    world.resend(&manifests[1], "zone-a").expect("resend");
    world.relay_all();
    assert_eq!(world.leg_end("zone-a", &manifests[1]), Some((LegStateName::Applied, 0, Carrier::Decision)));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn the_bytes_of_an_early_acknowledgement_can_still_be_asked_for_after_the_decision() {
    let (mut world, alice, manifests) = world_with_titles(1);
    let of_a = prepare_batch(&mut world, "zone-a", &[&manifests[0]], &alice);
    world.receive(&of_a).expect("votes");
    world.pass(SECOND_NS);
    world.chain(HUB).height += FLUSH_AFTER_BLOCKS;
    world.on_hub(&flush(&of_a)).expect("flush");
    let written = world.acknowledgement(&of_a).expect("written");
    prepare_batch(&mut world, "zone-b", &[&manifests[0]], &alice);
    world.relay_all();
    assert_eq!(world.phase(&manifests[0]), Some((PhaseName::Commit, 0)));
    let (channel_id, sequence) = (of_a.destination_channel.clone(), of_a.sequence.into());
    let query = causeway_hub::msg::QueryMsg::Packet { channel_id, sequence };
    let told: Option<causeway_hub::msg::PacketResponse> = world.chains[HUB].query(&world.hub, &query).expect("query");
    assert_eq!(told.expect("packet").acknowledgement.as_slice(), written);
}

#[test]
fn one_bad_entry_is_answered_with_its_code_and_reverts_none_of_the_others() {
    let (mut world, alice, manifests) = world_with_titles(1);
    let good = Vote { answer: Answer::Yes as i32, manifest: encode(&manifests[0]), code: 0 };
    let bad = Vote { manifest: b"no manifest".to_vec(), ..good.clone() };
    let unanswered = Vote { answer: 0, ..good.clone() };
    let votes = vec![bad, good, unanswered];
    let data = encode(&PacketData { body: Some(Body::Votes(VotePacket { votes })) });
    let (gate, channel) = (world.zones["zone-a"].gate.clone(), world.zones["zone-a"].channels[0].0.clone());
    world.chain("zone-a").send_packet(&gate, &channel, data, manifests[0].deadline_ns).expect("send");
    let packet = world.packets().remove(0);
    world.receive(&packet).expect("votes");
    assert_eq!(world.phase(&manifests[0]), Some((PhaseName::Open, 0)));
    prepare_batch(&mut world, "zone-b", &[&manifests[0]], &alice);
    world.relay_all();
    assert_eq!(outcomes(&world, &packet), [Outcome::NotCounted, Outcome::Commit, Outcome::NotCounted]);
}

#[test]
fn an_error_acknowledgement_means_that_no_vote_of_the_packet_was_counted() {
    let (mut world, alice, manifests) = world_with_titles(2);
    let hub = world.hub.clone();
    world.chain(HUB).broken.insert((hub, "receive".into()));
    let of_a = prepare_batch(&mut world, "zone-a", &[&manifests[0], &manifests[1]], &alice);
    world.relay_all();
    for manifest in &manifests {
        let end = Some((LegStateName::Aborted, Code::VoteNotCounted as u32, Carrier::ErrorAck));
        assert_eq!((world.leg_end("zone-a", manifest), world.record(manifest)), (end, None));
    }
    assert_eq!(world.acknowledgement(&of_a).expect("ack")[0], b'{');
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn legs_that_are_busy_or_refused_do_not_keep_the_rest_of_a_call_from_voting() {
    let (mut world, alice, mut manifests) = world_with_titles(3);
    // Number 0 is locked already; number 1 has the wrong version for ever; number 2 is fine.
    world.prepare("zone-a", &manifests[0].clone(), &[&alice]).expect("prepare");
    let mut clash = manifests[0].clone();
    clash.nonce = vec![9; 16];
    let envelope = certificate(&asset_id("zone-b", "title-9"));
    world.register("zone-b", &alice, &envelope, None).expect("register");
    let first = world.move_of(&envelope, 0, "zone-b", "zone-a", &alice);
    world.prepare_all(&first, &[&alice]);
    world.relay_all();
    manifests[1] = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let packet = prepare_batch(&mut world, "zone-a", &[&clash, &manifests[1], &manifests[2]], &alice);
    assert_eq!(world.leg_state("zone-a", &clash), None);
    assert_eq!(world.leg_state("zone-a", &manifests[1]), Some(LegStateName::Refused));
    assert_eq!(world.leg_state("zone-a", &manifests[2]), Some(LegStateName::Voted));
    let Some(Body::Votes(body)) = causeway_proto::decode_packet(&packet.data).expect("ours").body else {
        panic!("votes")
    };
    assert_eq!(body.votes.iter().map(|vote| vote.answer).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(broken_now(&world), Vec::<String>::new());
}

#[test]
fn the_same_manifest_twice_in_one_call_is_prepared_once() {
    let (mut world, alice, manifests) = world_with_titles(1);
    prepare_batch(&mut world, "zone-a", &[&manifests[0], &manifests[0]], &alice);
    prepare_batch(&mut world, "zone-b", &[&manifests[0]], &alice);
    world.relay_all();
    assert_eq!(world.leg_states(&manifests[0]), [Some(LegStateName::Applied); 2]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_flush_writes_the_acknowledgement_that_a_closed_channel_kept_back() {
    let (mut world, alice, manifests) = world_with_titles(1);
    let of_a = prepare_batch(&mut world, "zone-a", &[&manifests[0]], &alice);
    world.receive(&of_a).expect("vote");
    // The write fails with its channel closed, and stays possible for whoever reopens the way.
    let channel = of_a.destination_channel.clone();
    world.chain(HUB).channels.get_mut(&channel).expect("channel").open = false;
    prepare_batch(&mut world, "zone-b", &[&manifests[0]], &alice);
    world.relay_all();
    assert_eq!(world.outbox().len(), 1);
    world.chain(HUB).channels.get_mut(&channel).expect("channel").open = true;
    let flush = ExecuteMsg::Flush { channel_id: channel, sequence: of_a.sequence.into() };
    world.on_hub(&flush).expect("flush");
    assert_eq!(outcomes(&world, &of_a), [Outcome::Commit]);
    assert_eq!(world.outbox().len(), 0);
    world.relay_all();
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
