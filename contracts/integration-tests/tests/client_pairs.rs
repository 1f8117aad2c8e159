//! Zones that are joined to the hub by a client pair of IBC v2, without a channel: the same commit, other traps.

use causeway_gate::msg::{Carrier, LegStateName};
use causeway_hub::msg::{ExecuteMsg, PhaseName};
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::host::{Packet, Payload};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{paired_port, prepared, Over, World, DEADLINE_SEC, HUB, SECOND_NS};
use causeway_link::{ENCODING, FAILURE, VERSION};
use causeway_proto::{decode_acknowledgement, encode, encode_acknowledgement, AckKind, Code, Decision, Outcome};
use causeway_proto::{Envelope, Manifest};

fn titled(mut world: World, count: usize) -> (World, Person, Vec<Envelope>) {
    let alice = Person::new("alice");
    let register = |number: usize| {
        let envelope = certificate(&asset_id("zone-a", &format!("title-{number}")));
        world.register("zone-a", &alice, &envelope, None).expect("register");
        envelope
    };
    let envelopes = (0..count).map(register).collect();
    (world, alice, envelopes)
}

fn paired() -> (World, Person, Envelope) {
    let (world, alice, mut envelopes) = titled(World::paired(&["zone-a", "zone-b"]), 1);
    (world, alice, envelopes.remove(0))
}

fn at_rest(world: &World) {
    assert_eq!(broken_at_rest(world), Vec::<String>::new());
    assert_eq!(world.all_locks(), 0);
}

fn batch(world: &mut World, zone: &str, manifests: &[&Manifest], who: &Person) -> Packet {
    let legs = manifests.iter().map(|manifest| prepared(manifest, &[who], &[])).collect();
    world.prepare_legs(zone, legs).expect("prepare");
    world.packets_of(zone).pop().expect("one packet")
}

#[test]
fn zones_commit_together_whatever_joins_each_of_them_to_the_hub() {
    for (a, b) in [(Over::Pair, Over::Pair), (Over::Pair, Over::Channel), (Over::Channel, Over::Pair)] {
        let (mut world, alice, envelopes) = titled(World::joined(&[("zone-a", a), ("zone-b", b)]), 1);
        let manifest = world.move_of(&envelopes[0], 0, "zone-a", "zone-b", &alice);
        world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
        let vote = world.packets_of("zone-a").remove(0);
        world.receive(&vote).expect("vote");
        assert_eq!(world.acknowledgement(&vote), None, "nothing is answered before it is decided");
        world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
        world.relay_all();
        assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
        for zone in ["zone-a", "zone-b"] {
            assert_eq!(world.leg_end(zone, &manifest), Some((LegStateName::Applied, 0, Carrier::Ack)), "{a:?} {b:?}");
        }
        assert_eq!(world.live_on(&envelopes[0].id), ["zone-b"]);
        at_rest(&world);
    }
}

#[test]
fn a_refusal_a_cancellation_and_a_passed_deadline_abort_over_client_pairs() {
    let (start, alice, envelope) = paired();
    type End = (Code, fn(&mut World, &Manifest, &Person));
    let ends: [End; 3] = [
        (Code::RefusedByActor, |world, manifest, alice| {
            let (manifest, authorisation) = (encode(manifest).into(), Some(alice.refuse(manifest)));
            let refuse = causeway_gate::msg::ExecuteMsg::Refuse { manifest, authorisation };
            world.on_gate("zone-b", &refuse).expect("refuse");
        }),
        (Code::Cancelled, |world, manifest, alice| {
            let (manifest, authorisation) = (encode(manifest).into(), Some(alice.cancel(manifest)));
            world.on_hub(&ExecuteMsg::Cancel { manifest, authorisation }).expect("cancel");
        }),
        (Code::DeadlinePassed, |world, manifest, _| {
            world.pass_deadline();
            world.expire(manifest).expect("expire");
        }),
    ];
    for (code, end) in ends {
        let mut world = start.clone();
        let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
        let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
        world.receive(&vote).expect("vote");
        end(&mut world, &manifest, &alice);
        world.relay_all();
        assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, code as u32)));
        let expected = Some((LegStateName::Aborted, code as u32, Carrier::Ack));
        assert_eq!(world.leg_end("zone-a", &manifest), expected);
        at_rest(&world);
    }
}

