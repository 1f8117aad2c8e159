//! The part that subjects take in commits: standing still while others rely on them, changing hands, and being known on
//! other chains.

use crate::keys::{account_holder, account_lock, key_holder, key_lock};
use crate::limits::RECORD_BYTES_MAX;
use crate::msg::{Happening, RecordResponse};
use crate::state::{close, Note, Record, Stage, ACCOUNT_HOLDERS, KEY_HOLDERS, OLD_KEYS, SUBJECTS, THINGS};
use crate::subjects::{acting, check_home, effective_status, party_response, subject_response};
use crate::transfer::{check_accept, hand_over_locked};
use causeway_proto::{parse_id, sha256, Code};
use causeway_resource_kit::{
    attested_by_peer, Attestation, Decided, Key, LockKind, Proposal, Replica, Service, ServiceCode, ServiceError,
    Verdict,
};
use causeway_services::identity::{AcceptBody, ActiveBody, Status, SubjectResponse, ACCEPT, ACTIVE, ATTEST, REPLICATE};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, to_json_vec, Deps, Empty, Env, Response, StdError, StdResult, Storage};

pub struct Subjects;

/// What a prepared operation will do.
#[cw_serde]
pub enum Step {
    Look,
    Accept { id: String, party: String },
    Replicate { record: SubjectResponse },
}

impl Service for Subjects {
    type Step = Step;

    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        let body = &proposal.body;
        match proposal.name.as_str() {
            ACTIVE => decide_active(deps.storage, env, &from_json(body).map_err(malformed)?),
            ACCEPT => decide_accept(deps.storage, env, &proposal.actor, &from_json(body).map_err(malformed)?),
            ATTEST => decide_attest(deps.storage, env, &from_json(body).map_err(malformed)?),
            REPLICATE => decide_replicate(deps.storage, env, proposal),
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        match step {
            Step::Look => Ok(Response::new()),
            Step::Accept { id, party } => hand_over_locked(storage, env, &id, &party),
            Step::Replicate { record } => replicate(storage, env, record),
        }
    }
}

fn malformed(_: StdError) -> Verdict {
    Verdict::refused(Code::Malformed)
}

fn busy(error: ServiceError) -> Verdict {
    match error {
        ServiceError::Reason(reason) => Verdict::Busy(reason),
        ServiceError::Std(error) => Verdict::Host(error),
    }
}

fn known(storage: &dyn Storage, id: &str) -> Result<Record, Verdict> {
    SUBJECTS.may_load(storage, id)?.ok_or(Verdict::busy(ServiceCode::SubjectUnknown))
}

/// A subject may still be approved, resumed or given a role; only retired it is for good.
fn decide_active(storage: &dyn Storage, env: &Env, body: &ActiveBody) -> Result<Decided<Step>, Verdict> {
    let record = known(storage, &body.id)?;
    match effective_status(storage, env, &record)? {
        Status::Active => (),
        Status::Retired => return Err(Verdict::refused(ServiceCode::SubjectInactive)),
        _ => return Err(Verdict::busy(ServiceCode::SubjectInactive)),
    }
    let mut decided = Decided::reading(&body.id, Step::Look);
    if let Some(owner) = &record.owner {
        decided.keys.push(Key { name: owner.clone(), kind: LockKind::Shared });
    }
    if let Some(scope) = &body.scope {
        if !party_response(storage, env, record)?.scopes.contains(scope) {
            return Err(Verdict::busy(ServiceCode::ScopeMissing));
        }
    }
    Ok(decided)
}

/// The actor's party takes what it was offered.
fn decide_accept(storage: &dyn Storage, env: &Env, actor: &str, body: &AcceptBody) -> Result<Decided<Step>, Verdict> {
    let party = acting(storage, env, actor).map_err(busy)?.id;
    let record = known(storage, &body.id)?;
    check_home_of(&record, env)?;
    if record.status(env.block.height) == Status::Retired {
        return Err(Verdict::refused(ServiceCode::TransitionIllegal));
    }
    check_accept(&record, env, &party).map_err(busy)?;
    Ok(Decided::writing(&body.id, Step::Accept { id: body.id.clone(), party }))
}

fn check_home_of(record: &Record, env: &Env) -> Result<(), Verdict> {
    check_home(record, env).map_err(|_| Verdict::refused(ServiceCode::NotHome))
}

/// The record as its copies hold it. Its status is its own: a copy's owner has a copy too, which answers for itself.
pub fn record_bytes(record: Record, height: u64) -> StdResult<Vec<u8>> {
    let status = record.status(height);
    to_json_vec(&subject_response(record, status, height))
}

pub fn attestable(record: Record, height: u64) -> StdResult<RecordResponse> {
    Ok(RecordResponse { version: record.version(height), record: record_bytes(record, height)?.into() })
}

