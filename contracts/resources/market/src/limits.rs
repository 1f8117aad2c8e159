//! Every bound of this contract.

/// Highest fee of a market.
pub const FEE_BPS_MAX: u32 = 1_000;
/// Basis points of the whole.
pub const WHOLE_BPS: u32 = 10_000;
/// Longest time in which delivery may be disputed.
pub const WINDOW_SEC_MAX: u64 = 90 * 86_400;
/// Farthest end of an offer, a demand or a delivery.
pub const AHEAD_SEC_MAX: u64 = 366 * 86_400;
/// Longest term of a grant.
pub const TERM_SEC_MAX: u64 = 10 * 366 * 86_400;
/// Open offers under one topic, copies of other zones' offers included: what one matching looks at.
pub const OFFERS_PER_TOPIC_MAX: u32 = 100;
/// Open offers of one supplier under one topic: nobody crowds the others out.
pub const OFFERS_PER_SELLER_MAX: usize = 20;
/// A field or a purpose.
pub const ITEM_BYTES_MAX: usize = 128;
pub const FIELDS_MAX: usize = 32;
pub const PURPOSES_MAX: usize = 16;
/// Certificate that an offer demands.
pub const CERTIFICATE_BYTES_MAX: usize = 128;
/// Key that shares of the content key are wrapped to.
pub const RECIPIENT_KEY_BYTES_MAX: usize = 256;
/// An offer that crosses chains: in base64, with its frame, it has to fit the body of an operation.
pub const RECORD_BYTES_MAX: usize = 2_850;
pub const DIGEST_BYTES: usize = 32;
pub const SIGNATURE_BYTES: usize = 64;
