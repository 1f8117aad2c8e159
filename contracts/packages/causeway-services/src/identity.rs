//! Asking the identity service: who an account acts for, which key a subject has, what it may do.

use causeway_resource_kit::{Algorithm, ServiceCode, ServiceError};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_vec, Addr, Binary, QuerierWrapper, StdResult};

/// Name of the read condition that a subject is active.
pub const ACTIVE: &str = "identity.active";
/// Name of the operation by which a party takes a thing that it was offered.
pub const ACCEPT: &str = "identity.accept";
/// Names of the pair that carries a subject's record to another chain.
pub const ATTEST: &str = "identity.attest";
pub const REPLICATE: &str = "identity.replicate";

/// Body of `identity.active`.
#[cw_serde]
pub struct ActiveBody {
    pub id: String,
    /// Scope that the party must have as well.
    pub scope: Option<String>,
}

impl ActiveBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// Body of `identity.accept`; the actor is an account of the party that the thing was offered to.
#[cw_serde]
pub struct AcceptBody {
    pub id: String,
}

impl AcceptBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// What a role lets a party do. Roles are configured; scopes are fixed, because contracts ask for them.
pub mod scope {
    /// Votes on subjects and roles.
    pub const VOTE: &str = "vote";
    /// Suspends at once, until the vote; certifies; its verdict stands above the checkers'.
    pub const REGULATE: &str = "regulate";
    /// Owns devices and streams, and submits their data.
    pub const SUPPLY: &str = "supply";
    /// Buys.
    pub const DEMAND: &str = "demand";
    /// Runs automatic checks of a platform, and its doors.
    pub const OPERATE: &str = "operate";
    /// Checks others' data for a reward.
    pub const CHECK: &str = "check";
    /// Keeps others' data.
    pub const STORE: &str = "store";
    /// Reads reports; each use is recorded.
    pub const AUDIT: &str = "audit";
}

/// The part of the identity contract's queries that other contracts ask.
#[cw_serde]
pub enum IdentityQuery {
    /// The party that an account of this chain acts for. Answer: `Option<PartyResponse>`.
    Party { account: String },
    /// Answer: `Option<SubjectResponse>`.
    Subject { id: String },
}

/// What a party may do now, asked by its own name: whoever acted in an office is found again without its account.
#[cw_serde]
pub enum OfficeQuery {
    /// Answer: `Option<PartyResponse>`.
    Office { id: String },
}

#[cw_serde]
#[derive(Copy)]
pub enum Status {
    Proposed,
    Active,
    Suspended,
    Retired,
    Rejected,
}

#[cw_serde]
#[derive(Copy)]
pub enum Form {
    Organisation,
    Person,
    Platform,
    Device,
    Virtual,
    Store,
}

#[cw_serde]
pub struct PartyResponse {
    pub id: String,
    pub status: Status,
    pub roles: Vec<String>,
    /// Scopes of all its roles, ascending and each once.
    pub scopes: Vec<String>,
}

#[cw_serde]
pub struct KeyResponse {
    pub name: String,
    pub algorithm: Algorithm,
    pub public_key: Binary,
    /// First block height of the home chain at which the key was valid.
    pub since_height: u64,
    /// First height at which it was valid no more.
    pub until_height: Option<u64>,
}

#[cw_serde]
pub struct AccountResponse {
    pub chain_id: String,
    pub address: String,
}

#[cw_serde]
pub struct SubjectResponse {
    pub id: String,
    pub form: Form,
    /// `did:causeway:party:…`; a party owns itself and has none.
    pub owner: Option<String>,
    pub status: Status,
    pub keys: Vec<KeyResponse>,
    pub accounts: Vec<AccountResponse>,
    pub roles: Vec<String>,
    pub version: u64,
    pub home_chain_id: String,
}

impl SubjectResponse {
    /// The key that signs now.
    pub fn current_key(&self) -> Option<&KeyResponse> {
        self.keys.iter().rev().find(|key| key.until_height.is_none())
    }

    /// The party that answers for it: its owner, or itself.
    pub fn owner_id(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.id)
    }
}

/// The identity contract of this chain.
#[cw_serde]
pub struct Identity(pub Addr);

impl Identity {
    pub fn party(&self, querier: &QuerierWrapper, account: &str) -> StdResult<Option<PartyResponse>> {
        querier.query_wasm_smart(&self.0, &IdentityQuery::Party { account: account.into() })
    }

    /// Whether the party is active and has the scope now, whichever account it acts by.
    pub fn holds_office(&self, querier: &QuerierWrapper, id: &str, scope: &str) -> StdResult<bool> {
        let party: Option<PartyResponse> = querier.query_wasm_smart(&self.0, &OfficeQuery::Office { id: id.into() })?;
        Ok(party.is_some_and(|party| party.status == Status::Active && party.scopes.iter().any(|one| one == scope)))
    }

    pub fn subject(&self, querier: &QuerierWrapper, id: &str) -> StdResult<Option<SubjectResponse>> {
        querier.query_wasm_smart(&self.0, &IdentityQuery::Subject { id: id.into() })
    }

    /// The active party that `account` acts for, if its roles have the scope.
    pub fn acting(&self, querier: &QuerierWrapper, account: &str, scope: &str) -> Result<PartyResponse, ServiceError> {
        let party = self.party(querier, account)?.ok_or(ServiceCode::SubjectUnknown)?;
        if party.status != Status::Active {
            return Err(ServiceCode::SubjectInactive.into());
        }
        if party.scopes.iter().any(|one| one == scope) {
            Ok(party)
        } else {
            Err(ServiceCode::ScopeMissing.into())
        }
    }

    /// A subject that is active now.
    pub fn active(&self, querier: &QuerierWrapper, id: &str) -> Result<SubjectResponse, ServiceError> {
        let subject = self.subject(querier, id)?.ok_or(ServiceCode::SubjectUnknown)?;
        if subject.status == Status::Active {
            Ok(subject)
        } else {
            Err(ServiceCode::SubjectInactive.into())
        }
    }
}
