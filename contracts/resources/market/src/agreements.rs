//! Agreements from their beginning to their one end: paid out, or paid back.

use crate::cover;
use crate::events;
use crate::msg::{AgreementResponse, AgreementState, Standing};
use crate::payout::{owed, parts};
use crate::state::{standing, Config, AGREEMENTS, BY_PARTY, CHANNELS, CONFIG, COUNT, PERIODS, STANDINGS};
use crate::terms::after;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::scope;
use cosmwasm_std::{DepsMut, Empty, Env, MessageInfo, Response, StdResult, Storage, Uint128};

/// Name of the next agreement that is made on this chain alone; those of transactions are named after them.
pub fn next_id(storage: &mut dyn Storage, env: &Env) -> StdResult<String> {
    let number = COUNT.may_load(storage)?.unwrap_or_default().saturating_add(1);
    COUNT.save(storage, &number)?;
    Ok(format!("{}/{number}", env.block.chain_id))
}

/// Makes the agreement: from now on it ends by its own rules alone. Its penalty is taken already.
pub fn agree(storage: &mut dyn Storage, env: &Env, mut agreement: AgreementResponse) -> StdResult<Response> {
    let (now, config) = (env.block.time.nanos(), CONFIG.load(storage)?);
    agreement.height = env.block.height;
    agreement.time_ns = now.into();
    agreement.due_ns = after(now, agreement.delivery_sec).into();
    agreement.settles_ns = after(agreement.due_ns.u64(), config.window_sec).into();
    if agreement.price.amount.is_zero() {
        agreement.state = AgreementState::Settled;
        agreement.ended_height = Some(env.block.height);
    } else {
        count(storage, &agreement.seller, |standing| standing.open = standing.open.saturating_add(1))?;
    }
    for party in [Some(&agreement.seller), Some(&agreement.buyer), agreement.delegate.as_ref()].into_iter().flatten() {
        BY_PARTY.save(storage, (party, &agreement.id), &Empty {})?;
    }
    AGREEMENTS.save(storage, &agreement.id, &agreement)?;
    Ok(Response::new().add_event(events::agreement("agreed", &agreement, agreement.price.amount)))
}

/// The period of a subscription is taken.
pub fn extend(storage: &mut dyn Storage, agreement: &AgreementResponse) -> StdResult<()> {
    PERIODS.save(storage, (&agreement.offer, &agreement.buyer), &agreement.terms.until_ns)
}

fn count(storage: &mut dyn Storage, seller: &str, change: impl Fn(&mut Standing)) -> StdResult<()> {
    let mut found = standing(storage, seller)?;
    change(&mut found);
    STANDINGS.save(storage, seller, &found)
}

pub fn load(storage: &dyn Storage, id: &str) -> Result<AgreementResponse, ServiceError> {
    AGREEMENTS.may_load(storage, id)?.ok_or(ServiceCode::AgreementUnknown.into())
}

/// One that has not ended, and does not end through its payment channel.
pub fn unsettled(storage: &dyn Storage, id: &str) -> Result<AgreementResponse, ServiceError> {
    let agreement = load(storage, id)?;
    if agreement.state != AgreementState::Open {
        return Err(ServiceCode::Settled.into());
    }
    if CHANNELS.has(storage, id) {
        return Err(ServiceCode::MethodMismatch.into());
    }
    Ok(agreement)
}

pub fn confirm(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let agreement = unsettled(deps.storage, id)?;
    check_buyer(&deps, info, &agreement)?;
    Ok(pay_out(deps.storage, env, agreement, "confirmed")?)
}

/// NOT_PARTY unless the sender acts for the buyer.
pub fn check_buyer(deps: &DepsMut, info: &MessageInfo, agreement: &AgreementResponse) -> Result<(), ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::DEMAND);
    match party {
        Ok(party) if party.id == agreement.buyer => Ok(()),
        Err(ServiceError::Std(error)) => Err(error.into()),
        _ => Err(ServiceCode::NotParty.into()),
    }
}

pub fn settle(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let agreement = unsettled(deps.storage, id)?;
    if env.block.time.nanos() < agreement.settles_ns.u64() {
        return Err(ServiceCode::ConditionUnmet.into());
    }
    Ok(pay_out(deps.storage, env, agreement, "window over")?)
}

fn pay_out(storage: &mut dyn Storage, env: &Env, agreement: AgreementResponse, cause: &str) -> StdResult<Response> {
    let config = CONFIG.load(storage)?;
    let price = agreement.price.amount;
    let response = pay_up_to(&config, Response::new(), &agreement, price)?;
    let response = cover::release(storage, &config, response, &agreement)?;
    let event = events::agreement("settled", &agreement, price).add_attribute("cause", cause);
    let event = events::with_parts(event, &parts(&agreement.split, price));
    end(storage, env, agreement, AgreementState::Settled, price)?;
    Ok(response.add_event(event))
}

/// Everybody's part of what `total` adds to what was paid out before.
pub fn pay_up_to(
    config: &Config,
    response: Response,
    agreement: &AgreementResponse,
    total: Uint128,
) -> StdResult<Response> {
    owed(&agreement.split, agreement.paid, total)
        .into_iter()
        .try_fold(response, |response, (account, amount)| config.pay(response, account, &agreement.price, amount))
}

/// The whole price goes back, and the agreed penalty with it.
pub fn pay_back(
    storage: &mut dyn Storage,
    env: &Env,
    agreement: AgreementResponse,
    cause: &str,
) -> StdResult<Response> {
    let config = CONFIG.load(storage)?;
    let price = agreement.price.amount;
    let mut response = config.pay(Response::new(), &agreement.refund_account, &agreement.price, price)?;
    let mut event = events::agreement("refunded", &agreement, price).add_attribute("cause", cause);
    if let Some(penalty) = &agreement.penalty {
        response = config.pay(response, &agreement.refund_account, penalty, penalty.amount)?;
        event = event.add_attribute("penalty", penalty.amount).add_attribute("penalty_denom", &penalty.denom);
    }
    end(storage, env, agreement, AgreementState::Refunded, Uint128::zero())?;
    Ok(response.add_event(event))
}

/// The one end. A channel that nothing was taken from says nothing about its seller.
pub fn end(
    storage: &mut dyn Storage,
    env: &Env,
    mut agreement: AgreementResponse,
    state: AgreementState,
    paid: Uint128,
) -> StdResult<()> {
    (agreement.state, agreement.paid, agreement.ended_height) = (state, paid, Some(env.block.height));
    AGREEMENTS.save(storage, &agreement.id, &agreement)?;
    count(storage, &agreement.seller, |standing| {
        standing.open = standing.open.saturating_sub(1);
        match state {
            AgreementState::Refunded => standing.refunded = standing.refunded.saturating_add(1),
            _ if !paid.is_zero() => standing.settled = standing.settled.saturating_add(1),
            _ => {}
        }
    })
}
