//! Which way joins a zone to the hub, who may say so, and what becomes of votes and decisions when it is replaced.

use causeway_gate::msg as gate;
use causeway_gate::msg::{Carrier, LegStateName};
use causeway_hub::msg as hub;
use causeway_hub::msg::{ExecuteMsg, PhaseName};
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::host::Kind;
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, paired_port, pinned_hub, Over, World, HUB};
use causeway_proto::{Code, Envelope};

fn world_with_title(over: Over) -> (World, Person, Envelope) {
    let mut world = World::joined(&[("zone-a", over), ("zone-b", Over::Channel)]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

#[test]
fn a_vote_under_way_ends_by_its_own_acknowledgement_and_the_next_one_takes_the_new_way() {
    for before in [Over::Channel, Over::Pair] {
        let (mut world, alice, envelope) = world_with_title(before);
        let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
        world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
        let vote = world.packets_of("zone-a").remove(0);
        world.receive(&vote).expect("counted over the way of before");
        world.replace_way("zone-a", before.other());
        assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "a new pin ends no leg");
        world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
        world.relay_all();
        let end = Some((LegStateName::Applied, 0, Carrier::Ack));
        assert_eq!(world.leg_end("zone-a", &manifest), end, "{before:?}");
        let back = world.move_of(&envelope, 1, "zone-b", "zone-a", &alice);
        world.prepare_all(&back, &[&alice]);
        let (on_zone, _) = world.zones["zone-a"].channels.last().expect("a way").clone();
        assert_eq!(world.packets_of("zone-a")[0].source_channel, on_zone);
        world.relay_all();
        assert_eq!(world.leg_end("zone-a", &back), end, "{before:?}");
        assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    }
}

#[test]
fn a_vote_that_arrives_over_the_former_way_is_not_counted_and_frees_its_leg() {
    for before in [Over::Channel, Over::Pair] {
        let (mut world, alice, envelope) = world_with_title(before);
        let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
        world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
        world.replace_way("zone-a", before.other());
        world.relay_all();
        let end = Some((LegStateName::Aborted, Code::VoteNotCounted as u32, Carrier::ErrorAck));
        assert_eq!((world.leg_end("zone-a", &manifest), world.record(&manifest)), (end, None), "{before:?}");
        assert_eq!(broken_at_rest(&world), Vec::<String>::new());
    }
}

#[test]
fn a_decision_over_the_former_way_is_not_believed_and_over_the_new_one_it_is() {
    for before in [Over::Channel, Over::Pair] {
        let (mut world, alice, envelope) = world_with_title(before);
        let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
        world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
        world.pass_deadline();
        world.expire(&manifest).expect("presumed abort");
        world.resend(&manifest, "zone-a").expect("over the way of before");
        world.replace_way("zone-a", before.other());
        let stale = world.packets_of(HUB).remove(0);
        world.receive(&stale).expect("always answered");
        assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted), "{before:?}");
        world.resend(&manifest, "zone-a").expect("over the new one");
        let fresh = world.packets_of(HUB).into_iter().find(|packet| *packet != stale).expect("a packet");
        world.receive(&fresh).expect("decision");
        let end = Some((LegStateName::Aborted, Code::DeadlinePassed as u32, Carrier::Decision));
        assert_eq!(world.leg_end("zone-a", &manifest), end, "{before:?}");
    }
}

#[test]
fn until_the_new_way_is_there_no_vote_leaves_and_nothing_is_locked() {
    for before in [Over::Channel, Over::Pair] {
        let (mut world, alice, envelope) = world_with_title(before);
        world.pin_hub("zone-a", Over::Channel).expect("a connection, no channel yet");
        let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
        let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("by no former way");
        assert!(error.contains("NO_CHANNEL"), "{before:?}: {error}");
        assert_eq!((world.leg_state("zone-a", &manifest), world.packets().len()), (None, 0));
    }
}

#[test]
fn the_hub_lists_as_open_only_what_it_hears() {
    for before in [Over::Channel, Over::Pair] {
        let (mut world, _, _) = world_with_title(before);
        let open = |world: &World| -> Vec<String> {
            let query = hub::QueryMsg::Zone { chain_id: "zone-a".into() };
            let found: hub::ZoneResponse = world.chains[HUB].query(&world.hub, &query).expect("query");
            found.channels.into_iter().filter(|one| one.open).map(|one| one.channel_id).collect()
        };
        let first = world.zones["zone-a"].channels[0].1.clone();
        assert_eq!(open(&world), [first]);
        world.replace_way("zone-a", before.other());
        let newest = world.zones["zone-a"].channels.last().expect("a way").1.clone();
        assert_eq!(open(&world), [newest], "{before:?}");
    }
}

#[test]
fn a_gate_lists_its_client_as_the_current_way_and_takes_no_channel_beside_it() {
    let (mut world, _, _) = world_with_title(Over::Pair);
    let (on_zone, _) = world.zones["zone-a"].channels[0].clone();
    let gate_address = world.zones["zone-a"].gate.clone();
    let told: gate::ChannelsResponse =
        world.chains["zone-a"].query(&gate_address, &gate::QueryMsg::Channels {}).expect("query");
    assert_eq!(told.current, Some(on_zone.clone()));
    assert_eq!(told.channels, [gate::ChannelResponse { channel_id: on_zone, open: true }]);
    assert!(world.open_channel("zone-a").expect_err("pinned by client").contains("CHANNEL_REFUSED"));
}

