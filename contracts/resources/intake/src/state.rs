//! What the contract remembers. Content never: of a batch only its fingerprint is here.

use crate::answers::{Moment, OutcomeResponse, PeerResponse, ReasonCount, RegulatorResponse, ReportResponse, Stage};
use crate::msg::{Element, ModelRef, Phases};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::BatchState;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, Env, HexBinary, StdResult, Storage, Uint128, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub identity: Identity,
    pub skew_sec: u64,
    pub denom: String,
    pub phases: Phases,
    pub regulator_sec: u64,
}

/// A name of data models: whose it is, and its newest version.
#[cw_serde]
pub struct ModelName {
    pub owner: String,
    pub newest: u32,
}

#[cw_serde]
pub struct Model {
    pub schema: Binary,
    pub party: String,
    pub registered: Moment,
}

#[cw_serde]
pub struct Stream {
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

/// Where a device is on a stream.
#[cw_serde]
pub struct Cursor {
    /// First sequence number that is not taken.
    pub next: u64,
    /// Its newest batch.
    pub batch: String,
}

#[cw_serde]
pub struct Batch {
    pub stream: String,
    pub device: String,
    pub owner: String,
    pub first: u64,
    pub last: u64,
    /// Number of the newest attempt.
    pub newest: u32,
}

/// One attempt at a batch, and every verdict on it.
#[cw_serde]
pub struct Attempt {
    pub root: HexBinary,
    pub submitter: Addr,
    pub key: String,
    pub signature: Binary,
    pub model: ModelRef,
    pub sent_ns: Uint64,
    pub submitted: Moment,
    pub funded: Uint128,
    pub stage: Stage,
    pub report: Option<ReportResponse>,
    pub rounds: u32,
    pub peers: Vec<PeerResponse>,
    /// Those of the first draw, where nobody of it revealed.
    pub silent: Vec<PeerResponse>,
    pub outcome: Option<OutcomeResponse>,
    pub regulator: Option<RegulatorResponse>,
}

impl Attempt {
    /// The regulator's word stands above the checkers', theirs above the automatic check's.
    pub fn state(&self) -> BatchState {
        let regulator = self.regulator.as_ref().map(|verdict| verdict.pass);
        match (regulator.or(self.outcome.as_ref().map(|outcome| outcome.pass)), self.stage) {
            (Some(true), _) => BatchState::Validated,
            (Some(false), _) => BatchState::Failed,
            (None, Stage::Submitted { .. }) => BatchState::Submitted,
            (None, _) => BatchState::Checking,
        }
    }
}

#[cw_serde]
#[derive(Default)]
pub struct Counts {
    pub submitted: u64,
    pub validated: u64,
    pub failed: u64,
    pub reasons: Vec<ReasonCount>,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const MODEL_NAMES: Map<&str, ModelName> = Map::new("model_name");
/// (name, version).
pub const MODELS: Map<(&str, u32), Model> = Map::new("model");
pub const STREAMS: Map<&str, Stream> = Map::new("stream");
/// (stream, device): whether it may submit. A right that was taken away stays as `false`.
pub const SOURCES: Map<(&str, &str), bool> = Map::new("source");
/// (stream, device).
pub const CURSORS: Map<(&str, &str), Cursor> = Map::new("cursor");
pub const BATCHES: Map<&str, Batch> = Map::new("batch");
/// (stream, device, first sequence): the batch that begins there.
pub const BEGINNINGS: Map<(&str, &str, u64), String> = Map::new("beginning");
/// (batch, number).
pub const ATTEMPTS: Map<(&str, u32), Attempt> = Map::new("attempt");
/// (device, day since 1970).
pub const COUNTS: Map<(&str, u32), Counts> = Map::new("counts");
pub const POOL_SIZE: Item<u32> = Item::new("pool_size");
/// Parties by seat, without gaps.
pub const POOL: Map<u32, String> = Map::new("pool");
pub const SEATS: Map<&str, u32> = Map::new("seat");

pub fn now(env: &Env) -> Moment {
    Moment { height: env.block.height, time_ns: Uint64::new(env.block.time.nanos()) }
}

/// A batch with its newest attempt.
pub fn newest(storage: &dyn Storage, id: &str) -> StdResult<Option<(Batch, Attempt)>> {
    let Some(batch) = BATCHES.may_load(storage, id)? else { return Ok(None) };
    let attempt = ATTEMPTS.load(storage, (id, batch.newest))?;
    Ok(Some((batch, attempt)))
}

pub fn load_newest(storage: &dyn Storage, id: &str) -> Result<(Batch, Attempt), ServiceError> {
    newest(storage, id)?.ok_or_else(|| ServiceCode::BatchUnknown.into())
}

pub fn load_stream(storage: &dyn Storage, id: &str) -> Result<Stream, ServiceError> {
    STREAMS.may_load(storage, id)?.ok_or_else(|| ServiceCode::StreamUnknown.into())
}
