//! The resource of a zone, as contracts/resources/assets decides and acts on items (evaluate_items.rs, settle.rs).

use crate::scenario::{Model, Part};
use crate::turn::Turn;
use crate::world::{Place, World};
use causeway_commit::leg::LegState;

/// What `prepare` of the resource answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ready,
    /// May change before the deadline; nothing is left behind.
    Busy,
    /// Never will be: the gate votes no.
    Refused,
}

/// contracts/resources/assets/src/evaluate.rs: presence and version first, then the lock.
pub fn evaluate(model: &Model, world: &World, zone: usize, tx: usize) -> Verdict {
    let Some(part) = model.part(zone, tx) else { return Verdict::Refused };
    let item = world.zones[zone].item;
    let known = zone == model.scenario.home || item.version > 0;
    let verdict = match part {
        Part::Plain => return Verdict::Ready,
        Part::Receive { .. } if model.rules.receive_unlocked => return Verdict::Ready,
        Part::Release { version, .. } | Part::Read { version } => match item.version.cmp(&version) {
            _ if !item.live => Verdict::Busy,
            std::cmp::Ordering::Equal => Verdict::Ready,
            std::cmp::Ordering::Less => Verdict::Busy,
            std::cmp::Ordering::Greater => Verdict::Refused,
        },
        Part::Receive { version } if known && item.version > version => Verdict::Refused,
        Part::Receive { .. } if item.live => Verdict::Busy,
        Part::Receive { .. } => Verdict::Ready,
    };
    match verdict {
        Verdict::Ready if model.rules.release_unlocked => Verdict::Ready,
        Verdict::Ready if !is_free(model, world, zone, part) => Verdict::Busy,
        other => other,
    }
}

/// contracts/resources/assets/src/locks.rs: exclusive against everything, shared against exclusive.
fn is_free(model: &Model, world: &World, zone: usize, part: Part) -> bool {
    let reads = |one: Part| matches!(one, Part::Read { .. });
    locks(model, world, zone).all(|held| reads(held) && reads(part))
}

/// Parts of voted legs that hold the key of X at this zone.
fn locks<'a>(model: &'a Model, world: &'a World, zone: usize) -> impl Iterator<Item = Part> + 'a {
    let voted = move |tx: &usize| world.zones[zone].legs[*tx] == LegState::Voted;
    let part = move |tx| model.part(zone, tx).filter(|part| *part != Part::Plain);
    model.transactions().filter(voted).filter_map(part)
}

pub fn is_final(leg: LegState) -> bool {
    matches!(leg, LegState::Refused | LegState::Applied | LegState::Aborted)
}

/// Nobody but readers holds X.
pub fn is_unlocked(model: &Model, world: &World, zone: usize) -> bool {
    locks(model, world, zone).all(|held| matches!(held, Part::Read { .. }))
}

/// Whether a leg at an honest zone still has to carry X away or to take it in.
pub fn is_moving(model: &Model, world: &World) -> bool {
    model.zones().filter(|zone| model.honest(*zone)).any(|zone| !is_unlocked(model, world, zone))
}

impl Turn<'_> {
    /// contracts/resources/assets/src/settle.rs: cannot fail; what it must find is an invariant here.
    pub fn carry_out(&mut self, zone: usize, tx: usize) {
        let present = self.world.zones[zone].item.live;
        match self.model.part(zone, tx) {
            Some(Part::Release { .. }) => {
                self.world.zones[zone].item.live = false;
                if !present {
                    self.breaks("I3x");
                }
            }
            Some(Part::Receive { version }) => {
                self.world.zones[zone].item = crate::world::Item { live: true, version: version + 1 };
                if present {
                    self.breaks("I3x");
                }
            }
            Some(Part::Read { .. } | Part::Plain) | None => {}
        }
    }
}

/// contracts/hub/src/registry.rs: every leg's part against the books, and the books after the commit.
pub fn compare(model: &Model, world: &World, tx: usize) -> Option<Place> {
    let mut place = world.place;
    for zone in model.zones() {
        match model.part(zone, tx) {
            Some(Part::Release { version, .. } | Part::Read { version })
                if place != (Place { zone: zone as u8, version }) =>
            {
                return None;
            }
            Some(Part::Release { version, to }) => place = Place { zone: to, version: version + 1 },
            _ => {}
        }
    }
    Some(place)
}
