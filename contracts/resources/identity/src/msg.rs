//! The messages of this contract, as JSON on the wire.

use causeway_resource_kit::{Algorithm, CheckResponse, LegCall, LocksResponse, PrepareCall};
use causeway_services::identity::{Form, KeyResponse, PartyResponse, Status, SubjectResponse};
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, Uint64};

#[cw_serde]
pub struct InstantiateMsg {
    pub gate: String,
    pub admin: String,
    /// At least three parties with a vote, a regulator and one that is none among them.
    pub registrars: Vec<Registrar>,
    pub roles: Vec<Role>,
}

#[cw_serde]
pub struct Registrar {
    pub id: String,
    pub account: String,
    pub roles: Vec<String>,
}

#[cw_serde]
pub struct Role {
    pub name: String,
    pub scopes: Vec<String>,
}

#[cw_serde]
pub enum ExecuteMsg {
    Prepare(PrepareCall),
    Commit(LegCall),
    Abort(LegCall),
    /// Names the contract of this service on another chain, once; the admin's only power.
    SetPeer {
        chain_id: String,
        contract: String,
    },
    /// An active party proposes what it owns; anyone proposes the party that its account is to act for.
    Propose {
        subjects: Vec<NewSubject>,
    },
    /// By any active party. `enrol` has its own message.
    ProposeChange {
        change: Change,
    },
    Vote {
        proposal: u64,
        approve: bool,
    },
    /// By one regulator, at once; lapses unless a vote confirms it.
    Suspend {
        id: String,
        reason: String,
    },
    RotateKey {
        id: String,
        key: NewKey,
    },
    /// None takes the offer back.
    OfferTransfer {
        id: String,
        to: Option<String>,
    },
    AcceptTransfer {
        id: String,
    },
    Retire {
        id: String,
    },
    /// Sent by one account of the party, signed by the other.
    BindAccount {
        id: String,
        chain_id: String,
        address: String,
        public_key: Binary,
        signature: Binary,
    },
    UnbindAccount {
        id: String,
        chain_id: String,
        address: String,
    },
    /// An auditor or a regulator writes down what it looks at.
    RecordAudit {
        what: String,
    },
}

#[cw_serde]
pub struct NewSubject {
    pub id: String,
    pub form: Form,
    /// Only parties act, so only they have roles.
    pub roles: Vec<String>,
    /// Devices, virtual things and stores need one.
    pub key: Option<NewKey>,
}

#[cw_serde]
pub struct NewKey {
    pub name: String,
    pub algorithm: Algorithm,
    pub public_key: Binary,
    /// Signature of this key over the text of `texts::key`.
    pub proof: Binary,
}

/// What a vote decides.
#[cw_serde]
pub enum Change {
    Enrol { subjects: Vec<String> },
    Suspend { id: String },
    Resume { id: String },
    Retire { id: String },
    SetRoles { id: String, roles: Vec<String> },
    AddRole { role: Role },
}

#[cw_serde]
#[derive(Copy)]
pub enum Outcome {
    Open,
    Passed,
    Failed,
    Expired,
}

#[cw_serde]
pub struct Ballot {
    pub party: String,
    pub approve: bool,
    pub height: u64,
}

#[cw_serde]
pub struct ProposalResponse {
    pub number: u64,
    pub change: Change,
    /// Party that proposed; of a new party, itself.
    pub by: String,
    pub opened_height: u64,
    /// First height at which it is open no more.
    pub until_height: u64,
    pub closed_height: Option<u64>,
    pub outcome: Outcome,
    pub ballots: Vec<Ballot>,
}

/// What became of a subject.
#[cw_serde]
#[derive(Copy)]
pub enum Happening {
    Proposed,
    Enrolled,
    Rejected,
    Suspended,
    Resumed,
    /// A suspension or a proposal that no vote decided in its time.
    Lapsed,
    Retired,
    RolesSet,
    KeyRotated,
    TransferOffered,
    Transferred,
    AccountBound,
    AccountUnbound,
    Replicated,
}

#[cw_serde]
pub struct HistoryEntry {
    pub number: u64,
    pub what: Happening,
    pub height: u64,
    pub time_ns: Uint64,
    /// Party that did it; none where blocks passed, or a vote decided.
    pub by: Option<String>,
    /// The proposal, which holds the votes.
    pub proposal: Option<u64>,
    pub version: u64,
    pub status: Status,
    /// Key, account, owner or reason that it is about.
    pub note: String,
}

#[cw_serde]
pub struct AuditEntry {
    pub number: u64,
    pub party: String,
    pub what: String,
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
#[derive(QueryResponses)]
pub enum QueryMsg {
    #[returns(CheckResponse)]
    Check { operation: Binary },
    #[returns(LocksResponse)]
    Locks { start_after: Option<String>, limit: Option<u32> },
    #[returns(Option<PartyResponse>)]
    Party { account: String },
    #[returns(Option<SubjectResponse>)]
    Subject { id: String },
    /// What a party may do now, asked by its own name.
    #[returns(Option<PartyResponse>)]
    Office { id: String },
    /// The subject as `identity.attest` speaks of it: its own status, whatever its owner's. At home only.
    #[returns(RecordResponse)]
    Record { id: String },
    /// The subject that an account of any chain is bound to.
    #[returns(Option<String>)]
    Holder { chain_id: String, address: String },
    /// What a party owns, by id.
    #[returns(Vec<String>)]
    Things { owner: String, start_after: Option<String>, limit: Option<u32> },
    #[returns(Vec<HistoryEntry>)]
    History { id: String, start_after: Option<u64>, limit: Option<u32> },
    /// The keys that counted at a height of the home chain; in a block that rotated, the old and the new.
    #[returns(Vec<KeyResponse>)]
    KeyAt { id: String, height: u64 },
    #[returns(Option<ProposalResponse>)]
    Proposal { number: u64 },
    #[returns(Vec<ProposalResponse>)]
    Proposals { start_after: Option<u64>, limit: Option<u32> },
    #[returns(Vec<Role>)]
    Roles {},
    /// Parties whose votes make the quorum, also while a regulator's own suspension keeps one from voting.
    #[returns(Vec<String>)]
    Voters {},
    #[returns(Vec<AuditEntry>)]
    Audits { start_after: Option<u64>, limit: Option<u32> },
}

#[cw_serde]
pub struct RecordResponse {
    pub version: u64,
    pub record: Binary,
}
