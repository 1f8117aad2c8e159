//! The ways between a hub and a gate, seen from one end: a channel of IBC v1, or a client pair of IBC v2. Whatever
//! differs between the two stands here: ports, how a packet leaves and until when, how an acknowledgement is written
//! later, and what a failure looks like. What votes and decisions mean is the same over both.
#![deny(unused_must_use)]

use causeway_proto::limits::{ACK_WRITE_GAS_MAX, PACKET_BYTES_MAX};
use causeway_proto::Code;
use cosmwasm_std::{Addr, Binary, CosmosMsg, Ibc2Msg, Ibc2Payload, IbcAcknowledgement, IbcMsg, IbcTimeout, Timestamp};

/// Of channels at their handshake, and of every payload.
pub const VERSION: &str = "causeway-1";
/// Of every payload: protobuf in its one canonical form.
pub const ENCODING: &str = "application/x-protobuf";
/// IBC v2 takes no timeout that is farther ahead.
pub const TIMEOUT_AHEAD_SEC_MAX: u64 = 24 * 3_600;
/// What ibc-go acknowledges in place of any failure over IBC v2: sha256 of "UNIVERSAL_ERROR_ACKNOWLEDGEMENT".
pub const FAILURE: [u8; 32] = [
    0x47, 0x74, 0xd4, 0xa5, 0x75, 0x99, 0x3f, 0x96, 0x3b, 0x1c, 0x06, 0x57, 0x37, 0x36, 0x61, 0x7a, 0x45, 0x7a, 0xbe,
    0xf8, 0x58, 0x91, 0x78, 0xdb, 0x8d, 0x10, 0xc9, 0x4b, 0x4a, 0xb5, 0x11, 0xab,
];

/// One end of a link, ready to send.
pub enum Link<'a> {
    Channel(&'a str),
    /// This end's client of the other chain, and the port of the contract there.
    Clients {
        client_id: &'a str,
        port_id: &'a str,
    },
}

/// A client pair is listed beside channels by the id of this end's client; ibc-go numbers channels `channel-<n>`.
pub fn is_channel(id: &str) -> bool {
    id.starts_with("channel-")
}

/// Whether an id can pin a client pair: one that names a channel or connection would be heard by another way.
pub fn is_client(id: &str) -> bool {
    !id.is_empty() && !is_channel(id) && !id.starts_with("connection-")
}

/// The port of a contract on a channel.
pub fn channel_port(contract: &str) -> String {
    format!("wasm.{contract}")
}

/// The port of a contract over IBC v2: wasmd leaves out the prefix of the address. None for what is no bech32 address.
pub fn client_port(contract: &str) -> Option<String> {
    let separator = contract.rfind('1')?;
    Some(format!("wasm2{}", &contract[separator..]))
}

/// Whether a payload speaks as we do; anything else is another protocol.
pub fn is_ours(payload: &Ibc2Payload) -> bool {
    payload.version == VERSION && payload.encoding == ENCODING
}

/// Timeouts of IBC v2 are full seconds. Rounded up: a vote must not time out before its deadline, and later is as safe,
/// because the hub compares the deadline with its own clock. Too far for IBC is too far for the transaction.
pub fn client_timeout(now: Timestamp, until: Timestamp) -> Result<Timestamp, Code> {
    let seconds = until.nanos().div_ceil(1_000_000_000);
    let farthest = now.nanos().saturating_add(TIMEOUT_AHEAD_SEC_MAX * 1_000_000_000);
    match seconds.checked_mul(1_000_000_000) {
        Some(nanos) if nanos <= farthest => Ok(Timestamp::from_nanos(nanos)),
        _ => Err(Code::DeadlineTooFar),
    }
}

impl<'a> Link<'a> {
    /// `port_id` is read for a client pair only.
    pub fn new(id: &'a str, port_id: &'a str) -> Self {
        match is_channel(id) {
            true => Link::Channel(id),
            false => Link::Clients { client_id: id, port_id },
        }
    }

    /// One packet. Its timeout is a timestamp, never a height, so that a new revision of the other chain cannot make
    /// it unreachable; it is not before `until`.
    pub fn send(&self, sender: &Addr, now: Timestamp, data: Binary, until: Timestamp) -> Result<CosmosMsg, Code> {
        match self {
            Link::Channel(id) => {
                let timeout = IbcTimeout::with_timestamp(until);
                Ok(IbcMsg::SendPacket { channel_id: id.to_string(), data, timeout }.into())
            }
            Link::Clients { client_id, port_id } => {
                let source = client_port(sender.as_str()).ok_or(Code::Malformed)?;
                let payload =
                    Ibc2Payload::new(source, port_id.to_string(), VERSION.to_string(), ENCODING.to_string(), data);
                let timeout = client_timeout(now, until)?;
                let source_client = client_id.to_string();
                Ok(Ibc2Msg::SendPacket { source_client, timeout, payloads: vec![payload] }.into())
            }
        }
    }
}

