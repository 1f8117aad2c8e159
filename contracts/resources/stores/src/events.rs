//! The events that objects and deposits are followed by; every one names all ids involved.

use crate::state::Object;
use cosmwasm_std::Event;

/// `stores_<verb>` about an object.
pub fn object(verb: &str, object: &Object) -> Event {
    Event::new(format!("stores_{verb}"))
        .add_attribute("object", &object.placement.id)
        .add_attribute("version", object.placement.version.to_string())
        .add_attribute("fingerprint", object.placement.fingerprint.to_hex())
        .add_attribute("party", &object.owner)
}

/// `stores_<verb>` about one replica of an object.
pub fn replica(verb: &str, about: &Object, store: &str) -> Event {
    object(verb, about).add_attribute("store", store)
}

/// `stores_<verb>` about a store's deposit.
pub fn deposit(verb: &str, store: &str, party: &str) -> Event {
    Event::new(format!("stores_{verb}")).add_attribute("store", store).add_attribute("party", party)
}
