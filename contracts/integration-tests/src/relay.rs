//! The hands of a relayer: honest about proofs, free in everything else.

use crate::host::Packet;
use crate::world::{World, HUB};
use causeway_hub::msg as hub;

impl World {
    /// Every packet that waits anywhere to be received, acknowledged or timed out.
    pub fn packets(&self) -> Vec<Packet> {
        self.chains.values().flat_map(|chain| chain.commitments.values().cloned()).collect()
    }

    /// Packets on their way out of a chain.
    pub fn packets_of(&self, chain: &str) -> Vec<Packet> {
        self.chains[chain].commitments.values().cloned().collect()
    }

    fn key(packet: &Packet) -> (String, u64) {
        (packet.destination_channel.clone(), packet.sequence)
    }

    /// The acknowledgement that the destination has stored, if any.
    pub fn acknowledgement(&self, packet: &Packet) -> Option<Vec<u8>> {
        self.chains[&packet.destination_chain].acknowledgements.get(&Self::key(packet)).cloned()
    }

    /// MsgRecvPacket: always possible to try.
    pub fn receive(&mut self, packet: &Packet) -> Result<(), String> {
        self.chain(&packet.destination_chain).receive(packet)
    }

    /// MsgAcknowledgement, where there is something to prove.
    pub fn acknowledge(&mut self, packet: &Packet) -> Result<(), String> {
        let bytes = self.acknowledgement(packet).ok_or("no acknowledgement to prove")?;
        self.chain(&packet.source_chain).acknowledge(packet, &bytes)
    }

    /// MsgTimeout or MsgTimeoutOnClose: wants the proof that the packet was not received and no longer can be.
    pub fn time_out(&mut self, packet: &Packet) -> Result<(), String> {
        let there = &self.chains[&packet.destination_chain];
        let open = match packet.payloads.is_empty() {
            true => there.channels.get(&packet.destination_channel).is_some_and(|channel| channel.open),
            false => true,
        };
        let elapsed = there.time_ns >= packet.timeout_ns;
        if there.receipts.contains(&Self::key(packet)) || (open && !elapsed) {
            return Err("no proof of non-receipt".into());
        }
        self.chain(&packet.source_chain).time_out(packet)
    }

    /// One honest step for a packet; true when something moved.
    pub fn relay(&mut self, packet: &Packet) -> bool {
        let received = self.chains[&packet.destination_chain].receipts.contains(&Self::key(packet));
        match received {
            true => self.acknowledgement(packet).is_some() && self.acknowledge(packet).is_ok(),
            false => self.receive(packet).is_ok() || self.time_out(packet).is_ok(),
        }
    }

    /// Relays until nothing moves any more.
    pub fn relay_all(&mut self) {
        for _ in 0..100 {
            let packets = self.packets();
            let moved = packets.iter().filter(|packet| self.relay(packet)).count();
            if moved == 0 {
                return;
            }
        }
        panic!("relaying does not end");
    }

    /// Everything that may be sent, as a relayer that knows nothing would: a packet that was handled is handled again.
    pub fn replay(&mut self, packets: &[Packet]) {
        for packet in packets {
            let _received_again = self.receive(packet);
            let _acknowledged_again = self.acknowledge(packet);
        }
    }

    pub fn outbox(&self) -> Vec<hub::PacketResponse> {
        let msg = hub::QueryMsg::Outbox { start_after: None, limit: None };
        let found: hub::OutboxResponse = self.chains[HUB].query(&self.hub, &msg).expect("query");
        found.packets
    }
}
