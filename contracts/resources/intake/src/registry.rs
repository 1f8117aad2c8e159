//! Data models and streams: what may be submitted, by which device, and what its checks cost. Nothing is overwritten:
//! a model gets versions, a stream moves to later ones, a right that is taken away stays recorded as taken.

use crate::events::right;
use crate::limits::{CHECKERS_MAX, ELEMENT_BYTES_MAX, SCHEMA_BYTES_MAX, SOURCES_MAX, STREAM_ELEMENTS_MAX};
use crate::msg::{Element, ModelRef, NewStream};
use crate::names::{parse_device, parse_stream};
use crate::state::{load_stream, now, Config, Model, ModelName, Stream, CONFIG, MODELS, MODEL_NAMES, SOURCES, STREAMS};
use causeway_proto::limits::{NAME_BYTES_MAX, TERMS_BYTES_MAX, UNIT_BYTES_MAX};
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{scope, PartyResponse};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, Event, HexBinary, MessageInfo, Response, Uint128};

/// The elements that open every row.
const FIXED_ELEMENTS: [&str; 2] = ["sequence", "observed_at"];

fn supplier(deps: Deps, config: &Config, info: &MessageInfo) -> Result<PartyResponse, ServiceError> {
    config.identity.acting(&deps.querier, info.sender.as_str(), scope::SUPPLY)
}

/// `[a-z0-9][a-z0-9._-]*`, the letters of local parts.
fn check_name(name: &str) -> Result<(), Code> {
    if name.len() > NAME_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let all_ok = name.bytes().all(|byte| plain(byte) || matches!(byte, b'.' | b'_' | b'-'));
    if name.bytes().next().is_some_and(plain) && all_ok {
        Ok(())
    } else {
        Err(Code::Malformed)
    }
}

pub fn register_model(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    model: ModelRef,
    schema: Binary,
) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = supplier(deps.as_ref(), &config, info)
        .or_else(|_| config.identity.acting(&deps.querier, info.sender.as_str(), scope::REGULATE))?;
    let ModelRef { name, version } = model;
    check_name(&name)?;
    if schema.is_empty() || version == 0 {
        return Err(Code::Malformed.into());
    }
    if schema.len() > SCHEMA_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    if let Some(known) = MODEL_NAMES.may_load(deps.storage, &name)? {
        if known.owner != party.id {
            return Err(Code::NotOwner.into());
        }
        if version <= known.newest {
            return Err(Code::Exists.into());
        }
    }
    let digest = HexBinary::from(&sha256(&schema));
    MODEL_NAMES.save(deps.storage, &name, &ModelName { owner: party.id.clone(), newest: version })?;
    let record = Model { schema, party: party.id.clone(), registered: now(env) };
    MODELS.save(deps.storage, (&name, version), &record)?;
    let event = Event::new("intake_model_registered")
        .add_attribute("party", party.id)
        .add_attribute("model", name)
        .add_attribute("version", version.to_string())
        .add_attribute("sha256", digest.to_hex());
    Ok(Response::new().add_event(event))
}

fn check_elements(elements: &[Element]) -> Result<(), Code> {
    if elements.is_empty() {
        return Err(Code::PartMissing);
    }
    if elements.len() > STREAM_ELEMENTS_MAX {
        return Err(Code::LimitExceeded);
    }
    for (index, element) in elements.iter().enumerate() {
        if element.name.is_empty() || element.length_max == 0 {
            return Err(Code::PartMissing);
        }
        let longest = element.name.len() > NAME_BYTES_MAX || element.unit.len() > UNIT_BYTES_MAX;
        if longest || element.length_max > ELEMENT_BYTES_MAX {
            return Err(Code::LimitExceeded);
        }
        let repeated = elements[..index].iter().any(|other| other.name == element.name);
        if repeated || FIXED_ELEMENTS.contains(&element.name.as_str()) {
            return Err(Code::Exists);
        }
    }
    Ok(())
}

/// What a batch costs its submitter.
pub fn cost(stream: &Stream) -> Result<Uint128, ServiceError> {
    let cost = stream.reward.u128().checked_mul(u128::from(stream.checkers)).ok_or(Code::LimitExceeded)?;
    Ok(Uint128::new(cost))
}

