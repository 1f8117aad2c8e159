//! Decides whether what leaves one leg arrives in another: conservation of assets and coins, before state is read.

use crate::operations::{kind_of, Kind};
use crate::words::operation::Body;
use crate::{envelope_digest, manifest::leg_of, Code, Leg, Manifest};
use std::collections::{BTreeMap, BTreeSet};

/// One exclusive operation per key and leg; every replica has its source, every release its receipt, and back.
pub fn check_pairing(manifest: &Manifest) -> Result<(), Code> {
    for leg in &manifest.legs {
        check_keys(leg)?;
    }
    for leg in &manifest.legs {
        for body in bodies(leg) {
            if !has_counterpart(manifest, leg, body) {
                return Err(Code::Unpaired);
            }
        }
    }
    check_coins(manifest)
}

/// Two exclusive operations on one key in one leg could both be prepared and not both be carried out.
fn check_keys(leg: &Leg) -> Result<(), Code> {
    let mut keys = BTreeSet::new();
    for operation in &leg.operations {
        if let Kind::Exclusive(key) = kind_of(operation) {
            if !keys.insert(key) {
                return Err(Code::LegsInvalid);
            }
        }
    }
    Ok(())
}

fn bodies(leg: &Leg) -> impl Iterator<Item = &Body> {
    leg.operations.iter().filter_map(|op| op.body.as_ref())
}

fn has_counterpart(manifest: &Manifest, leg: &Leg, body: &Body) -> bool {
    let other_leg_has = |chain_id: &str, wanted: &dyn Fn(&Body) -> bool| {
        leg_of(manifest, chain_id).is_some_and(|(_, other)| bodies(other).any(wanted))
    };
    match body {
        Body::ReplicateRecord(replica) => replica.envelope.as_ref().is_some_and(|envelope| {
            let digest = envelope_digest(envelope);
            other_leg_has(&replica.source_chain_id, &|other| match other {
                Body::CheckRecord(source) => {
                    source.id == envelope.id && source.version == replica.version && source.envelope_digest == digest
                }
                _ => false,
            })
        }),
        Body::ReceiveAsset(receipt) => receipt.envelope.as_ref().is_some_and(|envelope| {
            let digest = envelope_digest(envelope);
            other_leg_has(&receipt.source_chain_id, &|other| match other {
                Body::ReleaseAsset(release) => {
                    release.id == envelope.id
                        && release.version == receipt.version
                        && release.envelope_digest == digest
                        && release.destination_chain_id == leg.chain_id
                }
                _ => false,
            })
        }),
        Body::ReleaseAsset(release) => other_leg_has(&release.destination_chain_id, &|other| match other {
            Body::ReceiveAsset(receipt) => receipt.envelope.as_ref().is_some_and(|envelope| {
                release.id == envelope.id
                    && release.version == receipt.version
                    && receipt.source_chain_id == leg.chain_id
                    && release.envelope_digest == envelope_digest(envelope)
            }),
            _ => false,
        }),
        _ => true,
    }
}

/// Releases and receipts of coins are equal as multisets of (source, destination, origin, denomination, amount).
fn check_coins(manifest: &Manifest) -> Result<(), Code> {
    let mut open: BTreeMap<[&str; 5], i64> = BTreeMap::new();
    for leg in &manifest.legs {
        for body in bodies(leg) {
            let (amount, source, destination, change) = match body {
                Body::ReleaseCoins(body) => (&body.amount, &leg.chain_id, &body.destination_chain_id, 1),
                Body::ReceiveCoins(body) => (&body.amount, &body.source_chain_id, &leg.chain_id, -1),
                _ => continue,
            };
            let amount = amount.as_ref().ok_or(Code::PartMissing)?;
            let key: [&str; 5] = [source, destination, &amount.origin_chain_id, &amount.denom, &amount.amount];
            *open.entry(key).or_default() += change;
        }
    }
    if open.values().all(|difference| *difference == 0) {
        Ok(())
    } else {
        Err(Code::Unpaired)
    }
}
