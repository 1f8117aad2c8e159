//! Read conditions on certificates: what another operation of the same transaction may rely on.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_vec, StdResult};

/// Name of the read condition.
pub const VALID: &str = "credentials.valid";

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
