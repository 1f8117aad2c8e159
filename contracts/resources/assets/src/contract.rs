//! Entry points: they only dispatch. Only the gate may prepare, commit and abort.

use crate::coins::{deposit, withdraw};
use crate::error::AssetsError;
use crate::items::{register, transfer, update};
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::payments::{pay, pay_contract};
use crate::prepare::{check, prepare, PrepareRequest};
use crate::query;
use crate::settle::settle;
use crate::state::{Config, CONFIG};
use causeway_proto::Code;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _env: Env, _info: MessageInfo, msg: InstantiateMsg) -> Result<Response, AssetsError> {
    let gate = msg.gate.map(|gate| deps.api.addr_validate(&gate)).transpose()?;
    let admin = deps.api.addr_validate(&msg.admin)?;
    CONFIG.save(deps.storage, &Config { gate, admin, accepts: msg.accepts })?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, AssetsError> {
    if !info.funds.is_empty() && !matches!(msg, ExecuteMsg::Deposit {}) {
        return Err(Code::OperationNotDefined.into());
    }
    match msg {
        ExecuteMsg::Prepare { transaction_id, leg, operations, contents, until_ns } => {
            only_gate(&deps, &info)?;
            prepare(deps, env, PrepareRequest { transaction_id, leg, operations, contents, until_ns })
        }
        ExecuteMsg::Commit { transaction_id, leg } => {
            only_gate(&deps, &info)?;
            Ok(settle(deps.storage, &env, transaction_id.as_slice(), leg, true)?)
        }
        ExecuteMsg::Abort { transaction_id, leg } => {
            only_gate(&deps, &info)?;
            Ok(settle(deps.storage, &env, transaction_id.as_slice(), leg, false)?)
        }
        ExecuteMsg::SetGate { gate } => set_gate(deps, info, &gate),
        ExecuteMsg::SetAccepts { accepts } => {
            let mut config = only_admin(&deps, &info)?;
            config.accepts = accepts;
            CONFIG.save(deps.storage, &config)?;
            Ok(Response::new())
        }
        ExecuteMsg::Register { envelope, content } => register(deps, env, info, envelope, content),
        ExecuteMsg::Update { envelope, content } => update(deps, info, envelope, content),
        ExecuteMsg::Transfer { id, recipient } => transfer(deps, info, id, &recipient),
        ExecuteMsg::Deposit {} => deposit(deps, env, info),
        ExecuteMsg::Pay { recipient, units } => pay(deps, &info, &recipient, &units),
        ExecuteMsg::PayContract { contract, units, message } => pay_contract(deps, &info, contract, units, message),
        ExecuteMsg::Withdraw { denom, amount } => withdraw(deps, env, info, denom, amount),
    }
}

fn only_gate(deps: &DepsMut, info: &MessageInfo) -> Result<(), AssetsError> {
    match CONFIG.load(deps.storage)?.gate {
        Some(gate) if gate == info.sender => Ok(()),
        _ => Err(Code::Forbidden.into()),
    }
}

fn only_admin(deps: &DepsMut, info: &MessageInfo) -> Result<Config, AssetsError> {
    let config = CONFIG.load(deps.storage)?;
    if config.admin == info.sender {
        Ok(config)
    } else {
        Err(Code::Forbidden.into())
    }
}

/// Once: a gate that could be exchanged would be a key to everything that is locked.
fn set_gate(deps: DepsMut, info: MessageInfo, gate: &str) -> Result<Response, AssetsError> {
    let mut config = only_admin(&deps, &info)?;
    if config.gate.is_some() {
        return Err(Code::Exists.into());
    }
    config.gate = Some(deps.api.addr_validate(gate)?);
    CONFIG.save(deps.storage, &config)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, AssetsError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&check(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&query::locks(deps, start_after, limit)?),
        QueryMsg::Config {} => to_json_binary(&query::config(deps, env)?),
        QueryMsg::Item { id } => to_json_binary(&query::item(deps, id)?),
        QueryMsg::Items { start_after, limit } => to_json_binary(&query::items(deps, start_after, limit)?),
        QueryMsg::Content { id } => to_json_binary(&query::content(deps, &id)?),
        QueryMsg::Balance { account, origin_chain_id, denom } => {
            to_json_binary(&query::balance(deps, &account, &origin_chain_id, &denom)?)
        }
        QueryMsg::Supply {} => to_json_binary(&query::supply(deps, env)?),
    };
    Ok(answer?)
}
