//! Limits: what is exactly at a limit is accepted, one more is refused, and neither hurts anybody else.

use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::*;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{prepared, World, DEADLINE_SEC, HUB, SECOND_NS};
use causeway_proto::limits::*;
use causeway_proto::{encode, Element, ElementType, Envelope, Manifest};
use cosmwasm_std::Binary;

type Grow = fn(&mut Envelope, usize);

/// Every limit of an envelope: how it grows to a size, and which size is the last that is accepted.
fn envelope_limits() -> Vec<(&'static str, Grow, usize)> {
    let id_room = LOCAL_ID_BYTES_MAX;
    vec![
        ("local part", |one, size| one.id = asset_id("zone-a", &"x".repeat(size)), id_room),
        ("terms", |one, size| one.terms = "x".repeat(size), TERMS_BYTES_MAX),
        (
            "lineage",
            |one, size| one.lineage = (0..size).map(|n| entry_id("zone-a", &format!("e{n:03}"))).collect(),
            LINEAGE_MAX,
        ),
        (
            "elements",
            |one, size| one.elements = (0..size).map(|n| element(&format!("e{n}"), "")).collect(),
            ELEMENTS_MAX,
        ),
        ("name", |one, size| one.elements = vec![element(&"n".repeat(size), "")], NAME_BYTES_MAX),
        ("unit", |one, size| one.elements = vec![element("n", &"u".repeat(size))], UNIT_BYTES_MAX),
    ]
}

