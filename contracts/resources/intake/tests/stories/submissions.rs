//! What a device submits, and what is refused.

use crate::world::*;
use causeway_intake::msg::*;
use causeway_proto::{sha256, Code};
use causeway_resource_kit::{Algorithm, ServiceCode};
use causeway_services::identity::{Form, SubjectResponse};
use causeway_services::intake::BatchState;
use cosmwasm_std::{coins, Binary, Coin, HexBinary, Uint64};
use p256::ecdsa::signature::Signer;

/// Y-9.3a, Y-6.1-6d
#[test]
fn a_signed_batch_is_recorded_with_its_fingerprint_and_both_times() {
    let mut world = World::opened(3);
    let rows = world.rows(1, 256, 1, "rows");
    world.seconds(7);
    let done = world.submit(rows.clone()).unwrap();
    let facts = event(&done, "intake_submitted");
    for fact in [("batch", batch_id("1-256")), ("device", device_id("meter")), ("stream", stream_id("air"))] {
        assert!(facts.contains(&(fact.0, &fact.1)), "{fact:?}");
    }
    let batch = world.batch("1-256");
    assert_eq!((batch.state, batch.count, batch.attempt), (BatchState::Submitted, 256, 1));
    assert_eq!((batch.root, batch.owner), (rows.root, party_id("city")));
    let attempt = world.verdicts("1-256");
    assert_eq!(attempt.sent_ns.u64(), START_NS);
    assert_eq!(attempt.submitted, Moment { height: 100, time_ns: Uint64::new(START_NS + 7_000_000_000) });
    assert_eq!(world.escrow(), 3 * REWARD);
}

/// Y-6.2.1b, Y-7.1.5d
#[test]
fn a_signature_of_another_key_or_over_another_word_is_refused() {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "rows");
    refused(world.submit(signed(rows.clone(), "clone")), ServiceCode::SignatureInvalid);
    let altered = [
        Submission { root: HexBinary::from(&sha256(b"other")), ..rows.clone() },
        Submission { last: Uint64::new(5), ..rows.clone() },
        Submission { sent_ns: Uint64::new(START_NS + 1), ..rows.clone() },
        Submission { signature: Binary::from([0; 64]), ..rows.clone() },
    ];
    for batch in altered {
        refused(world.submit(batch), ServiceCode::SignatureInvalid);
    }
    let short = Submission { signature: Binary::from([0; 63]), ..rows.clone() };
    refused(world.submit(short), Code::Malformed);
    refused(world.submit(Submission { root: HexBinary::from(&[1; 31]), ..rows.clone() }), Code::Malformed);
    world.submit(rows).unwrap();
}

#[test]
fn a_p256_device_signs_the_hash_of_the_text() {
    let mut world = World::opened(0);
    let signing = p256::ecdsa::SigningKey::from_slice(&sha256(b"p256 device")).unwrap();
    let mut key = public_key("meter", Algorithm::P256, 1);
    key.public_key = Binary::from(signing.verifying_key().to_encoded_point(true).as_bytes());
    world.tell(&StubExecute::Subject(subject(&device_id("meter"), Form::Device, Some("city"), vec![key])));
    let mut rows = world.rows(1, 4, 1, "rows");
    refused(world.submit(rows.clone()), ServiceCode::SignatureInvalid);
    let signature: p256::ecdsa::Signature = signing.sign(text(&rows).as_bytes());
    rows.signature = Binary::from(signature.normalize_s().unwrap_or(signature).to_bytes().as_slice());
    world.submit(rows).unwrap();
}

/// Y-6.2.1b
#[test]
fn a_revoked_device_or_owner_and_a_key_out_of_its_time_are_refused() {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "rows");
    world.suspend(&device_id("meter"), Form::Device, Some("city"));
    refused(world.submit(rows.clone()), ServiceCode::SubjectInactive);
    world.device("meter", "city");
    world.suspend(&party_id("city"), Form::Organisation, None);
    refused(world.submit(rows.clone()), ServiceCode::SubjectInactive);
    world.tell(&StubExecute::Subject(subject(&party_id("city"), Form::Organisation, None, vec![])));
    let meter = |world: &mut World, change: &dyn Fn(&mut SubjectResponse)| {
        let keys = vec![public_key("meter", Algorithm::Ed25519, 1)];
        let mut meter = subject(&device_id("meter"), Form::Device, Some("city"), keys);
        change(&mut meter);
        world.tell(&StubExecute::Subject(meter));
        world.submit(rows.clone())
    };
    refused(meter(&mut world, &|meter| meter.keys[0].until_height = Some(100)), ServiceCode::SignatureInvalid);
    refused(meter(&mut world, &|meter| meter.keys[0].since_height = 101), ServiceCode::SignatureInvalid);
    refused(meter(&mut world, &|meter| meter.form = Form::Store), ServiceCode::DeviceNotAllowed);
    refused(meter(&mut world, &|meter| meter.owner = Some(party_id("port"))), ServiceCode::DeviceNotAllowed);
    refused(meter(&mut world, &|meter| meter.home_chain_id = "zone-b".into()), ServiceCode::NotHome);
    let rotated = |meter: &mut SubjectResponse| {
        meter.keys[0].until_height = Some(101);
        meter.keys.push(public_key("next", Algorithm::Ed25519, 101));
    };
    meter(&mut world, &rotated).unwrap();
}

