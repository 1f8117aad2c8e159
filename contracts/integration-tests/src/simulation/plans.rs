//! What people want in a simulated run: transactions of every kind, several at once, many of them in conflict.

use crate::data::*;
use crate::dice::Dice;
use crate::people::Person;
use crate::world::{prepared, World, HUB, SECOND_NS};
use causeway_gate::msg::PreparedLeg;
use causeway_proto::{Envelope, Manifest};
use std::collections::BTreeMap;

pub const CONTENT: &[u8] = b"time,celsius\n1,21.5\n";

/// A transaction with everything that its zones need to prepare it.
pub struct Plan {
    pub manifest: Manifest,
    pub legs: BTreeMap<String, PreparedLeg>,
}

pub struct Cast {
    pub people: [Person; 2],
    pub titles: Vec<(String, Envelope)>,
    pub record: Envelope,
}

/// People, titles of two zones, a record, and money of two zones.
pub fn cast(world: &mut World) -> Cast {
    let people = [Person::new("alice"), Person::new("bob")];
    let mut titles = vec![];
    for (zone, local) in [("zone-a", "title-1"), ("zone-b", "title-2")] {
        let envelope = certificate(&asset_id(zone, local));
        world.register(zone, &people[0], &envelope, None).expect("register");
        titles.push((zone.to_string(), envelope));
        people.iter().for_each(|person| world.deposit(zone, person, 100));
    }
    let record = open_record(&entry_id("zone-a", "air-7"), CONTENT);
    world.register("zone-a", &people[0], &record, Some(CONTENT)).expect("register");
    Cast { people, titles, record }
}

/// One transaction of a random kind; nothing guarantees that it can commit.
pub fn plan(world: &mut World, cast: &Cast, dice: &mut Dice) -> Plan {
    let zones: Vec<String> = world.zones.keys().cloned().collect();
    let mut manifest = match dice.below(5) {
        0 | 1 => moved(world, cast, dice, &zones),
        2 => paid(world, cast, dice, &zones),
        3 => sold(world, cast, dice),
        _ => shared(world, cast, dice, &zones),
    };
    manifest.deadline_ns = world.chains[HUB].time_ns + (20 + dice.below(80) as u64) * SECOND_NS;
    let who: Vec<&Person> = cast.people.iter().collect();
    let contents: &[(u32, &[u8])] = &[(0, CONTENT)];
    let leg = |chain_id: &String| (chain_id.clone(), prepared(&manifest, &who, contents));
    let legs = manifest.legs.iter().map(|one| leg(&one.chain_id)).collect();
    Plan { manifest, legs }
}

fn two_zones<'a>(dice: &mut Dice, zones: &'a [String]) -> (&'a str, &'a str) {
    let from = dice.below(zones.len());
    let to = (from + 1 + dice.below(zones.len() - 1)) % zones.len();
    (&zones[from], &zones[to])
}

/// A title somewhere, at a version that it may or may not have reached.
fn moved(world: &mut World, cast: &Cast, dice: &mut Dice, zones: &[String]) -> Manifest {
    let (origin, envelope) = &cast.titles[dice.below(cast.titles.len())];
    let (mut from, mut to) = two_zones(dice, zones);
    let version = dice.below(3) as u64;
    if version == 0 {
        from = origin;
        to = zones.iter().find(|zone| *zone != origin).expect("another zone");
    }
    let who = &cast.people[dice.below(2)];
    world.move_of(envelope, version, from, to, who)
}

fn paid(world: &mut World, cast: &Cast, dice: &mut Dice, zones: &[String]) -> Manifest {
    let (from, to) = two_zones(dice, zones);
    let origin = if dice.chance(70) { from } else { to };
    let amount = coins(origin, 1 + dice.below(60) as u128);
    world.payment(amount, from, to, &cast.people[dice.below(2)], &cast.people[dice.below(2)])
}

/// A title of one zone against coins of the other.
fn sold(world: &mut World, cast: &Cast, dice: &mut Dice) -> Manifest {
    let (zone, envelope) = &cast.titles[dice.below(cast.titles.len())];
    let other = cast.titles.iter().map(|(zone, _)| zone).find(|one| *one != zone).expect("another zone");
    let (seller, buyer) = (&cast.people[0], &cast.people[1]);
    let price = pay(coins(other, 1 + dice.below(40) as u128), &seller.address);
    let title = transfer(&envelope.id, dice.below(2) as u64, &buyer.address);
    let legs = vec![
        (zone.as_str(), vec![world.operation(zone, seller, title)]),
        (other.as_str(), vec![world.operation(other, buyer, price)]),
    ];
    world.manifest(legs)
}

fn shared(world: &mut World, cast: &Cast, dice: &mut Dice, zones: &[String]) -> Manifest {
    let who = &cast.people[0];
    let mut legs = vec![("zone-a", vec![world.operation("zone-a", who, check_record(&cast.record, 0))])];
    let first = 1 + dice.below(2);
    for zone in zones.iter().filter(|zone| *zone != "zone-a").take(first) {
        legs.push((zone, vec![world.operation(zone, who, replicate(&cast.record, 0, "zone-a"))]));
    }
    world.manifest(legs)
}
