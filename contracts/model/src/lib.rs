//! The commit in every order of messages and faults: small worlds around the real step functions, searched to the end.

pub mod action;
pub mod catalogue;
pub mod earlier;
pub mod gate;
pub mod hub;
pub mod invariants;
pub mod ledger;
pub mod moves;
pub mod mutants;
pub mod quiet;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod search;
pub mod turn;
pub mod witness;
pub mod world;
