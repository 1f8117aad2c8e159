//! One event for each change of state.

use crate::msg::{CredentialResponse, Revocation};
use cosmwasm_std::Event;

fn named(name: &str, credential: &CredentialResponse) -> Event {
    Event::new(name)
        .add_attribute("certificate", &credential.id)
        .add_attribute("subject", &credential.subject)
        .add_attribute("issuer", &credential.issuer)
        .add_attribute("index", credential.index.to_string())
}

pub fn issued(credential: &CredentialResponse) -> Event {
    let fingerprint = credential.fingerprint.as_ref().map(|one| one.to_hex()).unwrap_or_default();
    named("credentials_issued", credential)
        .add_attribute("party", &credential.issuer)
        .add_attribute("kind", &credential.kind)
        .add_attribute("digest", credential.digest.to_hex())
        .add_attribute("fingerprint", fingerprint)
}

pub fn revoked(credential: &CredentialResponse, revocation: &Revocation) -> Event {
    named("credentials_revoked", credential)
        .add_attribute("party", &revocation.by)
        .add_attribute("code", revocation.reason.to_string())
}
