//! Regulators' certificates: issued, bound to data, expired, revoked; a read condition of a sale.
#![deny(unused_must_use)]
