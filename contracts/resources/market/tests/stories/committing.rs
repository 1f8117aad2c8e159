//! Purchases in a commit: what has to stand beside them, what they lock, and offers that travel to other zones.

use crate::transaction::{busy, refused};
use crate::world::*;
use causeway_market::msg::*;
use causeway_proto::{operation::Body, Amount, Leg, Operation, ReceiveCoins, ReleaseCoins};
use causeway_resource_kit::{attestation, LegCall, PrepareOutcome, Replica, ServiceCode};
use causeway_services::credentials::ValidBody;
use causeway_services::rights::RightsResponse;
use cosmwasm_std::{to_json_vec, Binary};

const LOCKED: PrepareOutcome = PrepareOutcome::Locked {};

fn prepared(world: &mut World, operations: Vec<Operation>) -> LegCall {
    let (prepare, leg) = world.transaction(operations, vec![]);
    assert_eq!(world.prepare(prepare), LOCKED);
    leg
}

fn commit(world: &mut World, leg: LegCall) -> cw_multi_test::AppResponse {
    world.call("gate", &ExecuteMsg::Commit(leg)).expect("commit cannot fail")
}

/// Y-9.7b, Y-8.3.2b, Y-9.7i
#[test]
fn a_purchase_in_a_commit_becomes_an_agreement_at_its_decision_and_not_before() {
    let mut world = World::new();
    world.offered_with_deposit();
    let body = world.buy_body();
    let operations = world.sale(&body);
    let leg = prepared(&mut world, operations);
    let none = QueryMsg::Agreements { party: SHOP.into(), start_after: None, limit: None };
    assert_eq!(world.ask::<AgreementsResponse>(&none).agreements, []);
    assert_eq!(world.offer(OFFER).deposit_free.u128(), 250);
    world.wait(30);
    let market = world.market.clone();
    world.mint(&market, 1_000);
    let response = commit(&mut world, leg.clone());
    let id = format!("{}-0", leg.transaction_id.to_hex());
    assert_eq!(attribute(&response, "market_agreed", "agreement"), id);
    let agreement = world.agreement(&id);
    assert_eq!((agreement.time_ns.u64(), agreement.buyer.as_str()), (world.now(), SHOP));
    assert_eq!((agreement.terms.from_ns, agreement.refund_account), (body.from_ns, account("shop").into_string()));
    world.call("shop", &ExecuteMsg::Confirm { agreement: id }).expect("confirmed");
    assert_eq!((world.purse("city"), world.escrow()), (PURSE - 500 + 661, 500));
}

/// Y-9.7h
#[test]
fn an_aborted_purchase_leaves_nothing_and_holds_nothing_back() {
    let mut world = World::new();
    world.offered_with_deposit();
    let before = world.app.dump_wasm_raw(&world.market);
    let operations = world.sale(&world.buy_body());
    let leg = prepared(&mut world, operations);
    world.call("gate", &ExecuteMsg::Abort(leg)).expect("abort cannot fail");
    assert_eq!(world.app.dump_wasm_raw(&world.market), before);
}

