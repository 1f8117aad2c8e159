//! The hands of a byzantine zone: its validators sign whatever it wants, so it sends, answers, opens and forgets as it
//! likes. What it cannot do is speak for another chain.

use super::Run;
use crate::host::{Packet, Payload};
use crate::people::Person;
use crate::world::{paired_port, prepared, Over, HUB, SECOND_NS};
use causeway_link::{ENCODING, VERSION};
use causeway_proto::operation::Body;
use causeway_proto::{encode, packet_data, Answer, Code, Manifest, Operation, PacketData, Vote, VotePacket};

pub const LIAR: &str = "zone-x";
const HONEST: [&str; 2] = ["zone-a", "zone-b"];

impl Run {
    /// These bytes as a packet of the liar's gate, over what joins it to the hub.
    pub(super) fn send(&mut self, data: Vec<u8>, timeout_ns: u64) {
        let (gate, hub) = (self.world.zones[LIAR].gate.clone(), self.world.hub.clone());
        let (over, way) = (self.world.zones[LIAR].over, self.world.zones[LIAR].channels.last().cloned());
        let Some((on_zone, _)) = way else { return };
        let chain = self.world.chain(LIAR);
        let sent = match over {
            Over::Channel => chain.send_packet(&gate, &on_zone, data, timeout_ns).is_ok(),
            Over::Pair => {
                let (source_port, destination_port) = (paired_port(&gate), paired_port(&hub));
                let (version, encoding) = (VERSION.into(), ENCODING.into());
                let payload = Payload { source_port, destination_port, version, encoding, value: data };
                chain.commit_paired(&on_zone, timeout_ns, vec![payload]).is_ok()
            }
        };
        self.note("a lie was sent", sent);
    }

    pub(super) fn vote(&mut self, votes: Vec<Vote>) {
        let timeout_ns = self.soon();
        self.send(encode(&PacketData { body: Some(packet_data::Body::Votes(VotePacket { votes })) }), timeout_ns);
    }

    /// Some time within the next two minutes of the hub.
    pub(super) fn soon(&mut self) -> u64 {
        self.world.chains[HUB].time_ns + (1 + self.dice.below(120) as u64) * SECOND_NS
    }

    pub(super) fn any_manifest(&mut self) -> Manifest {
        let known = self.plans.iter().map(|plan| &plan.manifest).chain(&self.forged);
        let known: Vec<Manifest> = known.cloned().collect();
        known[self.dice.below(known.len())].clone()
    }

    pub(super) fn honest_zone(&mut self) -> &'static str {
        HONEST[self.dice.below(HONEST.len())]
    }

    /// A transaction of the liar's making: one leg of its own, one of an honest zone, each in the name of an accomplice
    /// who signs for both. The honest leg is prepared with those signatures, and the liar says yes.
    pub(super) fn forge(&mut self, own: Body, zone: &str, other: Body) -> Manifest {
        let accomplice = Person::new("mallory");
        let operation = |run: &Self, zone: &str, body: Body| -> Vec<Operation> {
            vec![run.world.operation(zone, &accomplice, body)]
        };
        let legs = vec![(LIAR, operation(self, LIAR, own)), (zone, operation(self, zone, other))];
        let mut manifest = self.world.manifest(legs);
        manifest.deadline_ns = self.soon();
        let done = self.world.prepare_legs(zone, vec![prepared(&manifest, &[&accomplice], &[])]).is_ok();
        self.note("an honest zone prepared a forgery", done);
        self.forged.push(manifest.clone());
        self.vote(vec![yes(&manifest)]);
        manifest
    }

    /// Packets of the hub that the liar has received and not answered, or answered with its honest gate.
    pub(super) fn told(&self) -> Vec<Packet> {
        let to_liar = |packet: &Packet| packet.destination_chain == LIAR;
        self.world.packets_of(HUB).into_iter().filter(to_liar).collect()
    }

    /// Writes what the hub will be shown as the answer to its packet.
    pub(super) fn answer(&mut self, packet: &Packet, bytes: Vec<u8>) {
        let key = (packet.destination_channel.clone(), packet.sequence);
        let chain = self.world.chain(LIAR);
        chain.receipts.insert(key.clone());
        chain.unanswered.remove(&key);
        chain.paired_unanswered.remove(&key);
        chain.acknowledgements.insert(key, bytes);
        self.note("a lie was answered", true);
    }
}

pub fn yes(manifest: &Manifest) -> Vote {
    Vote { answer: Answer::Yes as i32, manifest: encode(manifest), code: 0 }
}

pub fn no(manifest: &Manifest) -> Vote {
    Vote { answer: Answer::No as i32, code: Code::KindNotAccepted as u32, ..yes(manifest) }
}
