//! Buying on one chain: payment, agreement and grant in one tx.

use crate::stub::LedgerExecute;
use crate::world::*;
use causeway_market::msg::*;
use causeway_services::assets::Units;
use causeway_services::credentials::ValidBody;
use causeway_services::rights::RightsResponse;
use cosmwasm_std::{from_json, Binary, Uint128};

/// Y-9.1-2, Y-6.2.2b, Y-9.7g
#[test]
fn a_purchase_is_one_tx_with_payment_agreement_and_grant() {
    let mut world = World::new();
    world.offered();
    let hash = world.offer(OFFER).terms_hash;
    let id = world.bought("shop");
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE - 1_000, 1_000));
    let agreement = world.agreement(&id);
    assert_eq!((agreement.seller.as_str(), agreement.buyer.as_str()), (CITY, SHOP));
    assert_eq!((agreement.terms_hash, agreement.state), (hash, AgreementState::Open));
    assert_eq!((agreement.fingerprint, agreement.version), (Some(digest("sealed")), Some(1)));
    assert_eq!(agreement.due_ns.u64(), world.now() + DELIVERY_SEC * NS);
    assert_eq!(agreement.settles_ns.u64(), agreement.due_ns.u64() + WINDOW_SEC * NS);
    let body = world.buy_body();
    assert_eq!(world.grants(), [(world.grant_body(&body), account("shop").into_string())]);
}

/// Y-8.3.2a
#[test]
fn overpayment_underpayment_and_other_units_are_refused_and_cost_nothing() {
    let mut world = World::new();
    world.offered();
    let buy = Paid::Buy(purchase());
    world.pay_refused("shop", &buy, 999, "PRICE_MISMATCH");
    world.pay_refused("shop", &buy, 1_001, "PRICE_MISMATCH");
    let mint = |units: Units| LedgerExecute::Mint { recipient: account("shop").into(), units };
    for other in
        [Units { denom: "uother".into(), ..units(1_000) }, Units { origin_chain_id: "zone-b".into(), ..units(1_000) }]
    {
        world.in_ledger(&account("gate"), &mint(other.clone())).expect("minted");
        named(world.pay_in("shop", &buy, other), "DENOM_MISMATCH");
    }
    world.refused("shop", &ExecuteMsg::Buy(purchase()), "PRICE_MISMATCH");
    assert_eq!(world.grants(), []);
    world.bought("shop");
}

/// Y-6.2.1a
#[test]
fn without_its_grant_there_is_no_payment() {
    let mut world = World::new();
    world.offered();
    let rights = world.rights.clone();
    world.tell(&rights, "refuse", &true);
    let error = world.pay("shop", &Paid::Buy(purchase()), 1_000).expect_err("no grant");
    assert!(error.contains("no grant today"), "{error}");
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE, 0));
    let none = QueryMsg::Agreements { party: SHOP.into(), start_after: None, limit: None };
    assert_eq!(world.ask::<AgreementsResponse>(&none).agreements, []);
}

#[test]
fn nobody_buys_from_itself_nor_without_the_right_to_buy() {
    let mut world = World::new();
    world.offered();
    let buy = Paid::Buy(purchase());
    world.pay_refused("city", &buy, 1_000, "SCOPE_MISSING");
    world.person("city", &["supply", "demand"]);
    world.pay_refused("city", &buy, 1_000, "SELF_TRADE");
    world.mint(&account("stranger"), PURSE);
    world.pay_refused("stranger", &buy, 1_000, "SUBJECT_UNKNOWN");
    let other = Paid::Buy(Purchase { offer: "zone-a/none".into(), ..purchase() });
    world.pay_refused("shop", &other, 1_000, "OFFER_UNKNOWN");
    let key = Paid::Buy(Purchase { recipient_key: vec![0; 257].into(), ..purchase() });
    world.pay_refused("shop", &key, 1_000, "LIMIT_EXCEEDED");
    world.wait(31 * DAY_SEC);
    world.pay_refused("shop", &buy, 1_000, "OFFER_CLOSED");
}

#[test]
fn an_asset_that_was_sold_archived_or_narrowed_is_sold_no_more() {
    let mut world = World::new();
    world.offered();
    let buy = Paid::Buy(purchase());
    world.register(&RightsResponse { owner: "did:causeway:party:zone-a:lab".into(), ..rights() });
    world.pay_refused("shop", &buy, 1_000, "NOT_OWNER");
    world.register(&RightsResponse { archived: true, ..rights() });
    world.pay_refused("shop", &buy, 1_000, "ARCHIVED");
    let mut narrow = rights();
    narrow.terms.purposes = names(&["traffic"]);
    world.register(&narrow);
    world.pay_refused("shop", &buy, 1_000, "TERMS_WIDENED");
    world.register(&RightsResponse { shares: vec![share("city", 9_999)], ..rights() });
    world.pay_refused("shop", &buy, 1_000, "SHARES_INVALID");
}

