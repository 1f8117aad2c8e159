//! How agreements end well: by the buyer's word, or by time; and who is paid what.

use crate::world::*;
use causeway_market::msg::*;
use causeway_services::rights::RightsResponse;

fn confirm(id: &str) -> ExecuteMsg {
    ExecuteMsg::Confirm { agreement: id.into() }
}

fn settle(id: &str) -> ExecuteMsg {
    ExecuteMsg::Settle { agreement: id.into() }
}

/// Y-9.7j, Y-8.4.2c, Y-9.7h
#[test]
fn a_confirmed_delivery_pays_fee_and_shares_exactly_and_once() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    world.wait(5);
    let response = world.call("shop", &confirm(&id)).expect("confirmed");
    assert_eq!(attribute(&response, "market_settled", "agreement"), id);
    let paid = ["fee", "city", "lab"].map(|name| world.purse(name));
    assert_eq!(paid, [10, PURSE + 661, 329], "990 net: a third of it, rounded down, is the lab's");
    assert_eq!(world.escrow(), 0);
    let agreement = world.agreement(&id);
    assert_eq!((agreement.state, agreement.paid.u128()), (AgreementState::Settled, 1_000));
    assert_eq!(agreement.ended_height, Some(world.app.block_info().height));
    world.refused("shop", &confirm(&id), "SETTLED");
    world.wait(DAY_SEC);
    world.refused("city", &settle(&id), "SETTLED");
    world.refused("city", &ExecuteMsg::Undelivered { agreement: id }, "SETTLED");
}

/// Y-8.3.3b, Y-9.7i
#[test]
fn after_the_window_anyone_settles_and_before_it_nobody_does() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    world.wait(DELIVERY_SEC + WINDOW_SEC - 1);
    for name in ["city", "shop", "admin", "anyone"] {
        world.refused(name, &settle(&id), "CONDITION_UNMET");
    }
    world.wait(1);
    world.call("anyone", &settle(&id)).expect("settled");
    assert_eq!(world.escrow(), 0);
    assert_eq!(world.purse("city"), PURSE + 661);
    world.refused("anyone", &settle(&id), "SETTLED");
    world.refused("anyone", &settle("zone-a/9"), "AGREEMENT_UNKNOWN");
}

/// Y-9.7b
#[test]
fn no_third_party_acts_in_an_agreement() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    for name in ["other", "city", "lab", "admin"] {
        world.refused(name, &confirm(&id), "NOT_PARTY");
    }
    assert_eq!(world.escrow(), 1_000);
}

/// Y-6.2.2c
#[test]
fn what_is_agreed_on_does_not_change_with_the_rights_afterwards() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    let before = world.agreement(&id);
    world.register(&RightsResponse { shares: vec![share("thief", 10_000)], ..rights() });
    world.call("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }).expect("withdrawn");
    assert_eq!(world.agreement(&id), before);
    world.call("shop", &confirm(&id)).expect("confirmed");
    assert_eq!((world.purse("thief"), world.purse("lab")), (0, 329));
}

/// Y-8.4.2c
#[test]
fn a_resale_pays_its_source_a_royalty_before_the_shares() {
    let mut world = World::new();
    let mut resale = rights();
    resale.terms.royalty_bps = 1_000;
    let royalty_account = Some(account("source").into_string());
    let source = Some("did:causeway:party:zone-a:source".into());
    world.register(&RightsResponse { royalty_account, source, ..resale });
    let mut offer = world.new_offer();
    offer.terms.royalty_bps = 1_000;
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let id = world.bought("shop");
    world.call("shop", &confirm(&id)).expect("confirmed");
    let paid = ["fee", "source", "city", "lab"].map(|name| world.purse(name));
    assert_eq!(paid, [10, 100, PURSE + 594, 296]);
    assert_eq!(world.escrow(), 0);
}

/// Y-8.3.3d
#[test]
fn a_sellers_standing_counts_what_is_open_settled_and_refunded() {
    let mut world = World::new();
    world.offered();
    let ids = ["shop", "other", "shop"].map(|name| world.bought(name));
    let standing = |world: &World| {
        let Standing { settled, refunded, open } = world.ask(&QueryMsg::Standing { party: CITY.into() });
        (settled, refunded, open)
    };
    assert_eq!(standing(&world), (0, 0, 3));
    world.call("shop", &confirm(&ids[0])).expect("confirmed");
    world.store_object(&object(false));
    world.wait(DELIVERY_SEC);
    world.call("anyone", &ExecuteMsg::Undelivered { agreement: ids[1].clone() }).expect("refunded");
    assert_eq!(standing(&world), (1, 1, 1));
}

/// Y-9.7j, Y-6.2.2a, Y-9.7h
#[test]
fn over_many_trades_of_every_price_nothing_is_lost_and_nothing_is_made() {
    let mut world = World::new();
    let people = ["city", "lab", "fee", "shop", "other"];
    let total = |world: &World| people.iter().map(|name| world.purse(name)).sum::<u128>() + world.escrow();
    let before = total(&world);
    for number in 0u128..100 {
        let price = 1 + number * number * 2;
        let id = format!("zone-a/air-{number}");
        let offer = NewOffer {
            id: id.clone(),
            topic: format!("t{number}"),
            price: units(price),
            penalty: 3u128.into(),
            ..world.new_offer()
        };
        world.pay("city", &Paid::PostOffer(Box::new(offer)), 5).expect("offered");
        let buy = Paid::Buy(Purchase { offer: id.clone(), ..purchase() });
        let response = world.pay("shop", &buy, price).expect("bought");
        let agreement = attribute(&response, "market_agreed", "agreement");
        world.store_object(&object(number % 3 > 0));
        let (name, wait_sec, end, event) = match number % 3 {
            0 => ("anyone", DELIVERY_SEC, ExecuteMsg::Undelivered { agreement: agreement.clone() }, "market_refunded"),
            1 => ("shop", 0, confirm(&agreement), "market_settled"),
            _ => ("anyone", DELIVERY_SEC + WINDOW_SEC, settle(&agreement), "market_settled"),
        };
        world.wait(wait_sec);
        let response = world.call(name, &end).expect("ended");
        assert_eq!(attribute(&response, event, "agreement"), agreement, "one record of its one end");
        world.call("city", &ExecuteMsg::WithdrawOffer { offer: id }).expect("withdrawn");
        assert_eq!((total(&world), world.escrow()), (before, 0), "price {price}");
    }
}
