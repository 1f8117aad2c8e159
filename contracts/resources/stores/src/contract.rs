//! Entry points: they only dispatch. Only the gate may prepare, commit and abort.

use crate::accusations::accuse;
use crate::challenges::{answer, challenge, fail, report};
use crate::deposits::{bond, unbond, withdraw};
use crate::erasure::{erase, forgotten};
use crate::limits::{ANSWER_BLOCKS_MAX, DENOM_BYTES_MAX};
use crate::msg::{ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::placement::place;
use crate::query;
use crate::receipts::receipt;
use crate::replace::replace;
use crate::rewards::reward;
use crate::service::Stores;
use crate::state::{Config, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::Intake;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: InstantiateMsg) -> Result<Response, ServiceError> {
    let denom_bytes = msg.deposit.denom.len();
    let in_bounds =
        (1..=ANSWER_BLOCKS_MAX).contains(&msg.answer_blocks) && (1..=DENOM_BYTES_MAX).contains(&denom_bytes);
    if !in_bounds || msg.penalty.is_zero() || msg.deposit.min < msg.penalty {
        return Err(Code::LimitExceeded.into());
    }
    let config = Config {
        identity: Identity(deps.api.addr_validate(&msg.identity)?),
        intake: Intake(deps.api.addr_validate(&msg.intake)?),
        deposit: msg.deposit,
        answer_blocks: msg.answer_blocks,
        penalty: msg.penalty,
    };
    CONFIG.save(deps.storage, &config)?;
    kit::set_gate(deps, &msg.gate)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    let paying = matches!(msg, ExecuteMsg::Bond { .. } | ExecuteMsg::Place { .. });
    if !info.funds.is_empty() && !paying {
        return Err(ServiceCode::FundsMismatch.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Stores>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Stores>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Stores>(deps, &info, call),
        ExecuteMsg::Bond { store } => bond(deps, &info, &store),
        ExecuteMsg::Unbond { store } => unbond(deps, &env, &info, &store),
        ExecuteMsg::Withdraw { store } => withdraw(deps, &env, &info, &store),
        ExecuteMsg::Place { placement, reward } => place(deps, &env, &info, placement, reward),
        ExecuteMsg::Replace { object, version, lost, seat } => {
            replace(deps, &env, &info, (&object, version, &lost), &seat)
        }
        ExecuteMsg::Erase { object, version } => erase(deps, &env, &info, (&object, version)),
        ExecuteMsg::Receipt { object, version, store, at_ns, signature } => {
            receipt(deps, &env, (&object, version, &store), at_ns, &signature)
        }
        ExecuteMsg::Forgotten { object, version, store, at_ns, signature } => {
            forgotten(deps, (&object, version, &store), at_ns, &signature)
        }
        ExecuteMsg::Challenge { object, version, store } => challenge(deps, &env, (&object, version, &store)),
        ExecuteMsg::Answer { object, version, store, chunk, path } => {
            answer(deps, &env, (&object, version, &store), &chunk, &path)
        }
        ExecuteMsg::Fail { object, version, store } => fail(deps, &env, (&object, version, &store)),
        ExecuteMsg::Accuse { object, version, store, statement } => {
            accuse(deps, &env, (&object, version, &store), &statement)
        }
        ExecuteMsg::ReportRead { object, version, store, code } => report(deps, &env, (&object, version, &store), code),
        ExecuteMsg::Reward { object, version, store } => reward(deps, (&object, version, &store)),
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Stores>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Stores>(deps, start_after, limit)?),
        QueryMsg::Config {} => to_json_binary(&query::config(deps)?),
        QueryMsg::Object { id, version } => to_json_binary(&query::object(deps, &id, version)?),
        QueryMsg::History { id, version } => to_json_binary(&query::history(deps, &id, version)?),
        QueryMsg::Objects { start_after, limit } => to_json_binary(&query::objects(deps, start_after, limit)?),
        QueryMsg::Store { id } => to_json_binary(&query::store(deps, id)?),
        QueryMsg::Challenges { store, start_after, limit } => {
            to_json_binary(&query::challenges(deps, &store, start_after, limit)?)
        }
        QueryMsg::HeldBy { store, start_after, limit } => {
            to_json_binary(&query::held_by(deps, &store, start_after, limit)?)
        }
    };
    Ok(answer?)
}
