//! Offers and demands, matching, agreements, escrow and payment without a third party. Units that are in escrow stand
//! on this contract's account in the assets contract, and leave it by the rules in here alone.
//!
//! The administrator names the contract of this service on each other chain, once, and can do nothing else: prices,
//! fee, terms and what is in escrow are nobody's to change.
#![deny(unused_must_use)]

mod agreements;
mod answers;
mod auction;
mod buy;
mod channel;
mod companions;
pub mod contract;
mod cover;
mod demands;
mod dispute;
mod events;
pub mod limits;
pub mod matching;
pub mod msg;
mod offers;
pub mod payout;
mod query;
mod sale;
mod service;
mod state;
mod terms;
pub mod texts;
