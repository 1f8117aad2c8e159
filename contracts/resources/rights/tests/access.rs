//! Every access is decided on the chain, counted once, and recorded whether it was allowed or not.

mod world;

use causeway_rights::msg::*;
use causeway_rights::request::access_text;
use causeway_services::identity::Status;
use causeway_services::rights::Rights;
use cosmwasm_std::{from_json, Addr, Binary, HexBinary};
use cw_multi_test::Executor;
use world::*;

const GRANT_UNKNOWN: u32 = 1400;
const GRANT_REVOKED: u32 = 1401;
const GRANT_EXPIRED: u32 = 1402;
const GRANT_USED_UP: u32 = 1403;
const PURPOSE_NOT_GRANTED: u32 = 1404;
const FIELDS_NOT_GRANTED: u32 = 1405;
const NOT_GRANTEE: u32 = 1406;
const SIGNATURE_INVALID: u32 = 1009;
const REQUEST_OVER: u32 = 1413;
const NONCE_TAKEN: u32 = 1414;

/// Y-8.4.2b, Y-8.4.3c
#[test]
fn a_grant_of_n_reads_permits_n_and_refuses_the_next() {
    let mut world = World::new();
    let id = world.granted(terms());
    for nonce in 1..=3 {
        let request = world.request(&id, nonce);
        assert_eq!(world.uses(&request), 0);
        assert_eq!(world.grant(&id).used, u32::from(nonce));
    }
    let request = world.request(&id, 4);
    assert_eq!(world.uses(&request), GRANT_USED_UP);
    assert_eq!(world.grant(&id).used, 3);
    assert_eq!(world.counts(ASSET), CountsResponse { allowed: 3, denied: 1, open_reads: 0 });
    let accesses = world.accesses(ASSET);
    let block = world.app.block_info();
    let last = accesses.last().expect("a denial is recorded");
    assert_eq!((last.number.u64(), last.code, last.height), (4, GRANT_USED_UP, block.height));
    assert_eq!((&last.grantee, &last.server, &last.grant), (&did("buyer"), &did("keeper"), &id));
    assert_eq!((last.time_ns.u64(), last.fields.clone()), (block.time.nanos(), texts(&["temperature"])));
    let page = QueryMsg::Accesses { asset: ASSET.into(), start_after: Some(2u64.into()), limit: Some(1) };
    assert_eq!(world.ask::<AccessesResponse>(&page).accesses, accesses[2..3]);
}

/// Y-3.1.6: unsigned, ungranted, expired and revoked.
#[test]
fn closed_data_is_not_read_unsigned_ungranted_expired_or_revoked() {
    let mut world = World::new();
    let id = world.granted(terms());
    let unsigned = AccessRequest { signature: Binary::default(), ..world.request(&id, 1) };
    assert_eq!(world.uses(&unsigned), SIGNATURE_INVALID);
    let ungranted = world.signed("other", world.request(&id, 1));
    assert_eq!(world.uses(&ungranted), NOT_GRANTEE);
    let unknown = world.request("0123456789abcdef0123456789abcdef", 1);
    assert_eq!(world.uses(&unknown), GRANT_UNKNOWN);
    let later = world.granted(Terms { from_ns: (START_NS + DAY_NS).into(), ..terms() });
    let early = world.request(&later, 1);
    assert_eq!(world.uses(&early), GRANT_EXPIRED);
    world.call("city", &ExecuteMsg::Revoke { grant: later.clone() }).expect("revoked");
    assert_eq!(world.uses(&early), GRANT_REVOKED);
    let late = world.request(&id, 1);
    world.set_time(terms().until_ns.u64() - 1);
    assert_eq!(world.uses(&late), 0);
    world.set_time(terms().until_ns.u64());
    let late = world.request(&id, 2);
    assert_eq!(world.uses(&late), GRANT_EXPIRED);
    assert_eq!(world.counts(ASSET), CountsResponse { allowed: 1, denied: 5, open_reads: 0 });
}

