//! Who acts: the active party behind an account, and what it may act upon.

use crate::roles::{has_scope, scopes_of};
use crate::state::{open, Record, ACCOUNT_HOLDERS, SUBJECTS};
use causeway_proto::{parse_id, Code, IdKind};
use causeway_resource_kit::{assert_unlocked, in_doubt, ServiceCode, ServiceError};
use causeway_services::identity::{scope, PartyResponse, Status, SubjectResponse};
use cosmwasm_std::{Env, StdResult, Storage};

/// The party that an account of this chain acts for, from here or from elsewhere.
pub fn party_of(storage: &dyn Storage, env: &Env, account: &str) -> StdResult<Option<Record>> {
    let id = ACCOUNT_HOLDERS.may_load(storage, (&env.block.chain_id, account))?;
    id.map_or(Ok(None), |id| SUBJECTS.may_load(storage, &id))
}

/// The active party that an account acts for.
pub fn acting(storage: &dyn Storage, env: &Env, account: &str) -> Result<Record, ServiceError> {
    let party = party_of(storage, env, account)?.ok_or(ServiceCode::SubjectUnknown)?;
    if party.status(env.block.height) == Status::Active {
        Ok(party)
    } else {
        Err(ServiceCode::SubjectInactive.into())
    }
}

/// The same with a scope, and at home: nobody votes or suspends on a chain that did not enrol it.
pub fn acting_at_home(storage: &dyn Storage, env: &Env, account: &str, scope: &str) -> Result<Record, ServiceError> {
    let party = acting(storage, env, account)?;
    check_home(&party, env)?;
    if has_scope(storage, &party.roles, scope)? {
        Ok(party)
    } else {
        Err(ServiceCode::ScopeMissing.into())
    }
}

/// A copy changes only by a newer version of its home's.
pub fn check_home(record: &Record, env: &Env) -> Result<(), ServiceError> {
    if record.home_chain_id == env.block.chain_id {
        Ok(())
    } else {
        Err(ServiceCode::NotHome.into())
    }
}

/// How much a change minds transactions in flight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// For readers and writers.
    ForAll,
    /// For writers only. What takes trust away must not wait for readers: anyone may read, so whoever is about to be
    /// found out could keep itself read for ever. Who has voted, read it before.
    ForWriters,
    /// A suspension waits for nobody.
    Not,
}

pub fn check_locks(storage: &dyn Storage, id: &str, waits: Waits) -> Result<(), ServiceError> {
    match waits {
        Waits::ForAll => assert_unlocked(storage, id),
        Waits::ForWriters if in_doubt(storage, id)? => Err(Code::Locked.into()),
        Waits::ForWriters | Waits::Not => Ok(()),
    }
}

/// A home subject of this chain that is about to change.
pub fn home_subject(storage: &mut dyn Storage, env: &Env, id: &str, waits: Waits) -> Result<Record, ServiceError> {
    let record = open(storage, env, id)?.ok_or(ServiceCode::SubjectUnknown)?;
    check_home(&record, env)?;
    check_locks(storage, id, waits)?;
    Ok(record)
}

/// The sender's party, and a subject that it answers for.
pub fn own_subject(
    storage: &mut dyn Storage,
    env: &Env,
    sender: &str,
    id: &str,
    waits: Waits,
) -> Result<(Record, Record), ServiceError> {
    let party = acting(storage, env, sender)?;
    let record = home_subject(storage, env, id, waits)?;
    if record.owner_id() == party.id {
        Ok((party, record))
    } else {
        Err(Code::NotOwner.into())
    }
}

/// `active`, unless it is not, or its owner is not: what belongs to a suspended party is suspended.
pub fn effective_status(storage: &dyn Storage, env: &Env, record: &Record) -> StdResult<Status> {
    let (own, height) = (record.status(env.block.height), env.block.height);
    let Some(owner) = record.owner.as_deref().filter(|_| own == Status::Active) else { return Ok(own) };
    let owner = SUBJECTS.may_load(storage, owner)?;
    let answers = owner.is_some_and(|owner| owner.status(height) == Status::Active);
    Ok(if answers { Status::Active } else { Status::Suspended })
}

pub fn subject_response(record: Record, status: Status, height: u64) -> SubjectResponse {
    SubjectResponse {
        version: record.version(height),
        id: record.id,
        form: record.form,
        owner: record.owner,
        status,
        keys: record.keys,
        accounts: record.accounts,
        roles: record.roles,
        home_chain_id: record.home_chain_id,
    }
}

/// Roles of a foreign party mean here what this chain's roles of the same name mean, but it has no vote.
pub fn party_response(storage: &dyn Storage, env: &Env, record: Record) -> StdResult<PartyResponse> {
    let mut scopes = scopes_of(storage, &record.roles)?;
    if record.home_chain_id != env.block.chain_id {
        scopes.retain(|one| one != scope::VOTE);
    }
    Ok(PartyResponse { status: record.status(env.block.height), id: record.id, roles: record.roles, scopes })
}

/// The kind of identifier that a form has; it names this chain as its home.
pub fn check_new_id(env: &Env, id: &str, kind: IdKind) -> Result<(), ServiceError> {
    let parsed = parse_id(id)?;
    if parsed.kind != kind {
        return Err(Code::IdMalformed.into());
    }
    if parsed.chain_id != env.block.chain_id {
        return Err(ServiceCode::NotHome.into());
    }
    Ok(())
}
