//! A contract to test and measure relaying with: it sends packets, answers them as their first byte asks, and counts.
//! It is deployed by tests and benchmarks alone: anyone may call it, and it owns nothing.
#![deny(unused_must_use)]

pub mod msg;
#[cfg(test)]
mod tests;
pub mod v2;

use crate::msg::{Counts, ExecuteMsg, InstantiateMsg, QueryMsg};
use cosmwasm_std::{
    entry_point, to_json_binary, Binary, CosmosMsg, Deps, DepsMut, Env, Ibc3ChannelOpenResponse, IbcAcknowledgement,
    IbcBasicResponse, IbcChannelCloseMsg, IbcChannelConnectMsg, IbcChannelOpenMsg, IbcMsg, IbcPacketAckMsg,
    IbcPacketReceiveMsg, IbcPacketTimeoutMsg, IbcReceiveResponse, MessageInfo, Order, Response, StdAck, StdError,
    StdResult, Storage, Timestamp,
};
use cw_storage_plus::{Item, Map};

pub const VERSION: &str = "probe-1";

/// By channel, or by client for IBC v2.
const COUNTS: Map<&str, Counts> = Map::new("counts");
/// By channel and sequence; what is stored is the other end's client for IBC v2, and empty for a channel.
const UNANSWERED: Map<(&str, u64), String> = Map::new("unanswered");
const BURNT: Item<Binary> = Item::new("burnt");

/// What the first byte of a packet asks of the contract that receives it.
enum Ask {
    /// Any other byte: a success acknowledgement at once.
    Accept,
    /// `e`: an error acknowledgement, written by this contract, which keeps what it counted.
    Refuse,
    /// `f`: the entry point fails; the chain undoes it and writes an error acknowledgement.
    Fail,
    /// `p`: the entry point panics, which fails the whole tx that brought the packet.
    Panic,
    /// `l`: no acknowledgement until `answer`.
    Later,
    /// `g`: a success acknowledgement after burning as many millions of gas as the second byte says.
    Burn(u8),
}

impl Ask {
    fn of(data: &[u8]) -> Self {
        match data.first() {
            Some(b'e') => Ask::Refuse,
            Some(b'f') => Ask::Fail,
            Some(b'p') => Ask::Panic,
            Some(b'l') => Ask::Later,
            Some(b'g') => Ask::Burn(data.get(1).copied().unwrap_or(0)),
            _ => Ask::Accept,
        }
    }
}

/// Packets of one call.
pub(crate) struct What {
    count: u32,
    data: Binary,
    bytes: u32,
    timeout_ns: u64,
}

impl What {
    fn packet(&self) -> StdResult<Binary> {
        let mut packet = self.data.to_vec();
        packet.resize(packet.len().max(self.bytes as usize), 0);
        if packet.is_empty() {
            return Err(StdError::msg("a packet needs data, or bytes above 0"));
        }
        Ok(packet.into())
    }

    fn timeout(&self, env: &Env) -> Timestamp {
        env.block.time.plus_nanos(self.timeout_ns)
    }
}

fn count(storage: &mut dyn Storage, channel_id: &str, add: impl FnOnce(&mut Counts)) -> StdResult<()> {
    let mut counts = COUNTS.may_load(storage, channel_id)?.unwrap_or_default();
    add(&mut counts);
    COUNTS.save(storage, channel_id, &counts)
}

/// The acknowledgement now, or none. `peer_client` is the sender's client for IBC v2.
fn receive(
    storage: &mut dyn Storage,
    channel_id: &str,
    peer_client: &str,
    sequence: u64,
    data: &[u8],
) -> StdResult<IbcReceiveResponse> {
    count(storage, channel_id, |counts| counts.received += 1)?;
    match Ask::of(data) {
        Ask::Accept => {}
        Ask::Refuse => return Ok(IbcReceiveResponse::new(StdAck::error("asked to refuse"))),
        Ask::Fail => return Err(StdError::msg("asked to fail")),
        Ask::Panic => panic!("asked to panic"),
        Ask::Later => {
            UNANSWERED.save(storage, (channel_id, sequence), &peer_client.to_string())?;
            return Ok(IbcReceiveResponse::without_ack());
        }
        Ask::Burn(millions) => burn(storage, millions)?,
    }
    Ok(IbcReceiveResponse::new(success()))
}

fn success() -> StdAck {
    StdAck::success(b"\x01")
}

/// A write of 1 kB costs 32,000 of the SDK's gas and hardly any time.
fn burn(storage: &mut dyn Storage, millions: u8) -> StdResult<()> {
    for _ in 0..u32::from(millions) * 32 {
        BURNT.save(storage, &Binary::from([0; 768]))?;
    }
    Ok(())
}

fn acknowledged(storage: &mut dyn Storage, channel_id: &str, refused: bool) -> StdResult<()> {
    count(storage, channel_id, |counts| {
        counts.acknowledged += 1;
        counts.refused += u64::from(refused);
    })
}