/// Y-8.4.2a, Y-8.4.2b, Y-3.1.9
#[test]
fn nobody_gets_more_than_the_granted_fields_and_purposes() {
    let mut world = World::new();
    let id = world.granted(Terms { fields: texts(&["temperature"]), purposes: texts(&["research"]), ..terms() });
    let with = |world: &World, fields: &[&str], purpose: &str| {
        let request = AccessRequest { fields: texts(fields), purpose: purpose.into(), ..world.request(&id, 1) };
        world.signed("buyer", request)
    };
    let more = with(&world, &["humidity", "temperature"], "research");
    assert_eq!(world.uses(&more), FIELDS_NOT_GRANTED);
    let nothing = with(&world, &[], "research");
    assert_eq!(world.uses(&nothing), FIELDS_NOT_GRANTED);
    let otherwise = with(&world, &["temperature"], "statistics");
    assert_eq!(world.uses(&otherwise), PURPOSE_NOT_GRANTED);
    assert_eq!(world.grant(&id).used, 0);
    for malformed in [
        with(&world, &["temperature", "humidity"], "research"),
        with(&world, &["a,b"], "research"),
        with(&world, &["temperature"], "Research"),
        AccessRequest { nonce: HexBinary::from(&[1; 15]), ..with(&world, &["temperature"], "research") },
    ] {
        world.refused("keeper", &ExecuteMsg::Use(malformed), "MALFORMED");
    }
    let long = AccessRequest { grant: "a".repeat(33), ..with(&world, &["temperature"], "research") };
    world.refused("keeper", &ExecuteMsg::Use(long), "LIMIT_EXCEEDED");
}

/// Y-7.2.5e, Y-8.4.3b
#[test]
fn a_revoked_grant_is_refused_from_the_next_tx_on_in_the_same_block() {
    let mut world = World::new();
    let id = world.granted(terms());
    let requests = [1, 2].map(|nonce| world.request(&id, nonce));
    assert_eq!(world.uses(&requests[0]), 0);
    let revoke = ExecuteMsg::Revoke { grant: id.clone() };
    world.refused("shop", &revoke, "NOT_OWNER");
    world.refused("buyer", &revoke, "SCOPE_MISSING");
    let done = world.call("city", &revoke).expect("revoked");
    assert!(has_event(&done, "rights_revoked", &[("grant", &id), ("asset", ASSET), ("grantee", &did("buyer"))]));
    assert_eq!(world.uses(&requests[1]), GRANT_REVOKED);
    world.refused("city", &revoke, "GRANT_REVOKED");
    let may = QueryMsg::May { grant: id, fields: texts(&["temperature"]), purpose: "research".into() };
    let block = world.app.block_info();
    let answer: MayResponse = world.ask(&may);
    assert_eq!((answer.allowed, answer.code, answer.used), (false, GRANT_REVOKED, 1));
    assert_eq!((answer.height, answer.time_ns.u64()), (block.height, block.time.nanos()));
}

#[test]
fn a_request_serves_once_here_only_and_not_after_its_end() {
    let mut world = World::new();
    let id = world.granted(terms());
    let request = world.request(&id, 1);
    assert_eq!(world.uses(&request), 0);
    assert_eq!(world.uses(&request), NONCE_TAKEN);
    let over = AccessRequest { expires_ns: world.app.block_info().time.nanos().into(), ..world.request(&id, 2) };
    let over = world.signed("buyer", over);
    assert_eq!(world.uses(&over), REQUEST_OVER);
    let changes: [fn(&mut AccessRequest); 4] = [
        |one| one.fields = texts(&["humidity"]),
        |one| one.purpose = "statistics".into(),
        |one| one.nonce = HexBinary::from(&[9; 16]),
        |one| one.expires_ns = 1u64.into(),
    ];
    for change in changes {
        let mut altered = world.request(&id, 3);
        change(&mut altered);
        assert_eq!(world.uses(&altered), SIGNATURE_INVALID);
    }
    let elsewhere = World { contract: account("elsewhere"), ..World::new() }.request(&id, 3);
    assert_eq!(world.uses(&elsewhere), SIGNATURE_INVALID);
    let second = world.granted(terms());
    let moved = AccessRequest { grant: second, ..world.request(&id, 3) };
    assert_eq!(world.uses(&moved), SIGNATURE_INVALID);
    assert_eq!(world.grant(&id).used, 1);
}

#[test]
fn a_wallet_signs_the_same_text() {
    let mut world = World::new();
    let id = world.granted(terms());
    let request = world.signed_in_wallet("buyer", world.request(&id, 1));
    assert_eq!(world.uses(&request), 0);
    let other = world.signed_in_wallet("other", world.request(&id, 2));
    assert_eq!(world.uses(&other), NOT_GRANTEE);
}

/// Y-8.4.3b
#[test]
fn a_party_that_is_suspended_now_reads_nothing_and_serves_nothing() {
    let mut world = World::new();
    let id = world.granted(terms());
    world.person("buyer", &["demand"], Status::Suspended);
    let request = world.request(&id, 1);
    assert_eq!(world.uses(&request), NOT_GRANTEE);
    world.person("buyer", &["demand"], Status::Active);
    world.refused("buyer", &ExecuteMsg::Use(request.clone()), "SCOPE_MISSING");
    world.refused("nobody", &ExecuteMsg::Use(request.clone()), "SUBJECT_UNKNOWN");
    world.person("keeper", &["store"], Status::Suspended);
    world.refused("keeper", &ExecuteMsg::Use(request.clone()), "SUBJECT_INACTIVE");
    world.call("city", &ExecuteMsg::Use(request)).expect("the owner serves its own data");
}

