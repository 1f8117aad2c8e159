//! Writes generated sources: messages, limits and the duplication table of causeway-proto, the codes of the kit.
//! Run by `npm run gen`; the output is committed, so that no contract crate has a build script.

mod duplication;
mod limits;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    // Asked at run time: checkouts that share a target folder share this program as well.
    let own = std::env::var("CARGO_MANIFEST_DIR")?;
    let contracts = Path::new(&own).parent().ok_or("the codegen crate has no parent folder")?;
    let proto = contracts.parent().ok_or("the contracts folder has no parent folder")?.join("proto");
    let out = contracts.join("packages/causeway-proto/src/gen");
    std::fs::create_dir_all(&out)?;

    let files = ["data", "packet", "commit", "code"];
    let paths: Vec<_> = files.iter().map(|name| proto.join(format!("causeway/v1/{name}.proto"))).collect();
    let descriptors = protox::compile(&paths, [&proto])?;
    prost_build::Config::new().out_dir(&out).compile_fds(descriptors)?;

    let services = protox::compile([proto.join("causeway/services/v1/code.proto")], [&proto])?;
    let kit = contracts.join("packages/causeway-resource-kit/src/gen");
    std::fs::create_dir_all(&kit)?;
    prost_build::Config::new().out_dir(&kit).compile_fds(services)?;

    let limits: serde_json::Value = read_json(&proto.join("limits.json"))?;
    std::fs::write(out.join("limits.rs"), limits::render(&limits)?)?;
    let rules: serde_json::Value = read_json(&proto.join("duplication.json"))?;
    std::fs::write(out.join("duplication.rs"), duplication::render(&rules)?)?;
    Ok(())
}

fn read_json(path: &Path) -> Result<serde_json::Value, Box<dyn Error>> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}
