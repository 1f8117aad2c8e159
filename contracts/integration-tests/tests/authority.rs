//! Who may do what: signatures bind transaction, hub and expiry; contracts obey the one caller they know.

use causeway_assets::msg::ExecuteMsg as AssetsMsg;
use causeway_gate::msg::{ExecuteMsg as GateMsg, LegStateName, PreparedLeg};
use causeway_hub::msg::{ExecuteMsg as HubMsg, PhaseName};
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::{id_of, prepared, World, HUB};
use causeway_proto::{decode_canonical, encode, Authorisation, AuthorisationScheme, Envelope, Manifest, Purpose};
use cosmwasm_std::{Binary, HexBinary};

fn world_with_title() -> (World, Person, Envelope, Manifest) {
    let mut world = World::new(&["zone-a", "zone-b"]);
    let alice = Person::new("alice");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    let manifest = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    (world, alice, envelope, manifest)
}

fn leg_with(manifest: &Manifest, authorisations: Vec<Binary>) -> PreparedLeg {
    PreparedLeg { manifest: encode(manifest).into(), authorisations, contents: vec![] }
}

/// The signature of `who` over another manifest, or altered.
fn forgeries(alice: &Person, manifest: &Manifest) -> Vec<(&'static str, Vec<Binary>)> {
    let with = |change: &dyn Fn(&mut Manifest)| {
        let mut other = manifest.clone();
        change(&mut other);
        vec![alice.authorise(&other)]
    };
    let altered = |change: &dyn Fn(&mut Authorisation)| {
        let mut authorisation: Authorisation = decode_canonical(&alice.authorise(manifest)).expect("ours");
        change(&mut authorisation);
        vec![Binary::from(encode(&authorisation))]
    };
    vec![
        ("no signature", vec![]),
        ("of another transaction", with(&|other| other.nonce = vec![1; 16])),
        ("of a later deadline", with(&|other| other.deadline_ns += 1)),
        ("of another hub chain", with(&|other| other.hub_chain_id = "other-hub".into())),
        ("of another hub", with(&|other| other.hub_contract = "wasm1other".into())),
        ("of another purpose", vec![alice.cancel(manifest)]),
        ("one bit off", altered(&|one| one.signature[10] ^= 1)),
        ("a key of another account", altered(&|one| one.public_key[10] ^= 1)),
        ("a scheme that it was not made for", altered(&|one| one.scheme = AuthorisationScheme::Adr036 as i32)),
        ("no scheme", altered(&|one| one.scheme = 0)),
        ("a short key", altered(&|one| one.public_key.truncate(32))),
        ("bytes that are no authorisation", vec![Binary::from(b"let me in")]),
        ("a stranger's", vec![Person::new("mallory").authorise(manifest)]),
    ]
}

#[test]
fn a_forged_altered_or_borrowed_signature_locks_nothing() {
    let (mut world, alice, _, manifest) = world_with_title();
    for (what, authorisations) in forgeries(&alice, &manifest) {
        let error = world.prepare_legs("zone-a", vec![leg_with(&manifest, authorisations)]).expect_err(what);
        assert!(error.contains("UNAUTHORISED"), "{what}: {error}");
        assert_eq!((world.leg_state("zone-a", &manifest), world.all_locks()), (None, 0), "{what}");
    }
}

