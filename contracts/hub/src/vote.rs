//! Counts the votes of a packet, each on its own: a bad entry leaves no trace and does not revert the others (rule 22).

use crate::acks;
use crate::channel::zone_of;
use crate::decide::{decide, new_transaction, Decided};
use crate::error::HubError;
use crate::events;
use crate::msg::VoteName;
use crate::registry::compare;
use crate::state::{
    save_manifest, Packet, PacketEntry, Transaction, Waiting, OPEN_BY_DEADLINE, OUTBOX, PACKETS, TRANSACTIONS, ZONES,
};
use causeway_commit::batch::{is_complete, Entry};
use causeway_commit::hub::{step, Answer, HubEvent, Now, Reasons, Record};
use causeway_commit::Told;
use causeway_link::is_ours;
use causeway_proto::limits::{DEADLINE_HORIZON_SEC, OPEN_TRANSACTIONS_MAX};
use causeway_proto::{
    check_vote, decode_packet, leg_of, packet_data::Body, parse_manifest, transaction_id, Answer as VoteAnswer, Code,
    Manifest, Vote,
};
use cosmwasm_std::{DepsMut, Env, Event, Ibc2PacketReceiveMsg, IbcPacket, IbcReceiveResponse, Storage, SubMsg};

pub const REASONS: Reasons = Reasons {
    deadline_passed: Code::DeadlinePassed as u32,
    cancelled: Code::Cancelled as u32,
    too_early: Code::TooEarly as u32,
};

/// Where a vote came from.
struct Origin<'a> {
    zone: &'a str,
    /// A channel, or this chain's client of a pair.
    channel_id: &'a str,
    sequence: u64,
    source_client: Option<&'a str>,
}

/// One vote, taken apart and checked for everything that needs no record.
struct Ballot<'a> {
    id: [u8; 32],
    manifest: Manifest,
    leg: usize,
    answer: VoteAnswer,
    vote: &'a Vote,
}

/// A packet on a channel.
pub fn receive(deps: DepsMut, env: Env, packet: IbcPacket) -> Result<IbcReceiveResponse, HubError> {
    let channel_id = packet.dest.channel_id.as_str();
    let zone = zone_of(deps.storage, channel_id, None)?;
    let origin = Origin { zone: &zone, channel_id, sequence: packet.sequence, source_client: None };
    receive_votes(deps.storage, &env, &origin, &packet.data)
}

/// A packet over a client pair: nothing was agreed on before it, so it is checked as a handshake would be.
pub fn receive_paired(deps: DepsMut, env: Env, msg: Ibc2PacketReceiveMsg) -> Result<IbcReceiveResponse, HubError> {
    let Ibc2PacketReceiveMsg { payload, source_client, destination_client, packet_sequence, .. } = msg;
    if !is_ours(&payload) {
        return Err(Code::ChannelRefused.into());
    }
    let zone = zone_of(deps.storage, &destination_client, Some(&payload.source_port))?;
    let source_client = Some(source_client.as_str());
    let origin = Origin { zone: &zone, channel_id: &destination_client, sequence: packet_sequence, source_client };
    receive_votes(deps.storage, &env, &origin, &payload.value)
}

fn receive_votes(
    storage: &mut dyn Storage,
    env: &Env,
    origin: &Origin,
    data: &[u8],
) -> Result<IbcReceiveResponse, HubError> {
    let Some(Body::Votes(body)) = decode_packet(data)?.body else { return Err(Code::Malformed.into()) };
    let mut entries: Vec<([u8; 32], Entry)> = vec![];
    let mut decided: Vec<Decided> = vec![];
    let mut events: Vec<Event> = vec![];
    for (index, vote) in body.votes.iter().enumerate() {
        let counted = count(storage, env, origin, index as u32, vote, &mut decided, &mut events)?;
        entries.push((transaction_id(&vote.manifest), counted));
    }
    // A later entry of this very packet may have decided what an earlier one waits for.
    for one in &decided {
        for (_, entry) in entries.iter_mut().filter(|(id, entry)| entry.waits && *id == one.id) {
            *entry = Entry::ended(Told::Decided(one.decision));
        }
    }
    let paired = origin.source_client.map(|_| &env.contract.address);
    let messages = acks::settle_waiting(storage, &decided, paired, &mut events)?;
    // Over IBC v2 a receive that is not answered at once loses its events, those of acknowledgements that it wrote for
    // others among them: a packet that has decided anything is answered now, with PENDING for what still waits.
    let now = origin.source_client.is_some() && !decided.is_empty();
    answer(storage, env, origin, &entries, now, messages, events)
}