#[test]
fn many_requests_are_decided_one_after_the_other() {
    let mut world = World::new();
    let id = world.granted(Terms { count: 2, ..terms() });
    let requests: Vec<AccessRequest> = [1, 1, 2, 3].map(|nonce| world.request(&id, nonce)).to_vec();
    let done = world.call("keeper", &ExecuteMsg::UseMany { requests: requests.clone() }).expect("decided");
    let decisions: DecisionsResponse = from_json(done.data.expect("decisions")).expect("json");
    let codes: Vec<u32> = decisions.decisions.iter().map(|decision| decision.code).collect();
    assert_eq!(codes, [0, NONCE_TAKEN, 0, GRANT_USED_UP]);
    assert_eq!(world.counts(ASSET), CountsResponse { allowed: 2, denied: 2, open_reads: 0 });
    world.refused("keeper", &ExecuteMsg::UseMany { requests: vec![] }, "LIMIT_EXCEEDED");
    let many = vec![requests[0].clone(); 33];
    world.refused("keeper", &ExecuteMsg::UseMany { requests: many }, "LIMIT_EXCEEDED");
}

/// Y-8.4.3c: what stores served equals what the chain counted, whatever was asked.
#[test]
fn counts_are_exact_over_many_mixed_requests() {
    let mut world = World::new();
    let grants = [1, 2, 3].map(|count| world.granted(Terms { count, ..terms() }));
    let (mut allowed, mut denied) = (0, 0);
    for step in 0..60u8 {
        let mut request = world.request(&grants[usize::from(step % 3)], step / 2);
        if step % 5 == 0 {
            request.purpose = "statistics".into();
        }
        match world.uses(&request) {
            0 => allowed += 1,
            _ => denied += 1,
        }
    }
    assert_eq!(allowed, 1 + 2 + 3);
    assert_eq!(world.counts(ASSET), CountsResponse { allowed, denied, open_reads: 0 });
    let used: u64 = grants.iter().map(|id| u64::from(world.grant(id).used)).sum();
    let recorded = world.accesses(ASSET);
    assert_eq!((used, recorded.len() as u64), (allowed, allowed + denied));
    assert_eq!(recorded.iter().filter(|access| access.code == 0).count() as u64, allowed);
    assert!(recorded.iter().zip(1..).all(|(access, number)| access.number.u64() == number));
}

/// Y-7.2.5e
#[test]
fn reads_of_open_data_are_counted_in_batches_and_each_batch_once() {
    let mut world = World::new();
    let asset = "did:causeway:asset:zone-a:open".to_string();
    let open = Registration { access: Access::Open, ..registration(&asset) };
    world.call("city", &ExecuteMsg::Register(open)).expect("register");
    let reads = |asset: &str, root: u8, count: u64| {
        let root = HexBinary::from(&[root; 32]);
        ExecuteMsg::RecordReads { asset: asset.into(), root, count: count.into() }
    };
    let done = world.call("keeper", &reads(&asset, 1, 40)).expect("recorded");
    assert!(has_event(
        &done,
        "rights_reads_recorded",
        &[("asset", &asset), ("server", &did("keeper")), ("count", "40")]
    ));
    world.refused("keeper", &reads(&asset, 1, 40), "EXISTS");
    world.call("keeper", &reads(&asset, 2, 2)).expect("recorded");
    assert_eq!(world.counts(&asset).open_reads, 42);
    world.refused("keeper", &reads(ASSET, 3, 1), "FORBIDDEN");
    world.refused("keeper", &reads(&asset, 3, 0), "LIMIT_EXCEEDED");
    world.refused("buyer", &reads(&asset, 3, 1), "SCOPE_MISSING");
}

#[test]
fn only_the_market_grants_by_an_offer_and_only_to_the_party_of_the_buyers_account() {
    let mut world = World::new();
    let offered = GrantBody { offer: Some(OFFER.into()), ..body(ASSET, "buyer", terms()) };
    world.refused("city", &ExecuteMsg::Grant(offered.clone()), "COMPANION_MISSING");
    let by_market = |grant: &GrantBody, buyer: &str| ExecuteMsg::GrantByMarket {
        grant: grant.clone(),
        buyer: account(buyer).into(),
    };
    world.refused("city", &by_market(&offered, "buyer"), "FORBIDDEN");
    world.refused("market", &by_market(&offered, "other"), "NOT_GRANTEE");
    world.refused("market", &by_market(&body(ASSET, "buyer", terms()), "buyer"), "PART_MISSING");
    let wider = GrantBody { terms: Terms { fields: texts(&["*"]), ..terms() }, ..offered.clone() };
    world.refused("market", &by_market(&wider, "buyer"), "TERMS_WIDENED");
    let done = world.call("market", &by_market(&offered, "buyer")).expect("granted");
    assert!(has_event(&done, "rights_granted", &[("offer", OFFER), ("grantee", &did("buyer"))]));
}

