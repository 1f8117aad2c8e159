//! Lies about assets and coins: what the liar does not have, has sold already, or never existed.

use super::super::liar::{yes, LIAR};
use super::super::Run;
use crate::data::{asset_id, certificate, coins, receive, receive_coins, release, release_coins, DENOM};
use crate::people::Person;
use causeway_proto::{Amount, Envelope};

fn accomplice() -> String {
    Person::new("mallory").address
}

fn any_title(run: &mut Run) -> Envelope {
    let at = run.dice.below(run.cast.titles.len());
    run.cast.titles[at].1.clone()
}

fn released(run: &mut Run, envelope: &Envelope, version: u64, to: &str) {
    let (own, other) = (release(envelope, version, to), receive(envelope, version, LIAR, &accomplice()));
    run.forge(own, to, other);
}

fn paid(run: &mut Run, amount: Amount, recipient: &str) {
    let to = run.honest_zone();
    let (own, other) = (release_coins(amount.clone(), to), receive_coins(amount, LIAR, recipient));
    run.forge(own, to, other);
}

/// Whatever version the books have it at.
pub fn release_foreign(run: &mut Run) {
    let envelope = any_title(run);
    let (version, to) = (run.dice.below(4) as u64, run.honest_zone());
    released(run, &envelope, version, to);
}

/// To both at once, so that both records are open before one of them is decided.
pub fn release_twice(run: &mut Run) {
    let envelope = any_title(run);
    let version = run.dice.below(4) as u64;
    for to in ["zone-a", "zone-b"] {
        released(run, &envelope, version, to);
    }
}

pub fn invent_asset(run: &mut Run) {
    let (origin, to) = (run.honest_zone(), run.honest_zone());
    let envelope = certificate(&asset_id(origin, &format!("never-issued-{}", run.dice.below(3))));
    released(run, &envelope, 0, to);
}

pub fn invent_coins(run: &mut Run) {
    let (origin, units) = (run.honest_zone(), 1 + run.dice.below(1_000) as u128);
    paid(run, coins(origin, units), &accomplice());
}

pub fn monstrous_amounts(run: &mut Run) {
    const AMOUNTS: [&str; 10] = [
        "0",
        "-1",
        "007",
        "1e9",
        "0x10",
        "1.5",
        "",
        " 5",
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456",
    ];
    let (origin, amount) = (run.honest_zone(), AMOUNTS[run.dice.below(AMOUNTS.len())].to_string());
    paid(run, Amount { origin_chain_id: origin.into(), denom: DENOM.into(), amount }, &accomplice());
}

/// Of people, units, chains and things, in capitals, with spaces, with slashes.
pub fn other_spellings(run: &mut Run) {
    let origin = run.honest_zone();
    match run.dice.below(5) {
        0 => paid(run, coins(origin, 5), &accomplice().to_uppercase()),
        1 => paid(run, Amount { denom: "USTAKE".into(), ..coins(origin, 5) }, &accomplice()),
        2 => paid(run, Amount { denom: format!("transfer/channel-0/{DENOM}"), ..coins(origin, 5) }, &accomplice()),
        3 => paid(run, coins(&origin.to_uppercase(), 5), &accomplice()),
        _ => {
            let envelope = certificate(&asset_id(origin, "Title-1 "));
            released(run, &envelope, 0, "zone-b");
        }
    }
}

pub fn unknown_origin(run: &mut Run) {
    paid(run, coins("zone-nowhere", 5), &accomplice());
}

/// Its leg releases one thing, and the honest one is to receive another of the same name.
pub fn other_envelope(run: &mut Run) {
    let (envelope, to) = (any_title(run), run.honest_zone());
    let other = Envelope { terms: "everything is allowed".into(), ..envelope.clone() };
    let version = run.dice.below(4) as u64;
    run.forge(release(&envelope, version, to), to, receive(&other, version, LIAR, &accomplice()));
}

/// Its contracts are as they were when the run began, with every vote and every asset since forgotten; and then it says
/// yes again.
pub fn forget(run: &mut Run) {
    let memory = run.memory.clone().expect("a liar remembers its beginning");
    run.world.chain(LIAR).recall(memory);
    let manifest = run.any_manifest();
    run.vote(vec![yes(&manifest)]);
}
