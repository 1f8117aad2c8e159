//! Ends legs: by the acknowledgement of their vote, by its proven timeout, or by a DECISION packet. Nothing here fails:
//! an error in these handlers would lock assets for ever (commit rule 11).

use crate::events;
use crate::msg::{Carrier, LegStateName};
use crate::prepare::moment;
use crate::state::{leg_state, machine_state, save_leg, LegRecord, LEGS};
use causeway_commit::leg::{step, LegEffect, LegEvent, LegState};
use causeway_commit::{Decision, Told};
use causeway_proto::limits::RESOURCE_GAS_MAX;
use causeway_proto::{
    decode_acknowledgement, decode_packet, packet_data::Body, transaction_id, AckKind, Answer, Code,
    Decision as WireDecision, Outcome, Vote,
};
use causeway_resource::ResourceExecuteMsg;
use cosmwasm_std::{
    from_json, to_json_binary, Binary, Env, Event, HexBinary, Reply, Response, StdResult, Storage, SubMsg,
    SubMsgResult, Uint64,
};
use serde::{Deserialize, Serialize};

/// Reply id of a resource's `commit` or `abort`; replies only on errors.
pub const REPLY_SETTLE: u64 = 2;
/// Reply id of a repeated call.
pub const REPLY_RETRY: u64 = 3;

/// Which resource call a reply belongs to.
#[derive(Serialize, Deserialize)]
struct SettleTag {
    transaction_id: Binary,
    ordinal: u32,
}

/// What the handlers give back: never an error.
#[derive(Default)]
pub struct Settled {
    pub messages: Vec<SubMsg>,
    pub events: Vec<Event>,
}

/// The acknowledgement of a packet of ours. Only bytes that we can read for certain settle anything; `failed` where
/// they are what the link has for a handler of the hub that reverted.
pub fn acknowledged(
    storage: &mut dyn Storage,
    env: &Env,
    packet: &[u8],
    acknowledgement: &[u8],
    failed: bool,
) -> Settled {
    let mut settled = Settled::default();
    let votes = votes_of(packet);
    let Some((told, by)) = read_acknowledgement(acknowledgement, &votes, failed) else {
        settled.events.push(events::alarm(&[], "an acknowledgement that says nothing was ignored"));
        return settled;
    };
    for (vote, told) in votes.iter().zip(told) {
        let event = match (is_yes(vote), by) {
            (false, _) => LegEvent::NoSettled,
            (true, Carrier::ErrorAck) => LegEvent::YesFailed(Code::VoteNotCounted as u32),
            (true, _) => LegEvent::YesAcknowledged(told),
        };
        settled.settle(storage, env, &transaction_id(&vote.manifest), event, by);
    }
    settled
}

/// IBC has proved that the hub never received the packet (or closed the channel before it could).
pub fn timed_out(storage: &mut dyn Storage, env: &Env, packet: &[u8]) -> Settled {
    let mut settled = Settled::default();
    for vote in votes_of(packet) {
        let event = match is_yes(&vote) {
            true => LegEvent::YesTimedOut(Code::VoteTimedOut as u32),
            false => LegEvent::NoSettled,
        };
        settled.settle(storage, env, &transaction_id(&vote.manifest), event, Carrier::Timeout);
    }
    settled
}

/// A packet from the hub. Junk changes nothing; it is answered like any other, so that it cannot be used to find out.
pub fn decided(storage: &mut dyn Storage, env: &Env, packet: &[u8]) -> Settled {
    let mut settled = Settled::default();
    let Ok(Some(Body::Decisions(body))) = decode_packet(packet).map(|packet| packet.body) else {
        settled.events.push(events::alarm(&[], "a packet that is no decision was ignored"));
        return settled;
    };
    for wire in &body.decisions {
        if let Some(Told::Decided(decision)) = told(wire) {
            settled.settle(storage, env, &wire.transaction_id, LegEvent::Decided(decision), Carrier::Decision);
        }
    }
    settled
}

fn votes_of(packet: &[u8]) -> Vec<Vote> {
    match decode_packet(packet).map(|packet| packet.body) {
        Ok(Some(Body::Votes(body))) => body.votes,
        _ => vec![],
    }
}

fn is_yes(vote: &Vote) -> bool {
    vote.answer == Answer::Yes as i32
}

/// One `Told` a vote, or nothing where the bytes are neither ours nor the link's failure.
fn read_acknowledgement(bytes: &[u8], votes: &[Vote], failed: bool) -> Option<(Vec<Told>, Carrier)> {
    if let Ok(ours) = decode_acknowledgement(bytes) {
        let fits = ours.kind == AckKind::Decisions as i32 && ours.decisions.len() == votes.len();
        let same = |(wire, vote): (&WireDecision, &Vote)| wire.transaction_id == transaction_id(&vote.manifest);
        if !fits || !ours.decisions.iter().zip(votes).all(same) {
            return None;
        }
        let told: Option<Vec<Told>> = ours.decisions.iter().map(told).collect();
        return told.map(|told| (told, Carrier::Ack));
    }
    failed.then(|| (vec![Told::Pending; votes.len()], Carrier::ErrorAck))
}

/// `{"error":"…"}` with nothing else in it: on a channel, wasmd writes this when the hub's handler reverted.
pub fn is_canonical_error(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ErrorAcknowledgement {
        error: String,
    }
    from_json::<ErrorAcknowledgement>(bytes).is_ok_and(|ack| !ack.error.is_empty())
}

