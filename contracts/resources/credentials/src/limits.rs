//! Every bound of this contract.

/// Id of a certificate, and its kind.
pub const NAME_BYTES_MAX: usize = 64;
/// Largest number of a reason.
pub const REASON_MAX: u32 = 9_999;
/// Bits of one status list, as few as W3C allows: 16 KiB.
pub const LIST_BITS: u64 = 131_072;
/// Bytes of a status list that are stored together: what a revocation writes.
pub const CHUNK_BYTES: u64 = 512;