#[test]
fn a_grant_is_bounded_and_is_to_an_active_party_and_is_listed_for_asset_and_grantee() {
    let mut world = World::new();
    let grant = |change: fn(&mut GrantBody)| {
        let mut body = body(ASSET, "buyer", terms());
        change(&mut body);
        ExecuteMsg::Grant(body)
    };
    world.refused("city", &grant(|one| one.asset = BATCH.into()), "RIGHTS_UNKNOWN");
    world.refused("city", &grant(|one| one.grantee = did("nobody")), "SUBJECT_UNKNOWN");
    world.refused("city", &grant(|one| one.grantee = ASSET.into()), "ID_MALFORMED");
    world.refused("city", &grant(|one| one.recipient_key = vec![1; 257].into()), "LIMIT_EXCEEDED");
    world.refused("city", &grant(|one| one.recipient_key = vec![].into()), "LIMIT_EXCEEDED");
    world.refused("city", &grant(|one| one.terms.fields.clear()), "CONDITIONS_MISSING");
    let mut ids: Vec<String> = (0..3).map(|_| world.granted(terms())).collect();
    world.granted_by("city", body(ASSET, "other", terms()));
    ids.sort();
    ids.dedup();
    assert!(ids.len() == 3 && ids.iter().all(|id| id.len() == 32), "each has its own short id");
    let list = |asset: Option<&str>, grantee: Option<String>, start_after: Option<&String>| {
        let (asset, start_after) = (asset.map(String::from), start_after.cloned());
        QueryMsg::GrantsOf { asset, grantee, start_after, limit: None }
    };
    let names = |found: GrantsResponse| found.grants.into_iter().map(|grant| grant.id).collect::<Vec<_>>();
    assert_eq!(names(world.ask(&list(None, Some(did("buyer")), None))), ids);
    assert_eq!(names(world.ask(&list(None, Some(did("buyer")), Some(&ids[0])))), ids[1..]);
    assert_eq!(names(world.ask(&list(Some(ASSET), None, None))).len(), 4);
    for both in [list(None, None, None), list(Some(ASSET), Some(did("buyer")), None)] {
        let answer = world.app.wrap().query_wasm_smart::<GrantsResponse>(&world.contract, &both);
        assert!(answer.expect_err("one of the two").to_string().contains("MALFORMED"));
    }
}

#[test]
fn other_services_speak_to_this_contract_by_the_shared_types() {
    let mut world = World::new();
    let rights = Rights(world.contract.clone());
    let found = rights.of(&world.app.wrap(), ASSET).expect("answered").expect("registered");
    assert_eq!(found, world.rights(ASSET));
    let until_ns = (START_NS + DAY_NS).into();
    let give = ExecuteMsg::GiveMandate { asset: ASSET.into(), delegate: did("shop"), until_ns };
    world.call("city", &give).expect("mandate");
    let mandate = rights.mandate(&world.app.wrap(), ASSET, &did("shop")).expect("answered");
    assert_eq!(mandate.map(|mandate| mandate.until_ns), Some(until_ns));
    let offered = GrantBody { offer: Some(OFFER.into()), ..body(ASSET, "buyer", terms()) };
    let message = rights.grant_by_market(offered, account("buyer").as_str()).expect("a message");
    world.app.execute(account("market"), message.into()).expect("granted");
}

#[test]
fn the_text_of_a_request_names_the_act_the_chain_the_contract_and_all_that_is_asked() {
    let request = AccessRequest {
        grant: "0123456789abcdef0123456789abcdef".into(),
        fields: texts(&["humidity", "temperature"]),
        purpose: "research".into(),
        nonce: HexBinary::from(&[0xab; 16]),
        expires_ns: 17u64.into(),
        signature: Binary::default(),
        public_key: Binary::default(),
    };
    let lines = [
        "Causeway v1: access",
        "zone-a",
        "wasm1rights",
        "0123456789abcdef0123456789abcdef",
        "humidity,temperature",
        "research",
        "abababababababababababababababab",
        "17",
    ];
    assert_eq!(access_text("zone-a", &Addr::unchecked("wasm1rights"), &request), lines.join("\n"));
}
