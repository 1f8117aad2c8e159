//! Demands, and the match that each of them gets by its own rule.

use crate::events;
use crate::matching::{choose, fits, Candidate};
use crate::msg::{DemandResponse, MatchResponse, NewDemand};
use crate::offers::book;
use crate::state::{standing, CONFIG, DEMANDS, MATCHES, OFFERS};
use crate::terms::{check_ahead, check_new_id, check_scope, check_topic, check_units, terms_hash};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, StdResult, Storage};

pub fn post(deps: DepsMut, env: &Env, info: &MessageInfo, demand: NewDemand) -> Result<Response, ServiceError> {
    check_new_id(env, &demand.id)?;
    check_topic(&demand.topic)?;
    check_units(&demand.max_price)?;
    check_ahead(env, demand.latest_ns)?;
    check_scope(&demand.fields, &demand.purposes, demand.term_sec)?;
    let identity = CONFIG.load(deps.storage)?.identity;
    let party = identity.acting(&deps.querier, info.sender.as_str(), scope::DEMAND)?.id;
    let id = demand.id.clone();
    if DEMANDS.has(deps.storage, &id) {
        return Err(Code::Exists.into());
    }
    let event = events::demand("demanded", &id, &party);
    DEMANDS.save(deps.storage, &id, &DemandResponse { demand, party, open: true })?;
    Ok(Response::new().add_event(event))
}

fn open_demand(storage: &dyn Storage, id: &str) -> Result<DemandResponse, ServiceError> {
    match DEMANDS.may_load(storage, id)? {
        Some(demand) if demand.open => Ok(demand),
        _ => Err(ServiceCode::DemandUnknown.into()),
    }
}

pub fn withdraw(deps: DepsMut, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let demand = open_demand(deps.storage, id)?;
    let identity = CONFIG.load(deps.storage)?.identity;
    if identity.acting(&deps.querier, info.sender.as_str(), scope::DEMAND)?.id != demand.party {
        return Err(ServiceCode::NotParty.into());
    }
    let event = events::demand("demand_withdrawn", id, &demand.party);
    DEMANDS.save(deps.storage, id, &DemandResponse { open: false, ..demand })?;
    Ok(Response::new().add_event(event))
}

/// By anyone. A match stands as long as its offer does.
pub fn match_one(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let DemandResponse { demand, party, .. } = open_demand(deps.storage, id)?;
    let now = env.block.time.nanos();
    if is_matched(deps.storage, id, now)? {
        return Err(Code::Exists.into());
    }
    let offers = book(deps.storage, &demand.topic)?;
    let candidate = |offer| StdResult::Ok(Candidate { offer, standing: standing(deps.storage, &offer.seller)? });
    let fitting = offers.iter().filter(|offer| fits(&demand, &party, offer, now)).map(candidate);
    let fitting: Vec<Candidate> = fitting.collect::<StdResult<_>>()?;
    let choice = choose(demand.rule, &fitting).ok_or(ServiceCode::NoMatch)?;
    let found = MatchResponse {
        demand: demand.id,
        offer: choice.offer.id.clone(),
        buyer: party,
        seller: choice.offer.seller.clone(),
        terms_hash: terms_hash(choice.offer)?,
        rule: demand.rule,
        considered: choice.considered,
        score: choice.score,
        next: choice.next,
        height: env.block.height,
        time_ns: now.into(),
    };
    MATCHES.save(deps.storage, id, &found)?;
    Ok(Response::new().add_event(events::matched(&found)))
}

fn is_matched(storage: &dyn Storage, demand: &str, now_ns: u64) -> StdResult<bool> {
    let Some(found) = MATCHES.may_load(storage, demand)? else { return Ok(false) };
    let offer = OFFERS.load(storage, &found.offer)?.record;
    Ok(offer.open && now_ns < offer.until_ns.u64())
}
