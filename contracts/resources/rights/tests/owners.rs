//! Whose data it is, who decides on it and who earns: registration, ownership, mandates, resale, the archive.

mod world;

use causeway_rights::msg::*;
use causeway_services::identity::Status;
use causeway_services::intake::BatchState;
use cosmwasm_std::{HexBinary, Uint64};
use world::*;

fn register(change: fn(&mut Registration)) -> ExecuteMsg {
    let mut registration = registration("did:causeway:asset:zone-a:new");
    change(&mut registration);
    ExecuteMsg::Register(registration)
}

/// Y-3.1.8
#[test]
fn an_asset_is_registered_by_a_known_active_party_and_owner_and_controller_are_kept_apart() {
    let mut world = World::new();
    world.refused("nobody", &register(|_| {}), "SUBJECT_UNKNOWN");
    world.refused("buyer", &register(|_| {}), "SCOPE_MISSING");
    world.person("utility", &["supply"], Status::Suspended);
    world.refused("utility", &register(|_| {}), "SUBJECT_INACTIVE");
    world.refused("city", &register(|one| one.controller = Some(did("utility"))), "SUBJECT_INACTIVE");
    world.refused("city", &register(|one| one.controller = Some(did("nobody"))), "SUBJECT_UNKNOWN");
    let done = world.call("city", &register(|one| one.controller = Some(did("shop")))).expect("register");
    let asset = "did:causeway:asset:zone-a:new";
    assert!(has_event(&done, "rights_registered", &[("asset", asset), ("party", &did("city"))]));
    let rights = world.rights(asset);
    assert_eq!((rights.owner, rights.controller), (did("city"), did("shop")));
    assert_eq!(world.rights(ASSET).controller, did("city"));
}

/// Y-3.1.8
#[test]
fn the_controller_decides_on_use_and_has_no_power_over_ownership_profit_mandates_and_archive() {
    let mut world = World::new();
    let asset = "did:causeway:asset:zone-a:new".to_string();
    world.call("city", &register(|one| one.controller = Some(did("shop")))).expect("register");
    let shares = registration(&asset).shares;
    for msg in [
        ExecuteMsg::TransferOwnership { asset: asset.clone(), to: did("shop") },
        ExecuteMsg::SetShares { asset: asset.clone(), shares },
        ExecuteMsg::GiveMandate { asset: asset.clone(), delegate: did("buyer"), until_ns: Uint64::MAX },
        ExecuteMsg::Archive { asset: asset.clone() },
    ] {
        world.refused("shop", &msg, "NOT_OWNER");
        world.refused("utility", &msg, "NOT_OWNER");
    }
    let narrow = ExecuteMsg::SetTerms { asset: asset.clone(), terms: Some(terms()) };
    world.refused("utility", &narrow, "NOT_OWNER");
    world.call("shop", &narrow).expect("terms are the controller's");
    let id = world.granted_by("shop", body(&asset, "buyer", terms()));
    assert_eq!((world.grant(&id).owner, world.grant(&id).delegate), (did("city"), Some(did("shop"))));
    world.call("shop", &ExecuteMsg::Revoke { grant: id }).expect("revoked");
}

/// Y-6.2.2e
#[test]
fn a_later_claim_on_an_asset_or_its_fingerprint_is_refused_and_the_first_one_is_found() {
    let mut world = World::new();
    world.refused("shop", &ExecuteMsg::Register(registration(ASSET)), "EXISTS");
    let fingerprint = registration(ASSET).fingerprint;
    let copied = Registration { fingerprint: fingerprint.clone(), ..registration("did:causeway:asset:zone-a:mine") };
    world.refused("shop", &ExecuteMsg::Register(copied), "EXISTS");
    let claim: Option<ClaimResponse> = world.ask(&QueryMsg::Claim { fingerprint });
    let height = world.app.block_info().height;
    assert_eq!(claim, Some(ClaimResponse { asset: ASSET.into(), owner: did("city"), height }));
    let record: Option<RecordView> = world.ask(&QueryMsg::Record { asset: ASSET.into() });
    let record = record.expect("registered").record;
    assert_eq!((record.owner, record.version, record.height), (did("city"), 1, height));
}

