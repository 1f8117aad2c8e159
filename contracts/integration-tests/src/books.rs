//! The invariants, judged from chain state alone: what holds at every moment, and what holds when all is settled.

use crate::host::Chain;
use crate::world::{World, Zone, HUB};
use causeway_assets::state as assets;
use causeway_gate::msg::LegStateName;
use causeway_gate::state as gate;
use causeway_hub::msg::PhaseName;
use causeway_hub::state as hub;
use cosmwasm_std::Order::Ascending;
use std::collections::{BTreeMap, BTreeSet};

type Legs = BTreeMap<Vec<u8>, BTreeMap<String, LegStateName>>;

/// Where one item is, zone by zone.
#[derive(Default)]
struct Instances {
    /// Live and not held by a transaction: usable.
    usable: Vec<String>,
    live: Vec<(String, u64)>,
}

fn zone_store<'a>(world: &'a World, id: &str) -> (&'a Chain, &'a Zone) {
    (&world.chains[id], &world.zones[id])
}

/// Broken invariants at any moment, with their ids (I1, I1h, I3, I4, I7); empty when all hold.
pub fn broken_now(world: &World) -> Vec<String> {
    let mut found = vec![];
    atomicity(world, &mut found);
    single_instances(world, &mut found);
    conservation(world, &mut found);
    alarms(world, &mut found);
    found
}

/// Broken invariants when nothing is under way any more: also I6 and the agreement of all books.
pub fn broken_at_rest(world: &World) -> Vec<String> {
    let mut found = broken_now(world);
    nothing_held(world, &mut found);
    places_agree(world, &mut found);
    supplies_agree(world, &mut found);
    found
}

/// Every leg of every transaction as the gates know it.
pub fn legs(world: &World) -> Legs {
    let mut legs = Legs::new();
    for id in world.honest() {
        let (chain, zone) = zone_store(world, id);
        for entry in gate::LEGS.range(chain.store(&zone.gate), None, None, Ascending) {
            let (transaction, record) = entry.expect("leg");
            legs.entry(transaction).or_default().insert(id.clone(), record.state);
        }
    }
    legs
}

/// Ends of a leg that never change again.
pub fn is_final(state: LegStateName) -> bool {
    state != LegStateName::Voted
}

/// I1: nobody applied while another did not. I1h: nobody did anything else than the hub has decided.
fn atomicity(world: &World, found: &mut Vec<String>) {
    let hub_store = world.chains[HUB].store(&world.hub);
    for (transaction, legs) in legs(world) {
        let states: Vec<LegStateName> = legs.values().copied().collect();
        let applied = states.contains(&LegStateName::Applied);
        let ended_otherwise = states.iter().any(|state| is_final(*state) && *state != LegStateName::Applied);
        if applied && ended_otherwise {
            found.push(format!("I1: applied and not applied: {legs:?}"));
        }
        let record = hub::TRANSACTIONS.may_load(hub_store, &transaction).expect("transaction");
        match record.map(|record| record.phase) {
            Some(PhaseName::Commit) if ended_otherwise => found.push(format!("I1h: COMMIT, but {legs:?}")),
            Some(PhaseName::Commit) => {}
            _ if applied => found.push(format!("I1h: no COMMIT, but {legs:?}")),
            _ => {}
        }
    }
}

fn instances(world: &World) -> BTreeMap<String, Instances> {
    let mut items: BTreeMap<String, Instances> = BTreeMap::new();
    for id in world.honest() {
        let (chain, zone) = zone_store(world, id);
        let store = chain.store(&zone.assets);
        for entry in assets::ITEMS.range(store, None, None, Ascending) {
            let (item, record) = entry.expect("item");
            if record.replica_of.is_some() {
                continue;
            }
            let instances = items.entry(item.clone()).or_default();
            let held = assets::KEY_LOCKS.may_load(store, &item).expect("lock");
            if record.live {
                instances.live.push((id.clone(), record.version));
                if held.is_none_or(|lock| lock.exclusive.is_none()) {
                    instances.usable.push(id.clone());
                }
            }
        }
    }
    items
}

