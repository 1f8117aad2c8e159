//! The events that rights and grants are followed by; every one names all ids involved.

use crate::state::{Grant, Record};
use cosmwasm_std::Event;

/// `rights_<verb>` about an asset.
pub fn asset(verb: &str, record: &Record) -> Event {
    Event::new(format!("rights_{verb}"))
        .add_attribute("asset", &record.asset)
        .add_attribute("fingerprint", record.fingerprint.to_hex())
        .add_attribute("party", &record.owner)
        .add_attribute("version", record.version.to_string())
}

/// `rights_<verb>` about a grant.
pub fn grant(verb: &str, grant: &Grant) -> Event {
    let event = Event::new(format!("rights_{verb}"))
        .add_attribute("grant", &grant.id)
        .add_attribute("asset", &grant.body.asset)
        .add_attribute("party", &grant.owner)
        .add_attribute("grantee", &grant.body.grantee);
    let event = grant.delegate.iter().fold(event, |event, delegate| event.add_attribute("delegate", delegate));
    grant.body.offer.iter().fold(event, |event, offer| event.add_attribute("offer", offer))
}
