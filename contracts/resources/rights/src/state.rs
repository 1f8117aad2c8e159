//! What the contract remembers: rights, claims, mandates, grants, accesses. Nothing of it is ever deleted.

use crate::msg::{Access, AccessResponse, CountsResponse, GrantBody, RecordResponse, Share, Source, Terms};
use causeway_resource_kit::{in_doubt, ServiceCode, ServiceError};
use causeway_services::identity::Identity;
use causeway_services::intake::Intake;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, HexBinary, StdResult, Storage, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub admin: Addr,
    pub identity: Identity,
    pub intake: Intake,
    pub market: Option<Addr>,
}

#[cw_serde]
pub struct Record {
    pub asset: String,
    pub fingerprint: HexBinary,
    pub owner: String,
    pub controller: Option<String>,
    pub terms: Terms,
    pub shares: Vec<Share>,
    pub source: Option<Source>,
    pub access: Access,
    pub archived: bool,
    pub version: u64,
    pub height: u64,
    pub time_ns: Uint64,
}

impl Record {
    /// Owner and controller decide on the use of the data.
    pub fn is_controlled_by(&self, party: &str) -> bool {
        self.owner == party || self.controller.as_deref() == Some(party)
    }

    pub fn shown(self) -> RecordResponse {
        RecordResponse {
            asset: self.asset,
            fingerprint: self.fingerprint,
            owner: self.owner,
            controller: self.controller,
            terms: self.terms,
            shares: self.shares,
            source: self.source,
            access: self.access,
            archived: self.archived,
            version: self.version,
            height: self.height,
            time_ns: self.time_ns,
        }
    }
}

#[cw_serde]
pub struct Mandate {
    /// The mandate ends with the ownership of who gave it.
    pub owner: String,
    pub until_ns: Uint64,
}

#[cw_serde]
pub struct Grant {
    pub id: String,
    pub owner: String,
    pub delegate: Option<String>,
    pub body: GrantBody,
    pub used: u32,
    pub revoked_height: Option<u64>,
    pub height: u64,
    pub time_ns: Uint64,
}

#[cw_serde]
pub struct Copied {
    pub version: u64,
    pub record: Binary,
    pub height: u64,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const RECORDS: Map<&str, Record> = Map::new("record");
/// Fingerprint to the asset that was registered with it first.
pub const CLAIMS: Map<&[u8], String> = Map::new("claim");
/// (asset, delegate); a mandate that was ended has a term of 0.
pub const MANDATES: Map<(&str, &str), Mandate> = Map::new("mandate");
pub const GRANTS: Map<&str, Grant> = Map::new("grant");
/// (asset or grantee, grant).
pub const GRANTS_OF: Map<(&str, &str), ()> = Map::new("grant_of");
/// Grants given by txs of this chain alone; makes their ids.
pub const GRANTED: Item<u64> = Item::new("granted");
/// (grant, nonce) of requests that were allowed.
pub const NONCES: Map<(&str, &[u8]), ()> = Map::new("nonce");
/// (asset, number).
pub const ACCESSES: Map<(&str, u64), AccessResponse> = Map::new("access");
pub const COUNTS: Map<&str, CountsResponse> = Map::new("counts");
/// (asset, root) of batches of reads.
pub const READS: Map<(&str, &[u8]), ()> = Map::new("reads");
/// (home chain, asset).
pub const COPIES: Map<(&str, &str), Copied> = Map::new("copy");

pub fn load_record(storage: &dyn Storage, asset: &str) -> Result<Record, ServiceError> {
    RECORDS.may_load(storage, asset)?.ok_or(ServiceCode::RightsUnknown.into())
}

/// Writes a changed record under its next version.
pub fn save_change(storage: &mut dyn Storage, record: &mut Record) -> StdResult<()> {
    record.version = record.version.saturating_add(1);
    RECORDS.save(storage, &record.asset, record)
}

pub fn load_grant(storage: &dyn Storage, id: &str) -> Result<Grant, ServiceError> {
    GRANTS.may_load(storage, id)?.ok_or(ServiceCode::GrantUnknown.into())
}

pub fn shown_grant(storage: &dyn Storage, grant: Grant) -> StdResult<crate::msg::GrantResponse> {
    Ok(crate::msg::GrantResponse {
        in_doubt: in_doubt(storage, &grant.id)?,
        id: grant.id,
        asset: grant.body.asset,
        owner: grant.owner,
        delegate: grant.delegate,
        grantee: grant.body.grantee,
        terms: grant.body.terms,
        recipient_key: grant.body.recipient_key,
        offer: grant.body.offer,
        used: grant.used,
        revoked_height: grant.revoked_height,
        height: grant.height,
        time_ns: grant.time_ns,
    })
}
