//! Rights to data: the terms of a grant, and the operation that gives one in the same transaction as its price.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_binary, to_json_vec, Addr, Binary, QuerierWrapper, StdResult, Uint64, WasmMsg};

/// Name of the operation that creates a grant.
pub const GRANT: &str = "rights.grant";
/// Name of the operation that spends one use of a grant; its actor is the grantee.
pub const USE: &str = "rights.use";
/// Name of the operation by which an owner gives an asset away.
pub const TRANSFER: &str = "rights.transfer";

/// Body of `rights.use`.
#[cw_serde]
pub struct UseBody {
    pub grant: String,
    /// Ascending, each once.
    pub fields: Vec<String>,
    pub purpose: String,
}

/// Body of `rights.transfer`.
#[cw_serde]
pub struct TransferBody {
    pub asset: String,
    /// Party that becomes the owner.
    pub to: String,
}

/// The part of the rights contract's messages that the market contract sends.
#[cw_serde]
pub enum RightsExecute {
    /// The grant that was bought with the market on this chain alone; `buyer` is an account of the grantee.
    GrantByMarket { grant: GrantBody, buyer: String },
}

/// A policy in normal form: what `core/policy.ts` makes of the ODRL subset. Empty lists permit nothing.
#[cw_serde]
pub struct Terms {
    /// Elements that may be read; `*` alone stands for all.
    pub fields: Vec<String>,
    pub purposes: Vec<String>,
    pub from_ns: Uint64,
    pub until_ns: Uint64,
    /// Reads; 0 stands for any number.
    pub count: u32,
    pub onward: Onward,
    /// Basis points of each resale that go to the owner.
    pub royalty_bps: u32,
}

impl Terms {
    /// Whether these permit nothing that `outer` forbids.
    pub fn is_within(&self, outer: &Terms) -> bool {
        covers(&outer.fields, &self.fields)
            && self.purposes.iter().all(|purpose| outer.purposes.contains(purpose))
            && self.from_ns >= outer.from_ns
            && self.until_ns <= outer.until_ns
            && (outer.count == 0 || (1..=outer.count).contains(&self.count))
            && (self.onward == Onward::None || outer.onward == Onward::SameTerms)
            && self.royalty_bps >= outer.royalty_bps
    }
}

/// Whether every field that is asked for is granted; `*` alone stands for all.
pub fn covers(granted: &[String], asked: &[String]) -> bool {
    matches!(granted, [only] if only == "*") || asked.iter().all(|one| granted.contains(one))
}

#[cw_serde]
#[derive(Copy)]
pub enum Onward {
    None,
    SameTerms,
}

/// Body of `rights.grant`. The actor is the grantee, or the asset's owner or its delegate where nothing is sold.
#[cw_serde]
pub struct GrantBody {
    /// `did:causeway:asset:…` or `did:causeway:entry:…` whose rights are registered on this chain.
    pub asset: String,
    /// `did:causeway:party:…`.
    pub grantee: String,
    pub terms: Terms,
    /// Key that shares of the content key are wrapped to: a JWK as RFC 7638 members in JSON, at most 256 bytes.
    pub recipient_key: Binary,
    /// The offer that entitles the grantee: the market contract demands this operation beside its own, and this
    /// contract demands the market's. None: the owner itself grants.
    pub offer: Option<String>,
}

impl GrantBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

#[cw_serde]
pub enum RightsQuery {
    /// Answer: `Option<RightsResponse>`.
    Rights { asset: String },
    /// Answer: `Option<MandateResponse>`: what `owner` lets `delegate` do with the asset now.
    Mandate { asset: String, delegate: String },
}

#[cw_serde]
pub struct Share {
    /// Account on this chain.
    pub account: String,
    pub bps: u32,
}

#[cw_serde]
pub struct RightsResponse {
    pub asset: String,
    /// Party that owns it: sees all, sets the policy.
    pub owner: String,
    /// Party that decides on its use; the owner where nobody else does.
    pub controller: String,
    /// Party the owner had the data from, and the terms that bind it; none at the source.
    pub source: Option<String>,
    pub terms: Terms,
    /// Account on this chain that royalties of the source's terms go to; none at the source.
    pub royalty_account: Option<String>,
    /// Who earns, in basis points that sum to 10,000.
    pub shares: Vec<Share>,
    pub archived: bool,
}

#[cw_serde]
pub struct MandateResponse {
    pub owner: String,
    pub delegate: String,
    pub until_ns: Uint64,
}

#[cw_serde]
pub struct Rights(pub Addr);

impl Rights {
    pub fn of(&self, querier: &QuerierWrapper, asset: &str) -> StdResult<Option<RightsResponse>> {
        querier.query_wasm_smart(&self.0, &RightsQuery::Rights { asset: asset.into() })
    }

    pub fn mandate(&self, querier: &QuerierWrapper, asset: &str, delegate: &str) -> StdResult<Option<MandateResponse>> {
        let query = RightsQuery::Mandate { asset: asset.into(), delegate: delegate.into() };
        querier.query_wasm_smart(&self.0, &query)
    }

    /// What the market sends in the tx of a sale.
    pub fn grant_by_market(&self, grant: GrantBody, buyer: &str) -> StdResult<WasmMsg> {
        let msg = to_json_binary(&RightsExecute::GrantByMarket { grant, buyer: buyer.into() })?;
        Ok(WasmMsg::Execute { contract_addr: self.0.to_string(), msg, funds: vec![] })
    }
}
