//! Data and operations for stories: short names for what manifests are made of.

use causeway_proto::operation::Body;
use causeway_proto::{
    envelope_digest, sha256, AccessClass, Amount, CheckAsset, CheckRecord, DataType, Envelope, Fingerprint,
    HashAlgorithm, ReceiveAsset, ReceiveCoins, ReleaseAsset, ReleaseCoins, ReplicateRecord, SchemaVersion, Structure,
    TransferAsset, TransferCoins,
};

pub const DENOM: &str = "ustake";

fn envelope(id: &str, data_type: DataType, access: AccessClass) -> Envelope {
    Envelope {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        id: id.into(),
        data_type: data_type as i32,
        access: access as i32,
        owner: "did:causeway:party:zone-a:city".into(),
        ..Envelope::default()
    }
}

/// A non-fungible asset that may move.
pub fn certificate(id: &str) -> Envelope {
    Envelope { movable: true, ..envelope(id, DataType::NonFungible, AccessClass::Closed) }
}

/// A record with this content, neither copyable nor movable.
pub fn record(id: &str, access: AccessClass, content: &[u8]) -> Envelope {
    let algorithm = HashAlgorithm::Sha2256 as i32;
    Envelope {
        structure: Structure::Bytes as i32,
        length: content.len() as u64,
        stored: Some(Fingerprint { algorithm, digest: sha256(content).to_vec() }),
        ..envelope(id, DataType::Record, access)
    }
}

/// An open record that may be replicated.
pub fn open_record(id: &str, content: &[u8]) -> Envelope {
    Envelope { copyable: true, ..record(id, AccessClass::Open, content) }
}

pub fn asset_id(origin: &str, local: &str) -> String {
    format!("did:causeway:asset:{origin}:{local}")
}

pub fn entry_id(origin: &str, local: &str) -> String {
    format!("did:causeway:entry:{origin}:{local}")
}

pub fn coins(origin: &str, amount: u128) -> Amount {
    Amount { origin_chain_id: origin.into(), denom: DENOM.into(), amount: amount.to_string() }
}

pub fn check_record(envelope: &Envelope, version: u64) -> Body {
    let envelope_digest = envelope_digest(envelope).to_vec();
    Body::CheckRecord(CheckRecord { id: envelope.id.clone(), version, envelope_digest })
}

pub fn replicate(envelope: &Envelope, version: u64, from: &str) -> Body {
    let envelope = Some(envelope.clone());
    Body::ReplicateRecord(ReplicateRecord { envelope, version, source_chain_id: from.into() })
}

pub fn check_asset(id: &str, version: u64, owner: &str) -> Body {
    Body::CheckAsset(CheckAsset { id: id.into(), version, owner: owner.into() })
}

pub fn release(envelope: &Envelope, version: u64, to: &str) -> Body {
    let envelope_digest = envelope_digest(envelope).to_vec();
    Body::ReleaseAsset(ReleaseAsset {
        id: envelope.id.clone(),
        version,
        destination_chain_id: to.into(),
        envelope_digest,
    })
}

pub fn receive(envelope: &Envelope, version: u64, from: &str, recipient: &str) -> Body {
    let envelope = Some(envelope.clone());
    Body::ReceiveAsset(ReceiveAsset { envelope, version, source_chain_id: from.into(), recipient: recipient.into() })
}

pub fn transfer(id: &str, version: u64, recipient: &str) -> Body {
    Body::TransferAsset(TransferAsset { id: id.into(), version, recipient: recipient.into() })
}

pub fn pay(amount: Amount, recipient: &str) -> Body {
    Body::TransferCoins(TransferCoins { amount: Some(amount), recipient: recipient.into() })
}

pub fn release_coins(amount: Amount, to: &str) -> Body {
    Body::ReleaseCoins(ReleaseCoins { amount: Some(amount), destination_chain_id: to.into() })
}

pub fn receive_coins(amount: Amount, from: &str, recipient: &str) -> Body {
    Body::ReceiveCoins(ReceiveCoins { amount: Some(amount), source_chain_id: from.into(), recipient: recipient.into() })
}