/// Y-6.1-6d
#[test]
fn a_claimed_time_outside_the_skew_is_refused_on_both_sides() {
    let mut world = World::opened(0);
    let skew_ns = SKEW_SEC * 1_000_000_000;
    let at = |world: &World, sent_ns| {
        signed(Submission { sent_ns: Uint64::new(sent_ns), ..world.rows(1, 4, 1, "rows") }, "meter")
    };
    for sent_ns in [START_NS + skew_ns + 1, START_NS - skew_ns - 1, 0, u64::MAX] {
        let batch = at(&world, sent_ns);
        refused(world.submit(batch), ServiceCode::ClockSkew);
    }
    let batch = at(&world, START_NS - skew_ns);
    world.submit(batch).unwrap();
}

/// Y-9.3b
#[test]
fn sequences_have_no_gaps_and_no_overlaps() {
    let mut world = World::opened(0);
    let refuse = |world: &mut World, first, last, code: ServiceCode| {
        let rows = world.rows(first, last, 1, "rows");
        refused(world.submit(rows), code);
    };
    refuse(&mut world, 2, 4, ServiceCode::SequenceGap);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows).unwrap();
    for (first, last) in [(1, 3), (1, 5), (2, 4), (4, 8)] {
        refuse(&mut world, first, last, ServiceCode::BatchConflict);
    }
    refuse(&mut world, 6, 8, ServiceCode::SequenceGap);
    let rows = world.rows(5, 5, 1, "rows");
    world.submit(rows).unwrap();
}

#[test]
fn ranges_are_bounded_and_run_forwards() {
    let mut world = World::opened(0);
    let cases = [
        (0, 4, Code::Malformed),
        (5, 4, Code::Malformed),
        (1, 1_025, Code::LimitExceeded),
        (1 << 63, 1 << 63, Code::LimitExceeded),
    ];
    for (first, last, code) in cases {
        let rows = world.rows(first, last, 1, "rows");
        refused(world.submit(rows), code);
    }
    let rows = world.rows(1, 1_024, 1, "rows");
    world.submit(rows).unwrap();
}

/// Y-9.3b
#[test]
fn an_identical_resend_succeeds_without_effect_and_other_content_for_the_same_entries_is_refused() {
    let mut world = World::opened(2);
    let rows = world.rows(1, 4, 1, "rows");
    world.submit(rows.clone()).unwrap();
    let (before, purse, escrow) = (world.app.dump_wasm_raw(&world.intake), world.purse("alice"), world.escrow());
    let done = world.submit(rows.clone()).unwrap();
    assert!(event(&done, "intake_repeated").contains(&("batch", &batch_id("1-4"))));
    assert_eq!(world.app.dump_wasm_raw(&world.intake), before);
    assert_eq!((world.purse("alice"), world.escrow()), (purse, escrow), "its funds went straight back");
    let other = world.rows(1, 4, 1, "other rows");
    refused(world.submit(other), ServiceCode::BatchConflict);
    let skipped = world.rows(1, 4, 2, "rows");
    refused(world.submit(skipped), ServiceCode::BatchConflict);
    let unknown = world.rows(5, 8, 2, "rows");
    refused(world.submit(unknown), ServiceCode::BatchUnknown);
}

/// Y-9.4g, Y-9.4h
#[test]
fn a_failed_batch_is_corrected_under_the_same_ids_and_the_whole_chain_stays_readable() {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "wrong");
    world.submit(rows).unwrap();
    let early = world.rows(1, 4, 2, "right");
    refused(world.submit(early), ServiceCode::BatchConflict);
    world.report("1-4", 1, &[(2, ServiceCode::RangeFailed as u32)]).unwrap();
    let later = world.rows(5, 6, 1, "later rows do not wait");
    world.submit(later).unwrap();
    for wrong in [1, 3] {
        let batch = world.rows(1, 4, wrong, "right");
        refused(world.submit(batch), ServiceCode::BatchConflict);
    }
    world.blocks(1);
    let right = world.rows(1, 4, 2, "right");
    world.submit(right.clone()).unwrap();
    world.report("1-4", 2, &[]).unwrap();
    assert_eq!((world.state("1-4"), world.batch("1-4").attempt), (BatchState::Validated, 2));
    let chain = world.ask::<AttemptsResponse>(&QueryMsg::Attempts { id: batch_id("1-4") }).attempts;
    let told: Vec<_> = chain.iter().map(|one| (one.attempt, one.state, one.submitted.height)).collect();
    assert_eq!(told, vec![(1, BatchState::Failed, 100), (2, BatchState::Validated, 101)]);
    assert_eq!(chain[0].report.as_ref().unwrap().failed[0].sequence.u64(), 2);
    assert_eq!((chain[1].root.clone(), chain[1].submitted.height), (right.root, 101));
    let third = world.rows(1, 4, 3, "more");
    refused(world.submit(third), ServiceCode::BatchConflict);
    let cursor = world.rows(7, 8, 1, "on it goes");
    world.submit(cursor).unwrap();
}

