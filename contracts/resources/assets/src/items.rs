//! The local life of items: registration, new versions of records, transfer on this zone.

use crate::error::AssetsError;
use crate::events;
use crate::locks::check_unlocked;
use crate::msg::Kind;
use crate::state::{load_envelope, save_content, save_envelope, ItemRecord, CONFIG, ITEMS};
use causeway_proto::limits::ENVELOPE_BYTES_MAX;
use causeway_proto::{
    check_content, check_duplication, check_envelope, data_class, decode_canonical, origin_of, Code, DataClass,
    DataOperation, Envelope,
};
use cosmwasm_std::{Binary, DepsMut, Env, MessageInfo, Response, Storage};

/// What the zone's policy calls an item of this class.
pub fn kind_of(class: DataClass) -> Kind {
    match class {
        DataClass::OpenCopyable | DataClass::OpenFixed | DataClass::ClosedMovable | DataClass::ClosedFixed => {
            Kind::Record
        }
        DataClass::NonFungibleMovable | DataClass::NonFungibleFixed => Kind::NonFungible,
        DataClass::Fungible => Kind::Fungible,
    }
}

pub fn is_open(class: DataClass) -> bool {
    matches!(class, DataClass::OpenCopyable | DataClass::OpenFixed)
}

/// The stored envelope of an item that exists.
pub fn stored_envelope(storage: &dyn Storage, id: &str) -> Result<Envelope, Code> {
    decode_canonical(&load_envelope(storage, id))
}

/// An envelope from outside, with its class.
fn parse_envelope(bytes: &Binary) -> Result<(Envelope, DataClass), Code> {
    if bytes.len() > ENVELOPE_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let envelope: Envelope = decode_canonical(bytes)?;
    check_envelope(&envelope)?;
    let class = data_class(&envelope)?;
    Ok((envelope, class))
}

/// Open records keep their content here; the content of closed data never enters a chain.
fn check_item_content(envelope: &Envelope, class: DataClass, content: Option<&Binary>) -> Result<(), Code> {
    match (is_open(class), content) {
        (true, Some(content)) => check_content(envelope, content),
        (true, None) | (false, Some(_)) => Err(Code::ContentMissing),
        (false, None) => Ok(()),
    }
}

pub fn register(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    bytes: Binary,
    content: Option<Binary>,
) -> Result<Response, AssetsError> {
    let (envelope, class) = parse_envelope(&bytes)?;
    if class == DataClass::Fungible {
        return Err(Code::OperationNotDefined.into());
    }
    if !CONFIG.load(deps.storage)?.accepts.contains(&kind_of(class)) {
        return Err(Code::KindNotAccepted.into());
    }
    if origin_of(&envelope.id)? != env.block.chain_id {
        return Err(Code::WrongAddressee.into());
    }
    check_unlocked(deps.storage, &envelope.id)?;
    if ITEMS.has(deps.storage, &envelope.id) {
        return Err(Code::Exists.into());
    }
    check_item_content(&envelope, class, content.as_ref())?;
    let content = content.unwrap_or_default();
    let content_at = save_content(deps.storage, &envelope.id, &content);
    let record = ItemRecord {
        owner: info.sender.into_string(),
        version: 0,
        live: true,
        departed_to: None,
        replica_of: None,
        content_length: content.len() as u64,
        content_at,
    };
    ITEMS.save(deps.storage, &envelope.id, &record)?;
    save_envelope(deps.storage, &envelope.id, &bytes);
    Ok(Response::new().add_event(events::item(&envelope.id, "registered", 0)))
}

/// A new version keeps class and terms' bearer: closed data cannot be opened by an update, nor open data closed.
pub fn update(deps: DepsMut, info: MessageInfo, bytes: Binary, content: Binary) -> Result<Response, AssetsError> {
    let (envelope, class) = parse_envelope(&bytes)?;
    let mut record = owned_item(deps.storage, &envelope.id, info.sender.as_str())?;
    let before = data_class(&stored_envelope(deps.storage, &envelope.id)?)?;
    if !is_open(before) || class != before || record.replica_of.is_some() {
        return Err(Code::OperationNotDefined.into());
    }
    check_item_content(&envelope, class, Some(&content))?;
    record.version = record.version.checked_add(1).ok_or(Code::LimitExceeded)?;
    record.content_length = content.len() as u64;
    record.content_at = save_content(deps.storage, &envelope.id, &content);
    ITEMS.save(deps.storage, &envelope.id, &record)?;
    save_envelope(deps.storage, &envelope.id, &bytes);
    Ok(Response::new().add_event(events::item(&envelope.id, "updated", record.version)))
}

/// A new owner on this zone. The version stays: it counts the hub's commits, and this is none.
pub fn transfer(deps: DepsMut, info: MessageInfo, id: String, recipient: &str) -> Result<Response, AssetsError> {
    let mut record = owned_item(deps.storage, &id, info.sender.as_str())?;
    check_duplication(DataOperation::Transfer, &stored_envelope(deps.storage, &id)?)?;
    record.owner = deps.api.addr_validate(recipient)?.into_string();
    ITEMS.save(deps.storage, &id, &record)?;
    Ok(Response::new().add_event(events::item(&id, "transferred", record.version)))
}

/// A live, unlocked item of this sender.
fn owned_item(storage: &dyn Storage, id: &str, sender: &str) -> Result<ItemRecord, AssetsError> {
    let record = ITEMS.may_load(storage, id)?.filter(|record| record.live).ok_or(Code::Absent)?;
    if record.owner != sender {
        return Err(Code::NotOwner.into());
    }
    check_unlocked(storage, id)?;
    Ok(record)
}
