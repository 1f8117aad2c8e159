//! The commit, decided: what a leg and a hub record become under each event. No I/O, no clock, no storage:
//! the contracts load, call these functions and act; the model calls the same functions in every order.
#![deny(unused_must_use)]

pub mod batch;
pub mod hub;
pub mod leg;

/// A reason: the number of a `Code` of the schema; 0 where there is none.
pub type Reason = u32;

/// The hub's decision on a transaction. Written once (commit rule 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    Commit,
    Abort(Reason),
}

/// What an acknowledgement says about one vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Told {
    Decided(Decision),
    /// Undecided when the acknowledgement was written: neither commit nor abort (commit rule 21).
    Pending,
    /// The vote left no trace at the hub.
    NotCounted(Reason),
}
