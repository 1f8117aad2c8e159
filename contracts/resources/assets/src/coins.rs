//! Balances inside the contract, backed one to one by the bank for native units (I4).

use crate::error::AssetsError;
use crate::events;
use crate::plan::Units;
use crate::state::{Balance, Totals, BALANCES, TOTALS};
use causeway_proto::Code;
use cosmwasm_std::{coins, BankMsg, DepsMut, Env, MessageInfo, Response, StdResult, Storage, Uint128};

pub fn balance(storage: &dyn Storage, account: &str, units: &Units) -> StdResult<Balance> {
    Ok(BALANCES.may_load(storage, (account, &units.origin, &units.denom))?.unwrap_or_default())
}

pub fn totals(storage: &dyn Storage, units: &Units) -> StdResult<Totals> {
    Ok(TOTALS.may_load(storage, (&units.origin, &units.denom))?.unwrap_or_default())
}

fn save_balance(storage: &mut dyn Storage, account: &str, units: &Units, balance: &Balance) -> StdResult<()> {
    let key = (account, units.origin.as_str(), units.denom.as_str());
    if balance.free.is_zero() && balance.reserved.is_zero() {
        BALANCES.remove(storage, key);
        return Ok(());
    }
    BALANCES.save(storage, key, balance)
}

fn save_totals(storage: &mut dyn Storage, units: &Units, totals: &Totals) -> StdResult<()> {
    TOTALS.save(storage, (&units.origin, &units.denom), totals)
}

/// Free to reserved; `prepare` has compared, so an error here is a bug and reverts.
pub fn reserve(storage: &mut dyn Storage, account: &str, units: &Units) -> StdResult<()> {
    let mut found = balance(storage, account, units)?;
    found.free = found.free.checked_sub(units.amount)?;
    found.reserved = found.reserved.checked_add(units.amount)?;
    save_balance(storage, account, units, &found)
}

pub fn unreserve(storage: &mut dyn Storage, account: &str, units: &Units) -> StdResult<()> {
    spend_reserved(storage, account, units)?;
    credit(storage, account, units)
}

/// Takes reserved units out of the account. They are there: nothing else spends a reservation.
pub fn spend_reserved(storage: &mut dyn Storage, account: &str, units: &Units) -> StdResult<()> {
    let mut found = balance(storage, account, units)?;
    found.reserved = found.reserved.saturating_sub(units.amount);
    save_balance(storage, account, units, &found)
}

/// Takes free units out of the account; the caller has compared.
pub fn debit(storage: &mut dyn Storage, account: &str, units: &Units) -> StdResult<()> {
    let mut found = balance(storage, account, units)?;
    found.free = found.free.checked_sub(units.amount)?;
    save_balance(storage, account, units, &found)
}

/// Adds free units. Cannot overflow: no balance exceeds the total that `held` has already counted.
pub fn credit(storage: &mut dyn Storage, account: &str, units: &Units) -> StdResult<()> {
    let mut found = balance(storage, account, units)?;
    found.free = found.free.saturating_add(units.amount);
    save_balance(storage, account, units, &found)
}

/// Departure, at commit: native units stay in the contract as escrow, vouchers are burnt.
pub fn depart(storage: &mut dyn Storage, units: &Units, native: bool) -> StdResult<()> {
    let mut found = totals(storage, units)?;
    found.held = found.held.saturating_sub(units.amount);
    if native {
        found.escrowed = found.escrowed.saturating_add(units.amount);
    }
    save_totals(storage, units, &found)
}

/// Whether arriving units fit the books; a code where they do not, yet.
pub fn check_arrival(found: &Totals, amount: Uint128, native: bool) -> Result<(), Code> {
    if native && found.escrowed < amount {
        return Err(Code::SupplyExceeded);
    }
    found.held.checked_add(amount).map(|_| ()).map_err(|_| Code::SupplyExceeded)
}

/// Arrival, at prepare: counted now, so that the commit cannot overflow and two arrivals cannot share one escrow.
pub fn expect_arrival(storage: &mut dyn Storage, units: &Units, native: bool) -> StdResult<()> {
    let mut found = totals(storage, units)?;
    found.held = found.held.checked_add(units.amount)?;
    if native {
        found.escrowed = found.escrowed.checked_sub(units.amount)?;
    }
    save_totals(storage, units, &found)
}

/// An expected arrival was aborted: the exact reverse.
pub fn forget_arrival(storage: &mut dyn Storage, units: &Units, native: bool) -> StdResult<()> {
    depart(storage, units, native)
}

pub fn deposit(deps: DepsMut, env: Env, info: MessageInfo) -> Result<Response, AssetsError> {
    if info.funds.is_empty() {
        return Err(Code::PartMissing.into());
    }
    let mut response = Response::new();
    for coin in &info.funds {
        let amount = Uint128::try_from(coin.amount).map_err(|_| Code::LimitExceeded)?;
        let units = Units { origin: env.block.chain_id.clone(), denom: coin.denom.clone(), amount };
        let mut found = totals(deps.storage, &units)?;
        let all = found.held.checked_add(amount).and_then(|held| held.checked_add(found.escrowed));
        all.map_err(|_| Code::LimitExceeded)?;
        found.held = found.held.saturating_add(amount);
        save_totals(deps.storage, &units, &found)?;
        credit(deps.storage, info.sender.as_str(), &units)?;
        response = response.add_event(events::coins(info.sender.as_str(), "deposited", &units));
    }
    Ok(response)
}

pub fn withdraw(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    denom: String,
    amount: Uint128,
) -> Result<Response, AssetsError> {
    let units = Units { origin: env.block.chain_id, denom, amount };
    if amount.is_zero() || balance(deps.storage, info.sender.as_str(), &units)?.free < amount {
        return Err(Code::InsufficientFunds.into());
    }
    debit(deps.storage, info.sender.as_str(), &units)?;
    let mut sums = totals(deps.storage, &units)?;
    sums.held = sums.held.saturating_sub(amount);
    save_totals(deps.storage, &units, &sums)?;
    let event = events::coins(info.sender.as_str(), "withdrawn", &units);
    let to_address = info.sender.into_string();
    let message = BankMsg::Send { to_address, amount: coins(amount.u128(), units.denom) };
    Ok(Response::new().add_message(message).add_event(event))
}
