//! IBC v2 as a chain sees it: client pairs, packets of payloads, timeouts in seconds, one word for every failure. With
//! the checks of ibc-go, and what wasmd makes of them; proofs are the caller's honesty (`World::relay`).

use crate::host::chain::{Chain, Outcome};
use crate::host::contract::Entry;
use crate::host::ibc::Packet;
use cosmwasm_std::{
    Addr, Binary, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg, Ibc2PacketSendMsg, Ibc2PacketTimeoutMsg, Ibc2Payload,
};

const SECOND_NS: u64 = 1_000_000_000;
const DAY_NS: u64 = 24 * 3_600 * SECOND_NS;
/// What ibc-go acknowledges in place of any failure: sha256 of "UNIVERSAL_ERROR_ACKNOWLEDGEMENT".
pub const FAILURE: [u8; 32] = causeway_link::FAILURE;

/// This chain's client of another chain, and that chain's client of this one.
#[derive(Clone, Debug)]
pub struct Pair {
    pub counterparty_chain: String,
    pub counterparty_client: String,
    pub next_sequence: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payload {
    pub source_port: String,
    pub destination_port: String,
    pub version: String,
    pub encoding: String,
    pub value: Vec<u8>,
}

impl Payload {
    fn to_ibc(&self) -> Ibc2Payload {
        let Payload { source_port, destination_port, version, encoding, value } = self.clone();
        Ibc2Payload::new(source_port, destination_port, version, encoding, value.into())
    }
}

impl From<&Ibc2Payload> for Payload {
    fn from(payload: &Ibc2Payload) -> Self {
        let Ibc2Payload { source_port, destination_port, version, encoding, value, .. } = payload.clone();
        Payload { source_port, destination_port, version, encoding, value: value.to_vec() }
    }
}

/// wasmd puts the chain's own prefix back before what stands behind `wasm2`.
fn contract_of(port: &str) -> Result<String, String> {
    port.strip_prefix("wasm2").map(|rest| format!("wasm{rest}")).ok_or_else(|| format!("no contract at {port}"))
}

impl Chain {
    /// MsgSendPacket: anyone may sign one. The contract behind the source port is asked; what it sends itself comes
    /// here as well.
    pub fn send_paired(
        &mut self,
        signer: &str,
        client: &str,
        timeout_ns: u64,
        payloads: Vec<Payload>,
    ) -> Result<Outcome, String> {
        let [payload] = payloads.as_slice() else { return Err("payloads must be of length 1".into()) };
        let timeout_ns = timeout_ns / SECOND_NS * SECOND_NS;
        if timeout_ns <= self.time_ns || timeout_ns > self.time_ns + DAY_NS {
            return Err("timeout elapsed, or exceeds the maximum expected value".into());
        }
        let (contract, payload) = (contract_of(&payload.source_port)?, payload.to_ibc());
        let packet = self.commit_paired(client, timeout_ns, payloads)?;
        let msg = Ibc2PacketSendMsg::new(
            payload,
            packet.source_channel,
            packet.destination_channel,
            packet.sequence,
            Addr::unchecked(signer),
        );
        self.call(&contract, Entry::Send(msg))
    }

    /// The same as a tx of its own, which is what it is when no contract sends.
    pub fn try_send_paired(
        &mut self,
        signer: &str,
        client: &str,
        timeout_ns: u64,
        payloads: Vec<Payload>,
    ) -> Result<(), String> {
        self.tx(|chain| chain.send_paired(signer, client, timeout_ns, payloads)).map(|_| ())
    }

    /// The commitment alone: what a byzantine chain writes without asking anybody.
    pub fn commit_paired(&mut self, client: &str, timeout_ns: u64, payloads: Vec<Payload>) -> Result<Packet, String> {
        let source_chain = self.id.clone();
        let pair = self.pairs.get_mut(client).ok_or("counterparty not found for client")?;
        let sequence = pair.next_sequence;
        pair.next_sequence += 1;
        let packet = Packet {
            source_chain,
            source_channel: client.to_string(),
            destination_chain: pair.counterparty_chain.clone(),
            destination_channel: pair.counterparty_client.clone(),
            sequence,
            data: payloads.first().map(|payload| payload.value.clone()).unwrap_or_default(),
            timeout_ns,
            payloads,
        };
        self.commitments.insert((client.to_string(), sequence), packet.clone());
        Ok(packet)
    }

