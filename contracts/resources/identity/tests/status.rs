//! Stories of subjects that are in: suspended, resumed, handed over, retired, and what is known of them afterwards.

mod common;

use causeway_identity::limits::EMERGENCY_BLOCKS;
use causeway_identity::msg::{AuditEntry, Change, ExecuteMsg, Happening, HistoryEntry, Outcome, QueryMsg};
use causeway_services::identity::{KeyResponse, Status};
use common::{has_event, Signer, World};

fn suspend(id: &str) -> ExecuteMsg {
    ExecuteMsg::Suspend { id: id.into(), reason: "meter opened".into() }
}

fn offer(id: &str, to: Option<String>) -> ExecuteMsg {
    ExecuteMsg::OfferTransfer { id: id.into(), to }
}

fn accept(id: &str) -> ExecuteMsg {
    ExecuteMsg::AcceptTransfer { id: id.into() }
}

fn history(world: &World, id: &str) -> Vec<HistoryEntry> {
    world.ask(&QueryMsg::History { id: id.into(), start_after: None, limit: None })
}

fn happenings(world: &World, id: &str) -> Vec<Happening> {
    history(world, id).into_iter().map(|entry| entry.what).collect()
}

/// Y-9.2c, Y-6.1-2
#[test]
fn a_regulator_suspends_at_once_and_without_a_vote_it_lapses() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let before = world.subject(&id).version;
    assert!(has_event(&world.send("regulator", &suspend(&id)), "suspended", "subject", &id));
    assert_eq!(world.status(&id), Status::Suspended);
    world.refused("regulator", &suspend(&id), "TRANSITION_ILLEGAL");
    let left = EMERGENCY_BLOCKS - 2;
    world.wait(left);
    assert_eq!(world.status(&id), Status::Suspended, "its last block");
    world.wait(1);
    assert_eq!(world.status(&id), Status::Active);
    assert_eq!(world.subject(&id).version, before + 2, "its end is a version that copies can follow");
    world.refused("regulator", &suspend(&id), "TRANSITION_ILLEGAL");
    world.wait(EMERGENCY_BLOCKS);
    world.send("regulator", &suspend(&id));
    let (suspended, lapsed) = (Happening::Suspended, Happening::Lapsed);
    assert_eq!(happenings(&world, &id)[2..], [suspended, lapsed, suspended]);
    assert_eq!(world.subject(&id).version, before + 3);
}

/// Y-9.2c, Y-7.1.3a
#[test]
fn a_vote_confirms_a_suspension_or_ends_it() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    world.send("regulator", &suspend(&id));
    world.decide(Change::Suspend { id: id.clone() });
    world.wait(EMERGENCY_BLOCKS * 3);
    assert_eq!(world.status(&id), Status::Suspended);
    world.decide(Change::Resume { id: id.clone() });
    assert_eq!(world.status(&id), Status::Active);
}

/// Y-6.1-2
#[test]
fn whoever_is_suspended_does_nothing_and_nor_do_its_things() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let number = world.propose_change("demander", Change::Retire { id: id.clone() });
    let supplier = world.party("supplier");
    world.send("regulator", &suspend(&supplier));
    assert_eq!(world.status(&id), Status::Suspended);
    let device = world.device("supplier", "meter-2", &Signer::ed25519(2));
    for msg in [
        ExecuteMsg::Propose { subjects: vec![device] },
        ExecuteMsg::Vote { proposal: number, approve: true },
        ExecuteMsg::RotateKey { id: id.clone(), key: world.key(&id, &supplier, "key-2", &Signer::ed25519(3)) },
        ExecuteMsg::Retire { id: supplier.clone() },
    ] {
        world.refused("supplier", &msg, "SUBJECT_INACTIVE");
    }
}

