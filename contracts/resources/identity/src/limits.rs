//! Every bound of this contract, and the two terms that blocks are counted for.

/// Parties that a deployment begins with.
pub const REGISTRARS_MIN: usize = 3;
/// Parties with a vote; every ballot reads all of them.
pub const VOTERS_MAX: usize = 64;
/// Nobody decides alone, however few voters are left.
pub const APPROVALS_MIN: usize = 2;
/// Subjects in one proposal.
pub const SUBJECTS_MAX: usize = 100;
/// Blocks that a regulator's own suspension lasts, and that pass before the same subject can meet another one:
/// two days of blocks of six seconds.
pub const EMERGENCY_BLOCKS: u64 = 28_800;
/// Blocks that a proposal is open: a week of blocks of six seconds.
pub const PROPOSAL_BLOCKS: u64 = 100_800;
/// Keys in a subject's record: the one that signs and four before it. Older ones are found by height.
pub const KEYS_MAX: usize = 5;
/// Accounts of a party, over all chains.
pub const ACCOUNTS_MAX: usize = 6;
/// Roles of a party.
pub const ROLES_OF_PARTY_MAX: usize = 8;
/// Roles of a deployment.
pub const ROLES_MAX: usize = 32;
/// Name of a key or a role.
pub const NAME_BYTES_MAX: usize = 32;
/// Reason of a suspension, subject of an audit.
pub const NOTE_BYTES_MAX: usize = 256;
/// A record that crosses chains: in base64, with its frame, it has to fit the body of an operation.
pub const RECORD_BYTES_MAX: usize = 2_850;