/// Y-8.3.2a, Y-6.2.1a
#[test]
fn a_purchase_without_its_exact_payment_or_grant_is_refused() {
    let mut world = World::new();
    world.offered();
    let body = world.buy_body();
    let sale = world.sale(&body);
    let with = |change: &dyn Fn(&mut Vec<Operation>)| {
        let mut operations = sale.clone();
        change(&mut operations);
        operations
    };
    let (over, under) = (world.payment("shop", 1_001, DENOM), world.payment("shop", 999, DENOM));
    let other = world.payment("shop", 1_000, "uother");
    let mut elsewhere = world.payment("shop", 1_000, DENOM);
    if let Some(Body::TransferCoins(body)) = &mut elsewhere.body {
        body.recipient = account("city").into_string();
    }
    let longer = {
        let mut grant = world.grant_body(&body);
        grant.terms.until_ns = (grant.terms.until_ns.u64() + 1).into();
        world.custom(&world.rights, "shop", "rights.grant", &grant)
    };
    let foreign = world.custom(&world.identity, "shop", "rights.grant", &world.grant_body(&body));
    let cases: Vec<(Vec<Operation>, u32)> = vec![
        (with(&|all| all[1] = over.clone()), ServiceCode::PriceMismatch as u32),
        (with(&|all| all[1] = under.clone()), ServiceCode::PriceMismatch as u32),
        (with(&|all| all.push(all[1].clone())), ServiceCode::PriceMismatch as u32),
        (with(&|all| drop(all.remove(1))), ServiceCode::PriceMismatch as u32),
        (with(&|all| all[1] = elsewhere.clone()), ServiceCode::PriceMismatch as u32),
        (with(&|all| all[1] = other.clone()), ServiceCode::DenomMismatch as u32),
        (with(&|all| drop(all.remove(2))), ServiceCode::GrantMissing as u32),
        (with(&|all| all[2] = longer.clone()), ServiceCode::GrantMissing as u32),
        (with(&|all| all[2] = foreign.clone()), ServiceCode::GrantMissing as u32),
        (with(&|all| all.push(all[0].clone())), causeway_proto::Code::LegsInvalid as u32),
    ];
    for (number, (operations, code)) in cases.into_iter().enumerate() {
        assert_eq!(world.outcome(operations), PrepareOutcome::Refused { code }, "case {number}");
    }
    assert_eq!(world.outcome(sale.clone()), LOCKED);
}

/// Y-9.7j
#[test]
fn the_price_may_arrive_from_another_zone() {
    let mut world = World::new();
    world.offered();
    let mut operations = world.sale(&world.buy_body());
    let amount = || Some(Amount { origin_chain_id: CHAIN.into(), denom: DENOM.into(), amount: "1000".into() });
    let receive =
        ReceiveCoins { amount: amount(), source_chain_id: "zone-b".into(), recipient: world.market.to_string() };
    operations[1] = world.operation(&world.ledger, "shop", Body::ReceiveCoins(receive));
    let release = ReleaseCoins { amount: amount(), destination_chain_id: CHAIN.into() };
    let release = Operation {
        resource: "zoneb1assets".into(),
        actor: "zoneb1shop".into(),
        body: Some(Body::ReleaseCoins(release)),
    };
    let other = Leg { chain_id: "zone-b".into(), gate: "zoneb1gate".into(), operations: vec![release] };
    let (prepare, _) = world.transaction(operations, vec![other]);
    assert_eq!(world.prepare(prepare), LOCKED);
}

