//! Stories of subjects that come in.

mod common;

use causeway_identity::limits::{PROPOSAL_BLOCKS, SUBJECTS_MAX};
use causeway_identity::msg::{Change, ExecuteMsg, NewSubject, Outcome, QueryMsg, Role};
use causeway_services::identity::{Form, PartyResponse, Status};
use common::{has_event, party, role, thing, Signer, World, FOUNDERS};

fn organisation(world: &World, name: &str, role: &str) -> NewSubject {
    NewSubject { id: world.party(name), form: Form::Organisation, roles: vec![role.into()], key: None }
}

fn propose(subjects: Vec<NewSubject>) -> ExecuteMsg {
    ExecuteMsg::Propose { subjects }
}

fn acting(world: &World, name: &str) -> Option<PartyResponse> {
    world.ask(&QueryMsg::Party { account: world.account(name).into() })
}

/// Y-7.1.3a
#[test]
fn a_party_becomes_active_by_more_than_half_of_the_voters_and_a_regulator() {
    let mut world = World::new("zone-a");
    let number = world.propose("bakery", vec![organisation(&world, "bakery", "supplier")]);
    for (voter, status) in [("supplier", Status::Proposed), ("demander", Status::Proposed)] {
        world.vote(voter, number, true);
        assert_eq!(world.status(&world.party("bakery")), status);
    }
    world.vote("provider", number, true);
    assert_eq!(world.status(&world.party("bakery")), Status::Proposed, "three of four, and no regulator");
    let response = world.vote("regulator", number, true);
    assert_eq!(world.status(&world.party("bakery")), Status::Active);
    assert!(has_event(&response, "enrolled", "subject", &world.party("bakery")));
    assert_eq!(acting(&world, "bakery").expect("bound").scopes, ["check", "supply", "vote"]);
}

/// Y-7.1.3a
#[test]
fn no_single_key_approves_or_revokes_and_the_admins_least_of_all() {
    let mut world = World::new("zone-a");
    let number = world.propose("bakery", vec![organisation(&world, "bakery", "supplier")]);
    world.vote("regulator", number, true);
    assert_eq!(world.proposal(number).outcome, Outcome::Open);
    let vote = ExecuteMsg::Vote { proposal: number, approve: true };
    world.refused("regulator", &vote, "VOTE_REPEATED");
    world.refused("admin", &vote, "SUBJECT_UNKNOWN");
    world.refused("gate", &vote, "SUBJECT_UNKNOWN");
    let id = world.party("supplier");
    for msg in [
        ExecuteMsg::Suspend { id: id.clone(), reason: "no".into() },
        ExecuteMsg::Retire { id: id.clone() },
        ExecuteMsg::ProposeChange { change: Change::Suspend { id: id.clone() } },
        ExecuteMsg::RecordAudit { what: "all".into() },
    ] {
        world.refused("admin", &msg, "SUBJECT_UNKNOWN");
    }
    assert_eq!(world.status(&world.party("bakery")), Status::Proposed);
    assert_eq!(world.status(&id), Status::Active);
}

/// Y-9.2b
#[test]
fn what_is_proposed_acts_for_nobody_and_its_votes_are_visible() {
    let mut world = World::new("zone-a");
    let number = world.propose("bakery", vec![organisation(&world, "bakery", "supplier")]);
    let device = world.device("bakery", "oven", &Signer::ed25519(1));
    world.refused("bakery", &propose(vec![device]), "SUBJECT_INACTIVE");
    world.vote("demander", number, false);
    let proposal = world.proposal(number);
    assert_eq!((proposal.by, proposal.outcome), (world.party("bakery"), Outcome::Open));
    let (voter, at) = (world.party("demander"), world.height());
    let seen: Vec<_> = proposal.ballots.iter().map(|one| (one.party.clone(), one.approve, one.height)).collect();
    assert_eq!(seen, [(voter, false, at)]);
}

