//! A car park whose bays can be part of an atomic commit: a whole resource, as a platform owner writes it.
//! Two operations on a bay, which the body names: `parking.reserve` gives it to the actor, `parking.held` is the read
//! condition that the actor holds it.
#![deny(unused_must_use)]

use causeway_proto::Code;
use causeway_resource_kit as kit;
use causeway_resource_kit::{
    CheckResponse, Decided, LegCall, LocksResponse, PrepareCall, Proposal, ServiceError, Verdict,
};
use cosmwasm_schema::{cw_serde, QueryResponses};
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{
    to_json_binary, Addr, Binary, Deps, DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage,
};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub operator: String,
    pub bays: Vec<String>,
}

#[cw_serde]
pub enum ExecuteMsg {
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),
    /// On this chain alone: the operator gives a bay to a guest, or takes it back.
    Assign {
        bay: String,
        holder: Option<String>,
    },
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(BayResponse)]
    Bay { bay: String },
}

/// The last committed holder. While `in_doubt`, a transaction may give the bay to somebody else.
#[cw_serde]
pub struct BayResponse {
    pub holder: Option<String>,
    pub in_doubt: bool,
}

const OPERATOR: Item<Addr> = Item::new("operator");
/// Who holds each bay.
const BAYS: Map<&str, Option<String>> = Map::new("bay");

/// What a prepared operation will do.
#[cw_serde]
pub enum Step {
    Give { bay: String, holder: String },
    Look,
}

pub struct Parking;

impl kit::Service for Parking {
    type Step = Step;

    /// A bay that somebody holds may be given back before the deadline: busy, never refused.
    fn decide(deps: Deps, _env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        let bay = String::from_utf8(proposal.body.to_vec()).map_err(|_| Verdict::refused(Code::Malformed))?;
        let holder = BAYS.may_load(deps.storage, &bay)?.ok_or(Verdict::busy(Code::Absent))?;
        let mine = holder.as_ref() == Some(&proposal.actor);
        match proposal.name.as_str() {
            "parking.reserve" if holder.is_some() && !mine => Err(Verdict::busy(Code::Exists)),
            "parking.reserve" => {
                let step = Step::Give { bay: bay.clone(), holder: proposal.actor.clone() };
                Ok(Decided::writing(bay, step))
            }
            "parking.held" if !mine => Err(Verdict::busy(Code::NotOwner)),
            "parking.held" => Ok(Decided::reading(bay, Step::Look)),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn carry_out(storage: &mut dyn Storage, _env: &Env, step: Step) -> StdResult<Response> {
        let Step::Give { bay, holder } = step else { return Ok(Response::new()) };
        BAYS.save(storage, &bay, &Some(holder.clone()))?;
        let event = Event::new("parking_reserved").add_attribute("bay", bay).add_attribute("holder", holder);
        Ok(Response::new().add_event(event))
    }
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: InstantiateMsg) -> Result<Response, ServiceError> {
    OPERATOR.save(deps.storage, &deps.api.addr_validate(&msg.operator)?)?;
    for bay in &msg.bays {
        BAYS.save(deps.storage, bay, &None)?;
    }
    kit::set_gate(deps, &msg.gate)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ServiceError> {
    match msg {
        ExecuteMsg::Prepare(call) => kit::prepare::<Parking>(deps, &env, &info, call),
        ExecuteMsg::Commit(call) => kit::commit::<Parking>(deps, &env, &info, call),
        ExecuteMsg::Abort(call) => kit::abort::<Parking>(deps, &info, call),
        ExecuteMsg::Assign { bay, holder } => assign(deps, &info, &bay, &holder),
    }
}

fn assign(deps: DepsMut, info: &MessageInfo, bay: &str, holder: &Option<String>) -> Result<Response, ServiceError> {
    if OPERATOR.load(deps.storage)? != info.sender {
        return Err(Code::Forbidden.into());
    }
    if !BAYS.has(deps.storage, bay) {
        return Err(Code::Absent.into());
    }
    kit::assert_unlocked(deps.storage, bay)?;
    BAYS.save(deps.storage, bay, holder)?;
    Ok(Response::new())
}

#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ServiceError> {
    let answer = match msg {
        QueryMsg::Check { operation } => to_json_binary(&kit::check::<Parking>(deps, &env, &operation)?),
        QueryMsg::Locks { start_after, limit } => to_json_binary(&kit::locks::<Parking>(deps, start_after, limit)?),
        QueryMsg::Bay { bay } => {
            let holder = BAYS.may_load(deps.storage, &bay)?.ok_or(Code::Absent)?;
            to_json_binary(&BayResponse { holder, in_doubt: kit::in_doubt(deps.storage, &bay)? })
        }
    };
    Ok(answer?)
}
