//! Two stores under one key would read each other's bytes: keys are unique in each contract, and none begins another.

use std::collections::BTreeSet;
use std::path::Path;

/// Keys that a contract's state file gives to stores, and the prefixes of what it keeps as raw bytes.
fn keys_of(contract: &str) -> (Vec<String>, BTreeSet<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(contract).join("src/state.rs");
    let source = std::fs::read_to_string(&path).expect("a state file");
    let named = source.split("::new(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let raw = source.split("b\"").skip(1).filter_map(|rest| rest.split('"').next());
    (named.map(String::from).collect(), raw.map(String::from).collect())
}

#[test]
fn every_store_of_a_contract_has_a_key_of_its_own() {
    for (contract, least) in [("hub", 11), ("gate", 7), ("resources/assets", 6), ("resources/example-parking", 3)] {
        let (keys, raw) = keys_of(contract);
        assert!(keys.len() >= least, "{contract}: {keys:?}");
        let distinct: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len(), "{contract}: {keys:?}");
        // Maps carry the length of their name before it; raw keys do not, so they end with a colon that no name has.
        for one in &raw {
            assert!(one.ends_with(':'), "{contract}: {one}");
            let begins = |other: &&String| *other != one && other.starts_with(one.as_str());
            assert_eq!(keys.iter().chain(&raw).find(begins), None, "{contract}: {one}");
        }
    }
}