    /// MsgRecvPacket. Payloads are handed out one by one; a failure of one undoes what that one did, and is the answer
    /// to the packet as a whole. Only a packet of one payload may be answered later.
    pub(crate) fn receive_paired(&mut self, packet: &Packet) -> Result<(), String> {
        let key = (packet.destination_channel.clone(), packet.sequence);
        if self.receipts.contains(&key) {
            return Ok(());
        }
        let pair = self.pairs.get(&packet.destination_channel).ok_or("counterparty not found for client")?;
        if pair.counterparty_client != packet.source_channel {
            return Err("counterparty id does not match packet source id".into());
        }
        if self.time_ns >= packet.timeout_ns {
            return Err("packet timeout elapsed".into());
        }
        let act = |chain: &mut Self| {
            chain.receipts.insert(key.clone());
            chain.hand_out(packet, &key)
        };
        self.tx(act).map(|_| ())
    }

    fn hand_out(&mut self, packet: &Packet, key: &(String, u64)) -> Result<Outcome, String> {
        let mut outcome = Outcome::default();
        let mut acknowledgements = vec![];
        for payload in &packet.payloads {
            let contract = contract_of(&payload.destination_port)?;
            let msg = Ibc2PacketReceiveMsg::new(
                payload.to_ibc(),
                Addr::unchecked("relayer"),
                packet.source_channel.clone(),
                packet.destination_channel.clone(),
                packet.sequence,
            );
            let failing = self.broken.contains(&(contract.clone(), "receive".to_string()));
            let before = self.clone();
            let result = if failing { Err("made to fail".into()) } else { self.call(&contract, Entry::Receive2(msg)) };
            match result {
                Ok(Outcome { data: Some(bytes), events }) => {
                    outcome.events.extend(events);
                    acknowledgements.push(bytes.to_vec());
                }
                // The events of a receive without an answer are dropped.
                Ok(_) if packet.payloads.len() == 1 => {
                    self.unanswered.insert(key.clone());
                    self.paired_unanswered.insert(key.clone(), packet.clone());
                    return Ok(outcome);
                }
                Ok(_) => return Err("packet with multiple payloads cannot have async acknowledgement".into()),
                Err(_) => {
                    *self = before;
                    acknowledgements = vec![FAILURE.to_vec()];
                    break;
                }
            }
        }
        self.acknowledgements.insert(key.clone(), acknowledgements.concat());
        Ok(outcome)
    }

    /// The host's part of `Ibc2Msg::WriteAcknowledgement`.
    pub(crate) fn write_paired(
        &mut self,
        sender: &str,
        client: &str,
        sequence: u64,
        bytes: Vec<u8>,
    ) -> Result<Outcome, String> {
        let key = (client.to_string(), sequence);
        let packet = self.paired_unanswered.get(&key).ok_or("no pending async packet")?;
        let [payload] = packet.payloads.as_slice() else { return Err("expected 1 payload".into()) };
        if contract_of(&payload.destination_port)? != sender {
            return Err("not authorized to acknowledge".into());
        }
        if bytes.is_empty() || bytes == FAILURE {
            return Err("invalid acknowledgement".into());
        }
        self.write_acknowledgement(client, sequence, bytes)?;
        self.paired_unanswered.remove(&key);
        Ok(Outcome::default())
    }

    /// MsgAcknowledgement: the contract is not told which packet it was, only what it held.
    pub(crate) fn acknowledge_paired(&mut self, packet: &Packet, bytes: &[u8]) -> Result<(), String> {
        self.settle_paired(packet, |payload| {
            let (source, destination) = (packet.source_channel.clone(), packet.destination_channel.clone());
            let relayer = Addr::unchecked("relayer");
            Entry::Ack2(Ibc2PacketAckMsg::new(source, destination, payload, Binary::from(bytes), relayer))
        })
    }

    pub(crate) fn time_out_paired(&mut self, packet: &Packet) -> Result<(), String> {
        self.settle_paired(packet, |payload| {
            let (source, destination) = (packet.source_channel.clone(), packet.destination_channel.clone());
            let relayer = Addr::unchecked("relayer");
            Entry::Timeout2(Ibc2PacketTimeoutMsg::new(payload, source, destination, packet.sequence, relayer))
        })
    }

    fn settle_paired(&mut self, packet: &Packet, entry: impl Fn(Ibc2Payload) -> Entry) -> Result<(), String> {
        let key = (packet.source_channel.clone(), packet.sequence);
        if self.commitments.get(&key) != Some(packet) {
            return Ok(());
        }
        self.tx(|chain| {
            chain.commitments.remove(&key);
            let mut outcome = Outcome::default();
            for payload in &packet.payloads {
                let done = chain.call(&contract_of(&payload.source_port)?, entry(payload.to_ibc()))?;
                outcome.events.extend(done.events);
            }
            Ok(outcome)
        })
        .map(|_| ())
    }
}
