//! Entry points: they dispatch, and say who may call.

use crate::error::ParkingError;
use crate::msg::{BayResponse, ExecuteMsg, InstantiateMsg, QueryMsg};
use crate::resource::{check, locks, prepare, settle};
use crate::state::{Bay, Config, BAYS, CONFIG};
use causeway_proto::Code;
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{to_json_binary, Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response};

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    _env: Env,
    _info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ParkingError> {
    let (gate, operator) = (deps.api.addr_validate(&msg.gate)?, deps.api.addr_validate(&msg.operator)?);
    CONFIG.save(deps.storage, &Config { gate, operator })?;
    for bay in &msg.bays {
        BAYS.save(deps.storage, bay, &Bay::default())?;
    }
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ParkingError> {
    let config = CONFIG.load(deps.storage)?;
    match msg {
        ExecuteMsg::Prepare { transaction_id, leg, operations, contents: _, until_ns } => {
            only(&config.gate, &info)?;
            prepare(deps.storage, &env, transaction_id.as_slice(), leg, &operations, until_ns)
        }
        ExecuteMsg::Commit { transaction_id, leg } => {
            only(&config.gate, &info)?;
            Ok(settle(deps.storage, transaction_id.as_slice(), leg, true)?)
        }
        ExecuteMsg::Abort { transaction_id, leg } => {
            only(&config.gate, &info)?;
            Ok(settle(deps.storage, transaction_id.as_slice(), leg, false)?)
        }
        ExecuteMsg::Assign { bay, holder } => {
            only(&config.operator, &info)?;
            assign(deps, &bay, holder)
        }
    }
}

fn only(account: &Addr, info: &MessageInfo) -> Result<(), Code> {
    if info.sender == *account {
        Ok(())
    } else {
        Err(Code::Forbidden)
    }
}

fn assign(deps: DepsMut, bay: &str, holder: Option<String>) -> Result<Response, ParkingError> {
    let mut found = BAYS.may_load(deps.storage, bay)?.ok_or(Code::Absent)?;
    if found.is_held() {
        return Err(Code::Locked.into());
    }
    found.holder = holder;
    BAYS.save(deps.storage, bay, &found)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ParkingError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&check(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&locks(deps, start_after, limit)?),
        QueryMsg::Bay { bay } => {
            let found = BAYS.may_load(deps.storage, &bay)?.ok_or(Code::Absent)?;
            to_json_binary(&BayResponse { holder: found.holder, in_doubt: found.writer.is_some() })
        }
    };
    Ok(answer?)
}
