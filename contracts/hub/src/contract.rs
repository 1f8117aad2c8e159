//! Entry points: they only dispatch.

use crate::acks::{flush, reply_ack};
use crate::cancel::cancel;
use crate::channel::{check_channel, closed, connected};
use crate::decide::resolve;
use crate::error::HubError;
use crate::msg::{ConfigResponse, ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::query;
use crate::resend::{confirmed, resend};
use crate::state::{Config, CONFIG};
use crate::vote::{receive, receive_paired};
use crate::zones::{admit, set_suspended};
use causeway_commit::hub::HubEvent;
use causeway_proto::Code;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Env, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg, Ibc2PacketSendMsg,
    Ibc2PacketTimeoutMsg, Ibc3ChannelOpenResponse, IbcBasicResponse, IbcChannelCloseMsg, IbcChannelConnectMsg,
    IbcChannelOpenMsg, IbcPacketAckMsg, IbcPacketReceiveMsg, IbcPacketTimeoutMsg, IbcReceiveResponse, MessageInfo,
    Never, Reply, Response,
};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _env: Env, _info: MessageInfo, msg: InstantiateMsg) -> Result<Response, HubError> {
    let admin = deps.api.addr_validate(&msg.admin)?;
    CONFIG.save(deps.storage, &Config { admin })?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, HubError> {
    match msg {
        ExecuteMsg::AdmitZone(address) => admit(deps, info, address),
        ExecuteMsg::SuspendZone { chain_id } => set_suspended(deps, info, &chain_id, true),
        ExecuteMsg::ResumeZone { chain_id } => set_suspended(deps, info, &chain_id, false),
        ExecuteMsg::Expire { manifest } => resolve(deps, env, &manifest, HubEvent::Expire),
        ExecuteMsg::Cancel { manifest, authorisation } => cancel(deps, env, info, manifest, authorisation),
        ExecuteMsg::Flush { channel_id, sequence } => flush(deps.storage, &env, &channel_id, sequence.u64()),
        ExecuteMsg::Resend { transaction_ids, chain_id, channel_id } => {
            resend(deps.storage, &env, transaction_ids, &chain_id, &channel_id)
        }
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn reply(deps: DepsMut, _env: Env, reply: Reply) -> Result<Response, Never> {
    Ok(reply_ack(deps.storage, &reply))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, _env: Env, msg: QueryMsg) -> Result<Binary, HubError> {
    let answer = match msg {
        QueryMsg::Config {} => {
            to_json_binary(&ConfigResponse { admin: CONFIG.load(deps.storage)?.admin.into_string() })
        }
        QueryMsg::Transaction { transaction_id } => to_json_binary(&query::transaction(deps, transaction_id)?),
        QueryMsg::Transactions { start_after, limit } => {
            to_json_binary(&query::transactions(deps, start_after, limit)?)
        }
        QueryMsg::OpenByDeadline { before_ns, limit } => {
            to_json_binary(&query::open_by_deadline(deps, before_ns.u64(), limit)?)
        }
        QueryMsg::Zones { start_after, limit } => to_json_binary(&query::zones(deps, start_after, limit)?),
        QueryMsg::Zone { chain_id } => to_json_binary(&query::zone(deps, &chain_id)?),
        QueryMsg::Asset { id } => to_json_binary(&query::asset(deps, id)?),
        QueryMsg::Assets { start_after, limit } => to_json_binary(&query::assets(deps, start_after, limit)?),
        QueryMsg::Supply { chain_id } => to_json_binary(&query::supply(deps, &chain_id)?),
        QueryMsg::Outbox { start_after, limit } => to_json_binary(&query::outbox(deps, start_after, limit)?),
        QueryMsg::Packet { channel_id, sequence } => to_json_binary(&query::packet(deps, channel_id, sequence.u64())?),
    };
    Ok(answer?)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_open(
    deps: DepsMut,
    _env: Env,
    msg: IbcChannelOpenMsg,
) -> Result<Option<Ibc3ChannelOpenResponse>, HubError> {
    check_channel(deps.storage, msg.channel(), msg.counterparty_version())?;
    Ok(None)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_connect(deps: DepsMut, _env: Env, msg: IbcChannelConnectMsg) -> Result<IbcBasicResponse, HubError> {
    let zone = check_channel(deps.storage, msg.channel(), msg.counterparty_version())?;
    connected(deps.storage, msg.channel().clone(), zone)?;
    Ok(IbcBasicResponse::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_channel_close(deps: DepsMut, _env: Env, msg: IbcChannelCloseMsg) -> Result<IbcBasicResponse, HubError> {
    match msg {
        IbcChannelCloseMsg::CloseInit { .. } => Err(Code::ChannelRefused.into()),
        IbcChannelCloseMsg::CloseConfirm { channel } => {
            closed(deps.storage, &channel.endpoint.channel_id)?;
            Ok(IbcBasicResponse::new())
        }
    }
}

/// An error here reverts everything of the packet; wasmd then writes an ICS-4 error acknowledgement (rule 15).
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_receive(deps: DepsMut, env: Env, msg: IbcPacketReceiveMsg) -> Result<IbcReceiveResponse, HubError> {
    receive(deps, env, msg.packet)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_ack(deps: DepsMut, _env: Env, msg: IbcPacketAckMsg) -> Result<IbcBasicResponse, Never> {
    let packet = &msg.original_packet;
    let events = confirmed(deps.storage, &packet.src.channel_id, &packet.data, &msg.acknowledgement.data);
    Ok(IbcBasicResponse::new().add_events(events))
}

/// A DECISION packet that timed out changes nothing: anyone sends it again.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc_packet_timeout(_deps: DepsMut, _env: Env, _msg: IbcPacketTimeoutMsg) -> Result<IbcBasicResponse, Never> {
    Ok(IbcBasicResponse::new())
}

/// Anyone may ask the chain to send a packet from this port; only this contract does.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_send(_deps: DepsMut, env: Env, msg: Ibc2PacketSendMsg) -> Result<IbcBasicResponse, HubError> {
    if msg.signer != env.contract.address {
        return Err(Code::Forbidden.into());
    }
    Ok(IbcBasicResponse::new())
}

/// An error here reverts everything of the packet; ibc-go then acknowledges its one word of failure (rule 15).
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_receive(deps: DepsMut, env: Env, msg: Ibc2PacketReceiveMsg) -> Result<IbcReceiveResponse, HubError> {
    receive_paired(deps, env, msg)
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_ack(deps: DepsMut, _env: Env, msg: Ibc2PacketAckMsg) -> Result<IbcBasicResponse, Never> {
    let events = confirmed(deps.storage, &msg.source_client, &msg.data.value, &msg.acknowledgement);
    Ok(IbcBasicResponse::new().add_events(events))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn ibc2_packet_timeout(_deps: DepsMut, _env: Env, _msg: Ibc2PacketTimeoutMsg) -> Result<IbcBasicResponse, Never> {
    Ok(IbcBasicResponse::new())
}
