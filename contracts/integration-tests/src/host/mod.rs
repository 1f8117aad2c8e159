//! One chain: its contracts, its bank, its end of every channel.

pub mod chain;
pub mod contract;
pub mod ibc;

pub use chain::{Chain, Outcome};
pub use contract::Kind;
pub use ibc::{Channel, Packet};
