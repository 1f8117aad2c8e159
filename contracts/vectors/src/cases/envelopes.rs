//! Envelopes of the Rust half: assets and closed records, and what is missing from or wrong with them.

use crate::samples::*;
use crate::{accepted, refused, Vector};
use causeway_proto::*;
use prost_reflect::DescriptorPool;

pub fn envelopes(pool: &DescriptorPool) -> Vec<Vector> {
    let area = "envelope";
    let mut truncated = encode(&certificate());
    truncated.pop();
    let mut with_stranger = encode(&certificate());
    with_stranger.extend([0xf8, 0x07, 0x01]);
    vec![
        accepted(pool, area, "certificate", "a non-fungible asset needs no content", encode(&certificate())),
        accepted(
            pool,
            area,
            "closed-record",
            "ciphertext stored, salted fingerprint of the plaintext",
            encode(&closed_record()),
        ),
        refused(area, "truncated", "the last byte is missing", truncated, Code::Malformed),
        refused(
            area,
            "unknown-field",
            "field 127 does not exist, and would be dropped silently",
            with_stranger,
            Code::NotCanonical,
        ),
        refused(area, "empty-bytes", "nothing at all is no envelope", vec![], Code::PartMissing),
    ]
}

fn refuse(name: &'static str, why: &str, code: Code, change: &dyn Fn(&mut Envelope)) -> Vector {
    let mut envelope = closed_record();
    change(&mut envelope);
    refused("envelope", name, why, encode(&envelope), code)
}

/// One part of a closed record changed.
pub fn refusals() -> Vec<Vector> {
    vec![
        refuse("closed-and-copyable", "closed data has no copies", Code::CopyOfClosed, &|e| e.copyable = true),
        refuse("no-access-class", "there is no default of the access class", Code::PartMissing, &|e| e.access = 0),
        refuse("access-class-of-the-future", "number 9 is no access class", Code::PartMissing, &|e| e.access = 9),
        refuse("controller-is-an-asset", "a controller is a party", Code::IdMalformed, &|e| {
            e.controller = certificate().id
        }),
        refuse("terms-too-long", "257 bytes of terms", Code::LimitExceeded, &|e| e.terms = "t".repeat(257)),
        refuse("salted-hash-of-stored", "what is stored is verified without a secret", Code::PartMissing, &|e| {
            e.stored = Some(fingerprint(HashAlgorithm::HmacSha2256, 1))
        }),
        refuse("short-digest", "31 bytes are no sha2-256 digest", Code::Malformed, &|e| {
            e.stored = Some(Fingerprint { algorithm: HashAlgorithm::Sha2256 as i32, digest: vec![1; 31] })
        }),
        refuse("too-many-parents", "33 identifiers in a lineage", Code::LimitExceeded, &|e| {
            e.lineage = (0..33).map(|n| format!("did:causeway:entry:zone-a:parent-{n:02}")).collect()
        }),
    ]
}
