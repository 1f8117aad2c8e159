//! Repair: another store takes the place of one that lost the object, also while the object's owner is away.

use crate::events;
use crate::limits::REPLICAS_MAX;
use crate::losses::release;
use crate::msg::{ReplicaState, Seat};
use crate::placement::{check_digest, seated};
use crate::state::{load_object, save_object, Object, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::identity::scope;
use causeway_services::identity::{PartyResponse, Status};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

/// The owner may replace any replica, with a new key share. The owner of a store that holds the object may replace a
/// lost one by the same share, which any quorum of stores can make again; so it can plant nothing.
pub fn replace(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    (id, version, lost): (&str, u32, &str),
    seat: &Seat,
) -> Result<Response, ServiceError> {
    let mut object = load_object(deps.storage, id, version)?;
    assert_unlocked(deps.storage, id)?;
    if object.erased_height.is_some() {
        return Err(ServiceCode::ObjectErased.into());
    }
    let at = object.at(lost)?;
    check_digest(&seat.share, object.placement.open)?;
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.party(&deps.querier, info.sender.as_str())?;
    let party = party.filter(|party| party.status == Status::Active).ok_or(Code::Forbidden)?;
    if !may_replace(&object, at, &party, seat) {
        return Err(Code::Forbidden.into());
    }
    if object.replicas.len() >= REPLICAS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let mut response = Response::new();
    // Two seats for one loss would make more replicas than were asked for.
    match object.replicas[at].state {
        ReplicaState::Expected | ReplicaState::Held => response = release(deps.storage, env, &mut object, at)?,
        ReplicaState::Lost if !is_replaced(&object) => {}
        _ => return Err(Code::Exists.into()),
    }
    let replica = seated(deps.as_ref(), &config, seat, &object.replicas, true)?;
    object.replicas.push(replica);
    save_object(deps.storage, &object)?;
    let event = events::replica("replaced", &object, &seat.store).add_attribute("lost", lost);
    Ok(response.add_event(event.add_attribute("by", party.id)))
}

fn may_replace(object: &Object, at: usize, party: &PartyResponse, seat: &Seat) -> bool {
    if party.id == object.owner {
        return true;
    }
    let lost = &object.replicas[at];
    let stores = party.scopes.iter().any(|one| one == scope::STORE);
    let holds = object.replicas.iter().any(|one| one.state == ReplicaState::Held && one.owner == party.id);
    stores && holds && lost.state == ReplicaState::Lost && lost.share == seat.share
}

/// As many replicas as were placed are expected or held.
fn is_replaced(object: &Object) -> bool {
    let living = object.replicas.iter().filter(|replica| replica.ended_height.is_none()).count();
    living >= object.placement.stores.len()
}
