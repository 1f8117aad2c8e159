//! A chain's own view of IBC: channel ends, what it sent, what it received, what it answered.

use crate::host::pairs::Payload;
use cosmwasm_std::{
    Addr, Binary, IbcAcknowledgement, IbcChannel, IbcEndpoint, IbcOrder, IbcPacket, IbcPacketAckMsg,
    IbcPacketReceiveMsg, IbcPacketTimeoutMsg, IbcTimeout, Timestamp,
};

/// A channel end. The contract behind it is the one whose address the port names.
#[derive(Clone, Debug)]
pub struct Channel {
    pub contract: String,
    pub connection_id: String,
    pub counterparty_chain: String,
    pub counterparty_port: String,
    pub counterparty_channel: String,
    pub open: bool,
    pub next_sequence: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Packet {
    pub source_chain: String,
    pub source_channel: String,
    pub destination_chain: String,
    pub destination_channel: String,
    pub sequence: u64,
    pub data: Vec<u8>,
    pub timeout_ns: u64,
    /// Over a client pair, whose ids stand in the places of channels, `data` is that of the first; none on a channel.
    pub payloads: Vec<Payload>,
}

fn endpoint(port: &str, channel: &str) -> IbcEndpoint {
    IbcEndpoint { port_id: port.to_string(), channel_id: channel.to_string() }
}

pub fn channel_of(channel_id: &str, channel: &Channel, version: &str, order: IbcOrder) -> IbcChannel {
    IbcChannel::new(
        endpoint(&format!("wasm.{}", channel.contract), channel_id),
        endpoint(&channel.counterparty_port, &channel.counterparty_channel),
        order,
        version,
        channel.connection_id.clone(),
    )
}

impl Packet {
    /// The packet as contracts see it; ports follow from the channel ends.
    pub fn to_ibc(&self, source_port: &str, destination_port: &str) -> IbcPacket {
        IbcPacket::new(
            self.data.clone(),
            endpoint(source_port, &self.source_channel),
            endpoint(destination_port, &self.destination_channel),
            self.sequence,
            IbcTimeout::with_timestamp(Timestamp::from_nanos(self.timeout_ns)),
        )
    }
}

pub fn receive_msg(packet: IbcPacket) -> IbcPacketReceiveMsg {
    IbcPacketReceiveMsg::new(packet, Addr::unchecked("relayer"))
}

pub fn ack_msg(packet: IbcPacket, acknowledgement: Vec<u8>) -> IbcPacketAckMsg {
    let acknowledgement = IbcAcknowledgement::new(Binary::from(acknowledgement));
    IbcPacketAckMsg::new(acknowledgement, packet, Addr::unchecked("relayer"))
}

pub fn timeout_msg(packet: IbcPacket) -> IbcPacketTimeoutMsg {
    IbcPacketTimeoutMsg::new(packet, Addr::unchecked("relayer"))
}
