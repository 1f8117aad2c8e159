//! What the contract remembers: deposits, objects with their replicas, open challenges.

use crate::msg::{DepositTerms, Placement, ReplicaState};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::Intake;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, HexBinary, StdResult, Storage, Uint128, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub identity: Identity,
    pub intake: Intake,
    pub deposit: DepositTerms,
    pub answer_blocks: u64,
    pub penalty: Uint128,
}

#[cw_serde]
pub struct Deposit {
    /// Party that owns the store.
    pub owner: String,
    /// Account that bonded, and is paid.
    pub account: Addr,
    /// Never less than the penalty for each replica held.
    pub amount: Uint128,
    pub held: u64,
    pub leaves_height: Option<u64>,
}

#[cw_serde]
pub struct Replica {
    pub store: String,
    pub owner: String,
    pub share: HexBinary,
    pub state: ReplicaState,
    pub held_height: Option<u64>,
    pub claimed_ns: Option<Uint64>,
    pub ended_height: Option<u64>,
    pub challenged_height: Option<u64>,
    pub answers: u32,
    pub settled: bool,
    pub forgotten_ns: Option<Uint64>,
}

impl Replica {
    /// Chosen, and waiting for its receipt.
    pub fn expected(store: &str, owner: &str, share: &HexBinary, settled: bool) -> Self {
        Replica {
            store: store.into(),
            owner: owner.into(),
            share: share.clone(),
            state: ReplicaState::Expected,
            held_height: None,
            claimed_ns: None,
            ended_height: None,
            challenged_height: None,
            answers: 0,
            settled,
            forgotten_ns: None,
        }
    }
}

#[cw_serde]
pub struct Object {
    pub placement: Placement,
    pub owner: String,
    pub account: Addr,
    pub height: u64,
    pub time_ns: Uint64,
    /// For each store of the placement.
    pub reward: Uint128,
    pub replicas: Vec<Replica>,
    pub erased_height: Option<u64>,
}

impl Object {
    pub fn key(&self) -> (&str, u32) {
        (&self.placement.id, self.placement.version)
    }

    pub fn held(&self) -> u32 {
        self.replicas.iter().filter(|replica| replica.state == ReplicaState::Held).count() as u32
    }

    pub fn is_stored(&self) -> bool {
        self.erased_height.is_none() && self.held() >= self.placement.quorum
    }

    /// Position of a store's replica.
    pub fn at(&self, store: &str) -> Result<usize, ServiceError> {
        self.replicas.iter().position(|replica| replica.store == store).ok_or(ServiceCode::StoreUnknown.into())
    }
}

#[cw_serde]
pub struct Challenge {
    pub index: u64,
    pub height: u64,
    pub due_height: u64,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const DEPOSITS: Map<&str, Deposit> = Map::new("deposit");
/// (id, version).
pub const OBJECTS: Map<(&str, u32), Object> = Map::new("object");
pub const NEWEST: Map<&str, u32> = Map::new("newest");
/// (store, id, version).
pub const CHALLENGES: Map<(&str, &str, u32), Challenge> = Map::new("challenge");
pub const HELD_BY: Map<(&str, &str, u32), ()> = Map::new("held_by");

pub fn load_object(storage: &dyn Storage, id: &str, version: u32) -> Result<Object, ServiceError> {
    OBJECTS.may_load(storage, (id, version))?.ok_or(ServiceCode::ObjectUnknown.into())
}

/// The newest version unless one is named.
pub fn find_object(storage: &dyn Storage, id: &str, version: Option<u32>) -> StdResult<Option<Object>> {
    let version = match version {
        Some(version) => Some(version),
        None => NEWEST.may_load(storage, id)?,
    };
    version.map_or(Ok(None), |version| OBJECTS.may_load(storage, (id, version)))
}

pub fn save_object(storage: &mut dyn Storage, object: &Object) -> StdResult<()> {
    OBJECTS.save(storage, object.key(), object)
}

pub fn load_deposit(storage: &dyn Storage, store: &str) -> Result<Deposit, ServiceError> {
    DEPOSITS.may_load(storage, store)?.ok_or(ServiceCode::StoreUnknown.into())
}
