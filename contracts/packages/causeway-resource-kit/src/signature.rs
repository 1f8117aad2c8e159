//! Verifies signatures of parties, devices and regulators inside a contract. Texts, not transactions, are signed here.

use crate::reason::ServiceError;
use crate::ServiceCode;
use causeway_proto::sha256;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::Api;

/// Device and store keys are Ed25519 or P-256, account keys secp256k1 (compressed).
#[cw_serde]
#[derive(Copy, Eq)]
pub enum Algorithm {
    Ed25519,
    P256,
    Secp256k1,
}

impl Algorithm {
    /// Whether these bytes have the length of such a key: 32, or 33 of a compressed point.
    pub fn fits(self, public_key: &[u8]) -> bool {
        match self {
            Algorithm::Ed25519 => public_key.len() == 32,
            Algorithm::P256 | Algorithm::Secp256k1 => public_key.len() == 33 && matches!(public_key[0], 2 | 3),
        }
    }
}

/// Halves of the two curves' orders: of the two `s` that verify, the lower one is the signature, so that nobody makes a
/// second one of it.
const P256_S_MAX: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d,
    0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];
const SECP256K1_S_MAX: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5d, 0x57, 0x6e,
    0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

fn is_low(signature: &[u8], s_max: &[u8; 32]) -> bool {
    signature.get(32..).is_some_and(|s| s <= s_max.as_slice())
}

/// SIGNATURE_INVALID unless `signature` (64 bytes) over `text` verifies: Ed25519 over the text itself, the others over
/// its sha256. A key that is no point of its curve verifies nothing.
pub fn verify_signature(
    api: &dyn Api,
    algorithm: Algorithm,
    public_key: &[u8],
    text: &str,
    signature: &[u8],
) -> Result<(), ServiceError> {
    let digest = sha256(text.as_bytes());
    let verified = match algorithm {
        Algorithm::Ed25519 => api.ed25519_verify(text.as_bytes(), signature, public_key).unwrap_or(false),
        Algorithm::P256 => {
            is_low(signature, &P256_S_MAX) && api.secp256r1_verify(&digest, signature, public_key).unwrap_or(false)
        }
        Algorithm::Secp256k1 => {
            is_low(signature, &SECP256K1_S_MAX) && api.secp256k1_verify(&digest, signature, public_key).unwrap_or(false)
        }
    };
    if verified {
        Ok(())
    } else {
        Err(ServiceCode::SignatureInvalid.into())
    }
}
