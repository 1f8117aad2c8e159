//! Keys and accounts belong to one subject each; a key is taken for life, and proves itself before it counts.

use crate::msg::{Happening, NewKey};
use crate::roles::check_name;
use crate::state::{close, push_key, Note, ACCOUNT_HOLDERS, KEY_HOLDERS, SUBJECTS};
use crate::subjects::{own_subject, Waits};
use crate::texts;
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, verify_signature, ServiceCode, ServiceError};
use causeway_services::identity::{KeyResponse, Status};
use cosmwasm_std::{Api, DepsMut, Env, HexBinary, MessageInfo, Response, StdResult, Storage};

/// Lock of a key that a copy of a foreign subject is about to bring.
pub fn key_lock(public_key: &[u8]) -> String {
    format!("key/{}", HexBinary::from(public_key).to_hex())
}

pub fn account_lock(chain_id: &str, address: &str) -> String {
    format!("account/{chain_id}/{address}")
}

/// A subject that was never approved holds nothing.
fn holds(storage: &dyn Storage, env: &Env, holder: Option<String>) -> StdResult<Option<String>> {
    let Some(id) = holder else { return Ok(None) };
    let record = SUBJECTS.may_load(storage, &id)?;
    Ok(record.filter(|record| record.status(env.block.height) != Status::Rejected).map(|record| record.id))
}

pub fn key_holder(storage: &dyn Storage, env: &Env, public_key: &[u8]) -> StdResult<Option<String>> {
    holds(storage, env, KEY_HOLDERS.may_load(storage, public_key)?)
}

pub fn account_holder(storage: &dyn Storage, env: &Env, chain_id: &str, address: &str) -> StdResult<Option<String>> {
    holds(storage, env, ACCOUNT_HOLDERS.may_load(storage, (chain_id, address))?)
}

fn check_free(holder: Option<String>) -> Result<(), ServiceError> {
    holder.map_or(Ok(()), |_| Err(ServiceCode::KeyTaken.into()))
}

/// KEY_TAKEN also where the subject itself had the key before: what was signed with it must stay in the past.
fn claim_key(storage: &mut dyn Storage, env: &Env, id: &str, public_key: &[u8]) -> Result<(), ServiceError> {
    assert_unlocked(storage, &key_lock(public_key))?;
    check_free(key_holder(storage, env, public_key)?)?;
    Ok(KEY_HOLDERS.save(storage, public_key, &id.to_string())?)
}

pub fn claim_account(
    storage: &mut dyn Storage,
    env: &Env,
    id: &str,
    chain_id: &str,
    address: &str,
) -> Result<(), ServiceError> {
    assert_unlocked(storage, &account_lock(chain_id, address))?;
    check_free(account_holder(storage, env, chain_id, address)?)?;
    Ok(ACCOUNT_HOLDERS.save(storage, (chain_id, address), &id.to_string())?)
}

/// A key for the subject `id` of `owner`, proved and claimed.
pub fn take_key(
    storage: &mut dyn Storage,
    api: &dyn Api,
    env: &Env,
    id: &str,
    owner: &str,
    key: NewKey,
) -> Result<KeyResponse, ServiceError> {
    check_name(&key.name)?;
    if !key.algorithm.fits(&key.public_key) {
        return Err(ServiceCode::KeyInvalid.into());
    }
    let text = texts::key(env, id, owner, &key.name, key.algorithm, &key.public_key);
    verify_signature(api, key.algorithm, &key.public_key, &text, &key.proof)?;
    claim_key(storage, env, id, &key.public_key)?;
    Ok(KeyResponse {
        name: key.name,
        algorithm: key.algorithm,
        public_key: key.public_key,
        since_height: env.block.height,
        until_height: None,
    })
}

/// The owner's account gives a subject its next key; also while it is suspended, for that may be why.
pub fn rotate(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str, key: NewKey) -> Result<Response, ServiceError> {
    let (party, mut record) = own_subject(deps.storage, env, info.sender.as_str(), id, Waits::ForWriters)?;
    if !matches!(record.status(env.block.height), Status::Active | Status::Suspended) {
        return Err(ServiceCode::TransitionIllegal.into());
    }
    if record.keys.iter().any(|old| old.name == key.name) {
        return Err(Code::Exists.into());
    }
    let key = take_key(deps.storage, deps.api, env, id, &party.id, key)?;
    let name = key.name.clone();
    push_key(deps.storage, env, &mut record, key)?;
    let note = Note::by(Happening::KeyRotated, &party.id, &name);
    Ok(Response::new().add_event(close(deps.storage, env, record, note)?))
}
