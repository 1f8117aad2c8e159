//! Renders proto/limits.json as Rust constants.

use std::error::Error;
use std::fmt::Write;

pub fn render(limits: &serde_json::Value) -> Result<String, Box<dyn Error>> {
    let mut text = String::from("// Generated from proto/limits.json by `npm run gen`. Do not edit.\n");
    for (name, entry) in limits.as_object().ok_or("limits.json is not an object")? {
        let value = entry[0].as_u64().ok_or_else(|| format!("{name} has no value"))?;
        let why = entry[1].as_str().ok_or_else(|| format!("{name} has no description"))?;
        let constant = name.to_uppercase();
        let kind = kind_of(name);
        write!(text, "\n/// {}.\npub const {constant}: {kind} = {value};\n", sentence(why))?;
    }
    Ok(text)
}

/// Lengths and counts are compared with `usize`; the others have the type of what they bound.
fn kind_of(name: &str) -> &'static str {
    match name {
        "schema_major" | "page_max" => "u32",
        _ if ["_sec", "_blocks", "_gas_max"].iter().any(|unit| name.ends_with(unit)) => "u64",
        "open_transactions_max" | "flush_after_blocks" => "u64",
        _ => "usize",
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
