//! What this contract answers, as JSON on the wire.

use crate::msg::{NewDemand, OfferRecord, Rule};
use causeway_services::assets::Units;
use causeway_services::rights::{Share, Terms};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Binary, HexBinary, Uint128, Uint64};

#[cw_serde]
pub struct DemandResponse {
    pub demand: NewDemand,
    /// Party that looks for it.
    pub party: String,
    pub open: bool,
}

/// Both sides, and why these two. A lower score is better, but for reputation.
#[cw_serde]
pub struct MatchResponse {
    pub demand: String,
    pub offer: String,
    pub buyer: String,
    pub seller: String,
    pub terms_hash: HexBinary,
    pub rule: Rule,
    /// Offers that fitted.
    pub considered: u32,
    pub score: Uint128,
    /// Score of the one that came next.
    pub next: Option<Uint128>,
    pub height: u64,
    pub time_ns: Uint64,
}

/// Who gets which part of a price.
#[cw_serde]
pub struct Split {
    pub fee_bps: u32,
    pub fee_account: String,
    pub royalty_bps: u32,
    pub royalty_account: Option<String>,
    /// Of what fee and royalty leave.
    pub shares: Vec<Share>,
}

#[cw_serde]
#[derive(Copy)]
pub enum AgreementState {
    Open,
    Settled,
    Refunded,
}

#[cw_serde]
pub struct AgreementResponse {
    pub id: String,
    pub offer: String,
    pub asset: String,
    /// sha256 of the bytes that are to be delivered, and their version; none where no store was to keep it.
    pub fingerprint: Option<HexBinary>,
    pub version: Option<u32>,
    pub seller: String,
    pub delegate: Option<String>,
    pub buyer: String,
    pub refund_account: String,
    pub terms: Terms,
    pub terms_hash: HexBinary,
    pub price: Units,
    pub split: Split,
    pub penalty: Option<Units>,
    pub delivery_sec: u64,
    pub height: u64,
    pub time_ns: Uint64,
    /// Delivery is due.
    pub due_ns: Uint64,
    /// Disputes are over.
    pub settles_ns: Uint64,
    pub state: AgreementState,
    /// Paid out so far, fee included.
    pub paid: Uint128,
    pub ended_height: Option<u64>,
}

#[cw_serde]
pub struct FeesResponse {
    pub fee_bps: u32,
    pub fee_account: String,
    pub window_sec: u64,
}

#[cw_serde]
pub struct OfferResponse {
    pub offer: OfferRecord,
    pub terms_hash: HexBinary,
    /// Part of the deposit that no agreement needs.
    pub deposit_free: Uint128,
    /// A transaction may withdraw it or bring a newer version.
    pub in_doubt: bool,
}

#[cw_serde]
pub struct OffersResponse {
    pub offers: Vec<OfferRecord>,
}

#[cw_serde]
pub struct BookEntry {
    pub offer: String,
    pub seller: String,
    pub price: Units,
    pub delivery_sec: u64,
    pub standing: Standing,
}

#[cw_serde]
pub struct BookResponse {
    pub entries: Vec<BookEntry>,
}

#[cw_serde]
pub struct RecordResponse {
    pub version: u64,
    pub record: Binary,
}

#[cw_serde]
pub struct AgreementsResponse {
    pub agreements: Vec<AgreementResponse>,
}

#[cw_serde]
pub struct AuctionResponse {
    pub party: String,
    pub amount: Uint128,
    pub time_ns: Uint64,
}

#[cw_serde]
pub struct ChannelResponse {
    pub id: String,
    pub payer: String,
    pub payer_key: Binary,
    pub deposit: Uint128,
    pub redeemed: Uint128,
    pub expires_ns: Uint64,
    pub closed: bool,
}

/// How a seller's paid agreements here ended; copies of other zones' offers bring no standing along.
#[cw_serde]
#[derive(Default)]
pub struct Standing {
    pub settled: u64,
    pub refunded: u64,
    pub open: u64,
}
