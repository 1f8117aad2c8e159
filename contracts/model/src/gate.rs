//! The gate around the real `leg::step`: contracts/gate/src/{prepare,vote,settle,channel}.rs, function by function.

use crate::action::Fault;
use crate::ledger::{evaluate, Verdict};
use crate::scenario::{Part, SLOTS, TXS};
use crate::turn::Turn;
use crate::world::{Packet, Phase, Vote, ABORT, NO_PACKET};
use causeway_commit::leg::{step, LegEffect, LegEvent, LegState};
use causeway_commit::{Decision, Told};

const COMMIT: Decision = Decision::Commit;

/// Members of a set of transactions.
pub fn members(mask: u8) -> impl Iterator<Item = usize> {
    (0..TXS).filter(move |tx| mask >> tx & 1 == 1)
}

impl Turn<'_> {
    /// prepare.rs `prepare`, `finish_leg`, `finish_batch`, and refuse.rs: locks and votes are one tx.
    pub fn prepare(&mut self, zone: usize, legs: u8, refused: u8) {
        let before = self.world;
        let mut votes = [Vote::Absent; TXS];
        for tx in members(legs).filter(|tx| before.zones[zone].legs[*tx] == LegState::Unknown) {
            let event = match evaluate(self.model, &self.world, zone, tx) {
                _ if refused >> tx & 1 == 1 => LegEvent::Refused(0),
                Verdict::Ready => LegEvent::Prepared,
                Verdict::Busy if self.model.rules.busy_refuses => LegEvent::Refused(0),
                Verdict::Busy => LegEvent::Rejected(0),
                Verdict::Refused => LegEvent::Refused(0),
            };
            let next = step(LegState::Unknown, event);
            self.world.zones[zone].legs[tx] = next.state;
            votes[tx] = match next.effect {
                LegEffect::SendYes => Vote::Yes,
                LegEffect::SendNo(_) => Vote::No,
                _ => Vote::Absent,
            };
        }
        if self.model.rules.vote_later || votes == [Vote::Absent; TXS] {
            return;
        }
        if !self.send(zone, votes) {
            self.world = before;
            return;
        }
        self.forget_refused(zone);
    }

    /// vote.rs `send_votes`: on the current channel, with the latest deadline as timeout.
    fn send(&mut self, zone: usize, votes: [Vote; TXS]) -> bool {
        let first = votes.iter().position(|vote| *vote != Vote::Absent).unwrap_or(0);
        let packets = &self.world.zones[zone].packets;
        let free = (0..SLOTS).map(|step| (first + step) % SLOTS).find(|slot| packets[*slot] == NO_PACKET);
        let (Some(slot), Some(second)) = (free, self.world.zones[zone].channel.current()) else { return false };
        self.world.zones[zone].packets[slot] = Packet { phase: Phase::Sent, second, votes, ..NO_PACKET };
        true
    }

    /// Mutant: a vote that was not sent in the tx that locked.
    pub fn send_later(&mut self, zone: usize, tx: usize) {
        let mut votes = [Vote::Absent; TXS];
        votes[tx] = Vote::Yes;
        self.send(zone, votes);
    }

    /// A byzantine zone sends what it likes, with any timeout. It may choose its words as late as the hub hears them,
    /// so sending and receiving are one action; what the hub answers is not looked at.
    pub fn lie(&mut self, zone: usize, votes: [Vote; TXS], failing: u8) {
        self.world.zones[zone].packets[0] = Packet { phase: Phase::Sent, votes, ..NO_PACKET };
        self.receive(zone, 0, Fault::None, failing);
    }

    /// settle.rs `acknowledged`.
    pub fn acknowledge(&mut self, zone: usize, slot: usize) {
        let before = self.world;
        let packet = self.take(zone, slot);
        for tx in 0..TXS {
            let event = match packet.votes[tx] {
                Vote::Absent => continue,
                Vote::No if self.model.rules.no_settles_leg => LegEvent::YesAcknowledged(packet.entries[tx].told),
                Vote::No => LegEvent::NoSettled,
                _ => match self.read_answer(packet.phase, packet.entries[tx].told) {
                    Some(event) => event,
                    None => continue,
                },
            };
            if !self.settle(zone, tx, event) {
                // A handler that can fail reverts all of it; the relayer comes again, in vain.
                self.world = before;
                return;
            }
        }
    }

    /// settle.rs `read_acknowledgement`: only bytes that can be read for certain settle anything.
    fn read_answer(&self, phase: Phase, told: Told) -> Option<LegEvent> {
        let rules = self.model.rules;
        match (phase, told) {
            (Phase::Failed, _) if rules.error_ack_commits => Some(LegEvent::YesAcknowledged(Told::Decided(COMMIT))),
            (Phase::Failed, _) if rules.error_ack_ignored => None,
            (Phase::Failed, _) => Some(LegEvent::YesFailed(0)),
            (Phase::Junk, _) => rules.junk_ack_aborts.then_some(LegEvent::YesFailed(0)),
            (_, Told::Pending) if rules.pending_aborts => Some(LegEvent::YesAcknowledged(Told::Decided(ABORT))),
            (_, Told::Pending) if rules.pending_commits => Some(LegEvent::YesAcknowledged(Told::Decided(COMMIT))),
            (_, told) => Some(LegEvent::YesAcknowledged(told)),
        }
    }

    /// settle.rs `timed_out`.
    pub fn time_out(&mut self, zone: usize, slot: usize) {
        let sent = self.world.zones[zone].packets[slot];
        if sent.phase == Phase::Sent {
            self.take(zone, slot);
        } else {
            self.world.zones[zone].packets[slot].settled = true;
        }
        for tx in 0..TXS {
            let event = match sent.votes[tx] {
                Vote::Absent => continue,
                Vote::No if !self.model.rules.no_settles_leg => LegEvent::NoSettled,
                _ => LegEvent::YesTimedOut(0),
            };
            if !self.model.rules.timeout_ignored {
                self.settle(zone, tx, event);
            }
        }
    }

    /// settle.rs `decided`.
    pub fn decision(&mut self, zone: usize, tx: usize, lost: bool) {
        if self.model.rules.decision_once {
            self.world.zones[zone].channel.left[tx] = true;
        }
        let Some(causeway_commit::hub::Record::Decided(decision)) = self.world.records[tx] else { return };
        if !lost {
            let before = self.world;
            if !self.settle(zone, tx, LegEvent::Decided(decision)) {
                self.world = before;
            }
        }
    }

    /// Mutant: a DECISION packet that did not come from the hub.
    pub fn believe(&mut self, zone: usize, tx: usize, commit: bool) {
        self.settle(zone, tx, LegEvent::Decided(if commit { COMMIT } else { ABORT }));
    }

    /// Mutant: the zone's own clock ends a vote.
    pub fn give_up(&mut self, zone: usize, tx: usize) {
        self.end(zone, tx, LegState::Aborted);
    }

    pub fn close_hub_end(&mut self, zone: usize, left: bool) {
        let channel = &mut self.world.zones[zone].channel;
        channel.hub_closed = true;
        for tx in 0..TXS {
            let decided = matches!(self.world.records[tx], Some(causeway_commit::hub::Record::Decided(_)));
            channel.left[tx] |= left && decided;
        }
    }

    /// channel.rs `closed`: no leg changes by that.
    pub fn close_zone_end(&mut self, zone: usize) {
        self.world.zones[zone].channel.zone_closed = true;
        for tx in 0..TXS {
            if self.model.rules.close_aborts && self.world.zones[zone].legs[tx] == LegState::Voted {
                self.end(zone, tx, LegState::Aborted);
            }
        }
    }

    fn take(&mut self, zone: usize, slot: usize) -> Packet {
        std::mem::replace(&mut self.world.zones[zone].packets[slot], NO_PACKET)
    }

    /// settle.rs `try_settle`. False where a mutated handler fails.
    pub fn settle(&mut self, zone: usize, tx: usize, event: LegEvent) -> bool {
        let before = self.world.zones[zone].legs[tx];
        let next = step(before, event);
        match next.effect {
            LegEffect::Alarm => self.breaks("ALARM"),
            LegEffect::Apply if self.model.rules.commit_may_fail && self.receives(zone, tx) => return false,
            LegEffect::Apply => {
                self.carry_out(zone, tx);
                if self.world.zones[zone].applied[tx] {
                    self.breaks("I7");
                }
                self.end(zone, tx, next.state);
            }
            _ if next.state != before => self.end(zone, tx, next.state),
            _ => {}
        }
        true
    }

    fn receives(&self, zone: usize, tx: usize) -> bool {
        matches!(self.model.part(zone, tx), Some(Part::Receive { .. }))
    }

    /// A leg that had voted is final; a mutated gate forgets it.
    fn end(&mut self, zone: usize, tx: usize, state: LegState) {
        let rules = self.model.rules;
        let found = &mut self.world.zones[zone];
        found.applied[tx] |= state == LegState::Applied;
        found.aborted[tx] |= state == LegState::Aborted;
        let forgets = match state {
            LegState::Applied => rules.forget_applied,
            _ => rules.forget_aborted,
        };
        found.legs[tx] = if forgets { LegState::Unknown } else { state };
    }

    fn forget_refused(&mut self, zone: usize) {
        let found = &mut self.world.zones[zone];
        for tx in (0..TXS).filter(|_| self.model.rules.forget_refused) {
            if found.legs[tx] == LegState::Refused {
                found.legs[tx] = LegState::Unknown;
                found.aborted[tx] = true;
            }
        }
    }
}