/// Y-7.1.3a
#[test]
fn a_regulator_cannot_shrink_the_quorum_to_itself_by_suspending_the_others() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let number = world.propose_change("regulator", Change::Retire { id: id.clone() });
    for other in ["supplier", "demander", "provider"] {
        let id = world.party(other);
        world.send("regulator", &suspend(&id));
    }
    world.vote("regulator", number, true);
    assert_eq!(world.proposal(number).outcome, Outcome::Open);
    assert_eq!(world.ask::<Vec<String>>(&QueryMsg::Voters {}).len(), 4);
    world.wait(EMERGENCY_BLOCKS);
    world.vote("supplier", number, true);
    world.vote("demander", number, true);
    assert_eq!(world.status(&id), Status::Retired);
}

/// Y-9.2c: every illegal transition, of every form alike.
#[test]
fn illegal_transitions_are_refused() {
    let mut world = World::new("zone-a");
    let device = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    world.enrol_party("bakery", "demander");
    for id in [device, world.party("bakery")] {
        let change = |change| ExecuteMsg::ProposeChange { change };
        let resume = || change(Change::Resume { id: id.clone() });
        world.refused("supplier", &resume(), "TRANSITION_ILLEGAL");
        let resumes = |world: &mut World| {
            world.decide(Change::Suspend { id: id.clone() });
            world.propose_change("supplier", Change::Resume { id: id.clone() })
        };
        let late = resumes(&mut world);
        world.refused("supplier", &change(Change::Suspend { id: id.clone() }), "TRANSITION_ILLEGAL");
        world.refused("regulator", &suspend(&id), "TRANSITION_ILLEGAL");
        world.decide(Change::Retire { id: id.clone() });
        world.approve_until_failed(late);
        assert_eq!(world.status(&id), Status::Retired);
        world.refused("supplier", &resume(), "TRANSITION_ILLEGAL");
        world.refused("supplier", &change(Change::Retire { id: id.clone() }), "TRANSITION_ILLEGAL");
        world.refused("regulator", &suspend(&id), "TRANSITION_ILLEGAL");
    }
    let unknown = world.thing("nobody");
    world.refused("regulator", &suspend(&unknown), "SUBJECT_UNKNOWN");
    let enrol = Change::Enrol { subjects: vec![unknown] };
    world.refused("supplier", &ExecuteMsg::ProposeChange { change: enrol }, "OPERATION_NOT_DEFINED");
}

/// Y-9.2c
#[test]
fn a_thing_changes_hands_only_if_both_owners_want_it() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let (supplier, demander) = (world.party("supplier"), world.party("demander"));
    world.refused("demander", &accept(&id), "TRANSITION_ILLEGAL");
    world.refused("demander", &offer(&id, Some(demander.clone())), "NOT_OWNER");
    world.refused("supplier", &offer(&id, Some(supplier.clone())), "TRANSITION_ILLEGAL");
    let nobody = world.party("nobody");
    world.refused("supplier", &offer(&id, Some(nobody)), "SUBJECT_UNKNOWN");
    world.refused("supplier", &offer(&supplier, Some(demander.clone())), "TRANSITION_ILLEGAL");
    world.send("supplier", &offer(&id, Some(demander.clone())));
    world.refused("provider", &accept(&id), "TRANSITION_ILLEGAL");
    world.send("supplier", &offer(&id, None));
    world.refused("demander", &accept(&id), "TRANSITION_ILLEGAL");
    world.send("supplier", &offer(&id, Some(demander.clone())));
    world.send("demander", &accept(&id));
    assert_eq!(world.subject(&id).owner, Some(demander.clone()));
    world.refused("supplier", &ExecuteMsg::Retire { id: id.clone() }, "NOT_OWNER");
    let things = |owner: &str| -> Vec<String> {
        world.ask(&QueryMsg::Things { owner: owner.into(), start_after: None, limit: None })
    };
    assert_eq!((things(&supplier), things(&demander)), (vec![], vec![id]));
}

