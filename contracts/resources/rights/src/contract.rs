//! Entry points: they only dispatch. Only the gate may prepare, commit and abort.

use crate::access::{record_reads, use_many, use_one};
use crate::grants::{grant, grant_by_market, revoke};
use crate::mandates;
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::owners::{archive, set_shares, set_terms, transfer};
use crate::query;
use crate::register::register;
use crate::service::RightsService;
use crate::state::{Config, CONFIG};
use crate::wiring::{set_market, set_peer};
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::Intake;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: InstantiateMsg) -> Result<Response, ServiceError> {
    let config = Config {
        admin: deps.api.addr_validate(&msg.admin)?,
        identity: Identity(deps.api.addr_validate(&msg.identity)?),
        intake: Intake(deps.api.addr_validate(&msg.intake)?),
        market: None,
    };
    CONFIG.save(deps.storage, &config)?;
    kit::set_gate(deps, &msg.gate)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    if !info.funds.is_empty() {
        return Err(ServiceCode::FundsMismatch.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<RightsService>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<RightsService>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<RightsService>(deps, &info, call),
        ExecuteMsg::SetMarket { address } => set_market(deps, &info, &address),
        ExecuteMsg::SetPeer { chain_id, contract } => set_peer(deps, &info, &chain_id, &contract),
        ExecuteMsg::Register(registration) => register(deps, &env, &info, registration),
        ExecuteMsg::SetTerms { asset, terms } => set_terms(deps, &info, &asset, terms),
        ExecuteMsg::SetShares { asset, shares } => set_shares(deps, &info, &asset, shares),
        ExecuteMsg::TransferOwnership { asset, to } => transfer(deps, &info, &asset, &to),
        ExecuteMsg::GiveMandate { asset, delegate, until_ns } => {
            mandates::give(deps, &env, &info, (&asset, &delegate), until_ns)
        }
        ExecuteMsg::EndMandate { asset, delegate } => mandates::end(deps, &env, &info, &asset, &delegate),
        ExecuteMsg::Archive { asset } => archive(deps, &info, &asset),
        ExecuteMsg::Grant(body) => grant(deps, &env, &info, body),
        ExecuteMsg::Revoke { grant } => revoke(deps, &env, &info, &grant),
        ExecuteMsg::GrantByMarket { grant, buyer } => grant_by_market(deps, &env, &info, grant, &buyer),
        ExecuteMsg::Use(request) => use_one(deps, &env, &info, &request),
        ExecuteMsg::UseMany { requests } => use_many(deps, &env, &info, &requests),
        ExecuteMsg::RecordReads { asset, root, count } => record_reads(deps, &info, &asset, &root, count),
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<RightsService>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => {
            to_json_binary(&kit::locks::<RightsService>(deps, start_after, limit)?)
        }
        QueryMsg::Config {} => to_json_binary(&query::config(deps)?),
        QueryMsg::Rights { asset } => to_json_binary(&query::rights(deps, &asset)?),
        QueryMsg::Mandate { asset, delegate } => to_json_binary(&query::mandate(deps, &env, &asset, &delegate)?),
        QueryMsg::Record { asset } => to_json_binary(&query::record(deps, &asset)?),
        QueryMsg::Claim { fingerprint } => to_json_binary(&query::claim(deps, &fingerprint)?),
        QueryMsg::Grant { id } => to_json_binary(&query::grant(deps, &id)?),
        QueryMsg::GrantsOf { asset, grantee, start_after, limit } => {
            to_json_binary(&query::grants_of(deps, asset, grantee, start_after, limit)?)
        }
        QueryMsg::May { grant, fields, purpose } => to_json_binary(&query::may(deps, &env, &grant, &fields, &purpose)?),
        QueryMsg::Accesses { asset, start_after, limit } => {
            to_json_binary(&query::accesses(deps, &asset, start_after, limit)?)
        }
        QueryMsg::Counts { asset } => to_json_binary(&query::counts(deps, &asset)?),
        QueryMsg::Copy { home, asset } => to_json_binary(&query::copy(deps, &home, &asset)?),
    };
    Ok(answer?)
}
