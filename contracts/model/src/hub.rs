//! The hub around the real `hub::step`: contracts/hub/src/{vote,decide,acks,resend}.rs, function by function.

use crate::action::Fault;
use crate::ledger::compare;
use crate::scenario::{SLOTS, TXS};
use crate::turn::Turn;
use crate::world::{Packet, Phase, Place, Vote, ABORT, NO_ENTRY};
use causeway_commit::batch::{is_complete, settle, Entry};
use causeway_commit::hub::{step, Answer, HubEvent, HubStep, Now, Reasons, Record};
use causeway_commit::{Decision, Told};

/// All the same: the model keeps no reasons.
const REASONS: Reasons = Reasons { deadline_passed: 0, cancelled: 0, too_early: 0 };
const COMMIT: Decision = Decision::Commit;

/// Bit of a packet in a set of failing writes.
pub fn packet_bit(zone: usize, slot: usize) -> u8 {
    1 << (zone * SLOTS + slot)
}

/// Transactions decided in this call.
type Decided = [bool; TXS];

impl Turn<'_> {
    pub fn now(&self, tx: usize) -> Now {
        let transaction = self.model.transaction(tx);
        let checks = !self.model.rules.no_deadline_check;
        Now {
            legs: transaction.legs(),
            past_deadline: checks && self.world.time >= transaction.deadline,
            reasons: REASONS,
        }
    }

    /// vote.rs `receive` and `answer`.
    pub fn receive(&mut self, zone: usize, slot: usize, fault: Fault, failing: u8) {
        let before = self.world;
        let mut decided = [false; TXS];
        let votes = self.world.zones[zone].packets[slot].votes;
        let mut entries = [NO_ENTRY; TXS];
        for tx in 0..TXS {
            if votes[tx] != Vote::Absent {
                entries[tx] = self.count(zone, tx, votes[tx], fault, &mut decided);
            }
        }
        let written = self.settle_waiting(&decided, failing);
        let reverts = fault == Fault::Error || (!written && self.model.rules.failed_write_reverts_vote);
        if reverts && !(fault == Fault::Error && self.model.rules.error_keeps_state) {
            self.world = before;
        }
        let lost = is_complete(&entries) && self.model.rules.sync_ack_lost && decided.contains(&true);
        let phase = match fault {
            _ if reverts => Phase::Failed,
            Fault::Junk => Phase::Junk,
            _ if lost => Phase::Lost,
            _ if is_complete(&entries) => Phase::Answered,
            _ => Phase::Stored,
        };
        let packet = &mut self.world.zones[zone].packets[slot];
        packet.phase = phase;
        packet.entries = entries;
        self.tidy(zone, slot);
    }

    /// vote.rs `count`: the zone's leg comes from the channel, never from the content.
    fn count(&mut self, zone: usize, tx: usize, vote: Vote, fault: Fault, decided: &mut Decided) -> Entry {
        let rules = self.model.rules;
        let transaction = self.model.transaction(tx);
        let claimed = (0..self.model.scenario.zones).find(|other| *other != zone && self.model.part(*other, tx).is_some());
        let leg = match transaction.leg(zone) {
            _ if vote == Vote::Forged && rules.leg_from_content => claimed.and_then(|other| transaction.leg(other)),
            None if rules.stranger_counts => Some(0),
            leg => leg,
        };
        let record = self.world.records[tx];
        let Some(leg) = leg else {
            if rules.stranger_aborts && !matches!(record, Some(Record::Decided(_))) {
                self.world.records[tx] = Some(Record::Decided(ABORT));
            }
            return NO_ENTRY;
        };
        // vote.rs `check_admission`: a suspended zone, or too many open transactions.
        if record.is_none() && matches!(fault, Fault::Unadmitted(mask) if mask >> tx & 1 == 1) {
            return NO_ENTRY;
        }
        self.count_ballot(zone, tx, vote, leg, decided)
    }

    /// vote.rs `count_ballot` and `keep_open`.
    fn count_ballot(&mut self, zone: usize, tx: usize, vote: Vote, leg: u32, decided: &mut Decided) -> Entry {
        let rules = self.model.rules;
        let record = self.world.records[tx];
        let repeated = matches!(record, Some(Record::Open { yes }) if yes >> leg & 1 == 1);
        let event = match vote {
            Vote::No if rules.no_ignored => return Entry::ended(Told::Pending),
            Vote::No => HubEvent::No { leg, reason: 0 },
            _ => HubEvent::Yes { leg: self.counted(record, leg) },
        };
        let mut staged = None;
        let found = self.compare_if_asked(tx);
        let mut next = step(record, event, self.now(tx), || {
            staged = found;
            found.map(|_| ()).ok_or(0)
        });
        self.mutate_vote(record, found, &mut next);
        if matches!(record, Some(Record::Decided(_))) {
            return self.told(next);
        }
        match next.record {
            Some(Record::Decided(decision)) => {
                self.decide(tx, decision, staged.or(found));
                decided[tx] = true;
                self.told(next)
            }
            Some(open) => {
                self.world.records[tx] = Some(open);
                let waits = !repeated || zone_is_mutated(&rules);
                if waits {
                    Entry::waiting()
                } else {
                    Entry::ended(Told::Pending)
                }
            }
            None => self.told(next),
        }
    }

    fn told(&self, next: HubStep) -> Entry {
        match next.answer {
            Answer::Tell(Told::Decided(Decision::Abort(_))) => Entry::ended(Told::Decided(ABORT)),
            Answer::Tell(told) => Entry::ended(told),
            Answer::Reject(_) => NO_ENTRY,
        }
    }
}
