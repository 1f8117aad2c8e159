//! Carries a prepared leg out, or undoes it. Neither can fail on any input: everything was taken by `prepare`, and an
//! unknown transaction is no effect (the interface's promise to the gate).

use crate::coins::{credit, depart, forget_arrival, spend_reserved, unreserve};
use crate::events;
use crate::locks::unlock;
use crate::plan::{Plan, Step};
use crate::state::{arrived_key, save_envelope, staged_key, ItemRecord, ITEMS, PLANS};
use cosmwasm_std::{Binary, Env, Event, Response, StdResult, Storage};

struct Hold<'a> {
    id: &'a [u8],
    leg: u32,
    chain_id: &'a str,
}

pub fn settle(storage: &mut dyn Storage, env: &Env, id: &[u8], leg: u32, commit: bool) -> StdResult<Response> {
    let Some(plan) = PLANS.may_load(storage, (id, leg))? else { return Ok(Response::new()) };
    PLANS.remove(storage, (id, leg));
    let hold = Hold { id, leg, chain_id: &env.block.chain_id };
    let events = if commit { apply(storage, &hold, &plan)? } else { undo(storage, &hold, &plan)? };
    Ok(Response::new().add_events(events))
}

fn release_key(storage: &mut dyn Storage, hold: &Hold, step: &Step) -> StdResult<()> {
    match step.key() {
        Some((key, _)) => unlock(storage, key, hold.id),
        None => Ok(()),
    }
}

fn apply(storage: &mut dyn Storage, hold: &Hold, plan: &Plan) -> StdResult<Vec<Event>> {
    let mut events = vec![];
    for step in &plan.steps {
        release_key(storage, hold, step)?;
        apply_step(storage, hold, step, &mut events)?;
    }
    Ok(events)
}

fn apply_step(storage: &mut dyn Storage, hold: &Hold, step: &Step, events: &mut Vec<Event>) -> StdResult<()> {
    match step {
        Step::Read { .. } => {}
        Step::Replicate { id, version, source, actor, index, content_length } => {
            take_envelope(storage, hold, *index, id);
            if let Some(before) = ITEMS.may_load(storage, id)? {
                storage.remove(&before.content_at);
            }
            let record = ItemRecord {
                owner: actor.clone(),
                version: *version,
                live: true,
                departed_to: None,
                replica_of: Some(source.clone()),
                content_length: *content_length,
                content_at: arrived_key(hold.id, hold.leg, *index).into(),
            };
            ITEMS.save(storage, id, &record)?;
            events.push(events::item(id, "replicated", *version));
        }
        Step::Receive { id, version, recipient, index } => {
            take_envelope(storage, hold, *index, id);
            let record = ItemRecord {
                owner: recipient.clone(),
                version: *version,
                live: true,
                departed_to: None,
                replica_of: None,
                content_length: 0,
                content_at: Binary::default(),
            };
            ITEMS.save(storage, id, &record)?;
            events.push(events::item(id, "received", *version));
        }
        Step::Release { id, to } => {
            if let Some(mut record) = ITEMS.may_load(storage, id)? {
                record.live = false;
                record.departed_to = Some(to.clone());
                ITEMS.save(storage, id, &record)?;
                events.push(events::item(id, "departed", record.version));
            }
        }
        Step::Transfer { id, recipient } => {
            if let Some(mut record) = ITEMS.may_load(storage, id)? {
                record.owner = recipient.clone();
                record.version = record.version.saturating_add(1);
                ITEMS.save(storage, id, &record)?;
                events.push(events::item(id, "transferred", record.version));
            }
        }
        Step::Pay { from, to, units } => {
            spend_reserved(storage, from, units)?;
            credit(storage, to, units)?;
            events.push(events::coins(from, "paid", units));
            events.push(events::coins(to, "received", units));
        }
        Step::ReleaseCoins { from, units } => {
            spend_reserved(storage, from, units)?;
            depart(storage, units, units.origin == hold.chain_id)?;
            events.push(events::coins(from, "departed", units));
        }
        Step::ReceiveCoins { to, units } => {
            credit(storage, to, units)?;
            events.push(events::coins(to, "arrived", units));
        }
    }
    Ok(())
}

/// Moves the staged envelope to the item's own key. Content stays where `prepare` has put it.
fn take_envelope(storage: &mut dyn Storage, hold: &Hold, index: u32, id: &str) {
    let key = staged_key(hold.id, hold.leg, index);
    let envelope = storage.get(&key).unwrap_or_default();
    storage.remove(&key);
    save_envelope(storage, id, &envelope);
}

fn undo(storage: &mut dyn Storage, hold: &Hold, plan: &Plan) -> StdResult<Vec<Event>> {
    for step in &plan.steps {
        release_key(storage, hold, step)?;
        match step {
            Step::Pay { from, units, .. } | Step::ReleaseCoins { from, units } => unreserve(storage, from, units)?,
            Step::ReceiveCoins { units, .. } => forget_arrival(storage, units, units.origin == hold.chain_id)?,
            Step::Replicate { index, .. } | Step::Receive { index, .. } => {
                storage.remove(&staged_key(hold.id, hold.leg, *index));
                storage.remove(&arrived_key(hold.id, hold.leg, *index));
            }
            Step::Read { .. } | Step::Release { .. } | Step::Transfer { .. } => {}
        }
    }
    Ok(vec![])
}
