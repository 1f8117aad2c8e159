//! Builds the one packet that carries the votes of a call.

use crate::error::GateError;
use crate::state::{load_manifest, BatchVote, CONFIG, CURRENT_CHANNEL};
use causeway_link::{is_channel, Link};
use causeway_proto::limits::PACKET_BYTES_MAX;
use causeway_proto::{encode, packet_data::Body, Answer, Code, PacketData, Vote, VotePacket};
use cosmwasm_std::{CosmosMsg, Env, Storage, Timestamp};

/// The packet's timeout is the latest deadline among its votes; the hub compares each vote with its own D (rule 22).
pub fn send_votes(storage: &dyn Storage, env: &Env, votes: &[BatchVote]) -> Result<CosmosMsg, GateError> {
    let channel_id = CURRENT_CHANNEL.may_load(storage)?.ok_or(Code::NoChannel)?;
    // A channel has agreed on ports long ago.
    let port_id = if is_channel(&channel_id) { String::new() } else { CONFIG.load(storage)?.hub.port_id };
    let latest = votes.iter().map(|vote| vote.deadline_ns.u64()).max().unwrap_or_default();
    let votes = votes.iter().map(|vote| to_wire(storage, vote)).collect();
    let data = encode(&PacketData { body: Some(Body::Votes(VotePacket { votes })) });
    if data.len() > PACKET_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let link = Link::new(&channel_id, &port_id);
    Ok(link.send(&env.contract.address, env.block.time, data.into(), Timestamp::from_nanos(latest))?)
}

fn to_wire(storage: &dyn Storage, vote: &BatchVote) -> Vote {
    let answer = if vote.refusal == 0 { Answer::Yes } else { Answer::No };
    Vote { answer: answer as i32, manifest: load_manifest(storage, &vote.transaction_id), code: vote.refusal }
}
