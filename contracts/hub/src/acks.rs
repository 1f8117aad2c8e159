//! Writes the acknowledgements of vote packets that had to wait. Each is a sub-message of its own: one closed channel
//! reverts nothing but itself (commit rule 16).

use crate::decide::Decided;
use crate::error::HubError;
use crate::events;
use crate::msg::ExecuteMsg;
use crate::state::{Packet, PacketEntry, OUTBOX, PACKETS};
use causeway_commit::{Decision, Told};
use causeway_link::{acknowledge, acknowledge_gas_max};
use causeway_proto::limits::{ACKS_WRITTEN_MAX, ACK_CALL_GAS_MAX, FLUSH_AFTER_BLOCKS};
use causeway_proto::{encode_acknowledgement, AckKind, Code, Decision as WireDecision, Outcome};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Env, Event, Reply, Response, StdResult, Storage, SubMsg, WasmMsg,
};
use std::collections::BTreeSet;

/// Reply id of an acknowledgement that could not be written; replies only on errors.
pub const REPLY_ACK: u64 = 1;

pub fn to_wire(told: Told) -> (Outcome, u32) {
    match told {
        Told::Decided(Decision::Commit) => (Outcome::Commit, 0),
        Told::Decided(Decision::Abort(code)) => (Outcome::Abort, code),
        Told::Pending => (Outcome::Pending, 0),
        Told::NotCounted(code) => (Outcome::NotCounted, code),
    }
}

/// The acknowledgement that these entries make now; what still waits is PENDING in it.
pub fn bytes_of(entries: &[PacketEntry]) -> Binary {
    let decisions = entries.iter().map(|entry| WireDecision {
        transaction_id: entry.transaction_id.to_vec(),
        outcome: entry.outcome,
        code: entry.code,
    });
    encode_acknowledgement(AckKind::Decisions, decisions.collect()).into()
}

fn is_complete(packet: &Packet) -> bool {
    packet.entries.iter().all(|entry| !entry.waits)
}

/// Brings decisions to the packets that wait for them; writes those that are complete, up to a bound. What is beyond it
/// stays in the outbox, for anyone to flush. `paired` is the hub's address while it receives over IBC v2: what it says
/// there wasmd says in the name of its port of IBC v2, which has no channels, so that it calls itself for these.
pub fn settle_waiting(
    storage: &mut dyn Storage,
    decided: &[Decided],
    paired: Option<&Addr>,
    events: &mut Vec<Event>,
) -> Result<Vec<SubMsg>, HubError> {
    let mut touched: BTreeSet<(String, u64)> = BTreeSet::new();
    for one in decided {
        for waiting in &one.waiting {
            let key = (waiting.channel_id.as_str(), waiting.sequence);
            // Absent: the packet that is being received right now, whose entries the caller settles.
            let Some(mut packet) = PACKETS.may_load(storage, key)? else { continue };
            // Answered early: its acknowledgement says PENDING for good, and a DECISION packet tells the rest.
            if packet.written {
                continue;
            }
            if let Some(entry) = packet.entries.get_mut(waiting.entry as usize) {
                entry.settle(Told::Decided(one.decision));
            }
            PACKETS.save(storage, key, &packet)?;
            touched.insert((waiting.channel_id.clone(), waiting.sequence));
        }
    }
    let mut messages = vec![];
    for (channel_id, sequence) in touched {
        let packet = PACKETS.load(storage, (&channel_id, sequence))?;
        if !is_complete(&packet) || packet.written || messages.len() >= ACKS_WRITTEN_MAX {
            continue;
        }
        messages.push(match paired {
            Some(hub) if packet.source_client.is_none() => call_flush(hub, &channel_id, sequence)?,
            _ => write(storage, &channel_id, sequence, packet, "async", events)?,
        });
    }
    Ok(messages)
}

/// State first: the reply of a failed write puts the packet back into the outbox.
fn write(
    storage: &mut dyn Storage,
    channel_id: &str,
    sequence: u64,
    mut packet: Packet,
    result: &str,
    events: &mut Vec<Event>,
) -> StdResult<SubMsg> {
    let source_client = packet.source_client.as_deref();
    let message = acknowledge(channel_id, source_client, sequence, bytes_of(&packet.entries));
    let gas_max = acknowledge_gas_max(source_client);
    packet.written = true;
    PACKETS.save(storage, (channel_id, sequence), &packet)?;
    OUTBOX.remove(storage, (channel_id, sequence));
    events.push(events::ack(channel_id, sequence, result));
    Ok(SubMsg::reply_on_error(message, REPLY_ACK)
        .with_gas_limit(gas_max)
        .with_payload(to_json_binary(&(channel_id, sequence))?))
}

/// Until it is called the packet stays where it is, and so it does where the call fails.
fn call_flush(hub: &Addr, channel_id: &str, sequence: u64) -> StdResult<SubMsg> {
    let flush = ExecuteMsg::Flush { channel_id: channel_id.into(), sequence: sequence.into() };
    let message = WasmMsg::Execute { contract_addr: hub.to_string(), msg: to_json_binary(&flush)?, funds: vec![] };
    Ok(SubMsg::reply_on_error(message, REPLY_ACK)
        .with_gas_limit(ACK_CALL_GAS_MAX + acknowledge_gas_max(None))
        .with_payload(to_json_binary(&(channel_id, sequence))?))
}

/// The write failed (a closed channel): kept for a flush; DECISION packets carry the decision meanwhile. Never fails,
/// never sets data: data would overwrite the acknowledgement of the packet that is being received.
pub fn reply_ack(storage: &mut dyn Storage, reply: &Reply) -> Response {
    let Ok((channel_id, sequence)) = from_json::<(String, u64)>(&reply.payload) else { return Response::new() };
    let key = (channel_id.as_str(), sequence);
    if let Ok(Some(mut packet)) = PACKETS.may_load(storage, key) {
        packet.written = false;
        if PACKETS.save(storage, key, &packet).is_err() || OUTBOX.save(storage, key, &true).is_err() {
            return Response::new();
        }
    }
    Response::new().add_event(events::ack(&channel_id, sequence, "failed"))
}

/// Anyone may have a packet answered before all its entries are decided, once it has waited long enough that doing so
/// helps its other entries more than it costs (each PENDING costs a DECISION packet).
pub fn flush(storage: &mut dyn Storage, env: &Env, channel_id: &str, sequence: u64) -> Result<Response, HubError> {
    let packet = PACKETS.may_load(storage, (channel_id, sequence))?.ok_or(Code::TransactionUnknown)?;
    if packet.written {
        return Ok(Response::new());
    }
    let complete = is_complete(&packet);
    if !complete && env.block.height < packet.received_height + FLUSH_AFTER_BLOCKS {
        return Err(Code::TooEarly.into());
    }
    let mut events = vec![];
    let result = if complete { "async" } else { "early" };
    let message = write(storage, channel_id, sequence, packet, result, &mut events)?;
    Ok(Response::new().add_submessage(message).add_events(events))
}
