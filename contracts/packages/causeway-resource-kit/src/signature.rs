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
        Algorithm::P256 => api.secp256r1_verify(&digest, signature, public_key).unwrap_or(false),
        Algorithm::Secp256k1 => api.secp256k1_verify(&digest, signature, public_key).unwrap_or(false),
    };
    if verified {
        Ok(())
    } else {
        Err(ServiceCode::SignatureInvalid.into())
    }
}
