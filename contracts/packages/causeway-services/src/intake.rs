//! Asking collection and validation: what became of a batch of entries.

use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, HexBinary, QuerierWrapper};

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
