//! Two stores under one key would read each other's bytes: keys are unique in each contract, and none begins another.

use std::collections::BTreeSet;
use std::path::Path;

const KIT: &str = "packages/causeway-resource-kit";

fn sources(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|one| one == "rs")).collect();
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).expect("a source")).collect()
}

/// Keys that a contract gives to stores, the kit's among them where it stands on it, and prefixes of raw bytes.
fn keys_of(contract: &str, on_kit: bool) -> (Vec<String>, BTreeSet<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let parts = std::iter::once(contract).chain(on_kit.then_some(KIT));
    let source: String = parts.map(|part| sources(&root.join(part).join("src"))).collect();
    let stores = ["Item::new(\"", "Map::new(\""];
    let named = stores.iter().flat_map(|store| source.split(store).skip(1)).filter_map(|rest| rest.split('"').next());
    let raw = source.split("b\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|key| key.ends_with(':'));
    (named.map(String::from).collect(), raw.map(String::from).collect())
}

#[test]
fn every_store_of_a_contract_has_a_key_of_its_own() {
    let core = [("hub", 11), ("gate", 7), ("resources/assets", 6)].map(|(name, least)| (name, least, false));
    let services = [
        ("resources/example-parking", 6),
        ("resources/identity", 10),
        ("resources/credentials", 6),
        ("resources/intake", 10),
        ("resources/stores", 8),
        ("resources/rights", 10),
        ("resources/market", 10),
    ];
    let services = services.map(|(name, least)| (name, least, true));
    for (contract, least, on_kit) in core.into_iter().chain(services) {
        let (keys, raw) = keys_of(contract, on_kit);
        assert!(keys.len() >= least, "{contract}: {keys:?}");
        let distinct: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len(), "{contract}: {keys:?}");
        // Maps carry the length of their name before it; raw keys do not, so they end with a colon that no name has.
        for one in &raw {
            let begins = |other: &&String| *other != one && other.starts_with(one.as_str());
            assert_eq!(keys.iter().chain(&raw).find(begins), None, "{contract}: {one}");
        }
    }
}
