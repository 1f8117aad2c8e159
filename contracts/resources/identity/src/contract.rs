//! Entry points: they only dispatch. The admin names peers, each once, and has no other power.

use crate::accounts::{bind, unbind, Claim};
use crate::changes::{retire, suspend};
use crate::enrol::{found, propose};
use crate::keys::{account_holder, rotate};
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::roles::check_new_role;
use crate::service::Subjects;
use crate::state::{ADMIN, ROLES};
use crate::transfer::{accept_transfer, offer_transfer};
use crate::vote::{propose_change, vote};
use crate::{audit, events, query};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::ServiceError;
use causeway_services::identity::AccountResponse;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    mut deps: DepsMut,
    env: Env,
    _info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ServiceError> {
    kit::set_gate(deps.branch(), &msg.gate)?;
    ADMIN.save(deps.storage, &deps.api.addr_validate(&msg.admin)?)?;
    for role in &msg.roles {
        check_new_role(deps.storage, role)?;
        ROLES.save(deps.storage, &role.name, &role.scopes)?;
    }
    let added = msg.roles.iter().map(|role| events::role_added(&role.name, &role.scopes));
    Ok(Response::new().add_events(added).add_events(found(deps, &env, msg.registrars)?))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    if !info.funds.is_empty() {
        return Err(Code::OperationNotDefined.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Subjects>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Subjects>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Subjects>(deps, &info, call),
        ExecuteMsg::SetPeer { chain_id, contract } => set_peer(deps, &info, &chain_id, &contract),
        ExecuteMsg::Propose { subjects } => propose(deps, &env, &info, subjects),
        ExecuteMsg::ProposeChange { change } => propose_change(deps, &env, &info, change),
        ExecuteMsg::Vote { proposal, approve } => vote(deps, &env, &info, proposal, approve),
        ExecuteMsg::Suspend { id, reason } => suspend(deps, &env, &info, &id, &reason),
        ExecuteMsg::RotateKey { id, key } => rotate(deps, &env, &info, &id, key),
        ExecuteMsg::OfferTransfer { id, to } => offer_transfer(deps, &env, &info, &id, to),
        ExecuteMsg::AcceptTransfer { id } => accept_transfer(deps, &env, &info, &id),
        ExecuteMsg::Retire { id } => retire(deps, &env, &info, &id),
        ExecuteMsg::BindAccount { id, chain_id, address, public_key, signature } => {
            let account = AccountResponse { chain_id, address };
            bind(deps, &env, &info, &id, &Claim { account, public_key, signature })
        }
        ExecuteMsg::UnbindAccount { id, chain_id, address } => {
            unbind(deps, &env, &info, &id, &AccountResponse { chain_id, address })
        }
        ExecuteMsg::RecordAudit { what } => audit::record(deps, &env, &info, what),
    }
}

fn set_peer(deps: DepsMut, info: &MessageInfo, chain_id: &str, contract: &str) -> Result<Response, ServiceError> {
    if ADMIN.load(deps.storage)? != info.sender {
        return Err(Code::Forbidden.into());
    }
    kit::set_peer(deps.storage, chain_id, contract)?;
    Ok(Response::new().add_event(events::peer_set(chain_id, contract)))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Subjects>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Subjects>(deps, start_after, limit)?),
        QueryMsg::Party { account } => to_json_binary(&query::party(deps, &env, &account)?),
        QueryMsg::Subject { id } => to_json_binary(&query::subject(deps, &env, &id)?),
        QueryMsg::Office { id } => to_json_binary(&query::office(deps, &env, &id)?),
        QueryMsg::Record { id } => to_json_binary(&query::record(deps, &env, &id)?),
        QueryMsg::Holder { chain_id, address } => {
            to_json_binary(&account_holder(deps.storage, &env, &chain_id, &address)?)
        }
        QueryMsg::Things { owner, start_after, limit } => {
            to_json_binary(&query::things(deps, &owner, start_after, limit)?)
        }
        QueryMsg::History { id, start_after, limit } => to_json_binary(&query::history(deps, &id, start_after, limit)?),
        QueryMsg::KeyAt { id, height } => to_json_binary(&query::key_at(deps, &id, height)?),
        QueryMsg::Proposal { number } => to_json_binary(&query::proposal(deps, &env, number)?),
        QueryMsg::Proposals { start_after, limit } => {
            to_json_binary(&query::proposals(deps, &env, start_after, limit)?)
        }
        QueryMsg::Roles {} => to_json_binary(&query::roles(deps)?),
        QueryMsg::Voters {} => to_json_binary(&query::voters(deps, &env)?),
        QueryMsg::Audits { start_after, limit } => to_json_binary(&query::audits(deps, start_after, limit)?),
    };
    Ok(answer?)
}
