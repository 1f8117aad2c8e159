//! Rights to data: ownership, use and profit; grants, mandates, accesses and refusals.
//!
//! Every access is decided here, at one height, so what is revoked is refused everywhere from the next tx on.
//! The administrator only wires: it names the market contract once, and the rights contracts of other chains. It has no
//! power over assets, grants or terms.
#![deny(unused_must_use)]

mod access;
pub mod contract;
mod events;
mod grants;
pub mod limits;
mod mandates;
pub mod msg;
mod owners;
pub mod policy;
mod query;
mod register;
pub mod request;
mod service;
mod service_copies;
mod state;
mod wiring;
