//! Decides whether a manifest may be prepared or voted on at all: everything that needs no chain state.
//! Gate and hub run the same check, so a vote never carries a manifest that the hub would refuse for its form.

use crate::envelope::check_schema;
use crate::id::check_chain_id;
use crate::limits::*;
use crate::operations::{check_address, check_operation};
use crate::pairing::check_pairing;
use crate::{decode_canonical, Code, Leg, Manifest};

/// Untrusted bytes to a checked manifest. The size comes first: it bounds everything that follows.
pub fn parse_manifest(bytes: &[u8]) -> Result<Manifest, Code> {
    if bytes.len() > MANIFEST_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let manifest: Manifest = decode_canonical(bytes)?;
    check_manifest(&manifest)?;
    Ok(manifest)
}

/// Form, limits, data rules and pairing of a decoded manifest; the order of the checks is part of the format.
pub fn check_manifest(manifest: &Manifest) -> Result<(), Code> {
    check_schema(manifest.schema.as_ref())?;
    check_chain_id(&manifest.hub_chain_id)?;
    check_address(&manifest.hub_contract)?;
    if manifest.nonce.len() != NONCE_BYTES || manifest.deadline_ns == 0 {
        return Err(Code::PartMissing);
    }
    if manifest.legs.len() > LEGS_MAX {
        return Err(Code::LimitExceeded);
    }
    if manifest.legs.is_empty() {
        return Err(Code::LegsInvalid);
    }
    for leg in &manifest.legs {
        check_chain_id(&leg.chain_id)?;
    }
    let ascending = |pair: &[Leg]| pair[0].chain_id < pair[1].chain_id;
    if !manifest.legs.windows(2).all(ascending) {
        return Err(Code::LegsInvalid);
    }
    manifest.legs.iter().try_for_each(check_leg)?;
    check_pairing(manifest)
}

/// The leg of a zone and its index.
pub fn leg_of<'a>(manifest: &'a Manifest, chain_id: &str) -> Option<(usize, &'a Leg)> {
    manifest.legs.iter().enumerate().find(|(_, leg)| leg.chain_id == chain_id)
}

/// The accounts whose consent a leg needs, ascending and each once.
pub fn actors(leg: &Leg) -> Vec<&str> {
    let mut actors: Vec<&str> = leg.operations.iter().map(|op| op.actor.as_str()).collect();
    actors.sort_unstable();
    actors.dedup();
    actors
}

fn check_leg(leg: &Leg) -> Result<(), Code> {
    check_address(&leg.gate)?;
    if leg.operations.is_empty() {
        return Err(Code::LegsInvalid);
    }
    if leg.operations.len() > OPERATIONS_MAX {
        return Err(Code::LimitExceeded);
    }
    leg.operations.iter().try_for_each(|operation| check_operation(operation, &leg.chain_id))
}
