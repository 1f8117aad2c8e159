//! Asking collection and validation: what became of a batch of entries.

use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_vec, Addr, HexBinary, QuerierWrapper, StdResult};

/// Name of the read condition: the newest attempt of a batch is validated.
pub const VALIDATED: &str = "intake.validated";

/// Name of the operation that gives a regulator's verdict, for example in one transaction with its certificate.
pub const REGULATE: &str = "intake.regulate";

/// Body of `intake.validated`.
#[cw_serde]
pub struct ValidatedBody {
    pub batch: String,
}

/// Body of `intake.regulate`; the actor acts for the regulator.
#[cw_serde]
pub struct RegulateBody {
    pub batch: String,
    /// The newest one: a verdict is about content, not about a name.
    pub attempt: u32,
    pub pass: bool,
    /// 0 with a pass; otherwise one of the codes that a batch fails with.
    pub code: u32,
}

impl ValidatedBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

impl RegulateBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

#[cw_serde]
pub enum IntakeQuery {
    /// Answer: `Option<BatchResponse>`, the newest attempt.
    Batch { id: String },
}

#[cw_serde]
#[derive(Copy)]
pub enum BatchState {
    /// Signed and recorded; nobody has looked at it.
    Submitted,
    /// Passed the automatic checks; checkers of other owners look at it.
    Checking,
    Validated,
    /// Back to its submitter; invisible to everybody else's services.
    Failed,
}

#[cw_serde]
pub struct BatchResponse {
    pub id: String,
    pub stream: String,
    pub device: String,
    /// Party that owns the device.
    pub owner: String,
    pub attempt: u32,
    pub state: BatchState,
    /// Merkle root over the rows: the fingerprint of the data as submitted.
    pub root: HexBinary,
    pub count: u64,
}

#[cw_serde]
pub struct Intake(pub Addr);

impl Intake {
    /// NOT_VALIDATED unless the newest attempt of this batch has passed.
    pub fn validated(&self, querier: &QuerierWrapper, id: &str) -> Result<BatchResponse, ServiceError> {
        let batch: Option<BatchResponse> = querier.query_wasm_smart(&self.0, &IntakeQuery::Batch { id: id.into() })?;
        let batch = batch.ok_or(ServiceCode::BatchUnknown)?;
        if batch.state == BatchState::Validated {
            Ok(batch)
        } else {
            Err(ServiceCode::NotValidated.into())
        }
    }
}
