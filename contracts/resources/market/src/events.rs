//! One event for each change of state; auditors read nothing else.

use crate::msg::{AgreementResponse, MatchResponse, OfferRecord};
use crate::payout::Parts;
use causeway_services::assets::Units;
use cosmwasm_std::{Event, Uint128};

/// Something that happened to an offer.
pub fn offer(what: &str, record: &OfferRecord) -> Event {
    let event = Event::new(format!("market_{what}"))
        .add_attribute("offer", &record.id)
        .add_attribute("asset", &record.asset)
        .add_attribute("seller", &record.seller);
    match &record.delegate {
        Some(delegate) => event.add_attribute("delegate", delegate),
        None => event,
    }
}

pub fn demand(what: &str, demand: &str, party: &str) -> Event {
    Event::new(format!("market_{what}")).add_attribute("demand", demand).add_attribute("party", party)
}

pub fn matched(found: &MatchResponse) -> Event {
    Event::new("market_matched")
        .add_attribute("demand", &found.demand)
        .add_attribute("offer", &found.offer)
        .add_attribute("buyer", &found.buyer)
        .add_attribute("seller", &found.seller)
        .add_attribute("terms", found.terms_hash.to_hex())
        .add_attribute("considered", found.considered.to_string())
        .add_attribute("score", found.score)
}

/// Something that happened to an agreement; `amount` in the denomination of its price.
pub fn agreement(what: &str, agreement: &AgreementResponse, amount: Uint128) -> Event {
    let event = Event::new(format!("market_{what}"))
        .add_attribute("agreement", &agreement.id)
        .add_attribute("offer", &agreement.offer)
        .add_attribute("asset", &agreement.asset)
        .add_attribute("seller", &agreement.seller)
        .add_attribute("buyer", &agreement.buyer)
        .add_attribute("terms", agreement.terms_hash.to_hex())
        .add_attribute("amount", amount)
        .add_attribute("denom", &agreement.price.denom);
    match &agreement.delegate {
        Some(delegate) => event.add_attribute("delegate", delegate),
        None => event,
    }
}

/// The parts of a price that was paid out in one go.
pub fn with_parts(event: Event, parts: &Parts) -> Event {
    event.add_attribute("fee", parts.fee).add_attribute("royalty", parts.royalty)
}

pub fn bid(what: &str, record: &OfferRecord, party: &str, amount: Uint128) -> Event {
    offer(what, record).add_attribute("party", party).add_attribute("amount", amount)
}

/// Units of a deposit that came or went.
pub fn with_deposit(event: Event, units: Option<Units>) -> Event {
    match units {
        Some(units) => event.add_attribute("deposit", units.amount).add_attribute("denom", units.denom),
        None => event,
    }
}

pub fn peer_set(chain_id: &str, contract: &str) -> Event {
    Event::new("market_peer_set").add_attribute("chain_id", chain_id).add_attribute("contract", contract)
}
