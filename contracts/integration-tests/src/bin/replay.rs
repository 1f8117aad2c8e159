//! `replay FOLDER`: follows every trace in it (`*.itf.json`), prints counts, and ends with 1 where one differs.

use causeway_integration_tests::replay::{follow, Trace};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args().nth(1).expect("replay FOLDER"));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.to_string_lossy().ends_with(".itf.json"))
        .collect();
    paths.sort();
    let (mut steps, mut divergences) = (0, 0);
    for path in &paths {
        let text = std::fs::read_to_string(path).expect("readable");
        let trace: Trace = serde_json::from_str(&text).expect("a trace of commit.qnt with --mbt");
        match follow(&trace) {
            Ok(count) => steps += count,
            Err(difference) => {
                divergences += 1;
                println!("{}: {difference}", path.display());
            }
        }
    }
    println!("{} traces, {steps} steps, {divergences} divergences", paths.len());
    if divergences > 0 || paths.is_empty() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