/// I3: never two usable instances of what is not a replica.
fn single_instances(world: &World, found: &mut Vec<String>) {
    for (item, instances) in instances(world) {
        if instances.usable.len() > 1 {
            found.push(format!("I3: {item} is usable on {:?}", instances.usable));
        }
    }
}

/// Units of one denomination over all zones.
#[derive(Default)]
struct Units {
    free: u128,
    reserved: u128,
}

fn units(world: &World) -> BTreeMap<(String, String), Units> {
    let mut sums: BTreeMap<(String, String), Units> = BTreeMap::new();
    for id in world.honest() {
        let (chain, zone) = zone_store(world, id);
        for entry in assets::BALANCES.range(chain.store(&zone.assets), None, None, Ascending) {
            let ((_, origin, denom), balance) = entry.expect("balance");
            let sum = sums.entry((origin, denom)).or_default();
            sum.free += balance.free.u128();
            sum.reserved += balance.reserved.u128();
        }
    }
    sums
}

/// Those of a liar are as many as it says.
fn units_of_honest(world: &World) -> impl Iterator<Item = ((String, String), Units)> + '_ {
    units(world).into_iter().filter(|((origin, _), _)| !world.liars.contains(origin))
}

fn in_bank(world: &World, origin: &str, denom: &str) -> u128 {
    let (chain, zone) = zone_store(world, origin);
    chain.bank.get(&(zone.assets.clone(), denom.to_string())).copied().unwrap_or_default()
}

/// I4: the bank holds what the books of its own chain say, and free units are never more than that.
fn conservation(world: &World, found: &mut Vec<String>) {
    for id in world.honest() {
        let (chain, zone) = zone_store(world, id);
        for entry in assets::TOTALS.range(chain.store(&zone.assets), None, None, Ascending) {
            let ((origin, denom), totals) = entry.expect("totals");
            let booked = totals.held.u128() + totals.escrowed.u128();
            if origin == *id && booked != in_bank(world, id, &denom) {
                found.push(format!("I4: {id} books {booked} {denom}, its bank holds {}", in_bank(world, id, &denom)));
            }
        }
    }
    for ((origin, denom), sum) in units_of_honest(world) {
        if sum.free > in_bank(world, &origin, &denom) {
            found.push(format!("I4: {} {denom} of {origin} are free, more than issued", sum.free));
        }
    }
}

/// I7 and the cells of the tables that must be unreachable.
fn alarms(world: &World, found: &mut Vec<String>) {
    for (id, chain) in world.chains.iter().filter(|(id, _)| !world.liars.contains(*id)) {
        for event in chain.events("causeway_alarm") {
            let about = event.attributes.iter().find(|one| one.key == "transaction_id");
            // An alarm about no transaction is foreign bytes that were ignored: no contradiction.
            if about.is_some_and(|one| !one.value.is_empty()) {
                found.push(format!("alarm on {id}: {event:?}"));
            }
        }
        let mut ends = BTreeSet::new();
        for event in chain.events("causeway_leg") {
            let value = |key: &str| event.attributes.iter().find(|one| one.key == key).map(|one| one.value.clone());
            let (transaction, state) = (value("transaction_id"), value("state"));
            let ended = state.as_deref() != Some("voted");
            if ended && !ends.insert(transaction.clone()) {
                found.push(format!("I7: {id} ended {transaction:?} twice"));
            }
        }
    }
}