/// Answers a packet that was received earlier, on a channel or, where it came from a `source_client`, on a client.
pub fn acknowledge(received_on: &str, source_client: Option<&str>, sequence: u64, bytes: Binary) -> CosmosMsg {
    let ack = IbcAcknowledgement::new(bytes);
    match source_client {
        None => {
            let channel_id = received_on.to_string();
            IbcMsg::WriteAcknowledgement { channel_id, packet_sequence: sequence, ack }.into()
        }
        Some(source) => Ibc2Msg::WriteAcknowledgement {
            source_client: source.to_string(),
            destination_client: received_on.to_string(),
            packet_sequence: sequence,
            ack,
        }
        .into(),
    }
}

/// Gas of one such answer. Over IBC v2 the chain reads the whole packet twice to write it, at three gas a byte.
pub fn acknowledge_gas_max(source_client: Option<&str>) -> u64 {
    match source_client {
        None => ACK_WRITE_GAS_MAX,
        Some(_) => ACK_WRITE_GAS_MAX + 2 * 3 * PACKET_BYTES_MAX as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    const SECOND: u64 = 1_000_000_000;

    fn at(nanos: u64) -> Timestamp {
        Timestamp::from_nanos(nanos)
    }

    #[test]
    fn a_timeout_over_ibc_v2_is_the_first_full_second_that_is_not_before_the_deadline() {
        let now = at(100 * SECOND + 7);
        assert_eq!(client_timeout(now, at(160 * SECOND)), Ok(at(160 * SECOND)));
        assert_eq!(client_timeout(now, at(160 * SECOND + 1)), Ok(at(161 * SECOND)));
        assert_eq!(client_timeout(now, at(160 * SECOND - 1)), Ok(at(160 * SECOND)));
    }

    #[test]
    fn a_timeout_that_rounds_beyond_a_day_ahead_is_too_far_and_no_number_overflows() {
        let day = TIMEOUT_AHEAD_SEC_MAX * SECOND;
        assert_eq!(client_timeout(at(SECOND), at(SECOND + day)), Ok(at(SECOND + day)));
        assert_eq!(client_timeout(at(SECOND), at(SECOND + day + 1)), Err(Code::DeadlineTooFar));
        // A day ahead to the nanosecond, but the full second after it is farther.
        assert_eq!(client_timeout(at(SECOND + 1), at(SECOND + day + 1)), Err(Code::DeadlineTooFar));
        assert_eq!(client_timeout(at(0), at(u64::MAX)), Err(Code::DeadlineTooFar));
        assert_eq!(client_timeout(at(u64::MAX), at(u64::MAX)), Err(Code::DeadlineTooFar));
    }

    #[test]
    fn a_port_over_ibc_v2_is_the_address_without_its_prefix() {
        assert_eq!(client_port("wasm1qqzzz").as_deref(), Some("wasm21qqzzz"));
        // The separator of bech32 is the last 1: a prefix may have one.
        assert_eq!(client_port("zone1a1qqzzz").as_deref(), Some("wasm21qqzzz"));
        assert_eq!(client_port("no-address"), None);
    }

    #[test]
    fn the_failure_of_ibc_v2_is_what_ibc_go_hashes_and_no_acknowledgement_of_ours() {
        assert_eq!(FAILURE.as_slice(), Sha256::digest(b"UNIVERSAL_ERROR_ACKNOWLEDGEMENT").as_slice());
        assert_ne!(FAILURE[0], 0x08);
    }

    #[test]
    fn names_of_channels_and_connections_pin_no_client_pair() {
        let cases = [("07-tendermint-0", true), ("", false), ("channel-0", false), ("connection-0", false)];
        for (id, expected) in cases {
            assert_eq!(is_client(id), expected, "{id}");
        }
    }

    #[test]
    fn a_payload_of_another_version_or_encoding_is_not_ours() {
        let payload = |version: &str, encoding: &str| {
            let [source, destination] = ["wasm21a", "wasm21b"].map(String::from);
            Ibc2Payload::new(source, destination, version.into(), encoding.into(), Binary::default())
        };
        assert!(is_ours(&payload(VERSION, ENCODING)));
        assert!(!is_ours(&payload("causeway-2", ENCODING)));
        assert!(!is_ours(&payload(VERSION, "application/json")));
    }
}
