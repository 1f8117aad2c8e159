//! A host for many chains in one process: contract code as it is, storage, sub-messages, replies and reverts as wasmd
//! does them, packets with commitments, receipts, acknowledgements and timeouts as IBC does them. No proofs, no gas.
#![deny(unused_must_use)]

pub mod books;
pub mod data;
mod dice;
pub mod host;
pub mod people;
mod relay;
pub mod replay;
pub mod simulation;
mod view;
pub mod world;
