//! Which actions are enabled in a world: what users, relayers, faults and byzantine zones may do next, in any order.

use crate::action::{Action, Fault};
use crate::gate::members;
use crate::hub::packet_bit;
use crate::scenario::{Model, SLOTS, TXS};
use crate::turn::fire;
use crate::world::{Packet, Phase, Vote, World};
use causeway_commit::hub::Record;
use causeway_commit::leg::LegState;

/// Enabled actions; some change nothing.
pub fn actions(model: &Model, world: &World) -> Vec<Action> {
    let mut out = Vec::with_capacity(64);
    if world.time < model.scenario.end {
        out.push(Action::Tick);
    }
    for zone in model.zones() {
        if model.honest(zone) {
            prepares(model, world, zone, &mut out);
            settles(model, world, zone, &mut out);
            mutants(model, world, zone, &mut out);
            arrivals(model, world, zone, &mut out);
            channels(model, world, zone, &mut out);
        } else {
            lies(model, world, zone, &mut out);
        }
    }
    ends(model, world, &mut out);
    out
}

/// One call of `prepare` or `refuse`, by anyone, at any time: zone clocks are free.
fn prepares(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    let unknown = |tx: usize| model.part(zone, tx).is_some() && world.zones[zone].legs[tx] == LegState::Unknown;
    for legs in 1u8..1 << TXS {
        let several = legs.count_ones() > 1;
        if !members(legs).all(unknown) || (several && !model.scenario.faults.batches) {
            continue;
        }
        out.push(Action::Prepare { zone, legs, refused: 0 });
        if model.scenario.faults.refuse {
            let refusals = (1..=legs).filter(|refused| refused & !legs == 0);
            out.extend(refusals.map(|refused| Action::Prepare { zone, legs, refused }));
        }
    }
}

/// Any votes at any time, also repeated, past D, and on transactions in which the zone has no leg.
fn lies(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    let forged = if model.rules.leg_from_content { Vote::Forged } else { Vote::Absent };
    let words = [Vote::Absent, Vote::Yes, Vote::No, forged];
    let second = if model.transactions().len() > 1 { &words[..] } else { &words[..1] };
    let pairs = words.iter().flat_map(|one| second.iter().map(|other| [*one, *other]));
    for votes in pairs.filter(|votes| *votes != [Vote::Absent; TXS]) {
        with_failing_writes(model, world, &|failing| Action::Lie { zone, votes, failing }, out);
    }
}

/// The packet's own timeout: the latest deadline among its votes.
fn timeout(model: &Model, packet: &Packet) -> u8 {
    let voted = model.transactions().filter(|tx| packet.votes[*tx] != Vote::Absent);
    voted.map(|tx| model.transaction(tx).deadline).max().unwrap_or(0)
}

/// Packets that the hub may receive now. IBC refuses what has timed out or comes over a closed end.
fn arrivals(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    for (slot, packet) in world.zones[zone].packets.iter().enumerate() {
        let in_time = world.time < timeout(model, packet);
        let open = world.zones[zone].channel.hub_open(packet.second);
        if packet.phase != Phase::Sent || !in_time || !open || !model.scenario.votes_arrive {
            continue;
        }
        let receive = |fault, failing| Action::Receive { zone, slot, fault, failing };
        let faults = &model.scenario.faults;
        with_failing_writes(model, world, &|failing| receive(Fault::None, failing), out);
        if faults.errors {
            out.push(receive(Fault::Error, 0));
        }
        if faults.junk {
            out.push(receive(Fault::Junk, 0));
        }
        if faults.uncounted {
            let fresh = |tx: &usize| packet.votes[*tx] != Vote::Absent && world.records[*tx].is_none();
            let fresh: u8 = (0..TXS).filter(fresh).map(|tx| 1 << tx).sum();
            let masks = (1..=fresh).filter(|mask| mask & !fresh == 0);
            out.extend(masks.map(|mask| receive(Fault::Unadmitted(mask), 0)));
        }
    }
}

/// The call, and once more for every set of acknowledgements that it writes and that may fail to be written.
fn with_failing_writes(model: &Model, world: &World, call: &dyn Fn(u8) -> Action, out: &mut Vec<Action>) {
    out.push(call(0));
    let waits = world.zones.iter().flat_map(|zone| zone.packets).any(|packet| packet.phase == Phase::Stored);
    if !model.scenario.faults.failed_writes || !waits {
        return;
    }
    let (after, _) = fire(model, world, call(0));
    let mut written = 0;
    for zone in model.zones().filter(|zone| model.honest(*zone)) {
        for slot in 0..SLOTS {
            let was = world.zones[zone].packets[slot].phase == Phase::Stored;
            let is = after.zones[zone].packets[slot].phase == Phase::Stored;
            written |= if was && !is { packet_bit(zone, slot) } else { 0 };
        }
    }
    out.extend((1..=written).filter(|mask| mask & !written == 0).map(call));
}

