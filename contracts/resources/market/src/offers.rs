//! Offers: whoever may sell posts them, and from then on they sell by themselves. Nothing in an offer ever changes.

use crate::cover;
use crate::events;
use crate::limits::*;
use crate::msg::{Method, NewOffer, OfferRecord};
use crate::sale::{check_class, check_seller, known};
use crate::state::*;
use crate::terms::{absolute, check_ahead, check_new_id, check_scope, check_topic, check_units, check_within};
use causeway_proto::id::parse_data_id;
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::assets::Units;
use causeway_services::identity::scope;
use cosmwasm_std::{to_json_vec, Addr, Deps, DepsMut, Empty, Env, MessageInfo, Order, Response, StdResult, Storage};

/// By the asset's owner or its delegate; `deposit` is what came with it.
pub fn post(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    new: NewOffer,
    deposit: Option<Units>,
) -> Result<Response, ServiceError> {
    check_form(env, &new)?;
    let penalty = penalty_of(&new, &deposit)?;
    let record = record_of(deps.as_ref(), sender, new, penalty)?;
    check_promise(deps.as_ref(), env, &record)?;
    check_place(deps.storage, &record)?;
    if let Some(deposit) = &deposit {
        COVERS.save(deps.storage, &record.id, &deposit.amount)?;
    }
    grow_book(deps.storage, &record.topic)?;
    BOOK.save(deps.storage, (&record.topic, &record.id), &Empty {})?;
    let event = events::offer("offered", &record).add_attribute("amount", record.price.amount);
    let event = events::with_deposit(event, deposit);
    OFFERS.save(deps.storage, &record.id, &Offer { account: Some(sender.clone()), record: record.clone() })?;
    Ok(Response::new().add_event(event))
}

fn check_form(env: &Env, new: &NewOffer) -> Result<(), ServiceError> {
    check_new_id(env, &new.id)?;
    parse_data_id(&new.asset)?;
    check_topic(&new.topic)?;
    check_units(&new.price)?;
    check_ahead(env, new.until_ns)?;
    check_scope(&new.terms.fields, &new.terms.purposes, new.terms.term_sec)?;
    let certificate_fits = |certificate: &String| (1..=CERTIFICATE_BYTES_MAX).contains(&certificate.len());
    if !new.certificate.iter().all(certificate_fits) || new.delivery_sec > AHEAD_SEC_MAX {
        return Err(Code::LimitExceeded.into());
    }
    if new.terms.royalty_bps > WHOLE_BPS {
        return Err(Code::LimitExceeded.into());
    }
    check_method(env, new)
}

/// What is free has no price, and everything else has one.
fn check_method(env: &Env, new: &NewOffer) -> Result<(), ServiceError> {
    if new.price.amount.is_zero() != (new.method == Method::Free {}) {
        return Err(ServiceCode::PriceMismatch.into());
    }
    match &new.method {
        Method::Auction { end_ns, .. } => {
            check_ahead(env, *end_ns)?;
            if end_ns > &new.until_ns {
                return Err(Code::LimitExceeded.into());
            }
        }
        Method::Subscription { period_sec } if *period_sec != new.terms.term_sec => {
            return Err(ServiceCode::TermsMismatch.into());
        }
        _ => {}
    }
    Ok(())
}

/// Penalty and deposit come together, where something can be owed at all.
fn penalty_of(new: &NewOffer, deposit: &Option<Units>) -> Result<Option<Units>, ServiceError> {
    let Some(deposit) = deposit else {
        return if new.penalty.is_zero() { Ok(None) } else { Err(ServiceCode::DepositShort.into()) };
    };
    if matches!(new.method, Method::Free {} | Method::PayPerUse {}) {
        return Err(ServiceCode::MethodMismatch.into());
    }
    if new.penalty.is_zero() || deposit.amount < new.penalty {
        return Err(ServiceCode::DepositShort.into());
    }
    Ok(Some(Units { amount: new.penalty, ..deposit.clone() }))
}