/// Y-9.2b
#[test]
fn a_proposal_that_cannot_pass_any_more_is_rejected_at_once_and_may_be_made_again() {
    let mut world = World::new("zone-a");
    let id = world.party("bakery");
    let number = world.propose("bakery", vec![organisation(&world, "bakery", "supplier")]);
    let response = world.vote("regulator", number, false);
    assert_eq!(world.proposal(number).outcome, Outcome::Failed, "the only regulator has refused");
    assert!(has_event(&response, "rejected", "subject", &id));
    assert_eq!(world.status(&id), Status::Rejected);
    world.refused("supplier", &ExecuteMsg::Vote { proposal: number, approve: true }, "QUORUM_MISSING");
    let again = world.propose("bakery", vec![organisation(&world, "bakery", "supplier")]);
    for voter in ["supplier", "demander"] {
        world.vote(voter, again, false);
    }
    assert_eq!(world.proposal(again).outcome, Outcome::Failed, "two of four cannot become more than half");
    assert_eq!(world.subject(&id).version, 4, "its history goes on");
}

#[test]
fn a_proposal_that_nobody_decides_lapses_and_holds_no_name_for_ever() {
    let mut world = World::new("zone-a");
    let id = world.party("bakery");
    let number = world.propose("squatter", vec![organisation(&world, "bakery", "supplier")]);
    world.refused("bakery", &propose(vec![organisation(&world, "bakery", "supplier")]), "EXISTS");
    world.wait(PROPOSAL_BLOCKS - 2);
    assert_eq!(
        (world.proposal(number).outcome, world.status(&id)),
        (Outcome::Open, Status::Proposed),
        "its last block"
    );
    world.wait(1);
    assert_eq!((world.proposal(number).outcome, world.status(&id)), (Outcome::Expired, Status::Rejected));
    world.refused("supplier", &ExecuteMsg::Vote { proposal: number, approve: true }, "QUORUM_MISSING");
    world.enrol_party("bakery", "supplier");
    assert_eq!(acting(&world, "bakery").expect("bound").id, id);
    assert_eq!(acting(&world, "squatter"), None);
}

/// Y-9.2a
#[test]
fn one_stakeholder_enrols_a_thousand_devices_in_ten_proposals_and_no_id_or_key_twice() {
    let mut world = World::new("zone-a");
    for lot in 0..10u32 {
        let subjects = (0..SUBJECTS_MAX as u32).map(|at| {
            let number = lot * SUBJECTS_MAX as u32 + at;
            world.device("supplier", &format!("meter-{number:04}"), &Signer::ed25519(number))
        });
        let subjects = subjects.collect();
        let number = world.propose("supplier", subjects);
        world.approve(number);
    }
    let (mut ids, owner) = (vec![], world.party("supplier"));
    loop {
        let start_after = ids.last().cloned();
        let page: Vec<String> = world.ask(&QueryMsg::Things { owner: owner.clone(), start_after, limit: None });
        if page.is_empty() {
            break;
        }
        ids.extend(page);
    }
    assert_eq!(ids.len(), 1_000);
    assert!(ids.iter().all(|id| world.status(id) == Status::Active));
    let same_id = world.device("demander", "meter-0007", &Signer::ed25519(5_000));
    world.refused("demander", &propose(vec![same_id]), "EXISTS");
    let same_key = world.device("demander", "meter-x", &Signer::ed25519(7));
    world.refused("demander", &propose(vec![same_key]), "KEY_TAKEN");
    let twice = world.device("demander", "meter-y", &Signer::ed25519(5_001));
    world.refused("demander", &propose(vec![twice.clone(), twice]), "EXISTS");
}

/// Y-9.2a
#[test]
fn more_subjects_than_a_proposal_holds_or_none_are_refused() {
    let mut world = World::new("zone-a");
    let device = world.device("supplier", "meter", &Signer::ed25519(1));
    world.refused("supplier", &propose(vec![device; SUBJECTS_MAX + 1]), "LIMIT_EXCEEDED");
    world.refused("supplier", &propose(vec![]), "LIMIT_EXCEEDED");
}

