//! What the services of one chain ask and tell each other. A service depends on this light crate, never on another
//! service's contract.
#![deny(unused_must_use)]

pub mod assets;
pub mod credentials;
pub mod identity;
pub mod intake;
pub mod rights;
pub mod stores;
