//! Payment by use: one deposit, a thousand signatures, and an exact end.

use crate::world::*;
use causeway_market::msg::*;
use causeway_market::payout::parts;
use causeway_services::identity::scope;
use cosmwasm_std::{Addr, Api, Binary, Uint128};
use k256::ecdsa::{signature::Signer, Signature, SigningKey};
use ripemd::{Digest, Ripemd160};

const DEPOSIT: u128 = 1_500;

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).expect("a key")
}

fn public(key: &SigningKey) -> Binary {
    key.verifying_key().to_encoded_point(true).as_bytes().into()
}

/// A meter whose account is its key's, with nobody behind it.
fn meter_account(world: &World) -> Addr {
    let hash = Ripemd160::digest(causeway_proto::sha256(&public(&key(9))));
    world.app.api().addr_humanize(&hash.as_slice().into()).expect("an address")
}

fn voucher(world: &World, key: &SigningKey, channel: &str, total: u128) -> Binary {
    let text = format!("Causeway v1: voucher\n{CHAIN}\n{}\n{channel}\ntotal {total}", world.market);
    let signature: Signature = key.sign(text.as_bytes());
    signature.to_bytes().to_vec().into()
}

fn redeem(world: &World, channel: &str, total: u128) -> ExecuteMsg {
    let signature = voucher(world, &key(9), channel, total);
    ExecuteMsg::Redeem { channel: channel.into(), total: total.into(), signature }
}

fn open(payer_key: Binary) -> Paid {
    Paid::OpenChannel { offer: OFFER.into(), payer_key, recipient_key: JWK.into() }
}

