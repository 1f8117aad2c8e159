//! Coins, non-fungible assets, open records and their replicas, as a resource of the commit.
#![deny(unused_must_use)]

mod coins;
pub mod contract;
mod error;
mod evaluate;
mod evaluate_items;
mod events;
mod items;
mod locks;
pub mod msg;
mod payments;
mod plan;
mod prepare;
mod query;
mod settle;
pub mod state;

pub use error::AssetsError;