#[test]
fn no_key_says_who_the_hub_is_and_a_pin_is_one_way_with_its_port() {
    let (mut world, _, _) = world_with_title(Over::Channel);
    let (gate_address, admin) = (world.zones["zone-a"].gate.clone(), world.admin.clone());
    let good = pinned_hub(&world.hub, "zone-a", Over::Pair);
    let as_execute =
        gate::SudoMsg::PinHub { port_id: good.port_id.clone(), connection_id: None, client_id: good.client_id.clone() };
    let error = world.chain("zone-a").execute(&admin.address, &gate_address, &as_execute, &[]);
    assert!(error.expect_err("no such call").contains("unknown variant"));
    type Mistake = (&'static str, fn(&mut gate::HubAddress));
    let mistakes: [Mistake; 6] = [
        ("neither", |hub| hub.client_id = None),
        ("both", |hub| hub.connection_id = Some("connection-0".into())),
        ("port of a channel", |hub| hub.port_id = format!("wasm.{}", hub.contract)),
        ("port of another contract", |hub| hub.port_id.push('x')),
        ("a channel's name", |hub| hub.client_id = Some("channel-0".into())),
        ("no name", |hub| hub.client_id = Some(String::new())),
    ];
    for (what, spoil) in mistakes {
        let mut pinned = good.clone();
        spoil(&mut pinned);
        let gate::HubAddress { port_id, connection_id, client_id, .. } = pinned.clone();
        let sudo = gate::SudoMsg::PinHub { port_id, connection_id, client_id };
        let error = world.chain("zone-a").sudo(&gate_address, &sudo).expect_err(what);
        assert!(error.contains("CHANNEL_REFUSED"), "{what}: {error}");
        let made = gate::InstantiateMsg { hub: pinned, admin: admin.address.clone() };
        let error = world.chain("zone-a").instantiate(Kind::Gate, "another gate", &made).expect_err(what);
        assert!(error.contains("CHANNEL_REFUSED"), "{what}: {error}");
    }
    world.chain("zone-a").sudo(&gate_address, &as_execute).expect("the good one");
}

#[test]
fn a_zone_is_admitted_by_one_way_with_its_port_and_no_client_speaks_for_two_zones() {
    let (mut world, _, _) = world_with_title(Over::Pair);
    type Mistake = (&'static str, &'static str, fn(&mut hub::ZoneAddress));
    let mistakes: [Mistake; 5] = [
        ("port of a channel", "CHANNEL_REFUSED", |zone| zone.port_id = format!("wasm.{}", zone.gate)),
        ("port of another contract", "CHANNEL_REFUSED", |zone| zone.port_id.push('x')),
        ("connection with the port of a pair", "CHANNEL_REFUSED", |zone| {
            zone.connection_id = Some("connection-0".into())
        }),
        ("a connection's name", "CHANNEL_REFUSED", |zone| zone.client_id = "connection-0".into()),
        ("another zone with the same client", "EXISTS", |zone| {
            zone.chain_id = "zone-c".into();
            zone.gate = zone.gate.replace("wasm1", "wasm1q");
            zone.port_id = paired_port(&zone.gate);
        }),
    ];
    for (what, code, spoil) in mistakes {
        let mut address = world.address_of("zone-a");
        spoil(&mut address);
        let error = world.as_admin(&ExecuteMsg::AdmitZone(address.clone())).expect_err(what);
        assert!(error.contains(code), "{what}: {error}");
    }
    let address = world.address_of("zone-a");
    assert!(world.on_hub(&ExecuteMsg::AdmitZone(address.clone())).expect_err("anyone").contains("FORBIDDEN"));
    world.as_admin(&ExecuteMsg::AdmitZone(address)).expect("again, without effect");
}

#[test]
fn a_decision_for_one_zone_does_not_go_over_the_client_of_another() {
    let mut world = World::paired(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.pass_deadline();
    world.expire(&manifest).expect("presumed abort");
    assert_eq!(world.phase(&manifest), Some((PhaseName::Abort, Code::DeadlinePassed as u32)));
    let of_b = world.zones["zone-b"].channels[0].1.clone();
    for (chain_id, channel_id) in [("zone-a", of_b.as_str()), ("zone-b", "client-9"), ("zone-b", "channel-1")] {
        let (transaction_ids, channel_id) = (vec![id_of(&manifest)], channel_id.to_string());
        let resend = ExecuteMsg::Resend { transaction_ids, chain_id: chain_id.into(), channel_id };
        assert!(world.on_hub(&resend).expect_err("not its client").contains("CHANNEL_REFUSED"));
    }
}

#[test]
fn what_a_channel_stores_is_as_it_was_before_there_were_client_pairs() {
    use causeway_hub::state::{Packet, Waiting, Zone};
    fn same<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) {
        let read: T = cosmwasm_std::from_json(text).expect("state of 0.1.0");
        assert_eq!(cosmwasm_std::to_json_string(&read).expect("json"), text);
    }
    same::<Packet>(r#"{"entries":[],"written":false,"received_height":7}"#);
    same::<Waiting>(r#"{"channel_id":"channel-0","sequence":1,"entry":0}"#);
    let address = r#"{"chain_id":"z","client_id":"c","connection_id":"connection-0","port_id":"wasm.g","gate":"g"}"#;
    same::<Zone>(&format!(r#"{{"address":{address},"suspended":false,"open":0}}"#));
    same::<causeway_gate::state::Config>(
        r#"{"hub":{"chain_id":"h","contract":"c","port_id":"wasm.c","connection_id":"connection-0"},"admin":"a"}"#,
    );
}
