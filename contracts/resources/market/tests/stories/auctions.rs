//! Auctions: bids, outbids, the end, and what becomes of a sale that cannot be.

use crate::world::*;
use causeway_market::msg::*;

fn bid() -> Paid {
    Paid::Bid(purchase())
}

fn close() -> ExecuteMsg {
    ExecuteMsg::CloseAuction { offer: OFFER.into() }
}

/// Bidding begins at 1,000, ends in a day, and nothing is sold below 1,500.
fn auctioned() -> World {
    let mut world = World::new();
    let end_ns = (world.now() + DAY_SEC * NS).into();
    let offer = NewOffer { method: Method::Auction { end_ns, reserve: 1_500u128.into() }, ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    world
}

/// Y-8.3, Y-8.3.3b, Y-9.7i
#[test]
fn the_highest_bid_wins_and_who_is_outbid_has_its_units_back_at_once() {
    let mut world = auctioned();
    world.pay("shop", &bid(), 1_400).expect("bid");
    let response = world.pay("other", &bid(), 1_600).expect("bid");
    assert_eq!(attribute(&response, "market_outbid", "party"), SHOP);
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE, 1_600));
    world.refused("city", &close(), "CONDITION_UNMET");
    world.wait(DAY_SEC);
    let response = world.call("anyone", &close()).expect("closed");
    let id = attribute(&response, "market_agreed", "agreement");
    let agreement = world.agreement(&id);
    assert_eq!((agreement.price.amount.u128(), agreement.buyer.as_str()), (1_600, "did:causeway:party:zone-a:other"));
    let granted = &world.grants()[0];
    assert_eq!((granted.1.as_str(), granted.0.terms.from_ns.u64()), (account("other").as_str(), world.now()));
    world.refused("anyone", &close(), "OFFER_CLOSED");
    world.call("other", &ExecuteMsg::Confirm { agreement: id }).expect("confirmed");
    assert_eq!((world.purse("fee"), world.escrow()), (16, 0));
}

#[test]
fn a_bid_that_is_not_higher_or_too_late_is_refused_and_costs_nothing() {
    let mut world = auctioned();
    world.pay_refused("shop", &bid(), 999, "BID_TOO_LOW");
    world.pay("shop", &bid(), 1_000).expect("bid");
    world.pay_refused("other", &bid(), 1_000, "BID_TOO_LOW");
    world.person("city", &["supply", "demand"]);
    world.pay_refused("city", &bid(), 2_000, "SELF_TRADE");
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "METHOD_MISMATCH");
    world.wait(DAY_SEC);
    world.pay_refused("other", &bid(), 2_000, "PHASE_OVER");
    let auction: Option<AuctionResponse> = world.ask(&QueryMsg::Auction { offer: OFFER.into() });
    assert_eq!(auction.map(|one| (one.party, one.amount.u128())), Some((SHOP.into(), 1_000)));
}

#[test]
fn below_the_reserve_nothing_is_sold() {
    let mut world = auctioned();
    world.pay("shop", &bid(), 1_499).expect("bid");
    world.wait(DAY_SEC);
    world.call("anyone", &close()).expect("closed");
    assert_eq!((world.purse("shop"), world.escrow(), world.grants().len()), (PURSE, 0, 0));
    let mut nobody = auctioned();
    nobody.wait(DAY_SEC);
    nobody.call("anyone", &close()).expect("closed without a bid");
    assert!(!nobody.offer(OFFER).offer.open);
}

/// Y-6.2.1a
#[test]
fn a_winner_who_cannot_be_given_a_grant_has_its_units_back_after_a_window() {
    let mut world = auctioned();
    world.pay("shop", &bid(), 2_000).expect("bid");
    world.refused("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }, "CONDITION_UNMET");
    world.wait(DAY_SEC);
    let rights = world.rights.clone();
    world.tell(&rights, "refuse", &true);
    world.call("anyone", &close()).expect_err("no grant");
    assert_eq!(world.escrow(), 2_000);
    world.wait(WINDOW_SEC);
    world.call("anyone", &close()).expect("closed");
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE, 0));
}

/// Y-8.3.3c
#[test]
fn the_deposit_of_an_auction_stays_for_its_one_agreement() {
    let mut world = World::new();
    let end_ns = (world.now() + DAY_SEC * NS).into();
    let method = Method::Auction { end_ns, reserve: 0u128.into() };
    let offer = NewOffer { method, penalty: 250u128.into(), ..world.new_offer() };
    world.pay("city", &Paid::PostOffer(Box::new(offer)), 400).expect("offered");
    world.pay("shop", &bid(), 1_000).expect("bid");
    world.wait(DAY_SEC);
    let response = world.call("anyone", &close()).expect("closed");
    assert_eq!((world.purse("city"), world.escrow()), (PURSE - 250, 1_250));
    world.store_object(&object(false));
    world.wait(DELIVERY_SEC);
    let agreement = attribute(&response, "market_agreed", "agreement");
    world.call("anyone", &ExecuteMsg::Undelivered { agreement }).expect("refunded");
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE + 250, 0));
}
