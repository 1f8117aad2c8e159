//! Buying on this chain alone: payment, agreement and grant in one tx, and nobody but the buyer is there.

use crate::agreements::{agree, extend, next_id};
use crate::auction::bid;
use crate::channel::open_channel;
use crate::cover;
use crate::msg::{AgreementResponse, Method, OfferRecord, Paid, Purchase};
use crate::offers;
use crate::sale::{check_recipient_key, draft, grant_of, local_buyer, next_period, period_lock, standing_offer, Order};
use crate::state::CONFIG;
use crate::terms::check_price;
use causeway_proto::Code;
use causeway_resource_kit::{assert_unlocked, ServiceCode, ServiceError};
use causeway_services::assets::Units;
use cosmwasm_std::{from_json, Binary, DepsMut, Env, MessageInfo, Response};

/// FORBIDDEN unless the assets contract says so: it alone knows what was paid.
pub fn received(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    payer: &str,
    units: Units,
    message: &Binary,
) -> Result<Response, ServiceError> {
    if info.sender != CONFIG.load(deps.storage)?.assets.0 {
        return Err(Code::Forbidden.into());
    }
    let payer = deps.api.addr_validate(payer)?;
    match from_json(message).map_err(|_| Code::Malformed)? {
        Paid::PostOffer(new) => offers::post(deps, env, &payer, *new, Some(units)),
        Paid::Buy(purchase) => buy(deps, env, payer.as_str(), Some(&units), &purchase),
        Paid::Bid(purchase) => bid(deps, env, payer.as_str(), &units, purchase),
        Paid::OpenChannel { offer, payer_key, recipient_key } => {
            open_channel(deps, env, payer.as_str(), &units, &payer_key, &Purchase { offer, recipient_key })
        }
    }
}

pub fn buy(
    deps: DepsMut,
    env: &Env,
    payer: &str,
    units: Option<&Units>,
    purchase: &Purchase,
) -> Result<Response, ServiceError> {
    check_recipient_key(&purchase.recipient_key)?;
    let record = standing_offer(deps.storage, env, &purchase.offer)?;
    check_payment(&record, units)?;
    let config = CONFIG.load(deps.storage)?;
    let buyer = local_buyer(deps.as_ref(), &config, &record, payer)?;
    assert_unlocked(deps.storage, &period_lock(&record.id, &buyer))?;
    let from_ns = next_period(deps.storage, &record, &buyer, env.block.time.nanos())?;
    if from_ns > record.until_ns.u64() {
        return Err(ServiceCode::TermsMismatch.into());
    }
    let id = next_id(deps.storage, env)?;
    let order = Order { id, buyer: &buyer, refund_account: payer, from_ns, price: record.price.amount };
    let agreement = draft(deps.as_ref(), &config, &record, order)?;
    if matches!(record.method, Method::Subscription { .. }) {
        extend(deps.storage, &agreement)?;
    }
    conclude(deps, env, agreement, payer, &purchase.recipient_key)
}

/// Exactly the price, by the methods that have one.
fn check_payment(record: &OfferRecord, units: Option<&Units>) -> Result<(), ServiceError> {
    match (&record.method, units) {
        (Method::Free {}, None) => Ok(()),
        (Method::Free {}, Some(_)) | (Method::Fixed {} | Method::Subscription { .. }, None) => {
            Err(ServiceCode::PriceMismatch.into())
        }
        (Method::Fixed {} | Method::Subscription { .. }, Some(units)) => Ok(check_price(&record.price, units)?),
        (Method::Auction { .. } | Method::PayPerUse {}, _) => Err(ServiceCode::MethodMismatch.into()),
    }
}

/// Agreement and grant; the units are here already.
pub fn conclude(
    deps: DepsMut,
    env: &Env,
    agreement: AgreementResponse,
    account: &str,
    recipient_key: &Binary,
) -> Result<Response, ServiceError> {
    let rights = CONFIG.load(deps.storage)?.rights;
    let grant = rights.grant_by_market(grant_of(&agreement, recipient_key), account)?;
    cover::take(deps.storage, &agreement.offer, &agreement.penalty)?;
    Ok(agree(deps.storage, env, agreement)?.add_message(grant))
}
