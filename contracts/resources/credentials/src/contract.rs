//! Entry points: they only dispatch. Nobody administers this contract: gate and identity are set when it is made.

use crate::issue::issue;
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::query;
use crate::revoke::revoke;
use crate::service::Credentials;
use crate::state::IDENTITY;
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::ServiceError;
use causeway_services::identity::Identity;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    _env: Env,
    _info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ServiceError> {
    IDENTITY.save(deps.storage, &Identity(deps.api.addr_validate(&msg.identity)?))?;
    kit::set_gate(deps, &msg.gate)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    if !info.funds.is_empty() {
        return Err(Code::OperationNotDefined.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Credentials>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Credentials>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Credentials>(deps, &info, call),
        ExecuteMsg::Issue(body) => issue(deps, &env, &info, body),
        ExecuteMsg::Revoke(body) => revoke(deps, &env, &info, &body),
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Credentials>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Credentials>(deps, start_after, limit)?),
        QueryMsg::Credential { id } => to_json_binary(&query::credential(deps, &id)?),
        QueryMsg::CredentialsOf { subject, start_after, limit } => {
            to_json_binary(&query::credentials_of(deps, &subject, start_after, limit)?)
        }
        QueryMsg::StatusList { issuer, list } => to_json_binary(&query::status_list(deps, &issuer, list)?),
        QueryMsg::Valid { id, subject, fingerprint } => {
            to_json_binary(&query::valid(deps, &env, &id, &subject, fingerprint.as_ref())?)
        }
    };
    Ok(answer?)
}
