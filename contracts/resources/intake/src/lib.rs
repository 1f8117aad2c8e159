//! Signed batches of entries, their checks, verdicts and rewards: collection and validation.
#![deny(unused_must_use)]

mod answers;
pub mod contract;
mod counts;
mod ending;
mod events;
pub mod limits;
pub mod msg;
mod names;
mod operations;
mod pool;
mod query;
mod registry;
mod regulate;
mod report;
mod settle;
mod state;
mod submit;
mod verdicts;
