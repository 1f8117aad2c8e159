//! `npm run model`: prints what was searched and what was caught; fails on any violation and on any surviving mutant.

use causeway_model::report::{check_all, check_canary, check_full};
use std::process::ExitCode;

const USAGE: &str = "usage: causeway-model [--traces | --full | --canary | --earlier]
  --traces  also prints the shortest counterexample of every mutant
  --full    searches the large models that a release wants besides
  --canary  searches a broken model as if it were the real one: must fail
  --earlier searches the rules of the framework that was there before, under the same faults
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["--earlier"] {
        print!("{}", causeway_model::earlier::table());
        return ExitCode::SUCCESS;
    }
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => check_all(false),
        ["--traces"] => check_all(true),
        ["--full"] => check_full(),
        ["--canary"] => check_canary(),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    println!("{}\n{} passed, {} failed", outcome.text, outcome.passed, outcome.failed);
    if outcome.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
