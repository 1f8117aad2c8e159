//! What every way of buying has in common: whether the offer stands, to whom it may be sold, and what is agreed.

use crate::cover;
use crate::limits::{DIGEST_BYTES, RECIPIENT_KEY_BYTES_MAX};
use crate::msg::{AgreementResponse, AgreementState, Class, Method, OfferRecord, Split};
use crate::payout::is_whole;
use crate::state::{Config, Offer, OFFERS, PERIODS};
use crate::terms::{absolute, check_within, terms_hash};
use causeway_proto::{encode, operation::Body, Code, Custom, Operation};
use causeway_resource_kit::{in_doubt, CheckResponse, ServiceCode, ServiceError};
use causeway_services::assets::Units;
use causeway_services::credentials::{ValidBody, VALID};
use causeway_services::identity::scope;
use causeway_services::rights::{GrantBody, RightsResponse};
use causeway_services::stores::ObjectResponse;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Binary, Deps, Env, StdResult, Storage, Uint128};

/// The question of the resource interface that credentials answer for a sale on this chain alone.
#[cw_serde]
enum CredentialsQuery {
    Check { operation: Binary },
}

pub fn known(storage: &dyn Storage, id: &str) -> Result<Offer, ServiceError> {
    OFFERS.may_load(storage, id)?.ok_or(ServiceCode::OfferUnknown.into())
}

/// NOT_HOME for a copy, OFFER_CLOSED once it is withdrawn, sold or over: nothing of that can change.
pub fn check_open(env: &Env, offer: &Offer) -> Result<(), ServiceCode> {
    if offer.account.is_none() {
        return Err(ServiceCode::NotHome);
    }
    if offer.record.open && env.block.time.nanos() < offer.record.until_ns.u64() {
        Ok(())
    } else {
        Err(ServiceCode::OfferClosed)
    }
}

/// An offer that stands, and is not about to be withdrawn by a transaction.
pub fn standing_offer(storage: &dyn Storage, env: &Env, id: &str) -> Result<OfferRecord, ServiceError> {
    let offer = known(storage, id)?;
    check_open(env, &offer)?;
    if in_doubt(storage, id)? {
        return Err(Code::Locked.into());
    }
    Ok(offer.record)
}

/// Nobody buys from itself, neither from its own delegate.
pub fn check_buyer(record: &OfferRecord, buyer: &str) -> Result<(), ServiceCode> {
    if record.seller == buyer || record.delegate.as_deref() == Some(buyer) {
        Err(ServiceCode::SelfTrade)
    } else {
        Ok(())
    }
}

/// Party that an account buys for on this chain alone; the certificate is checked as of now.
pub fn local_buyer(deps: Deps, config: &Config, record: &OfferRecord, account: &str) -> Result<String, ServiceError> {
    let buyer = config.identity.acting(&deps.querier, account, scope::DEMAND)?.id;
    check_buyer(record, &buyer)?;
    if let Some(body) = certificate_of(record) {
        let body = Body::Custom(Custom { name: VALID.into(), body: body.bytes()? });
        let operation = Operation { resource: config.credentials.to_string(), actor: account.into(), body: Some(body) };
        let query = CredentialsQuery::Check { operation: encode(&operation).into() };
        let answer: CheckResponse = deps.querier.query_wasm_smart(&config.credentials, &query)?;
        if answer != (CheckResponse::Ready {}) {
            return Err(ServiceCode::CertificateMissing.into());
        }
    }
    Ok(buyer)
}

/// The certificate that each sale has to check, as its read condition's body.
pub fn certificate_of(record: &OfferRecord) -> Option<ValidBody> {
    let credential = record.certificate.clone()?;
    Some(ValidBody { credential, subject: record.asset.clone() })
}

pub fn check_recipient_key(key: &Binary) -> Result<(), Code> {
    if (1..=RECIPIENT_KEY_BYTES_MAX).contains(&key.len()) {
        Ok(())
    } else {
        Err(Code::LimitExceeded)
    }
}

