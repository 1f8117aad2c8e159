//! The same over IBC v2, which knows clients and ports in place of channels.

use crate::{acknowledged, count, is_error, receive, success, What, VERSION};
use cosmwasm_std::{
    entry_point, CosmosMsg, DepsMut, Env, Ibc2Msg, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg, Ibc2PacketSendMsg,
    Ibc2PacketTimeoutMsg, Ibc2Payload, IbcAcknowledgement, IbcBasicResponse, IbcReceiveResponse, Response, StdError,
    StdResult,
};

const ENCODING: &str = "application/octet-stream";
/// What a chain writes in place of the answer of a contract that failed: IBC v2 has one error for all.
pub(crate) const FAILED: [u8; 32] = [
    0x47, 0x74, 0xd4, 0xa5, 0x75, 0x99, 0x3f, 0x96, 0x3b, 0x1c, 0x06, 0x57, 0x37, 0x36, 0x61, 0x7a, 0x45, 0x7a, 0xbe,
    0xf8, 0x58, 0x91, 0x78, 0xdb, 0x8d, 0x10, 0xc9, 0x4b, 0x4a, 0xb5, 0x11, 0xab,
];

/// As wasmd derives it: the address without the chain's prefix, which ends at its last 1.
fn port_of(address: &str) -> String {
    let start = address.rfind('1').unwrap_or(0);
    format!("wasm2{}", &address[start..])
}

pub(crate) fn send(
    deps: DepsMut,
    env: &Env,
    source_client: String,
    destination_port: String,
    what: &What,
) -> StdResult<Response> {
    count(deps.storage, &source_client, |counts| counts.sent += u64::from(what.count))?;
    let source_port = port_of(env.contract.address.as_str());
    let payload =
        Ibc2Payload::new(source_port, destination_port, VERSION.to_string(), ENCODING.to_string(), what.packet()?);
    let packet = Ibc2Msg::SendPacket { source_client, timeout: what.timeout(env), payloads: vec![payload] };
    Ok(Response::new().add_messages((0..what.count).map(|_| packet.clone())))
}

pub fn write_acknowledgement(source_client: String, destination_client: String, sequence: u64) -> CosmosMsg {
    let ack = IbcAcknowledgement::new(success().to_binary());
    Ibc2Msg::WriteAcknowledgement { source_client, destination_client, packet_sequence: sequence, ack }.into()
}

/// Only what this contract sends itself leaves by its port.
#[entry_point]
pub fn ibc2_packet_send(_deps: DepsMut, env: Env, msg: Ibc2PacketSendMsg) -> StdResult<IbcBasicResponse> {
    if msg.signer != env.contract.address {
        return Err(StdError::msg("a probe sends its packets itself"));
    }
    Ok(IbcBasicResponse::new())
}

#[entry_point]
pub fn ibc2_packet_receive(deps: DepsMut, _env: Env, msg: Ibc2PacketReceiveMsg) -> StdResult<IbcReceiveResponse> {
    receive(deps.storage, &msg.destination_client, &msg.source_client, msg.packet_sequence, &msg.payload.value)
}

#[entry_point]
pub fn ibc2_packet_ack(deps: DepsMut, _env: Env, msg: Ibc2PacketAckMsg) -> StdResult<IbcBasicResponse> {
    let refused = msg.acknowledgement.as_slice() == FAILED || is_error(&msg.acknowledgement);
    acknowledged(deps.storage, &msg.source_client, refused)?;
    Ok(IbcBasicResponse::new())
}

#[entry_point]
pub fn ibc2_packet_timeout(deps: DepsMut, _env: Env, msg: Ibc2PacketTimeoutMsg) -> StdResult<IbcBasicResponse> {
    count(deps.storage, &msg.source_client, |counts| counts.timed_out += 1)?;
    Ok(IbcBasicResponse::new())
}
