//! Every bound of this contract.

/// Stores that an object may be placed on.
pub const STORES_MIN: usize = 3;
pub const STORES_MAX: usize = 9;
/// With one held replica the loss of one store loses data.
pub const QUORUM_MIN: u32 = 2;
/// Replicas of one version, lost and replaced ones included.
pub const REPLICAS_MAX: usize = 32;
/// Largest object; a store verifies whole objects in memory.
pub const OBJECT_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// A chunk goes on chain when it is challenged.
pub const CHUNK_BYTES: u64 = 1024;
/// Siblings from a chunk of the largest object to the root.
pub const PATH_MAX: usize = 14;
pub const DIGEST_BYTES: usize = 32;
pub const SIGNATURE_BYTES: usize = 64;
/// Longest time that a store may be given for an answer.
pub const ANSWER_BLOCKS_MAX: u64 = 100_000;
/// Blocks between two challenges of one replica.
pub const CHALLENGE_EVERY_BLOCKS: u64 = 10;
/// Blocks for which a leaving store's deposit stays, and for which statements under a key count after its end.
pub const LEAVE_BLOCKS: u64 = 1_000;
/// Longest agreement id in a delivery statement.
pub const AGREEMENT_BYTES_MAX: usize = 128;
/// Longest denomination.
pub const DENOM_BYTES_MAX: usize = 128;
