//! Walks test/vectors in Rust, whichever language wrote them; the twin is test/unit/vectors.test.ts.

use causeway_proto::*;
use causeway_vectors::{bytes_of, cases, descriptors, folder, json_of, name_of, parse};
use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;

const MESSAGES: [&str; 5] = ["envelope", "manifest", "packet", "acknowledgement", "table"];

/// Every vector of an area with its file name; an empty area is a mistake.
fn read(area: &str) -> Vec<(String, Value)> {
    let mut vectors: Vec<_> = std::fs::read_dir(folder().join(area))
        .expect("the area has a folder")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the vector can be read");
            let name = format!("{area}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            (name, serde_json::from_str(&text).expect("the vector is JSON"))
        })
        .collect();
    vectors.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(!vectors.is_empty(), "{area} has no vectors");
    vectors
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is text"))
}

fn bytes(value: &Value, key: &str) -> Vec<u8> {
    hex::decode(text(value, key)).expect("bytes are hex")
}

#[test]
fn positive_vectors_hold_in_both_directions() {
    let pool = descriptors();
    for area in MESSAGES {
        for (name, vector) in read(area).iter().filter(|(_, vector)| vector["error"].is_null()) {
            let expected = bytes(vector, "bytes");
            assert_eq!(bytes_of(&pool, area, &vector["message"]), expected, "{name}: encoding");
            assert_eq!(json_of(&pool, area, &expected), vector["message"], "{name}: decoding");
            assert_eq!(parse(area, &expected), Ok(()), "{name}: parsing");
        }
    }
}

#[test]
fn negative_vectors_are_refused_with_their_code() {
    let pool = descriptors();
    for area in MESSAGES {
        for (name, vector) in read(area).iter().filter(|(_, vector)| vector["error"].is_string()) {
            let foreign = match vector["bytes"].is_string() {
                true => bytes(vector, "bytes"),
                false => bytes_of(&pool, area, &vector["message"]),
            };
            let refusal = parse(area, &foreign).map_err(name_of);
            assert_eq!(refusal, Err(text(vector, "error")), "{name}");
        }
    }
}

#[test]
fn manifests_have_the_transaction_id_of_the_vector() {
    for (name, vector) in read("manifest").iter().filter(|(_, vector)| vector["error"].is_null()) {
        let id = transaction_id(&bytes(vector, "bytes"));
        assert_eq!(hex::encode(id), text(vector, "transactionId"), "{name}");
    }
}

#[test]
fn envelopes_fall_under_the_data_class_of_the_vector() {
    for (name, vector) in read("envelope").iter().filter(|(_, vector)| vector["error"].is_null()) {
        let envelope: Envelope = decode_canonical(&bytes(vector, "bytes")).expect("a positive vector");
        assert_eq!(data_class(&envelope).map(DataClass::name), Ok(text(vector, "dataClass")), "{name}");
    }
}

#[test]
fn identifiers_come_apart_as_the_vector_says() {
    for (name, vector) in read("id") {
        match parse_id(text(&vector, "id")) {
            Ok(id) => {
                let parts = &vector["parts"];
                assert_eq!(format!("{:?}", id.kind).to_lowercase(), text(parts, "kind"), "{name}");
                assert_eq!((id.chain_id, id.local), (text(parts, "chainId"), text(parts, "local")), "{name}");
            }
            Err(code) => assert_eq!(name_of(code), text(&vector, "error"), "{name}"),
        }
    }
}

#[test]
fn authorisations_have_the_text_and_a_signature_that_verifies() {
    let pool = descriptors();
    for (name, vector) in read("authorisation") {
        let subject = &vector["subject"];
        let id: [u8; 32] = bytes(subject, "transactionId").try_into().expect("32 bytes");
        let purpose = match text(subject, "purpose") {
            "authorise" => Purpose::Authorise,
            "refuse" => Purpose::Refuse,
            _ => Purpose::Cancel,
        };
        let deadline = text(subject, "deadlineNs").parse().expect("a number");
        let hub = (text(subject, "hubChainId"), text(subject, "hubContract"));
        let signed = authorisation_text(purpose, &id, hub.0, hub.1, deadline);
        assert_eq!(signed, text(&vector, "text"), "{name}");

        let expected = bytes(&vector, "bytes");
        assert_eq!(bytes_of(&pool, "authorisation", &vector["message"]), expected, "{name}: encoding");
        let authorisation: Authorisation = decode_canonical(&expected).expect("canonical");
        let scheme = check_authorisation(&authorisation).expect("well formed");
        let digest = authorisation_digest(scheme, text(&vector, "signer"), &signed).expect("a scheme");
        assert_eq!(hex::encode(digest), text(&vector, "digest"), "{name}");
        let key = VerifyingKey::from_sec1_bytes(&authorisation.public_key).expect("a public key");
        let signature = Signature::from_slice(&authorisation.signature).expect("a signature");
        assert!(key.verify_prehash(&digest, &signature).is_ok(), "{name}: signature");
    }
}

#[test]
fn the_duplication_rules_are_those_of_the_vectors() {
    let vectors = read("duplication");
    assert_eq!(vectors.len(), DataOperation::ALL.len());
    for (name, vector) in vectors {
        let operation = DataOperation::ALL
            .into_iter()
            .find(|operation| operation.name() == text(&vector, "operation"))
            .expect("a known operation");
        for class in DataClass::ALL {
            let refusal = duplication(operation, class).map_err(name_of).err();
            assert_eq!(refusal, vector["refusals"][class.name()].as_str(), "{name}: {}", class.name());
        }
    }
}

#[test]
fn committed_vectors_are_what_the_generator_writes() {
    for vector in cases::all(&descriptors()) {
        let path = folder().join(vector.area).join(format!("{}.json", vector.name));
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, cases::text(&vector), "{}", path.display());
    }
}
