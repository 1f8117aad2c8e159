//! Signed batches of entries, their checks, verdicts and rewards: collection and validation.
#![deny(unused_must_use)]
