//! Subjects (parties, platforms, devices, stores): approved by a quorum, kept for life, known on every chain.
#![deny(unused_must_use)]

mod accounts;
mod audit;
mod changes;
pub mod contract;
mod enrol;
mod events;
mod keys;
pub mod limits;
pub mod msg;
mod query;
mod roles;
mod service;
mod state;
mod subjects;
mod texts;
mod transfer;
mod vote;