#[test]
fn a_vote_times_out_at_the_first_full_second_after_the_deadline_and_frees_its_zone_alone() {
    let (mut world, alice, envelope) = paired();
    let mut manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    manifest.deadline_ns += 1;
    let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
    assert_eq!(vote.timeout_ns, manifest.deadline_ns - 1 + SECOND_NS, "full seconds, never before D");
    world.pass(DEADLINE_SEC * SECOND_NS + SECOND_NS - 1);
    assert!(world.time_out(&vote).expect_err("no proof yet").contains("proof"));
    world.pass(1);
    world.time_out(&vote).expect("timeout");
    let end = Some((LegStateName::Aborted, Code::VoteTimedOut as u32, Carrier::Timeout));
    assert_eq!((world.leg_end("zone-a", &manifest), world.record(&manifest)), (end, None));
    at_rest(&world);
}

#[test]
fn between_the_deadline_and_the_full_second_after_it_the_hub_looks_at_its_own_clock() {
    let (mut world, alice, envelope) = paired();
    let mut manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    manifest.deadline_ns += 1;
    let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
    world.pass(DEADLINE_SEC * SECOND_NS + 1);
    world.receive(&vote).expect("IBC takes it, the hub does not count it");
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::DeadlinePassed as u32)));
    world.relay_all();
    at_rest(&world);
}

#[test]
fn a_deadline_whose_full_second_is_beyond_a_day_is_too_far_for_a_client_pair_alone() {
    for (over, expected) in [(Over::Channel, None), (Over::Pair, Some("DEADLINE_TOO_FAR"))] {
        let (mut world, alice, envelopes) = titled(World::joined(&[("zone-a", over), ("zone-b", over)]), 1);
        world.chain("zone-a").time_ns += 1;
        let day = world.chains["zone-a"].time_ns + 24 * 3_600 * SECOND_NS;
        let mut far = world.move_of(&envelopes[0], 0, "zone-a", "zone-b", &alice);
        far.deadline_ns = day;
        let error = world.prepare("zone-a", &far, &[&alice]).err();
        assert_eq!(error.is_some(), expected.is_some(), "{error:?}");
        assert!(error.iter().all(|text| text.contains(expected.unwrap_or_default())), "{error:?}");
        // One leg that is too far leaves the other of the same call alone.
        let mut near = world.move_of(&envelopes[0], 0, "zone-a", "zone-b", &alice);
        near.deadline_ns = day - 1;
        let legs = vec![prepared(&far, &[&alice], &[]), prepared(&near, &[&alice], &[])];
        world.prepare_legs("zone-a", legs).expect("one of the two");
        let locked = if over == Over::Pair { &near } else { &far };
        assert_eq!(world.leg_state("zone-a", locked), Some(LegStateName::Voted));
        // A refusal is a packet as well.
        far.nonce = vec![9; 16];
        far.deadline_ns += SECOND_NS;
        let (manifest, authorisation) = (encode(&far).into(), Some(alice.refuse(&far)));
        let refuse = causeway_gate::msg::ExecuteMsg::Refuse { manifest, authorisation };
        let error = world.on_gate("zone-a", &refuse).err();
        assert_eq!(error.is_some(), expected.is_some(), "{error:?}");
        assert!(error.iter().all(|text| text.contains(expected.unwrap_or_default())), "{error:?}");
    }
}

fn outcomes(world: &World, packet: &Packet) -> Vec<Outcome> {
    let bytes = world.acknowledgement(packet).expect("an acknowledgement");
    let decoded = decode_acknowledgement(&bytes).expect("ours");
    decoded.decisions.iter().map(|one| Outcome::try_from(one.outcome).expect("known")).collect()
}

