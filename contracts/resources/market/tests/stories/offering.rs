//! Who may offer what, how an offer ends, and how many of them there may be.

use crate::world::*;
use causeway_market::msg::*;
use causeway_services::identity::scope;
use causeway_services::rights::{Onward, RightsResponse, Terms};
use cosmwasm_std::Uint128;

fn post(offer: NewOffer) -> ExecuteMsg {
    ExecuteMsg::PostOffer(offer)
}

fn changed(world: &World, change: impl Fn(&mut NewOffer)) -> ExecuteMsg {
    let mut offer = world.new_offer();
    change(&mut offer);
    post(offer)
}

/// What is wrong with an offer, and the code that says so.
type Case = (fn(&mut NewOffer), &'static str);

/// Y-8.3
#[test]
fn each_offer_chooses_its_method_and_all_of_them_stand_side_by_side() {
    let mut world = World::new();
    let end_ns = (world.now() + DAY_SEC * NS).into();
    let methods = [
        Method::Fixed {},
        Method::Free {},
        Method::Auction { end_ns, reserve: 1_500u128.into() },
        Method::Subscription { period_sec: TERM_SEC },
        Method::PayPerUse {},
    ];
    for (number, method) in methods.into_iter().enumerate() {
        let price = units(if method == (Method::Free {}) { 0 } else { 1_000 });
        let offer = NewOffer { id: format!("zone-a/air-{number}"), method, price, ..world.new_offer() };
        let response = world.call("city", &post(offer)).expect("offered");
        assert_eq!(attribute(&response, "market_offered", "seller"), CITY);
    }
    let page = QueryMsg::Offers { topic: "air".into(), start_after: Some("zone-a/air-1".into()), limit: Some(2) };
    let ids: Vec<String> = world.ask::<OffersResponse>(&page).offers.into_iter().map(|offer| offer.id).collect();
    assert_eq!(ids, ["zone-a/air-2", "zone-a/air-3"]);
}

/// Y-9.1-2
#[test]
fn only_the_owner_or_its_mandated_delegate_offers_and_both_names_are_recorded() {
    let mut world = World::new();
    world.person("broker", &[scope::SUPPLY]);
    let broker = "did:causeway:party:zone-a:broker";
    let offer = post(world.new_offer());
    world.refused("shop", &offer, "SCOPE_MISSING");
    world.refused("broker", &offer, "MANDATE_INVALID");
    world.mandate(broker, true);
    world.call("broker", &offer).expect("mandated");
    let record = world.offer(OFFER).offer;
    assert_eq!((record.seller.as_str(), record.delegate.as_deref()), (CITY, Some(broker)));
    world.mandate(broker, false);
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "MANDATE_INVALID");
}

/// Y-8.3.3a
#[test]
fn nothing_wider_than_the_rights_to_the_asset_is_offered() {
    let mut world = World::new();
    let terms = Terms { fields: names(&["no2", "pm10"]), count: 10, royalty_bps: 0, ..rights().terms };
    world.register(&RightsResponse { terms: terms.clone(), ..rights() });
    let wider: [fn(&mut NewOffer); 5] = [
        |offer| offer.terms.fields = names(&["no2", "o3"]),
        |offer| offer.terms.purposes = names(&["advertising", "research"]),
        |offer| offer.terms.count = 11,
        |offer| offer.terms.count = 0,
        |offer| offer.terms.onward = Onward::SameTerms,
    ];
    for change in wider {
        let offer = changed(&world, change);
        world.refused("city", &offer, "TERMS_WIDENED");
    }
    let short = Terms { until_ns: (world.now() + 3_600 * NS).into(), ..terms.clone() };
    world.register(&RightsResponse { terms: short, ..rights() });
    let offer = post(world.new_offer());
    world.refused("city", &offer, "TERMS_WIDENED");
    world.register(&RightsResponse { terms: Terms { royalty_bps: 500, ..terms.clone() }, ..rights() });
    world.refused("city", &offer, "TERMS_WIDENED");
    world.register(&RightsResponse { archived: true, ..rights() });
    world.refused("city", &offer, "ARCHIVED");
    world.register(&RightsResponse { terms, ..rights() });
    world.call("city", &offer).expect("within");
}

