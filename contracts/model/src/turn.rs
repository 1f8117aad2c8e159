//! One action on one world: the parts of gate and hub change a copy of it and note what they must never meet.

use crate::action::Action;
use crate::scenario::Model;
use crate::world::World;

/// The name of an invariant.
pub type Broken = &'static str;

pub struct Turn<'m> {
    pub model: &'m Model,
    pub world: World,
    pub broken: Option<Broken>,
}

impl Turn<'_> {
    /// The first thing that is wrong is the one that is told.
    pub fn breaks(&mut self, broken: Broken) {
        self.broken.get_or_insert(broken);
    }
}

/// The world after an action that is enabled in it.
pub fn fire(model: &Model, world: &World, action: Action) -> (World, Option<Broken>) {
    let mut turn = Turn { model, world: *world, broken: None };
    match action {
        Action::Prepare { zone, legs, refused } => turn.prepare(zone, legs, refused),
        Action::Lie { zone, votes, failing } => turn.lie(zone, votes, failing),
        Action::Receive { zone, slot, fault, failing } => turn.receive(zone, slot, fault, failing),
        Action::Acknowledge { zone, slot } => turn.acknowledge(zone, slot),
        Action::Timeout { zone, slot } | Action::TimeoutOnClose { zone, slot } => turn.time_out(zone, slot),
        Action::Tick => turn.world.time += 1,
        Action::Expire { tx, failing } => turn.expire(tx, failing),
        Action::Cancel { tx, failing } => turn.cancel(tx, failing),
        Action::Flush { zone, slot } => turn.flush(zone, slot),
        Action::Decision { zone, tx, lost } => turn.decision(zone, tx, lost),
        Action::CloseHubEnd { zone, left } => turn.close_hub_end(zone, left),
        Action::CloseZoneEnd { zone } => turn.close_zone_end(zone),
        Action::Replace { zone } => turn.world.zones[zone].channel.replaced = true,
        Action::OwnClock { zone, tx } => turn.give_up(zone, tx),
        Action::SendLater { zone, tx } => turn.send_later(zone, tx),
        Action::ForeignDecision { zone, tx, commit } => turn.believe(zone, tx, commit),
        Action::Forget { tx } => turn.world.records[tx] = None,
    }
    turn.quieten();
    let broken = crate::invariants::check(model, world, &turn.world).or(turn.broken);
    (turn.world, broken)
}
