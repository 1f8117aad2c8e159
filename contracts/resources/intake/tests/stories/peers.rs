//! Checkers: the pool, the draw, hidden verdicts, and the money.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::ServiceCode;
use causeway_services::identity::Form;
use causeway_services::intake::BatchState;
use cosmwasm_std::HexBinary;

const SALT: [u8; 16] = [7; 16];

fn draw() -> ExecuteMsg {
    ExecuteMsg::Draw { batch: batch_id("1-4") }
}

fn settle() -> ExecuteMsg {
    ExecuteMsg::Settle { batch: batch_id("1-4") }
}

/// A world with all six checkers in the pool, and a batch that passed the automatic checks.
fn checked(checkers: u32) -> World {
    let mut world = World::opened(checkers);
    for number in 1..=6 {
        world.call(&format!("c{number}"), &ExecuteMsg::JoinCheckers {}).unwrap();
    }
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    world.report("1-4", 1, &[]).unwrap();
    world.blocks(1);
    world
}

/// The accounts of those who were drawn, in order.
fn drawn(world: &World) -> Vec<String> {
    let peers = world.verdicts("1-4").peers;
    peers.iter().map(|peer| peer.party.replace(&party_id("checker-"), "c")).collect()
}

fn checking(checkers: u32) -> (World, Vec<String>) {
    let mut world = checked(checkers);
    world.call("stranger", &draw()).unwrap();
    let who = drawn(&world);
    (world, who)
}

fn digest(name: &str) -> HexBinary {
    HexBinary::from(&sha256(name.as_bytes()))
}

/// The hash that hides the verdict of the checker behind this account.
fn hidden(world: &World, name: &str, pass: bool, attempt: u32) -> HexBinary {
    let text = [
        "Causeway v1: verdict",
        CHAIN,
        world.intake.as_str(),
        &batch_id("1-4"),
        &attempt.to_string(),
        &party_id(&name.replace('c', "checker-")),
        if pass { "pass" } else { "fail" },
        &digest(name).to_hex(),
        &HexBinary::from(&SALT).to_hex(),
    ]
    .join("\n");
    HexBinary::from(&sha256(text.as_bytes()))
}

fn commit(world: &mut World, name: &str, hash: HexBinary) -> Outcome {
    world.call(name, &ExecuteMsg::CommitVerdict { batch: batch_id("1-4"), hash })
}

fn hide(world: &mut World, name: &str, pass: bool) -> Outcome {
    let hash = hidden(world, name, pass, 1);
    commit(world, name, hash)
}

fn show(world: &mut World, name: &str, pass: bool) -> Outcome {
    let salt = HexBinary::from(&SALT);
    world.call(name, &ExecuteMsg::RevealVerdict { batch: batch_id("1-4"), pass, digest: digest(name), salt })
}

#[test]
fn the_pool_has_each_party_once_and_no_gaps() {
    let mut world = World::opened(0);
    refused(world.call("alice", &ExecuteMsg::JoinCheckers {}), ServiceCode::ScopeMissing);
    refused(world.call("c1", &ExecuteMsg::LeaveCheckers {}), Code::Absent);
    for name in ["c1", "c2", "c3"] {
        world.call(name, &ExecuteMsg::JoinCheckers {}).unwrap();
    }
    refused(world.call("c2", &ExecuteMsg::JoinCheckers {}), Code::Exists);
    let pool = |world: &World| {
        let found: CheckersResponse = world.ask(&QueryMsg::Checkers { start_after: None, limit: None });
        found.checkers.into_iter().map(|one| (one.seat, one.party)).collect::<Vec<_>>()
    };
    world.call("c1", &ExecuteMsg::LeaveCheckers {}).unwrap();
    assert_eq!(pool(&world), vec![(0, party_id("checker-3")), (1, party_id("checker-2"))]);
    for name in ["c2", "c3"] {
        world.call(name, &ExecuteMsg::LeaveCheckers {}).unwrap();
    }
    assert_eq!(pool(&world), vec![]);
    world.call("c1", &ExecuteMsg::JoinCheckers {}).unwrap();
    assert_eq!(pool(&world), vec![(0, party_id("checker-1"))]);
}

