//! Stories of certificates: who issues them, what they are bound to, when they stop counting.

mod common;

use causeway_credentials::msg::{CredentialResponse, ExecuteMsg, QueryMsg, StatusListResponse};
use causeway_resource_kit::PrepareOutcome;
use causeway_services::credentials::{IssueBody, RevokeBody, ValidBody, ISSUE, REVOKE, VALID};
use causeway_services::identity::Status;
use common::{certificate, has_event, party, World, ASSET};

const SCOPE_MISSING: u32 = 1003;
const UNKNOWN: u32 = 1200;
const EXPIRED: u32 = 1201;
const REVOKED: u32 = 1202;
const UNBOUND: u32 = 1203;
const ISSUER_REVOKED: u32 = 1204;
const EXISTS: u32 = 402;
const VERSION_MISMATCH: u32 = 404;

fn revoke(id: &str) -> ExecuteMsg {
    ExecuteMsg::Revoke(RevokeBody { credential: id.into(), reason: 4 })
}

fn issue(body: &IssueBody) -> ExecuteMsg {
    ExecuteMsg::Issue(body.clone())
}

fn relies(id: &str, subject: &str) -> Vec<u8> {
    ValidBody { credential: id.into(), subject: subject.into() }.bytes().expect("body")
}

/// Y-9.1-4b
#[test]
fn only_regulators_issue_and_type_subject_term_and_status_are_readable() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    world.refused("supplier", &issue(&body), "SCOPE_MISSING");
    world.refused("stranger", &issue(&body), "SUBJECT_UNKNOWN");
    world.set("supplier", Status::Suspended, &["regulate"]);
    world.refused("supplier", &issue(&body), "SUBJECT_INACTIVE");
    let response = world.send("regulator", &issue(&body));
    assert!(has_event(&response, "issued", "certificate", "quality-0"));
    assert!(has_event(&response, "issued", "subject", ASSET));
    let found = world.credential("quality-0");
    let block = world.app.block_info();
    let expected = CredentialResponse {
        id: body.id,
        kind: body.kind,
        subject: body.subject,
        fingerprint: body.fingerprint,
        digest: body.digest,
        valid_from_ns: body.valid_from_ns,
        valid_until_ns: body.valid_until_ns,
        issuer: party("regulator"),
        index: 0,
        issued_height: block.height,
        issued_ns: block.time.nanos().into(),
        revoked: None,
    };
    assert_eq!(found, expected);
    assert_eq!(world.valid("quality-0", ASSET, Some([7; 32])), None);
}

/// Y-9.4d
#[test]
fn a_swapped_subject_or_fingerprint_breaks_the_binding() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    world.send("regulator", &issue(&body));
    assert_eq!(world.valid("quality-0", "did:causeway:asset:zone-a:water", None), Some(UNBOUND));
    assert_eq!(world.valid("quality-0", ASSET, Some([6; 32])), Some(UNBOUND));
    assert_eq!(world.valid("quality-9", ASSET, None), Some(UNKNOWN));
    let mut permission = certificate(&world, "permission-0", 1);
    permission.fingerprint = None;
    world.send("regulator", &issue(&permission));
    assert_eq!(world.valid("permission-0", ASSET, Some([7; 32])), Some(UNBOUND));
    let swapped = relies("quality-0", "did:causeway:asset:zone-a:water");
    assert_eq!(world.prepare("supplier", VALID, swapped, 1), PrepareOutcome::Refused { code: UNBOUND });
}

/// Y-9.1-4b
#[test]
fn before_its_term_and_after_it_a_certificate_does_not_count() {
    let mut world = World::new();
    let now = world.app.block_info().time.nanos();
    let mut body = certificate(&world, "quality-0", 0);
    body.valid_from_ns = (now + 100_000_000_000).into();
    body.valid_until_ns = (now + 200_000_000_000).into();
    world.send("regulator", &issue(&body));
    let rely = || relies("quality-0", ASSET);
    assert_eq!(world.valid("quality-0", ASSET, None), Some(EXPIRED));
    assert_eq!(world.prepare("supplier", VALID, rely(), 1), PrepareOutcome::Busy { code: EXPIRED });
    world.wait_until(now + 100_000_000_000);
    assert_eq!(world.valid("quality-0", ASSET, None), None);
    world.wait_until(now + 199_999_999_999);
    assert_eq!(world.valid("quality-0", ASSET, None), None);
    world.wait_until(now + 200_000_000_000);
    assert_eq!(world.valid("quality-0", ASSET, None), Some(EXPIRED));
    assert_eq!(world.prepare("supplier", VALID, rely(), 2), PrepareOutcome::Refused { code: EXPIRED });
}

