//! Entry points: they only dispatch.

use crate::admin::set_resource;
use crate::channel::{check_channel, check_pin, closed, connected, is_of_hub, pinned};
use crate::error::GateError;
use crate::msg::{ExecuteMsg, HubAddress, InstantiateMsg, QueryMsg, SudoMsg};
use crate::prepare::{prepare, reply_prepare, REPLY_PREPARE};
use crate::refuse::refuse;
use crate::settle::{self, is_canonical_error, reply_retry, reply_settle, Settled, REPLY_RETRY};
use crate::state::{Config, CHANNELS, CONFIG};
use crate::{query, settle::retry};
use causeway_link::FAILURE;
use causeway_proto::{encode_acknowledgement, AckKind, Code};
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Env, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg, Ibc2PacketSendMsg,
    Ibc2PacketTimeoutMsg, Ibc3ChannelOpenResponse, IbcBasicResponse, IbcChannelCloseMsg, IbcChannelConnectMsg,
    IbcChannelOpenMsg, IbcPacketAckMsg, IbcPacketReceiveMsg, IbcPacketTimeoutMsg, IbcReceiveResponse, MessageInfo,
    Never, Reply, Response,
};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _env: Env, _info: MessageInfo, msg: InstantiateMsg) -> Result<Response, GateError> {
    let admin = deps.api.addr_validate(&msg.admin)?;
    check_pin(&msg.hub)?;
    pinned(deps.storage, &msg.hub)?;
    CONFIG.save(deps.storage, &Config { hub: msg.hub, admin })?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, GateError> {
    match msg {
        ExecuteMsg::RegisterResource { contract } => set_resource(deps, info, &contract, true),
        ExecuteMsg::RemoveResource { contract } => set_resource(deps, info, &contract, false),
        ExecuteMsg::Prepare { legs } => prepare(deps, env, info, legs),
        ExecuteMsg::Refuse { manifest, authorisation } => refuse(deps, env, info, manifest, authorisation),
        ExecuteMsg::Retry { transaction_id } => match retry(deps.storage, transaction_id.as_slice())? {
            Some(messages) => Ok(Response::new().add_submessages(messages)),
            None => Err(Code::TransactionUnknown.into()),
        },
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn sudo(deps: DepsMut, _env: Env, msg: SudoMsg) -> Result<Response, GateError> {
    let SudoMsg::PinHub { port_id, connection_id, client_id } = msg;
    let mut config = CONFIG.load(deps.storage)?;
    config.hub = HubAddress { port_id, connection_id, client_id, ..config.hub };
    check_pin(&config.hub)?;
    pinned(deps.storage, &config.hub)?;
    CONFIG.save(deps.storage, &config)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn reply(deps: DepsMut, env: Env, reply: Reply) -> Result<Response, GateError> {
    match reply.id {
        REPLY_PREPARE => reply_prepare(deps, env, reply),
        REPLY_RETRY => Ok(reply_retry(deps.storage, &reply)),
        _ => Ok(reply_settle(deps.storage, &reply)),
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, _env: Env, msg: QueryMsg) -> Result<Binary, GateError> {
    let answer = match msg {
        QueryMsg::Config {} => to_json_binary(&query::config(deps)?),
        QueryMsg::Channels {} => to_json_binary(&query::channels(deps)?),
        QueryMsg::Leg { transaction_id } => to_json_binary(&query::leg(deps, &transaction_id)?),
        QueryMsg::Legs { start_after, limit } => to_json_binary(&query::legs(deps, start_after, limit)?),
        QueryMsg::Waiting { start_after, limit } => to_json_binary(&query::waiting(deps, start_after, limit)?),
    };
    Ok(answer?)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_open(
    deps: DepsMut,
    _env: Env,
    msg: IbcChannelOpenMsg,
) -> Result<Option<Ibc3ChannelOpenResponse>, GateError> {
    check_channel(deps.storage, msg.channel(), msg.counterparty_version())?;
    Ok(None)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_connect(deps: DepsMut, _env: Env, msg: IbcChannelConnectMsg) -> Result<IbcBasicResponse, GateError> {
    check_channel(deps.storage, msg.channel(), msg.counterparty_version())?;
    connected(deps.storage, &msg.channel().endpoint.channel_id)?;
    Ok(IbcBasicResponse::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_close(deps: DepsMut, _env: Env, msg: IbcChannelCloseMsg) -> Result<IbcBasicResponse, GateError> {
    match msg {
        IbcChannelCloseMsg::CloseInit { .. } => Err(Code::ChannelRefused.into()),
        IbcChannelCloseMsg::CloseConfirm { channel } => {
            closed(deps.storage, &channel.endpoint.channel_id)?;
            Ok(IbcBasicResponse::new())
        }
    }
}

/// Always a success acknowledgement: an error would tell a relayer to come again, and there is nothing to come for.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_receive(deps: DepsMut, env: Env, msg: IbcPacketReceiveMsg) -> Result<IbcReceiveResponse, Never> {
    let received = encode_acknowledgement(AckKind::Received, vec![]);
    if !CHANNELS.has(deps.storage, &msg.packet.dest.channel_id) {
        return Ok(IbcReceiveResponse::new(received));
    }
    let Settled { messages, events } = settle::decided(deps.storage, &env, &msg.packet.data);
    Ok(IbcReceiveResponse::new(received).add_submessages(messages).add_events(events))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_ack(deps: DepsMut, env: Env, msg: IbcPacketAckMsg) -> Result<IbcBasicResponse, Never> {
    let bytes = &msg.acknowledgement.data;
    let failed = is_canonical_error(bytes);
    let Settled { messages, events } =
        settle::acknowledged(deps.storage, &env, &msg.original_packet.data, bytes, failed);
    Ok(IbcBasicResponse::new().add_submessages(messages).add_events(events))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_timeout(deps: DepsMut, env: Env, msg: IbcPacketTimeoutMsg) -> Result<IbcBasicResponse, Never> {
    let Settled { messages, events } = settle::timed_out(deps.storage, &env, &msg.packet.data);
    Ok(IbcBasicResponse::new().add_submessages(messages).add_events(events))
}

/// Anyone may ask the chain to send a packet from this port; only this contract does.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_send(_deps: DepsMut, env: Env, msg: Ibc2PacketSendMsg) -> Result<IbcBasicResponse, GateError> {
    if msg.signer != env.contract.address {
        return Err(Code::Forbidden.into());
    }
    Ok(IbcBasicResponse::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_receive(deps: DepsMut, env: Env, msg: Ibc2PacketReceiveMsg) -> Result<IbcReceiveResponse, Never> {
    let received = encode_acknowledgement(AckKind::Received, vec![]);
    if !is_of_hub(deps.storage, &msg) {
        return Ok(IbcReceiveResponse::new(received));
    }
    let Settled { messages, events } = settle::decided(deps.storage, &env, &msg.payload.value);
    Ok(IbcReceiveResponse::new(received).add_submessages(messages).add_events(events))
}

/// There is no sequence: the payload that comes back names the transactions.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_ack(deps: DepsMut, env: Env, msg: Ibc2PacketAckMsg) -> Result<IbcBasicResponse, Never> {
    let bytes = &msg.acknowledgement;
    let failed = bytes.as_slice() == FAILURE;
    let Settled { messages, events } = settle::acknowledged(deps.storage, &env, &msg.data.value, bytes, failed);
    Ok(IbcBasicResponse::new().add_submessages(messages).add_events(events))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_timeout(deps: DepsMut, env: Env, msg: Ibc2PacketTimeoutMsg) -> Result<IbcBasicResponse, Never> {
    let Settled { messages, events } = settle::timed_out(deps.storage, &env, &msg.payload.value);
    Ok(IbcBasicResponse::new().add_submessages(messages).add_events(events))
}
