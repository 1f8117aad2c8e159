//! What has to stand beside a purchase in its leg: the payment, the grant, and the certificate where one is demanded.

use crate::msg::{AgreementResponse, OfferRecord};
use crate::sale::{certificate_of, grant_of};
use crate::state::Config;
use crate::terms::check_price;
use causeway_proto::{operation::Body, Amount, Code, Leg, Operation};
use causeway_resource_kit::{Proposal, ServiceCode, Verdict};
use causeway_services::assets::Units;
use causeway_services::credentials::{ValidBody, VALID};
use causeway_services::rights::{GrantBody, GRANT};
use cosmwasm_std::{from_json, Addr, Binary, Env, Uint128};

/// Refused where the transaction lacks something; busy where nobody brought its manifest along.
pub fn check(
    proposal: &Proposal,
    env: &Env,
    config: &Config,
    record: &OfferRecord,
    agreement: &AgreementResponse,
    recipient_key: &Binary,
) -> Result<(), Verdict> {
    let Some(leg) = proposal.leg(&env.block.chain_id)? else { return Ok(()) };
    check_payment(leg, &env.contract.address, &config.assets.0, record).map_err(Verdict::refused)?;
    let grant = grant_of(agreement, recipient_key);
    let grants = |body: &[u8]| from_json::<GrantBody>(body).is_ok_and(|found| found == grant);
    if !has(leg, &config.rights.0, GRANT, grants) {
        return Err(Verdict::refused(ServiceCode::GrantMissing));
    }
    let Some(wanted) = certificate_of(record) else { return Ok(()) };
    let checks = |body: &[u8]| from_json::<ValidBody>(body).is_ok_and(|found| found == wanted);
    if has(leg, &config.credentials, VALID, checks) {
        Ok(())
    } else {
        Err(Verdict::refused(ServiceCode::CertificateMissing))
    }
}

fn has(leg: &Leg, resource: &Addr, name: &str, is_it: impl Fn(&[u8]) -> bool) -> bool {
    leg.operations.iter().any(|operation| match &operation.body {
        Some(Body::Custom(custom)) => {
            operation.resource == resource.as_str() && custom.name == name && is_it(&custom.body)
        }
        _ => false,
    })
}

/// One purchase and its one payment in a leg: no payment counts for two, and none is lost.
fn check_payment(
    leg: &Leg,
    market: &Addr,
    assets: &Addr,
    record: &OfferRecord,
) -> Result<(), causeway_resource_kit::Reason> {
    if leg.operations.iter().filter(|operation| operation.resource == market.as_str()).count() != 1 {
        return Err(Code::LegsInvalid.into());
    }
    let mut payments = leg.operations.iter().filter_map(|operation| payment(operation, market, assets));
    match (payments.next(), payments.next()) {
        (None, None) if record.price.amount.is_zero() => Ok(()),
        (Some(amount), None) if !record.price.amount.is_zero() => {
            Ok(check_price(&record.price, &units_of(amount).ok_or(Code::Malformed)?)?)
        }
        _ => Err(ServiceCode::PriceMismatch.into()),
    }
}

/// What the operation brings to the market's account in the assets contract.
fn payment<'a>(operation: &'a Operation, market: &Addr, assets: &Addr) -> Option<&'a Amount> {
    let (recipient, amount) = match &operation.body {
        Some(Body::TransferCoins(body)) => (&body.recipient, &body.amount),
        Some(Body::ReceiveCoins(body)) => (&body.recipient, &body.amount),
        _ => return None,
    };
    (operation.resource == assets.as_str() && recipient == market.as_str()).then_some(amount.as_ref()).flatten()
}

fn units_of(amount: &Amount) -> Option<Units> {
    let number: u128 = amount.amount.parse().ok()?;
    let (origin_chain_id, denom) = (amount.origin_chain_id.clone(), amount.denom.clone());
    Some(Units { origin_chain_id, denom, amount: Uint128::new(number) })
}
