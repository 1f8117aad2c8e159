//! Forgets what can no longer matter, after one last look at it, so that fewer worlds differ. A final leg answers every
//! later message in the same way at any time; so the message is delivered at once and must find no effect.

use crate::ledger::is_final;
use crate::scenario::{SLOTS, TXS};
use crate::turn::Turn;
use crate::world::{Channel, Phase, Vote, NO_PACKET};
use causeway_commit::batch::is_complete;
use causeway_commit::hub::Record;
use causeway_commit::leg::LegEvent;
use causeway_commit::Told;

impl Turn<'_> {
    pub fn quieten(&mut self) {
        if !self.model.rules.may_forget_early() {
            return;
        }
        for zone in self.model.zones().filter(|zone| self.model.honest(*zone)) {
            for slot in 0..SLOTS {
                self.quieten_packet(zone, slot);
            }
            self.quieten_channel(zone);
        }
    }

    fn quieten_packet(&mut self, zone: usize, slot: usize) {
        let found = &self.world.zones[zone];
        let packet = found.packets[slot];
        let voted = |tx: &usize| packet.votes[*tx] != Vote::Absent;
        let open = |tx: usize| !is_final(found.legs[tx]);
        if packet.settled || (0..TXS).filter(voted).any(open) {
            return;
        }
        match packet.phase {
            Phase::Answered | Phase::Failed | Phase::Junk => self.acknowledge(zone, slot),
            Phase::Stored if is_complete(&packet.entries) => {
                self.world.zones[zone].packets[slot].phase = Phase::Answered;
                self.acknowledge(zone, slot);
            }
            Phase::Sent => {
                let decision = |tx: usize| match self.world.records[tx] {
                    Some(Record::Decided(decision)) => Some(decision),
                    _ => None,
                };
                let decisions: Vec<_> = (0..TXS).filter(voted).map(|tx| (tx, decision(tx))).collect();
                if decisions.iter().any(|(_, decision)| decision.is_none()) {
                    return;
                }
                // Both ways that it may still go: received and answered, or timed out.
                for (tx, decision) in decisions {
                    if let (Vote::Yes, Some(decision)) = (packet.votes[tx], decision) {
                        self.settle(zone, tx, LegEvent::YesAcknowledged(Told::Decided(decision)));
                    }
                }
                self.time_out(zone, slot);
            }
            Phase::Empty | Phase::Stored | Phase::Lost => {}
        }
    }

    fn quieten_channel(&mut self, zone: usize) {
        let model = self.model;
        let found = &mut self.world.zones[zone];
        let over = |tx: &usize| model.part(zone, *tx).is_none() || is_final(found.legs[*tx]);
        for tx in (0..TXS).filter(over) {
            found.channel.left[tx] = false;
        }
        if (0..TXS).all(|tx| over(&tx)) && found.packets == [NO_PACKET; SLOTS] {
            found.channel = Channel::default();
        }
        // Over the second channel everything can be told; the first matters while a packet of ours is on it.
        let alone = found.packets.iter().all(|packet| *packet == NO_PACKET || packet.second);
        if found.channel.replaced && alone && !model.rules.decision_first_channel && !model.rules.decision_once {
            found.channel = Channel { hub_closed: true, zone_closed: true, replaced: true, left: [false; TXS] };
        }
    }
}