/// Y-3.1.16, Y-3.1.12, Y-9.2d, Y-8.4.1b
#[test]
fn devices_virtual_things_stores_and_platforms_come_in_by_the_same_rules() {
    let mut world = World::new("zone-a");
    let owner = world.party("provider");
    let subjects = vec![
        world.new_thing(Form::Device, &owner, "pump", &Signer::p256(1)),
        world.new_thing(Form::Virtual, &owner, "twin", &Signer::secp256k1(2)),
        world.new_thing(Form::Store, &owner, "vault", &Signer::ed25519(3)),
        NewSubject { id: "did:causeway:platform:zone-a:north".into(), form: Form::Platform, roles: vec![], key: None },
    ];
    let ids: Vec<String> = subjects.iter().map(|subject| subject.id.clone()).collect();
    let number = world.propose("provider", subjects);
    assert!(ids.iter().all(|id| world.status(id) == Status::Proposed));
    world.approve(number);
    for id in &ids {
        assert_eq!(world.status(id), Status::Active);
        assert_eq!(world.subject(id).owner.as_deref(), Some(owner.as_str()));
    }
    let elsewhere = NewSubject { id: ids[3].clone(), form: Form::Device, roles: vec![], key: None };
    world.refused("provider", &propose(vec![elsewhere]), "ID_MALFORMED");
}

/// Y-3.1.8, Y-9.1-1a
#[test]
fn a_thing_has_an_enrolled_owner_who_proposed_it() {
    let mut world = World::new("zone-a");
    let device = world.device("stranger", "meter", &Signer::ed25519(1));
    world.refused("stranger", &propose(vec![device]), "SUBJECT_UNKNOWN");
    let seen = world.device("supplier", "meter", &Signer::ed25519(1));
    world.refused("demander", &propose(vec![seen.clone()]), "SIGNATURE_INVALID");
    world.send("supplier", &propose(vec![seen]));
}

/// Y-8.4.1b
#[test]
fn a_key_that_does_not_prove_itself_or_is_none_is_refused() {
    let mut world = World::new("zone-a");
    for signer in [Signer::ed25519(1), Signer::p256(1), Signer::secp256k1(1)] {
        let good = world.device("supplier", "meter", &signer);
        let mut forged = good.clone();
        let key = forged.key.as_mut().expect("key");
        let mut proof = key.proof.to_vec();
        proof[10] ^= 1;
        key.proof = proof.into();
        world.refused("supplier", &propose(vec![forged]), "SIGNATURE_INVALID");
        let mut renamed = good.clone();
        renamed.id = world.thing("other");
        world.refused("supplier", &propose(vec![renamed]), "SIGNATURE_INVALID");
        let mut short = good.clone();
        short.key.as_mut().expect("key").public_key = vec![2; 31].into();
        world.refused("supplier", &propose(vec![short]), "KEY_INVALID");
    }
    let mut none = world.device("supplier", "meter", &Signer::ed25519(1));
    none.key = None;
    world.refused("supplier", &propose(vec![none]), "KEY_INVALID");
}

/// Y-8.4.1b
#[test]
fn parties_and_regulators_prove_their_keys_as_devices_do() {
    let mut world = World::new("zone-a");
    let mut bakery = organisation(&world, "bakery", "supplier");
    let id = bakery.id.clone();
    bakery.key = Some(world.key(&id, &id, "office", &Signer::p256(1)));
    let number = world.propose("bakery", vec![bakery]);
    world.approve(number);
    assert_eq!(world.subject(&id).current_key().expect("key").public_key, Signer::p256(1).public_key());
    let id = world.party("regulator");
    for (name, signer) in [("seal-1", Signer::ed25519(2)), ("seal-2", Signer::secp256k1(2))] {
        let key = world.key(&id, &id, name, &signer);
        world.send("regulator", &ExecuteMsg::RotateKey { id: id.clone(), key });
        assert_eq!(world.subject(&id).current_key().expect("key").name, name);
    }
}