/// Y-3.1.6, Y-3.1.9, Y-8.4.2c
#[test]
fn a_registration_has_terms_an_access_class_shares_that_sum_exactly_and_an_identifier_of_this_chain() {
    let mut world = World::new();
    world.refused("city", &register(|one| one.terms = None), "CONDITIONS_MISSING");
    world.refused("city", &register(|one| one.asset = "did:causeway:asset:zone-b:new".into()), "NOT_HOME");
    world.refused("city", &register(|one| one.asset = did("city")), "ID_MALFORMED");
    world.refused("city", &register(|one| one.fingerprint = HexBinary::from(&[1; 31])), "MALFORMED");
    let share = |name: &str, bps| Share { account: account(name).into(), bps };
    for shares in [
        vec![],
        vec![share("city", 9_999)],
        vec![share("city", 10_000), share("shop", 1)],
        vec![share("city", 10_000), share("shop", 0)],
        vec![share("city", 5_000), share("city", 5_000)],
        vec![share("city", u32::MAX), share("shop", 10_001)],
    ] {
        let set = ExecuteMsg::SetShares { asset: ASSET.into(), shares };
        world.refused("city", &set, "SHARES_INVALID");
    }
    let shares = vec![share("city", 3_333), share("shop", 6_667)];
    world.call("city", &ExecuteMsg::SetShares { asset: ASSET.into(), shares: shares.clone() }).expect("10,000");
    assert_eq!(world.rights(ASSET).shares, shares);
    let many = (0..17).map(|number| share(&format!("account-{number}"), 1)).collect();
    world.refused("city", &ExecuteMsg::SetShares { asset: ASSET.into(), shares: many }, "LIMIT_EXCEEDED");
    let json = serde_json::to_value(registration("did:causeway:asset:zone-a:new")).expect("json");
    let mut classless = json.clone();
    classless.as_object_mut().expect("an object").remove("access");
    assert!(serde_json::from_value::<Registration>(json).is_ok());
    assert!(serde_json::from_value::<Registration>(classless).is_err(), "no class is no default");
}

#[test]
fn a_batch_is_registered_by_its_owner_once_it_is_validated() {
    let mut world = World::new();
    let batch = ExecuteMsg::Register(registration(BATCH));
    world.refused("shop", &batch, "NOT_OWNER");
    world.tell(BATCH, stub::batch(BATCH, &did("city"), BatchState::Checking));
    world.refused("city", &batch, "NOT_VALIDATED");
    world.tell(BATCH, stub::batch(BATCH, &did("city"), BatchState::Validated));
    world.call("city", &batch).expect("register");
}

/// Y-8.4.2c
#[test]
fn who_earns_from_the_data_is_seen_and_reads_nothing_without_a_grant() {
    let mut world = World::new();
    let shares = vec![
        Share { account: account("city").into(), bps: 9_000 },
        Share { account: account("shop").into(), bps: 1_000 },
    ];
    world.call("city", &ExecuteMsg::SetShares { asset: ASSET.into(), shares }).expect("shares");
    let id = world.granted(terms());
    let request = world.signed("shop", world.request(&id, 1));
    assert_eq!(world.uses(&request), 1406);
    assert_eq!(world.rights(ASSET).shares.iter().map(|share| share.bps).sum::<u32>(), 10_000);
}

/// Y-3.1.2, Y-8.4.2a
#[test]
fn terms_change_by_tx_only_and_never_those_of_a_grant_that_was_given() {
    let mut world = World::new();
    let id = world.granted(terms());
    let narrow = Terms { fields: texts(&["humidity"]), ..onward() };
    let set = world.call("city", &ExecuteMsg::SetTerms { asset: ASSET.into(), terms: Some(narrow.clone()) });
    assert!(has_event(&set.expect("set"), "rights_terms_set", &[("asset", ASSET), ("version", "2")]));
    assert_eq!(world.rights(ASSET).terms, narrow);
    assert_eq!(world.grant(&id).terms, terms());
    let request = world.request(&id, 1);
    assert_eq!(world.uses(&request), 0);
    world.refused("city", &ExecuteMsg::Grant(body(ASSET, "buyer", terms())), "TERMS_WIDENED");
    world.refused("city", &ExecuteMsg::SetTerms { asset: ASSET.into(), terms: None }, "CONDITIONS_MISSING");
}

/// Y-6.2.2d, Y-3.1.10
#[test]
fn a_former_owner_is_refused_at_once_after_the_transfer() {
    let mut world = World::new();
    let until_ns = Uint64::new(START_NS + DAY_NS);
    let mandate = ExecuteMsg::GiveMandate { asset: ASSET.into(), delegate: did("shop"), until_ns };
    world.call("city", &mandate).expect("mandate");
    let to = |name: &str| ExecuteMsg::TransferOwnership { asset: ASSET.into(), to: did(name) };
    world.refused("utility", &to("utility"), "NOT_OWNER");
    world.refused("city", &to("nobody"), "SUBJECT_UNKNOWN");
    world.refused("city", &to("city"), "EXISTS");
    let done = world.call("city", &to("utility")).expect("transfer");
    let names = [("asset", ASSET), ("party", &did("utility")), ("former", &did("city"))];
    assert!(has_event(&done, "rights_transferred", &names));
    world.refused("city", &to("city"), "NOT_OWNER");
    world.refused("city", &ExecuteMsg::Archive { asset: ASSET.into() }, "NOT_OWNER");
    world.refused("city", &ExecuteMsg::Grant(body(ASSET, "buyer", terms())), "MANDATE_INVALID");
    world.refused("shop", &ExecuteMsg::Grant(body(ASSET, "buyer", terms())), "MANDATE_INVALID");
    world.granted_by("utility", body(ASSET, "buyer", terms()));
}

