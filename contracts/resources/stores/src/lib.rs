//! Stores with deposits: what is kept where, receipts, challenges, penalties, repair.
//!
//! There is no administrator: gate, identity, intake and the terms of the deposit are fixed when the contract is made.
//! Money of stores and owners moves by proofs and by blocks alone.
#![deny(unused_must_use)]

pub mod accusations;
pub mod challenges;
pub mod contract;
pub mod deposits;
mod erasure;
mod events;
pub mod limits;
mod losses;
pub mod msg;
mod placement;
mod query;
mod receipts;
mod replace;
mod rewards;
mod service;
mod state;
pub mod statements;