/// The synchronous acknowledgement where nothing waits, or where it must be `now`; else the packet is remembered and
/// answered later (rule 16).
fn answer(
    storage: &mut dyn Storage,
    env: &Env,
    origin: &Origin,
    entries: &[([u8; 32], Entry)],
    now: bool,
    messages: Vec<SubMsg>,
    mut events: Vec<Event>,
) -> Result<IbcReceiveResponse, HubError> {
    let states: Vec<Entry> = entries.iter().map(|(_, entry)| *entry).collect();
    let kept: Vec<PacketEntry> = entries.iter().map(|(id, entry)| PacketEntry::new(id, *entry)).collect();
    let complete = is_complete(&states);
    if complete || now {
        events.push(events::ack(origin.channel_id, origin.sequence, if complete { "sync" } else { "early" }));
        let response = IbcReceiveResponse::new(acks::bytes_of(&kept));
        return Ok(response.add_submessages(messages).add_events(events));
    }
    let key = (origin.channel_id, origin.sequence);
    let source_client = origin.source_client.map(String::from);
    let packet = Packet { entries: kept, written: false, received_height: env.block.height, source_client };
    PACKETS.save(storage, key, &packet)?;
    OUTBOX.save(storage, key, &true)?;
    Ok(IbcReceiveResponse::without_ack().add_submessages(messages).add_events(events))
}

/// What this vote's entry in the acknowledgement says. Only a failure of the host is an error.
fn count(
    storage: &mut dyn Storage,
    env: &Env,
    origin: &Origin,
    index: u32,
    vote: &Vote,
    decided: &mut Vec<Decided>,
    events: &mut Vec<Event>,
) -> Result<Entry, HubError> {
    let ballot = match read_ballot(env, origin.zone, vote) {
        Ok(ballot) => ballot,
        Err(code) => return Ok(not_counted(&transaction_id(&vote.manifest), origin.zone, code, events)),
    };
    let known = TRANSACTIONS.may_load(storage, &ballot.id)?;
    if known.is_none() {
        if let Err(code) = check_admission(storage, env, origin.zone, &ballot.manifest)? {
            return Ok(not_counted(&ballot.id, origin.zone, code, events));
        }
    }
    count_ballot(storage, env, origin, index, ballot, known, decided, events)
}

fn read_ballot<'a>(env: &Env, zone: &str, vote: &'a Vote) -> Result<Ballot<'a>, Code> {
    let answer = check_vote(vote)?;
    let manifest = parse_manifest(&vote.manifest)?;
    if manifest.hub_chain_id != env.block.chain_id || manifest.hub_contract != env.contract.address.as_str() {
        return Err(Code::WrongAddressee);
    }
    let (leg, _) = leg_of(&manifest, zone).ok_or(Code::NotALeg)?;
    Ok(Ballot { id: transaction_id(&vote.manifest), manifest, leg, answer, vote })
}

/// A new record wants admitted zones behind their pinned gates, a near deadline, and room. No registry check: an early
/// vote of a receiving leg must not abort (commit rule 12).
fn check_admission(
    storage: &dyn Storage,
    env: &Env,
    zone: &str,
    manifest: &Manifest,
) -> Result<Result<(), Code>, HubError> {
    for leg in &manifest.legs {
        match ZONES.may_load(storage, &leg.chain_id)? {
            Some(found) if !found.suspended && found.address.gate == leg.gate => {}
            Some(found) if found.address.gate != leg.gate => return Ok(Err(Code::WrongAddressee)),
            _ => return Ok(Err(Code::ZoneUnknown)),
        }
    }
    let ahead_ns = manifest.deadline_ns.saturating_sub(env.block.time.nanos());
    if ahead_ns > DEADLINE_HORIZON_SEC * 1_000_000_000 {
        return Ok(Err(Code::DeadlineTooFar));
    }
    let open = ZONES.may_load(storage, zone)?.map_or(0, |found| found.open);
    Ok(if open >= OPEN_TRANSACTIONS_MAX { Err(Code::TooManyOpen) } else { Ok(()) })
}