/// Y-9.1-1b
#[test]
fn a_delegate_grants_within_its_mandate_and_both_names_are_in_the_record() {
    let mut world = World::new();
    let until_ns = Uint64::new(START_NS + DAY_NS);
    let grant = ExecuteMsg::Grant(body(ASSET, "buyer", terms()));
    world.refused("shop", &grant, "MANDATE_INVALID");
    let give = |until_ns| ExecuteMsg::GiveMandate { asset: ASSET.into(), delegate: did("shop"), until_ns };
    world.refused("city", &give(Uint64::new(START_NS)), "MANDATE_INVALID");
    world.call("city", &give(until_ns)).expect("mandate");
    let mandate = QueryMsg::Mandate { asset: ASSET.into(), delegate: did("shop") };
    let expected = MandateResponse { owner: did("city"), delegate: did("shop"), until_ns };
    assert_eq!(world.ask::<Option<MandateResponse>>(&mandate), Some(expected));
    let done = world.call("shop", &grant).expect("granted");
    assert!(has_event(&done, "rights_granted", &[("party", &did("city")), ("delegate", &did("shop"))]));
    world.refused("shop", &ExecuteMsg::SetTerms { asset: ASSET.into(), terms: Some(terms()) }, "NOT_OWNER");
    let end = ExecuteMsg::EndMandate { asset: ASSET.into(), delegate: did("shop") };
    world.refused("shop", &end, "NOT_OWNER");
    world.call("city", &end).expect("ended");
    world.refused("city", &end, "MANDATE_INVALID");
    assert_eq!(world.ask::<Option<MandateResponse>>(&mandate), None);
    world.refused("shop", &grant, "MANDATE_INVALID");
    world.call("city", &give(until_ns)).expect("again");
    world.set_time(until_ns.u64() - 1);
    world.call("shop", &grant).expect("the last moment");
    world.set_time(until_ns.u64());
    world.refused("shop", &grant, "MANDATE_INVALID");
}

fn resale(grant: &str, terms: Terms) -> Registration {
    Registration {
        terms: Some(terms),
        fingerprint: registration(ASSET).fingerprint,
        shares: vec![Share { account: account("shop").into(), bps: 10_000 }],
        source: Some(SourceMsg { asset: ASSET.into(), grant: grant.into() }),
        ..registration("did:causeway:asset:zone-a:resold")
    }
}

/// Y-6.3
#[test]
fn the_owners_terms_bind_after_the_first_resale() {
    let mut world = World::new();
    let kept = world.granted_by("city", body(ASSET, "shop", Terms { onward: Onward::None, ..onward() }));
    world.refused("shop", &ExecuteMsg::Register(resale(&kept, terms())), "TERMS_WIDENED");
    let id = world.granted_by("city", body(ASSET, "shop", onward()));
    let wider = Terms { purposes: texts(&["advertising", "research"]), ..onward() };
    world.refused("shop", &ExecuteMsg::Register(resale(&id, wider.clone())), "TERMS_WIDENED");
    let cheaper = Terms { royalty_bps: 499, ..onward() };
    world.refused("shop", &ExecuteMsg::Register(resale(&id, cheaper)), "TERMS_WIDENED");
    world.refused("utility", &ExecuteMsg::Register(resale(&id, onward())), "NOT_GRANTEE");
    let unknown = ExecuteMsg::Register(resale("none", onward()));
    world.refused("shop", &unknown, "GRANT_UNKNOWN");
    world.call("shop", &ExecuteMsg::Register(resale(&id, onward()))).expect("resale");
    let asset = "did:causeway:asset:zone-a:resold";
    let rights = world.rights(asset);
    assert_eq!(rights.source, Some(did("city")));
    assert_eq!(rights.royalty_account, Some(account("city").into()));
    assert_eq!(rights.terms.royalty_bps, 500);
    world.refused("shop", &ExecuteMsg::SetTerms { asset: asset.into(), terms: Some(wider) }, "TERMS_WIDENED");
    let gift = ExecuteMsg::TransferOwnership { asset: asset.into(), to: did("utility") };
    world.refused("shop", &gift, "NOT_GRANTEE");
    let claim: Option<ClaimResponse> = world.ask(&QueryMsg::Claim { fingerprint: registration(ASSET).fingerprint });
    assert_eq!(claim.map(|claim| claim.asset), Some(ASSET.into()), "the first claim stands");
}

