//! Packets and channels of one chain, with the checks of ICS-04; proofs are the caller's honesty (`World::relay`).

use crate::host::chain::{Chain, Outcome};
use crate::host::contract::Entry;
use crate::host::ibc::{ack_msg, channel_of, receive_msg, timeout_msg, Channel, Packet};
use cosmwasm_std::{IbcChannelCloseMsg, IbcChannelConnectMsg, IbcChannelOpenMsg, IbcOrder};

pub const VERSION: &str = "causeway-1";

impl Chain {
    /// The host's part of `IbcMsg::SendPacket`; a byzantine zone calls it in its gate's name.
    pub fn send_packet(&mut self, sender: &str, id: &str, data: Vec<u8>, timeout_ns: u64) -> Result<Outcome, String> {
        let source_chain = self.id.clone();
        let channel = self.channels.get_mut(id).ok_or("no such channel")?;
        if !channel.open || channel.contract != sender {
            return Err("channel is not open".into());
        }
        if timeout_ns == 0 {
            return Err("a packet needs a timeout".into());
        }
        let sequence = channel.next_sequence;
        channel.next_sequence += 1;
        let packet = Packet {
            source_chain,
            source_channel: id.to_string(),
            destination_chain: channel.counterparty_chain.clone(),
            destination_channel: channel.counterparty_channel.clone(),
            sequence,
            data,
            timeout_ns,
            payloads: vec![],
        };
        self.commitments.insert((id.to_string(), sequence), packet);
        Ok(Outcome::default())
    }

    pub(crate) fn write_acknowledgement(&mut self, id: &str, sequence: u64, bytes: Vec<u8>) -> Result<(), String> {
        let key = (id.to_string(), sequence);
        if !self.unanswered.remove(&key) {
            return Err("no packet waits for this acknowledgement".into());
        }
        self.acknowledgements.insert(key, bytes);
        Ok(())
    }

    fn ports(&self, id: &str) -> Result<(String, String, String), String> {
        let channel = self.channels.get(id).ok_or("no such channel")?;
        let own = format!("wasm.{}", channel.contract);
        Ok((channel.contract.clone(), own, channel.counterparty_port.clone()))
    }

    /// MsgRecvPacket with a valid proof. A second one changes nothing; an error of the contract is an error ack.
    pub fn receive(&mut self, packet: &Packet) -> Result<(), String> {
        if !packet.payloads.is_empty() {
            return self.receive_paired(packet);
        }
        let id = packet.destination_channel.clone();
        let key = (id.clone(), packet.sequence);
        if self.receipts.contains(&key) {
            return Ok(());
        }
        if !self.channels.get(&id).is_some_and(|channel| channel.open) {
            return Err("channel is not open".into());
        }
        if self.time_ns >= packet.timeout_ns {
            return Err("packet timeout elapsed".into());
        }
        let (contract, own, other) = self.ports(&id)?;
        self.receipts.insert(key.clone());
        let msg = receive_msg(packet.to_ibc(&other, &own));
        let failing = self.broken.contains(&(contract.clone(), "receive".to_string()));
        let result = self.tx(|chain| match failing {
            true => Err("made to fail".into()),
            false => chain.call(&contract, Entry::Receive(msg)),
        });
        match result {
            Ok(Outcome { data: Some(bytes), .. }) => {
                self.acknowledgements.insert(key, bytes.to_vec());
            }
            Ok(Outcome { data: None, .. }) => {
                self.unanswered.insert(key);
            }
            Err(_) => {
                let bytes = br#"{"error":"ABCI code: 5: error handling packet: see events for details"}"#.to_vec();
                self.acknowledgements.insert(key, bytes);
            }
        }
        Ok(())
    }

    /// MsgAcknowledgement with a valid proof. An error of the contract would make it impossible for ever.
    pub fn acknowledge(&mut self, packet: &Packet, bytes: &[u8]) -> Result<(), String> {
        if !packet.payloads.is_empty() {
            return self.acknowledge_paired(packet, bytes);
        }
        let key = (packet.source_channel.clone(), packet.sequence);
        if !self.commitments.contains_key(&key) {
            return Ok(());
        }
        let (contract, own, other) = self.ports(&packet.source_channel)?;
        if !self.channels.get(&packet.source_channel).is_some_and(|channel| channel.open) {
            return Err("channel is not open".into());
        }
        let msg = ack_msg(packet.to_ibc(&own, &other), bytes.to_vec());
        self.tx(|chain| {
            chain.commitments.remove(&key);
            chain.call(&contract, Entry::Ack(msg))
        })
        .map(|_| ())
    }

    /// MsgTimeout, or MsgTimeoutOnClose, with a valid proof of non-receipt.
    pub fn time_out(&mut self, packet: &Packet) -> Result<(), String> {
        if !packet.payloads.is_empty() {
            return self.time_out_paired(packet);
        }
        let key = (packet.source_channel.clone(), packet.sequence);
        if !self.commitments.contains_key(&key) {
            return Ok(());
        }
        let (contract, own, other) = self.ports(&packet.source_channel)?;
        let msg = timeout_msg(packet.to_ibc(&own, &other));
        self.tx(|chain| {
            chain.commitments.remove(&key);
            chain.call(&contract, Entry::Timeout(msg))
        })
        .map(|_| ())
    }

    /// Both handshake callbacks of this end, as the contract would see them.
    pub fn open_channel(&mut self, id: &str, channel: Channel, order: IbcOrder, version: &str) -> Result<(), String> {
        self.offer_channel(id, &channel, order.clone(), version)?;
        self.connect_channel(id, channel, order, version)
    }

    /// The first callback alone: whether the contract would begin the handshake.
    pub fn offer_channel(&mut self, id: &str, channel: &Channel, order: IbcOrder, version: &str) -> Result<(), String> {
        let open = IbcChannelOpenMsg::new_init(channel_of(id, channel, version, order));
        self.tx(|chain| chain.call(&channel.contract, Entry::Open(open))).map(|_| ())
    }

    /// The last callback alone: some versions of wasmd came here although the first one had failed.
    pub fn connect_channel(
        &mut self,
        id: &str,
        channel: Channel,
        order: IbcOrder,
        version: &str,
    ) -> Result<(), String> {
        let connect = IbcChannelConnectMsg::new_ack(channel_of(id, &channel, version, order), version);
        let contract = channel.contract.clone();
        self.tx(|chain| {
            chain.channels.insert(id.to_string(), channel);
            chain.call(&contract, Entry::Connect(connect))
        })
        .map(|_| ())
    }

    /// This end asks to close; the contract may forbid it.
    pub fn close_init(&mut self, id: &str) -> Result<(), String> {
        let channel = self.channels.get(id).ok_or("no such channel")?.clone();
        let seen = channel_of(id, &channel, VERSION, IbcOrder::Unordered);
        self.tx(|chain| chain.call(&channel.contract, Entry::Close(IbcChannelCloseMsg::new_init(seen))))?;
        Ok(())
    }

    /// The other end has closed, and it is proved: this end follows.
    pub fn close_confirm(&mut self, id: &str) -> Result<(), String> {
        let channel = self.channels.get(id).ok_or("no such channel")?.clone();
        let seen = channel_of(id, &channel, VERSION, IbcOrder::Unordered);
        self.tx(|chain| {
            let outcome = chain.call(&channel.contract, Entry::Close(IbcChannelCloseMsg::new_confirm(seen)))?;
            if let Some(end) = chain.channels.get_mut(id) {
                end.open = false;
            }
            Ok(outcome)
        })
        .map(|_| ())
    }
}