fn told(wire: &WireDecision) -> Option<Told> {
    match Outcome::try_from(wire.outcome).ok()? {
        Outcome::Unspecified => None,
        Outcome::Commit => Some(Told::Decided(Decision::Commit)),
        Outcome::Abort => Some(Told::Decided(Decision::Abort(wire.code))),
        Outcome::Pending => Some(Told::Pending),
        Outcome::NotCounted => Some(Told::NotCounted(wire.code)),
    }
}

impl Settled {
    fn settle(&mut self, storage: &mut dyn Storage, env: &Env, id: &[u8], event: LegEvent, by: Carrier) {
        if self.try_settle(storage, env, id, event, by).is_err() {
            self.events.push(events::alarm(id, "a leg could not be settled"));
        }
    }

    /// State first, then messages: a resource that calls back finds the leg final.
    fn try_settle(
        &mut self,
        storage: &mut dyn Storage,
        env: &Env,
        id: &[u8],
        event: LegEvent,
        by: Carrier,
    ) -> StdResult<()> {
        let before = leg_state(storage, id)?;
        let next = step(before, event);
        let code = match next.effect {
            LegEffect::Alarm => {
                self.events.push(events::alarm(id, "the hub contradicts this leg"));
                return Ok(());
            }
            LegEffect::Release(code) => code,
            _ => 0,
        };
        if next.state == before {
            return Ok(());
        }
        let name = final_name(next.state);
        let mut record = LEGS.may_load(storage, id)?.unwrap_or_else(|| tombstone(env));
        record.state = name;
        record.code = code;
        record.decided = Some((moment(env), by));
        save_leg(storage, id, &record)?;
        self.events.push(events::leg(id, name, code, by));
        for (ordinal, contract) in record.calls.iter().enumerate() {
            let tag = SettleTag { transaction_id: Binary::from(id), ordinal: ordinal as u32 };
            let message = settle_message(name, id, record.leg).into_wasm(contract.as_str())?;
            self.messages.push(
                SubMsg::reply_on_error(message, REPLY_SETTLE)
                    .with_gas_limit(RESOURCE_GAS_MAX)
                    .with_payload(to_json_binary(&tag)?),
            );
        }
        Ok(())
    }
}

/// What is left of an aborted transaction that was never prepared here: nothing to release, but no way back either.
fn tombstone(env: &Env) -> LegRecord {
    LegRecord {
        state: LegStateName::Aborted,
        code: 0,
        leg: 0,
        deadline_ns: Uint64::zero(),
        prepared: moment(env),
        decided: None,
        calls: vec![],
        parked: vec![],
    }
}

fn final_name(state: LegState) -> LegStateName {
    match state {
        LegState::Applied => LegStateName::Applied,
        LegState::Refused => LegStateName::Refused,
        LegState::Voted => LegStateName::Voted,
        LegState::Aborted | LegState::Unknown => LegStateName::Aborted,
    }
}

fn settle_message(state: LegStateName, id: &[u8], leg: u32) -> ResourceExecuteMsg {
    let transaction_id = HexBinary::from(id);
    match state {
        LegStateName::Applied => ResourceExecuteMsg::Commit { transaction_id, leg },
        _ => ResourceExecuteMsg::Abort { transaction_id, leg },
    }
}

/// A resource failed to do what it had promised: parked, for anyone to retry. Sets no data and never fails.
pub fn reply_settle(storage: &mut dyn Storage, reply: &Reply) -> Response {
    let Some((id, mut record, ordinal)) = tagged_leg(storage, reply) else { return Response::new() };
    if !record.parked.contains(&ordinal) {
        record.parked.push(ordinal);
    }
    match save_leg(storage, &id, &record) {
        Ok(()) => Response::new().add_event(events::parked(&id, ordinal)),
        Err(_) => Response::new(),
    }
}

/// A repeated call has ended, one way or the other.
pub fn reply_retry(storage: &mut dyn Storage, reply: &Reply) -> Response {
    let Some((id, mut record, ordinal)) = tagged_leg(storage, reply) else { return Response::new() };
    if matches!(reply.result, SubMsgResult::Err(_)) {
        return Response::new().add_event(events::parked(&id, ordinal));
    }
    record.parked.retain(|one| *one != ordinal);
    // Nothing is lost if this cannot be written: the call is idempotent and may run again.
    match save_leg(storage, &id, &record) {
        Ok(()) => Response::new().add_event(events::retried(&id, ordinal)),
        Err(_) => Response::new(),
    }
}

fn tagged_leg(storage: &dyn Storage, reply: &Reply) -> Option<(Vec<u8>, LegRecord, u32)> {
    let tag: SettleTag = from_json(&reply.payload).ok()?;
    let id = tag.transaction_id.to_vec();
    let record = LEGS.may_load(storage, &id).ok()??;
    Some((id, record, tag.ordinal))
}

/// Runs the parked calls of a leg again.
pub fn retry(storage: &dyn Storage, id: &[u8]) -> StdResult<Option<Vec<SubMsg>>> {
    let Some(record) = LEGS.may_load(storage, id)? else { return Ok(None) };
    debug_assert!(record.parked.is_empty() || machine_state(record.state) != LegState::Voted);
    let call = |ordinal: &u32| -> StdResult<Option<SubMsg>> {
        let Some(contract) = record.calls.get(*ordinal as usize) else { return Ok(None) };
        let tag = SettleTag { transaction_id: Binary::from(id), ordinal: *ordinal };
        let message = settle_message(record.state, id, record.leg).into_wasm(contract.as_str())?;
        Ok(Some(SubMsg::reply_always(message, REPLY_RETRY).with_payload(to_json_binary(&tag)?)))
    };
    let messages: StdResult<Vec<Option<SubMsg>>> = record.parked.iter().map(call).collect();
    Ok(Some(messages?.into_iter().flatten().collect()))
}
