//! The hub around the real `hub::step`: contracts/hub/src/{vote,decide,acks,resend}.rs, function by function.

use crate::action::Fault;
use crate::ledger::compare;
use crate::scenario::{Model, Part, SLOTS, TXS};
use crate::turn::Turn;
use crate::world::{Phase, Place, Vote, ABORT, NO_ENTRY, NO_PACKET};
use causeway_commit::batch::{is_complete, settle, Entry};
use causeway_commit::hub::{step, Answer, HubEvent, Now, Reasons, Record};
use causeway_commit::{Decision, Told};

/// All the same: the model keeps no reasons.
const REASONS: Reasons = Reasons { deadline_passed: 0, cancelled: 0, too_early: 0 };

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
        let unheard = u32::from(self.model.rules.last_leg_not_awaited);
        Now {
            legs: transaction.legs() - unheard,
            past_deadline: checks && self.world.time >= transaction.deadline,
            reasons: REASONS,
        }
    }

    /// vote.rs `receive` and `answer`.
    pub fn receive(&mut self, zone: usize, slot: usize, fault: Fault, failing: u8) {
        let rules = self.model.rules;
        let before = self.world;
        let mut decided = [false; TXS];
        let votes = self.world.zones[zone].packets[slot].votes;
        let mut entries = [NO_ENTRY; TXS];
        for tx in (0..TXS).filter(|tx| votes[*tx] != Vote::Absent) {
            entries[tx] = self.count(zone, tx, votes[tx], fault, &mut decided);
            if fault == Fault::Error && rules.error_keeps_first {
                break;
            }
        }
        let written = self.settle_waiting(&decided, failing);
        let failed = fault == Fault::Error || (!written && rules.failed_write_reverts);
        let keeps = fault == Fault::Error && (rules.error_keeps_state || rules.error_keeps_first);
        if failed && !keeps {
            self.world = before;
        }
        let complete = is_complete(&entries);
        let packet = &mut self.world.zones[zone].packets[slot];
        packet.phase = match fault {
            _ if failed => Phase::Failed,
            _ if !complete => Phase::Stored,
            Fault::Junk => Phase::Junk,
            _ if rules.sync_ack_lost && decided.contains(&true) => Phase::Lost,
            _ => Phase::Answered,
        };
        packet.entries = if failed { [NO_ENTRY; TXS] } else { entries };
        self.tidy(zone, slot);
    }

    /// vote.rs `read_ballot` and `check_admission`: the leg is that of the channel's zone, whatever the content says.
    fn count(&mut self, zone: usize, tx: usize, vote: Vote, fault: Fault, decided: &mut Decided) -> Entry {
        let rules = self.model.rules;
        let record = self.world.records[tx];
        let Some(leg) = self.leg_of(zone, tx, vote) else {
            if rules.stranger_aborts && !matches!(record, Some(Record::Decided(_))) {
                self.world.records[tx] = Some(Record::Decided(ABORT));
            }
            return NO_ENTRY;
        };
        // A suspended zone, or too many open transactions.
        if record.is_none() && matches!(fault, Fault::Unadmitted(mask) if mask >> tx & 1 == 1) {
            return NO_ENTRY;
        }
        self.count_ballot(tx, vote, leg, decided)
    }

    fn leg_of(&self, zone: usize, tx: usize, vote: Vote) -> Option<u32> {
        let rules = self.model.rules;
        let transaction = self.model.transaction(tx);
        let first = self.model.zones().find(|other| *other != zone && self.model.part(*other, tx).is_some());
        match transaction.leg(zone) {
            _ if rules.votes_counted => match self.world.records[tx] {
                Some(Record::Open { yes }) => Some(yes.trailing_ones()),
                _ => Some(0),
            },
            _ if rules.leg_from_content && vote == Vote::Forged => transaction.leg(first?),
            None if rules.stranger_counts => transaction.leg(first?),
            leg => leg,
        }
    }

    /// vote.rs `count_ballot` and `keep_open`.
    fn count_ballot(&mut self, tx: usize, vote: Vote, leg: u32, decided: &mut Decided) -> Entry {
        let rules = self.model.rules;
        let record = self.world.records[tx];
        let repeated = matches!(record, Some(Record::Open { yes }) if yes >> leg & 1 == 1);
        let found = compare(self.model, &self.world, tx);
        let early = rules.registry_at_open || rules.registry_aborts_at_open;
        let event = match vote {
            Vote::No if rules.no_ignored => return Entry::ended(Told::Pending),
            Vote::No => HubEvent::No { leg, reason: 0 },
            _ if early && record.is_none() && found.is_none() => HubEvent::No { leg, reason: 0 },
            _ => HubEvent::Yes { leg },
        };
        let passes = found.is_some() || rules.registry_unchecked || rules.registry_at_open;
        let mut differs = false;
        let next = step(record, event, self.now(tx), || {
            differs = !passes;
            if passes {
                Ok(())
            } else {
                Err(0)
            }
        });
        if differs && self.model.scenario.byzantine.is_none() {
            self.breaks("CAS");
        }
        let Answer::Tell(told) = next.answer else { return NO_ENTRY };
        match next.record {
            Some(Record::Decided(decision)) if next.decided_now => {
                self.decide(tx, decision, found);
                decided[tx] = true;
                Entry::ended(without_reason(told))
            }
            Some(Record::Open { yes }) => {
                self.world.records[tx] = Some(Record::Open { yes });
                if repeated {
                    Entry::ended(told)
                } else {
                    Entry::waiting()
                }
            }
            _ => Entry::ended(without_reason(told)),
        }
    }

    /// decide.rs `decide`: record and books together.
    fn decide(&mut self, tx: usize, decision: Decision, place: Option<Place>) {
        self.world.records[tx] = Some(Record::Decided(match decision {
            Decision::Commit => Decision::Commit,
            Decision::Abort(_) => ABORT,
        }));
        if decision == Decision::Commit {
            self.world.place = place.unwrap_or_else(|| destination(self.model, tx, self.world.place));
        }
    }

    /// acks.rs `settle_waiting`. False where a write failed.
    fn settle_waiting(&mut self, decided: &Decided, failing: u8) -> bool {
        let mut written = true;
        for zone in self.model.zones() {
            for slot in 0..SLOTS {
                let mut packet = self.world.zones[zone].packets[slot];
                let waits = |tx: &usize| decided[*tx] && packet.votes[*tx] != Vote::Absent && packet.entries[*tx].waits;
                let told: Vec<usize> = (0..TXS).filter(waits).collect();
                if packet.phase != Phase::Stored || told.is_empty() {
                    continue;
                }
                for tx in told {
                    if let Some(Record::Decided(decision)) = self.world.records[tx] {
                        settle(&mut packet.entries, tx, Told::Decided(decision));
                    }
                }
                self.world.zones[zone].packets[slot] = packet;
                if is_complete(&packet.entries) {
                    written &= self.write(zone, slot, failing & packet_bit(zone, slot) != 0);
                }
            }
        }
        written
    }

    /// acks.rs `flush`: the writing of what waits for a channel or for gas, or early, with PENDING.
    pub fn flush(&mut self, zone: usize, slot: usize) {
        self.write(zone, slot, false);
    }

    /// acks.rs `write` and `reply_ack`: what still waits is PENDING; a closed channel leaves the packet in the outbox.
    fn write(&mut self, zone: usize, slot: usize, fails: bool) -> bool {
        let rules = self.model.rules;
        let mut packet = self.world.zones[zone].packets[slot];
        let written = self.world.zones[zone].channel.hub_open(packet.second) && !fails;
        packet.phase = match written {
            _ if rules.async_acks_forgotten => Phase::Lost,
            true => Phase::Answered,
            false if rules.failed_write_lost => Phase::Lost,
            false => Phase::Stored,
        };
        if packet.phase == Phase::Answered {
            packet.entries = packet.entries.map(|entry| Entry { waits: false, ..entry });
        }
        self.world.zones[zone].packets[slot] = packet;
        self.tidy(zone, slot);
        written
    }

    /// What nobody will look at again is forgotten, so that equal worlds look equal.
    fn tidy(&mut self, zone: usize, slot: usize) {
        let honest = self.model.honest(zone);
        let packet = &mut self.world.zones[zone].packets[slot];
        let answered = !matches!(packet.phase, Phase::Empty | Phase::Sent | Phase::Stored);
        if (!honest && packet.phase != Phase::Sent) || (packet.settled && answered) {
            *packet = NO_PACKET;
        }
    }

    pub fn expire(&mut self, tx: usize, failing: u8) {
        let rules = self.model.rules;
        let unknown = self.world.records[tx].is_none();
        if rules.no_expire || (rules.expire_known_only && unknown) {
            return;
        }
        let now = self.now(tx);
        let now = Now { past_deadline: now.past_deadline || rules.expire_early, ..now };
        let flips = rules.expire_flips_commit && now.past_deadline;
        self.resolve(tx, HubEvent::Expire, now, flips, failing);
    }

    pub fn cancel(&mut self, tx: usize, failing: u8) {
        self.resolve(tx, HubEvent::Cancel, self.now(tx), self.model.rules.cancel_flips_commit, failing);
    }

    /// decide.rs `resolve`.
    fn resolve(&mut self, tx: usize, event: HubEvent, now: Now, flips: bool, failing: u8) {
        let before = self.world;
        if flips && self.world.records[tx] == Some(Record::Decided(Decision::Commit)) {
            self.world.records[tx] = Some(Record::Decided(ABORT));
            return;
        }
        let next = step(self.world.records[tx], event, now, || Err(0));
        let (true, Some(Record::Decided(decision))) = (next.decided_now, next.record) else { return };
        self.decide(tx, decision, None);
        let mut decided = [false; TXS];
        decided[tx] = true;
        let written = self.settle_waiting(&decided, failing);
        if !written && self.model.rules.failed_write_reverts {
            self.world = before;
        }
    }
}

fn without_reason(told: Told) -> Told {
    match told {
        Told::Decided(Decision::Abort(_)) => Told::Decided(ABORT),
        other => other,
    }
}

/// Where a hub that compares nothing believes X to be.
fn destination(model: &Model, tx: usize, before: Place) -> Place {
    let released = model.zones().find_map(|zone| match model.part(zone, tx) {
        Some(Part::Release { version, to }) => Some(Place { zone: to, version: version + 1 }),
        _ => None,
    });
    released.unwrap_or(before)
}
