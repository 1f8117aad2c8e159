//! One chain: its contracts, its bank, its end of every channel and client pair.

pub mod chain;
pub mod contract;
pub mod ibc;
pub mod packets;
pub mod pairs;
pub mod storage;

pub use chain::{Chain, Memory, Outcome};
pub use contract::Kind;
pub use ibc::{Channel, Packet};
pub use packets::VERSION;
pub use pairs::{Pair, Payload};
