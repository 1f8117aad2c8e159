//! The messages of the rights contract, as JSON on the wire.

pub use causeway_services::rights::{GrantBody, MandateResponse, Onward, RightsResponse, Share, Terms};

use causeway_resource_kit::{CheckResponse, LegCall, LocksResponse, PrepareCall};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, HexBinary, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub admin: String,
    pub identity: String,
    pub intake: String,
}

/// Who may read: everybody, or who has a grant. There is no default.
#[cw_serde]
#[derive(Copy)]
pub enum Access {
    Open,
    Closed,
}

/// Data that was received under a grant, and is given on.
#[cw_serde]
pub struct SourceMsg {
    pub asset: String,
    pub grant: String,
}

#[cw_serde]
pub struct Registration {
    pub asset: String,
    pub fingerprint: HexBinary,
    /// Party that decides on its use, where it is not the owner.
    pub controller: Option<String>,
    /// The most that any grant may permit. Missing ones are refused: nothing is shared without conditions.
    pub terms: Option<Terms>,
    pub shares: Vec<Share>,
    pub source: Option<SourceMsg>,
    pub access: Access,
}

/// What the grantee signs, and whoever serves the data brings.
#[cw_serde]
pub struct AccessRequest {
    pub grant: String,
    /// Ascending, each once.
    pub fields: Vec<String>,
    pub purpose: String,
    /// 16 bytes, each once for a grant.
    pub nonce: HexBinary,
    pub expires_ns: Uint64,
    pub signature: Binary,
    /// secp256k1, compressed; its account acts for the grantee.
    pub public_key: Binary,
}

#[cw_serde]
pub enum ExecuteMsg {
    // The resource interface, for the gate alone.
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),

    // The zone's administrator, for wiring alone.
    /// Once.
    SetMarket {
        address: String,
    },
    SetPeer {
        chain_id: String,
        contract: String,
    },

    // Owners, controllers and delegates. None of these touches what a transaction holds.
    Register(Registration),
    /// For grants to come; what is granted stays as it was granted.
    SetTerms {
        asset: String,
        terms: Option<Terms>,
    },
    SetShares {
        asset: String,
        shares: Vec<Share>,
    },
    TransferOwnership {
        asset: String,
        to: String,
    },
    GiveMandate {
        asset: String,
        delegate: String,
        until_ns: Uint64,
    },
    EndMandate {
        asset: String,
        delegate: String,
    },
    /// For good: readable by who is entitled, not tradable.
    Archive {
        asset: String,
    },
    /// Free of charge.
    Grant(GrantBody),
    Revoke {
        grant: String,
    },

    // The market contract.
    GrantByMarket {
        grant: GrantBody,
        buyer: String,
    },

    // Whoever serves data: stores, operators, owners.
    /// Answers with a `DecisionResponse` as response data; a denial is recorded, so it is no error.
    Use(AccessRequest),
    /// Answers with a `DecisionsResponse`.
    UseMany {
        requests: Vec<AccessRequest>,
    },
    /// Reads of open data, counted by their server; the root commits to its log of them.
    RecordReads {
        asset: String,
        root: HexBinary,
        count: Uint64,
    },
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
    #[returns(Option<RightsResponse>)]
    Rights { asset: String },
    /// What the owner lets the delegate do now.
    #[returns(Option<MandateResponse>)]
    Mandate { asset: String, delegate: String },
    /// All that is registered of an asset: what a certificate of ownership says.
    #[returns(Option<RecordView>)]
    Record { asset: String },
    /// Who registered this fingerprint first.
    #[returns(Option<ClaimResponse>)]
    Claim { fingerprint: HexBinary },
    #[returns(Option<GrantResponse>)]
    Grant { id: String },
    /// Of an asset, or to a grantee.
    #[returns(GrantsResponse)]
    GrantsOf { asset: Option<String>, grantee: Option<String>, start_after: Option<String>, limit: Option<u32> },
    /// What `use` would answer to the grantee now.
    #[returns(MayResponse)]
    May { grant: String, fields: Vec<String>, purpose: String },
    #[returns(AccessesResponse)]
    Accesses { asset: String, start_after: Option<Uint64>, limit: Option<u32> },
    #[returns(CountsResponse)]
    Counts { asset: String },
    /// An asset's record as its home chain attested it.
    #[returns(Option<CopyResponse>)]
    Copy { home: String, asset: String },
}

#[cw_serde]
pub struct ConfigResponse {
    pub admin: String,
    pub identity: String,
    pub intake: String,
    pub market: Option<String>,
}

/// The source of data that is given on.
#[cw_serde]
pub struct Source {
    pub asset: String,
    pub grant: String,
    /// Party whose terms bind.
    pub owner: String,
    /// Account that royalties go to.
    pub royalty_account: String,
}

/// Everything but what changes with each use; equal records have equal versions.
#[cw_serde]
pub struct RecordResponse {
    pub asset: String,
    pub fingerprint: HexBinary,
    pub owner: String,
    pub controller: Option<String>,
    pub terms: Terms,
    pub shares: Vec<Share>,
    pub source: Option<Source>,
    pub access: Access,
    pub archived: bool,
    /// Number of changes, the registration included.
    pub version: u64,
    /// When it was registered.
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
pub struct RecordView {
    pub record: RecordResponse,
    /// A transaction may give it to another owner.
    pub in_doubt: bool,
}

#[cw_serde]
pub struct ClaimResponse {
    pub asset: String,
    pub owner: String,
    pub height: u64,
}

#[cw_serde]
pub struct GrantResponse {
    pub id: String,
    pub asset: String,
    /// Owner of the asset when it was granted.
    pub owner: String,
    /// Who granted in the owner's place: its controller or delegate.
    pub delegate: Option<String>,
    pub grantee: String,
    pub terms: Terms,
    pub recipient_key: Binary,
    /// The offer it was bought by.
    pub offer: Option<String>,
    pub used: u32,
    pub revoked_height: Option<u64>,
    pub height: u64,
    pub time_ns: Uint64,
    /// A transaction may use it.
    pub in_doubt: bool,
}

#[cw_serde]
pub struct GrantsResponse {
    pub grants: Vec<GrantResponse>,
}

#[cw_serde]
pub struct DecisionResponse {
    pub allowed: bool,
    /// Why not; 0 where it is allowed.
    pub code: u32,
}

#[cw_serde]
pub struct DecisionsResponse {
    pub decisions: Vec<DecisionResponse>,
}

#[cw_serde]
pub struct MayResponse {
    pub allowed: bool,
    pub code: u32,
    /// Height and time that the answer is about.
    pub height: u64,
    pub time_ns: Uint64,
    pub used: u32,
}

/// Who read what, when, by which grant; or was refused.
#[cw_serde]
pub struct AccessResponse {
    pub number: Uint64,
    pub grant: String,
    /// Party that asked; empty where no signature says.
    pub grantee: String,
    /// Party that served; the grantee itself where the access is part of a transaction.
    pub server: String,
    pub fields: Vec<String>,
    pub purpose: String,
    pub height: u64,
    pub time_ns: Uint64,
    /// 0 where it was allowed.
    pub code: u32,
}

#[cw_serde]
pub struct AccessesResponse {
    pub accesses: Vec<AccessResponse>,
}

#[cw_serde]
#[derive(Default)]
pub struct CountsResponse {
    pub allowed: u64,
    pub denied: u64,
    /// Reads of open data.
    pub open_reads: u64,
}

#[cw_serde]
pub struct CopyResponse {
    pub record: RecordResponse,
    pub version: u64,
    /// Height of this chain at which it was written.
    pub height: u64,
}
