//! What is fed: each target takes any bytes, and panics where something is not as promised.

use causeway_assets::msg as assets;
use causeway_gate::msg::{self as gate, LegStateName};
use causeway_hub::msg as hub;
use causeway_integration_tests::books::broken_now;
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{World, HUB};
use causeway_proto::{
    actors, check_address, check_amount, check_authorisation, check_chain_id, check_envelope, check_vote, data_class,
    decode_acknowledgement, decode_canonical, decode_packet, encode, leg_of, origin_of, packet_data::Body, parse_id,
    parse_manifest, parse_operation, Amount, Authorisation, Envelope, Manifest,
};
use cosmwasm_std::from_json;
use std::cell::RefCell;

/// What decodes has just one encoding.
pub fn packet(bytes: &[u8]) {
    let Ok(packet) = decode_packet(bytes) else { return };
    assert_eq!(encode(&packet), bytes);
    let Some(Body::Votes(votes)) = &packet.body else { return };
    for vote in &votes.votes {
        if check_vote(vote).is_ok() {
            manifest(&vote.manifest);
        }
    }
}

pub fn acknowledgement(bytes: &[u8]) {
    let Ok(acknowledgement) = decode_acknowledgement(bytes) else { return };
    assert_eq!(encode(&acknowledgement), bytes);
    assert_eq!(bytes.first(), Some(&0x08), "it could be read as JSON");
}

/// A mistake that was planted: whoever feeds the others must find it, or finds nothing in them either.
pub fn canary(bytes: &[u8]) {
    let Ok(acknowledgement) = decode_acknowledgement(bytes) else { return };
    for decision in &acknowledgement.decisions {
        if decision.transaction_id.first() == Some(&0xca) && decision.transaction_id.get(1) == Some(&0x05) {
            panic!("the canary");
        }
    }
}

pub fn manifest(bytes: &[u8]) {
    let Ok(manifest) = parse_manifest(bytes) else { return };
    assert_eq!(encode(&manifest), bytes);
    for leg in &manifest.legs {
        assert!(leg_of(&manifest, &leg.chain_id).is_some());
        assert!(!actors(leg).is_empty(), "a leg in nobody's name");
    }
}

pub fn operation(bytes: &[u8]) {
    let Ok(operation) = parse_operation(bytes, "zone-a") else { return };
    assert_eq!(encode(&operation), bytes);
}

pub fn envelope(bytes: &[u8]) {
    let Ok(envelope) = decode_canonical::<Envelope>(bytes) else { return };
    if check_envelope(&envelope).is_ok() {
        assert!(origin_of(&envelope.id).is_ok(), "of no chain");
        assert!(data_class(&envelope).is_ok(), "of no class");
    }
}

pub fn authorisation(bytes: &[u8]) {
    let Ok(authorisation) = decode_canonical::<Authorisation>(bytes) else { return };
    if check_authorisation(&authorisation).is_ok() {
        assert_eq!(encode(&authorisation), bytes);
    }
}

/// Names, addresses, amounts: what is accepted has no second spelling.
pub fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if parse_id(text).is_ok() || check_chain_id(text).is_ok() || check_address(text).is_ok() {
        assert_eq!(text, text.to_lowercase());
        assert!(text.is_ascii() && !text.contains(' '));
    }
    let amount = Amount { origin_chain_id: "zone-a".into(), denom: "ustake".into(), amount: text.into() };
    if let Ok(units) = check_amount(&amount) {
        assert_eq!(units.to_string(), text);
    }
}

/// Any JSON to any contract: an error or an answer.
pub fn messages(bytes: &[u8]) {
    let _hub = from_json::<hub::ExecuteMsg>(bytes);
    let _gate = from_json::<gate::ExecuteMsg>(bytes);
    let _assets = from_json::<assets::ExecuteMsg>(bytes);
    with_voted(|world, _| {
        let (hub, gate, assets) =
            (world.hub.clone(), world.zones["zone-a"].gate.clone(), world.zones["zone-a"].assets.clone());
        if let Ok(msg) = from_json::<hub::ExecuteMsg>(bytes) {
            let _refused = world.chain(HUB).execute("anyone", &hub, &msg, &[]);
        }
        if let Ok(msg) = from_json::<gate::ExecuteMsg>(bytes) {
            let _refused = world.chain("zone-a").execute("anyone", &gate, &msg, &[]);
        }
        if let Ok(msg) = from_json::<assets::ExecuteMsg>(bytes) {
            let _refused = world.chain("zone-a").execute("anyone", &assets, &msg, &[]);
        }
        assert_eq!(broken_now(world), Vec::<String>::new());
    });
}

/// Any bytes as the answer to a vote: the gate takes it without failing, and ends the leg only by what the hub may say.
pub fn answers(bytes: &[u8]) {
    with_voted(|world, manifest| {
        let vote = world.packets_of("zone-a").pop().expect("a vote");
        world.chain("zone-a").acknowledge(&vote, bytes).expect("an acknowledgement must never be refused");
        let state = world.leg_state("zone-a", manifest);
        if decode_acknowledgement(bytes).is_err() {
            assert_ne!(state, Some(LegStateName::Applied), "nothing said commit");
        }
    });
}

/// Any bytes as a packet of a zone: the hub answers, and nobody else is touched.
pub fn votes(bytes: &[u8]) {
    with_voted(|world, manifest| {
        let (gate, channel) = (world.zones["zone-b"].gate.clone(), world.zones["zone-b"].channels[0].0.clone());
        let until = manifest.deadline_ns;
        world.chain("zone-b").send_packet(&gate, &channel, bytes.to_vec(), until).expect("send");
        let packet = world.packets_of("zone-b").pop().expect("sent");
        world.receive(&packet).expect("received");
        assert_eq!(world.leg_state("zone-a", manifest), Some(LegStateName::Voted));
        assert_eq!(broken_now(world), Vec::<String>::new());
    });
}

thread_local! {
    static VOTED: RefCell<Option<(World, Manifest)>> = const { RefCell::new(None) };
}

/// A world in which zone-a has voted for a move to zone-b; made once, and new for each call.
fn with_voted(act: impl FnOnce(&mut World, &Manifest)) {
    let (mut world, manifest) = VOTED.with_borrow_mut(|made| made.get_or_insert_with(voted).clone());
    act(&mut world, &manifest);
}

fn voted() -> (World, Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    (world, manifest)
}