/// Y-7.1.3b
#[test]
fn after_rotation_and_retirement_a_past_height_still_shows_the_key_of_its_time() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let (owner, first) = (world.party("supplier"), world.height());
    let mut rotated_at = vec![];
    for number in 2..=9u32 {
        world.wait(10);
        let key = world.key(&id, &owner, &format!("key-{number}"), &Signer::p256(number));
        world.send("supplier", &ExecuteMsg::RotateKey { id: id.clone(), key });
        rotated_at.push(world.height());
    }
    world.send("supplier", &ExecuteMsg::Retire { id: id.clone() });
    let names_at = |height: u64| -> Vec<String> {
        let keys: Vec<KeyResponse> = world.ask(&QueryMsg::KeyAt { id: id.clone(), height });
        keys.into_iter().map(|key| key.name).collect()
    };
    assert!(names_at(10).is_empty());
    assert_eq!(names_at(first), ["key-1"]);
    for (index, at) in rotated_at.iter().enumerate() {
        let (old, new) = (format!("key-{}", index + 1), format!("key-{}", index + 2));
        assert_eq!(names_at(at - 1), [old.as_str()]);
        assert_eq!(names_at(*at), [old.as_str(), new.as_str()], "in the block of the rotation either may have signed");
        assert_eq!(names_at(at + 1), [new.as_str()]);
    }
    let subject = world.subject(&id);
    assert_eq!((subject.keys.len(), subject.status), (5, Status::Retired));
    assert_eq!(subject.current_key().expect("key").name, "key-9");
    assert_eq!(subject.owner, Some(owner), "old events still resolve to the party");
}

/// Y-7.1.3b
#[test]
fn a_rotated_key_signs_nothing_more_and_never_comes_back() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    let owner = world.party("supplier");
    let rotate = |world: &World, name: &str, signer: &Signer| {
        let key = world.key(&id, &owner, name, signer);
        ExecuteMsg::RotateKey { id: id.clone(), key }
    };
    let foreign = rotate(&world, "key-2", &Signer::secp256k1(2));
    world.refused("demander", &foreign, "NOT_OWNER");
    let same_name = rotate(&world, "key-1", &Signer::ed25519(2));
    world.refused("supplier", &same_name, "EXISTS");
    let ExecuteMsg::RotateKey { key: mut unproved, .. } = rotate(&world, "key-2", &Signer::ed25519(2)) else {
        panic!()
    };
    unproved.proof = rotate_proof_of(&world, &id, &owner);
    world.refused("supplier", &ExecuteMsg::RotateKey { id: id.clone(), key: unproved }, "SIGNATURE_INVALID");
    let sent = world.send("supplier", &foreign);
    assert!(has_event(&sent, "key_rotated", "note", "key-2"));
    assert_eq!(world.subject(&id).current_key().expect("key").public_key, Signer::secp256k1(2).public_key());
    let back = rotate(&world, "key-3", &Signer::ed25519(1));
    world.refused("supplier", &back, "KEY_TAKEN");
}

/// The old key signs for the new one: not what counts.
fn rotate_proof_of(world: &World, id: &str, owner: &str) -> cosmwasm_std::Binary {
    world.key(id, owner, "key-2", &Signer::ed25519(1)).proof
}

/// Y-9.2c, Y-7.1.3b
#[test]
fn history_keeps_who_did_what_when_and_by_which_vote() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    world.send("regulator", &suspend(&id));
    let at = (world.height(), world.app.block_info().time.nanos());
    world.decide(Change::Resume { id: id.clone() });
    let entries = history(&world, &id);
    let (proposed, enrolled, suspended, resumed) = (&entries[0], &entries[1], &entries[2], &entries[3]);
    assert_eq!((proposed.what, proposed.by.clone()), (Happening::Proposed, Some(world.party("supplier"))));
    assert_eq!((enrolled.what, enrolled.proposal), (Happening::Enrolled, Some(1)));
    assert_eq!(world.proposal(1).ballots.len(), 3);
    assert_eq!((suspended.by.clone(), suspended.note.as_str()), (Some(world.party("regulator")), "meter opened"));
    assert_eq!((suspended.height, suspended.time_ns.u64()), at);
    assert_eq!((resumed.proposal, resumed.status), (Some(2), Status::Active));
    assert_eq!(entries.iter().map(|entry| entry.version).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let page: Vec<HistoryEntry> =
        world.ask(&QueryMsg::History { id: id.clone(), start_after: Some(1), limit: Some(2) });
    assert_eq!(page.iter().map(|entry| entry.number).collect::<Vec<_>>(), [2, 3]);
}

