//! Answers: what is offered, demanded, agreed on and paid, a page at a time.

use crate::cover;
use crate::msg::*;
use crate::offers::book;
use crate::state::*;
use crate::terms::terms_hash;
use causeway_proto::limits::PAGE_MAX;
use causeway_resource_kit::in_doubt;
use cosmwasm_std::{to_json_vec, Deps, Order, StdResult};
use cw_storage_plus::Bound;

fn page(limit: Option<u32>) -> usize {
    limit.map_or(PAGE_MAX, |limit| limit.min(PAGE_MAX)) as usize
}

pub fn fees(deps: Deps) -> StdResult<FeesResponse> {
    let Config { fee_bps, fee_account, window_sec, .. } = CONFIG.load(deps.storage)?;
    Ok(FeesResponse { fee_bps, fee_account: fee_account.into_string(), window_sec })
}

pub fn offer(deps: Deps, id: &str) -> StdResult<Option<OfferResponse>> {
    let Some(found) = OFFERS.may_load(deps.storage, id)? else { return Ok(None) };
    Ok(Some(OfferResponse {
        terms_hash: terms_hash(&found.record)?,
        offer: found.record,
        deposit_free: cover::free(deps.storage, id)?,
        in_doubt: in_doubt(deps.storage, id)?,
    }))
}

pub fn offers(deps: Deps, topic: &str, start_after: Option<&str>, limit: Option<u32>) -> StdResult<OffersResponse> {
    let ids = BOOK.prefix(topic).keys(deps.storage, start_after.map(Bound::exclusive), None, Order::Ascending);
    let offers = ids.take(page(limit)).map(|id| Ok(OFFERS.load(deps.storage, &id?)?.record));
    Ok(OffersResponse { offers: offers.collect::<StdResult<_>>()? })
}

pub fn entries(deps: Deps, topic: &str) -> StdResult<BookResponse> {
    let entry = |offer: OfferRecord| {
        let standing = standing(deps.storage, &offer.seller)?;
        let OfferRecord { id, seller, price, delivery_sec, .. } = offer;
        Ok(BookEntry { offer: id, seller, price, delivery_sec, standing })
    };
    Ok(BookResponse { entries: book(deps.storage, topic)?.into_iter().map(entry).collect::<StdResult<_>>()? })
}

pub fn record(deps: Deps, id: &str) -> StdResult<Option<RecordResponse>> {
    let Some(found) = OFFERS.may_load(deps.storage, id)? else { return Ok(None) };
    let record = to_json_vec(&found.record)?.into();
    Ok(Some(RecordResponse { version: found.record.version, record }))
}

pub fn agreements(
    deps: Deps,
    party: &str,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> StdResult<AgreementsResponse> {
    let ids = BY_PARTY.prefix(party).keys(deps.storage, start_after.map(Bound::exclusive), None, Order::Ascending);
    let agreements = ids.take(page(limit)).map(|id| AGREEMENTS.load(deps.storage, &id?));
    Ok(AgreementsResponse { agreements: agreements.collect::<StdResult<_>>()? })
}

pub fn auction(deps: Deps, offer: &str) -> StdResult<Option<AuctionResponse>> {
    let bid = BIDS.may_load(deps.storage, offer)?;
    Ok(bid.map(|Bid { party, amount, time_ns, .. }| AuctionResponse { party, amount, time_ns }))
}

pub fn channel(deps: Deps, id: &str) -> StdResult<Option<ChannelResponse>> {
    let Some(Channel { payer, payer_key, expires_ns }) = CHANNELS.may_load(deps.storage, id)? else { return Ok(None) };
    let agreement = AGREEMENTS.load(deps.storage, id)?;
    Ok(Some(ChannelResponse {
        id: id.into(),
        payer,
        payer_key,
        deposit: agreement.price.amount,
        redeemed: agreement.paid,
        expires_ns,
        closed: agreement.state != AgreementState::Open,
    }))
}
