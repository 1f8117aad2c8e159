//! The same decision for items: records, replicas and non-fungible assets.

use crate::evaluate::{accept, local_account, Proposal, Verdict};
use crate::items::{kind_of, stored_envelope};
use crate::plan::Step;
use crate::state::{load_envelope, ItemRecord, ITEMS};
use causeway_proto::{
    check_content, check_duplication, data_class, envelope_digest, origin_of, sha256, CheckAsset, CheckRecord, Code,
    DataClass, DataOperation, ReceiveAsset, ReleaseAsset, ReplicateRecord, TransferAsset,
};
use cosmwasm_std::{Deps, Env};
use std::cmp::Ordering;

fn refused(code: Code) -> Verdict {
    Verdict::Refused(code)
}

/// A live item at exactly this version. A lower one may still grow; a higher one never comes back.
fn live_item(deps: Deps, id: &str, version: u64) -> Result<ItemRecord, Verdict> {
    let record = ITEMS.may_load(deps.storage, id)?;
    let record = record.filter(|record| record.live).ok_or(Verdict::Busy(Code::Absent))?;
    match record.version.cmp(&version) {
        Ordering::Equal => Ok(record),
        Ordering::Less => Err(Verdict::Busy(Code::VersionMismatch)),
        Ordering::Greater => Err(refused(Code::VersionMismatch)),
    }
}

/// A live item of the actor's. Ownership may still change hands before the deadline, so a stranger is busy.
fn owned_item(deps: Deps, id: &str, version: u64, actor: &str) -> Result<ItemRecord, Verdict> {
    let record = live_item(deps, id, version)?;
    if record.owner == actor {
        Ok(record)
    } else {
        Err(Verdict::Busy(Code::NotOwner))
    }
}

fn check_digest(deps: Deps, id: &str, digest: &[u8]) -> Result<(), Verdict> {
    if sha256(&load_envelope(deps.storage, id)) == digest {
        Ok(())
    } else {
        Err(refused(Code::ContentMismatch))
    }
}

fn check_rule(deps: Deps, operation: DataOperation, id: &str) -> Result<(), Verdict> {
    let envelope = stored_envelope(deps.storage, id).map_err(refused)?;
    check_duplication(operation, &envelope).map_err(refused)
}

pub fn check_record(deps: Deps, body: &CheckRecord) -> Result<Step, Verdict> {
    live_item(deps, &body.id, body.version)?;
    check_digest(deps, &body.id, &body.envelope_digest)?;
    check_rule(deps, DataOperation::Read, &body.id)?;
    Ok(Step::Read { id: body.id.clone() })
}

/// An older version never replaces a newer one (I13); the same version is no work, but the key is held all the same.
pub fn replicate(deps: Deps, env: &Env, body: &ReplicateRecord, proposal: &Proposal) -> Result<Step, Verdict> {
    let envelope = body.envelope.as_ref().ok_or(refused(Code::PartMissing))?;
    let class = data_class(envelope).map_err(refused)?;
    check_duplication(DataOperation::Replicate, envelope).map_err(refused)?;
    accept(deps, kind_of(class))?;
    let origin = origin_of(&envelope.id).map_err(refused)?;
    if origin == env.block.chain_id {
        return Err(refused(Code::Exists));
    }
    // Only the chain of origin vouches for its records: a replica's holder could forge versions of them (I5).
    if origin != body.source_chain_id {
        return Err(refused(Code::WrongAddressee));
    }
    if let Some(present) = ITEMS.may_load(deps.storage, &envelope.id)? {
        let same = sha256(&load_envelope(deps.storage, &envelope.id)) == envelope_digest(envelope);
        match present.version.cmp(&body.version) {
            _ if present.replica_of.is_none() => return Err(refused(Code::Exists)),
            Ordering::Greater => return Err(refused(Code::VersionMismatch)),
            Ordering::Equal if !same => return Err(refused(Code::ContentMismatch)),
            Ordering::Equal | Ordering::Less => {}
        }
    }
    // Missing or wrong content is the caller's mistake, and the caller may be anyone: never a refusal.
    let content = proposal.content.ok_or(Verdict::Busy(Code::ContentMissing))?;
    check_content(envelope, content).map_err(Verdict::Busy)?;
    Ok(Step::Replicate {
        id: envelope.id.clone(),
        version: body.version,
        source: body.source_chain_id.clone(),
        actor: proposal.operation.actor.clone(),
        index: proposal.index,
        content_length: content.len() as u64,
    })
}

pub fn check_asset(deps: Deps, body: &CheckAsset) -> Result<Step, Verdict> {
    owned_item(deps, &body.id, body.version, &body.owner)?;
    Ok(Step::Read { id: body.id.clone() })
}

pub fn release(deps: Deps, body: &ReleaseAsset, actor: &str) -> Result<Step, Verdict> {
    owned_item(deps, &body.id, body.version, actor)?;
    check_digest(deps, &body.id, &body.envelope_digest)?;
    check_rule(deps, DataOperation::Move, &body.id)?;
    Ok(Step::Release { id: body.id.clone(), to: body.destination_chain_id.clone() })
}

/// What arrives must be absent here. An item that this very zone should have issued, and never did, is refused (I5).
pub fn receive(deps: Deps, env: &Env, body: &ReceiveAsset, index: u32) -> Result<Step, Verdict> {
    let envelope = body.envelope.as_ref().ok_or(refused(Code::PartMissing))?;
    let class = data_class(envelope).map_err(refused)?;
    check_duplication(DataOperation::Move, envelope).map_err(refused)?;
    // Units arrive as coins, whose sum the books know; an envelope that calls itself units is none.
    if class == DataClass::Fungible {
        return Err(refused(Code::OperationNotDefined));
    }
    accept(deps, kind_of(class))?;
    local_account(deps, &body.recipient)?;
    match ITEMS.may_load(deps.storage, &envelope.id)? {
        None if origin_of(&envelope.id).map_err(refused)? == env.block.chain_id => return Err(refused(Code::Absent)),
        Some(present) if present.version > body.version => return Err(refused(Code::VersionMismatch)),
        // Still here: it leaves by a transaction whose decision has not arrived yet (return before ack).
        Some(present) if present.live => return Err(Verdict::Busy(Code::Exists)),
        _ => {}
    }
    if body.version == u64::MAX {
        return Err(refused(Code::LimitExceeded));
    }
    Ok(Step::Receive { id: envelope.id.clone(), version: body.version + 1, recipient: body.recipient.clone(), index })
}

pub fn transfer(deps: Deps, body: &TransferAsset, actor: &str) -> Result<Step, Verdict> {
    owned_item(deps, &body.id, body.version, actor)?;
    check_rule(deps, DataOperation::Transfer, &body.id)?;
    local_account(deps, &body.recipient)?;
    if body.version == u64::MAX {
        return Err(refused(Code::LimitExceeded));
    }
    Ok(Step::Transfer { id: body.id.clone(), recipient: body.recipient.clone() })
}