/// Y-8.3.3a
#[test]
fn the_certificate_that_an_offer_demands_is_checked_in_the_same_transaction() {
    let mut world = World::new();
    let offer = NewOffer { certificate: Some("quality-7".into()), ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let mut operations = world.sale(&world.buy_body());
    assert_eq!(world.outcome(operations.clone()), refused(ServiceCode::CertificateMissing));
    let check = |subject: &str| ValidBody { credential: "quality-7".into(), subject: subject.into() };
    let other = world.custom(&world.credentials, "shop", "credentials.valid", &check(CITY));
    assert_eq!(world.outcome([operations.clone(), vec![other]].concat()), refused(ServiceCode::CertificateMissing));
    operations.push(world.custom(&world.credentials, "shop", "credentials.valid", &check(ASSET)));
    assert_eq!(world.outcome(operations), LOCKED);
}

#[test]
fn what_may_come_true_yet_is_busy_and_what_never_can_is_refused() {
    let mut world = World::new();
    let body = world.buy_body();
    world.offered();
    let sale = world.sale(&body);
    let (mut bare, _) = world.transaction(sale.clone(), vec![]);
    bare.contents = vec![None];
    assert_eq!(world.prepare(bare), busy(ServiceCode::ManifestMissing));
    let bought = |world: &World, change: &dyn Fn(&mut BuyBody)| {
        let mut body = world.buy_body();
        change(&mut body);
        vec![world.custom(&world.market, "shop", BUY, &body)]
    };
    let unknown = bought(&world, &|body| body.offer = "zone-a/later".into());
    assert_eq!(world.outcome(unknown), busy(ServiceCode::OfferUnknown));
    let late = bought(&world, &|body| body.from_ns = u64::MAX.into());
    assert_eq!(world.outcome(late), refused(ServiceCode::TermsMismatch));
    let own = bought(&world, &|body| body.buyer = CITY.into());
    assert_eq!(world.outcome(own), refused(ServiceCode::SelfTrade));
    let others = bought(&world, &|body| body.buyer = "did:causeway:party:zone-a:other".into());
    assert_eq!(world.outcome(others), busy(ServiceCode::NotParty));
    world.register(&RightsResponse { archived: true, ..rights() });
    assert_eq!(world.outcome(sale.clone()), busy(ServiceCode::Archived));
    world.register(&rights());
    world.call("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }).expect("withdrawn");
    assert_eq!(world.outcome(sale), refused(ServiceCode::OfferClosed));
}

#[test]
fn many_buy_at_once_and_meanwhile_the_offer_is_not_withdrawn() {
    let mut world = World::new();
    world.offered();
    let first = world.sale(&world.buy_body());
    let first = prepared(&mut world, first);
    world.wait(1);
    let second = world.sale(&world.buy_body());
    prepared(&mut world, second);
    world.bought("other");
    let withdraw = ExecuteMsg::WithdrawOffer { offer: OFFER.into() };
    world.refused("city", &withdraw, "LOCKED");
    commit(&mut world, first);
    world.refused("city", &withdraw, "LOCKED");
}

#[test]
fn an_offer_that_a_transaction_withdraws_is_sold_to_nobody_meanwhile() {
    let mut world = World::new();
    world.offered_with_deposit();
    let operation = world.custom(&world.market, "city", WITHDRAW, &WithdrawBody { offer: OFFER.into() });
    let leg = prepared(&mut world, vec![operation]);
    assert!(world.offer(OFFER).in_doubt);
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "LOCKED");
    commit(&mut world, leg);
    assert_eq!((world.purse("city"), world.offer(OFFER).offer.open), (PURSE, false));
}

#[test]
fn one_period_of_a_subscription_is_not_bought_twice_at_once() {
    let mut world = World::new();
    let offer = NewOffer { method: Method::Subscription { period_sec: TERM_SEC }, ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let body = world.buy_body();
    let operations = world.sale(&body);
    let leg = prepared(&mut world, operations);
    world.wait(1);
    let again = world.sale(&world.buy_body());
    let locked = causeway_proto::Code::Locked as u32;
    assert_eq!(world.outcome(again.clone()), PrepareOutcome::Busy { code: locked });
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "LOCKED");
    commit(&mut world, leg);
    assert_eq!(world.outcome(again), busy(ServiceCode::TermsMismatch));
    let next = BuyBody { from_ns: (body.from_ns.u64() + TERM_SEC * NS).into(), ..body };
    let operations = world.sale(&next);
    assert_eq!(world.outcome(operations), LOCKED);
}

#[test]
fn in_a_commit_too_a_sale_waits_while_the_deposit_is_needed_by_others() {
    let mut world = World::new();
    world.offered_with_deposit();
    world.bought("other");
    let operations = world.sale(&world.buy_body());
    let leg = prepared(&mut world, operations);
    world.wait(1);
    let next = world.sale(&world.buy_body());
    assert_eq!(world.outcome(next.clone()), busy(ServiceCode::DepositShort));
    world.call("gate", &ExecuteMsg::Abort(leg)).expect("aborted");
    assert_eq!(world.outcome(next), LOCKED);
}

/// The zone-b market's offer, and the transaction that brings it here.
fn arriving(world: &World, record: &OfferRecord, attested: &OfferRecord) -> (Vec<Operation>, Leg) {
    let bytes = to_json_vec(record).expect("json");
    let replica =
        Replica { home: "zone-b".into(), key: record.id.clone(), version: record.version.into(), record: bytes.into() };
    let body = attestation(&attested.id, attested.version, &to_json_vec(attested).expect("json")).expect("json");
    let body = Body::Custom(causeway_proto::Custom { name: ATTEST.into(), body });
    let attest = Operation { resource: "zoneb1market".into(), actor: "zoneb1anyone".into(), body: Some(body) };
    let other = Leg { chain_id: "zone-b".into(), gate: "zoneb1gate".into(), operations: vec![attest] };
    (vec![world.custom(&world.market, "city", REPLICATE, &replica)], other)
}

fn arrive(world: &mut World, record: &OfferRecord) -> PrepareOutcome {
    let (operations, other) = arriving(world, record, record);
    let (prepare, leg) = world.transaction(operations, vec![other]);
    let outcome = world.prepare(prepare);
    if outcome == LOCKED {
        commit(world, leg);
    }
    outcome
}

fn foreign(world: &World) -> OfferRecord {
    let mut record = world.offer(OFFER).offer;
    record.id = "zone-b/air".into();
    record.seller = "did:causeway:party:zone-b:village".into();
    record.price = units(900);
    record
}

/// Y-8.3.1, Y-6.1-3
#[test]
fn an_offer_of_another_zone_is_matched_here_once_its_home_has_attested_it() {
    let mut world = World::new();
    world.offered();
    let record = foreign(&world);
    assert_eq!(arrive(&mut world, &record), refused(ServiceCode::PeerUnknown));
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: "zoneb1market".into() };
    world.call("admin", &peer).expect("named");
    let cheaper = OfferRecord { price: units(1), ..record.clone() };
    let (operations, other) = arriving(&world, &cheaper, &record);
    let (forged, _) = world.transaction(operations, vec![other]);
    assert_eq!(world.prepare(forged), refused(ServiceCode::CompanionMissing));
    assert_eq!(arrive(&mut world, &record), LOCKED);
    let wanted = NewDemand {
        id: "zone-a/wanted".into(),
        topic: "air".into(),
        class: Class::Closed,
        max_price: units(1_000),
        latest_ns: (world.now() + DAY_SEC * NS).into(),
        fields: names(&["no2"]),
        purposes: names(&["research"]),
        term_sec: 60,
        rule: Rule::Price,
    };
    world.call("shop", &ExecuteMsg::PostDemand(wanted)).expect("posted");
    let response = world.call("anyone", &ExecuteMsg::Match { demand: "zone-a/wanted".into() }).expect("matched");
    assert_eq!(attribute(&response, "market_matched", "offer"), "zone-b/air");
    let buy = Paid::Buy(Purchase { offer: "zone-b/air".into(), ..purchase() });
    world.pay_refused("shop", &buy, 900, "NOT_HOME");
    world.refused("city", &ExecuteMsg::WithdrawOffer { offer: "zone-b/air".into() }, "NOT_HOME");
}

