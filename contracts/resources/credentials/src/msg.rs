//! The messages of this contract, as JSON on the wire.

use causeway_resource_kit::{CheckResponse, LegCall, LocksResponse, PrepareCall};
use causeway_services::credentials::{IssueBody, RevokeBody};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub identity: String,
}

#[cw_serde]
pub enum ExecuteMsg {
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),
    /// By a regulator.
    Issue(IssueBody),
    /// By its issuer or any regulator.
    Revoke(RevokeBody),
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(Option<CredentialResponse>)]
    Credential { id: String },
    /// By id.
    #[returns(Vec<CredentialResponse>)]
    CredentialsOf { subject: String, start_after: Option<String>, limit: Option<u32> },
    /// The revoked of an issuer's certificates number 131,072 × list and after it.
    #[returns(StatusListResponse)]
    StatusList { issuer: String, list: Option<u32> },
    /// Whether it counts now for this subject and, where one is named, this fingerprint.
    #[returns(ValidResponse)]
    Valid { id: String, subject: String, fingerprint: Option<HexBinary> },
}

#[cw_serde]
pub struct Revocation {
    /// Party that revoked it.
    pub by: String,
    pub reason: u32,
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
pub struct CredentialResponse {
    pub id: String,
    pub kind: String,
    pub subject: String,
    pub fingerprint: Option<HexBinary>,
    pub digest: HexBinary,
    pub valid_from_ns: Uint64,
    pub valid_until_ns: Uint64,
    /// Party that issued it.
    pub issuer: String,
    /// Place in its issuer's status list.
    pub index: u64,
    pub issued_height: u64,
    pub issued_ns: Uint64,
    pub revoked: Option<Revocation>,
}

#[cw_serde]
pub struct StatusListResponse {
    /// Certificates that the issuer has issued, over all lists; the index of its next one.
    pub next_index: u64,
    /// The first bit of a byte leftmost, as W3C counts them.
    pub bits: Binary,
}

#[cw_serde]
pub struct ValidResponse {
    pub valid: bool,
    /// Why not.
    pub code: Option<u32>,
}
