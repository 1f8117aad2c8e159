//! Offers and demands, matching, agreements, escrow and payment without a third party.
#![deny(unused_must_use)]
