//! Decides which bytes are packets and acknowledgements of version "causeway-1".

use crate::limits::{DECISIONS_MAX, MANIFEST_BYTES_MAX, PACKET_BYTES_MAX, VOTES_MAX};
use crate::words::packet_data::Body;
use crate::{decode_canonical, encode, AckKind, Acknowledgement, Answer, Code, Decision, Outcome, PacketData, Vote};

/// Form of the packet as a whole. Entries are judged one by one (`check_vote`): one bad vote does not void its batch.
pub fn decode_packet(bytes: &[u8]) -> Result<PacketData, Code> {
    if bytes.len() > PACKET_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let packet: PacketData = decode_canonical(bytes)?;
    match packet.body.as_ref().ok_or(Code::PartMissing)? {
        Body::Votes(body) => check_count(body.votes.len(), VOTES_MAX)?,
        Body::Decisions(body) => {
            check_count(body.decisions.len(), DECISIONS_MAX)?;
            body.decisions.iter().try_for_each(check_decision)?;
        }
    }
    Ok(packet)
}

/// Form of one vote; its manifest is parsed apart.
pub fn check_vote(vote: &Vote) -> Result<Answer, Code> {
    if vote.manifest.is_empty() {
        return Err(Code::PartMissing);
    }
    if vote.manifest.len() > MANIFEST_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    match Answer::try_from(vote.answer).unwrap_or_default() {
        Answer::Unspecified => Err(Code::PartMissing),
        Answer::Yes if vote.code != 0 => Err(Code::NotCanonical),
        answer => Ok(answer),
    }
}

/// A gate reads acknowledgements with this; what does not decode says nothing and changes nothing (commit rule 7).
pub fn decode_acknowledgement(bytes: &[u8]) -> Result<Acknowledgement, Code> {
    if bytes.len() > PACKET_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let acknowledgement: Acknowledgement = decode_canonical(bytes)?;
    match AckKind::try_from(acknowledgement.kind).unwrap_or_default() {
        AckKind::Unspecified => return Err(Code::PartMissing),
        AckKind::Decisions => check_count(acknowledgement.decisions.len(), VOTES_MAX)?,
        AckKind::Received if acknowledgement.decisions.is_empty() => {}
        AckKind::Received => return Err(Code::NotCanonical),
    }
    acknowledgement.decisions.iter().try_for_each(check_decision)?;
    Ok(acknowledgement)
}

/// The bytes of an acknowledgement; the first is 0x08 because `kind` is never zero.
pub fn encode_acknowledgement(kind: AckKind, decisions: Vec<Decision>) -> Vec<u8> {
    encode(&Acknowledgement { kind: kind as i32, decisions })
}

fn check_count(count: usize, max: usize) -> Result<(), Code> {
    match count {
        0 => Err(Code::PartMissing),
        _ if count > max => Err(Code::LimitExceeded),
        _ => Ok(()),
    }
}

fn check_decision(decision: &Decision) -> Result<(), Code> {
    if decision.transaction_id.len() != 32 {
        return Err(Code::Malformed);
    }
    match Outcome::try_from(decision.outcome).unwrap_or_default() {
        Outcome::Unspecified => Err(Code::PartMissing),
        Outcome::Commit | Outcome::Pending if decision.code != 0 => Err(Code::NotCanonical),
        _ => Ok(()),
    }
}
