//! Auctions: the highest bid is in escrow, every other one went back at once.

use crate::agreements::next_id;
use crate::buy::conclude;
use crate::events;
use crate::msg::{Method, Purchase};
use crate::offers::close;
use crate::sale::{check_recipient_key, draft, known, local_buyer, standing_offer, Order};
use crate::state::{Bid, Config, BIDS, CONFIG};
use crate::terms::{after, check_denom};
use causeway_proto::Code;
use causeway_resource_kit::{in_doubt, ServiceCode, ServiceError};
use causeway_services::assets::Units;
use cosmwasm_std::{DepsMut, Env, Response, Uint128, Uint64};

fn rules(method: &Method) -> Result<(Uint64, Uint128), ServiceCode> {
    match method {
        Method::Auction { end_ns, reserve } => Ok((*end_ns, *reserve)),
        _ => Err(ServiceCode::MethodMismatch),
    }
}

pub fn bid(deps: DepsMut, env: &Env, payer: &str, units: &Units, purchase: Purchase) -> Result<Response, ServiceError> {
    check_recipient_key(&purchase.recipient_key)?;
    let record = standing_offer(deps.storage, env, &purchase.offer)?;
    let (end_ns, _) = rules(&record.method)?;
    let now = env.block.time.nanos();
    if now >= end_ns.u64() {
        return Err(ServiceCode::PhaseOver.into());
    }
    check_denom(&record.price, units)?;
    let before = BIDS.may_load(deps.storage, &record.id)?;
    let too_low = |bid: &Bid| units.amount <= bid.amount;
    if units.amount < record.price.amount || before.as_ref().is_some_and(too_low) {
        return Err(ServiceCode::BidTooLow.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let party = local_buyer(deps.as_ref(), &config, &record, payer)?;
    // What could not be granted now is not bid for.
    let id = String::new();
    let order = Order { id, buyer: &party, refund_account: payer, from_ns: now, price: units.amount };
    draft(deps.as_ref(), &config, &record, order)?;
    let mut response = Response::new().add_event(events::bid("bid", &record, &party, units.amount));
    if let Some(bid) = before {
        response = response.add_event(events::bid("outbid", &record, &bid.party, bid.amount));
        response = config.pay(response, &bid.account, &record.price, bid.amount)?;
    }
    let bid = Bid {
        party,
        account: payer.into(),
        amount: units.amount,
        recipient_key: purchase.recipient_key,
        time_ns: now.into(),
    };
    BIDS.save(deps.storage, &record.id, &bid)?;
    Ok(response)
}

/// By anyone, after the end. A sale that could not be granted for a whole window of disputes is none.
pub fn close_auction(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let record = known(deps.storage, id)?.record;
    let (end_ns, reserve) = rules(&record.method)?;
    let now = env.block.time.nanos();
    if !record.open {
        return Err(ServiceCode::OfferClosed.into());
    }
    if now < end_ns.u64() {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    if in_doubt(deps.storage, id)? {
        return Err(Code::Locked.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let Some(bid) = BIDS.may_load(deps.storage, id)? else {
        return Ok(close(deps.storage, id, "auction_closed")?);
    };
    if bid.amount < reserve || now >= after(end_ns.u64(), config.window_sec) {
        let response = close(deps.storage, id, "auction_closed")?;
        let response = response.add_event(events::bid("outbid", &record, &bid.party, bid.amount));
        return Ok(config.pay(response, &bid.account, &record.price, bid.amount)?);
    }
    sell(deps, env, &config, id, bid)
}

fn sell(mut deps: DepsMut, env: &Env, config: &Config, id: &str, bid: Bid) -> Result<Response, ServiceError> {
    let record = known(deps.storage, id)?.record;
    let order = Order {
        id: next_id(deps.storage, env)?,
        buyer: &bid.party,
        refund_account: &bid.account,
        from_ns: env.block.time.nanos(),
        price: bid.amount,
    };
    let agreement = draft(deps.as_ref(), config, &record, order)?;
    let concluded = conclude(deps.branch(), env, agreement, &bid.account, &bid.recipient_key)?;
    let closed = close(deps.storage, id, "auction_closed")?;
    Ok(concluded.add_submessages(closed.messages).add_events(closed.events))
}
