//! Deposits of offers: each open agreement holds back one penalty, so what was agreed can always be paid.

use crate::msg::{AgreementResponse, OfferRecord};
use crate::state::{Config, COVERS, OFFERS};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::assets::Units;
use cosmwasm_std::{Response, StdResult, Storage, Uint128};

pub fn free(storage: &dyn Storage, offer: &str) -> StdResult<Uint128> {
    Ok(COVERS.may_load(storage, offer)?.unwrap_or_default())
}

/// DEPOSIT_SHORT while other agreements need the rest of the deposit.
pub fn check(storage: &dyn Storage, record: &OfferRecord) -> Result<(), ServiceError> {
    match &record.penalty {
        Some(penalty) if free(storage, &record.id)? < penalty.amount => Err(ServiceCode::DepositShort.into()),
        _ => Ok(()),
    }
}

/// Holds one penalty back; `check` has passed.
pub fn take(storage: &mut dyn Storage, offer: &str, penalty: &Option<Units>) -> StdResult<()> {
    let Some(penalty) = penalty else { return Ok(()) };
    let left = free(storage, offer)?.saturating_sub(penalty.amount);
    COVERS.save(storage, offer, &left)
}

pub fn give_back(storage: &mut dyn Storage, offer: &str, penalty: &Option<Units>) -> StdResult<()> {
    let Some(penalty) = penalty else { return Ok(()) };
    let left = free(storage, offer)?.saturating_add(penalty.amount);
    COVERS.save(storage, offer, &left)
}

/// The agreement has ended well: its penalty is free again, and goes home if the offer is no more.
pub fn release(
    storage: &mut dyn Storage,
    config: &Config,
    response: Response,
    agreement: &AgreementResponse,
) -> StdResult<Response> {
    let Some(penalty) = &agreement.penalty else { return Ok(response) };
    let offer = OFFERS.load(storage, &agreement.offer)?;
    match offer.account {
        Some(account) if !offer.record.open => config.pay(response, account.as_str(), penalty, penalty.amount),
        _ => give_back(storage, &agreement.offer, &agreement.penalty).map(|()| response),
    }
}

/// Everything that no agreement needs leaves with the offer.
pub fn withdraw(storage: &mut dyn Storage, record: &OfferRecord) -> StdResult<Option<Units>> {
    let Some(penalty) = &record.penalty else { return Ok(None) };
    let amount = free(storage, &record.id)?;
    COVERS.save(storage, &record.id, &Uint128::zero())?;
    Ok(Some(Units { amount, ..penalty.clone() }))
}
