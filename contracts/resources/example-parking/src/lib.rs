//! A car park whose bays can be part of an atomic commit. It shows what a platform owner writes to take part.
#![deny(unused_must_use)]

pub mod contract;
mod error;
pub mod msg;
mod resource;
mod state;

pub use error::ParkingError;