pub fn period_lock(offer: &str, buyer: &str) -> String {
    format!("{offer}/{buyer}")
}

/// Where a new period begins at the earliest: not before the last one ends.
pub fn next_period(storage: &dyn Storage, record: &OfferRecord, buyer: &str, now_ns: u64) -> StdResult<u64> {
    match record.method {
        Method::Subscription { .. } => {
            let end = PERIODS.may_load(storage, (&record.id, buyer))?;
            Ok(end.map_or(now_ns, |end| end.u64().max(now_ns)))
        }
        _ => Ok(now_ns),
    }
}

/// The seller owns the asset still, and its delegate still has its mandate.
pub fn check_seller(deps: Deps, config: &Config, record: &OfferRecord) -> Result<RightsResponse, ServiceError> {
    let rights = config.rights.of(&deps.querier, &record.asset)?.ok_or(ServiceCode::RightsUnknown)?;
    if rights.owner != record.seller {
        return Err(Code::NotOwner.into());
    }
    if rights.archived {
        return Err(ServiceCode::Archived.into());
    }
    if let Some(delegate) = &record.delegate {
        config.rights.mandate(&deps.querier, &record.asset, delegate)?.ok_or(ServiceCode::MandateInvalid)?;
    }
    Ok(rights)
}

/// What the stores keep must be what the offer says it is.
pub fn check_class(record: &OfferRecord, object: &ObjectResponse) -> Result<(), ServiceCode> {
    if object.key.is_empty() == (record.class == Class::Open) {
        Ok(())
    } else {
        Err(ServiceCode::TermsMismatch)
    }
}

/// Who buys what, as far as the offer leaves it open.
pub struct Order<'a> {
    pub id: String,
    pub buyer: &'a str,
    pub refund_account: &'a str,
    pub from_ns: u64,
    pub price: Uint128,
}

/// The agreement as it would be now; heights and times are filled in when it is made.
pub fn draft(
    deps: Deps,
    config: &Config,
    record: &OfferRecord,
    order: Order,
) -> Result<AgreementResponse, ServiceError> {
    let rights = check_seller(deps, config, record)?;
    let terms = absolute(&record.terms, order.from_ns);
    check_within(&terms, &rights.terms)?;
    if !is_whole(&rights.shares) {
        return Err(ServiceCode::SharesInvalid.into());
    }
    let object = config.stores.object(&deps.querier, &record.asset)?;
    if let Some(object) = &object {
        check_class(record, object)?;
    }
    cover::check(deps.storage, record)?;
    Ok(AgreementResponse {
        id: order.id,
        offer: record.id.clone(),
        asset: record.asset.clone(),
        version: object.as_ref().map(|object| object.version),
        fingerprint: object.map(|object| object.fingerprint).filter(|bytes| bytes.len() == DIGEST_BYTES),
        seller: record.seller.clone(),
        delegate: record.delegate.clone(),
        buyer: order.buyer.into(),
        refund_account: order.refund_account.into(),
        terms,
        terms_hash: terms_hash(record)?,
        price: Units { amount: order.price, ..record.price.clone() },
        split: Split {
            fee_bps: config.fee_bps,
            fee_account: config.fee_account.to_string(),
            royalty_bps: rights.terms.royalty_bps,
            royalty_account: rights.royalty_account,
            shares: rights.shares,
        },
        penalty: record.penalty.clone(),
        delivery_sec: record.delivery_sec,
        height: 0,
        time_ns: 0u64.into(),
        due_ns: 0u64.into(),
        settles_ns: 0u64.into(),
        state: AgreementState::Open,
        paid: Uint128::zero(),
        ended_height: None,
    })
}

/// The grant that goes with the agreement.
pub fn grant_of(agreement: &AgreementResponse, recipient_key: &Binary) -> GrantBody {
    GrantBody {
        asset: agreement.asset.clone(),
        grantee: agreement.buyer.clone(),
        terms: agreement.terms.clone(),
        recipient_key: recipient_key.clone(),
        offer: Some(agreement.offer.clone()),
    }
}
