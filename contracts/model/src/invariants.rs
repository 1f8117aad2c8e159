//! What must hold in every state and across every step.

use crate::ledger::{is_moving, is_unlocked};
use crate::scenario::{Model, Target};
use crate::turn::Broken;
use crate::world::World;
use causeway_commit::hub::Record;
use causeway_commit::leg::LegState;
use causeway_commit::Decision;

pub fn check(model: &Model, before: &World, after: &World) -> Option<Broken> {
    model
        .transactions()
        .find_map(|tx| check_decision(model, before, after, tx).or_else(|| check_atomicity(model, after, tx)))
        .or_else(|| check_asset(model, after))
}

fn is_commit(record: Option<Record>) -> bool {
    record == Some(Record::Decided(Decision::Commit))
}

fn is_decided(record: Option<Record>) -> bool {
    matches!(record, Some(Record::Decided(_)))
}

fn check_decision(model: &Model, before: &World, after: &World, tx: usize) -> Option<Broken> {
    let (old, new) = (before.records[tx], after.records[tx]);
    // I2: written once. A record that a mutated hub forgets is judged by what it says next, and by I1h.
    if is_decided(old) && new.is_some() && is_commit(old) != is_commit(new) {
        return Some("I2");
    }
    if is_commit(old) || !is_commit(new) {
        return None;
    }
    // I8: no commit at or past D.
    if after.time >= model.transaction(tx).deadline {
        return Some("I8");
    }
    // I2lock: at the commit every honest leg is locked and has said yes.
    let locked = model.honest_legs(tx).all(|zone| after.zones[zone].legs[tx] == LegState::Voted);
    (!locked).then_some("I2lock")
}

fn check_atomicity(model: &Model, world: &World, tx: usize) -> Option<Broken> {
    let zone = |zone: usize| &world.zones[zone];
    let applied = model.honest_legs(tx).any(|at| zone(at).applied[tx]);
    let ended = model.honest_legs(tx).any(|at| zone(at).aborted[tx] || zone(at).legs[tx] == LegState::Refused);
    // I1: no zone applied what another one has aborted or refused.
    if applied && ended {
        return Some("I1");
    }
    // I1h: the same against the hub's record; what a mutated hub forgets is judged by what it says next.
    let record = world.records[tx];
    let forgotten = record.is_none() && model.rules.forget_commit;
    let contradicts = (applied && !is_commit(record) && !forgotten) || (ended && is_commit(record));
    contradicts.then_some("I1h")
}

/// I3: never two unlocked copies of X; none only while a lock holds a claim on it, or in a byzantine zone.
fn check_asset(model: &Model, world: &World) -> Option<Broken> {
    let honest = || model.zones().filter(|zone| model.honest(*zone));
    let live = honest().filter(|zone| world.zones[*zone].item.live).count();
    let free = honest().filter(|zone| world.zones[*zone].item.live && is_unlocked(model, world, *zone)).count();
    let elsewhere = !model.honest(world.place.zone.into());
    let lost = live == 0 && !elsewhere && !is_moving(model, world);
    (free > 1 || lost).then_some("I3")
}

pub fn reached(model: &Model, world: &World, target: Target) -> bool {
    match target {
        Target::Unlocked => model
            .transactions()
            .all(|tx| model.honest_legs(tx).all(|zone| world.zones[zone].legs[tx] != LegState::Voted)),
        Target::Committed => model.transactions().all(|tx| is_commit(world.records[tx])),
    }
}
