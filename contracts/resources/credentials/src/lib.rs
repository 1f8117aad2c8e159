//! Regulators' certificates: issued, bound to data, expired, revoked; a read condition of a sale.
#![deny(unused_must_use)]

pub mod contract;
mod events;
mod issue;
pub mod limits;
pub mod msg;
mod query;
mod revoke;
mod service;
mod state;
mod validity;
