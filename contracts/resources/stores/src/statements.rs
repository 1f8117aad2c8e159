//! The texts that stores sign, line for line as their processes write them, and whether a store signed one.

use crate::limits::{LEAVE_BLOCKS, SIGNATURE_BYTES};
use crate::msg::{Delivery, Placement};
use causeway_resource_kit::{verify_signature, ServiceCode, ServiceError};
use causeway_services::identity::{KeyResponse, SubjectResponse};
use causeway_services::stores::{cid_of, delivered};
use cosmwasm_std::Api;

/// `Causeway v1: storage receipt`: the store holds these bytes. Object, CID and store are unique, so it serves once.
pub fn receipt_text(placement: &Placement, store: &str, at_ns: u64) -> String {
    format!(
        "Causeway v1: storage receipt\n{}\nversion {}\ncid {}\nchunks {}\nstore {store}\nat {at_ns}",
        placement.id,
        placement.version,
        cid_of(&placement.fingerprint),
        placement.chunks.to_hex(),
    )
}

/// `causeway_services::stores::delivered` of this object.
pub fn delivery_text(placement: &Placement, delivery: &Delivery) -> String {
    let object = (placement.id.as_str(), placement.version, placement.fingerprint.as_slice());
    delivered(object, &delivery.sha256, &delivery.agreement, delivery.at_ns)
}

/// `Causeway v1: key share erased`: the store has its share of this object's key no more.
pub fn forgotten_text(placement: &Placement, store: &str, at_ns: u64) -> String {
    format!(
        "Causeway v1: key share erased\n{}\nversion {}\nkey {}\nstore {store}\nat {at_ns}",
        placement.id,
        placement.version,
        placement.key.to_hex(),
    )
}

/// RECEIPT_INVALID unless the key that the store has now signed it.
pub fn check_receipt(api: &dyn Api, store: &SubjectResponse, text: &str, signature: &[u8]) -> Result<(), ServiceError> {
    match store.current_key() {
        Some(key) if signs(api, key, text, signature) => Ok(()),
        _ => Err(ServiceCode::ReceiptInvalid.into()),
    }
}

/// SIGNATURE_INVALID unless a key of the store signed it. A key that has ended counts for a while: a store does not get
/// out of what it said by a new key.
pub fn check_delivery(
    api: &dyn Api,
    store: &SubjectResponse,
    height: u64,
    text: &str,
    signature: &[u8],
) -> Result<(), ServiceError> {
    let counts = |key: &&KeyResponse| key.until_height.is_none_or(|until| height <= until.saturating_add(LEAVE_BLOCKS));
    if store.keys.iter().rev().filter(counts).any(|key| signs(api, key, text, signature)) {
        Ok(())
    } else {
        Err(ServiceCode::SignatureInvalid.into())
    }
}

fn signs(api: &dyn Api, key: &KeyResponse, text: &str, signature: &[u8]) -> bool {
    signature.len() == SIGNATURE_BYTES && verify_signature(api, key.algorithm, &key.public_key, text, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{cid_of, delivery_text, forgotten_text, receipt_text};
    use crate::msg::{Delivery, Placement};
    use causeway_proto::sha256;
    use cosmwasm_std::{Binary, HexBinary};

    #[test]
    fn a_cid_is_what_every_ipfs_node_calls_these_bytes() {
        assert_eq!(cid_of(&sha256(b"")), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assert_eq!(cid_of(&sha256(b"hello world")), "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    }

    #[test]
    fn the_texts_are_those_that_store_processes_sign_line_for_line() {
        let placement = Placement {
            id: "did:causeway:asset:zone-a:map".into(),
            version: 2,
            fingerprint: HexBinary::from(&sha256(b"")),
            plaintext: HexBinary::default(),
            key: HexBinary::default(),
            length: 1,
            chunks: HexBinary::from(&[0xcd; 32]),
            stores: vec![],
            quorum: 2,
            open: true,
        };
        let cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        let chunks = "cd".repeat(32);
        let store = "did:causeway:thing:zone-a:store-1";
        let receipt = format!(
            "Causeway v1: storage receipt\ndid:causeway:asset:zone-a:map\nversion 2\ncid {cid}\nchunks {chunks}\n\
             store {store}\nat 7"
        );
        assert_eq!(receipt_text(&placement, store, 7), receipt);
        let delivery = Delivery {
            sha256: HexBinary::from(&[0xef; 32]),
            agreement: "agreement-1".into(),
            at_ns: 9u64.into(),
            signature: Binary::default(),
        };
        let delivered = format!(
            "Causeway v1: delivered\ndid:causeway:asset:zone-a:map\nversion 2\ncid {cid}\nsha256 {}\n\
             agreement agreement-1\nat 9",
            "ef".repeat(32)
        );
        assert_eq!(delivery_text(&placement, &delivery), delivered);
        let sealed = Placement { key: HexBinary::from(&[0xab; 32]), open: false, ..placement };
        let forgotten = format!(
            "Causeway v1: key share erased\ndid:causeway:asset:zone-a:map\nversion 2\nkey {}\nstore {store}\nat 7",
            "ab".repeat(32)
        );
        assert_eq!(forgotten_text(&sealed, store, 7), forgotten);
    }
}
