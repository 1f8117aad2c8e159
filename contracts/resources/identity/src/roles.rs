//! Roles are a deployment's own words; the scopes that they stand for are fixed.

use crate::limits::{NAME_BYTES_MAX, ROLES_MAX, ROLES_OF_PARTY_MAX};
use crate::msg::Role;
use crate::state::ROLES;
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{Order, StdResult, Storage};

const SCOPES: [&str; 8] = [
    scope::VOTE,
    scope::REGULATE,
    scope::SUPPLY,
    scope::DEMAND,
    scope::OPERATE,
    scope::CHECK,
    scope::STORE,
    scope::AUDIT,
];

/// `[a-zA-Z0-9][a-zA-Z0-9._-]{0,31}`: names of roles and keys; a key's becomes the fragment of a DID URL.
pub fn check_name(name: &str) -> Result<(), Code> {
    if name.len() > NAME_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let first_ok = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if first_ok && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        Ok(())
    } else {
        Err(Code::Malformed)
    }
}

/// A role that does not exist yet, of scopes that do, each once. Its scopes never change afterwards.
pub fn check_new_role(storage: &dyn Storage, role: &Role) -> Result<(), ServiceError> {
    check_name(&role.name)?;
    if ROLES.has(storage, &role.name) {
        return Err(Code::Exists.into());
    }
    if ROLES.keys(storage, None, None, Order::Ascending).take(ROLES_MAX).count() >= ROLES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let repeated = |(index, name): (usize, &String)| role.scopes[..index].contains(name);
    let known = role.scopes.iter().all(|name| SCOPES.contains(&name.as_str()));
    if role.scopes.is_empty() || !known || role.scopes.iter().enumerate().any(repeated) {
        return Err(Code::Malformed.into());
    }
    Ok(())
}

/// Roles that a party may be given: known, few, each once.
pub fn check_roles(storage: &dyn Storage, roles: &[String]) -> Result<(), ServiceError> {
    if roles.len() > ROLES_OF_PARTY_MAX {
        return Err(Code::LimitExceeded.into());
    }
    for (index, role) in roles.iter().enumerate() {
        if !ROLES.has(storage, role) {
            return Err(ServiceCode::RoleUnknown.into());
        }
        if roles[..index].contains(role) {
            return Err(Code::Malformed.into());
        }
    }
    Ok(())
}

/// Scopes of all these roles, ascending and each once. A role that only another chain has stands for nothing here.
pub fn scopes_of(storage: &dyn Storage, roles: &[String]) -> StdResult<Vec<String>> {
    let mut scopes = vec![];
    for role in roles {
        scopes.extend(ROLES.may_load(storage, role)?.unwrap_or_default());
    }
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}

pub fn has_scope(storage: &dyn Storage, roles: &[String], scope: &str) -> StdResult<bool> {
    Ok(scopes_of(storage, roles)?.iter().any(|one| one == scope))
}