/// I6: no lock, no reservation, no vote in doubt, no open record, nothing staged.
fn nothing_held(world: &World, found: &mut Vec<String>) {
    let hub_store = world.chains[HUB].store(&world.hub);
    if !hub::OPEN_BY_DEADLINE.is_empty(hub_store) {
        found.push("I6: a record is open".into());
    }
    for id in world.honest() {
        let (chain, zone) = zone_store(world, id);
        let (gate_store, assets_store) = (chain.store(&zone.gate), chain.store(&zone.assets));
        let voted = legs(world).values().any(|legs| legs.get(id) == Some(&LegStateName::Voted));
        let preparing = !gate::PREPARING.is_empty(gate_store) || gate::BATCH.exists(gate_store);
        let locked = !assets::KEY_LOCKS.is_empty(assets_store) || !assets::PLANS.is_empty(assets_store);
        let keys = assets_store.pairs().keys();
        let kept: BTreeSet<Vec<u8>> = assets::ITEMS
            .range(assets_store, None, None, Ascending)
            .map(|entry| entry.expect("item").1.content_at.to_vec())
            .collect();
        let staged = keys.clone().any(|key| key.starts_with(b"staged:"))
            // Content that no item names would lie there for ever.
            || keys.clone().any(|key| key.starts_with(b"arrived:") && !kept.contains(key));
        if voted || preparing || locked || staged {
            found.push(format!("I6 on {id}: voted {voted}, preparing {preparing}, locked {locked}, staged {staged}"));
        }
        for entry in gate::LEGS.range(gate_store, None, None, Ascending) {
            let (_, record) = entry.expect("leg");
            if !record.parked.is_empty() {
                found.push(format!("I6 on {id}: a leg is parked"));
            }
        }
    }
    for ((origin, denom), sum) in units(world) {
        if sum.reserved > 0 {
            found.push(format!("I6: {} {denom} of {origin} are reserved", sum.reserved));
        }
    }
}

/// I3 at rest: exactly one live instance, where the hub's registry places it and at that version; none among the honest
/// where that is with a liar.
fn places_agree(world: &World, found: &mut Vec<String>) {
    let hub_store = world.chains[HUB].store(&world.hub);
    for (item, instances) in instances(world) {
        let place = hub::ASSETS.may_load(hub_store, &item).expect("place");
        let booked = place.map(|place| (place.chain_id, place.version));
        let is_away = booked.as_ref().is_some_and(|(zone, _)| world.liars.contains(zone));
        let is_elsewhere = booked.is_some() && !is_away && booked.as_ref() != instances.live.first();
        if instances.live.len() != usize::from(!is_away) || is_elsewhere {
            found.push(format!("I3: {item} is live on {:?}, booked {booked:?}", instances.live));
        }
    }
}

/// I4 at rest: free units, with those that the books place with a liar, are all that was issued; escrow, vouchers and
/// the hub's ledger agree.
fn supplies_agree(world: &World, found: &mut Vec<String>) {
    let hub_store = world.chains[HUB].store(&world.hub);
    for ((origin, denom), sum) in units_of_honest(world) {
        let placed_in = |zone: &String| {
            hub::SUPPLY.may_load(hub_store, (zone, &origin, &denom)).expect("supply").unwrap_or_default().u128()
        };
        let with_liars: u128 = world.liars.iter().map(placed_in).sum();
        let issued = in_bank(world, &origin, &denom);
        if sum.free + with_liars != issued {
            found.push(format!("I4: {} of {issued} {denom} of {origin} are free, {with_liars} with liars", sum.free));
        }
        let mut abroad = with_liars;
        for id in world.honest().filter(|id| **id != origin) {
            let (chain, zone) = zone_store(world, id);
            let held = assets::TOTALS.may_load(chain.store(&zone.assets), (&origin, &denom)).expect("totals");
            let (vouchers, placed) = (held.unwrap_or_default().held.u128(), placed_in(id));
            if vouchers != placed {
                found.push(format!("I4: {id} holds {vouchers} {denom} of {origin}, the hub books {placed}"));
            }
            abroad += vouchers;
        }
        let (chain, zone) = zone_store(world, &origin);
        let home = assets::TOTALS.may_load(chain.store(&zone.assets), (&origin, &denom)).expect("totals");
        if home.unwrap_or_default().escrowed.u128() != abroad {
            found.push(format!("I4: {origin} keeps another escrow than the {abroad} {denom} abroad"));
        }
    }
}
