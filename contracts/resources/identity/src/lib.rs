//! Subjects (parties, platforms, devices, stores): approved by a quorum, kept for life, known on every chain.
#![deny(unused_must_use)]
