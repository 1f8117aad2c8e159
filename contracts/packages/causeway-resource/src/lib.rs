//! The resource interface: `prepare` locks, `commit` and `abort` end the lock and cannot fail, `check` is a dry run.
//! Only the gate of the zone may call the first three. This crate knows neither hub nor gate.
#![deny(unused_must_use)]

pub mod msg;

pub use msg::{CheckResponse, Lock, LockKind, LocksResponse, PrepareOutcome, ResourceExecuteMsg, ResourceQueryMsg};
