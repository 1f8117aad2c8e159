//! Rights to data: ownership, use and profit; grants, mandates, accesses and refusals.
#![deny(unused_must_use)]
