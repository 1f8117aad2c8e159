//! Certificates: the read condition that another operation of the same transaction may rely on, and the operations that
//! issue and revoke one together with the data that it is about.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_vec, HexBinary, StdResult, Uint64};

/// Name of the read condition.
pub const VALID: &str = "credentials.valid";
/// Names of the operations that a regulator may make part of a transaction.
pub const ISSUE: &str = "credentials.issue";
pub const REVOKE: &str = "credentials.revoke";

/// Body of `credentials.valid`: this certificate is about this subject, not expired, not revoked, its issuer in office.
#[cw_serde]
pub struct ValidBody {
    pub credential: String,
    pub subject: String,
}

impl ValidBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// What a regulator says of a certificate that it has signed. Body of `credentials.issue`.
#[cw_serde]
pub struct IssueBody {
    /// `[a-z0-9-]`, at most 64.
    pub id: String,
    /// `PermissionToOperate`, `DataQualityCertificate`, or another word.
    pub kind: String,
    /// DID of whom or what it is about.
    pub subject: String,
    /// Of the data that it is about.
    pub fingerprint: Option<HexBinary>,
    /// sha256 of the signed certificate.
    pub digest: HexBinary,
    /// Place in the issuer's status list. It stands in the signed certificate, so the issuer says it: the next one.
    pub index: u64,
    pub valid_from_ns: Uint64,
    pub valid_until_ns: Uint64,
}

impl IssueBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// Body of `credentials.revoke`. The reason is the issuer's own number.
#[cw_serde]
pub struct RevokeBody {
    pub credential: String,
    pub reason: u32,
}

impl RevokeBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}
