// Generated from proto/limits.json by `npm run gen`. Do not edit.

/// Major version of the data format that this release speaks.
pub const SCHEMA_MAJOR: u32 = 1;

/// Longest identifier.
pub const ID_BYTES_MAX: usize = 128;

/// Longest chain id.
pub const CHAIN_ID_BYTES_MAX: usize = 32;

/// Longest local part of an identifier.
pub const LOCAL_ID_BYTES_MAX: usize = 64;

/// Longest bech32 address.
pub const ADDRESS_BYTES_MAX: usize = 90;

/// Longest denomination (Cosmos SDK).
pub const DENOM_BYTES_MAX: usize = 128;

/// Longest name of an element or a custom operation.
pub const NAME_BYTES_MAX: usize = 64;

/// Longest unit.
pub const UNIT_BYTES_MAX: usize = 32;

/// Longest reference to terms.
pub const TERMS_BYTES_MAX: usize = 256;

/// Elements in an envelope.
pub const ELEMENTS_MAX: usize = 64;

/// Identifiers in a lineage.
pub const LINEAGE_MAX: usize = 32;

/// Longest envelope.
pub const ENVELOPE_BYTES_MAX: usize = 8192;

/// Longest content stored on chain.
pub const CONTENT_BYTES_MAX: usize = 65536;

/// Longest body of a custom operation.
pub const CUSTOM_BYTES_MAX: usize = 4096;

/// Legs in a transaction.
pub const LEGS_MAX: usize = 16;

/// Operations in a leg.
pub const OPERATIONS_MAX: usize = 16;

/// Longest manifest.
pub const MANIFEST_BYTES_MAX: usize = 32768;

/// Bytes of a manifest's nonce.
pub const NONCE_BYTES: usize = 16;

/// Authorisations beside a prepared leg.
pub const AUTHORISATIONS_MAX: usize = 16;

/// Votes in a packet.
pub const VOTES_MAX: usize = 32;

/// Longest packet we send (IBC allows 256 KiB).
pub const PACKET_BYTES_MAX: usize = 196608;

/// Decisions in a packet.
pub const DECISIONS_MAX: usize = 64;

/// Farthest deadline a gate or the hub accepts.
pub const DEADLINE_HORIZON_SEC: u64 = 86400;

/// Undecided transactions a zone may hold open at the hub.
pub const OPEN_TRANSACTIONS_MAX: u64 = 4096;

/// Entries in a page of a query.
pub const PAGE_MAX: u32 = 100;

/// Gas of one resource's commit or abort.
pub const RESOURCE_GAS_MAX: u64 = 3000000;

/// Gas of writing one pending acknowledgement.
pub const ACK_WRITE_GAS_MAX: u64 = 400000;

/// Gas of the call that the hub makes of itself to write one, beyond the writing.
pub const ACK_CALL_GAS_MAX: u64 = 200000;

/// Pending acknowledgements that one call writes.
pub const ACKS_WRITTEN_MAX: usize = 64;

/// Hub blocks that a vote packet waits before anyone may have it answered with PENDING entries.
pub const FLUSH_AFTER_BLOCKS: u64 = 4;

/// Timeout of a DECISION packet.
pub const DECISION_TIMEOUT_SEC: u64 = 3600;