#[test]
fn a_copy_follows_its_home_and_speaks_for_no_other_zone() {
    let mut world = World::new();
    world.offered();
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: "zoneb1market".into() };
    world.call("admin", &peer).expect("named");
    let record = foreign(&world);
    assert_eq!(arrive(&mut world, &record), LOCKED);
    let version = causeway_proto::Code::VersionMismatch as u32;
    world.wait(1);
    assert_eq!(arrive(&mut world, &record), PrepareOutcome::Refused { code: version });
    let ours = OfferRecord { id: "zone-a/ours".into(), ..record.clone() };
    assert_eq!(arrive(&mut world, &ours), refused(ServiceCode::NotHome));
    let theirs = OfferRecord { id: "zone-c/theirs".into(), ..record.clone() };
    assert_eq!(arrive(&mut world, &theirs), refused(ServiceCode::NotHome));
    world.call("admin", &ExecuteMsg::SetPeer { chain_id: CHAIN.into(), contract: "zonea1fake".into() }).expect("named");
    let record_of_ours = to_json_vec(&ours).expect("json");
    let body = attestation(&ours.id, 1, &record_of_ours).expect("json");
    let body = Body::Custom(causeway_proto::Custom { name: ATTEST.into(), body });
    let attest = Operation { resource: "zonea1fake".into(), actor: "zonea1anyone".into(), body: Some(body) };
    let (home, key) = (CHAIN.into(), ours.id.clone());
    let replica = Replica { home, key, version: 1u64.into(), record: record_of_ours.into() };
    let fake = vec![world.custom(&world.market, "city", REPLICATE, &replica), attest];
    assert_eq!(world.outcome(fake), refused(ServiceCode::NotHome));
    let closed = OfferRecord { open: false, version: 2, ..record };
    assert_eq!(arrive(&mut world, &closed), LOCKED);
    let page = QueryMsg::Offers { topic: "air".into(), start_after: None, limit: None };
    let ids: Vec<String> = world.ask::<OffersResponse>(&page).offers.into_iter().map(|offer| offer.id).collect();
    assert_eq!(ids, [OFFER]);
}