fn decide_attest(storage: &dyn Storage, env: &Env, body: &Attestation) -> Result<Decided<Step>, Verdict> {
    let (record, height) = (known(storage, &body.key)?, env.block.height);
    check_home_of(&record, env)?;
    if matches!(record.status(height), Status::Proposed | Status::Rejected) {
        return Err(Verdict::busy(ServiceCode::SubjectInactive));
    }
    let version = record.version(height);
    if body.version.u64() > version {
        return Err(Verdict::busy(Code::VersionMismatch));
    }
    if body.version.u64() < version {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    if sha256(&record_bytes(record, height)?) != body.digest.as_slice() {
        return Err(Verdict::refused(Code::ContentMismatch));
    }
    Ok(Decided::reading(&body.key, Step::Look))
}

fn decide_replicate(storage: &dyn Storage, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
    let replica = attested_by_peer(storage, proposal, ATTEST)?;
    let record = parse_record(env, &replica)?;
    if SUBJECTS.may_load(storage, &record.id)?.is_some_and(|known| known.version >= record.version) {
        return Err(Verdict::refused(Code::VersionMismatch));
    }
    // What is known here of an owner decides whether its things are active, so it comes first.
    if let Some(owner) = &record.owner {
        known(storage, owner)?;
    }
    let mut decided = Decided::writing(&record.id, Step::Look);
    let mut claim = |holder: Option<String>, lock: String| match holder {
        Some(holder) if holder == record.id => Ok(()),
        Some(_) => Err(Verdict::refused(ServiceCode::KeyTaken)),
        None => {
            decided.keys.push(Key { name: lock, kind: LockKind::Exclusive });
            Ok(())
        }
    };
    for key in &record.keys {
        claim(key_holder(storage, env, &key.public_key)?, key_lock(&key.public_key))?;
    }
    for account in &record.accounts {
        let holder = account_holder(storage, env, &account.chain_id, &account.address)?;
        claim(holder, account_lock(&account.chain_id, &account.address))?;
    }
    decided.step = Step::Replicate { record };
    Ok(decided)
}

/// A record is what its home says of its own subjects, and of nobody else's.
fn parse_record(env: &Env, replica: &Replica) -> Result<SubjectResponse, Verdict> {
    if replica.record.len() > RECORD_BYTES_MAX {
        return Err(Verdict::refused(Code::LimitExceeded));
    }
    let record: SubjectResponse = from_json(&replica.record).map_err(malformed)?;
    let home = parse_id(&record.id).map_err(Verdict::refused)?.chain_id;
    if home == env.block.chain_id || home != replica.home || record.home_chain_id != home {
        return Err(Verdict::refused(ServiceCode::NotHome));
    }
    if record.id != replica.key || record.version != replica.version.u64() {
        return Err(Verdict::refused(Code::ContentMismatch));
    }
    Ok(record)
}

fn replicate(storage: &mut dyn Storage, env: &Env, record: SubjectResponse) -> StdResult<Response> {
    let before = SUBJECTS.may_load(storage, &record.id)?;
    for key in &record.keys {
        KEY_HOLDERS.save(storage, &key.public_key, &record.id)?;
        if let Some(until) = key.until_height {
            OLD_KEYS.save(storage, (&record.id, until, &key.public_key), key)?;
        }
    }
    for old in before.iter().flat_map(|before| &before.accounts) {
        ACCOUNT_HOLDERS.remove(storage, (&old.chain_id, &old.address));
    }
    for account in &record.accounts {
        ACCOUNT_HOLDERS.save(storage, (&account.chain_id, &account.address), &record.id)?;
    }
    if let Some(Record { owner: Some(owner), .. }) = &before {
        THINGS.remove(storage, (owner, &record.id));
    }
    if let Some(owner) = &record.owner {
        THINGS.save(storage, (owner, &record.id), &Empty {})?;
    }
    let record = Record {
        stage: match record.status {
            Status::Active => Stage::Active,
            // Its home says when a suspension ends.
            Status::Suspended => Stage::Suspended { until_height: None },
            Status::Retired => Stage::Retired,
            Status::Proposed | Status::Rejected => Stage::Rejected,
        },
        id: record.id,
        form: record.form,
        owner: record.owner,
        keys: record.keys,
        accounts: record.accounts,
        roles: record.roles,
        version: record.version,
        home_chain_id: record.home_chain_id,
        offered_to: None,
        emergency_until: 0,
        events: before.map_or(0, |before| before.events),
    };
    let note = Note { what: Happening::Replicated, by: None, proposal: None, text: "" };
    Ok(Response::new().add_event(close(storage, env, record, note)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use causeway_services::identity::{AccountResponse, Form, KeyResponse};

    /// The largest record that this contract can hold still crosses.
    #[test]
    fn the_largest_record_fits_the_body_of_an_operation() {
        use crate::limits::*;
        let long = |kind: &str, fill: &str| {
            let start = format!("did:causeway:{kind}:{}:", "c".repeat(32));
            format!("{start}{}", fill.repeat(64))
        };
        let key = |n: u8| KeyResponse {
            name: "k".repeat(NAME_BYTES_MAX),
            algorithm: causeway_resource_kit::Algorithm::Secp256k1,
            public_key: vec![n; 33].into(),
            since_height: 999_999_999_999,
            until_height: Some(999_999_999_999),
        };
        let account = || AccountResponse { chain_id: "c".repeat(32), address: "a".repeat(90) };
        let record = Record {
            id: long("party", "p"),
            form: Form::Organisation,
            owner: None,
            stage: Stage::Suspended { until_height: None },
            keys: (0..KEYS_MAX as u8).map(key).collect(),
            accounts: (0..ACCOUNTS_MAX).map(|_| account()).collect(),
            roles: vec!["r".repeat(NAME_BYTES_MAX); ROLES_OF_PARTY_MAX],
            version: 999_999_999_999,
            home_chain_id: "c".repeat(32),
            offered_to: None,
            emergency_until: 0,
            events: 0,
        };
        let bytes = record_bytes(record, 1).unwrap();
        assert!(bytes.len() <= RECORD_BYTES_MAX, "{} bytes", bytes.len());
        let replica = Replica {
            home: "c".repeat(32),
            key: long("party", "p"),
            version: 999_999_999_999u64.into(),
            record: vec![b'x'; RECORD_BYTES_MAX].into(),
        };
        let body = to_json_vec(&replica).unwrap();
        assert!(body.len() <= causeway_proto::limits::CUSTOM_BYTES_MAX, "{} bytes", body.len());
    }
}
