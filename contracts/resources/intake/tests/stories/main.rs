//! Stories of collection and validation: several contracts and real signatures in one process, blocks moved by hand.

mod commits;
mod peers;
mod records;
mod regulators;
mod reports;
mod streams;
mod submissions;
mod vectors;
mod world;
