//! The request that a grantee signs, and whose account signed it.

use crate::limits::{GRANT_ID_DIGITS, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use crate::msg::AccessRequest;
use crate::policy::{check_list, is_field, is_purpose};
use causeway_proto::limits::NONCE_BYTES;
use causeway_proto::{adr036_document, sha256, Code};
use causeway_resource_kit::{verify_signature, Algorithm, ServiceCode, ServiceError};
use cosmwasm_std::{Addr, Api, CanonicalAddr};
use ripemd::{Digest, Ripemd160};

/// `Causeway v1: access`; it binds the chain, this contract, and a nonce that is taken once.
pub fn access_text(chain_id: &str, contract: &Addr, request: &AccessRequest) -> String {
    format!(
        "Causeway v1: access\n{chain_id}\n{contract}\n{}\n{}\n{}\n{}\n{}",
        request.grant,
        request.fields.join(","),
        request.purpose,
        request.nonce.to_hex(),
        request.expires_ns,
    )
}

/// What can be said without the state of the chain; a request of another form is an error, and nothing is recorded.
pub fn check_form(request: &AccessRequest) -> Result<(), ServiceError> {
    check_form_of(&request.fields, &request.purpose)?;
    if request.grant.len() > GRANT_ID_DIGITS {
        return Err(Code::LimitExceeded.into());
    }
    if request.nonce.len() == NONCE_BYTES {
        Ok(())
    } else {
        Err(Code::Malformed.into())
    }
}

pub fn check_form_of(fields: &[String], purpose: &str) -> Result<(), ServiceError> {
    check_list(fields, is_field)?;
    if is_purpose(purpose) {
        Ok(())
    } else {
        Err(Code::Malformed.into())
    }
}

/// The account whose key signed the text, plainly or as wallets do (ADR-036).
pub fn signer(api: &dyn Api, request: &AccessRequest, text: &str) -> Result<Addr, ServiceCode> {
    let (key, signature) = (request.public_key.as_slice(), request.signature.as_slice());
    if key.len() != PUBLIC_KEY_BYTES || signature.len() != SIGNATURE_BYTES {
        return Err(ServiceCode::SignatureInvalid);
    }
    let hash = Ripemd160::digest(sha256(key));
    let account =
        api.addr_humanize(&CanonicalAddr::from(hash.as_slice())).map_err(|_| ServiceCode::SignatureInvalid)?;
    let document = adr036_document(account.as_str(), text);
    let signed = |text: &str| verify_signature(api, Algorithm::Secp256k1, key, text, signature).is_ok();
    if signed(text) || signed(&document) {
        Ok(account)
    } else {
        Err(ServiceCode::SignatureInvalid)
    }
}