/// Y-7.1.3b
#[test]
fn a_retired_id_stays_taken_and_its_key_with_it() {
    let mut world = World::new("zone-a");
    let id = world.enrol_device("supplier", "meter", &Signer::ed25519(1));
    world.send("supplier", &ExecuteMsg::Retire { id: id.clone() });
    let again = world.device("supplier", "meter", &Signer::ed25519(2));
    world.refused("supplier", &ExecuteMsg::Propose { subjects: vec![again] }, "EXISTS");
    let key = world.device("demander", "meter-2", &Signer::ed25519(1));
    world.refused("demander", &ExecuteMsg::Propose { subjects: vec![key] }, "KEY_TAKEN");
    world.refused("supplier", &ExecuteMsg::Retire { id }, "TRANSITION_ILLEGAL");
}

/// A voter that leaves takes its seat along; two are the fewest that decide.
#[test]
fn who_retires_votes_no_more_and_the_last_voter_decides_nothing() {
    let mut world = World::new("zone-a");
    for leaving in ["supplier", "demander", "provider"] {
        let id = world.party(leaving);
        world.send(leaving, &ExecuteMsg::Retire { id: id.clone() });
        assert!(!world.ask::<Vec<String>>(&QueryMsg::Voters {}).contains(&id));
    }
    let id = world.party("regulator");
    let number = world.propose_change("regulator", Change::Suspend { id: id.clone() });
    world.vote("regulator", number, true);
    assert_eq!((world.proposal(number).outcome, world.status(&id)), (Outcome::Failed, Status::Active));
}

/// Y-9.1-4a
#[test]
fn each_use_of_an_auditors_scope_is_recorded_and_nobody_elses() {
    let mut world = World::new("zone-a");
    let audit = |what: &str| ExecuteMsg::RecordAudit { what: what.into() };
    world.refused("supplier", &audit("prices of others"), "SCOPE_MISSING");
    world.refused("regulator", &audit(""), "LIMIT_EXCEEDED");
    world.refused("regulator", &audit(&"x".repeat(257)), "LIMIT_EXCEEDED");
    for what in ["prices of May", "prices of June"] {
        assert!(has_event(&world.send("regulator", &audit(what)), "audited", "what", what));
    }
    let audits: Vec<AuditEntry> = world.ask(&QueryMsg::Audits { start_after: Some(1), limit: None });
    assert_eq!(audits.len(), 1);
    assert_eq!((audits[0].number, audits[0].party.clone()), (2, world.party("regulator")));
    assert_eq!((audits[0].what.as_str(), audits[0].height), ("prices of June", world.height()));
}

#[test]
fn funds_are_sent_back() {
    let mut world = World::new("zone-a");
    let id = world.party("supplier");
    let (sender, contract) = (world.account("rich"), world.identity.clone());
    let mint =
        cw_multi_test::BankSudo::Mint { to_address: sender.to_string(), amount: cosmwasm_std::coins(5, "ustake") };
    world.app.sudo(mint.into()).expect("minted");
    use cw_multi_test::Executor;
    let funds = cosmwasm_std::coins(5, "ustake");
    let sent = world.app.execute_contract(sender, contract, &ExecuteMsg::Retire { id }, &funds);
    assert!(format!("{:#}", sent.expect_err("refused")).contains("OPERATION_NOT_DEFINED"));
}
