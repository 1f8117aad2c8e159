//! What queries answer. Block time and height are this chain's; `sent_ns` is what a device claims, and named apart.

use crate::msg::{Element, Failure, ModelRef, Phases};
use causeway_services::intake::BatchState;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct ConfigResponse {
    pub identity: String,
    pub skew_sec: u64,
    pub denom: String,
    pub phases: Phases,
    pub regulator_sec: u64,
}

/// When something was recorded, by the chain's own clock.
#[cw_serde]
pub struct Moment {
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
pub struct ModelResponse {
    pub name: String,
    pub version: u32,
    pub schema: Binary,
    pub sha256: HexBinary,
    pub party: String,
    pub registered: Moment,
}

#[cw_serde]
pub struct StreamResponse {
    pub id: String,
    pub owner: String,
    pub model: ModelRef,
    pub elements: Vec<Element>,
    pub open: bool,
    pub copyable: bool,
    pub terms: String,
    pub checkers: u32,
    pub reward: Uint128,
    pub opened: Moment,
}

#[cw_serde]
pub struct StreamsResponse {
    pub streams: Vec<StreamResponse>,
}

#[cw_serde]
pub struct SourceResponse {
    pub device: String,
    pub allowed: bool,
}

#[cw_serde]
pub struct SourcesResponse {
    pub sources: Vec<SourceResponse>,
}

#[cw_serde]
pub struct CheckerResponse {
    pub seat: u32,
    pub party: String,
}

#[cw_serde]
pub struct CheckersResponse {
    pub checkers: Vec<CheckerResponse>,
}

/// What the automatic checks of a platform found.
#[cw_serde]
pub struct ReportResponse {
    pub party: String,
    pub model_version: u32,
    pub failed: Vec<Failure>,
    /// Failed entries that are not listed.
    pub more: u32,
    pub reported: Moment,
}

/// One drawn checker: what it committed to, and what it revealed.
#[cw_serde]
pub struct PeerResponse {
    pub party: String,
    pub commitment: Option<HexBinary>,
    pub verdict: Option<PeerVerdict>,
    pub paid: Uint128,
}

#[cw_serde]
pub struct PeerVerdict {
    /// Account that revealed, and that is paid.
    pub account: String,
    pub pass: bool,
    /// sha256 over the checker's findings, which stay off chain.
    pub digest: HexBinary,
    pub revealed: Moment,
}

#[cw_serde]
pub struct RegulatorResponse {
    pub party: String,
    pub pass: bool,
    pub code: u32,
    pub given: Moment,
}

/// How the checks of an attempt ended, before any regulator.
#[cw_serde]
pub struct OutcomeResponse {
    pub pass: bool,
    /// Why it failed; 0 where it passed.
    pub code: u32,
    pub paid: Uint128,
    pub returned: Uint128,
    pub ended: Moment,
}

#[cw_serde]
#[derive(Copy)]
pub enum Stage {
    /// Waits for the report.
    Submitted {
        since_height: u64,
    },
    /// Passed the automatic checks; waits for a draw, from the block after `since_height` on.
    Waiting {
        since_height: u64,
    },
    /// Drawn; commitments up to and with one height, reveals up to and with the other.
    Drawn {
        commit_until: u64,
        reveal_until: u64,
    },
    Ended {},
}

#[cw_serde]
pub struct AttemptResponse {
    pub batch: String,
    pub attempt: u32,
    /// With the regulator's verdict, where there is one.
    pub state: BatchState,
    pub root: HexBinary,
    /// Account that submitted and funded it.
    pub submitter: String,
    /// Name of the device's key that signed.
    pub key: String,
    pub signature: Binary,
    pub model: ModelRef,
    pub sent_ns: Uint64,
    pub submitted: Moment,
    pub funded: Uint128,
    pub stage: Stage,
    pub report: Option<ReportResponse>,
    /// Draws so far.
    pub rounds: u32,
    pub peers: Vec<PeerResponse>,
    /// Those of an earlier draw, of whom nobody revealed.
    pub silent: Vec<PeerResponse>,
    pub outcome: Option<OutcomeResponse>,
    pub regulator: Option<RegulatorResponse>,
}

#[cw_serde]
pub struct AttemptsResponse {
    pub attempts: Vec<AttemptResponse>,
}

#[cw_serde]
pub struct ReasonCount {
    pub code: u32,
    pub count: u64,
}

/// One day of a device: batches submitted on it, and those whose checks ended on it.
#[cw_serde]
pub struct DayResponse {
    pub day: u32,
    pub submitted: u64,
    pub validated: u64,
    pub failed: u64,
    /// How many batches failed for each reason; a batch may fail for several.
    pub reasons: Vec<ReasonCount>,
}

#[cw_serde]
pub struct CountsResponse {
    pub days: Vec<DayResponse>,
}

#[cw_serde]
pub struct TraceResponse {
    pub id: String,
    pub batch: String,
    pub attempt: u32,
    pub state: BatchState,
    pub root: HexBinary,
    /// Position of the entry's leaf in the batch; none for a batch.
    pub index: Option<u64>,
    pub stream: String,
    pub device: String,
    pub owner: String,
}
