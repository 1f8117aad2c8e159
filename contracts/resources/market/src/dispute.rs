//! When the price goes back: by what a store has signed, or by what the stores do not hold. Nobody judges.

use crate::agreements::{check_buyer, pay_back, unsettled};
use crate::limits::{DIGEST_BYTES, SIGNATURE_BYTES};
use crate::msg::{AgreementResponse, Delivery};
use crate::state::{Config, CONFIG};
use causeway_proto::Code;
use causeway_resource_kit::{verify_signature, ServiceCode, ServiceError};
use causeway_services::identity::KeyResponse;
use causeway_services::stores::{delivered, ObjectResponse, StoresQuery};
use cosmwasm_std::{Deps, DepsMut, Env, MessageInfo, Response, StdResult};

/// The object in the version that was agreed on.
fn object(deps: Deps, config: &Config, agreement: &AgreementResponse) -> StdResult<Option<ObjectResponse>> {
    let query = StoresQuery::Object { id: agreement.asset.clone(), version: agreement.version };
    deps.querier.query_wasm_smart(&config.stores.0, &query)
}

/// PHASE_OVER once anyone may have the price paid out.
fn check_window(env: &Env, agreement: &AgreementResponse) -> Result<(), ServiceError> {
    if env.block.time.nanos() < agreement.settles_ns.u64() {
        Ok(())
    } else {
        Err(ServiceCode::PhaseOver.into())
    }
}

pub fn dispute(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: &str,
    statement: &Delivery,
) -> Result<Response, ServiceError> {
    if statement.sha256.len() != DIGEST_BYTES || statement.signature.len() != SIGNATURE_BYTES {
        return Err(Code::Malformed.into());
    }
    let agreement = unsettled(deps.storage, id)?;
    check_buyer(&deps, info, &agreement)?;
    check_window(env, &agreement)?;
    check_statement(deps.as_ref(), &agreement, statement)?;
    // Bytes of the agreed fingerprint are what was bought.
    if agreement.fingerprint.as_ref() == Some(&statement.sha256) {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    Ok(pay_back(deps.storage, env, agreement, "other bytes")?)
}

/// A store of the object signed it, by a key that was valid at some time since the agreement.
fn check_statement(deps: Deps, agreement: &AgreementResponse, statement: &Delivery) -> Result<(), ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let object = object(deps, &config, agreement)?.ok_or(ServiceCode::ObjectUnknown)?;
    let (Some(version), Some(fingerprint)) = (agreement.version, &agreement.fingerprint) else {
        return Err(ServiceCode::ObjectUnknown.into());
    };
    if !object.replicas.iter().any(|replica| replica.store == statement.store) {
        return Err(ServiceCode::StoreUnknown.into());
    }
    let store = config.identity.subject(&deps.querier, &statement.store)?.ok_or(ServiceCode::SubjectUnknown)?;
    let text = delivered((&agreement.asset, version, fingerprint), &statement.sha256, &agreement.id, statement.at_ns);
    let signed = |key: &KeyResponse| {
        key.until_height.is_none_or(|until| until > agreement.height)
            && verify_signature(deps.api, key.algorithm, &key.public_key, &text, &statement.signature).is_ok()
    };
    if store.keys.iter().any(signed) {
        Ok(())
    } else {
        Err(ServiceCode::SignatureInvalid.into())
    }
}

/// CONDITION_UNMET before delivery is due, and while enough stores hold the object.
pub fn undelivered(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let agreement = unsettled(deps.storage, id)?;
    check_window(env, &agreement)?;
    let config = CONFIG.load(deps.storage)?;
    let stored = object(deps.as_ref(), &config, &agreement)?.is_some_and(|object| object.stored);
    if stored || env.block.time.nanos() < agreement.due_ns.u64() {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    Ok(pay_back(deps.storage, env, agreement, "not delivered")?)
}