/// Y-6.3, Y-7.2.5e
#[test]
fn what_was_resold_ends_with_the_grant_that_it_was_received_by() {
    let mut world = World::new();
    let id = world.granted_by("city", body(ASSET, "shop", onward()));
    world.call("shop", &ExecuteMsg::Register(resale(&id, onward()))).expect("resale");
    let asset = "did:causeway:asset:zone-a:resold";
    let second = world.granted_by("shop", body(asset, "buyer", terms()));
    let requests = [1, 2].map(|nonce| world.request(&second, nonce));
    assert_eq!(world.uses(&requests[0]), 0);
    world.call("city", &ExecuteMsg::Revoke { grant: id.clone() }).expect("revoked");
    assert_eq!(world.uses(&requests[1]), 1401);
    world.refused("shop", &ExecuteMsg::Grant(body(asset, "buyer", terms())), "GRANT_REVOKED");
    let again = Registration { asset: "did:causeway:asset:zone-a:again".into(), ..resale(&id, onward()) };
    world.refused("shop", &ExecuteMsg::Register(again), "GRANT_REVOKED");
}

#[test]
fn a_grant_that_is_over_is_no_source_and_resales_have_a_greatest_depth() {
    let mut world = World::new();
    world.person("shop", &["supply"], Status::Active);
    let mut source = (ASSET.to_string(), "city");
    for (depth, seller) in ["shop", "utility", "city", "shop", "utility"].into_iter().enumerate() {
        let id = world.granted_by(source.1, body(&source.0, seller, onward()));
        let asset = format!("did:causeway:asset:zone-a:depth-{depth}");
        let message = Registration {
            asset: asset.clone(),
            source: Some(SourceMsg { asset: source.0.clone(), grant: id.clone() }),
            ..resale(&id, onward())
        };
        if depth == 4 {
            world.refused(seller, &ExecuteMsg::Register(message), "LIMIT_EXCEEDED");
        } else {
            world.call(seller, &ExecuteMsg::Register(message)).expect("resale");
        }
        source = (asset, seller);
    }
    let id = world.granted_by("city", body(ASSET, "shop", onward()));
    world.set_time(onward().until_ns.u64());
    world.refused("shop", &ExecuteMsg::Register(resale(&id, onward())), "GRANT_EXPIRED");
}

/// Y-3.1.10
#[test]
fn what_is_archived_is_readable_by_who_is_entitled_and_not_tradable() {
    let mut world = World::new();
    let id = world.granted(terms());
    let done = world.call("city", &ExecuteMsg::Archive { asset: ASSET.into() }).expect("archive");
    assert!(has_event(&done, "rights_archived", &[("asset", ASSET)]));
    assert!(world.rights(ASSET).archived);
    let request = world.request(&id, 1);
    assert_eq!(world.uses(&request), 0);
    let market = GrantBody { offer: Some(OFFER.into()), ..body(ASSET, "buyer", terms()) };
    for (name, msg) in [
        ("city", ExecuteMsg::Grant(body(ASSET, "buyer", terms()))),
        ("market", ExecuteMsg::GrantByMarket { grant: market, buyer: account("buyer").into() }),
        ("city", ExecuteMsg::TransferOwnership { asset: ASSET.into(), to: did("shop") }),
        ("city", ExecuteMsg::SetTerms { asset: ASSET.into(), terms: Some(terms()) }),
        ("city", ExecuteMsg::Archive { asset: ASSET.into() }),
    ] {
        world.refused(name, &msg, "ARCHIVED");
    }
}

#[test]
fn the_administrator_only_wires_and_each_contract_only_once() {
    let mut world = World::new();
    let market = ExecuteMsg::SetMarket { address: account("city").into() };
    world.refused("city", &market, "FORBIDDEN");
    world.refused("admin", &market, "EXISTS");
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: "wasm1peer".into() };
    world.refused("city", &peer, "FORBIDDEN");
    world.call("admin", &peer).expect("peer");
    let other = ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: "wasm1other".into() };
    world.refused("admin", &other, "EXISTS");
    world.refused("admin", &ExecuteMsg::Archive { asset: ASSET.into() }, "SUBJECT_UNKNOWN");
}
