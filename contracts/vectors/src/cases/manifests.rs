//! Manifests of the Rust half: an exchange of coins against an asset, and every way to get it wrong.

use crate::samples::*;
use crate::{accepted, refused, Vector};
use causeway_proto::operation::Body;
use causeway_proto::*;
use prost_reflect::DescriptorPool;

pub fn manifests(pool: &DescriptorPool) -> Vec<Vector> {
    let area = "manifest";
    let most = u128::MAX.to_string();
    let transfer = |amount: &str| {
        let amount = coins(amount);
        operation(BOB, Body::TransferCoins(TransferCoins { amount, recipient: ALICE.into() }))
    };
    let largest = Manifest { deadline_ns: u64::MAX, ..manifest(vec![leg("zone-b", vec![transfer(&most)])]) };
    let sixteen = manifest(vec![leg("zone-b", (1..=16).map(|n| transfer(&n.to_string())).collect())]);
    vec![
        accepted(pool, area, "exchange", "coins of zone B against a certificate of zone A", encode(&exchange())),
        accepted(pool, area, "largest-numbers", "an amount of 2^128-1 and a deadline of 2^64-1", encode(&largest)),
        accepted(pool, area, "sixteen-operations", "a leg at its limit", encode(&sixteen)),
    ]
}

fn refuse(name: &'static str, why: &str, code: Code, change: &dyn Fn(&mut Manifest)) -> Vector {
    let mut manifest = exchange();
    change(&mut manifest);
    refused("manifest", name, why, encode(&manifest), code)
}

/// What a single leg can get wrong.
pub fn leg_refusals() -> Vec<Vector> {
    vec![
        refuse("legs-descending", "legs ascend by chain id", Code::LegsInvalid, &|m| m.legs.reverse()),
        refuse("zone-twice", "one leg for each zone", Code::LegsInvalid, &|m| m.legs[1].chain_id = "zone-a".into()),
        refuse("empty-leg", "a leg without operations", Code::LegsInvalid, &|m| m.legs[1].operations.clear()),
        refuse("no-legs", "a transaction without legs", Code::LegsInvalid, &|m| m.legs.clear()),
        refuse("asset-released-twice", "one exclusive operation per key and leg", Code::LegsInvalid, &|m| {
            m.legs[0].operations.push(release_certificate())
        }),
        refuse("seventeen-operations", "one more than a leg may hold", Code::LimitExceeded, &|m| {
            m.legs[0].operations = vec![release_certificate(); 17]
        }),
        refuse("short-nonce", "15 bytes", Code::PartMissing, &|m| m.nonce = vec![1; 15]),
        refuse("no-deadline", "a transaction without deadline locks for ever", Code::PartMissing, &|m| {
            m.deadline_ns = 0
        }),
        refuse("operation-without-body", "an actor who does nothing", Code::PartMissing, &|m| {
            m.legs[0].operations[0].body = None
        }),
        refuse("upper-case-gate", "addresses are lower case", Code::IdMalformed, &|m| {
            m.legs[0].gate = "WASM1GATE".into()
        }),
        refuse("long-address", "91 characters", Code::LimitExceeded, &|m| m.legs[0].gate = "g".repeat(91)),
    ]
}

/// Changes the receipt of the certificate on zone B.
fn receipt(manifest: &mut Manifest, change: &dyn Fn(&mut ReceiveAsset, &mut Envelope)) {
    if let Some(Body::ReceiveAsset(body)) = &mut manifest.legs[1].operations[0].body {
        let mut envelope = body.envelope.clone().unwrap_or_default();
        change(body, &mut envelope);
        body.envelope = Some(envelope);
    }
}

/// What only two legs together can get wrong.
pub fn pairing_refusals() -> Vec<Vector> {
    vec![
        refuse("release-without-receipt", "the asset would be lost", Code::Unpaired, &|m| {
            m.legs[1].operations.remove(0);
        }),
        refuse("receipt-without-release", "the asset would double", Code::Unpaired, &|m| {
            m.legs[0].operations.remove(0);
        }),
        refuse("coins-from-nowhere", "a receipt of coins without their release", Code::Unpaired, &|m| {
            m.legs[1].operations.remove(1);
        }),
        refuse("coins-received-twice", "one release, two receipts", Code::Unpaired, &|m| {
            m.legs[0].operations.push(receive_coins("250"))
        }),
        refuse("other-version-received", "released as 3, received as 4", Code::Unpaired, &|m| {
            receipt(m, &|body, _| body.version = 4)
        }),
        refuse("other-envelope-received", "what arrives is not what left", Code::Unpaired, &|m| {
            receipt(m, &|_, envelope| envelope.terms = "changed on the way".into())
        }),
        refuse("move-of-a-fixed-asset", "its owner set no policy to move it", Code::MoveNotAllowed, &|m| {
            receipt(m, &|_, envelope| envelope.movable = false)
        }),
        refuse("recipient-did-not-consent", "the recipient is not the actor", Code::Unauthorised, &|m| {
            receipt(m, &|body, _| body.recipient = ALICE.into())
        }),
    ]
}