fn record_of(deps: Deps, sender: &Addr, new: NewOffer, penalty: Option<Units>) -> Result<OfferRecord, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, sender.as_str(), scope::SUPPLY)?.id;
    let rights = config.rights.of(&deps.querier, &new.asset)?.ok_or(ServiceCode::RightsUnknown)?;
    Ok(OfferRecord {
        id: new.id,
        asset: new.asset,
        delegate: (party != rights.owner).then_some(party),
        seller: rights.owner,
        topic: new.topic,
        class: new.class,
        price: new.price,
        method: new.method,
        terms: new.terms,
        certificate: new.certificate,
        delivery_sec: new.delivery_sec,
        penalty,
        until_ns: new.until_ns,
        open: true,
        version: 1,
    })
}

/// Nothing is offered that the seller could not grant now.
fn check_promise(deps: Deps, env: &Env, record: &OfferRecord) -> Result<(), ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let rights = check_seller(deps, &config, record)?;
    let from = env.block.time.nanos().max(rights.terms.from_ns.u64());
    check_within(&absolute(&record.terms, from), &rights.terms)?;
    if let Some(object) = config.stores.object(&deps.querier, &record.asset)? {
        check_class(record, &object)?;
    }
    Ok(())
}

/// The id is free, there is a place in the book, and nobody takes all of them.
fn check_place(storage: &dyn Storage, record: &OfferRecord) -> Result<(), ServiceError> {
    if OFFERS.has(storage, &record.id) {
        return Err(Code::Exists.into());
    }
    let full = book_size(storage, &record.topic)? >= OFFERS_PER_TOPIC_MAX;
    let mine = book(storage, &record.topic)?.iter().filter(|other| other.seller == record.seller).count();
    if full || mine >= OFFERS_PER_SELLER_MAX || to_json_vec(record)?.len() > RECORD_BYTES_MAX {
        return Err(Code::LimitExceeded.into());
    }
    Ok(())
}

/// Every open offer of a topic, ascending by id.
pub fn book(storage: &dyn Storage, topic: &str) -> StdResult<Vec<OfferRecord>> {
    let ids = BOOK.prefix(topic).keys(storage, None, None, Order::Ascending).take(OFFERS_PER_TOPIC_MAX as usize);
    ids.map(|id| Ok(OFFERS.load(storage, &id?)?.record)).collect()
}

pub fn withdraw(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let offer = known(deps.storage, id)?;
    check_withdraw(deps.as_ref(), env, info.sender.as_str(), &offer)?;
    assert_unlocked(deps.storage, id)?;
    Ok(close(deps.storage, id, "withdrawn")?)
}

/// CONDITION_UNMET while somebody's bid is in it.
pub fn check_withdraw(deps: Deps, env: &Env, sender: &str, offer: &Offer) -> Result<(), ServiceError> {
    let record = &offer.record;
    if offer.account.is_none() {
        return Err(ServiceCode::NotHome.into());
    }
    if !record.open {
        return Err(ServiceCode::OfferClosed.into());
    }
    if BIDS.has(deps.storage, &record.id) {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    if env.block.time.nanos() >= record.until_ns.u64() {
        return Ok(());
    }
    let party = CONFIG.load(deps.storage)?.identity.acting(&deps.querier, sender, scope::SUPPLY)?.id;
    if party == record.seller || record.delegate.as_ref() == Some(&party) {
        Ok(())
    } else {
        Err(ServiceCode::NotParty.into())
    }
}

/// The offer's end; what agreements need of its deposit stays until they end.
pub fn close(storage: &mut dyn Storage, id: &str, what: &str) -> StdResult<Response> {
    let (config, mut offer) = (CONFIG.load(storage)?, OFFERS.load(storage, id)?);
    leave_book(storage, &offer.record)?;
    offer.record.open = false;
    offer.record.version = offer.record.version.saturating_add(1);
    OFFERS.save(storage, id, &offer)?;
    let deposit = cover::withdraw(storage, &offer.record)?;
    let event = events::with_deposit(events::offer(what, &offer.record), deposit.clone());
    let response = Response::new().add_event(event);
    match (deposit, &offer.account) {
        (Some(units), Some(account)) => config.pay(response, account.as_str(), &units, units.amount),
        _ => Ok(response),
    }
}

pub fn leave_book(storage: &mut dyn Storage, record: &OfferRecord) -> StdResult<()> {
    if BOOK.has(storage, (&record.topic, &record.id)) {
        BOOK.remove(storage, (&record.topic, &record.id));
        shrink_book(storage, &record.topic)?;
    }
    Ok(())
}
