//! Stores with deposits: what is kept where, receipts, challenges, penalties, repair.
#![deny(unused_must_use)]