#[test]
fn ids_of_other_chains_and_roles_of_things_are_refused() {
    let mut world = World::new("zone-a");
    let mut foreign = organisation(&world, "bakery", "supplier");
    foreign.id = party("zone-b", "bakery");
    world.refused("bakery", &propose(vec![foreign]), "NOT_HOME");
    let mut device = world.device("supplier", "meter", &Signer::ed25519(1));
    device.id = thing("zone-b", "meter");
    world.refused("supplier", &propose(vec![device]), "NOT_HOME");
    let mut device = world.device("supplier", "meter", &Signer::ed25519(1));
    device.roles = vec!["regulator".into()];
    world.refused("supplier", &propose(vec![device]), "MALFORMED");
    let unknown = organisation(&world, "bakery", "wizard");
    world.refused("bakery", &propose(vec![unknown]), "ROLE_UNKNOWN");
    let taken = organisation(&world, "bakery", "demander");
    world.refused("supplier", &propose(vec![taken]), "KEY_TAKEN");
}

/// Y-8.1.1, Y-9.1-0
#[test]
fn every_class_proposes_and_votes_and_a_party_may_have_several_roles() {
    let mut world = World::new("zone-a");
    for (number, proposer) in FOUNDERS.into_iter().enumerate() {
        let id = world.enrol_device(proposer, &format!("thing-{proposer}"), &Signer::ed25519(number as u32));
        assert_eq!(world.status(&id), Status::Active);
        let change = Change::Retire { id };
        let proposal = world.propose_change(proposer, change);
        assert_eq!(world.proposal(proposal).outcome, Outcome::Open);
    }
    let id = world.party("demander");
    world.decide(Change::SetRoles { id, roles: vec!["demander".into(), "supplier".into()] });
    assert_eq!(acting(&world, "demander").expect("bound").scopes, ["check", "demand", "supply", "vote"]);
}

/// Y-9.1-5
#[test]
fn a_custom_role_is_added_by_vote_and_gives_no_more_than_its_scopes() {
    let mut world = World::new("zone-a");
    world.decide(Change::AddRole { role: role("insurer", &["audit"]) });
    let known: Vec<Role> = world.ask(&QueryMsg::Roles {});
    assert!(known.contains(&role("insurer", &["audit"])));
    world.enrol_party("mutual", "insurer");
    assert_eq!(acting(&world, "mutual").expect("bound").scopes, ["audit"]);
    world.send("mutual", &ExecuteMsg::RecordAudit { what: "losses of May".into() });
    let id = world.party("supplier");
    let number = world.propose_change("mutual", Change::Suspend { id: id.clone() });
    world.refused("mutual", &ExecuteMsg::Vote { proposal: number, approve: true }, "SCOPE_MISSING");
    world.refused("mutual", &ExecuteMsg::Suspend { id, reason: String::new() }, "SCOPE_MISSING");
    let propose = |role| ExecuteMsg::ProposeChange { change: Change::AddRole { role } };
    world.refused("mutual", &propose(role("insurer", &["vote"])), "EXISTS");
    world.refused("mutual", &propose(role("king", &["reign"])), "MALFORMED");
    world.refused("mutual", &propose(role("k ng", &["vote"])), "MALFORMED");
}

/// Y-7.1.3a
#[test]
fn a_deployment_begins_with_three_voters_a_regulator_and_one_that_is_none() {
    let begin = |founders: &[(&str, &str)]| World::try_new("zone-a", founders).map(|_| ()).unwrap_err();
    assert!(begin(&[("a", "supplier"), ("b", "regulator")]).contains("QUORUM_MISSING"));
    assert!(begin(&[("a", "supplier"), ("b", "demander"), ("c", "provider")]).contains("QUORUM_MISSING"));
    assert!(begin(&[("a", "regulator"), ("b", "regulator"), ("c", "regulator")]).contains("QUORUM_MISSING"));
    assert!(begin(&[("a", "supplier"), ("b", "regulator"), ("c", "other")]).contains("SCOPE_MISSING"));
    assert!(begin(&[("a", "supplier"), ("a", "regulator"), ("c", "provider")]).contains("EXISTS"));
}
