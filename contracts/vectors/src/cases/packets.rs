//! Packets and acknowledgements of the Rust half.

use crate::samples::*;
use crate::{accepted, refused, Vector};
use causeway_proto::packet_data::Body;
use causeway_proto::*;
use prost_reflect::DescriptorPool;

pub fn packets(pool: &DescriptorPool) -> Vec<Vector> {
    let area = "packet";
    let yes = Vote { answer: Answer::Yes as i32, manifest: encode(&exchange()), code: 0 };
    let no = Vote { answer: Answer::No as i32, code: Code::KindNotAccepted as u32, ..yes.clone() };
    let votes = |votes: Vec<Vote>| encode(&PacketData { body: Some(Body::Votes(VotePacket { votes })) });
    let short = |count: usize| {
        let vote = Vote { answer: Answer::Yes as i32, manifest: vec![1], code: 0 };
        votes(vec![vote; count])
    };
    vec![
        accepted(pool, area, "one-vote", "a yes with its manifest", votes(vec![yes.clone()])),
        accepted(pool, area, "batch", "a yes and a no with its code in one packet", votes(vec![yes, no])),
        accepted(pool, area, "full-batch", "32 votes, the limit", short(32)),
        refused(area, "too-many-votes", "33 votes", short(33), Code::LimitExceeded),
        refused(area, "no-votes", "a packet that says nothing", votes(vec![]), Code::PartMissing),
        refused(area, "no-body", "neither votes nor decisions", vec![], Code::PartMissing),
    ]
}

fn decision(byte: u8, outcome: Outcome, code: u32) -> Decision {
    Decision { transaction_id: vec![byte; 32], outcome: outcome as i32, code }
}

pub fn acknowledgements(pool: &DescriptorPool) -> Vec<Vector> {
    let area = "acknowledgement";
    let decided = |decisions| encode_acknowledgement(AckKind::Decisions, decisions);
    vec![
        accepted(
            pool,
            area,
            "every-outcome",
            "one entry of each kind; the first byte is 0x08, so it can never be read as JSON",
            decided(vec![
                decision(1, Outcome::Commit, 0),
                decision(2, Outcome::Abort, Code::DeadlinePassed as u32),
                decision(3, Outcome::Pending, 0),
                decision(4, Outcome::NotCounted, Code::NotALeg as u32),
            ]),
        ),
        accepted(
            pool,
            area,
            "received",
            "the answer to a DECISION packet",
            encode_acknowledgement(AckKind::Received, vec![]),
        ),
        refused(
            area,
            "ics4-error",
            "the JSON that ibc-go writes for an error is never one of ours",
            br#"{"error":"ABCI code: 5: error handling packet: see events for details"}"#.to_vec(),
            Code::Malformed,
        ),
        refused(area, "ics4-result", "nor is the JSON of a success", br#"{"result":"AQ=="}"#.to_vec(), Code::Malformed),
        refused(area, "no-kind", "the kind is never zero", vec![], Code::PartMissing),
        refused(area, "no-entries", "a decision about nothing", decided(vec![]), Code::PartMissing),
        refused(
            area,
            "received-with-entries",
            "a receipt has none",
            encode_acknowledgement(AckKind::Received, vec![decision(1, Outcome::Commit, 0)]),
            Code::NotCanonical,
        ),
        refused(
            area,
            "commit-with-code",
            "a reason belongs to abort and not counted only",
            decided(vec![decision(1, Outcome::Commit, 300)]),
            Code::NotCanonical,
        ),
    ]
}