#[test]
fn a_malformed_offer_is_refused_and_says_why() {
    let mut world = World::new();
    let cases: [Case; 20] = [
        (|offer| offer.id = "zone-b/air".into(), "NOT_HOME"),
        (|offer| offer.id = "air".into(), "ID_MALFORMED"),
        (|offer| offer.id = "zone-a/Air".into(), "ID_MALFORMED"),
        (|offer| offer.asset = CITY.into(), "ID_MALFORMED"),
        (|offer| offer.asset = format!("{ASSET}-2"), "RIGHTS_UNKNOWN"),
        (|offer| offer.topic = String::new(), "MALFORMED"),
        (|offer| offer.price.denom = "u".into(), "ID_MALFORMED"),
        (|offer| offer.price.amount = Uint128::zero(), "PRICE_MISMATCH"),
        (|offer| offer.method = Method::Free {}, "PRICE_MISMATCH"),
        (|offer| offer.method = Method::Subscription { period_sec: 1 }, "TERMS_MISMATCH"),
        (|offer| offer.method = Method::Auction { end_ns: u64::MAX.into(), reserve: 0u128.into() }, "LIMIT_EXCEEDED"),
        (|offer| offer.terms.purposes.clear(), "CONDITIONS_MISSING"),
        (|offer| offer.terms.fields = names(&["pm10", "no2"]), "MALFORMED"),
        (|offer| offer.terms.fields = names(&["*", "no2"]), "MALFORMED"),
        (|offer| offer.terms.fields = names(&["no2,pm10"]), "MALFORMED"),
        (|offer| offer.terms.fields = vec!["f".repeat(129)], "LIMIT_EXCEEDED"),
        (|offer| offer.terms.term_sec = 0, "CONDITIONS_MISSING"),
        (|offer| offer.until_ns = 1u64.into(), "LIMIT_EXCEEDED"),
        (|offer| offer.class = Class::Open, "TERMS_MISMATCH"),
        (|offer| offer.penalty = 1u128.into(), "DEPOSIT_SHORT"),
    ];
    for (change, code) in cases {
        let offer = changed(&world, change);
        world.refused("city", &offer, code);
    }
    let long =
        |offer: &mut NewOffer, bytes: usize| offer.terms.fields = (0..32).map(|n| format!("{n:0bytes$}")).collect();
    let offer = changed(&world, |offer| long(offer, 90));
    world.refused("city", &offer, "LIMIT_EXCEEDED");
    let offer = changed(&world, |offer| long(offer, 64));
    world.call("city", &offer).expect("large, but it still crosses");
    let held: RecordResponse = world.ask::<Option<_>>(&QueryMsg::Record { offer: OFFER.into() }).expect("offered");
    let replica = causeway_resource_kit::Replica {
        home: "c".repeat(32),
        key: "k".repeat(97),
        version: u64::MAX.into(),
        record: vec![b'x'; causeway_market::limits::RECORD_BYTES_MAX].into(),
    };
    let body = cosmwasm_std::to_json_vec(&replica).expect("json");
    assert!(held.record.len() <= replica.record.len() && body.len() <= causeway_proto::limits::CUSTOM_BYTES_MAX);
}

