//! Builds the one packet that carries the votes of a call.

use crate::error::GateError;
use crate::state::{load_manifest, BatchVote, CURRENT_CHANNEL};
use causeway_proto::limits::PACKET_BYTES_MAX;
use causeway_proto::{encode, packet_data::Body, Answer, Code, PacketData, Vote, VotePacket};
use cosmwasm_std::{IbcMsg, IbcTimeout, Storage, Timestamp};

/// The packet's timeout is the latest deadline among its votes; the hub compares each vote with its own D (rule 22).
/// Timeouts are timestamps, never heights, so that a new revision of the hub's chain cannot make one unreachable.
pub fn send_votes(storage: &dyn Storage, votes: &[BatchVote]) -> Result<IbcMsg, GateError> {
    let channel_id = CURRENT_CHANNEL.may_load(storage)?.ok_or(Code::NoChannel)?;
    let latest = votes.iter().map(|vote| vote.deadline_ns.u64()).max().unwrap_or_default();
    let votes = votes.iter().map(|vote| to_wire(storage, vote)).collect();
    let data = encode(&PacketData { body: Some(Body::Votes(VotePacket { votes })) });
    if data.len() > PACKET_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    Ok(IbcMsg::SendPacket {
        channel_id,
        data: data.into(),
        timeout: IbcTimeout::with_timestamp(Timestamp::from_nanos(latest)),
    })
}

fn to_wire(storage: &dyn Storage, vote: &BatchVote) -> Vote {
    let answer = if vote.refusal == 0 { Answer::Yes } else { Answer::No };
    Vote { answer: answer as i32, manifest: load_manifest(storage, &vote.transaction_id), code: vote.refusal }
}