/// Y-8.3.3a
#[test]
fn a_certificate_that_the_offer_demands_is_checked_at_the_sale() {
    let mut world = World::new();
    let offer = NewOffer { certificate: Some("quality-7".into()), ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "CERTIFICATE_MISSING");
    let body = ValidBody { credential: "quality-7".into(), subject: ASSET.into() }.bytes().expect("json");
    let credentials = world.credentials.clone();
    world.tell(&credentials, &String::from_utf8(body).expect("text"), &true);
    world.bought("shop");
}

/// Y-8.3
#[test]
fn what_is_free_is_agreed_on_granted_and_settled_at_once() {
    let mut world = World::new();
    let offer = NewOffer { method: Method::Free {}, price: units(0), ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    world.pay_refused("shop", &Paid::Buy(purchase()), 1, "PRICE_MISMATCH");
    let response = world.call("shop", &ExecuteMsg::Buy(purchase())).expect("bought");
    let id = attribute(&response, "market_agreed", "agreement");
    assert_eq!(world.agreement(&id).state, AgreementState::Settled);
    assert_eq!(world.grants().len(), 1);
    world.refused("shop", &ExecuteMsg::Confirm { agreement: id }, "SETTLED");
    let standing: Standing = world.ask(&QueryMsg::Standing { party: CITY.into() });
    assert_eq!(standing, Standing::default(), "gifts make no reputation");
}

/// Y-8.3
#[test]
fn each_period_of_a_subscription_begins_where_the_last_one_ended() {
    let mut world = World::new();
    let offer = NewOffer { method: Method::Subscription { period_sec: TERM_SEC }, ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let start = world.now();
    world.bought("shop");
    world.wait(3_600);
    world.bought("shop");
    world.bought("other");
    world.wait(3 * DAY_SEC);
    let late = world.now();
    world.bought("shop");
    let from: Vec<u64> = world.grants().iter().map(|(grant, _)| grant.terms.from_ns.u64()).collect();
    assert_eq!(from, [start, start + TERM_SEC * NS, start + 3_600 * NS, late]);
    for _ in 0..26 {
        world.bought("other");
    }
    let mut bought = 0;
    while world.pay("other", &Paid::Buy(purchase()), 1_000).is_ok() {
        bought += 1;
    }
    assert!(bought < 3, "no period begins after the offer has ended");
    world.pay_refused("other", &Paid::Buy(purchase()), 1_000, "TERMS_MISMATCH");
}

#[test]
fn every_method_is_bought_by_its_own_message() {
    let mut world = World::new();
    world.offered();
    world.pay_refused("shop", &Paid::Bid(purchase()), 2_000, "METHOD_MISMATCH");
    let channel = Paid::OpenChannel { offer: OFFER.into(), payer_key: vec![2; 33].into(), recipient_key: JWK.into() };
    world.pay_refused("shop", &channel, 2_000, "METHOD_MISMATCH");
    let id = "zone-a/metered".to_string();
    let offer = NewOffer { id: id.clone(), method: Method::PayPerUse {}, ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    world.pay_refused("shop", &Paid::Buy(Purchase { offer: id, ..purchase() }), 1_000, "METHOD_MISMATCH");
    let junk = LedgerExecute::PayContract {
        contract: world.market.to_string(),
        units: units(1_000),
        message: Binary::from(b"{}"),
    };
    named(world.in_ledger(&account("shop"), &junk), "MALFORMED");
}

/// Y-9.7b
#[test]
fn agreements_are_found_by_every_party_to_them_a_page_at_a_time() {
    let mut world = World::new();
    world.offered();
    let ids: Vec<String> = ["shop", "other", "shop"].map(|name| world.bought(name)).to_vec();
    let found = |party: &str, start_after: Option<&String>, limit: Option<u32>| {
        let query = QueryMsg::Agreements { party: party.into(), start_after: start_after.cloned(), limit };
        let page: AgreementsResponse = world.ask(&query);
        page.agreements.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(found(CITY, None, None), ids);
    assert_eq!(found(SHOP, None, None), [ids[0].clone(), ids[2].clone()]);
    assert_eq!(found(CITY, Some(&ids[0]), Some(1)), ids[1..2]);
    assert!(found("did:causeway:party:zone-a:nobody", None, None).is_empty());
}

/// Y-6.2.2c
#[test]
fn the_fee_is_known_beforehand() {
    let mut world = World::new();
    let fees: FeesResponse = world.ask(&QueryMsg::Fees {});
    assert_eq!((fees.fee_bps, fees.fee_account.as_str()), (FEE_BPS, account("fee").as_str()));
    world.offered();
    let id = world.bought("shop");
    let response = world.call("shop", &ExecuteMsg::Confirm { agreement: id }).expect("confirmed");
    let charged: Uint128 = from_json(format!("\"{}\"", attribute(&response, "market_settled", "fee"))).expect("units");
    assert_eq!(charged.u128(), 1_000 * u128::from(fees.fee_bps) / 10_000);
    assert_eq!(world.purse("fee"), charged.u128());
}
