//! Well-formed messages that the cases vary.

use causeway_proto::operation::Body;
use causeway_proto::*;

pub const GATE: &str = "wasm1gate";
pub const ASSETS: &str = "wasm1assets";
pub const ALICE: &str = "wasm1alice";
pub const BOB: &str = "wasm1bob";

/// A certificate that its owner lets move.
pub fn certificate() -> Envelope {
    Envelope {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        id: "did:causeway:asset:zone-a:certificate-7".into(),
        data_type: DataType::NonFungible as i32,
        access: AccessClass::Closed as i32,
        movable: true,
        owner: "did:causeway:party:zone-a:harbour".into(),
        ..Envelope::default()
    }
}

/// A closed record: ciphertext stored, the plaintext's fingerprint under the owner's salt.
pub fn closed_record() -> Envelope {
    Envelope {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        id: "did:causeway:entry:zone-b:meter.2026_11".into(),
        data_type: DataType::Record as i32,
        structure: Structure::Bytes as i32,
        length: 4096,
        access: AccessClass::Closed as i32,
        owner: "did:causeway:party:zone-b:utility".into(),
        controller: "did:causeway:party:zone-b:regulator".into(),
        terms: "https://utility.example/terms/3".into(),
        stored: Some(fingerprint(HashAlgorithm::Sha2256, 0xab)),
        plaintext: Some(fingerprint(HashAlgorithm::HmacSha2256, 0xcd)),
        claimed_time_ns: 1_763_000_000_000_000_001,
        ..Envelope::default()
    }
}

pub fn fingerprint(algorithm: HashAlgorithm, byte: u8) -> Fingerprint {
    Fingerprint { algorithm: algorithm as i32, digest: vec![byte; 32] }
}

pub fn operation(actor: &str, body: Body) -> Operation {
    Operation { resource: ASSETS.into(), actor: actor.into(), body: Some(body) }
}

pub fn leg(chain_id: &str, operations: Vec<Operation>) -> Leg {
    Leg { chain_id: chain_id.into(), gate: GATE.into(), operations }
}

pub fn manifest(legs: Vec<Leg>) -> Manifest {
    Manifest {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        hub_chain_id: "causeway-hub".into(),
        hub_contract: "wasm1hub".into(),
        legs,
        deadline_ns: 1_763_000_060_000_000_000,
        nonce: (1..=16).collect(),
    }
}

pub fn coins(amount: &str) -> Option<Amount> {
    Some(Amount { origin_chain_id: "zone-b".into(), denom: "ustake".into(), amount: amount.into() })
}

pub fn release_coins(amount: &str) -> Operation {
    operation(BOB, Body::ReleaseCoins(ReleaseCoins { amount: coins(amount), destination_chain_id: "zone-a".into() }))
}

pub fn receive_coins(amount: &str) -> Operation {
    operation(
        ALICE,
        Body::ReceiveCoins(ReceiveCoins {
            amount: coins(amount),
            source_chain_id: "zone-b".into(),
            recipient: ALICE.into(),
        }),
    )
}

pub fn release_certificate() -> Operation {
    operation(
        ALICE,
        Body::ReleaseAsset(ReleaseAsset {
            id: certificate().id,
            version: 3,
            destination_chain_id: "zone-b".into(),
            envelope_digest: envelope_digest(&certificate()).to_vec(),
        }),
    )
}

pub fn receive_certificate() -> Operation {
    operation(
        BOB,
        Body::ReceiveAsset(ReceiveAsset {
            envelope: Some(certificate()),
            version: 3,
            source_chain_id: "zone-a".into(),
            recipient: BOB.into(),
        }),
    )
}

/// Coins of zone B against a certificate of zone A.
pub fn exchange() -> Manifest {
    manifest(vec![
        leg("zone-a", vec![release_certificate(), receive_coins("250")]),
        leg("zone-b", vec![receive_certificate(), release_coins("250")]),
    ])
}
