//! Has the contracts follow a trace of the specification for readers (`test/model/commit.qnt`), as Quint writes it
//! (ITF), and compares their state with its own after every step.

use crate::books::broken_now;
use crate::data::{asset_id, certificate, transfer};
use crate::host::Packet;
use crate::people::Person;
use crate::world::{World, HUB};
use causeway_gate::msg::ExecuteMsg as GateMsg;
use causeway_hub::msg::VoteName;
use causeway_proto::{decode_acknowledgement, encode, Manifest, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;

const ZONES: [&str; 3] = ["zone-a", "zone-b", "zone-c"];

#[derive(Deserialize)]
pub struct Trace {
    states: Vec<State>,
}

#[derive(Deserialize)]
struct Map {
    #[serde(rename = "#map")]
    pairs: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Set {
    #[serde(rename = "#set")]
    items: Vec<String>,
}

/// A value that was picked, or none.
#[derive(Deserialize)]
struct Pick {
    tag: String,
    value: serde_json::Value,
}

#[derive(Deserialize)]
struct Picks {
    zone: Pick,
}

#[derive(Deserialize)]
struct State {
    #[serde(rename = "mbt::actionTaken")]
    action: String,
    #[serde(rename = "mbt::nondetPicks")]
    picks: Picks,
    legs: Map,
    votes: Map,
    acks: Map,
    phase: String,
    yes: Set,
}

/// What the specification and the contracts both know.
#[derive(Debug, PartialEq, Eq)]
struct View {
    legs: BTreeMap<String, String>,
    votes: BTreeMap<String, String>,
    acks: BTreeMap<String, String>,
    phase: String,
    yes: Vec<String>,
}

impl State {
    fn view(&self) -> View {
        let map = |map: &Map| map.pairs.iter().cloned().collect();
        let mut yes = self.yes.items.clone();
        yes.sort();
        let phase = self.phase.clone();
        View { legs: map(&self.legs), votes: map(&self.votes), acks: map(&self.acks), phase, yes }
    }

    fn zone(&self) -> Result<&str, String> {
        match (self.picks.zone.tag.as_str(), self.picks.zone.value.as_str()) {
            ("Some", Some(zone)) => Ok(zone),
            _ => Err(format!("{} names no zone", self.action)),
        }
    }
}

struct Follower {
    world: World,
    alice: Person,
    manifest: Manifest,
    votes: BTreeMap<String, Packet>,
    told: BTreeMap<String, Packet>,
}

/// The number of steps that were followed; an error says where the two differ, or what an invariant says.
pub fn follow(trace: &Trace) -> Result<usize, String> {
    let mut follower = Follower::new();
    for (at, state) in trace.states.iter().enumerate() {
        let place = |error: String| format!("step {at}, {}: {error}", state.action);
        follower.act(state).map_err(place)?;
        let (said, done) = (state.view(), follower.view());
        if said != done {
            return Err(place(format!("the specification has {said:?}, the contracts have {done:?}")));
        }
        let broken = broken_now(&follower.world);
        if !broken.is_empty() {
            return Err(place(format!("{broken:?}")));
        }
    }
    Ok(trace.states.len() - 1)
}

impl Follower {
    /// One owner hands a title of each zone to another one, on all of them or on none.
    fn new() -> Self {
        let (alice, bob) = (Person::new("alice"), Person::new("bob"));
        let mut world = World::new(&ZONES);
        let mut legs = vec![];
        for zone in ZONES {
            let id = asset_id(zone, "title");
            world.register(zone, &alice, &certificate(&id), None).expect("register");
            legs.push((zone, vec![world.operation(zone, &alice, transfer(&id, 0, &bob.address))]));
        }
        let manifest = world.manifest(legs);
        Follower { world, alice, manifest, votes: BTreeMap::new(), told: BTreeMap::new() }
    }

    fn act(&mut self, state: &State) -> Result<(), String> {
        match state.action.as_str() {
            "init" => Ok(()),
            "pass" => {
                self.world.pass_deadline();
                Ok(())
            }
            "expire" => self.world.expire(&self.manifest),
            action => self.act_on(action, state.zone()?),
        }
    }

    fn act_on(&mut self, action: &str, zone: &str) -> Result<(), String> {
        let vote = self.votes.get(zone).cloned().ok_or(format!("{zone} has sent no vote"));
        match action {
            "prepare" => {
                self.world.prepare(zone, &self.manifest, &[&self.alice])?;
                self.note_vote(zone)
            }
            "refuse" => {
                let (bytes, word) = (encode(&self.manifest).into(), Some(self.alice.refuse(&self.manifest)));
                self.world.on_gate(zone, &GateMsg::Refuse { manifest: bytes, authorisation: word })?;
                self.note_vote(zone)
            }
            "receive" => self.world.receive(&vote?),
            "error" => {
                let fault = (self.world.hub.clone(), "receive".to_string());
                self.world.chain(HUB).broken.insert(fault);
                self.world.receive(&vote?)?;
                self.world.chain(HUB).broken.clear();
                Ok(())
            }
            "acknowledge" => self.world.acknowledge(&vote?),
            "timeOut" => self.world.time_out(&vote?),
            "resend" => {
                self.world.resend(&self.manifest, zone)?;
                let packets = self.world.packets_of(HUB);
                let newest = packets.into_iter().filter(|packet| packet.destination_chain == zone);
                let packet = newest.max_by_key(|packet| packet.sequence).ok_or("nothing was sent")?;
                self.told.insert(zone.into(), packet);
                Ok(())
            }
            "tell" => {
                let packet = self.told.remove(zone).ok_or("nothing is under way")?;
                self.world.receive(&packet)
            }
            other => Err(format!("an action {other} is not known here")),
        }
    }

    fn note_vote(&mut self, zone: &str) -> Result<(), String> {
        let packet = self.world.packets_of(zone).pop().ok_or("no vote was sent")?;
        self.votes.insert(zone.into(), packet);
        Ok(())
    }

    fn view(&self) -> View {
        let of = |tell: &dyn Fn(&str) -> String| ZONES.map(|zone| (zone.to_string(), tell(zone))).into();
        let record = self.world.record(&self.manifest);
        let counted = record.iter().flat_map(|record| &record.legs).filter(|leg| leg.vote == VoteName::Yes);
        let mut yes: Vec<String> = counted.map(|leg| leg.chain_id.clone()).collect();
        yes.sort();
        View {
            legs: of(&|zone| match self.world.leg_state(zone, &self.manifest) {
                None => "none".into(),
                Some(state) => format!("{state:?}").to_lowercase(),
            }),
            votes: of(&|zone| self.vote_state(zone).into()),
            acks: of(&|zone| self.ack(zone)),
            phase: record.map_or("unknown".into(), |record| format!("{:?}", record.state).to_lowercase()),
            yes,
        }
    }

    fn vote_state(&self, zone: &str) -> &'static str {
        let Some(packet) = self.votes.get(zone) else { return "unsent" };
        let key = (packet.destination_channel.clone(), packet.sequence);
        match (self.world.packets_of(zone).contains(packet), self.world.chains[HUB].receipts.contains(&key)) {
            (false, _) => "over",
            (true, true) => "received",
            (true, false) => "sent",
        }
    }

    fn ack(&self, zone: &str) -> String {
        let Some(bytes) = self.votes.get(zone).and_then(|packet| self.world.acknowledgement(packet)) else {
            return String::new();
        };
        let told = decode_acknowledgement(&bytes).ok().and_then(|one| one.decisions.first().map(|one| one.outcome));
        match told.map(Outcome::try_from) {
            Some(Ok(Outcome::Commit)) => "commit".into(),
            Some(Ok(Outcome::Abort)) => "abort".into(),
            Some(other) => format!("{other:?}"),
            None => "error".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = r##""votes":{"#map":[["zone-a","unsent"],["zone-b","unsent"],["zone-c","unsent"]]},
        "acks":{"#map":[["zone-a",""],["zone-b",""],["zone-c",""]]},"phase":"unknown","yes":{"#set":[]},
        "legs":{"#map":[["zone-a","none"],["zone-b","none"],["zone-c","none"]]}"##;

    /// The start, and one step of zone-a after it, with what the specification says of its leg and its vote.
    fn trace(action: &str, leg: &str, vote: &str) -> Trace {
        let none = r##"{"zone":{"tag":"None","value":{"#tup":[]}}}"##;
        let zone = r#"{"zone":{"tag":"Some","value":"zone-a"}}"#;
        let state = |action: &str, picks: &str, facts: &str| {
            format!(r#"{{"mbt::actionTaken":"{action}","mbt::nondetPicks":{picks},{facts}}}"#)
        };
        let after = START.replacen(r#""zone-a","unsent""#, &format!(r#""zone-a","{vote}""#), 1).replacen(
            r#""zone-a","none""#,
            &format!(r#""zone-a","{leg}""#),
            1,
        );
        let text = format!(r#"{{"states":[{},{}]}}"#, state("init", none, START), state(action, zone, &after));
        serde_json::from_str(&text).expect("a trace")
    }

    #[test]
    fn a_step_that_both_take_alike_is_followed() {
        assert_eq!(follow(&trace("prepare", "voted", "sent")), Ok(1));
        assert_eq!(follow(&trace("refuse", "refused", "sent")), Ok(1));
    }

    #[test]
    fn a_step_that_ends_differently_or_that_the_contracts_do_not_take_is_told() {
        let error = follow(&trace("prepare", "refused", "sent")).expect_err("another leg");
        assert!(error.starts_with("step 1, prepare: the specification has"), "{error}");
        assert!(follow(&trace("prepare", "voted", "unsent")).is_err());
        assert!(follow(&trace("tell", "aborted", "unsent")).expect_err("no packet").contains("nothing is under way"));
        assert!(follow(&trace("vanish", "none", "unsent")).expect_err("no action").contains("vanish"));
    }
}
