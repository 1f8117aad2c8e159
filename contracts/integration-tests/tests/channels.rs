//! Channels: which are accepted, that nobody may close one, and that a closed one costs time but no decision.

use causeway_gate::msg::{Carrier, LegStateName};
use causeway_hub::msg::{ExecuteMsg, PhaseName};
use causeway_integration_tests::books::{broken_at_rest, broken_now};
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::host::{Channel, VERSION};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, World, HUB};
use causeway_proto::{Code, Envelope};
use cosmwasm_std::IbcOrder;

fn world_with_title() -> (World, Person, Envelope) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    (world, alice, envelope)
}

/// A channel end with one thing wrong about it.
type Mistake = (&'static str, fn(&mut Channel), IbcOrder, &'static str);

fn mistakes() -> Vec<Mistake> {
    vec![
        ("order", |_| {}, IbcOrder::Ordered, VERSION),
        ("version", |_| {}, IbcOrder::Unordered, "causeway-2"),
        ("no version", |_| {}, IbcOrder::Unordered, ""),
        ("connection", |end| end.connection_id = "connection-9".into(), IbcOrder::Unordered, VERSION),
        ("port", |end| end.counterparty_port.push('x'), IbcOrder::Unordered, VERSION),
        ("transfer port", |end| end.counterparty_port = "transfer".into(), IbcOrder::Unordered, VERSION),
    ]
}

#[test]
fn a_wrong_order_version_connection_or_port_is_refused_at_open_and_again_at_connect_on_both_ends() {
    let world = World::new(&["zone-a"]);
    let ends = world.channel_ends("zone-a", "channel-z9", "channel-h9");
    for (chain, end) in [("zone-a", ends.0), (HUB, ends.1)] {
        for (what, spoil, order, version) in mistakes() {
            let mut world = world.clone();
            let mut end = end.clone();
            spoil(&mut end);
            let host = world.chain(chain);
            let open = host.offer_channel("channel-9", &end, order.clone(), version);
            assert!(open.expect_err(what).contains("CHANNEL_REFUSED"), "{what} at open on {chain}");
            let connect = host.connect_channel("channel-9", end, order, version);
            assert!(connect.expect_err(what).contains("CHANNEL_REFUSED"), "{what} at connect on {chain}");
        }
    }
}

#[test]
fn neither_end_agrees_to_close_a_channel() {
    let mut world = World::new(&["zone-a"]);
    let (on_zone, on_hub) = world.zones["zone-a"].channels[0].clone();
    assert!(world.chain("zone-a").close_init(&on_zone).expect_err("gate").contains("CHANNEL_REFUSED"));
    assert!(world.chain(HUB).close_init(&on_hub).expect_err("hub").contains("CHANNEL_REFUSED"));
}

#[test]
fn a_channel_closed_after_the_vote_reverts_no_other_zone_and_the_decision_comes_by_a_replacement() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    world.close_channel("zone-a");
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    // The hub could not write zone A's acknowledgement; that failed alone and stays in the outbox.
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Voted), Some(LegStateName::Applied)]);
    assert_eq!(world.outbox().len(), 1);
    assert_eq!(broken_now(&world), Vec::<String>::new());
    assert!(world.resend(&manifest, "zone-a").expect_err("closed").contains("CHANNEL_REFUSED"));
    world.open_channel("zone-a").expect("anyone may open another channel of the pinned pair");
    for _ in 0..3 {
        world.resend(&manifest, "zone-a").expect("any number of times");
    }
    world.relay_all();
    let end = Some((LegStateName::Applied, 0, Carrier::Decision));
    assert_eq!((world.leg_end("zone-a", &manifest), world.all_locks()), (end, 0));
    assert!(world.record(&manifest).expect("record").legs[0].confirmed);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn votes_received_before_a_replacement_count_on_and_new_votes_take_the_newest_open_channel() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    world.open_channel("zone-a").expect("second channel");
    world.open_channel("zone-b").expect("second channel");
    world.prepare("zone-b", &manifest, &[&alice]).expect("prepare");
    let newest = world.zones["zone-b"].channels[1].0.clone();
    assert_eq!(world.packets_of("zone-b")[0].source_channel, newest);
    world.relay_all();
    assert_eq!(world.leg_states(&manifest), [Some(LegStateName::Applied); 2]);
    // The newest closes: the older one, still open, carries the next vote.
    world.close_channel("zone-b");
    let back = world.move_of(&envelope, 1, "zone-b", "zone-a", &alice);
    world.prepare_all(&back, &[&alice]);
    assert_eq!(world.packets_of("zone-b")[0].source_channel, world.zones["zone-b"].channels[0].0);
    world.relay_all();
    assert_eq!(world.leg_states(&back), [Some(LegStateName::Applied); 2]);
}

#[test]
fn without_an_open_channel_nothing_is_locked() {
    let (mut world, alice, envelope) = world_with_title();
    world.close_channel("zone-a");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("lock and vote are one tx");
    assert!(error.contains("NO_CHANNEL"), "{error}");
    assert_eq!((world.leg_state("zone-a", &manifest), world.all_locks()), (None, 0));
}

#[test]
fn a_decision_is_sent_only_over_a_channel_of_the_leg_s_own_zone_and_only_when_there_is_one() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    let of_b = world.zones["zone-b"].channels[0].1.clone();
    let resend = |chain_id: &str, channel_id: &str| ExecuteMsg::Resend {
        transaction_ids: vec![id_of(&manifest)],
        chain_id: chain_id.into(),
        channel_id: channel_id.into(),
    };
    assert!(world.on_hub(&resend("zone-b", &of_b)).expect_err("unknown").contains("TRANSACTION_UNKNOWN"));
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    world.relay_all();
    assert!(world.on_hub(&resend("zone-b", &of_b)).expect_err("open").contains("UNDECIDED"));
    assert!(world.on_hub(&resend("zone-a", &of_b)).expect_err("other zone").contains("CHANNEL_REFUSED"));
    assert!(world.on_hub(&resend("zone-b", "channel-77")).expect_err("unknown").contains("CHANNEL_REFUSED"));
}

#[test]
fn a_channel_of_a_former_pin_no_longer_speaks_for_the_zone() {
    let (mut world, alice, envelope) = world_with_title();
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&manifest, &[&alice]);
    let mut address = world.address_of("zone-a");
    address.connection_id = Some("connection-new".into());
    world.as_admin(&ExecuteMsg::AdmitZone(address)).expect("pinned anew");
    world.relay_all();
    // Zone A's vote came by the old way: not counted, and an error acknowledgement tells its gate so.
    let code = Code::VoteNotCounted as u32;
    assert_eq!(world.leg_end("zone-a", &manifest), Some((LegStateName::Aborted, code, Carrier::ErrorAck)));
    assert_eq!(world.phase(&manifest), Some((PhaseName::Open, 0)));
    // Another channel over the former pin is refused as well.
    assert!(world.open_channel("zone-a").expect_err("former pin").contains("CHANNEL_REFUSED"));
    world.pass_deadline();
    world.expire(&manifest).expect("expire");
    world.relay_all();
    assert_eq!(world.live_on(&envelope.id), ["zone-a"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}
