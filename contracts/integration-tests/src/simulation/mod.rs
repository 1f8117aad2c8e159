//! A seeded run: people prepare, relayers misbehave, channels close, resources break; then all heals, and the
//! invariants are judged from chain state alone.

mod faults;
mod liar;
mod plans;
mod zoo;

use crate::books::{broken_at_rest, broken_now, is_final, legs};
use crate::dice::Dice;
use crate::host::{Memory, Packet};
use crate::world::{id_of, Over, World, HUB, SECOND_NS};
use causeway_gate::msg::{ExecuteMsg as GateMsg, LegStateName};
use causeway_hub::msg::ExecuteMsg as HubMsg;
use causeway_proto::{encode, Manifest};
use liar::LIAR;
use plans::{cast, plan, Cast, Plan};
use std::collections::{BTreeMap, BTreeSet};

pub use zoo::{Beast, CANARIES, ZOO};

/// What a run has met, by name; a name that no seed ever meets is a blind spot of the simulation.
pub type Sightings = BTreeMap<String, usize>;

pub struct Run {
    world: World,
    dice: Dice,
    cast: Cast,
    plans: Vec<Plan>,
    /// The malice of the one zone that is not honest, where there is one.
    beast: Option<Beast>,
    /// Transactions of the liar's own making.
    forged: Vec<Manifest>,
    /// What the liar's contracts knew in the beginning.
    memory: Option<Memory>,
    /// Every packet ever seen: relayers send old ones again.
    history: BTreeSet<Packet>,
    finals: BTreeMap<(Vec<u8>, String), LegStateName>,
    /// Percent of the relaying that gets lost in this run; chosen by the seed, often none.
    loss: usize,
    sightings: Sightings,
}

/// Runs a seed to its end; an error is the list of what broke, and when.
pub fn run(seed: u64) -> Result<Sightings, String> {
    Run::new(seed, None).run_out()
}

/// The same with one zone that is byzantine; what is judged are the others.
pub fn run_beside(beast: Beast, seed: u64) -> Result<Sightings, String> {
    Run::new(seed, Some(beast)).run_out()
}

impl Run {
    fn run_out(mut self) -> Result<Sightings, String> {
        let steps = 60 + self.dice.below(80);
        for step in 0..steps {
            self.act();
            self.judge().map_err(|broken| format!("step {step}: {broken}"))?;
        }
        self.heal();
        self.judge().map_err(|broken| format!("while healing: {broken}"))?;
        let broken = broken_at_rest(&self.world);
        match broken.is_empty() {
            true => Ok(self.sight()),
            false => Err(format!("after healing: {broken:?}")),
        }
    }

