//! Decides whether one operation is well formed where it stands: in the leg of one zone.
//! What needs the other legs is in `pairing.rs`; what needs the chain's state is the resource's business.

use crate::id::{check_chain_id, parse_data_id};
use crate::limits::*;
use crate::operations::Kind::{Exclusive, Free, Shared};
use crate::{check_duplication, check_envelope, decode_canonical, Amount, Code, DataOperation, Operation};
use crate::{words::operation::Body, CheckAsset, CheckRecord, Custom, ReceiveAsset, ReceiveCoins};
use crate::{ReleaseAsset, ReleaseCoins, ReplicateRecord, TransferAsset, TransferCoins};

/// How an operation holds the key that it touches.
pub(crate) enum Kind<'a> {
    Exclusive(&'a str),
    Shared,
    Free,
}

/// Decodes an operation that was handed over alone (gate to resource) and checks it for the zone `chain_id`.
pub fn parse_operation(bytes: &[u8], chain_id: &str) -> Result<Operation, Code> {
    if bytes.len() > MANIFEST_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let operation: Operation = decode_canonical(bytes)?;
    check_operation(&operation, chain_id)?;
    Ok(operation)
}

/// Everything that can be said about an operation in the leg of `chain_id` without the other legs.
pub fn check_operation(operation: &Operation, chain_id: &str) -> Result<(), Code> {
    check_address(&operation.resource)?;
    check_address(&operation.actor)?;
    match operation.body.as_ref().ok_or(Code::PartMissing)? {
        Body::CheckRecord(body) => check_record(body),
        Body::ReplicateRecord(body) => check_replicate(body, chain_id),
        Body::CheckAsset(body) => check_asset(body),
        Body::ReleaseAsset(body) => check_release(body, chain_id),
        Body::ReceiveAsset(body) => check_receive(body, chain_id, &operation.actor),
        Body::TransferAsset(body) => check_transfer(body),
        Body::TransferCoins(body) => check_transfer_coins(body),
        Body::ReleaseCoins(body) => check_release_coins(body, chain_id),
        Body::ReceiveCoins(body) => check_receive_coins(body, chain_id),
        Body::Custom(body) => check_custom(body),
    }
}

/// The key that the operation locks, and how.
pub(crate) fn kind_of(operation: &Operation) -> Kind<'_> {
    match &operation.body {
        Some(Body::CheckRecord(_) | Body::CheckAsset(_)) => Shared,
        Some(Body::ReplicateRecord(body)) => body.envelope.as_ref().map_or(Free, |envelope| Exclusive(&envelope.id)),
        Some(Body::ReleaseAsset(body)) => Exclusive(&body.id),
        Some(Body::ReceiveAsset(body)) => body.envelope.as_ref().map_or(Free, |envelope| Exclusive(&envelope.id)),
        Some(Body::TransferAsset(body)) => Exclusive(&body.id),
        _ => Free,
    }
}

/// Foreign addresses are opaque: lower-case letters and digits, capped; only the local prefix can be verified.
pub fn check_address(text: &str) -> Result<(), Code> {
    if text.is_empty() {
        return Err(Code::PartMissing);
    }
    if text.len() > ADDRESS_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(Code::IdMalformed)
    }
}

/// Returns the number of units. The denomination follows the Cosmos SDK: `[a-zA-Z][a-zA-Z0-9/:._-]{2,127}`.
pub fn check_amount(amount: &Amount) -> Result<u128, Code> {
    check_chain_id(&amount.origin_chain_id)?;
    check_denom(&amount.denom)?;
    let digits = amount.amount.as_bytes();
    if digits.is_empty() {
        return Err(Code::PartMissing);
    }
    if digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Code::Malformed);
    }
    amount.amount.parse().map_err(|_| Code::Malformed)
}

fn check_denom(denom: &str) -> Result<(), Code> {
    if denom.is_empty() {
        return Err(Code::PartMissing);
    }
    if denom.len() > DENOM_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let bytes = denom.as_bytes();
    let tail_ok = bytes[1..].iter().all(|byte| byte.is_ascii_alphanumeric() || b"/:._-".contains(byte));
    if bytes.len() >= 3 && bytes[0].is_ascii_alphabetic() && tail_ok {
        Ok(())
    } else {
        Err(Code::IdMalformed)
    }
}

fn check_digest(digest: &[u8]) -> Result<(), Code> {
    match digest.len() {
        32 => Ok(()),
        0 => Err(Code::PartMissing),
        _ => Err(Code::Malformed),
    }
}

/// The zone at the other end; nothing crosses from a zone to itself.
fn check_other_zone(other: &str, chain_id: &str) -> Result<(), Code> {
    check_chain_id(other)?;
    if other == chain_id {
        return Err(Code::Unpaired);
    }
    Ok(())
}

fn check_record(body: &CheckRecord) -> Result<(), Code> {
    parse_data_id(&body.id)?;
    check_digest(&body.envelope_digest)
}

fn check_replicate(body: &ReplicateRecord, chain_id: &str) -> Result<(), Code> {
    let envelope = body.envelope.as_ref().ok_or(Code::PartMissing)?;
    check_envelope(envelope)?;
    check_duplication(DataOperation::Replicate, envelope)?;
    if envelope.length > CONTENT_BYTES_MAX as u64 {
        return Err(Code::LimitExceeded);
    }
    check_other_zone(&body.source_chain_id, chain_id)
}

fn check_asset(body: &CheckAsset) -> Result<(), Code> {
    parse_data_id(&body.id)?;
    check_address(&body.owner)
}

fn check_release(body: &ReleaseAsset, chain_id: &str) -> Result<(), Code> {
    parse_data_id(&body.id)?;
    check_digest(&body.envelope_digest)?;
    check_other_zone(&body.destination_chain_id, chain_id)
}

fn check_receive(body: &ReceiveAsset, chain_id: &str, actor: &str) -> Result<(), Code> {
    let envelope = body.envelope.as_ref().ok_or(Code::PartMissing)?;
    check_envelope(envelope)?;
    check_duplication(DataOperation::Move, envelope)?;
    check_other_zone(&body.source_chain_id, chain_id)?;
    check_address(&body.recipient)?;
    if body.recipient != actor {
        return Err(Code::Unauthorised);
    }
    Ok(())
}

fn check_transfer(body: &TransferAsset) -> Result<(), Code> {
    parse_data_id(&body.id)?;
    check_address(&body.recipient)
}

fn check_transfer_coins(body: &TransferCoins) -> Result<(), Code> {
    check_amount(body.amount.as_ref().ok_or(Code::PartMissing)?)?;
    check_address(&body.recipient)
}

fn check_release_coins(body: &ReleaseCoins, chain_id: &str) -> Result<(), Code> {
    check_amount(body.amount.as_ref().ok_or(Code::PartMissing)?)?;
    check_other_zone(&body.destination_chain_id, chain_id)
}

fn check_receive_coins(body: &ReceiveCoins, chain_id: &str) -> Result<(), Code> {
    check_amount(body.amount.as_ref().ok_or(Code::PartMissing)?)?;
    check_other_zone(&body.source_chain_id, chain_id)?;
    check_address(&body.recipient)
}

fn check_custom(body: &Custom) -> Result<(), Code> {
    if body.name.is_empty() {
        return Err(Code::PartMissing);
    }
    if body.name.len() > NAME_BYTES_MAX || body.body.len() > CUSTOM_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    Ok(())
}
