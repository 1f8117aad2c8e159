//! What no zone can do: it reaches behind the contracts of the honest, and the judge must find it.

use super::super::Run;
use crate::data::DENOM;
use crate::world::HUB;
use causeway_assets::state as assets;
use causeway_gate::msg::LegStateName;
use causeway_gate::state as gate;
use causeway_hub::msg::PhaseName;
use causeway_hub::state as hub;
use cosmwasm_std::{Order, Uint128};

pub fn undo_leg(run: &mut Run) {
    let zone = run.honest_zone();
    let contract = run.world.zones[zone].gate.clone();
    let store = run.world.chain(zone).store_mut(&contract);
    let applied = gate::LEGS
        .range(store, None, None, Order::Ascending)
        .map(|entry| entry.expect("leg"))
        .find(|(_, leg)| leg.state == LegStateName::Applied);
    if let Some((transaction, mut leg)) = applied {
        leg.state = LegStateName::Aborted;
        gate::LEGS.save(store, &transaction, &leg).expect("save");
    }
}

pub fn turn_decision(run: &mut Run) {
    let contract = run.world.hub.clone();
    let store = run.world.chain(HUB).store_mut(&contract);
    let committed = hub::TRANSACTIONS
        .range(store, None, None, Order::Ascending)
        .map(|entry| entry.expect("record"))
        .find(|(_, record)| record.phase == PhaseName::Commit);
    if let Some((transaction, mut record)) = committed {
        record.phase = PhaseName::Abort;
        hub::TRANSACTIONS.save(store, &transaction, &record).expect("save");
    }
}

pub fn copy_asset(run: &mut Run) {
    let title = run.cast.titles[0].1.id.clone();
    let [from, to] = ["zone-a", "zone-b"].map(|zone| (zone, run.world.zones[zone].assets.clone()));
    let item = assets::ITEMS.load(run.world.chain(from.0).store(&from.1), &title).expect("item");
    assets::ITEMS.save(run.world.chain(to.0).store_mut(&to.1), &title, &item).expect("save");
}

pub fn misplace_asset(run: &mut Run) {
    let title = run.cast.titles[0].1.id.clone();
    let (contract, chain_id) = (run.world.hub.clone(), run.honest_zone().to_string());
    let place = hub::Place { chain_id, version: 7 };
    hub::ASSETS.save(run.world.chain(HUB).store_mut(&contract), &title, &place).expect("save");
}

pub fn give_units(run: &mut Run) {
    let who = run.cast.people[0].address.clone();
    let contract = run.world.zones["zone-a"].assets.clone();
    let store = run.world.chain("zone-a").store_mut(&contract);
    let mut balance = assets::BALANCES.load(store, (&who, "zone-a", DENOM)).expect("balance");
    balance.free += Uint128::new(1_000);
    assets::BALANCES.save(store, (&who, "zone-a", DENOM), &balance).expect("save");
}

pub fn rob_bank(run: &mut Run) {
    let owner = run.world.zones["zone-a"].assets.clone();
    if let Some(units) = run.world.chain("zone-a").bank.get_mut(&(owner, DENOM.to_string())) {
        *units = units.saturating_sub(1);
    }
}

pub fn miscount(run: &mut Run) {
    let contract = run.world.hub.clone();
    let store = run.world.chain(HUB).store_mut(&contract);
    let key = ("zone-b", "zone-a", DENOM);
    let booked = hub::SUPPLY.may_load(store, key).expect("supply").unwrap_or_default();
    hub::SUPPLY.save(store, key, &(booked + Uint128::one())).expect("save");
}

pub fn leave_lock(run: &mut Run) {
    let title = run.cast.titles[0].1.id.clone();
    let contract = run.world.zones["zone-a"].assets.clone();
    let lock = assets::KeyLock { exclusive: None, shared: vec![vec![7; 32].into()] };
    assets::KEY_LOCKS.save(run.world.chain("zone-a").store_mut(&contract), &title, &lock).expect("save");
}