#[test]
fn a_packet_that_decides_anything_is_answered_at_once_with_pending_for_the_rest_so_that_no_event_is_lost() {
    let (mut world, alice, envelopes) = titled(World::paired(&["zone-a", "zone-b"]), 2);
    let one = world.move_of(&envelopes[0], 0, "zone-a", "zone-b", &alice);
    let two = world.move_of(&envelopes[1], 0, "zone-a", "zone-b", &alice);
    let of_a = batch(&mut world, "zone-a", &[&one], &alice);
    world.receive(&of_a).expect("vote");
    assert_eq!(world.chain(HUB).events("causeway_vote").len(), 0, "the chain drops what an unanswered receive says");
    let of_b = batch(&mut world, "zone-b", &[&one, &two], &alice);
    world.receive(&of_b).expect("votes");
    assert_eq!(outcomes(&world, &of_a), [Outcome::Commit]);
    assert_eq!(outcomes(&world, &of_b), [Outcome::Commit, Outcome::Pending]);
    let hub = world.chain(HUB);
    let said = |kind: &str, key: &str| -> Vec<String> {
        let values = |event: &&cosmwasm_std::Event| event.attributes.iter().find(|one| one.key == key).cloned();
        hub.events(kind).iter().filter_map(values).map(|one| one.value).collect()
    };
    assert_eq!(said("causeway_ack", "result"), ["async", "early"]);
    assert_eq!(said("causeway_decision", "decision"), ["commit"]);
    // Zone A's vote is told with the decision, and so is that it opened the transaction.
    assert_eq!(said("causeway_opened", "deadline_ns").len(), 2);
    assert_eq!(said("causeway_vote", "chain_id"), ["zone-b", "zone-a", "zone-b"]);
    world.relay_all();
    assert_eq!(world.leg_state("zone-b", &two), Some(LegStateName::Voted), "PENDING is neither commit nor abort");
    world.prepare("zone-a", &two, &[&alice]).expect("prepare");
    world.relay_all();
    assert_eq!(world.phase(&two), Some((PhaseName::Commit, 0)));
    assert_eq!(world.leg_state("zone-b", &two), Some(LegStateName::Voted));
    for _ in 0..3 {
        world.resend(&two, "zone-b").expect("any number of times");
    }
    world.relay_all();
    assert_eq!(world.leg_end("zone-b", &two), Some((LegStateName::Applied, 0, Carrier::Decision)));
    assert!(world.record(&two).expect("record").legs[1].confirmed);
    at_rest(&world);
}

#[test]
fn a_packet_that_waits_is_flushed_like_one_on_a_channel() {
    let (mut world, alice, envelope) = paired();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
    world.receive(&vote).expect("vote");
    let flush = ExecuteMsg::Flush { channel_id: vote.destination_channel.clone(), sequence: vote.sequence.into() };
    assert!(world.on_hub(&flush).expect_err("too early").contains("TOO_EARLY"));
    world.chain(HUB).height += causeway_proto::limits::FLUSH_AFTER_BLOCKS;
    world.on_hub(&flush).expect("flush");
    assert_eq!(outcomes(&world, &vote), [Outcome::Pending]);
    world.relay_all();
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted));
    assert_eq!(broken_now(&world), Vec::<String>::new());
}

#[test]
fn only_the_one_failure_of_ibc_v2_frees_a_leg_and_only_over_ibc_v2() {
    let json = br#"{"error":"ABCI code: 5"}"#.to_vec();
    for (over, failure, foreign) in
        [(Over::Pair, FAILURE.to_vec(), json.clone()), (Over::Channel, json, FAILURE.to_vec())]
    {
        let (start, alice, envelopes) = titled(World::joined(&[("zone-a", over), ("zone-b", over)]), 1);
        let mut world = start.clone();
        let manifest = world.move_of(&envelopes[0], 0, "zone-a", "zone-b", &alice);
        let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
        let mut other = world.clone();
        other.chain("zone-a").acknowledge(&vote, &foreign).expect("the handler never fails");
        assert_eq!(other.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "{over:?}");
        world.chain("zone-a").acknowledge(&vote, &failure).expect("ack");
        let end = Some((LegStateName::Aborted, Code::VoteNotCounted as u32, Carrier::ErrorAck));
        assert_eq!(world.leg_end("zone-a", &manifest), end, "{over:?}");
    }
}