    fn new(seed: u64, beast: Option<Beast>) -> Self {
        let mut dice = Dice::new(seed);
        let zones: &[&'static str] = match dice.below(3) {
            _ if beast.is_some() => &["zone-a", "zone-b", LIAR],
            0 => &["zone-a", "zone-b"],
            1 => &["zone-a", "zone-b", "zone-c"],
            _ => &["zone-a", "zone-b", HUB],
        };
        let over = |zone: &&'static str, dice: &mut Dice| match *zone != HUB && dice.chance(40) {
            true => (*zone, Over::Pair),
            false => (*zone, Over::Channel),
        };
        let joined: Vec<(&str, Over)> = zones.iter().map(|zone| over(zone, &mut dice)).collect();
        let mut world = World::joined(&joined);
        world.liars = beast.iter().map(|_| LIAR.to_string()).collect();
        let memory = world.chains.get(LIAR).map(|chain| chain.memory());
        let cast = cast(&mut world);
        let count = 3 + dice.below(5);
        let plans = (0..count).map(|_| plan(&mut world, &cast, &mut dice)).collect();
        let loss = [0, 0, 10, 30, 60][dice.below(5)];
        let (forged, history, finals, sightings) = Default::default();
        Run { world, dice, cast, plans, beast, forged, memory, history, finals, loss, sightings }
    }

    fn note(&mut self, what: &str, happened: bool) {
        if happened {
            *self.sightings.entry(what.to_string()).or_default() += 1;
        }
    }

    /// One thing that anybody in the world may do at this moment.
    fn act(&mut self) {
        if let Some(beast) = self.beast.filter(|_| self.dice.chance(30)) {
            (beast.act)(self);
            self.history.extend(self.world.packets());
            return self.note(beast.name, true);
        }
        match self.dice.below(100) {
            0..=24 => self.prepare(),
            25..=64 => self.relay_one(),
            65..=74 => self.repeat_one(),
            75..=81 => self.pass(),
            82..=84 => self.expire(),
            85..=86 => self.say_no(),
            87..=89 => self.resend(),
            90..=91 => self.flush(),
            92 => self.start_a_fresh_relayer(),
            93..=95 => self.trade_locally(),
            _ => self.break_something(),
        }
        self.history.extend(self.world.packets());
    }

    /// Invariants of every moment, and that what is final stays so.
    fn judge(&mut self) -> Result<(), String> {
        let broken = broken_now(&self.world);
        if !broken.is_empty() {
            return Err(format!("{broken:?}"));
        }
        for (transaction, states) in legs(&self.world) {
            for (zone, state) in states.into_iter().filter(|(_, state)| is_final(*state)) {
                let before = self.finals.insert((transaction.clone(), zone.clone()), state);
                if before.is_some_and(|before| before != state) {
                    return Err(format!("I7: {zone} changed {before:?} to {state:?}"));
                }
            }
        }
        Ok(())
    }

    fn any_plan(&mut self) -> usize {
        self.dice.below(self.plans.len())
    }

    /// A leg, or several legs of one zone in one call; ready or not, wanted or not, again or not.
    fn prepare(&mut self) {
        let at = self.any_plan();
        let zones: Vec<String> = self.plans[at].legs.keys().cloned().collect();
        let zone = zones[self.dice.below(zones.len())].clone();
        let all = self.dice.chance(20);
        let wanted = self.plans.iter().enumerate().filter(|(index, _)| all || *index == at);
        let legs: Vec<_> = wanted.filter_map(|(_, plan)| plan.legs.get(&zone).cloned()).collect();
        let batch = legs.len() > 1;
        let done = self.world.prepare_legs(&zone, legs).is_ok();
        self.note("prepared", done);
        self.note("prepared a batch", done && batch);
        self.note("rejected", !done);
    }

    /// One message of one packet: its receipt, its acknowledgement or its timeout, whichever is tried.
    fn relay_one(&mut self) {
        let packets = self.world.packets();
        let Some(packet) = self.dice.pick(&packets).cloned() else { return };
        if self.dice.chance(self.loss) {
            return self.note("lost", true);
        }
        let moved = match self.dice.below(4) {
            0 => self.world.time_out(&packet).is_ok(),
            1 => self.world.acknowledge(&packet).is_ok(),
            _ => self.world.relay(&packet),
        };
        self.note("relayed", moved);
    }

    fn repeat_one(&mut self) {
        let known: Vec<Packet> = self.history.iter().cloned().collect();
        if let Some(packet) = self.dice.pick(&known).cloned() {
            self.world.replay(&[packet]);
            self.note("repeated", true);
        }
    }

    /// Time goes on everywhere, or a zone's clock runs ahead.
    fn pass(&mut self) {
        let nanos = (1 + self.dice.below(15) as u64) * SECOND_NS;
        if self.dice.chance(80) {
            return self.world.pass(nanos);
        }
        let zones: Vec<String> = self.world.zones.keys().cloned().collect();
        let zone = &zones[self.dice.below(zones.len())];
        self.world.chain(zone).next_block(nanos);
    }

    fn expire(&mut self) {
        let at = self.any_plan();
        let done = self.world.expire(&self.plans[at].manifest).is_ok();
        self.note("expired", done);
    }

    fn say_no(&mut self) {
        let at = self.any_plan();
        let manifest = self.plans[at].manifest.clone();
        let who = &self.cast.people[self.dice.below(2)];
        if self.dice.chance(50) {
            let (bytes, word) = (encode(&manifest).into(), Some(who.cancel(&manifest)));
            let done = self.world.on_hub(&HubMsg::Cancel { manifest: bytes, authorisation: word }).is_ok();
            return self.note("cancelled", done);
        }
        let (bytes, word) = (encode(&manifest).into(), Some(who.refuse(&manifest)));
        let zone = manifest.legs[self.dice.below(manifest.legs.len())].chain_id.clone();
        let done = self.world.on_gate(&zone, &GateMsg::Refuse { manifest: bytes, authorisation: word }).is_ok();
        self.note("refused", done);
    }

    fn resend(&mut self) {
        let at = self.any_plan();
        let manifest = self.plans[at].manifest.clone();
        let zone = manifest.legs[self.dice.below(manifest.legs.len())].chain_id.clone();
        let done = self.world.resend(&manifest, &zone).is_ok();
        self.note("resent", done);
    }

    fn flush(&mut self) {
        let outbox = self.world.outbox();
        let Some(packet) = self.dice.pick(&outbox) else { return };
        let (channel_id, sequence) = (packet.channel_id.clone(), packet.sequence);
        let done = self.world.on_hub(&HubMsg::Flush { channel_id, sequence }).is_ok();
        self.note("flushed", done);
    }

    /// A relayer died at some message boundary; the next one knows nothing and sends everything that there is.
    fn start_a_fresh_relayer(&mut self) {
        let known: Vec<Packet> = self.history.iter().cloned().collect();
        self.world.replay(&known);
        self.note("relayer started afresh", true);
    }

    /// Everything works again, nobody lies any more, and one correct relayer does its work.
    fn heal(&mut self) {
        self.mend();
        self.world.pass(200 * SECOND_NS);
        let manifests = self.plans.iter().map(|plan| &plan.manifest).chain(&self.forged);
        let manifests: Vec<Manifest> = manifests.cloned().collect();
        for _ in 0..6 {
            self.world.relay_all();
            for manifest in &manifests {
                // Already decided, or never opened and resolved now: both are answers.
                let _decided_already = self.world.expire(manifest);
                self.release(manifest);
            }
        }
    }

    /// What anybody does who finds a leg waiting.
    fn release(&mut self, manifest: &Manifest) {
        let honest: Vec<String> = self.world.honest().cloned().collect();
        for leg in manifest.legs.iter().filter(|leg| honest.contains(&leg.chain_id)) {
            let waiting = self.world.leg(&leg.chain_id, manifest);
            let waiting = waiting.filter(|leg| leg.state == LegStateName::Voted || !leg.parked.is_empty());
            let Some(waiting) = waiting else { continue };
            if waiting.parked.is_empty() {
                self.world.resend(manifest, &leg.chain_id).expect("resend");
            } else {
                let transaction_id = id_of(manifest);
                self.world.on_gate(&leg.chain_id, &GateMsg::Retry { transaction_id }).expect("retry");
            }
        }
    }

    /// What the run has come to, for the account over all seeds.
    fn sight(mut self) -> Sightings {
        for at in 0..self.plans.len() {
            let manifest = self.plans[at].manifest.clone();
            let (phase, code) = self.world.phase(&manifest).expect("every transaction has an end");
            self.note(&format!("{phase:?} {code}"), true);
            for leg in &manifest.legs {
                if let Some((state, _, by)) = self.world.leg_end(&leg.chain_id, &manifest) {
                    self.note(&format!("{state:?} by {by:?}"), true);
                }
            }
        }
        self.sightings
    }
}