/// The meter pays one unit a read; its channel is open.
fn metered() -> (World, Addr, String) {
    let mut world = World::new();
    let offer = NewOffer { method: Method::PayPerUse {}, price: units(1), ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    let meter = meter_account(&world);
    let identity = world.identity.clone();
    world.tell(&identity, meter.as_str(), &crate::stub::party("did:causeway:party:zone-a:meter", &[scope::DEMAND]));
    world.mint(&meter, PURSE);
    let response = world.pay_as(&meter, &open(public(&key(9))), units(DEPOSIT)).expect("opened");
    let channel = attribute(&response, "market_agreed", "agreement");
    (world, meter, channel)
}

fn channel_of(world: &World, id: &str) -> ChannelResponse {
    world.ask::<Option<_>>(&QueryMsg::Channel { id: id.into() }).expect("a channel")
}

/// Y-6.1-7, Y-8.3.2a, Y-6.2.2a
#[test]
fn a_thousand_payments_of_one_unit_settle_to_the_exact_sum() {
    let (mut world, meter, channel) = metered();
    assert_eq!((world.balance(&meter), world.escrow()), (PURSE - DEPOSIT, DEPOSIT));
    assert_eq!(world.grants().len(), 1, "access is released in the tx that pays");
    for total in 1..=1_000 {
        let msg = redeem(&world, &channel, total);
        world.call("anyone", &msg).expect("redeemed");
    }
    let due = parts(&world.agreement(&channel).split, Uint128::new(1_000));
    assert_eq!(world.purse("fee"), due.fee.u128());
    assert_eq!((world.purse("city") - PURSE, world.purse("lab")), (due.shares[0].u128(), due.shares[1].u128()));
    assert_eq!((due.fee.u128(), due.shares[0].u128(), due.shares[1].u128()), (10, 661, 329));
    assert_eq!(world.escrow(), DEPOSIT - 1_000);
    world.call("city", &ExecuteMsg::CloseChannel { channel: channel.clone() }).expect("the seller consents");
    assert_eq!((world.balance(&meter), world.escrow()), (PURSE - 1_000, 0));
    assert!(channel_of(&world, &channel).closed);
    let agreement = world.agreement(&channel);
    assert_eq!((agreement.state, agreement.paid.u128()), (AgreementState::Settled, 1_000));
}

/// Y-6.2.1a
#[test]
fn a_voucher_pays_once_and_never_more_than_the_deposit() {
    let (mut world, _, channel) = metered();
    let first = redeem(&world, &channel, 400);
    world.call("anyone", &first).expect("redeemed");
    world.refused("anyone", &first, "SETTLED");
    let lower = redeem(&world, &channel, 399);
    world.refused("anyone", &lower, "SETTLED");
    let above = redeem(&world, &channel, DEPOSIT + 1);
    world.refused("anyone", &above, "CHANNEL_EXHAUSTED");
    let all = redeem(&world, &channel, DEPOSIT);
    world.call("anyone", &all).expect("all of it");
    assert_eq!((world.escrow(), channel_of(&world, &channel).redeemed.u128()), (0, DEPOSIT));
}

#[test]
fn only_the_payers_own_voucher_for_this_channel_and_total_counts() {
    let (mut world, _, channel) = metered();
    let with = |signature: Binary| ExecuteMsg::Redeem { channel: channel.clone(), total: 10u128.into(), signature };
    let stranger = with(voucher(&world, &key(8), &channel, 10));
    world.refused("anyone", &stranger, "VOUCHER_INVALID");
    let other_total = with(voucher(&world, &key(9), &channel, 11));
    world.refused("anyone", &other_total, "VOUCHER_INVALID");
    let other_channel = with(voucher(&world, &key(9), "zone-a/7", 10));
    world.refused("anyone", &other_channel, "VOUCHER_INVALID");
    world.refused("anyone", &with(vec![1; 63].into()), "VOUCHER_INVALID");
    let nowhere = redeem(&world, "zone-a/7", 10);
    world.refused("anyone", &nowhere, "CHANNEL_UNKNOWN");
}

#[test]
fn a_channel_is_opened_by_the_account_of_its_key_and_with_at_least_one_use() {
    let (mut world, meter, _) = metered();
    named(world.pay_as(&meter, &open(public(&key(8))), units(DEPOSIT)), "KEY_INVALID");
    named(world.pay_as(&meter, &open(vec![4; 65].into()), units(DEPOSIT)), "KEY_INVALID");
    named(world.pay_as(&meter, &Paid::Buy(purchase()), units(DEPOSIT)), "METHOD_MISMATCH");
    let dear = NewOffer { id: "zone-a/dear".into(), method: Method::PayPerUse {}, ..world.new_offer() };
    world.call("city", &ExecuteMsg::PostOffer(dear)).expect("offered");
    let (offer, payer_key, recipient_key) = ("zone-a/dear".into(), public(&key(9)), JWK.into());
    let below = Paid::OpenChannel { offer, payer_key, recipient_key };
    named(world.pay_as(&meter, &below, units(999)), "PRICE_MISMATCH");
}

/// Y-8.3.3b
#[test]
fn the_rest_goes_back_after_expiry_by_anyone_and_before_it_only_with_the_sellers_consent() {
    let (mut world, meter, channel) = metered();
    let close = ExecuteMsg::CloseChannel { channel: channel.clone() };
    for name in ["anyone", "shop", "admin"] {
        world.refused(name, &close, "CONDITION_UNMET");
    }
    for msg in [
        ExecuteMsg::Confirm { agreement: channel.clone() },
        ExecuteMsg::Settle { agreement: channel.clone() },
        ExecuteMsg::Undelivered { agreement: channel.clone() },
    ] {
        world.refused("shop", &msg, "METHOD_MISMATCH");
    }
    world.wait(TERM_SEC + WINDOW_SEC - 1);
    world.refused("anyone", &close, "CONDITION_UNMET");
    let last = redeem(&world, &channel, 30);
    world.call("anyone", &last).expect("in time");
    world.wait(1);
    world.call("anyone", &close).expect("expired");
    assert_eq!((world.balance(&meter), world.escrow()), (PURSE - 30, 0));
    world.refused("anyone", &close, "CHANNEL_UNKNOWN");
    let late = redeem(&world, &channel, 31);
    world.refused("anyone", &late, "CHANNEL_UNKNOWN");
}
