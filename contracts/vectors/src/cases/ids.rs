//! Identifiers, well formed and not.

use crate::{name_of, Vector};
use causeway_proto::*;
use serde_json::json;

pub fn ids() -> Vec<Vector> {
    let long = |prefix: &str, letter: &str, count: usize| format!("{prefix}{}", letter.repeat(count));
    let refusal = |name, why, id: &str, code| id_case(name, why, id, Err(code));
    vec![
        id_case("chain", "a chain has no local part", "did:causeway:chain:zone-a", Ok("chain")),
        id_case(
            "asset",
            "its chain part is the chain of origin",
            "did:causeway:asset:zone-a:certificate-7",
            Ok("asset"),
        ),
        id_case(
            "entry-with-dots",
            "dots, underscores and hyphens",
            "did:causeway:entry:zone-b:w.2015_01-01",
            Ok("entry"),
        ),
        id_case(
            "transaction",
            "64 lower-case hex digits",
            &long("did:causeway:transaction:causeway-hub:", "0a", 32),
            Ok("transaction"),
        ),
        id_case("longest-local", "64 characters", &long("did:causeway:thing:zone-a:", "x", 64), Ok("thing")),
        id_case("longest-chain-id", "32 characters", &long("did:causeway:chain:", "z", 32), Ok("chain")),
        refusal("local-too-long", "65 characters", &long("did:causeway:thing:zone-a:", "x", 65), Code::LimitExceeded),
        refusal("chain-id-too-long", "33 characters", &long("did:causeway:chain:", "z", 33), Code::LimitExceeded),
        refusal("too-long", "129 bytes", &long("did:causeway:asset:zone-a:", "x", 103), Code::LimitExceeded),
        refusal(
            "transaction-in-upper-case",
            "hex has one spelling",
            &long("did:causeway:transaction:hub:", "0A", 32),
            Code::IdMalformed,
        ),
        refusal("upper-case", "identifiers are lower case", "did:causeway:asset:zone-a:Certificate", Code::IdMalformed),
        refusal("other-method", "another DID method", "did:web:example.com", Code::IdMalformed),
        refusal("unknown-kind", "no such kind", "did:causeway:vehicle:zone-a:x", Code::IdMalformed),
        refusal("two-local-parts", "one local part", "did:causeway:asset:zone-a:x:y", Code::IdMalformed),
        refusal("unicode", "letters outside ASCII", "did:causeway:asset:zone-a:zähler", Code::IdMalformed),
        refusal(
            "leading-dot",
            "a local part starts with a letter or digit",
            "did:causeway:asset:zone-a:.x",
            Code::IdMalformed,
        ),
        refusal("line-break", "one line", "did:causeway:asset:zone-a:x\n", Code::IdMalformed),
        refusal("empty", "nothing", "", Code::PartMissing),
    ]
}

fn id_case(name: &'static str, why: &str, id: &str, expected: Result<&str, Code>) -> Vector {
    let found = parse_id(id);
    let kind = found.map(|parts| format!("{:?}", parts.kind).to_lowercase());
    assert_eq!(kind.as_deref().map_err(|code| *code), expected, "id/{name}");
    let content = match found {
        Ok(parts) => json!({
            "why": why, "by": "rust", "id": id,
            "parts": { "kind": kind.unwrap_or_default(), "chainId": parts.chain_id, "local": parts.local },
        }),
        Err(code) => json!({ "why": why, "by": "rust", "id": id, "error": name_of(code) }),
    };
    Vector { area: "id", name, content }
}
