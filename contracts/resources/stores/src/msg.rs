//! The messages of the stores contract, as JSON on the wire.

pub use causeway_services::stores::{ObjectResponse, Placement, ReplicaResponse, ReplicaState, Seat};

use causeway_resource_kit::{CheckResponse, LegCall, LocksResponse, PrepareCall};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub identity: String,
    pub intake: String,
    pub deposit: DepositTerms,
    /// Blocks that a store has for the answer to a challenge.
    pub answer_blocks: u64,
    /// What a lost replica costs its store, in units of the deposit.
    pub penalty: Uint128,
}

#[cw_serde]
pub struct DepositTerms {
    /// Denomination of the bank that deposits and rewards are in.
    pub denom: String,
    pub min: Uint128,
}

#[cw_serde]
pub enum ExecuteMsg {
    // The resource interface, for the gate alone.
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),

    // Owners of stores.
    /// The funds sent become deposit of a store of the sender's party.
    Bond {
        store: String,
    },
    /// Leaves: nothing more is placed there. Only while it holds nothing.
    Unbond {
        store: String,
    },
    /// The deposit of a store that has left goes back to the account that bonded it.
    Withdraw {
        store: String,
    },

    // Owners of data.
    /// With `reward`, the funds sent are so much for each store.
    Place {
        placement: Placement,
        reward: Option<Uint128>,
    },
    /// Another store for one that lost the object; see `replace.rs` for who may.
    Replace {
        object: String,
        version: u32,
        lost: String,
        seat: Seat,
    },

    /// Ends the version for good: its replicas are released, and no store opens it any more.
    Erase {
        object: String,
        version: u32,
    },

    // Anybody: the proof counts, not who brings it.
    Receipt {
        object: String,
        version: u32,
        store: String,
        at_ns: Uint64,
        signature: Binary,
    },
    /// A store's signed word that its key share of an erased object is gone.
    Forgotten {
        object: String,
        version: u32,
        store: String,
        at_ns: Uint64,
        signature: Binary,
    },
    Challenge {
        object: String,
        version: u32,
        store: String,
    },
    Answer {
        object: String,
        version: u32,
        store: String,
        chunk: Binary,
        path: Vec<HexBinary>,
    },
    Fail {
        object: String,
        version: u32,
        store: String,
    },
    Accuse {
        object: String,
        version: u32,
        store: String,
        statement: Delivery,
    },
    /// A reader's complaint. It proves nothing, so it only asks the store for a proof.
    ReportRead {
        object: String,
        version: u32,
        store: String,
        code: u32,
    },
    /// The reward of a store that has answered a challenge, to its own account.
    Reward {
        object: String,
        version: u32,
        store: String,
    },
}

/// What a store signs about bytes that it handed over; object, version, CID and store are those of the accusation.
#[cw_serde]
pub struct Delivery {
    pub sha256: HexBinary,
    pub agreement: String,
    pub at_ns: Uint64,
    pub signature: Binary,
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(ConfigResponse)]
    Config {},
    /// The newest version unless one is named.
    #[returns(Option<ObjectResponse>)]
    Object { id: String, version: Option<u32> },
    /// Who placed it, and at which heights what became of its replicas.
    #[returns(Option<HistoryResponse>)]
    History { id: String, version: Option<u32> },
    /// Newest versions, by id.
    #[returns(ObjectsResponse)]
    Objects { start_after: Option<String>, limit: Option<u32> },
    #[returns(Option<StoreResponse>)]
    Store { id: String },
    /// Open challenges to a store.
    #[returns(ChallengesResponse)]
    Challenges { store: String, start_after: Option<ObjectKey>, limit: Option<u32> },
    #[returns(HeldByResponse)]
    HeldBy { store: String, start_after: Option<ObjectKey>, limit: Option<u32> },
}

#[cw_serde]
pub struct ConfigResponse {
    pub identity: String,
    pub intake: String,
    pub deposit: DepositTerms,
    pub answer_blocks: u64,
    pub penalty: Uint128,
}

#[cw_serde]
pub struct ObjectKey {
    pub object: String,
    pub version: u32,
}

#[cw_serde]
pub struct HistoryResponse {
    /// Party that placed it.
    pub owner: String,
    /// Account that penalties go to.
    pub account: String,
    pub height: u64,
    pub time_ns: Uint64,
    pub reward: Uint128,
    pub replicas: Vec<ReplicaHistory>,
    /// A transaction may place a newer version.
    pub in_doubt: bool,
}

#[cw_serde]
pub struct ReplicaHistory {
    pub store: String,
    /// Party that owns the store.
    pub owner: String,
    pub state: ReplicaState,
    pub held_height: Option<u64>,
    /// When the store says that it took the object in.
    pub claimed_ns: Option<Uint64>,
    /// When it was lost or released.
    pub ended_height: Option<u64>,
    pub challenged_height: Option<u64>,
    pub answers: u32,
    /// Nothing of the reward is owed any more: it is paid, or went back.
    pub settled: bool,
    /// When the store says that it erased its key share.
    pub forgotten_ns: Option<Uint64>,
}

#[cw_serde]
pub struct ObjectsResponse {
    pub objects: Vec<ObjectResponse>,
}

#[cw_serde]
pub struct StoreResponse {
    pub id: String,
    pub owner: String,
    pub account: String,
    pub deposit: Uint128,
    /// Replicas that the deposit answers for.
    pub held: u64,
    /// First height at which a leaving store may withdraw.
    pub leaves_height: Option<u64>,
}

#[cw_serde]
pub struct ChallengeResponse {
    pub object: String,
    pub version: u32,
    pub index: u64,
    pub height: u64,
    /// Last height at which an answer counts.
    pub due_height: u64,
    pub fingerprint: HexBinary,
}

#[cw_serde]
pub struct ChallengesResponse {
    pub challenges: Vec<ChallengeResponse>,
}

#[cw_serde]
pub struct HeldByResponse {
    pub objects: Vec<ObjectKey>,
}
