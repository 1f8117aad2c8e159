//! The hub: the coordinator of the commit. It counts votes of admitted zones, decides once, and keeps the books.
#![deny(unused_must_use)]

mod acks;
mod cancel;
mod channel;
pub mod contract;
mod decide;
mod error;
mod events;
pub mod msg;
mod query;
mod registry;
mod resend;
pub mod state;
mod vote;
mod zones;

pub use error::HubError;
