//! Stories of other services: what they ask, what their transactions rely on, and things that change hands in one.

mod common;

use causeway_identity::msg::{Change, ExecuteMsg};
use causeway_resource_kit::PrepareOutcome;
use causeway_services::identity::{AcceptBody, ActiveBody, Identity, Status, ACCEPT, ACTIVE};
use common::transactions::{busy, commit, operation, prepare, refused};
use common::{has_event, Signer, World};

const SUBJECT_UNKNOWN: u32 = 1000;
const SUBJECT_INACTIVE: u32 = 1001;
const TRANSITION_ILLEGAL: u32 = 1002;
const SCOPE_MISSING: u32 = 1003;

/// Y-6.1-2
#[test]
fn a_transaction_that_relies_on_somebody_is_locked_only_while_it_is_active_and_in_its_role() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let supplier = world.party("supplier");
    let ask = |world: &mut World, id: &str, scope: Option<&str>, nonce: u8| {
        let body = ActiveBody { id: id.into(), scope: scope.map(String::from) };
        let one = operation(world, ACTIVE, body.bytes().expect("body"));
        prepare(world, &[nonce], &one, false)
    };
    assert_eq!(ask(&mut world, &id, None, 1), PrepareOutcome::Locked {});
    world.refused("supplier", &ExecuteMsg::Retire { id: supplier.clone() }, "LOCKED");
    assert_eq!(ask(&mut world, &supplier, Some("supply"), 2), PrepareOutcome::Locked {});
    assert_eq!(ask(&mut world, &supplier, Some("regulate"), 3), busy(SCOPE_MISSING));
    let nobody = world.party("nobody");
    assert_eq!(ask(&mut world, &nobody, None, 4), busy(SUBJECT_UNKNOWN));
    world.refused("supplier", &ExecuteMsg::Retire { id: id.clone() }, "LOCKED");
    world.refused("supplier", &ExecuteMsg::Retire { id: supplier.clone() }, "LOCKED");
    let key = world.key(&id, &supplier, "key-2", &Signer::ed25519(2));
    world.send("supplier", &ExecuteMsg::RotateKey { id: id.clone(), key });
    world.send("regulator", &ExecuteMsg::Suspend { id: supplier.clone(), reason: String::new() });
    assert_eq!(ask(&mut world, &id, None, 5), busy(SUBJECT_INACTIVE));
    for nonce in [1, 2] {
        commit(&mut world, &[nonce]);
    }
    world.decide_without_supplier(Change::Retire { id: id.clone() });
    assert_eq!(ask(&mut world, &id, None, 6), refused(SUBJECT_INACTIVE));
}

/// Y-9.2c
#[test]
fn a_voted_retirement_waits_for_transactions_that_rely_on_it_and_a_voted_suspension_does_not() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let body = ActiveBody { id: id.clone(), scope: None };
    let relies = operation(&world, ACTIVE, body.bytes().expect("body"));
    assert_eq!(prepare(&mut world, &[1], &relies, false), PrepareOutcome::Locked {});
    let number = world.propose_change("supplier", Change::Retire { id: id.clone() });
    for voter in ["supplier", "provider"] {
        world.vote(voter, number, true);
    }
    let deciding = ExecuteMsg::Vote { proposal: number, approve: true };
    world.refused("regulator", &deciding, "LOCKED");
    world.decide(Change::Suspend { id: id.clone() });
    assert_eq!(world.status(&id), Status::Suspended);
    commit(&mut world, &[1]);
    world.send("regulator", &deciding);
    assert_eq!(world.status(&id), Status::Retired);
}

/// Y-9.2c: beside other operations of a transaction.
#[test]
fn while_a_thing_changes_hands_in_a_transaction_its_old_owner_gives_it_no_key() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let (supplier, demander) = (world.party("supplier"), world.party("demander"));
    world.send("supplier", &ExecuteMsg::OfferTransfer { id: id.clone(), to: Some(demander.clone()) });
    let mut accept = operation(&world, ACCEPT, AcceptBody { id: id.clone() }.bytes().expect("body"));
    assert_eq!(prepare(&mut world, &[1], &accept, false), busy(SUBJECT_UNKNOWN));
    accept.actor = world.account("provider").into();
    assert_eq!(prepare(&mut world, &[1], &accept, false), busy(TRANSITION_ILLEGAL), "offered to another");
    accept.actor = world.account("demander").into();
    assert_eq!(prepare(&mut world, &[1], &accept, false), PrepareOutcome::Locked {});
    let key = world.key(&id, &supplier, "key-2", &Signer::ed25519(2));
    world.refused("supplier", &ExecuteMsg::RotateKey { id: id.clone(), key }, "LOCKED");
    world.send("regulator", &ExecuteMsg::Suspend { id: id.clone(), reason: String::new() });
    assert!(has_event(&commit(&mut world, &[1]), "transferred", "owner", &demander));
    assert_eq!((world.subject(&id).owner, world.status(&id)), (Some(demander), Status::Suspended));
    world.decide(Change::Retire { id: id.clone() });
    assert_eq!(prepare(&mut world, &[2], &accept, false), refused(TRANSITION_ILLEGAL));
}

/// What the light crate asks is what this contract answers.
#[test]
fn other_services_questions_are_answered() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let (asked, supplier) = (Identity(world.identity.clone()), world.party("supplier"));
    let account = world.account("supplier").to_string();
    let ask = |world: &World| {
        let querier = world.app.wrap();
        let acting = asked.acting(&querier, &account, "supply").map(|party| party.id).map_err(|why| why.to_string());
        let active = asked.active(&querier, &id).map(|found| found.id).map_err(|why| why.to_string());
        (acting, active, asked.holds_office(&querier, &supplier, "supply").expect("answered"))
    };
    assert_eq!(ask(&world), (Ok(supplier.clone()), Ok(id.clone()), true));
    assert!(!asked.holds_office(&world.app.wrap(), &supplier, "regulate").expect("answered"));
    assert!(!asked.holds_office(&world.app.wrap(), &id, "supply").expect("answered"), "a thing holds no office");
    world.send("regulator", &ExecuteMsg::Suspend { id: supplier.clone(), reason: String::new() });
    let inactive = || Err("SUBJECT_INACTIVE (code 1001)".to_string());
    assert_eq!(ask(&world), (inactive(), inactive(), false));
}