/// Y-9.1-4b
#[test]
fn a_revoked_certificate_fails_at_once_and_says_by_whom_and_why() {
    let mut world = World::new();
    for index in 0..2 {
        let body = certificate(&world, &format!("quality-{index}"), index);
        world.send("regulator", &issue(&body));
    }
    world.refused("supplier", &revoke("quality-0"), "SCOPE_MISSING");
    world.refused("stranger", &revoke("quality-0"), "SUBJECT_UNKNOWN");
    world.refused("regulator", &revoke("quality-9"), "CREDENTIAL_UNKNOWN");
    let large = ExecuteMsg::Revoke(RevokeBody { credential: "quality-0".into(), reason: 10_000 });
    world.refused("regulator", &large, "LIMIT_EXCEEDED");
    let response = world.send("other-regulator", &revoke("quality-0"));
    assert!(has_event(&response, "revoked", "party", &party("other-regulator")));
    world.refused("regulator", &revoke("quality-0"), "CREDENTIAL_REVOKED");
    let revoked = world.credential("quality-0").revoked.expect("revoked");
    assert_eq!((revoked.by, revoked.reason), (party("other-regulator"), 4));
    assert_eq!(world.valid("quality-0", ASSET, None), Some(REVOKED));
    assert_eq!(world.valid("quality-1", ASSET, None), None);
    let outcome = world.prepare("supplier", VALID, relies("quality-0", ASSET), 1);
    assert_eq!(outcome, PrepareOutcome::Refused { code: REVOKED });
}

/// Y-9.1-4b
#[test]
fn an_issuer_out_of_office_vouches_for_nothing_and_may_still_withdraw() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    world.send("regulator", &issue(&body));
    let rely = || relies("quality-0", ASSET);
    for (status, scopes) in [(Status::Suspended, ["regulate"]), (Status::Active, ["supply"])] {
        world.set("regulator", status, &scopes);
        assert_eq!(world.valid("quality-0", ASSET, None), Some(ISSUER_REVOKED));
        let outcome = world.prepare("supplier", VALID, rely(), 1);
        assert_eq!(outcome, PrepareOutcome::Busy { code: ISSUER_REVOKED }, "it may come back");
    }
    world.send("regulator", &revoke("quality-0"));
    world.set("regulator", Status::Active, &["regulate"]);
    assert_eq!(world.valid("quality-0", ASSET, None), Some(REVOKED));
}

/// Y-9.1-4b: a withdrawal and a sale are one after the other.
#[test]
fn a_certificate_that_a_sale_relies_on_is_withdrawn_after_it() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    world.send("regulator", &issue(&body));
    let rely = || relies("quality-0", ASSET);
    assert_eq!(world.prepare("supplier", VALID, rely(), 1), PrepareOutcome::Locked {});
    world.refused("regulator", &revoke("quality-0"), "LOCKED");
    world.commit(1);
    world.send("regulator", &revoke("quality-0"));
    assert_eq!(world.prepare("supplier", VALID, rely(), 2), PrepareOutcome::Refused { code: REVOKED });
}

/// Y-9.4d: certificate and data in one transaction.
#[test]
fn a_certificate_is_issued_in_a_commit_at_the_place_that_its_signed_text_names() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    let bytes = || body.bytes().expect("body");
    assert_eq!(world.prepare("supplier", ISSUE, bytes(), 1), PrepareOutcome::Busy { code: SCOPE_MISSING });
    let early = certificate(&world, "quality-1", 1);
    let outcome = world.prepare("regulator", ISSUE, early.bytes().expect("body"), 1);
    assert_eq!(outcome, PrepareOutcome::Busy { code: VERSION_MISMATCH });
    assert_eq!(world.prepare("regulator", ISSUE, bytes(), 1), PrepareOutcome::Locked {});
    let rival = certificate(&world, "quality-x", 0);
    world.refused("regulator", &issue(&rival), "LOCKED");
    let response = world.commit(1);
    assert!(has_event(&response, "issued", "certificate", "quality-0"));
    assert_eq!(world.credential("quality-0").issuer, party("regulator"));
    assert_eq!(world.prepare("regulator", ISSUE, bytes(), 2), PrepareOutcome::Refused { code: EXISTS });
    let outcome = world.prepare("regulator", ISSUE, rival.bytes().expect("body"), 3);
    assert_eq!(outcome, PrepareOutcome::Refused { code: VERSION_MISMATCH });
}

