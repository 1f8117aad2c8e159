//! How much of everything this contract takes in.

/// Longest schema of a data model.
pub const SCHEMA_BYTES_MAX: usize = 16_384;

/// Entries in a batch; the chain's work does not grow with them, the validator's and the checkers' does.
pub const BATCH_ENTRIES_MAX: u64 = 1_024;

/// Batches in one message.
pub const SUBMISSIONS_MAX: usize = 16;

/// Attempts at a batch; more corrections than these are a broken device.
pub const ATTEMPTS_MAX: u32 = 16;

/// Largest sequence number: cells hold signed 64-bit integers.
pub const SEQUENCE_MAX: u64 = i64::MAX as u64;

/// Checkers of a batch.
pub const CHECKERS_MAX: u32 = 7;

/// Parties in the pool that checkers are drawn from.
pub const POOL_MAX: u32 = 4_096;

/// Seats of the pool that a draw looks at, for each checker that it needs.
pub const PROBES_PER_CHECKER: u32 = 4;

/// Draws for an attempt: one, and another if nobody of the first reveals.
pub const ROUNDS_MAX: u32 = 2;

/// Failed entries that a report lists; it counts the others.
pub const FAILURES_MAX: usize = 64;

/// Devices that a stream is opened with; others are allowed one by one.
pub const SOURCES_MAX: usize = 32;

/// Elements of a stream beside the two that open every row.
pub const STREAM_ELEMENTS_MAX: usize = causeway_proto::limits::ELEMENTS_MAX - 2;

/// Longest value of an element.
pub const ELEMENT_BYTES_MAX: u32 = causeway_proto::limits::CONTENT_BYTES_MAX as u32;

/// Salt of a checker's commitment.
pub const SALT_BYTES_MIN: usize = 16;
pub const SALT_BYTES_MAX: usize = 64;

/// Longest phase of the peer check, in blocks.
pub const PHASE_BLOCKS_MAX: u64 = 100_000;

/// Farthest that a device's clock may be configured to be off.
pub const SKEW_SEC_MAX: u64 = 3_600;

/// Longest time that a regulator may be given.
pub const REGULATOR_SEC_MAX: u64 = 366 * 86_400;

pub const DIGEST_BYTES: usize = 32;
pub const SIGNATURE_BYTES: usize = 64;
