//! What a gate makes of an acknowledgement: only bytes that are certain settle anything, and no bytes make it fail.

use causeway_gate::msg::{Carrier, LegStateName};
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::host::Packet;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, World};
use causeway_proto::{encode_acknowledgement, AckKind, Code, Decision, Manifest, Outcome};

/// A zone in doubt, and its vote.
fn voted() -> (World, Person, Manifest, Packet) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    let packet = world.packets().remove(0);
    (world, alice, manifest, packet)
}

fn decision(manifest: &Manifest, outcome: Outcome, code: u32) -> Decision {
    Decision { transaction_id: id_of(manifest).to_vec(), outcome: outcome as i32, code }
}

fn ack_of(decisions: Vec<Decision>) -> Vec<u8> {
    encode_acknowledgement(AckKind::Decisions, decisions)
}

#[test]
fn pending_and_bytes_of_unknown_meaning_change_nothing_and_a_decision_packet_still_ends_the_leg() {
    let (start, alice, manifest, packet) = voted();
    let mut other = manifest.clone();
    other.nonce = vec![7; 16];
    let commit = decision(&manifest, Outcome::Commit, 0);
    let nonsense: Vec<Vec<u8>> = vec![
        ack_of(vec![decision(&manifest, Outcome::Pending, 0)]),
        vec![],
        vec![0x08],
        b"ok".to_vec(),
        vec![0xff; 1024],
        vec![b'['; 100_000],
        vec![0; 1_000_000],
        br#"{"result":"AQ=="}"#.to_vec(),
        br#"{"error":""}"#.to_vec(),
        br#"{"error":"x","result":"AQ=="}"#.to_vec(),
        br#"{"error":{"deep":[[[[]]]]}}"#.to_vec(),
        ack_of(vec![decision(&other, Outcome::Commit, 0)]),
        ack_of(vec![commit.clone(), commit.clone()]),
        ack_of(vec![decision(&manifest, Outcome::Unspecified, 0)]),
        ack_of(vec![decision(&manifest, Outcome::Commit, 9)]),
        encode_acknowledgement(AckKind::Received, vec![]),
        [ack_of(vec![commit]), vec![0x78, 0x01]].concat(),
    ];
    for bytes in nonsense {
        let mut world = start.clone();
        world.chain("zone-a").acknowledge(&packet, &bytes).expect("the handler never fails");
        assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "{bytes:?}");
        assert_eq!(world.locks("zone-a"), 1);
        // The vote itself arrives, the transaction commits, and the second carrier brings the decision.
        world.receive(&packet).expect("vote");
        world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
        world.relay_all();
        world.resend(&manifest, "zone-a").expect("resend");
        world.relay_all();
        assert_eq!(world.leg_end("zone-a", &manifest), Some((LegStateName::Applied, 0, Carrier::Decision)));
        assert_eq!(broken_now(&world), Vec::<String>::new());
    }
}

#[test]
fn a_canonical_error_and_not_counted_both_free_the_leg_because_no_commit_can_exist() {
    let (start, _, manifest, packet) = voted();
    let not_counted = ack_of(vec![decision(&manifest, Outcome::NotCounted, Code::ZoneUnknown as u32)]);
    let errors: [(Vec<u8>, u32, Carrier); 3] = [
        (br#"{"error":"ABCI code: 5"}"#.to_vec(), Code::VoteNotCounted as u32, Carrier::ErrorAck),
        (br#"{"error":"amount \u003c10"}"#.to_vec(), Code::VoteNotCounted as u32, Carrier::ErrorAck),
        (not_counted, Code::ZoneUnknown as u32, Carrier::Ack),
    ];
    for (bytes, code, carrier) in errors {
        let mut world = start.clone();
        world.chain("zone-a").acknowledge(&packet, &bytes).expect("ack");
        assert_eq!(world.leg_end("zone-a", &manifest), Some((LegStateName::Aborted, code, carrier)));
        assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    }
}

#[test]
fn every_acknowledgement_of_ours_begins_with_0x08_so_that_it_is_never_read_as_json() {
    let (mut world, alice, manifest, _) = voted();
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    let votes = world.packets();
    world.relay_all();
    world.resend(&manifest, "zone-a").expect("resend");
    let decision = world.packets();
    world.relay_all();
    assert_eq!((votes.len(), decision.len()), (2, 1));
    for packet in votes.iter().chain(&decision) {
        assert_eq!(world.acknowledgement(packet).expect("acknowledged")[0], 0x08);
    }
}

#[test]
fn the_hub_reads_any_answer_to_a_decision_packet_without_failing_and_believes_only_its_own_word() {
    let (mut world, alice, manifest, _) = voted();
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    world.resend(&manifest, "zone-a").expect("resend");
    let packet = world.packets().remove(0);
    for bytes in [&b""[..], b"{\"error\":\"x\"}", b"\xff\xff", &ack_of(vec![])] {
        let mut world = world.clone();
        world.chain("causeway-hub").acknowledge(&packet, bytes).expect("the handler never fails");
        assert!(!world.record(&manifest).expect("record").legs[0].confirmed);
    }
    world.relay_all();
    assert!(world.record(&manifest).expect("record").legs[0].confirmed);
}

#[test]
fn a_decision_packet_that_times_out_is_sent_again() {
    let (mut world, alice, manifest, _) = voted();
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    let votes = world.packets();
    votes.iter().for_each(|packet| world.receive(packet).expect("vote"));
    world.resend(&manifest, "zone-a").expect("resend");
    let lost = world.packets_of("causeway-hub").remove(0);
    world.pass(4_000 * 1_000_000_000);
    world.time_out(&lost).expect("timeout");
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted));
    world.resend(&manifest, "zone-a").expect("again");
    let again = world.packets_of("causeway-hub").remove(0);
    world.receive(&again).expect("decision");
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Applied));
    world.relay_all();
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
