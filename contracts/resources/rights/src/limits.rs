//! Every bound of this contract.

/// Items in a list of terms, and the longest of them; the same as in `core/policy.ts`.
pub const TERMS_ITEMS_MAX: usize = 64;
pub const TERMS_TEXT_BYTES_MAX: usize = 128;
/// Longest word of a purpose.
pub const PURPOSE_WORD_BYTES_MAX: usize = 40;
/// The whole, in basis points.
pub const BPS: u32 = 10_000;
pub const SHARES_MAX: usize = 16;
pub const FINGERPRINT_BYTES: usize = 32;
/// Longest JWK that shares of a content key are wrapped to.
pub const RECIPIENT_KEY_BYTES_MAX: usize = 256;
/// Longest id of an offer.
pub const OFFER_BYTES_MAX: usize = 128;
/// Resales between an asset and the source of its data.
pub const SOURCES_MAX: usize = 4;
/// Requests in one tx.
pub const USES_MAX: usize = 32;
pub const SIGNATURE_BYTES: usize = 64;
/// A compressed point.
pub const PUBLIC_KEY_BYTES: usize = 33;
/// Digits of a grant's id.
pub const GRANT_ID_DIGITS: usize = 32;
/// Reads of open data that one batch may count.
pub const READS_MAX: u64 = 1_000_000;