#[test]
fn the_draw_waits_for_the_block_after_the_report_and_happens_once() {
    let mut world = World::opened(3);
    for number in 1..=6 {
        world.call(&format!("c{number}"), &ExecuteMsg::JoinCheckers {}).unwrap();
    }
    refused(world.call("c1", &draw()), ServiceCode::BatchUnknown);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    refused(world.call("c1", &draw()), ServiceCode::PhaseEarly);
    world.report("1-4", 1, &[]).unwrap();
    refused(world.call("c1", &draw()), ServiceCode::PhaseEarly);
    world.blocks(1);
    let done = world.call("c1", &draw()).unwrap();
    let facts = event(&done, "intake_drawn");
    assert_eq!(facts.iter().filter(|(key, _)| *key == "party").count(), 3);
    refused(world.call("c1", &draw()), ServiceCode::PhaseOver);
}

/// Y-9.4b
#[test]
fn distinct_parties_are_drawn_and_never_the_submitters_owner_or_one_out_of_office() {
    let mut seen = std::collections::BTreeSet::new();
    for block in 1..40 {
        let mut world = checked(3);
        world.party("alice", "city", &["supply", "check"]);
        world.call("alice", &ExecuteMsg::JoinCheckers {}).unwrap();
        world.suspend(&party_id("checker-6"), Form::Organisation, None);
        world.blocks(block % 20);
        world.call("stranger", &draw()).unwrap();
        let peers: Vec<String> = world.verdicts("1-4").peers.into_iter().map(|peer| peer.party).collect();
        let distinct: std::collections::BTreeSet<_> = peers.iter().cloned().collect();
        assert_eq!(distinct.len(), 3);
        assert!(!distinct.contains(&party_id("city")) && !distinct.contains(&party_id("checker-6")));
        seen.extend(distinct);
    }
    assert_eq!(seen.len(), 5, "each of the others is drawn at some height: {seen:?}");
}

#[test]
fn a_pool_that_is_just_large_enough_is_always_enough() {
    for height in 0..10 {
        let mut world = World::opened(3);
        world.party("alice", "city", &["supply", "check"]);
        for name in ["alice", "c1", "c2", "c3"] {
            world.call(name, &ExecuteMsg::JoinCheckers {}).unwrap();
        }
        let rows = world.rows(1, 4, 1, "rows");
        world.submit(rows).unwrap();
        world.report("1-4", 1, &[]).unwrap();
        world.blocks(1 + height);
        world.call("stranger", &draw()).unwrap();
    }
}

#[test]
fn a_pool_that_is_too_small_ends_the_attempt_after_the_wait_and_the_funds_go_back() {
    let mut world = checked(3);
    for number in 3..=6 {
        world.call(&format!("c{number}"), &ExecuteMsg::LeaveCheckers {}).unwrap();
    }
    refused(world.call("stranger", &draw()), ServiceCode::CheckersShort);
    refused(world.call("stranger", &settle()), ServiceCode::PhaseEarly);
    world.blocks(WAIT_BLOCKS);
    let done = world.call("stranger", &settle()).unwrap();
    assert!(event(&done, "intake_settled").contains(&("code", "1115")));
    assert_eq!((world.state("1-4"), world.escrow(), world.purse("alice")), (BatchState::Failed, 0, 1_000_000));
}

/// Y-9.4b
#[test]
fn a_verdict_is_hidden_first_and_shown_when_nobody_can_commit_any_more() {
    let (mut world, who) = checking(3);
    refused(show(&mut world, &who[0], true), ServiceCode::PhaseEarly);
    let done = hide(&mut world, &who[0], true).unwrap();
    assert!(event(&done, "intake_committed").iter().any(|(key, _)| *key == "party"));
    refused(hide(&mut world, &who[0], false), Code::Exists);
    refused(show(&mut world, &who[0], true), ServiceCode::PhaseEarly);
    let short = HexBinary::from(&[1; 31]);
    refused(commit(&mut world, &who[1], short), Code::Malformed);
    world.blocks(COMMIT_BLOCKS);
    refused(show(&mut world, &who[0], true), ServiceCode::PhaseEarly);
    hide(&mut world, &who[1], true).unwrap();
    world.blocks(1);
    refused(hide(&mut world, &who[2], true), ServiceCode::PhaseOver);
    let done = show(&mut world, &who[0], true).unwrap();
    assert!(event(&done, "intake_revealed").contains(&("verdict", "pass")));
    refused(show(&mut world, &who[0], true), Code::Exists);
    world.blocks(REVEAL_BLOCKS - 1);
    refused(world.call("stranger", &settle()), ServiceCode::PhaseEarly);
    world.blocks(1);
    refused(show(&mut world, &who[1], true), ServiceCode::PhaseOver);
    world.call("stranger", &settle()).unwrap();
    refused(show(&mut world, &who[1], true), ServiceCode::PhaseOver);
    refused(hide(&mut world, &who[2], true), ServiceCode::PhaseOver);
}

