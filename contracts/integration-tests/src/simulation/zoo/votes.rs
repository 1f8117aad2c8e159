//! Lies in votes: of legs that are not locked, not its own, or not there, and of bytes that are no votes.

use super::super::liar::{no, yes, LIAR};
use super::super::Run;
use crate::world::{id_of, HUB, SECOND_NS};
use causeway_proto::{encode, packet_data, Decision, DecisionPacket, Outcome, PacketData, Vote, VotePacket};

const PACKET_BYTES_MAX: usize = 64 * 1024;

fn packet_of(votes: Vec<Vote>) -> Vec<u8> {
    encode(&PacketData { body: Some(packet_data::Body::Votes(VotePacket { votes })) })
}

pub fn without_lock(run: &mut Run) {
    let manifest = run.any_manifest();
    run.vote(vec![yes(&manifest)]);
}

pub fn for_others(run: &mut Run) {
    let others: Vec<_> = run.plans.iter().map(|plan| plan.manifest.clone()).collect();
    let others: Vec<_> = others.into_iter().filter(|one| one.legs.iter().all(|leg| leg.chain_id != LIAR)).collect();
    let Some(manifest) = run.dice.pick(&others).cloned() else { return without_lock(run) };
    let vote = if run.dice.chance(50) { yes(&manifest) } else { no(&manifest) };
    run.vote(vec![vote]);
}

pub fn many_times(run: &mut Run) {
    let manifest = run.any_manifest();
    for _ in 0..3 {
        run.vote(vec![yes(&manifest); 3]);
    }
}

pub fn both_ways(run: &mut Run) {
    let manifest = run.any_manifest();
    let mut votes = vec![yes(&manifest), no(&manifest)];
    if run.dice.chance(50) {
        votes.reverse();
    }
    run.vote(votes);
}

/// In a packet that may still be received long afterwards.
pub fn late(run: &mut Run) {
    let manifest = run.any_manifest();
    let timeout_ns = manifest.deadline_ns + 1_000 * SECOND_NS;
    run.send(packet_of(vec![yes(&manifest)]), timeout_ns);
}

pub fn hasty(run: &mut Run) {
    let manifest = run.any_manifest();
    let timeout_ns = run.world.chains[HUB].time_ns + run.dice.below(2) as u64;
    run.send(packet_of(vec![yes(&manifest)]), timeout_ns.max(1));
}

pub fn for_another_hub(run: &mut Run) {
    let mut manifest = run.any_manifest();
    match run.dice.below(2) {
        0 => manifest.hub_contract = "wasm1another".into(),
        _ => manifest.hub_chain_id = "another-hub".into(),
    }
    run.vote(vec![yes(&manifest)]);
}

/// Legs doubled, none, without operations, in another order.
pub fn for_nonsense(run: &mut Run) {
    let mut manifest = run.any_manifest();
    match run.dice.below(5) {
        0 => manifest.legs.clear(),
        1 => manifest.legs.reverse(),
        2 => manifest.legs.extend(manifest.legs.clone()),
        3 => manifest.legs.iter_mut().for_each(|leg| leg.operations.clear()),
        _ => manifest.nonce.clear(),
    }
    run.vote(vec![yes(&manifest)]);
}

pub fn random_bytes(run: &mut Run) {
    let length = run.dice.below(300);
    let bytes = (0..length).map(|_| run.dice.below(256) as u8).collect();
    let timeout_ns = run.soon();
    run.send(bytes, timeout_ns);
}

pub fn cut_short(run: &mut Run) {
    let manifest = run.any_manifest();
    let mut bytes = packet_of(vec![yes(&manifest)]);
    bytes.truncate(run.dice.below(bytes.len()));
    let timeout_ns = run.soon();
    run.send(bytes, timeout_ns);
}

/// A field that nobody knows, or one that is there twice.
pub fn with_a_tail(run: &mut Run) {
    let manifest = run.any_manifest();
    let mut bytes = packet_of(vec![yes(&manifest)]);
    let tail = if run.dice.chance(50) { vec![0xfa, 0x07, 0x01, 0x00] } else { bytes.clone() };
    bytes.extend(tail);
    let timeout_ns = run.soon();
    run.send(bytes, timeout_ns);
}

pub fn huge(run: &mut Run) {
    let mut manifest = run.any_manifest();
    manifest.nonce = vec![7; PACKET_BYTES_MAX - 1_000];
    run.vote(vec![yes(&manifest)]);
}

pub fn too_many(run: &mut Run) {
    let manifest = run.any_manifest();
    run.vote(vec![yes(&manifest); 200]);
}

pub fn decisions(run: &mut Run) {
    let manifest = run.any_manifest();
    let transaction_id = id_of(&manifest).to_vec();
    let outcome = [Outcome::Commit, Outcome::Abort, Outcome::Pending][run.dice.below(3)] as i32;
    let decisions = vec![Decision { transaction_id, outcome, code: 0 }];
    let timeout_ns = run.soon();
    run.send(
        encode(&PacketData { body: Some(packet_data::Body::Decisions(DecisionPacket { decisions })) }),
        timeout_ns,
    );
}

/// Each differs from every other one, and none of them will ever have a second vote.
pub fn flood(run: &mut Run) {
    for _ in 0..10 {
        let mut manifest = run.any_manifest();
        manifest.nonce = (0..16).map(|_| run.dice.below(256) as u8).collect();
        run.forged.push(manifest.clone());
        run.vote(vec![yes(&manifest)]);
    }
}