#[test]
fn a_certificate_is_withdrawn_in_a_commit_once() {
    let mut world = World::new();
    let body = certificate(&world, "quality-0", 0);
    world.send("regulator", &issue(&body));
    let bytes = || RevokeBody { credential: "quality-0".into(), reason: 4 }.bytes().expect("body");
    assert_eq!(world.prepare("supplier", REVOKE, bytes(), 1), PrepareOutcome::Busy { code: SCOPE_MISSING });
    assert_eq!(world.prepare("regulator", REVOKE, bytes(), 1), PrepareOutcome::Locked {});
    world.refused("regulator", &revoke("quality-0"), "LOCKED");
    assert!(has_event(&world.commit(1), "revoked", "certificate", "quality-0"));
    assert_eq!(world.prepare("regulator", REVOKE, bytes(), 2), PrepareOutcome::Refused { code: REVOKED });
}

/// Y-9.1-4b
#[test]
fn what_is_no_certificate_is_refused() {
    let mut world = World::new();
    let good = certificate(&world, "quality-0", 0);
    let now = world.app.block_info().time.nanos();
    let broken = |change: &dyn Fn(&mut IssueBody)| {
        let mut body = good.clone();
        change(&mut body);
        issue(&body)
    };
    let cases: Vec<(ExecuteMsg, &str)> = vec![
        (broken(&|body| body.id = "Quality".into()), "ID_MALFORMED"),
        (broken(&|body| body.id = String::new()), "ID_MALFORMED"),
        (broken(&|body| body.id = "q".repeat(65)), "LIMIT_EXCEEDED"),
        (broken(&|body| body.kind = "a word".into()), "ID_MALFORMED"),
        (broken(&|body| body.kind = "K".repeat(65)), "LIMIT_EXCEEDED"),
        (broken(&|body| body.subject = "causeway:x".into()), "ID_MALFORMED"),
        (broken(&|body| body.subject = format!("did:{}", "x".repeat(125))), "LIMIT_EXCEEDED"),
        (broken(&|body| body.digest = vec![1; 31].into()), "MALFORMED"),
        (broken(&|body| body.fingerprint = Some(vec![1; 33].into())), "MALFORMED"),
        (broken(&|body| body.valid_until_ns = body.valid_from_ns), "CREDENTIAL_EXPIRED"),
        (broken(&|body| body.valid_until_ns = now.into()), "CREDENTIAL_EXPIRED"),
        (broken(&|body| body.index = 1), "VERSION_MISMATCH"),
    ];
    for (msg, code) in cases {
        world.refused("regulator", &msg, code);
    }
    world.send("regulator", &issue(&good));
    world.refused("regulator", &issue(&good), "EXISTS");
}

/// Y-9.1-4b
#[test]
fn the_status_list_holds_exactly_the_revoked_bit_by_bit_and_issuer_by_issuer() {
    let mut world = World::new();
    let revoked = [0u64, 7, 8, 63];
    for index in 0..64 {
        let body = certificate(&world, &format!("q-{index}"), index);
        world.send("regulator", &issue(&body));
    }
    let other = certificate(&world, "other-0", 0);
    world.send("other-regulator", &issue(&other));
    for index in revoked {
        world.send("regulator", &revoke(&format!("q-{index}")));
    }
    let list =
        |issuer: &str, list| -> StatusListResponse { world.ask(&QueryMsg::StatusList { issuer: party(issuer), list }) };
    let mine = list("regulator", None);
    assert_eq!((mine.next_index, mine.bits.len()), (64, 16_384));
    for index in 0..131_072u64 {
        let bit = mine.bits[(index / 8) as usize] & (0x80 >> (index % 8)) != 0;
        assert_eq!(bit, revoked.contains(&index), "bit {index}");
    }
    assert!(list("other-regulator", None).bits.iter().all(|byte| *byte == 0));
    assert!(list("regulator", Some(1)).bits.iter().all(|byte| *byte == 0));
}

/// Y-9.4d: what a subject's certificates are, is found by the subject.
#[test]
fn the_certificates_of_a_subject_come_in_pages() {
    let mut world = World::new();
    for index in 0..5 {
        let mut body = certificate(&world, &format!("q-{index}"), index);
        if index == 3 {
            body.subject = "did:causeway:asset:zone-a:water".into();
        }
        world.send("regulator", &issue(&body));
    }
    let page = |start_after: Option<&str>, limit| -> Vec<String> {
        let start_after = start_after.map(String::from);
        let query = QueryMsg::CredentialsOf { subject: ASSET.into(), start_after, limit };
        world.ask::<Vec<CredentialResponse>>(&query).into_iter().map(|one| one.id).collect()
    };
    assert_eq!(page(None, Some(2)), ["q-0", "q-1"]);
    assert_eq!(page(Some("q-1"), None), ["q-2", "q-4"]);
}
