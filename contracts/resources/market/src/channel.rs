//! Payment channels: one deposit, any number of payments by signature, and nobody can take more than was signed for.

use crate::agreements::{end, load, next_id, pay_up_to};
use crate::buy::conclude;
use crate::events;
use crate::limits::SIGNATURE_BYTES;
use crate::msg::{AgreementResponse, AgreementState, Method, Purchase};
use crate::sale::{check_recipient_key, draft, local_buyer, standing_offer, Order};
use crate::state::{Channel, AGREEMENTS, CHANNELS, CONFIG};
use crate::terms::{after, check_denom};
use crate::texts;
use causeway_proto::sha256;
use causeway_resource_kit::{verify_signature, Algorithm, ServiceCode, ServiceError};
use causeway_services::assets::Units;
use causeway_services::identity::scope;
use cosmwasm_std::{Api, Binary, CanonicalAddr, DepsMut, Env, MessageInfo, Response, StdResult, Uint128};
use ripemd::{Digest, Ripemd160};

/// The Cosmos account of a compressed secp256k1 key, under this chain's prefix.
fn account_of(api: &dyn Api, public_key: &[u8]) -> StdResult<String> {
    let hash = Ripemd160::digest(sha256(public_key));
    Ok(api.addr_humanize(&CanonicalAddr::from(hash.as_slice()))?.into_string())
}

pub fn open_channel(
    deps: DepsMut,
    env: &Env,
    payer: &str,
    units: &Units,
    payer_key: &Binary,
    purchase: &Purchase,
) -> Result<Response, ServiceError> {
    check_recipient_key(&purchase.recipient_key)?;
    let record = standing_offer(deps.storage, env, &purchase.offer)?;
    if record.method != (Method::PayPerUse {}) {
        return Err(ServiceCode::MethodMismatch.into());
    }
    check_denom(&record.price, units)?;
    if units.amount < record.price.amount {
        return Err(ServiceCode::PriceMismatch.into());
    }
    if !Algorithm::Secp256k1.fits(payer_key) || account_of(deps.api, payer_key)? != payer {
        return Err(ServiceCode::KeyInvalid.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let buyer = local_buyer(deps.as_ref(), &config, &record, payer)?;
    let (id, now) = (next_id(deps.storage, env)?, env.block.time.nanos());
    let order = Order { id, buyer: &buyer, refund_account: payer, from_ns: now, price: units.amount };
    let agreement = draft(deps.as_ref(), &config, &record, order)?;
    let channel = Channel {
        payer: payer.into(),
        payer_key: payer_key.clone(),
        expires_ns: after(agreement.terms.until_ns.u64(), config.window_sec).into(),
    };
    CHANNELS.save(deps.storage, &agreement.id, &channel)?;
    conclude(deps, env, agreement, payer, &purchase.recipient_key)
}

/// CHANNEL_UNKNOWN where there is none, or it is closed.
fn open(deps: &DepsMut, id: &str) -> Result<(Channel, AgreementResponse), ServiceError> {
    let channel = CHANNELS.may_load(deps.storage, id)?.ok_or(ServiceCode::ChannelUnknown)?;
    let agreement = load(deps.storage, id)?;
    if agreement.state == AgreementState::Open {
        Ok((channel, agreement))
    } else {
        Err(ServiceCode::ChannelUnknown.into())
    }
}

/// Totals only grow, so a voucher pays once, and the last one is worth all before it.
pub fn redeem(
    deps: DepsMut,
    env: &Env,
    id: &str,
    total: Uint128,
    signature: &Binary,
) -> Result<Response, ServiceError> {
    let (channel, mut agreement) = open(&deps, id)?;
    let text = texts::voucher(env, id, total);
    let signed = signature.len() == SIGNATURE_BYTES
        && verify_signature(deps.api, Algorithm::Secp256k1, &channel.payer_key, &text, signature).is_ok();
    if !signed {
        return Err(ServiceCode::VoucherInvalid.into());
    }
    if total > agreement.price.amount {
        return Err(ServiceCode::ChannelExhausted.into());
    }
    if total <= agreement.paid {
        return Err(ServiceCode::Settled.into());
    }
    let config = CONFIG.load(deps.storage)?;
    let amount = total.saturating_sub(agreement.paid);
    let response = pay_up_to(&config, Response::new(), &agreement, total)?;
    agreement.paid = total;
    AGREEMENTS.save(deps.storage, id, &agreement)?;
    Ok(response.add_event(events::agreement("redeemed", &agreement, amount).add_attribute("total", total)))
}

/// CONDITION_UNMET until the channel expires, unless the seller wants it.
pub fn close_channel(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let (channel, agreement) = open(&deps, id)?;
    let config = CONFIG.load(deps.storage)?;
    if env.block.time.nanos() < channel.expires_ns.u64() {
        let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::SUPPLY);
        let sells = |party: String| party == agreement.seller || agreement.delegate.as_ref() == Some(&party);
        if !party.is_ok_and(|party| sells(party.id)) {
            return Err(ServiceCode::ConditionUnmet.into());
        }
    }
    let paid = agreement.paid;
    let rest = agreement.price.amount.saturating_sub(paid);
    let event = events::agreement("settled", &agreement, paid).add_attribute("returned", rest);
    let response = config.pay(Response::new(), &channel.payer, &agreement.price, rest)?;
    end(deps.storage, env, agreement, AgreementState::Settled, paid)?;
    Ok(response.add_event(event))
}