/// Y-6.2.2c
#[test]
fn an_offer_never_changes_and_its_id_is_never_used_again() {
    let mut world = World::new();
    world.offered();
    let before = world.offer(OFFER);
    let cheaper = changed(&world, |offer| offer.price = units(1));
    world.refused("city", &cheaper, "EXISTS");
    world.call("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }).expect("withdrawn");
    world.refused("city", &cheaper, "EXISTS");
    assert_eq!(world.offer(OFFER).terms_hash, before.terms_hash);
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "OFFER_CLOSED");
    world.refused("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }, "OFFER_CLOSED");
}

#[test]
fn a_deposit_comes_with_its_offer_and_goes_back_when_the_offer_is_over() {
    let mut world = World::new();
    world.offered_with_deposit();
    assert_eq!((world.purse("city"), world.escrow()), (PURSE - 500, 500));
    let withdraw = ExecuteMsg::WithdrawOffer { offer: OFFER.into() };
    world.refused("shop", &withdraw, "SCOPE_MISSING");
    world.wait(31 * DAY_SEC);
    let response = world.call("anyone", &withdraw).expect("it is over");
    assert_eq!(attribute(&response, "market_withdrawn", "deposit"), "500");
    assert_eq!((world.purse("city"), world.escrow()), (PURSE, 0));
}

#[test]
fn a_deposit_covers_its_penalty_and_stands_only_where_something_can_be_owed() {
    let mut world = World::new();
    let penalty = |world: &World, penalty: u128| NewOffer { penalty: penalty.into(), ..world.new_offer() };
    let short = Paid::PostOffer(Box::new(penalty(&world, 501)));
    world.pay_refused("city", &short, 500, "DEPOSIT_SHORT");
    let none = Paid::PostOffer(Box::new(penalty(&world, 0)));
    world.pay_refused("city", &none, 500, "DEPOSIT_SHORT");
    let free = NewOffer { method: Method::Free {}, price: units(0), ..penalty(&world, 1) };
    world.pay_refused("city", &Paid::PostOffer(Box::new(free)), 500, "METHOD_MISMATCH");
}

/// Y-6.1-4
#[test]
fn a_topic_holds_a_hundred_open_offers_and_no_supplier_takes_more_than_twenty_places() {
    let mut world = World::new();
    for supplier in 0..5 {
        let name = format!("supplier-{supplier}");
        world.person(&name, &[scope::SUPPLY]);
        let owner = format!("did:causeway:party:zone-a:{name}");
        let asset = format!("{ASSET}-{supplier}");
        world.register(&RightsResponse { owner, asset: asset.clone(), ..rights() });
        let offer = |number: usize| NewOffer {
            id: format!("zone-a/air-{supplier}-{number}"),
            asset: asset.clone(),
            ..world.new_offer()
        };
        let offers: Vec<NewOffer> = (0..21).map(offer).collect();
        for offer in &offers[..20] {
            world.call(&name, &post(offer.clone())).expect("offered");
        }
        world.refused(&name, &post(offers[20].clone()), "LIMIT_EXCEEDED");
    }
    let offer = post(world.new_offer());
    world.refused("city", &offer, "LIMIT_EXCEEDED");
    world.call("supplier-0", &ExecuteMsg::WithdrawOffer { offer: "zone-a/air-0-7".into() }).expect("withdrawn");
    world.call("city", &offer).expect("a place is free");
    let other = changed(&world, |offer| (offer.id, offer.topic) = ("zone-a/noise".into(), "noise".into()));
    world.call("city", &other).expect("another topic");
}

/// Y-6.1-4
#[test]
fn the_administrator_names_peers_once_and_can_do_nothing_else() {
    let mut world = World::new();
    let peer = |contract: &str| ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: contract.into() };
    world.refused("city", &peer("zoneb1market"), "FORBIDDEN");
    world.call("admin", &peer("zoneb1market")).expect("named");
    world.refused("admin", &peer("zoneb1other"), "EXISTS");
    world.offered_with_deposit();
    let id = world.bought("shop");
    world.refused("admin", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }, "SUBJECT_UNKNOWN");
    world.refused("admin", &ExecuteMsg::Confirm { agreement: id.clone() }, "NOT_PARTY");
    world.refused("admin", &ExecuteMsg::Settle { agreement: id.clone() }, "CONDITION_UNMET");
    world.refused("admin", &ExecuteMsg::Undelivered { agreement: id }, "CONDITION_UNMET");
    let message = cosmwasm_std::to_json_binary(&Paid::Buy(purchase())).expect("json");
    let forged = ExecuteMsg::UnitsReceived { payer: account("shop").into(), units: units(1_000), message };
    world.refused("admin", &forged, "FORBIDDEN");
    assert_eq!(world.escrow(), 1_500);
}