/// Y-9.4b
#[test]
fn only_the_drawn_give_verdicts_and_only_the_ones_that_they_hid() {
    let (mut world, who) = checking(3);
    let outsider = (1..=6).map(|number| format!("c{number}")).find(|name| !who.contains(name)).unwrap();
    refused(hide(&mut world, &outsider, true), ServiceCode::NotDrawn);
    refused(hide(&mut world, "alice", true), ServiceCode::ScopeMissing);
    hide(&mut world, &who[0], true).unwrap();
    let copied = hidden(&world, &who[0], true, 1);
    commit(&mut world, &who[1], copied).unwrap();
    let of_another_attempt = hidden(&world, &who[2], true, 2);
    commit(&mut world, &who[2], of_another_attempt).unwrap();
    refused(show(&mut world, &who[0], false), ServiceCode::CommitmentMismatch);
    for (pass, salt, digest, code) in [
        (true, vec![8; 16], digest(&who[0]), ServiceCode::CommitmentMismatch.into()),
        (true, SALT.to_vec(), digest("other findings"), ServiceCode::CommitmentMismatch.into()),
        (true, vec![7; 15], digest(&who[0]), causeway_resource_kit::Reason::from(Code::Malformed)),
        (true, vec![7; 65], digest(&who[0]), Code::Malformed.into()),
        (true, SALT.to_vec(), HexBinary::from(&[0; 31]), Code::Malformed.into()),
    ] {
        let msg = ExecuteMsg::RevealVerdict { batch: batch_id("1-4"), pass, digest, salt: salt.into() };
        refused(world.call(&who[0], &msg), code);
    }
    // Also with every word of the one that it was copied from.
    let msg = ExecuteMsg::RevealVerdict {
        batch: batch_id("1-4"),
        pass: true,
        digest: digest(&who[0]),
        salt: HexBinary::from(&SALT),
    };
    refused(world.call(&who[1], &msg), ServiceCode::CommitmentMismatch);
    refused(show(&mut world, &who[1], true), ServiceCode::CommitmentMismatch);
    refused(show(&mut world, &who[2], true), ServiceCode::CommitmentMismatch);
    show(&mut world, &who[0], true).unwrap();
    world.blocks(COMMIT_BLOCKS + REVEAL_BLOCKS + 1);
    world.call("stranger", &settle()).unwrap();
    let paid: Vec<u128> = world.verdicts("1-4").peers.iter().map(|peer| peer.paid.u128()).collect();
    assert_eq!(paid, vec![REWARD, 0, 0]);
    assert_eq!(world.escrow(), 0);
}

#[test]
fn a_checker_without_commitment_reveals_nothing() {
    let (mut world, who) = checking(3);
    world.blocks(COMMIT_BLOCKS + 1);
    refused(show(&mut world, &who[0], true), ServiceCode::CommitmentMismatch);
}

#[test]
fn a_checker_that_is_suspended_after_the_draw_says_nothing_more() {
    let (mut world, who) = checking(3);
    world.party(&who[0], &who[0].replace('c', "checker-"), &[]);
    refused(hide(&mut world, &who[0], true), ServiceCode::ScopeMissing);
}

/// Y-8.3.3d, Y-9.4b
#[test]
fn rewards_paid_and_funds_returned_are_the_funds_whatever_up_to_five_checkers_say() {
    for checkers in 1..=5 {
        for passes in 0..=checkers {
            for fails in 0..=(checkers - passes) {
                divide(checkers, passes as usize, fails as usize);
            }
        }
    }
}

