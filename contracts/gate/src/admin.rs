//! What the administrator may do: say which resource contracts this gate calls. Nothing else.

use crate::error::GateError;
use crate::state::{CONFIG, RESOURCES};
use causeway_proto::Code;
use cosmwasm_std::{DepsMut, MessageInfo, Response};

pub fn set_resource(deps: DepsMut, info: MessageInfo, contract: &str, registered: bool) -> Result<Response, GateError> {
    if info.sender != CONFIG.load(deps.storage)?.admin {
        return Err(Code::Forbidden.into());
    }
    let contract = deps.api.addr_validate(contract)?;
    if registered {
        RESOURCES.save(deps.storage, &contract, &true)?;
    } else {
        RESOURCES.remove(deps.storage, &contract);
    }
    Ok(Response::new())
}