#[test]
fn a_signature_serves_its_transaction_once_and_no_other() {
    let (mut world, alice, envelope, manifest) = world_with_title();
    world.prepare_all(&manifest, &[&alice]);
    world.relay_all();
    let back = world.move_of(&envelope, 1, "zone-b", "zone-a", &alice);
    world.prepare_all(&back, &[&alice]);
    world.relay_all();
    // The title is where it was; the old signatures are public, and worth nothing any more.
    world.prepare_legs("zone-a", vec![prepared(&manifest, &[&alice], &[])]).expect("known, without effect");
    assert_eq!(world.all_locks(), 0);
    assert_eq!(world.live_on(&envelope.id), ["zone-a"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn an_expired_signature_authorises_nothing() {
    let (mut world, alice, _, manifest) = world_with_title();
    world.pass_deadline();
    let error = world.prepare("zone-a", &manifest, &[&alice]).expect_err("expired");
    assert!(error.contains("DEADLINE_PASSED"), "{error}");
    assert_eq!(world.all_locks(), 0);
}

#[test]
fn a_manifest_for_another_hub_gate_or_zone_is_refused_even_if_it_is_signed() {
    let (mut world, alice, _, manifest) = world_with_title();
    let changes: [fn(&mut Manifest); 4] = [
        |one| one.hub_chain_id = "other-hub".into(),
        |one| one.hub_contract = "wasm1other".into(),
        |one| one.legs[0].gate = "wasm1other".into(),
        |one| one.legs.truncate(0),
    ];
    for change in changes {
        let mut other = manifest.clone();
        change(&mut other);
        let error = world.prepare("zone-a", &other, &[&alice]).expect_err("wrong addressee");
        assert!(error.contains("WRONG_ADDRESSEE") || error.contains("LEGS_INVALID"), "{error}");
        assert_eq!((world.leg_state("zone-a", &other), world.all_locks()), (None, 0));
    }
}

#[test]
fn a_wallet_s_signature_under_adr_036_authorises_like_a_plain_one() {
    let (mut world, alice, _, manifest) = world_with_title();
    let wallet = alice.say(Purpose::Authorise, AuthorisationScheme::Adr036, &manifest);
    for zone in ["zone-a", "zone-b"] {
        world.prepare_legs(zone, vec![leg_with(&manifest, vec![wallet.clone()])]).expect("prepare");
    }
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
}

#[test]
fn an_actor_that_sends_the_call_itself_needs_no_signature() {
    let (mut world, alice, _, manifest) = world_with_title();
    let gate = world.zones["zone-a"].gate.clone();
    let msg = GateMsg::Prepare { legs: vec![leg_with(&manifest, vec![])] };
    world.chain("zone-a").execute(&alice.address, &gate, &msg, &[]).expect("sender is actor");
    assert_eq!(world.leg_state("zone-a", &manifest), Some(LegStateName::Voted));
}

#[test]
fn every_actor_of_a_leg_must_consent() {
    let (mut world, alice, _, _) = world_with_title();
    let bob = Person::new("bob");
    let titles = ["title-2", "title-3"].map(|local| certificate(&asset_id("zone-a", local)));
    world.register("zone-a", &alice, &titles[0], None).expect("register");
    world.register("zone-a", &bob, &titles[1], None).expect("register");
    let mut both = world.move_of(&titles[0], 0, "zone-a", "zone-b", &alice);
    let of_bob = world.move_of(&titles[1], 0, "zone-a", "zone-b", &bob);
    for (leg, more) in both.legs.iter_mut().zip(of_bob.legs) {
        leg.operations.extend(more.operations);
    }
    for alone in [&alice, &bob] {
        let error = world.prepare("zone-a", &both, &[alone]).expect_err("one is missing");
        assert!(error.contains("UNAUTHORISED"), "{error}");
    }
    world.prepare_all(&both, &[&bob, &alice]);
    world.relay_all();
    assert_eq!(world.phase(&both), Some((PhaseName::Commit, 0)));
}

#[test]
fn only_the_gate_may_prepare_commit_or_abort_and_it_is_set_once() {
    let (mut world, alice, _, manifest) = world_with_title();
    world.prepare("zone-a", &manifest, &[&alice]).expect("prepare");
    let (transaction_id, leg) = (id_of(&manifest), 0);
    let until_ns = manifest.deadline_ns.into();
    let prepare = AssetsMsg::Prepare {
        transaction_id: HexBinary::from(&[1; 32]),
        leg,
        operations: vec![],
        contents: vec![],
        until_ns,
    };
    let commit = AssetsMsg::Commit { transaction_id: transaction_id.clone(), leg };
    let abort = AssetsMsg::Abort { transaction_id, leg };
    let admin = world.admin.clone();
    for who in [&alice, &Person::new("mallory"), &admin] {
        for msg in [&prepare, &commit, &abort] {
            let error = world.owner_calls("zone-a", who, msg).expect_err("not the gate");
            assert!(error.contains("FORBIDDEN"), "{error}");
        }
    }
    let set_gate = AssetsMsg::SetGate { gate: alice.address.clone() };
    assert!(world.owner_calls("zone-a", &admin, &set_gate).expect_err("set once").contains("EXISTS"));
    assert!(world.owner_calls("zone-a", &alice, &set_gate).expect_err("no admin").contains("FORBIDDEN"));
    assert_eq!(world.locks("zone-a"), 1);
}

#[test]
fn a_relayer_s_key_buys_gas_and_nothing_else() {
    let (mut world, alice, _, manifest) = world_with_title();
    world.prepare_all(&manifest, &[&alice]);
    let before = world.chains.clone();
    let relayer = Person::new("relayer");
    let admit = HubMsg::AdmitZone(world.address_of("zone-a"));
    let suspend = HubMsg::SuspendZone { chain_id: "zone-a".into() };
    let resume = HubMsg::ResumeZone { chain_id: "zone-a".into() };
    let cancel = HubMsg::Cancel { manifest: encode(&manifest).into(), authorisation: None };
    let hub = world.hub.clone();
    for msg in [admit, suspend, resume, cancel] {
        let error = world.chain(HUB).execute(&relayer.address, &hub, &msg, &[]).expect_err("no right");
        assert!(error.contains("FORBIDDEN") || error.contains("UNAUTHORISED"), "{error}");
    }
    let (gate, assets) = (world.zones["zone-a"].gate.clone(), world.zones["zone-a"].assets.clone());
    let register = GateMsg::RegisterResource { contract: relayer.address.clone() };
    let remove = GateMsg::RemoveResource { contract: assets };
    let refuse = GateMsg::Refuse { manifest: encode(&manifest).into(), authorisation: None };
    for msg in [register, remove, refuse] {
        let error = world.chain("zone-a").execute(&relayer.address, &gate, &msg, &[]).expect_err("no right");
        assert!(error.contains("FORBIDDEN") || error.contains("UNAUTHORISED"), "{error}");
    }
    for (id, chain) in &before {
        assert_eq!((chain.log.len(), chain.bank.len()), (world.chains[id].log.len(), world.chains[id].bank.len()));
    }
    world.relay_all();
    assert_eq!(world.phase(&manifest), Some((PhaseName::Commit, 0)));
}