#[test]
fn a_hub_that_fails_answers_with_the_one_failure_and_has_counted_nothing() {
    let (mut world, alice, envelope) = paired();
    let hub = world.hub.clone();
    world.chain(HUB).broken.insert((hub, "receive".into()));
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let vote = batch(&mut world, "zone-a", &[&manifest], &alice);
    world.relay_all();
    assert_eq!(world.acknowledgement(&vote), Some(FAILURE.to_vec()));
    let end = Some((LegStateName::Aborted, Code::VoteNotCounted as u32, Carrier::ErrorAck));
    assert_eq!((world.leg_end("zone-a", &manifest), world.record(&manifest)), (end, None));
    at_rest(&world);
}

#[test]
fn nonsense_in_an_acknowledgement_over_ibc_v2_changes_nothing() {
    let (mut start, alice, envelope) = paired();
    let manifest = start.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let vote = batch(&mut start, "zone-a", &[&manifest], &alice);
    let commit = |id: Vec<u8>| Decision { transaction_id: id, outcome: Outcome::Commit as i32, code: 0 };
    let nonsense = [
        vec![],
        vec![0x08],
        FAILURE[..31].to_vec(),
        [FAILURE.as_slice(), &[0]].concat(),
        encode_acknowledgement(AckKind::Received, vec![]),
        encode_acknowledgement(AckKind::Decisions, vec![commit(vec![7; 32])]),
        vec![b'['; 100_000],
    ];
    for bytes in nonsense {
        let mut world = start.clone();
        world.chain("zone-a").acknowledge(&vote, &bytes).expect("the handler never fails");
        assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "{bytes:?}");
    }
}

fn payload(from: &str, to: &str, value: Vec<u8>) -> Payload {
    let [source_port, destination_port] = [from, to].map(paired_port);
    Payload { source_port, destination_port, version: VERSION.into(), encoding: ENCODING.into(), value }
}

#[test]
fn nobody_sends_a_packet_from_the_port_of_a_contract_but_the_contract() {
    let (mut world, alice, envelope) = paired();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let vote = batch(&mut world, "zone-a", &[&manifest], &alice).payloads.remove(0);
    let (gate, hub) = (world.zones["zone-a"].gate.clone(), world.hub.clone());
    let timeout_ns = world.deadline(60);
    let (on_zone, on_hub) = world.zones["zone-a"].channels[0].clone();
    let assets = world.zones["zone-a"].assets.clone();
    for signer in ["mallory", &alice.address, &world.admin.address.clone(), &assets, &hub] {
        let error = world.chain("zone-a").try_send_paired(signer, &on_zone, timeout_ns, vec![vote.clone()]);
        assert!(error.expect_err("gate").contains("FORBIDDEN"), "{signer}");
    }
    let decision = payload(&hub, &gate, vec![8, 1]);
    for signer in ["mallory", &alice.address, &world.admin.address.clone(), &gate] {
        let error = world.chain(HUB).try_send_paired(signer, &on_hub, timeout_ns, vec![decision.clone()]);
        assert!(error.expect_err("hub").contains("FORBIDDEN"), "{signer}");
    }
    assert_eq!(world.packets().len(), 1, "nothing but the vote itself");
}

