//! Decides whether every actor of a leg has consented: by signature over the authorisation text, or by sending the tx.

use crate::error::GateError;
use causeway_proto::limits::AUTHORISATIONS_MAX;
use causeway_proto::{
    authorisation_digest, authorisation_text, check_authorisation, decode_canonical, sha256, Authorisation, Code,
    Manifest, Purpose,
};
use cosmwasm_std::{Binary, CanonicalAddr, Deps};
use ripemd::{Digest, Ripemd160};

/// The Cosmos account of a compressed secp256k1 key, under this chain's prefix.
fn account_of(deps: Deps, public_key: &[u8]) -> Result<String, GateError> {
    let hash = Ripemd160::digest(sha256(public_key));
    let canonical = CanonicalAddr::from(hash.as_slice());
    Ok(deps.api.addr_humanize(&canonical)?.into_string())
}

/// What was said, about which transaction.
pub struct Consent<'a> {
    pub purpose: Purpose,
    pub transaction_id: &'a [u8; 32],
    pub manifest: &'a Manifest,
}

impl Consent<'_> {
    fn text(&self) -> String {
        let manifest = self.manifest;
        authorisation_text(
            self.purpose,
            self.transaction_id,
            &manifest.hub_chain_id,
            &manifest.hub_contract,
            manifest.deadline_ns,
        )
    }
}

/// The account that signed, if its signature over the consent is valid.
pub fn signer_of(deps: Deps, consent: &Consent, authorisation: &Binary) -> Result<String, GateError> {
    let authorisation: Authorisation = decode_canonical(authorisation)?;
    let scheme = check_authorisation(&authorisation)?;
    let account = account_of(deps, &authorisation.public_key)?;
    let digest = authorisation_digest(scheme, &account, &consent.text())?;
    match deps.api.secp256k1_verify(&digest, &authorisation.signature, &authorisation.public_key) {
        Ok(true) => Ok(account),
        // A malformed key or signature is no consent either; the host's own words stay out of state and packets.
        Ok(false) | Err(_) => Err(Code::Unauthorised.into()),
    }
}

/// Every actor must be the sender or among the valid signers. A signature that does not verify here counts for
/// nothing: the signatures of a transaction travel together, and under ADR-036 they name the prefix of another zone.
pub fn check_actors(
    deps: Deps,
    consent: &Consent,
    actors: &[&str],
    authorisations: &[Binary],
    sender: &str,
) -> Result<(), GateError> {
    if authorisations.len() > AUTHORISATIONS_MAX {
        return Err(Code::LimitExceeded.into());
    }
    let mut signers = vec![sender.to_string()];
    let missing = |signers: &[String]| actors.iter().any(|actor| !signers.iter().any(|one| one == actor));
    for authorisation in authorisations {
        if !missing(&signers) {
            break;
        }
        if let Ok(account) = signer_of(deps, consent, authorisation) {
            signers.push(account);
        }
    }
    if missing(&signers) {
        return Err(Code::Unauthorised.into());
    }
    Ok(())
}