fn element(name: &str, unit: &str) -> Element {
    let (name, unit) = (name.to_string(), unit.to_string());
    Element { name, r#type: ElementType::Integer as i32, unit, length_max: 8, optional: false }
}

#[test]
fn an_envelope_at_each_limit_is_accepted_and_one_more_is_refused() {
    let alice = Person::new("alice");
    for (what, grow, limit) in envelope_limits() {
        let mut world = World::new(&["zone-a"]);
        let mut envelope = certificate(&asset_id("zone-a", "title-1"));
        grow(&mut envelope, limit + 1);
        let error = world.register("zone-a", &alice, &envelope, None).expect_err(what);
        assert!(error.contains("LIMIT_EXCEEDED"), "{what}: {error}");
        grow(&mut envelope, limit);
        world.register("zone-a", &alice, &envelope, None).unwrap_or_else(|error| panic!("{what}: {error}"));
    }
}

#[test]
fn content_at_the_limit_is_stored_and_shared_and_one_byte_more_is_refused() {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let bytes = vec![7; CONTENT_BYTES_MAX + 1];
    let too_long = open_record(&entry_id("zone-a", "big"), &bytes);
    let error = world.register("zone-a", &alice, &too_long, Some(&bytes)).expect_err("too long");
    assert!(error.contains("LIMIT_EXCEEDED"), "{error}");
    let fits = open_record(&entry_id("zone-a", "big"), &bytes[1..]);
    world.register("zone-a", &alice, &fits, Some(&bytes[1..])).expect("register");
    let legs = vec![
        ("zone-a", vec![world.operation("zone-a", &alice, check_record(&fits, 0))]),
        ("zone-b", vec![world.operation("zone-b", &alice, replicate(&fits, 0, "zone-a"))]),
    ];
    let manifest = world.manifest(legs);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.prepare_legs("zone-b", vec![prepared(&manifest, &[&alice], &[(0, &bytes[1..])])]).expect("prepare");
    world.relay_all();
    assert_eq!(world.item("zone-b", &fits.id).expect("replica").content_length.u64(), CONTENT_BYTES_MAX as u64);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

/// A leg of this many payments on zone A.
fn payments(world: &mut World, count: usize, who: &Person) -> Manifest {
    let operation = world.operation("zone-a", who, pay(coins("zone-a", 1), &who.address));
    world.manifest(vec![("zone-a", vec![operation; count])])
}

#[test]
fn sixteen_operations_fit_into_a_leg_and_seventeen_do_not() {
    let mut world = World::new(&["zone-a"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 100);
    let too_many = payments(&mut world, OPERATIONS_MAX + 1, &alice);
    let error = world.prepare("zone-a", &too_many, &[&alice]).expect_err("too many");
    assert!(error.contains("LIMIT_EXCEEDED"), "{error}");
    let fits = payments(&mut world, OPERATIONS_MAX, &alice);
    world.prepare("zone-a", &fits, &[&alice]).expect("prepare");
    world.relay_all();
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (100, 0));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn sixteen_legs_commit_together_and_seventeen_are_refused() {
    let ids: Vec<String> = (0..=LEGS_MAX).map(|number| format!("zone-{number:02}")).collect();
    let zones: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut world = World::new(&zones);
    let alice = Person::new("alice");
    for zone in &zones {
        world.deposit(zone, &alice, 1);
    }
    let leg = |world: &World, zone: &str| vec![world.operation(zone, &alice, pay(coins(zone, 1), &alice.address))];
    let all = zones.iter().map(|zone| (*zone, leg(&world, zone))).collect();
    let too_many = world.manifest(all);
    let error = world.prepare("zone-00", &too_many, &[&alice]).expect_err("too many");
    assert!(error.contains("LIMIT_EXCEEDED"), "{error}");
    let most = zones[..LEGS_MAX].iter().map(|zone| (*zone, leg(&world, zone))).collect();
    let fits = world.manifest(most);
    world.prepare_all(&fits, &[&alice]);
    world.relay_all();
    assert_eq!(world.phase(&fits), Some((causeway_hub::msg::PhaseName::Commit, 0)));
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn thirty_two_legs_and_sixteen_authorisations_fit_into_a_call_and_one_more_does_not() {
    let mut world = World::new(&["zone-a"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 100);
    let manifests: Vec<Manifest> = (0..=VOTES_MAX).map(|_| payments(&mut world, 1, &alice)).collect();
    let legs: Vec<_> = manifests.iter().map(|manifest| prepared(manifest, &[&alice], &[])).collect();
    assert!(world.prepare_legs("zone-a", legs.clone()).expect_err("too many").contains("LIMIT_EXCEEDED"));
    assert!(world.prepare_legs("zone-a", vec![]).expect_err("none").contains("LIMIT_EXCEEDED"));
    let mut crowded = legs[0].clone();
    let one = crowded.authorisations[0].clone();
    crowded.authorisations = vec![Binary::from(b"junk"); AUTHORISATIONS_MAX];
    crowded.authorisations.push(one.clone());
    assert!(world.prepare_legs("zone-a", vec![crowded.clone()]).expect_err("too many").contains("LIMIT_EXCEEDED"));
    crowded.authorisations.remove(0);
    world.prepare_legs("zone-a", vec![crowded]).expect("sixteen, the last of them valid");
    world.prepare_legs("zone-a", legs[..VOTES_MAX].to_vec()).expect("thirty-two");
    world.relay_all();
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_manifest_that_is_too_long_or_not_canonical_locks_nothing() {
    let mut world = World::new(&["zone-a"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 100);
    let manifest = payments(&mut world, 1, &alice);
    let mut leg = prepared(&manifest, &[&alice], &[]);
    let canonical = encode(&manifest);
    for (bytes, code) in [
        (vec![0x0a; MANIFEST_BYTES_MAX + 1], "LIMIT_EXCEEDED"),
        (vec![0xff; MANIFEST_BYTES_MAX], "MALFORMED"),
        ([canonical.as_slice(), &[0x78, 0x01]].concat(), "NOT_CANONICAL"),
        (canonical[..canonical.len() - 1].to_vec(), "MALFORMED"),
    ] {
        leg.manifest = bytes.into();
        let error = world.prepare_legs("zone-a", vec![leg.clone()]).expect_err(code);
        assert!(error.contains(code), "{code}: {error}");
    }
    assert_eq!(world.all_locks(), 0);
}

#[test]
fn the_farthest_deadline_is_a_day_away() {
    let mut world = World::new(&["zone-a"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 100);
    let now = world.chains["zone-a"].time_ns;
    let mut manifest = payments(&mut world, 1, &alice);
    manifest.deadline_ns = now + DEADLINE_HORIZON_SEC * SECOND_NS + 1;
    let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("too far");
    assert!(error.contains("DEADLINE_TOO_FAR"), "{error}");
    manifest.deadline_ns -= 1;
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    // The zone's clock is a second ahead of the hub's, so the hub finds it a second too far: not counted, and released.
    world.relay_all();
    assert_eq!(world.record(&manifest), None);
    assert_eq!(world.balance("zone-a", &alice, "zone-a"), (100, 0));
    assert_eq!(world.deadline(DEADLINE_SEC), world.chains[HUB].time_ns + DEADLINE_SEC * SECOND_NS);
}

#[test]
fn a_resend_takes_sixty_four_decisions_and_a_page_a_hundred_entries() {
    let mut world = World::new(&["zone-a"]);
    let alice = Person::new("alice");
    world.deposit("zone-a", &alice, 1_000);
    let mut ids = vec![];
    for _ in 0..4 {
        let manifests: Vec<Manifest> = (0..VOTES_MAX).map(|_| payments(&mut world, 1, &alice)).collect();
        let legs = manifests.iter().map(|manifest| prepared(manifest, &[&alice], &[])).collect();
        world.prepare_legs("zone-a", legs).expect("prepare");
        world.relay_all();
        ids.extend(manifests.iter().map(causeway_integration_tests::world::id_of));
    }
    let (_, channel_id) = world.zones["zone-a"].channels[0].clone();
    let resend = |count: usize| causeway_hub::msg::ExecuteMsg::Resend {
        transaction_ids: ids[..count].to_vec(),
        chain_id: "zone-a".into(),
        channel_id: channel_id.clone(),
    };
    assert!(world.on_hub(&resend(DECISIONS_MAX + 1)).expect_err("too many").contains("LIMIT_EXCEEDED"));
    assert!(world.on_hub(&resend(0)).expect_err("none").contains("LIMIT_EXCEEDED"));
    world.on_hub(&resend(DECISIONS_MAX)).expect("resend");
    world.relay_all();
    let page = causeway_gate::msg::QueryMsg::Legs { start_after: None, limit: Some(10_000) };
    let found: causeway_gate::msg::LegsResponse =
        world.chains["zone-a"].query(&world.zones["zone-a"].gate, &page).expect("query");
    assert_eq!(found.legs.len(), PAGE_MAX as usize);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