#[test]
fn a_home_attests_what_it_has_and_nothing_else() {
    let mut world = World::new();
    world.offered();
    let held: RecordResponse = world.ask::<Option<_>>(&QueryMsg::Record { offer: OFFER.into() }).expect("offered");
    let attest = |world: &World, version: u64, record: &Binary| {
        let body = attestation(OFFER, version, record).expect("json");
        let body = Body::Custom(causeway_proto::Custom { name: ATTEST.into(), body });
        vec![world.operation(&world.market, "anyone", body)]
    };
    let other = attest(&world, 1, &Binary::from(b"{}"));
    assert_eq!(world.outcome(other), PrepareOutcome::Refused { code: causeway_proto::Code::ContentMismatch as u32 });
    let newer = attest(&world, 2, &held.record);
    assert_eq!(world.outcome(newer), PrepareOutcome::Busy { code: causeway_proto::Code::VersionMismatch as u32 });
    let right = attest(&world, 1, &held.record);
    assert_eq!(world.outcome(right.clone()), LOCKED);
    world.refused("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }, "LOCKED");
}

#[test]
fn a_copy_that_is_aborted_takes_no_place_in_the_book() {
    let mut world = World::new();
    world.offered();
    let peer = ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: "zoneb1market".into() };
    world.call("admin", &peer).expect("named");
    let record = OfferRecord { topic: "noise".into(), ..foreign(&world) };
    let before = world.app.dump_wasm_raw(&world.market);
    let (operations, other) = arriving(&world, &record, &record);
    let (prepare, leg) = world.transaction(operations, vec![other]);
    assert_eq!(world.prepare(prepare), LOCKED);
    world.call("gate", &ExecuteMsg::Abort(leg)).expect("aborted");
    assert_eq!(world.app.dump_wasm_raw(&world.market), before);
}

/// Y-8.3
#[test]
fn in_a_commit_too_what_is_free_is_taken_without_any_payment() {
    let mut world = World::new();
    let offer = NewOffer { method: Method::Free {}, price: units(0), ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let mut operations = world.sale(&world.buy_body());
    assert_eq!(world.outcome(operations.clone()), refused(ServiceCode::PriceMismatch));
    operations.remove(1);
    let leg = prepared(&mut world, operations);
    let response = commit(&mut world, leg);
    let id = attribute(&response, "market_agreed", "agreement");
    assert_eq!(world.agreement(&id).state, AgreementState::Settled);
}

/// Y-9.7j
#[test]
fn a_refund_goes_to_the_account_that_the_buyer_named() {
    let mut world = World::new();
    world.store_object(&object(false));
    world.offered();
    let body = BuyBody { payment_account: Some(account("purse").into_string()), ..world.buy_body() };
    let operations = world.sale(&body);
    let leg = prepared(&mut world, operations);
    let market = world.market.clone();
    world.mint(&market, 1_000);
    let response = commit(&mut world, leg);
    world.wait(DELIVERY_SEC);
    let agreement = attribute(&response, "market_agreed", "agreement");
    world.call("anyone", &ExecuteMsg::Undelivered { agreement }).expect("refunded");
    assert_eq!((world.purse("purse"), world.escrow()), (1_000, 0));
    let nowhere = BuyBody { payment_account: Some("nowhere".into()), ..world.buy_body() };
    let operations = world.sale(&nowhere);
    let malformed = causeway_proto::Code::Malformed as u32;
    assert_eq!(world.outcome(operations), PrepareOutcome::Refused { code: malformed });
}