fn not_counted(id: &[u8; 32], zone: &str, code: Code, events: &mut Vec<Event>) -> Entry {
    events.push(events::vote(id, zone, "not_counted", code as u32));
    Entry::ended(Told::NotCounted(code as u32))
}

#[allow(clippy::too_many_arguments)]
fn count_ballot(
    storage: &mut dyn Storage,
    env: &Env,
    origin: &Origin,
    index: u32,
    ballot: Ballot,
    known: Option<Transaction>,
    decided: &mut Vec<Decided>,
    events: &mut Vec<Event>,
) -> Result<Entry, HubError> {
    let record = known.as_ref().map(Transaction::record);
    let repeated = matches!(record, Some(Record::Open { yes }) if yes >> ballot.leg & 1 == 1);
    let now = Now {
        legs: ballot.manifest.legs.len() as u32,
        past_deadline: env.block.time.nanos() >= ballot.manifest.deadline_ns,
        reasons: REASONS,
    };
    let mut changes = None;
    let next = step(record, event_of(&ballot), now, || match compare(storage, &ballot.manifest) {
        Ok(staged) => {
            changes = Some(staged);
            Ok(())
        }
        Err(mismatch) => Err(mismatch.code() as u32),
    });
    let Answer::Tell(told) = next.answer else { return Ok(not_counted(&ballot.id, origin.zone, Code::Final, events)) };
    if matches!(record, Some(Record::Decided(_))) {
        return Ok(Entry::ended(told));
    }
    let mut transaction = match known {
        Some(transaction) => transaction,
        None => {
            save_manifest(storage, &ballot.id, &ballot.vote.manifest);
            events.push(events::opened(&ballot.id, ballot.manifest.deadline_ns));
            new_transaction(env, &ballot.manifest, origin.zone)
        }
    };
    note(&mut transaction, &ballot, origin.zone, events);
    match next.record {
        Some(Record::Decided(decision)) => {
            decided.push(decide(storage, env, ballot.id, transaction, decision, changes, events)?);
            Ok(Entry::ended(told))
        }
        Some(Record::Open { yes }) => {
            transaction.yes = yes;
            keep_open(storage, origin, index, &ballot, transaction, repeated, record.is_none())
        }
        None => Ok(Entry::ended(told)),
    }
}

fn event_of(ballot: &Ballot) -> HubEvent {
    let leg = ballot.leg as u32;
    match ballot.answer {
        VoteAnswer::Yes => HubEvent::Yes { leg },
        _ => HubEvent::No { leg, reason: refusal(ballot.vote.code) },
    }
}

/// Only codes of the schema travel on; a byzantine gate's numbers do not.
fn refusal(code: u32) -> u32 {
    match Code::try_from(code as i32) {
        Ok(Code::Unspecified) | Err(_) => Code::RefusedByLeg as u32,
        Ok(code) => code as u32,
    }
}

fn note(transaction: &mut Transaction, ballot: &Ballot, zone: &str, events: &mut Vec<Event>) {
    let (name, word, code) = match ballot.answer {
        VoteAnswer::Yes => (VoteName::Yes, "yes", 0),
        _ => (VoteName::No, "no", refusal(ballot.vote.code)),
    };
    if let Some(leg) = transaction.legs.get_mut(ballot.leg) {
        leg.vote = name;
        leg.code = code;
    }
    events.push(events::vote(&ballot.id, zone, word, code));
}

/// Still open: the first vote of a leg waits for the decision; a repeated one is answered PENDING (rule 13).
fn keep_open(
    storage: &mut dyn Storage,
    origin: &Origin,
    index: u32,
    ballot: &Ballot,
    mut transaction: Transaction,
    repeated: bool,
    is_new: bool,
) -> Result<Entry, HubError> {
    if !repeated {
        transaction.waiting.push(Waiting {
            channel_id: origin.channel_id.to_string(),
            sequence: origin.sequence,
            entry: index,
            untold: origin.source_client.map(|_| ballot.leg as u32),
        });
    }
    TRANSACTIONS.save(storage, &ballot.id, &transaction)?;
    if is_new {
        OPEN_BY_DEADLINE.save(storage, (ballot.manifest.deadline_ns, &ballot.id), &true)?;
        if let Some(mut zone) = ZONES.may_load(storage, origin.zone)? {
            zone.open += 1;
            ZONES.save(storage, origin.zone, &zone)?;
        }
    }
    Ok(if repeated { Entry::ended(Told::Pending) } else { Entry::waiting() })
}
