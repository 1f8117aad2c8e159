//! What a resource is made of: its author decides operations and carries them out (`Service`); locks, plans, repeated
//! calls and who may call are seen to here. Nothing in this crate knows what any service is about.
#![deny(unused_must_use)]

#[rustfmt::skip]
#[path = "gen/causeway.services.v1.rs"]
mod codes;
mod companion;
mod gate;
mod locks;
mod merkle;
mod reason;
mod replica;
mod service;
mod signature;

pub use causeway_resource::{CheckResponse, LockKind, LocksResponse, PrepareOutcome};
pub use codes::ServiceCode;
pub use gate::{set_gate, LegCall, PrepareCall};
pub use locks::{assert_unlocked, in_doubt};
pub use merkle::{leaf_hash, verify_merkle};
pub use reason::{Reason, ServiceError, Verdict};
pub use replica::{attestation, attested_by_peer, set_peer, Attestation, Replica};
pub use service::{abort, check, commit, locks, prepare, Decided, Key, Proposal, Service};
pub use signature::{verify_signature, Algorithm};
