//! How many batches of a device were submitted, passed and failed on each day, and why. An attempt counts on the day
//! that its checks ended; a regulator that overrules moves it to the other side of the same day.

use crate::answers::ReasonCount;
use crate::state::{Counts, COUNTS};
use cosmwasm_std::{Env, StdResult, Storage};

const DAY_NS: u64 = 86_400_000_000_000;

fn day(time_ns: u64) -> u32 {
    // Nanoseconds since 1970 in 64 bits end in the year 2554, day 213,503.
    u32::try_from(time_ns / DAY_NS).unwrap_or(u32::MAX)
}

fn change(storage: &mut dyn Storage, device: &str, time_ns: u64, with: impl FnOnce(&mut Counts)) -> StdResult<()> {
    let at = (device, day(time_ns));
    let mut counts = COUNTS.may_load(storage, at)?.unwrap_or_default();
    with(&mut counts);
    COUNTS.save(storage, at, &counts)
}

pub fn count_submitted(storage: &mut dyn Storage, env: &Env, device: &str) -> StdResult<()> {
    let time_ns = env.block.time.nanos();
    change(storage, device, time_ns, |counts| counts.submitted = counts.submitted.saturating_add(1))
}

/// `codes` are the distinct reasons of a failure, and empty for a pass.
pub fn count_ended(storage: &mut dyn Storage, device: &str, time_ns: u64, codes: &[u32]) -> StdResult<()> {
    change(storage, device, time_ns, |counts| add(counts, codes))
}

/// The regulator's verdict instead of the one that was counted.
pub fn recount(storage: &mut dyn Storage, device: &str, time_ns: u64, before: &[u32], after: &[u32]) -> StdResult<()> {
    change(storage, device, time_ns, |counts| {
        remove(counts, before);
        add(counts, after);
    })
}

fn add(counts: &mut Counts, codes: &[u32]) {
    if codes.is_empty() {
        counts.validated = counts.validated.saturating_add(1);
        return;
    }
    counts.failed = counts.failed.saturating_add(1);
    for code in codes {
        match counts.reasons.iter_mut().find(|reason| reason.code == *code) {
            Some(reason) => reason.count = reason.count.saturating_add(1),
            None => counts.reasons.push(ReasonCount { code: *code, count: 1 }),
        }
    }
    counts.reasons.sort_by_key(|reason| reason.code);
}

fn remove(counts: &mut Counts, codes: &[u32]) {
    if codes.is_empty() {
        counts.validated = counts.validated.saturating_sub(1);
        return;
    }
    counts.failed = counts.failed.saturating_sub(1);
    for reason in counts.reasons.iter_mut().filter(|reason| codes.contains(&reason.code)) {
        reason.count = reason.count.saturating_sub(1);
    }
    counts.reasons.retain(|reason| reason.count > 0);
}