#[test]
fn a_vote_counts_only_from_the_pinned_client_the_gate_s_port_and_in_our_version_and_encoding() {
    let (mut start, alice, envelope) = paired();
    let manifest = start.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let vote = batch(&mut start, "zone-a", &[&manifest], &alice);
    type Forgery = (&'static str, fn(&mut World, &mut Packet));
    let forgeries: [Forgery; 6] = [
        ("version", |_, packet| packet.payloads[0].version = "causeway-2".into()),
        ("encoding", |_, packet| packet.payloads[0].encoding = "application/json".into()),
        ("port", |world, packet| packet.payloads[0].source_port = paired_port(&world.zones["zone-a"].assets)),
        ("port of IBC v1", |world, packet| {
            packet.payloads[0].source_port = format!("wasm.{}", world.zones["zone-a"].gate);
        }),
        ("client of another zone", |world, packet| {
            packet.source_channel = world.zones["zone-b"].channels[0].0.clone();
            packet.destination_channel = world.zones["zone-b"].channels[0].1.clone();
        }),
        ("another client of the same zone", |world, packet| {
            let pair = world.chains[HUB].pairs[&packet.destination_channel].clone();
            world.chain(HUB).pairs.insert("client-of-mallory".into(), pair);
            packet.destination_channel = "client-of-mallory".into();
        }),
    ];
    for (what, forge) in forgeries {
        let mut world = start.clone();
        let mut forged = vote.clone();
        forge(&mut world, &mut forged);
        world.receive(&forged).expect("an answer, not an error");
        assert_eq!(world.acknowledgement(&forged), Some(FAILURE.to_vec()), "{what}");
        assert_eq!(world.record(&manifest), None, "{what}");
    }
    // The pinned client answers for its counterparty alone.
    let mut stray = vote.clone();
    stray.source_channel = "client-9".into();
    assert!(start.receive(&stray).expect_err("ibc").contains("counterparty"));
    start.receive(&vote).expect("the vote itself");
    assert_eq!(start.phase(&manifest), Some((PhaseName::Open, 0)));
}

#[test]
fn a_decision_is_believed_only_from_the_pinned_client_the_hub_s_port_and_in_our_version_and_encoding() {
    let (mut start, alice, envelope) = paired();
    let manifest = start.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    start.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    start.pass_deadline();
    start.expire(&manifest).expect("presumed abort");
    start.resend(&manifest, "zone-a").expect("resend");
    let decision = start.packets_of(HUB).remove(0);
    type Forgery = (&'static str, fn(&mut World, &mut Packet));
    let forgeries: [Forgery; 4] = [
        ("version", |_, packet| packet.payloads[0].version = "causeway-2".into()),
        ("encoding", |_, packet| packet.payloads[0].encoding = "application/json".into()),
        ("port", |_, packet| packet.payloads[0].source_port = "wasm21mallory".into()),
        ("client", |world, packet| {
            let pair = world.chains["zone-a"].pairs[&packet.destination_channel].clone();
            world.chain("zone-a").pairs.insert("client-of-mallory".into(), pair);
            packet.destination_channel = "client-of-mallory".into();
        }),
    ];
    let received = encode_acknowledgement(AckKind::Received, vec![]);
    for (what, forge) in forgeries {
        let mut world = start.clone();
        let mut forged = decision.clone();
        forge(&mut world, &mut forged);
        world.receive(&forged).expect("always answered");
        assert_eq!(world.acknowledgement(&forged), Some(received.clone()), "{what}");
        assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "{what}");
    }
    start.receive(&decision).expect("the decision itself");
    let end = Some((LegStateName::Aborted, Code::DeadlinePassed as u32, Carrier::Decision));
    assert_eq!(start.leg_end("zone-a", &manifest), end);
}

#[test]
fn votes_leave_in_one_payload_and_a_packet_of_several_leaves_nothing_that_waits() {
    let (mut world, alice, envelopes) = titled(World::paired(&["zone-a", "zone-b"]), 2);
    let manifests: Vec<Manifest> =
        envelopes.iter().map(|envelope| world.move_of(envelope, 0, "zone-a", "zone-b", &alice)).collect();
    let vote = batch(&mut world, "zone-a", &[&manifests[0], &manifests[1]], &alice);
    assert_eq!(vote.payloads.len(), 1);
    // A byzantine zone commits a packet with two payloads; a chain whose IBC takes it cannot answer it later.
    let (gate, on_zone) = (world.zones["zone-a"].gate.clone(), world.zones["zone-a"].channels[0].0.clone());
    let twice = vec![payload(&gate, &world.hub.clone(), vote.data.clone()); 2];
    let forged = world.chain("zone-a").commit_paired(&on_zone, vote.timeout_ns, twice).expect("commitment");
    assert!(world.receive(&forged).expect_err("ibc").contains("multiple payloads"));
    assert_eq!((world.record(&manifests[0]), world.outbox().len()), (None, 0));
    world.receive(&vote).expect("the honest packet");
    assert_eq!(world.phase(&manifests[0]), Some((PhaseName::Open, 0)));
}
