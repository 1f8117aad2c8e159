//! Decides what `prepare` would answer, without writing: ready, busy (may change before the deadline) or refused (will
//! not). Only what can never come true is refused: whoever holds the signatures may prepare too early, and an early
//! refusal would abort a transaction that was only not ripe (commit rules 4 and 9).

use crate::coins::{balance, check_arrival, totals};
use crate::evaluate_items as items;
use crate::locks::is_free;
use crate::msg::Kind;
use crate::plan::{Step, Units};
use crate::state::CONFIG;
use causeway_proto::{check_amount, operation::Body, parse_operation, Amount, Code, Operation};
use cosmwasm_std::{Deps, Env, StdError, Uint128};

/// Why an operation is not ready.
pub enum Verdict {
    Busy(Code),
    Refused(Code),
    Host(StdError),
}

impl From<StdError> for Verdict {
    fn from(error: StdError) -> Self {
        Verdict::Host(error)
    }
}

/// An operation with what came beside it.
pub struct Proposal<'a> {
    pub operation: &'a Operation,
    pub content: Option<&'a [u8]>,
    /// Position among the leg's operations for this resource.
    pub index: u32,
}

/// All steps of a leg, or the weightiest reason against it: a refusal before a busy.
pub fn evaluate(deps: Deps, env: &Env, proposals: &[Proposal]) -> Result<Vec<Step>, Verdict> {
    let mut steps: Vec<Step> = vec![];
    let mut busy = None;
    for proposal in proposals {
        let step = evaluate_one(deps, env, proposal).and_then(|step| {
            check_with_earlier(deps, env, &steps, &step)?;
            Ok(step)
        });
        match step {
            Ok(step) => steps.push(step),
            Err(Verdict::Busy(code)) => busy = busy.or(Some(code)),
            Err(other) => return Err(other),
        }
    }
    match busy {
        Some(code) => Err(Verdict::Busy(code)),
        None => Ok(steps),
    }
}

/// Bytes of the gate's to an operation of this zone; what it cannot read it refuses.
pub fn parse(env: &Env, bytes: &[u8]) -> Result<Operation, Verdict> {
    parse_operation(bytes, &env.block.chain_id).map_err(Verdict::Refused)
}

fn evaluate_one(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Step, Verdict> {
    let actor = &proposal.operation.actor;
    let body = proposal.operation.body.as_ref().ok_or(Verdict::Refused(Code::PartMissing))?;
    let step = match body {
        Body::CheckRecord(body) => items::check_record(deps, body)?,
        Body::ReplicateRecord(body) => items::replicate(deps, env, body, proposal)?,
        Body::CheckAsset(body) => items::check_asset(deps, body)?,
        Body::ReleaseAsset(body) => items::release(deps, body, actor)?,
        Body::ReceiveAsset(body) => items::receive(deps, env, body, proposal.index)?,
        Body::TransferAsset(body) => items::transfer(deps, body, actor)?,
        Body::TransferCoins(body) => {
            let units = units_of(body.amount.as_ref())?;
            local_account(deps, &body.recipient)?;
            Step::Pay { from: actor.clone(), to: body.recipient.clone(), units }
        }
        Body::ReleaseCoins(body) => Step::ReleaseCoins { from: actor.clone(), units: units_of(body.amount.as_ref())? },
        Body::ReceiveCoins(body) => {
            accept(deps, Kind::Fungible)?;
            local_account(deps, &body.recipient)?;
            Step::ReceiveCoins { to: body.recipient.clone(), units: units_of(body.amount.as_ref())? }
        }
        Body::Custom(_) => return Err(Verdict::Refused(Code::OperationNotDefined)),
    };
    match step.key() {
        Some((key, shared)) if !is_free(deps.storage, key, shared)? => Err(Verdict::Busy(Code::Locked)),
        _ => Ok(step),
    }
}

/// The zone's policy on what it takes in; the zone means it, so this is a refusal.
pub fn accept(deps: Deps, kind: Kind) -> Result<(), Verdict> {
    if CONFIG.load(deps.storage)?.accepts.contains(&kind) {
        Ok(())
    } else {
        Err(Verdict::Refused(Code::KindNotAccepted))
    }
}

pub fn local_account(deps: Deps, address: &str) -> Result<(), Verdict> {
    deps.api.addr_validate(address).map(|_| ()).map_err(|_| Verdict::Refused(Code::IdMalformed))
}

fn units_of(amount: Option<&Amount>) -> Result<Units, Verdict> {
    let amount = amount.ok_or(Verdict::Refused(Code::PartMissing))?;
    let units = check_amount(amount).map_err(Verdict::Refused)?;
    Ok(Units { origin: amount.origin_chain_id.clone(), denom: amount.denom.clone(), amount: Uint128::new(units) })
}

/// Operations of one leg add up: several payments from one balance, several arrivals from one escrow, one key once.
fn check_with_earlier(deps: Deps, env: &Env, earlier: &[Step], step: &Step) -> Result<(), Verdict> {
    if let Some((key, shared)) = step.key() {
        let clash = |other: &Step| other.key().is_some_and(|(taken, reads)| taken == key && !(reads && shared));
        if earlier.iter().any(clash) {
            return Err(Verdict::Refused(Code::LegsInvalid));
        }
    }
    if let Some((account, units)) = step.reserves() {
        let before = earlier
            .iter()
            .filter_map(Step::reserves)
            .filter(|(from, other)| *from == account && other.origin == units.origin && other.denom == units.denom);
        let wanted = sum(before.map(|(_, other)| other.amount), units.amount)?;
        if balance(deps.storage, account, units)?.free < wanted {
            return Err(Verdict::Busy(Code::InsufficientFunds));
        }
    }
    if let Step::ReceiveCoins { units, .. } = step {
        let before = earlier.iter().filter_map(|other| match other {
            Step::ReceiveCoins { units: other, .. } if same_denom(other, units) => Some(other.amount),
            _ => None,
        });
        let wanted = sum(before, units.amount)?;
        let native = units.origin == env.block.chain_id;
        check_arrival(&totals(deps.storage, units)?, wanted, native).map_err(Verdict::Busy)?;
    }
    Ok(())
}

fn same_denom(one: &Units, other: &Units) -> bool {
    one.origin == other.origin && one.denom == other.denom
}

fn sum(mut amounts: impl Iterator<Item = Uint128>, first: Uint128) -> Result<Uint128, Verdict> {
    amounts.try_fold(first, |total, amount| total.checked_add(amount).ok()).ok_or(Verdict::Refused(Code::LimitExceeded))
}
