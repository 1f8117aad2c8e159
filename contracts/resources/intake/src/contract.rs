//! Entry points: they only dispatch. Nobody administers this contract: everything is set when it is made.

use crate::limits::{PHASE_BLOCKS_MAX, REGULATOR_SEC_MAX, SKEW_SEC_MAX};
use crate::msg::{ExecuteMsg, InstantiateMsg, ModelRef, QueryMsg};
use crate::operations::Intake;
use crate::report::{report, Report};
use crate::state::{Config, CONFIG};
use crate::verdicts::Reveal;
use crate::{pool, query, registry, regulate, settle, submit, verdicts};
use causeway_proto::limits::DENOM_BYTES_MAX;
use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::RegulateBody;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Binary, Deps, DepsMut, Env, Event, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _: Env, info: MessageInfo, msg: InstantiateMsg) -> Result<Response, ServiceError> {
    let phases = [msg.phases.commit_blocks, msg.phases.reveal_blocks, msg.phases.wait_blocks];
    let within = phases.iter().all(|blocks| (1..=PHASE_BLOCKS_MAX).contains(blocks))
        && (1..=SKEW_SEC_MAX).contains(&msg.skew_sec)
        && msg.regulator_sec <= REGULATOR_SEC_MAX
        && (1..=DENOM_BYTES_MAX).contains(&msg.reward.denom.len());
    if !within {
        return Err(Code::LimitExceeded.into());
    }
    if !info.funds.is_empty() {
        return Err(ServiceCode::FundsMismatch.into());
    }
    let config = Config {
        identity: Identity(deps.api.addr_validate(&msg.identity)?),
        skew_sec: msg.skew_sec,
        denom: msg.reward.denom,
        phases: msg.phases,
        regulator_sec: msg.regulator_sec,
    };
    CONFIG.save(deps.storage, &config)?;
    kit::set_gate(deps, &msg.gate)?;
    let event = Event::new("intake_made").add_attribute("gate", msg.gate).add_attribute("identity", msg.identity);
    Ok(Response::new().add_event(event))
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    if !info.funds.is_empty() && !matches!(msg, ExecuteMsg::Submit(_) | ExecuteMsg::SubmitMany { .. }) {
        return Err(ServiceCode::FundsMismatch.into());
    }
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Intake>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Intake>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Intake>(deps, &info, call),
        ExecuteMsg::RegisterModel { name, version, schema } => {
            registry::register_model(deps, &env, &info, ModelRef { name, version }, schema)
        }
        ExecuteMsg::OpenStream(stream) => registry::open_stream(deps, &env, &info, stream),
        ExecuteMsg::UseModel { stream, version } => registry::use_model(deps, &info, &stream, version),
        ExecuteMsg::AllowDevice { stream, device } => registry::allow_device(deps, &env, &info, &stream, &device),
        ExecuteMsg::DisallowDevice { stream, device } => registry::disallow_device(deps, &info, &stream, &device),
        ExecuteMsg::Submit(submission) => submit::submit(deps, &env, &info, &[submission]),
        ExecuteMsg::SubmitMany { batches } => submit::submit(deps, &env, &info, &batches),
        ExecuteMsg::Report { batch, attempt, model_version, failed, more } => {
            report(deps, &env, &info, Report { batch, attempt, model_version, failed, more })
        }
        ExecuteMsg::JoinCheckers {} => pool::join(deps, &info),
        ExecuteMsg::LeaveCheckers {} => pool::leave(deps, &info),
        ExecuteMsg::CommitVerdict { batch, hash } => verdicts::commit(deps, &env, &info, &batch, hash),
        ExecuteMsg::RevealVerdict { batch, pass, digest, salt } => {
            verdicts::reveal(deps, &env, &info, &batch, Reveal { pass, digest, salt })
        }
        ExecuteMsg::Draw { batch } => pool::draw(deps, &env, &batch),
        ExecuteMsg::Settle { batch } => settle::settle(deps, &env, &batch),
        ExecuteMsg::RegulatorVerdict { batch, attempt, pass, code } => {
            regulate::regulate(deps, &env, &info, RegulateBody { batch, attempt, pass, code })
        }
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Intake>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Intake>(deps, start_after, limit)?),
        QueryMsg::Config {} => to_json_binary(&query::config(deps)?),
        QueryMsg::Model { name, version } => to_json_binary(&query::model(deps, name, version)?),
        QueryMsg::Stream { id } => to_json_binary(&query::stream(deps, id)?),
        QueryMsg::Streams { start_after, limit } => to_json_binary(&query::streams(deps, start_after, limit)?),
        QueryMsg::Sources { stream, start_after, limit } => {
            to_json_binary(&query::sources(deps, &stream, start_after, limit)?)
        }
        QueryMsg::Checkers { start_after, limit } => to_json_binary(&query::checkers(deps, start_after, limit)?),
        QueryMsg::Batch { id } => to_json_binary(&query::batch(deps, &id)?),
        QueryMsg::Attempts { id } => to_json_binary(&query::attempts(deps, &id)?),
        QueryMsg::Verdicts { batch } => to_json_binary(&query::verdicts(deps, &batch)?),
        QueryMsg::Counts { device, from_day, to_day } => {
            to_json_binary(&query::counts(deps, &device, from_day, to_day)?)
        }
        QueryMsg::Latest { stream, device } => to_json_binary(&query::latest(deps, &stream, &device)?),
        QueryMsg::BatchOf { stream, device, sequence } => {
            to_json_binary(&query::batch_of(deps, &stream, &device, sequence.u64())?)
        }
        QueryMsg::Trace { id } => to_json_binary(&query::trace(deps, &env, id)?),
    };
    Ok(answer?)
}
