//! How subjects come in: proposed with their keys proved, approved or rejected by vote. Every form alike.

use crate::keys::{claim_account, take_key};
use crate::limits::{PROPOSAL_BLOCKS, REGISTRARS_MIN, SUBJECTS_MAX};
use crate::msg::{Change, Happening, NewSubject, Registrar};
use crate::roles::{check_roles, has_scope};
use crate::state::{close, open, Note, Record, Stage, ACCOUNT_HOLDERS, KEY_HOLDERS, THINGS};
use crate::subjects::{acting, check_new_id};
use crate::vote::{open_proposal, seat};
use causeway_proto::{Code, IdKind};
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::identity::{scope, AccountResponse, Form, Status};
use cosmwasm_std::{DepsMut, Empty, Env, Event, MessageInfo, Response, StdResult, Storage};

fn kind_of(form: Form) -> IdKind {
    match form {
        Form::Organisation | Form::Person => IdKind::Party,
        Form::Platform => IdKind::Platform,
        Form::Device | Form::Virtual | Form::Store => IdKind::Thing,
    }
}

/// The parties that a deployment begins with: enough that none of them decides alone.
pub fn found(deps: DepsMut, env: &Env, registrars: Vec<Registrar>) -> Result<Vec<Event>, ServiceError> {
    let (mut events, mut regulators, count) = (vec![], 0, registrars.len());
    for registrar in registrars {
        check_new_id(env, &registrar.id, IdKind::Party)?;
        check_roles(deps.storage, &registrar.roles)?;
        if !has_scope(deps.storage, &registrar.roles, scope::VOTE)? {
            return Err(ServiceCode::ScopeMissing.into());
        }
        regulators += has_scope(deps.storage, &registrar.roles, scope::REGULATE)? as usize;
        let account = deps.api.addr_validate(&registrar.account)?;
        let mut record = blank(deps.storage, env, &registrar.id, Form::Organisation)?;
        bind_first(deps.storage, env, &mut record, account.as_str())?;
        record.roles = registrar.roles;
        record.stage = Stage::Active;
        seat(deps.storage, env, &record)?;
        events.push(close(deps.storage, env, record, Note::by(Happening::Enrolled, &registrar.id, "founder"))?);
    }
    if count < REGISTRARS_MIN || regulators == 0 || regulators == count {
        return Err(ServiceCode::QuorumMissing.into());
    }
    Ok(events)
}

/// An id is free if nobody has it, or if it was never approved; its history goes on.
fn blank(storage: &mut dyn Storage, env: &Env, id: &str, form: Form) -> Result<Record, ServiceError> {
    assert_unlocked(storage, id)?;
    let before = open(storage, env, id)?;
    if before.as_ref().is_some_and(|record| record.status(env.block.height) != Status::Rejected) {
        return Err(Code::Exists.into());
    }
    if let Some(before) = &before {
        release(storage, before)?;
    }
    Ok(Record {
        id: id.into(),
        form,
        owner: None,
        stage: Stage::Rejected,
        keys: vec![],
        accounts: vec![],
        roles: vec![],
        version: before.as_ref().map_or(0, |record| record.version),
        home_chain_id: env.block.chain_id.clone(),
        offered_to: None,
        emergency_until: 0,
        events: before.map_or(0, |record| record.events),
    })
}

/// Whoever proposed it before holds nothing through it any more.
fn release(storage: &mut dyn Storage, before: &Record) -> StdResult<()> {
    if let Some(owner) = &before.owner {
        THINGS.remove(storage, (owner, &before.id));
    }
    for account in &before.accounts {
        let at = (account.chain_id.as_str(), account.address.as_str());
        if ACCOUNT_HOLDERS.may_load(storage, at)?.as_ref() == Some(&before.id) {
            ACCOUNT_HOLDERS.remove(storage, at);
        }
    }
    for key in &before.keys {
        if KEY_HOLDERS.may_load(storage, &key.public_key)?.as_ref() == Some(&before.id) {
            KEY_HOLDERS.remove(storage, &key.public_key);
        }
    }
    Ok(())
}

fn bind_first(storage: &mut dyn Storage, env: &Env, record: &mut Record, account: &str) -> Result<(), ServiceError> {
    claim_account(storage, env, &record.id, &env.block.chain_id, account)?;
    record.accounts.push(AccountResponse { chain_id: env.block.chain_id.clone(), address: account.into() });
    Ok(())
}

pub fn propose(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    subjects: Vec<NewSubject>,
) -> Result<Response, ServiceError> {
    if subjects.is_empty() || subjects.len() > SUBJECTS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let sender = info.sender.as_str();
    let proposer = match subjects.iter().find(|subject| kind_of(subject.form) == IdKind::Party) {
        Some(party) if subjects.len() == 1 => party.id.clone(),
        // A party comes alone: what it will own can be proposed by nobody but an active party.
        Some(_) => return Err(Code::Malformed.into()),
        None => acting(deps.storage, env, sender)?.id,
    };
    let ids: Vec<String> = subjects.iter().map(|subject| subject.id.clone()).collect();
    let (number, opened) = open_proposal(deps.storage, env, &proposer, Change::Enrol { subjects: ids })?;
    let mut response = Response::new().add_event(opened);
    for subject in subjects {
        response = response.add_event(propose_one(deps.branch(), env, sender, &proposer, subject, number)?);
    }
    Ok(response)
}

fn propose_one(
    deps: DepsMut,
    env: &Env,
    sender: &str,
    proposer: &str,
    subject: NewSubject,
    number: u64,
) -> Result<Event, ServiceError> {
    let kind = kind_of(subject.form);
    check_new_id(env, &subject.id, kind)?;
    let mut record = blank(deps.storage, env, &subject.id, subject.form)?;
    if kind == IdKind::Party {
        check_roles(deps.storage, &subject.roles)?;
        record.roles = subject.roles;
        bind_first(deps.storage, env, &mut record, sender)?;
    } else {
        if !subject.roles.is_empty() {
            return Err(Code::Malformed.into());
        }
        record.owner = Some(proposer.into());
        THINGS.save(deps.storage, (proposer, &subject.id), &Empty {})?;
    }
    match subject.key {
        Some(key) => record.keys.push(take_key(deps.storage, deps.api, env, &subject.id, proposer, key)?),
        None if kind == IdKind::Thing => return Err(ServiceCode::KeyInvalid.into()),
        None => (),
    }
    record.stage = Stage::Proposed { until_height: env.block.height.saturating_add(PROPOSAL_BLOCKS) };
    let note = Note { what: Happening::Proposed, by: Some(proposer), proposal: Some(number), text: "" };
    Ok(close(deps.storage, env, record, note)?)
}
