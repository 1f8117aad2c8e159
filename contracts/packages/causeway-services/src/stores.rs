//! Asking the registry of stores: where an object is, and whether enough of it is there.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{to_json_vec, Addr, HexBinary, QuerierWrapper, StdResult, Uint64};

/// Name of the operation that places an object.
pub const PLACE: &str = "stores.place";
/// Name of the read condition.
pub const STORED: &str = "stores.stored";

/// Body of `stores.stored`: so many stores as the object's quorum asks for hold it, in the newest version unless one is
/// named.
#[cw_serde]
pub struct StoredBody {
    pub object: String,
    pub version: Option<u32>,
}

impl StoredBody {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// A store that an object is to be kept by.
#[cw_serde]
pub struct Seat {
    /// `did:causeway:thing:…`.
    pub store: String,
    /// sha256 of its share of the content key; empty for open objects.
    pub share: HexBinary,
}

/// Body of `stores.place`: what is to be kept, and where.
#[cw_serde]
pub struct Placement {
    /// `did:causeway:entry:…` of a batch that passed validation, or `did:causeway:asset:…`.
    pub id: String,
    pub version: u32,
    /// sha256 of the bytes as stored.
    pub fingerprint: HexBinary,
    /// HMAC-SHA-256 of the plaintext under the owner's salt; empty for open objects.
    pub plaintext: HexBinary,
    /// sha256 of the content key; empty for open objects.
    pub key: HexBinary,
    pub length: u64,
    /// Merkle root over chunks of 1 KiB of the bytes as stored.
    pub chunks: HexBinary,
    pub stores: Vec<Seat>,
    /// Replicas that must be held before the object counts as stored.
    pub quorum: u32,
    /// Stored as it is, for everybody to read.
    pub open: bool,
}

impl Placement {
    /// The one encoding, as the operation's body holds it.
    pub fn bytes(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// `Causeway v1: delivered`, which a store signs: what it handed over when asked for these bytes. `object` is its
/// id, version and fingerprint.
pub fn delivered(object: (&str, u32, &[u8]), sha256: &HexBinary, agreement: &str, at_ns: Uint64) -> String {
    let (id, version, fingerprint) = object;
    let (cid, sha256) = (cid_of(fingerprint), sha256.to_hex());
    format!(
        "Causeway v1: delivered\n{id}\nversion {version}\ncid {cid}\nsha256 {sha256}\nagreement {agreement}\n\
         at {at_ns}"
    )
}

/// CIDv1, raw, sha2-256, in base32: `bafkrei…`.
pub fn cid_of(digest: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut text = String::from("b");
    let (mut bits, mut left) = (0u32, 0u32);
    for byte in [0x01, 0x55, 0x12, 0x20].iter().chain(digest) {
        bits = (bits << 8 | u32::from(*byte)) & 0xffff;
        left += 8;
        while left >= 5 {
            left -= 5;
            text.push(char::from(ALPHABET[(bits >> left & 31) as usize]));
        }
    }
    if left > 0 {
        text.push(char::from(ALPHABET[(bits << (5 - left) & 31) as usize]));
    }
    text
}

#[cw_serde]
pub enum StoresQuery {
    /// Answer: `Option<ObjectResponse>`, the newest version unless one is named.
    Object { id: String, version: Option<u32> },
}

#[cw_serde]
#[derive(Copy)]
pub enum ReplicaState {
    /// Chosen; no receipt yet.
    Expected,
    Held,
    /// Failed a challenge, or was caught with other bytes.
    Lost,
    /// The owner moved it to another store, or erased it; nobody's fault.
    Released,
}

#[cw_serde]
pub struct ReplicaResponse {
    /// `did:causeway:thing:…` of the store.
    pub store: String,
    pub state: ReplicaState,
    /// sha256 of the share of the content key that the store holds; empty for public objects.
    pub share: HexBinary,
}

#[cw_serde]
pub struct ObjectResponse {
    pub id: String,
    pub version: u32,
    /// sha256 of the bytes as stored (sealed, unless public); the object's CID is this hash.
    pub fingerprint: HexBinary,
    /// HMAC-SHA-256 of the plaintext under the owner's salt; empty for public objects.
    pub plaintext: HexBinary,
    /// sha256 of the content key; empty for public objects.
    pub key: HexBinary,
    pub length: u64,
    /// Merkle root over chunks of 1 KiB.
    pub chunks: HexBinary,
    pub replicas: Vec<ReplicaResponse>,
    /// Replicas that must be held before the object counts as stored.
    pub quorum: u32,
    pub stored: bool,
    /// When its owner had its key erased; no store opens it since.
    pub erased_height: Option<u64>,
}

#[cw_serde]
pub struct Stores(pub Addr);

impl Stores {
    pub fn object(&self, querier: &QuerierWrapper, id: &str) -> StdResult<Option<ObjectResponse>> {
        querier.query_wasm_smart(&self.0, &StoresQuery::Object { id: id.into(), version: None })
    }
}