/// As a contract or the chain itself writes one.
fn is_error(acknowledgement: &[u8]) -> bool {
    acknowledgement.starts_with(b"{\"error\"")
}

#[entry_point]
pub fn instantiate(_deps: DepsMut, _env: Env, _info: MessageInfo, _msg: InstantiateMsg) -> StdResult<Response> {
    Ok(Response::new())
}

#[entry_point]
pub fn execute(deps: DepsMut, env: Env, _info: MessageInfo, msg: ExecuteMsg) -> StdResult<Response> {
    match msg {
        ExecuteMsg::Send { channel_id, count, data, bytes, timeout_ns } => {
            send(deps, &env, channel_id, &What { count, data, bytes, timeout_ns })
        }
        ExecuteMsg::Send2 { source_client, destination_port, count, data, bytes, timeout_ns } => {
            v2::send(deps, &env, source_client, destination_port, &What { count, data, bytes, timeout_ns })
        }
        ExecuteMsg::Answer { channel_id, sequence } => answer(deps.storage, channel_id, sequence),
        ExecuteMsg::Close { channel_id } => Ok(Response::new().add_message(IbcMsg::CloseChannel { channel_id })),
    }
}

fn send(deps: DepsMut, env: &Env, channel_id: String, what: &What) -> StdResult<Response> {
    count(deps.storage, &channel_id, |counts| counts.sent += u64::from(what.count))?;
    let packet = IbcMsg::SendPacket { channel_id, data: what.packet()?, timeout: what.timeout(env).into() };
    Ok(Response::new().add_messages((0..what.count).map(|_| packet.clone())))
}

fn answer(storage: &mut dyn Storage, channel_id: String, sequence: u64) -> StdResult<Response> {
    let key = (channel_id.as_str(), sequence);
    let peer_client = UNANSWERED.load(storage, key)?;
    UNANSWERED.remove(storage, key);
    let message: CosmosMsg = if peer_client.is_empty() {
        IbcMsg::WriteAcknowledgement {
            channel_id,
            packet_sequence: sequence,
            ack: IbcAcknowledgement::new(success().to_binary()),
        }
        .into()
    } else {
        v2::write_acknowledgement(peer_client, channel_id, sequence)
    };
    Ok(Response::new().add_message(message))
}

#[entry_point]
pub fn query(deps: Deps, _env: Env, msg: QueryMsg) -> StdResult<Binary> {
    match msg {
        QueryMsg::Counts { channel_id } => {
            to_json_binary(&COUNTS.may_load(deps.storage, &channel_id)?.unwrap_or_default())
        }
        QueryMsg::Unanswered { channel_id } => {
            let keys = UNANSWERED.prefix(&channel_id).keys(deps.storage, None, None, Order::Ascending);
            to_json_binary(&keys.take(1_000).collect::<StdResult<Vec<u64>>>()?)
        }
    }
}

/// Any order that is proposed, over any connection.
#[entry_point]
pub fn ibc_channel_open(
    _deps: DepsMut,
    _env: Env,
    msg: IbcChannelOpenMsg,
) -> StdResult<Option<Ibc3ChannelOpenResponse>> {
    let known = msg.channel().version == VERSION && msg.counterparty_version().is_none_or(|one| one == VERSION);
    if !known {
        return Err(StdError::msg(format!("a channel of a probe has the version {VERSION}")));
    }
    Ok(None)
}

#[entry_point]
pub fn ibc_channel_connect(_deps: DepsMut, _env: Env, _msg: IbcChannelConnectMsg) -> StdResult<IbcBasicResponse> {
    Ok(IbcBasicResponse::new())
}

/// Both ends may close: whoever wants a closed channel gets one.
#[entry_point]
pub fn ibc_channel_close(_deps: DepsMut, _env: Env, _msg: IbcChannelCloseMsg) -> StdResult<IbcBasicResponse> {
    Ok(IbcBasicResponse::new())
}

#[entry_point]
pub fn ibc_packet_receive(deps: DepsMut, _env: Env, msg: IbcPacketReceiveMsg) -> StdResult<IbcReceiveResponse> {
    receive(deps.storage, &msg.packet.dest.channel_id, "", msg.packet.sequence, &msg.packet.data)
}

#[entry_point]
pub fn ibc_packet_ack(deps: DepsMut, _env: Env, msg: IbcPacketAckMsg) -> StdResult<IbcBasicResponse> {
    let refused = is_error(&msg.acknowledgement.data);
    acknowledged(deps.storage, &msg.original_packet.src.channel_id, refused)?;
    Ok(IbcBasicResponse::new())
}

#[entry_point]
pub fn ibc_packet_timeout(deps: DepsMut, _env: Env, msg: IbcPacketTimeoutMsg) -> StdResult<IbcBasicResponse> {
    count(deps.storage, &msg.packet.src.channel_id, |counts| counts.timed_out += 1)?;
    Ok(IbcBasicResponse::new())
}
