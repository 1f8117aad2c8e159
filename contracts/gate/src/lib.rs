//! The gate: a zone's participant in the commit. It knows resources by address only and never ends a vote by a clock.
#![deny(unused_must_use)]

mod admin;
mod authorise;
mod channel;
pub mod contract;
mod error;
mod events;
pub mod msg;
mod prepare;
mod query;
mod refuse;
mod settle;
pub mod state;
mod vote;

pub use error::GateError;