#[test]
fn what_the_chain_keeps_does_not_grow_with_the_entries_of_a_batch() {
    let sizes = [1, 1_024].map(|last| {
        let mut world = World::opened(0);
        let rows = world.rows(1, last, 1, "rows");
        world.submit(rows).unwrap();
        let kept = world.app.dump_wasm_raw(&world.intake);
        (kept.len(), kept.iter().map(|(_, value)| value.len()).sum::<usize>())
    });
    let digits = "1024".len() - "1".len();
    assert_eq!(sizes[0].0, sizes[1].0);
    assert!(sizes[1].1 - sizes[0].1 <= 8 * digits, "only the number of the last entry is longer: {sizes:?}");
}

#[test]
fn corrections_end_after_sixteen_attempts() {
    let mut world = World::opened(0);
    for attempt in 1..=16 {
        let rows = world.rows(1, 4, attempt, "rows");
        world.submit(rows).unwrap();
        world.report("1-4", attempt, &[(1, ServiceCode::SchemaFailed as u32)]).unwrap();
    }
    let rows = world.rows(1, 4, 17, "rows");
    refused(world.submit(rows), Code::LimitExceeded);
}

#[test]
fn the_funds_are_exactly_what_the_checkers_cost() {
    let mut world = World::opened(3);
    let rows = ExecuteMsg::Submit(world.rows(1, 4, 1, "rows"));
    let wrong = [
        vec![],
        coins(3 * REWARD - 1, DENOM),
        coins(3 * REWARD + 1, DENOM),
        coins(3 * REWARD, "uother"),
        vec![Coin::new(3 * REWARD, DENOM), Coin::new(1u128, "uother")],
    ];
    for funds in wrong {
        refused(world.paying("alice", &funds, &rows), ServiceCode::FundsMismatch);
    }
    world.paying("stranger", &coins(3 * REWARD, DENOM), &rows).unwrap();
}

#[test]
fn several_batches_are_taken_in_one_tx_or_none_of_them() {
    let mut world = World::opened(1);
    let many = |batches: Vec<Submission>| ExecuteMsg::SubmitMany { batches };
    let rows = |world: &World, count: u64| (1..=count).map(|at| world.rows(at, at, 1, "rows")).collect::<Vec<_>>();
    let with_gap = vec![world.rows(1, 1, 1, "rows"), world.rows(3, 3, 1, "rows")];
    refused(world.paying("alice", &coins(2 * REWARD, DENOM), &many(with_gap)), ServiceCode::SequenceGap);
    let (none, seventeen) = (vec![], rows(&world, 17));
    refused(world.call("alice", &many(none)), Code::LimitExceeded);
    refused(world.paying("alice", &coins(17 * REWARD, DENOM), &many(seventeen)), Code::LimitExceeded);
    let sixteen = many(rows(&world, 16));
    refused(world.paying("alice", &coins(15 * REWARD, DENOM), &sixteen), ServiceCode::FundsMismatch);
    world.paying("alice", &coins(16 * REWARD, DENOM), &sixteen).unwrap();
    assert_eq!((world.escrow(), world.state("16-16")), (16 * REWARD, BatchState::Submitted));
    let overlapping = many(vec![world.rows(16, 16, 1, "rows"), world.rows(17, 17, 1, "rows")]);
    world.paying("alice", &coins(2 * REWARD, DENOM), &overlapping).unwrap();
    assert_eq!(world.escrow(), 17 * REWARD, "the repeated one is not paid for twice");
}

#[test]
fn an_unknown_stream_and_foreign_or_overlong_names_are_refused() {
    let mut world = World::opened(0);
    let rows = world.rows(1, 4, 1, "rows");
    let with = |change: &dyn Fn(&mut Submission)| {
        let mut batch = rows.clone();
        change(&mut batch);
        signed(batch, "meter")
    };
    refused(world.submit(with(&|rows| rows.stream = stream_id("none"))), ServiceCode::StreamUnknown);
    refused(world.submit(with(&|rows| rows.stream = device_id("air"))), Code::IdMalformed);
    refused(world.submit(with(&|rows| rows.device = "did:causeway:thing:zone-b:meter".into())), Code::IdMalformed);
    refused(world.submit(with(&|rows| rows.device = device_id("a.b"))), Code::IdMalformed);
    refused(world.submit(with(&|rows| rows.device = device_id(&"m".repeat(60)))), Code::LimitExceeded);
    refused(world.submit(with(&|rows| rows.device = device_id("other"))), ServiceCode::DeviceNotAllowed);
}
