//! What the gate tells; pages are capped.

use crate::error::GateError;
use crate::msg::{ChannelResponse, ChannelsResponse, ConfigResponse, DecidedResponse, LegResponse, LegsResponse};
use crate::state::{load_manifest, LegRecord, CHANNELS, CONFIG, CURRENT_CHANNEL, LEGS, RESOURCES, WAITING};
use causeway_proto::limits::PAGE_MAX;
use cosmwasm_std::{Deps, HexBinary, Order, StdResult};
use cw_storage_plus::Bound;

pub fn config(deps: Deps) -> Result<ConfigResponse, GateError> {
    let config = CONFIG.load(deps.storage)?;
    let resources: StdResult<Vec<String>> = RESOURCES
        .keys(deps.storage, None, None, Order::Ascending)
        .take(PAGE_MAX as usize)
        .map(|contract| contract.map(String::from))
        .collect();
    Ok(ConfigResponse { hub: config.hub, admin: config.admin.into_string(), resources: resources? })
}

pub fn channels(deps: Deps) -> Result<ChannelsResponse, GateError> {
    let channels: StdResult<Vec<ChannelResponse>> = CHANNELS
        .range(deps.storage, None, None, Order::Ascending)
        .take(PAGE_MAX as usize)
        .map(|entry| entry.map(|(channel_id, open)| ChannelResponse { channel_id, open }))
        .collect();
    Ok(ChannelsResponse { current: CURRENT_CHANNEL.may_load(deps.storage)?, channels: channels? })
}

pub fn leg(deps: Deps, id: &HexBinary) -> Result<Option<LegResponse>, GateError> {
    let record = LEGS.may_load(deps.storage, id.as_slice())?;
    Ok(record.map(|record| to_response(deps, id.clone(), record)))
}

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn legs(deps: Deps, start_after: Option<HexBinary>, limit: Option<u32>) -> Result<LegsResponse, GateError> {
    let after = start_after.as_ref().map(|id| Bound::exclusive(id.as_slice()));
    let legs: StdResult<Vec<LegResponse>> = LEGS
        .range(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| entry.map(|(id, record)| to_response(deps, HexBinary::from(id), record)))
        .collect();
    Ok(LegsResponse { legs: legs? })
}

pub fn waiting(deps: Deps, start_after: Option<HexBinary>, limit: Option<u32>) -> Result<LegsResponse, GateError> {
    let after = start_after.as_ref().map(|id| Bound::exclusive(id.as_slice()));
    let legs: StdResult<Vec<LegResponse>> = WAITING
        .keys(deps.storage, after, None, Order::Ascending)
        .take(page(limit))
        .map(|entry| {
            let id = entry?;
            let record = LEGS.load(deps.storage, &id)?;
            Ok(to_response(deps, HexBinary::from(id), record))
        })
        .collect();
    Ok(LegsResponse { legs: legs? })
}

fn to_response(deps: Deps, id: HexBinary, record: LegRecord) -> LegResponse {
    LegResponse {
        manifest: load_manifest(deps.storage, id.as_slice()).into(),
        transaction_id: id,
        state: record.state,
        code: record.code,
        deadline_ns: record.deadline_ns,
        prepared: record.prepared,
        decided: record.decided.map(|(moment, by)| DecidedResponse {
            height: moment.height,
            time_ns: moment.time_ns,
            by,
        }),
        parked: record.parked,
    }
}
