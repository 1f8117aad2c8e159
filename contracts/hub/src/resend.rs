//! The second carrier: DECISION packets, for any decided transaction, by anyone, any number of times (commit rule 18).

use crate::error::HubError;
use crate::events;
use crate::state::{Transaction, CHANNELS, TRANSACTIONS};
use causeway_commit::hub::Record;
use causeway_commit::Told;
use causeway_link::Link;
use causeway_proto::limits::{DECISIONS_MAX, DECISION_TIMEOUT_SEC};
use causeway_proto::{
    decode_acknowledgement, decode_packet, encode, packet_data::Body, AckKind, Code, Decision as WireDecision,
    DecisionPacket, PacketData,
};
use cosmwasm_std::{Env, Event, HexBinary, Response, Storage};

pub fn resend(
    storage: &mut dyn Storage,
    env: &Env,
    ids: Vec<HexBinary>,
    chain_id: &str,
    channel_id: &str,
) -> Result<Response, HubError> {
    if ids.is_empty() || ids.len() > DECISIONS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let channel = CHANNELS.may_load(storage, channel_id)?.ok_or(Code::ChannelRefused)?;
    if channel.chain_id != chain_id || !channel.open {
        return Err(Code::ChannelRefused.into());
    }
    let decisions: Result<Vec<WireDecision>, HubError> =
        ids.iter().map(|id| decision_for(storage, id.as_slice(), chain_id)).collect();
    let body = Body::Decisions(DecisionPacket { decisions: decisions? });
    let data = encode(&PacketData { body: Some(body) }).into();
    // Harmless when it passes: anyone sends again.
    let until = env.block.time.plus_seconds(DECISION_TIMEOUT_SEC);
    let link = Link::new(channel_id, &channel.port_id);
    let message = link.send(&env.contract.address, env.block.time, data, until)?;
    Ok(Response::new().add_message(message))
}

fn decision_for(storage: &dyn Storage, id: &[u8], chain_id: &str) -> Result<WireDecision, HubError> {
    let transaction = TRANSACTIONS.may_load(storage, id)?.ok_or(Code::TransactionUnknown)?;
    if !transaction.legs.iter().any(|leg| leg.chain_id == chain_id) {
        return Err(Code::NotALeg.into());
    }
    let Record::Decided(decision) = transaction.record() else { return Err(Code::Undecided.into()) };
    let (outcome, code) = crate::acks::to_wire(Told::Decided(decision));
    Ok(WireDecision { transaction_id: id.to_vec(), outcome: outcome as i32, code })
}

/// The zone has received the decisions. Anything else it may answer changes nothing, and nothing here fails (rule 11).
pub fn confirmed(storage: &mut dyn Storage, channel_id: &str, packet: &[u8], acknowledgement: &[u8]) -> Vec<Event> {
    let received = decode_acknowledgement(acknowledgement).is_ok_and(|ack| ack.kind == AckKind::Received as i32);
    let Ok(Some(channel)) = CHANNELS.may_load(storage, channel_id) else { return vec![] };
    let (true, Ok(Some(Body::Decisions(body)))) = (received, decode_packet(packet).map(|packet| packet.body)) else {
        return vec![];
    };
    let confirm = |wire: &WireDecision| confirm(storage, &wire.transaction_id, &channel.chain_id);
    body.decisions.iter().filter_map(confirm).collect()
}

fn confirm(storage: &mut dyn Storage, id: &[u8], chain_id: &str) -> Option<Event> {
    let mut transaction: Transaction = TRANSACTIONS.may_load(storage, id).ok()??;
    let leg = transaction.legs.iter_mut().find(|leg| leg.chain_id == chain_id && !leg.confirmed)?;
    leg.confirmed = true;
    TRANSACTIONS.save(storage, id, &transaction).ok()?;
    Some(events::confirmed(id, chain_id))
}
