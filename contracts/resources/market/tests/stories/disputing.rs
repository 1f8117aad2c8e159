//! How agreements end badly: the price goes back, the penalty with it, and only by what stores sign or do not hold.

use crate::stub;
use crate::world::*;
use causeway_market::msg::*;
use causeway_services::stores::delivered;
use cosmwasm_std::{Binary, HexBinary};
use ed25519_zebra::{SigningKey, VerificationKey};

fn store_key() -> SigningKey {
    SigningKey::from([7; 32])
}

fn know_store(world: &mut World, until_height: Option<u64>) {
    let public: [u8; 32] = VerificationKey::from(&store_key()).into();
    let identity = world.identity.clone();
    world.tell(&identity, STORE, &stub::store(STORE, &public, until_height));
}

fn signed(key: &SigningKey, agreement: &str, sha256: HexBinary) -> Delivery {
    let at_ns = 5u64.into();
    let mut delivery = Delivery { store: STORE.into(), sha256, at_ns, signature: Binary::default() };
    let text = delivered((ASSET, 1, &digest("sealed")), &delivery.sha256, agreement, at_ns);
    delivery.signature = key.sign(text.as_bytes()).to_bytes().to_vec().into();
    delivery
}

fn dispute(agreement: &str, statement: Delivery) -> ExecuteMsg {
    ExecuteMsg::Dispute { agreement: agreement.into(), statement }
}

/// Y-8.3.2c, Y-8.3.3c, Y-9.7j
#[test]
fn a_store_that_signed_for_other_bytes_gives_the_buyer_its_price_and_the_agreed_penalty() {
    let mut world = World::new();
    know_store(&mut world, None);
    world.offered_with_deposit();
    let id = world.bought("shop");
    let statement = signed(&store_key(), &id, digest("rubbish"));
    let response = world.call("shop", &dispute(&id, statement.clone())).expect("refunded");
    assert_eq!(attribute(&response, "market_refunded", "penalty"), "250");
    assert_eq!((world.purse("shop"), world.purse("city"), world.escrow()), (PURSE + 250, PURSE - 500, 250));
    assert_eq!((world.purse("fee"), world.agreement(&id).state), (0, AgreementState::Refunded));
    world.refused("shop", &dispute(&id, statement), "SETTLED");
    world.wait(DAY_SEC);
    world.refused("city", &ExecuteMsg::Settle { agreement: id }, "SETTLED");
}

/// Y-8.3.3c
#[test]
fn without_proof_there_is_neither_refund_nor_penalty() {
    let mut world = World::new();
    know_store(&mut world, None);
    world.offered_with_deposit();
    let id = world.bought("shop");
    let rubbish = signed(&store_key(), &id, digest("rubbish"));
    let right = signed(&store_key(), &id, digest("sealed"));
    world.refused("shop", &dispute(&id, right), "CONDITION_UNMET");
    let forged = signed(&SigningKey::from([8; 32]), &id, digest("rubbish"));
    world.refused("shop", &dispute(&id, forged), "SIGNATURE_INVALID");
    let elsewhere = signed(&store_key(), "zone-a/7", digest("rubbish"));
    world.refused("shop", &dispute(&id, elsewhere), "SIGNATURE_INVALID");
    let other = Delivery { store: "did:causeway:thing:zone-a:store-2".into(), ..rubbish.clone() };
    world.refused("shop", &dispute(&id, other), "STORE_UNKNOWN");
    let short = Delivery { sha256: HexBinary::from(&[1; 31]), ..rubbish.clone() };
    world.refused("shop", &dispute(&id, short), "MALFORMED");
    world.refused("other", &dispute(&id, rubbish.clone()), "NOT_PARTY");
    assert_eq!(world.escrow(), 1_500);
    world.wait(DELIVERY_SEC + WINDOW_SEC);
    world.refused("shop", &dispute(&id, rubbish), "PHASE_OVER");
}

#[test]
fn a_store_does_not_get_out_of_what_it_signed_by_a_new_key() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    let height = world.app.block_info().height;
    let rubbish = signed(&store_key(), &id, digest("rubbish"));
    know_store(&mut world, Some(height));
    world.refused("shop", &dispute(&id, rubbish.clone()), "SIGNATURE_INVALID");
    know_store(&mut world, Some(height + 1));
    world.call("shop", &dispute(&id, rubbish)).expect("the key was valid at the time of the agreement");
}

/// Y-6.2.1a, Y-8.3.2d, Y-8.3.3b
#[test]
fn paid_and_not_delivered_is_paid_back_to_the_buyer_once_delivery_was_due() {
    let mut world = World::new();
    world.store_object(&object(false));
    world.offered_with_deposit();
    let id = world.bought("shop");
    let undelivered = ExecuteMsg::Undelivered { agreement: id.clone() };
    world.wait(DELIVERY_SEC - 1);
    world.refused("shop", &undelivered, "CONDITION_UNMET");
    world.wait(1);
    world.call("anyone", &undelivered).expect("refunded");
    assert_eq!((world.purse("shop"), world.escrow()), (PURSE + 250, 250));
    world.refused("shop", &undelivered, "SETTLED");
}

/// Y-6.2.1a
#[test]
fn delivered_and_not_paid_cannot_be_and_what_is_stored_is_not_paid_back() {
    let mut world = World::new();
    world.offered();
    let id = world.bought("shop");
    let undelivered = ExecuteMsg::Undelivered { agreement: id.clone() };
    world.wait(DELIVERY_SEC);
    world.refused("shop", &undelivered, "CONDITION_UNMET");
    world.store_object(&object(false));
    world.wait(WINDOW_SEC);
    world.refused("shop", &undelivered, "PHASE_OVER");
    world.call("city", &ExecuteMsg::Settle { agreement: id }).expect("settled");
    assert_eq!(world.purse("city"), PURSE + 661);
}

/// Y-8.3.3c
#[test]
fn each_open_agreement_holds_back_its_own_penalty() {
    let mut world = World::new();
    world.offered_with_deposit();
    let first = world.bought("shop");
    let second = world.bought("other");
    world.pay_refused("shop", &Paid::Buy(purchase()), 1_000, "DEPOSIT_SHORT");
    world.call("shop", &ExecuteMsg::Confirm { agreement: first }).expect("confirmed");
    assert_eq!(world.offer(OFFER).deposit_free.u128(), 250);
    let third = world.bought("shop");
    let city = world.purse("city");
    world.call("city", &ExecuteMsg::WithdrawOffer { offer: OFFER.into() }).expect("withdrawn");
    assert_eq!(world.purse("city"), city, "both penalties are needed still");
    world.call("other", &ExecuteMsg::Confirm { agreement: second }).expect("confirmed");
    assert_eq!(world.purse("city"), city + 250 + 661);
    world.store_object(&object(false));
    world.wait(DELIVERY_SEC);
    world.call("anyone", &ExecuteMsg::Undelivered { agreement: third }).expect("refunded");
    assert_eq!((world.purse("city"), world.escrow()), (city + 250 + 661, 0));
}
