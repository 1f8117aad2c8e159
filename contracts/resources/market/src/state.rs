//! What the contract remembers. Offers, demands and agreements are never removed; the book lists what is open.

use crate::msg::{AgreementResponse, DemandResponse, MatchResponse, OfferRecord, Standing};
use causeway_services::assets::{Assets, Units};
use causeway_services::identity::Identity;
use causeway_services::rights::Rights;
use causeway_services::stores::Stores;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, Empty, Response, StdResult, Storage, Uint128, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub admin: Addr,
    pub assets: Assets,
    pub identity: Identity,
    pub rights: Rights,
    pub stores: Stores,
    pub credentials: Addr,
    pub fee_bps: u32,
    pub fee_account: Addr,
    pub window_sec: u64,
}

impl Config {
    /// Units out of escrow; nothing is sent where nothing is due.
    pub fn pay(&self, response: Response, account: &str, units: &Units, amount: Uint128) -> StdResult<Response> {
        if amount.is_zero() {
            return Ok(response);
        }
        Ok(response.add_message(self.assets.pay(account, Units { amount, ..units.clone() })?))
    }
}

#[cw_serde]
pub struct Offer {
    pub record: OfferRecord,
    /// Account that posted it, and gets the deposit back; none of a copy.
    pub account: Option<Addr>,
}

#[cw_serde]
pub struct Bid {
    pub party: String,
    pub account: String,
    pub amount: Uint128,
    pub recipient_key: Binary,
    pub time_ns: Uint64,
}

/// The rest of it is in the agreement of the same id.
#[cw_serde]
pub struct Channel {
    pub payer: String,
    pub payer_key: Binary,
    pub expires_ns: Uint64,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const OFFERS: Map<&str, Offer> = Map::new("offer");
/// Open offers by topic and id.
pub const BOOK: Map<(&str, &str), Empty> = Map::new("book");
pub const BOOK_SIZES: Map<&str, u32> = Map::new("book_size");
/// Part of an offer's deposit that no open agreement needs.
pub const COVERS: Map<&str, Uint128> = Map::new("cover");
pub const DEMANDS: Map<&str, DemandResponse> = Map::new("demand");
pub const MATCHES: Map<&str, MatchResponse> = Map::new("match");
pub const AGREEMENTS: Map<&str, AgreementResponse> = Map::new("agreement");
/// By party and agreement.
pub const BY_PARTY: Map<(&str, &str), Empty> = Map::new("by_party");
/// Agreements that were made on this chain alone.
pub const COUNT: Item<u64> = Item::new("count");
pub const STANDINGS: Map<&str, Standing> = Map::new("standing");
/// End of the last period that was bought, by offer and buyer.
pub const PERIODS: Map<(&str, &str), Uint64> = Map::new("period");
pub const BIDS: Map<&str, Bid> = Map::new("bid");
pub const CHANNELS: Map<&str, Channel> = Map::new("channel");

pub fn standing(storage: &dyn Storage, party: &str) -> StdResult<Standing> {
    Ok(STANDINGS.may_load(storage, party)?.unwrap_or_default())
}

pub fn book_size(storage: &dyn Storage, topic: &str) -> StdResult<u32> {
    Ok(BOOK_SIZES.may_load(storage, topic)?.unwrap_or_default())
}

/// One more place in the book; no key is left where there is none.
pub fn grow_book(storage: &mut dyn Storage, topic: &str) -> StdResult<()> {
    let size = book_size(storage, topic)?.saturating_add(1);
    BOOK_SIZES.save(storage, topic, &size)
}

pub fn shrink_book(storage: &mut dyn Storage, topic: &str) -> StdResult<()> {
    match book_size(storage, topic)?.saturating_sub(1) {
        0 => BOOK_SIZES.remove(storage, topic),
        size => BOOK_SIZES.save(storage, topic, &size)?,
    }
    Ok(())
}