fn divide(checkers: u32, passes: usize, fails: usize) {
    let (mut world, who) = checking(checkers);
    let purses = |world: &World| who.iter().map(|name| world.purse(name)).collect::<Vec<_>>();
    let (before, funded) = (purses(&world), REWARD * u128::from(checkers));
    assert_eq!(world.escrow(), funded);
    let says = |place: usize| place < passes;
    for (place, name) in who.iter().enumerate().take(passes + fails) {
        hide(&mut world, name, says(place)).unwrap();
    }
    world.blocks(COMMIT_BLOCKS + 1);
    for (place, name) in who.iter().enumerate().take(passes + fails) {
        show(&mut world, name, says(place)).unwrap();
    }
    world.blocks(REVEAL_BLOCKS);
    let done = world.call("stranger", &settle()).unwrap();
    if passes + fails == 0 {
        assert!(!event(&done, "intake_draw_repeated").is_empty());
        assert_eq!(world.escrow(), funded);
        return;
    }
    let passed = passes > fails;
    let expected = if passed { BatchState::Validated } else { BatchState::Failed };
    assert_eq!(world.state("1-4"), expected);
    for (place, (before, after)) in before.iter().zip(purses(&world)).enumerate() {
        let wins = place < passes + fails && says(place) == passed;
        assert_eq!(after - before, if wins { REWARD } else { 0 }, "{checkers} {passes} {fails} {place}");
    }
    let paid = REWARD * if passed { passes } else { fails } as u128;
    assert_eq!((world.escrow(), world.purse("alice")), (0, 1_000_000 - paid));
    let outcome = world.verdicts("1-4").outcome.unwrap();
    assert_eq!((outcome.paid.u128(), outcome.returned.u128()), (paid, funded - paid));
    refused(world.call(&who[0], &settle()), ServiceCode::AlreadyPaid);
}

/// Y-6.1-6b
#[test]
fn every_reward_has_an_event_and_a_batch_settles_as_soon_as_all_have_spoken() {
    let (mut world, who) = checking(3);
    for name in &who {
        hide(&mut world, name, true).unwrap();
    }
    for name in &who {
        show(&mut world, name, true).unwrap();
    }
    let done = world.call("stranger", &settle()).unwrap();
    assert!(event(&done, "intake_settled").contains(&("paid", "30")));
    let paid: Vec<_> = done.events.iter().filter(|event| event.ty == "wasm-intake_paid").collect();
    assert_eq!(paid.len(), 3);
    for name in &who {
        let account = world.account(name).into_string();
        assert!(paid
            .iter()
            .any(|event| event.attributes.iter().any(|one| one.key == "account" && one.value == account)));
    }
}

#[test]
fn silence_is_drawn_for_once_more_and_then_fails_with_all_funds_back() {
    let (mut world, who) = checking(2);
    hide(&mut world, &who[0], true).unwrap();
    world.blocks(COMMIT_BLOCKS + REVEAL_BLOCKS + 1);
    world.call("stranger", &settle()).unwrap();
    assert_eq!((world.state("1-4"), world.escrow()), (BatchState::Checking, 2 * REWARD));
    assert_eq!(drawn(&world), Vec::<String>::new());
    assert_eq!(world.verdicts("1-4").silent.iter().filter(|peer| peer.commitment.is_some()).count(), 1);
    refused(world.call("stranger", &draw()), ServiceCode::PhaseEarly);
    world.blocks(1);
    world.call("stranger", &draw()).unwrap();
    assert_eq!(world.verdicts("1-4").rounds, 2);
    world.blocks(COMMIT_BLOCKS + REVEAL_BLOCKS + 1);
    let done = world.call("stranger", &settle()).unwrap();
    assert!(event(&done, "intake_settled").contains(&("code", "1115")));
    assert_eq!((world.state("1-4"), world.escrow(), world.purse("alice")), (BatchState::Failed, 0, 1_000_000));
}

#[test]
fn a_batch_that_the_checkers_failed_is_corrected_and_checked_anew() {
    let (mut world, who) = checking(1);
    hide(&mut world, &who[0], false).unwrap();
    show(&mut world, &who[0], false).unwrap();
    world.call("stranger", &settle()).unwrap();
    let rows = world.rows(1, 4, 2, "corrected");
    world.submit(rows).unwrap();
    assert_eq!((world.state("1-4"), world.escrow()), (BatchState::Submitted, REWARD));
    world.report("1-4", 2, &[]).unwrap();
    world.blocks(1);
    world.call("stranger", &draw()).unwrap();
    let again = drawn(&world)[0].clone();
    let hash = hidden(&world, &again, true, 2);
    commit(&mut world, &again, hash).unwrap();
    show(&mut world, &again, true).unwrap();
    world.call("stranger", &settle()).unwrap();
    let chain = world.ask::<AttemptsResponse>(&QueryMsg::Attempts { id: batch_id("1-4") }).attempts;
    let told: Vec<_> = chain.iter().map(|one| (one.state, one.peers[0].verdict.as_ref().unwrap().pass)).collect();
    assert_eq!(told, vec![(BatchState::Failed, false), (BatchState::Validated, true)]);
}