pub fn open_stream(deps: DepsMut, env: &Env, info: &MessageInfo, new: NewStream) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = supplier(deps.as_ref(), &config, info)?;
    parse_stream(&new.id, &env.block.chain_id)?;
    let sources = new.sources.unwrap_or_default();
    if new.terms.len() > TERMS_BYTES_MAX || new.checkers > CHECKERS_MAX || sources.len() > SOURCES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    check_elements(&new.elements)?;
    if new.copyable && !new.open {
        return Err(Code::CopyOfClosed.into());
    }
    if STREAMS.has(deps.storage, &new.id) {
        return Err(Code::Exists.into());
    }
    if !MODELS.has(deps.storage, (&new.model.name, new.model.version)) {
        return Err(ServiceCode::ModelUnknown.into());
    }
    let (id, model) = (new.id, new.model.clone());
    let stream = Stream {
        owner: party.id,
        model: new.model,
        elements: new.elements,
        open: new.open,
        copyable: new.copyable,
        terms: new.terms,
        checkers: new.checkers,
        reward: new.reward,
        opened: now(env),
    };
    cost(&stream)?;
    for device in &sources {
        check_owned(deps.as_ref(), env, &config, &stream, device)?;
        SOURCES.save(deps.storage, (&id, device), &true)?;
    }
    STREAMS.save(deps.storage, &id, &stream)?;
    let event = Event::new("intake_stream_opened")
        .add_attribute("stream", &id)
        .add_attribute("party", &stream.owner)
        .add_attribute("model", model.name)
        .add_attribute("version", model.version.to_string());
    let rights = sources.iter().map(|device| right("device_allowed", &id, device, &stream.owner));
    Ok(Response::new().add_event(event).add_events(rights))
}

/// A right on a stream is for devices of the stream's own owner.
fn check_owned(deps: Deps, env: &Env, config: &Config, stream: &Stream, device: &str) -> Result<(), ServiceError> {
    parse_device(device, &env.block.chain_id)?;
    if config.identity.active(&deps.querier, device)?.owner_id() == stream.owner {
        Ok(())
    } else {
        Err(ServiceCode::DeviceNotAllowed.into())
    }
}

/// The stream, if the sender acts for its owner.
fn own_stream(deps: Deps, config: &Config, info: &MessageInfo, id: &str) -> Result<Stream, ServiceError> {
    let party = supplier(deps, config, info)?;
    let stream = load_stream(deps.storage, id)?;
    if stream.owner == party.id {
        Ok(stream)
    } else {
        Err(Code::NotOwner.into())
    }
}

/// Attempts that were submitted before keep the version that they were submitted under.
pub fn use_model(deps: DepsMut, info: &MessageInfo, id: &str, version: u32) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let mut stream = own_stream(deps.as_ref(), &config, info, id)?;
    if version <= stream.model.version {
        return Err(Code::VersionMismatch.into());
    }
    if !MODELS.has(deps.storage, (&stream.model.name, version)) {
        return Err(ServiceCode::ModelUnknown.into());
    }
    stream.model.version = version;
    STREAMS.save(deps.storage, id, &stream)?;
    let event = Event::new("intake_model_used")
        .add_attribute("stream", id)
        .add_attribute("party", stream.owner)
        .add_attribute("model", stream.model.name)
        .add_attribute("version", version.to_string());
    Ok(Response::new().add_event(event))
}

pub fn allow_device(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    device: &str,
) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let stream = own_stream(deps.as_ref(), &config, info, id)?;
    check_owned(deps.as_ref(), env, &config, &stream, device)?;
    SOURCES.save(deps.storage, (id, device), &true)?;
    Ok(Response::new().add_event(right("device_allowed", id, device, &stream.owner)))
}

/// From the next batch on; what the device has submitted stays.
pub fn disallow_device(deps: DepsMut, info: &MessageInfo, id: &str, device: &str) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let stream = own_stream(deps.as_ref(), &config, info, id)?;
    if SOURCES.may_load(deps.storage, (id, device))? != Some(true) {
        return Err(ServiceCode::DeviceNotAllowed.into());
    }
    SOURCES.save(deps.storage, (id, device), &false)?;
    Ok(Response::new().add_event(right("device_disallowed", id, device, &stream.owner)))
}
