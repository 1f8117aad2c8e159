//! What an account signs to consent to a transaction, and the digest that its signature is verified against.
//! Verifying the curve is the caller's business; this module only fixes the bytes.

use crate::{sha256, Authorisation, AuthorisationScheme, Code};
use base64::engine::general_purpose::STANDARD;
use base64::Engine;

/// What the account says about the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Yes to every operation of which the account is the actor.
    Authorise,
    /// No, from a leg's actor to its gate (commit rule 6).
    Refuse,
    /// No, from a leg's actor to the hub, while undecided.
    Cancel,
}

impl Purpose {
    /// The verb in the first line of the text.
    pub fn verb(self) -> &'static str {
        match self {
            Purpose::Authorise => "authorise",
            Purpose::Refuse => "refuse",
            Purpose::Cancel => "cancel",
        }
    }
}

/// The text that people see in their wallet; it binds transaction, hub and expiry.
pub fn authorisation_text(
    purpose: Purpose,
    transaction_id: &[u8; 32],
    hub_chain_id: &str,
    hub_contract: &str,
    deadline_ns: u64,
) -> String {
    let id: String = transaction_id.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "Causeway v1: {} transaction\n{id}\nhub {hub_chain_id} {hub_contract}\nexpires {deadline_ns}",
        purpose.verb()
    )
}

/// The amino sign document that wallets make of an arbitrary text (ADR-036), keys in order, no space.
/// `signer` is the actor's bech32 address, which needs no escape.
pub fn adr036_document(signer: &str, text: &str) -> String {
    format!(
        concat!(
            r#"{{"account_number":"0","chain_id":"","fee":{{"amount":[],"gas":"0"}},"memo":"","#,
            r#""msgs":[{{"type":"sign/MsgSignData","value":{{"data":"{}","signer":"{}"}}}}],"sequence":"0"}}"#
        ),
        STANDARD.encode(text),
        signer
    )
}

/// Digest that the signature is verified against with secp256k1.
pub fn authorisation_digest(scheme: AuthorisationScheme, signer: &str, text: &str) -> Result<[u8; 32], Code> {
    match scheme {
        AuthorisationScheme::Unspecified => Err(Code::PartMissing),
        AuthorisationScheme::Secp256k1 => Ok(sha256(text.as_bytes())),
        AuthorisationScheme::Adr036 => Ok(sha256(adr036_document(signer, text).as_bytes())),
    }
}

/// Scheme and lengths; whether the signature is one is for the chain's verifier.
pub fn check_authorisation(authorisation: &Authorisation) -> Result<AuthorisationScheme, Code> {
    let scheme = match AuthorisationScheme::try_from(authorisation.scheme) {
        Ok(AuthorisationScheme::Unspecified) | Err(_) => return Err(Code::PartMissing),
        Ok(scheme) => scheme,
    };
    if authorisation.public_key.len() != 33 || authorisation.signature.len() != 64 {
        return Err(Code::Malformed);
    }
    Ok(scheme)
}
