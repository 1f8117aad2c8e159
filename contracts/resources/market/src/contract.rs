//! Entry points: they only dispatch. Only the gate may prepare, commit and abort, and only the assets contract says
//! what was paid.

use crate::auction::close_auction;
use crate::buy::{buy, received};
use crate::channel::{close_channel, redeem};
use crate::dispute::{dispute, undelivered};
use crate::limits::{FEE_BPS_MAX, WINDOW_SEC_MAX};
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::service::Market;
use crate::state::{standing, Config, AGREEMENTS, CONFIG, DEMANDS, MATCHES};
use crate::{agreements, demands, events, offers, query};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::assets::Assets;
use causeway_services::identity::Identity;
use causeway_services::rights::Rights;
use causeway_services::stores::Stores;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: InstantiateMsg) -> Result<Response, ServiceError> {
    if msg.fee_bps > FEE_BPS_MAX || !(1..=WINDOW_SEC_MAX).contains(&msg.window_sec) {
        return Err(Code::LimitExceeded.into());
    }
    let config = Config {
        admin: deps.api.addr_validate(&msg.admin)?,
        assets: Assets(deps.api.addr_validate(&msg.assets)?),
        identity: Identity(deps.api.addr_validate(&msg.identity)?),
        rights: Rights(deps.api.addr_validate(&msg.rights)?),
        stores: Stores(deps.api.addr_validate(&msg.stores)?),
        credentials: deps.api.addr_validate(&msg.credentials)?,
        fee_bps: msg.fee_bps,
        fee_account: deps.api.addr_validate(&msg.fee_account)?,
        window_sec: msg.window_sec,
    };
    CONFIG.save(deps.storage, &config)?;
    kit::set_gate(deps, &msg.gate)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    // Prices are units of the assets contract; coins that came here would be lost.
    if !info.funds.is_empty() {
        return Err(ServiceCode::FundsMismatch.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Market>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Market>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Market>(deps, &info, call),
        ExecuteMsg::SetPeer { chain_id, contract } => set_peer(deps, &info, &chain_id, &contract),
        ExecuteMsg::UnitsReceived { payer, units, message } => received(deps, &env, &info, &payer, units, &message),
        ExecuteMsg::PostOffer(new) => offers::post(deps, &env, &info.sender, new, None),
        ExecuteMsg::WithdrawOffer { offer } => offers::withdraw(deps, &env, &info, &offer),
        ExecuteMsg::PostDemand(new) => demands::post(deps, &env, &info, new),
        ExecuteMsg::WithdrawDemand { demand } => demands::withdraw(deps, &info, &demand),
        ExecuteMsg::Match { demand } => demands::match_one(deps, &env, &demand),
        ExecuteMsg::Buy(purchase) => buy(deps, &env, info.sender.as_str(), None, &purchase),
        ExecuteMsg::Confirm { agreement } => agreements::confirm(deps, &env, &info, &agreement),
        ExecuteMsg::Settle { agreement } => agreements::settle(deps, &env, &agreement),
        ExecuteMsg::Dispute { agreement, statement } => dispute(deps, &env, &info, &agreement, &statement),
        ExecuteMsg::Undelivered { agreement } => undelivered(deps, &env, &agreement),
        ExecuteMsg::CloseAuction { offer } => close_auction(deps, &env, &offer),
        ExecuteMsg::Redeem { channel, total, signature } => redeem(deps, &env, &channel, total, &signature),
        ExecuteMsg::CloseChannel { channel } => close_channel(deps, &env, &info, &channel),
    }
}

fn set_peer(deps: DepsMut, info: &MessageInfo, chain_id: &str, contract: &str) -> Result<Response, ServiceError> {
    if CONFIG.load(deps.storage)?.admin != info.sender {
        return Err(Code::Forbidden.into());
    }
    kit::set_peer(deps.storage, chain_id, contract)?;
    Ok(Response::new().add_event(events::peer_set(chain_id, contract)))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Market>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Market>(deps, start_after, limit)?),
        QueryMsg::Fees {} => to_json_binary(&query::fees(deps)?),
        QueryMsg::Offer { id } => to_json_binary(&query::offer(deps, &id)?),
        QueryMsg::Offers { topic, start_after, limit } => {
            to_json_binary(&query::offers(deps, &topic, start_after.as_deref(), limit)?)
        }
        QueryMsg::Book { topic } => to_json_binary(&query::entries(deps, &topic)?),
        QueryMsg::Record { offer } => to_json_binary(&query::record(deps, &offer)?),
        QueryMsg::Demand { id } => to_json_binary(&DEMANDS.may_load(deps.storage, &id)?),
        QueryMsg::Match { demand } => to_json_binary(&MATCHES.may_load(deps.storage, &demand)?),
        QueryMsg::Agreement { id } => to_json_binary(&AGREEMENTS.may_load(deps.storage, &id)?),
        QueryMsg::Agreements { party, start_after, limit } => {
            to_json_binary(&query::agreements(deps, &party, start_after.as_deref(), limit)?)
        }
        QueryMsg::Auction { offer } => to_json_binary(&query::auction(deps, &offer)?),
        QueryMsg::Channel { id } => to_json_binary(&query::channel(deps, &id)?),
        QueryMsg::Standing { party } => to_json_binary(&standing(deps.storage, &party)?),
    };
    Ok(answer?)
}
