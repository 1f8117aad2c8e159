//! The messages of collection and validation, as JSON on the wire; the resource interface stands beside them, flat.
//! 64-bit and 128-bit numbers are text; heights are numbers.

pub use crate::answers::*;
use causeway_resource_kit::{LegCall, PrepareCall};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub identity: String,
    /// How far a device's clock may be from block time.
    pub skew_sec: u64,
    pub reward: RewardConfig,
    pub phases: Phases,
    /// How long after the end of the checks a regulator may give its verdict.
    pub regulator_sec: u64,
}

#[cw_serde]
pub struct RewardConfig {
    /// Native denomination that checkers are paid in.
    pub denom: String,
}

/// Lengths of the peer check, in blocks.
#[cw_serde]
pub struct Phases {
    pub commit_blocks: u64,
    pub reveal_blocks: u64,
    /// How long an attempt waits for its report, and for enough checkers, before anyone may end it.
    pub wait_blocks: u64,
}

/// What a batch of a stream holds, beside the two elements that open every row.
#[cw_serde]
pub struct Element {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ElementKind,
    /// UCUM unit code; empty where the element has no unit.
    pub unit: String,
    pub length_max: u32,
    pub optional: bool,
}

#[cw_serde]
#[derive(Copy)]
pub enum ElementKind {
    Boolean,
    Integer,
    Decimal,
    Text,
    Bytes,
    Timestamp,
}

#[cw_serde]
pub struct ModelRef {
    pub name: String,
    pub version: u32,
}

/// A new stream of the acting party's.
#[cw_serde]
pub struct NewStream {
    /// `did:causeway:asset:<this chain>:<local part without dots>`.
    pub id: String,
    pub model: ModelRef,
    pub elements: Vec<Element>,
    pub open: bool,
    pub copyable: bool,
    pub terms: String,
    /// Peers that check each batch; with none, the automatic check of another party decides.
    pub checkers: u32,
    /// What each checker on the side of the outcome earns.
    pub reward: Uint128,
    /// Devices that may submit from the start; none where absent.
    pub sources: Option<Vec<String>>,
}

/// Rows `first` to `last` of one device on one stream, fingerprinted and signed.
#[cw_serde]
pub struct Submission {
    pub stream: String,
    pub device: String,
    pub attempt: u32,
    pub first: Uint64,
    pub last: Uint64,
    pub root: HexBinary,
    /// Time that the device claims.
    pub sent_ns: Uint64,
    pub signature: Binary,
}

/// An entry that failed, and the code of the check that it failed.
#[cw_serde]
pub struct Failure {
    pub sequence: Uint64,
    pub code: u32,
}

#[cw_serde]
pub enum ExecuteMsg {
    // The resource interface, for the gate alone.
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),

    // Suppliers and regulators.
    /// A new version of a data model. The first registrant of a name keeps it.
    RegisterModel {
        name: String,
        version: u32,
        schema: Binary,
    },
    OpenStream(NewStream),
    /// The stream's batches follow a later version from now on.
    UseModel {
        stream: String,
        version: u32,
    },
    AllowDevice {
        stream: String,
        device: String,
    },
    DisallowDevice {
        stream: String,
        device: String,
    },

    // Anyone: what counts is the device's signature. The funds are checkers x reward of every batch, exactly.
    Submit(Submission),
    SubmitMany {
        batches: Vec<Submission>,
    },

    // Platforms: what the automatic checks of an attempt found. `more` counts failed entries that are not listed.
    Report {
        batch: String,
        attempt: u32,
        model_version: u32,
        failed: Vec<Failure>,
        more: u32,
    },

    // Checkers.
    JoinCheckers {},
    LeaveCheckers {},
    CommitVerdict {
        batch: String,
        hash: HexBinary,
    },
    RevealVerdict {
        batch: String,
        pass: bool,
        digest: HexBinary,
        salt: HexBinary,
    },

    // Anyone.
    Draw {
        batch: String,
    },
    Settle {
        batch: String,
    },

    // Regulators.
    RegulatorVerdict {
        batch: String,
        attempt: u32,
        pass: bool,
        code: u32,
    },
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(causeway_resource_kit::CheckResponse)]
    Check { operation: Binary },
    #[returns(causeway_resource_kit::LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(ConfigResponse)]
    Config {},
    /// The newest version unless one is named.
    #[returns(Option<ModelResponse>)]
    Model { name: String, version: Option<u32> },
    #[returns(Option<StreamResponse>)]
    Stream { id: String },
    #[returns(StreamsResponse)]
    Streams { start_after: Option<String>, limit: Option<u32> },
    /// Every device that ever had a right on the stream.
    #[returns(SourcesResponse)]
    Sources { stream: String, start_after: Option<String>, limit: Option<u32> },
    /// The pool by seat.
    #[returns(CheckersResponse)]
    Checkers { start_after: Option<u32>, limit: Option<u32> },
    /// The newest attempt.
    #[returns(Option<causeway_services::intake::BatchResponse>)]
    Batch { id: String },
    /// The whole chain of attempts, first to newest, each with its verdicts.
    #[returns(AttemptsResponse)]
    Attempts { id: String },
    /// Verdicts on the newest attempt.
    #[returns(Option<AttemptResponse>)]
    Verdicts { batch: String },
    /// Days since 1970, both included.
    #[returns(CountsResponse)]
    Counts { device: String, from_day: u32, to_day: u32 },
    /// The newest batch of a device on a stream.
    #[returns(Option<causeway_services::intake::BatchResponse>)]
    Latest { stream: String, device: String },
    /// The batch that holds an entry.
    #[returns(Option<causeway_services::intake::BatchResponse>)]
    BatchOf { stream: String, device: String, sequence: Uint64 },
    /// From the identifier of an entry or a batch to the device and owner that it came from.
    #[returns(Option<TraceResponse>)]
    Trace { id: String },
}