/// Acknowledgements, proven timeouts and DECISION packets that reach an honest gate.
fn settles(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    let channel = &world.zones[zone].channel;
    for (slot, packet) in world.zones[zone].packets.iter().enumerate() {
        let past = world.time >= timeout(model, packet);
        match packet.phase {
            Phase::Empty | Phase::Lost => {}
            Phase::Sent => {
                if past {
                    out.push(Action::Timeout { zone, slot });
                }
                if !channel.hub_open(packet.second) && !model.rules.no_timeout_on_close {
                    out.push(Action::TimeoutOnClose { zone, slot });
                }
            }
            Phase::Stored => flushes(model, packet, zone, slot, out),
            Phase::Answered | Phase::Failed | Phase::Junk if channel.zone_open(packet.second) => {
                out.push(Action::Acknowledge { zone, slot });
            }
            Phase::Answered | Phase::Failed | Phase::Junk => {}
        }
        if model.rules.timeout_without_proof && past && !matches!(packet.phase, Phase::Empty | Phase::Sent) {
            out.push(Action::Timeout { zone, slot });
        }
    }
    for tx in model.transactions().filter(|tx| can_tell(model, world, zone, *tx)) {
        out.push(Action::Decision { zone, tx, lost: false });
        if model.rules.decision_once {
            out.push(Action::Decision { zone, tx, lost: true });
        }
    }
}

/// `Flush` by anyone: what waits for a closed channel or for gas, and in batches also what is not complete.
fn flushes(model: &Model, packet: &Packet, zone: usize, slot: usize, out: &mut Vec<Action>) {
    let complete = packet.entries.iter().all(|entry| !entry.waits);
    if complete || model.scenario.faults.batches {
        out.push(Action::Flush { zone, slot });
    }
}

/// resend.rs: any decided transaction, any open channel of the zone. Resend and receive are one action, because a
/// decision never changes: a packet that arrives later says what a packet sent later says. What was sent before the
/// hub's end closed is remembered apart.
fn can_tell(model: &Model, world: &World, zone: usize, tx: usize) -> bool {
    let rules = model.rules;
    let decided = matches!(world.records[tx], Some(Record::Decided(_)));
    if !decided || model.part(zone, tx).is_none() || rules.no_decision_packets {
        return false;
    }
    let found = &world.zones[zone];
    if rules.decision_outbox_only {
        let owed = |packet: &Packet| packet.phase == Phase::Stored && packet.votes[tx] != Vote::Absent;
        if !found.packets.iter().any(owed) {
            return false;
        }
    }
    let channel = &found.channel;
    if rules.decision_once && channel.left[tx] {
        return false;
    }
    let left = channel.left[tx] && !rules.decision_once;
    let first = !channel.zone_closed && (!channel.hub_closed || left);
    let second = channel.replaced && !rules.decision_first_channel;
    first || second
}

fn channels(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    let channel = &world.zones[zone].channel;
    if model.scenario.faults.closing >> zone & 1 == 0 {
        return;
    }
    if !channel.hub_closed {
        out.push(Action::CloseHubEnd { zone, left: false });
        let decided = model.transactions().any(|tx| matches!(world.records[tx], Some(Record::Decided(_))));
        if decided && !model.rules.decision_once {
            out.push(Action::CloseHubEnd { zone, left: true });
        }
    }
    if !channel.zone_closed {
        out.push(Action::CloseZoneEnd { zone });
    }
    if !channel.replaced && !model.rules.no_replacement {
        out.push(Action::Replace { zone });
    }
}

/// `Expire` by anyone, `Cancel` by an actor.
fn ends(model: &Model, world: &World, out: &mut Vec<Action>) {
    for tx in model.transactions() {
        with_failing_writes(model, world, &|failing| Action::Expire { tx, failing }, out);
        if model.scenario.faults.cancel {
            with_failing_writes(model, world, &|failing| Action::Cancel { tx, failing }, out);
        }
        if model.rules.forget_commit && world.time >= model.transaction(tx).deadline {
            out.push(Action::Forget { tx });
        }
    }
}

fn mutants(model: &Model, world: &World, zone: usize, out: &mut Vec<Action>) {
    let rules = model.rules;
    for tx in model.transactions().filter(|tx| model.part(zone, *tx).is_some()) {
        let leg = world.zones[zone].legs[tx];
        let past = world.time >= model.transaction(tx).deadline;
        if rules.own_clock_abort && leg == LegState::Voted {
            out.push(Action::OwnClock { zone, tx });
        }
        if rules.vote_later && leg == LegState::Voted && !past {
            out.push(Action::SendLater { zone, tx });
        }
        if rules.foreign_decisions && leg == LegState::Voted {
            out.extend([false, true].map(|commit| Action::ForeignDecision { zone, tx, commit }));
        }
    }
}
