//! Deposits of stores: they come with `Bond`, answer for what is held, and go back some time after a store has left.

use crate::events;
use crate::limits::LEAVE_BLOCKS;
use crate::state::{load_deposit, Deposit, CONFIG, DEPOSITS};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{scope, Form};
use cosmwasm_std::{coins, BankMsg, Coin, DepsMut, Env, MessageInfo, Response, Uint128};

/// The one coin that was sent, in the denomination of deposits.
pub fn sent(funds: &[Coin], denom: &str) -> Result<Uint128, ServiceError> {
    match funds {
        [coin] if coin.denom == denom && !coin.amount.is_zero() => {
            Uint128::try_from(coin.amount).map_err(|_| Code::LimitExceeded.into())
        }
        _ => Err(ServiceCode::FundsMismatch.into()),
    }
}

pub fn bond(deps: DepsMut, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let amount = sent(&info.funds, &config.deposit.denom)?;
    let party = config.identity.acting(&deps.querier, info.sender.as_str(), scope::STORE)?;
    let subject = config.identity.active(&deps.querier, id)?;
    if subject.form != Form::Store {
        return Err(ServiceCode::StoreUnknown.into());
    }
    if subject.owner_id() != party.id {
        return Err(Code::NotOwner.into());
    }
    let before = DEPOSITS.may_load(deps.storage, id)?;
    // Who takes a store over does not take its deposit.
    if before.as_ref().is_some_and(|deposit| deposit.owner != party.id) {
        return Err(Code::NotOwner.into());
    }
    let (earlier, held) = before.map_or((Uint128::zero(), 0), |deposit| (deposit.amount, deposit.held));
    let total = earlier.checked_add(amount).map_err(|_| Code::LimitExceeded)?;
    if total < config.deposit.min {
        return Err(ServiceCode::DepositShort.into());
    }
    let deposit = Deposit { owner: party.id, account: info.sender.clone(), amount: total, held, leaves_height: None };
    DEPOSITS.save(deps.storage, id, &deposit)?;
    Ok(Response::new().add_event(events::deposit("bonded", id, &deposit.owner).add_attribute("amount", amount)))
}

pub fn unbond(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let mut deposit = owned(&deps, info, id)?;
    if deposit.held > 0 || deposit.leaves_height.is_some() {
        return Err(ServiceCode::TransitionIllegal.into());
    }
    let leaves = env.block.height.saturating_add(LEAVE_BLOCKS);
    deposit.leaves_height = Some(leaves);
    DEPOSITS.save(deps.storage, id, &deposit)?;
    let event = events::deposit("unbonded", id, &deposit.owner).add_attribute("leaves_height", leaves.to_string());
    Ok(Response::new().add_event(event))
}

pub fn withdraw(deps: DepsMut, env: &Env, info: &MessageInfo, id: &str) -> Result<Response, ServiceError> {
    let mut deposit = owned(&deps, info, id)?;
    if deposit.leaves_height.is_none_or(|leaves| env.block.height < leaves) {
        return Err(ServiceCode::PhaseEarly.into());
    }
    if deposit.amount.is_zero() {
        return Err(ServiceCode::AlreadyPaid.into());
    }
    let amount = std::mem::take(&mut deposit.amount);
    DEPOSITS.save(deps.storage, id, &deposit)?;
    let denom = CONFIG.load(deps.storage)?.deposit.denom;
    let back = BankMsg::Send { to_address: deposit.account.to_string(), amount: coins(amount.u128(), denom) };
    let event = events::deposit("withdrawn", id, &deposit.owner).add_attribute("amount", amount);
    Ok(Response::new().add_message(back).add_event(event))
}

/// The deposit of a store whose owner's account calls.
fn owned(deps: &DepsMut, info: &MessageInfo, id: &str) -> Result<Deposit, ServiceError> {
    let deposit = load_deposit(deps.storage, id)?;
    let identity = CONFIG.load(deps.storage)?.identity;
    if identity.acting(&deps.querier, info.sender.as_str(), scope::STORE)?.id == deposit.owner {
        Ok(deposit)
    } else {
        Err(Code::NotOwner.into())
    }
}
