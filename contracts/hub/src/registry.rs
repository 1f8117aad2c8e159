//! The books: where each closed asset lives, and how many units of each denomination are in each zone. Compared and set
//! at the COMMIT decision, never before (commit rule 14).

use crate::state::{Place, ASSETS, SUPPLY};
use causeway_proto::{check_amount, operation::Body, origin_of, Amount, Code, Manifest};
use cosmwasm_std::{StdError, Storage, Uint128};
use std::collections::BTreeMap;

/// Changes of one transaction, staged: several operations may touch one key.
#[derive(Default)]
pub struct Changes {
    places: BTreeMap<String, Place>,
    supplies: BTreeMap<(String, String, String), Uint128>,
}

/// Why the books refuse; a failure of the host is none of the transaction's business, so it counts as a refusal too.
pub enum Mismatch {
    Code(Code),
    Host,
}

impl From<Code> for Mismatch {
    fn from(code: Code) -> Self {
        Mismatch::Code(code)
    }
}

impl From<StdError> for Mismatch {
    fn from(_: StdError) -> Self {
        Mismatch::Host
    }
}

impl Mismatch {
    pub fn code(&self) -> Code {
        match self {
            Mismatch::Code(code) => *code,
            Mismatch::Host => Code::RegistryMismatch,
        }
    }
}

/// Compares every closed asset and every supply of the manifest with the books.
pub fn compare(storage: &dyn Storage, manifest: &Manifest) -> Result<Changes, Mismatch> {
    let mut changes = Changes::default();
    for leg in &manifest.legs {
        for operation in &leg.operations {
            if let Some(body) = &operation.body {
                changes.stage(storage, &leg.chain_id, body)?;
            }
        }
    }
    Ok(changes)
}

/// Sets what `compare` has staged.
pub fn set(storage: &mut dyn Storage, changes: Changes) -> Result<(), StdError> {
    for (id, place) in &changes.places {
        ASSETS.save(storage, id, place)?;
    }
    for ((zone, origin, denom), amount) in &changes.supplies {
        SUPPLY.save(storage, (zone, origin, denom), amount)?;
    }
    Ok(())
}

/// An asset that never moved is at its chain of origin, version 0.
pub fn place_of(storage: &dyn Storage, id: &str) -> Result<Place, Mismatch> {
    match ASSETS.may_load(storage, id)? {
        Some(place) => Ok(place),
        None => Ok(Place { chain_id: origin_of(id)?.to_string(), version: 0 }),
    }
}

impl Changes {
    fn stage(&mut self, storage: &dyn Storage, zone: &str, body: &Body) -> Result<(), Mismatch> {
        match body {
            Body::CheckAsset(check) => self.expect(storage, &check.id, zone, check.version),
            Body::ReleaseAsset(release) => {
                self.move_asset(storage, &release.id, zone, release.version, &release.destination_chain_id)
            }
            Body::TransferAsset(transfer) => self.move_asset(storage, &transfer.id, zone, transfer.version, zone),
            Body::ReleaseCoins(release) => {
                let amount = release.amount.as_ref().ok_or(Code::PartMissing)?;
                self.move_coins(storage, amount, zone, &release.destination_chain_id)
            }
            // Arrivals are paired with departures by the manifest's form; the rest moves nothing between zones.
            _ => Ok(()),
        }
    }

    fn expect(&self, storage: &dyn Storage, id: &str, zone: &str, version: u64) -> Result<(), Mismatch> {
        let place = match self.places.get(id) {
            Some(place) => place.clone(),
            None => place_of(storage, id)?,
        };
        if place.chain_id == zone && place.version == version {
            Ok(())
        } else {
            Err(Code::RegistryMismatch.into())
        }
    }

    fn move_asset(
        &mut self,
        storage: &dyn Storage,
        id: &str,
        from: &str,
        version: u64,
        to: &str,
    ) -> Result<(), Mismatch> {
        self.expect(storage, id, from, version)?;
        let next = version.checked_add(1).ok_or(Code::RegistryMismatch)?;
        self.places.insert(id.to_string(), Place { chain_id: to.to_string(), version: next });
        Ok(())
    }

    /// A chain issues its own denominations, so only foreign units are counted; they can never be more than were sent.
    fn move_coins(&mut self, storage: &dyn Storage, amount: &Amount, from: &str, to: &str) -> Result<(), Mismatch> {
        let units = Uint128::new(check_amount(amount)?);
        let origin = &amount.origin_chain_id;
        if from != origin {
            let left = self.supply(storage, from, amount)?.checked_sub(units);
            self.put(from, amount, left.map_err(|_| Code::SupplyExceeded)?);
        }
        if to != origin {
            let more = self.supply(storage, to, amount)?.checked_add(units);
            self.put(to, amount, more.map_err(|_| Code::SupplyExceeded)?);
        }
        Ok(())
    }

    fn supply(&self, storage: &dyn Storage, zone: &str, amount: &Amount) -> Result<Uint128, Mismatch> {
        if let Some(staged) = self.supplies.get(&key(zone, amount)) {
            return Ok(*staged);
        }
        let stored = SUPPLY.may_load(storage, (zone, &amount.origin_chain_id, &amount.denom))?;
        Ok(stored.unwrap_or_default())
    }

    fn put(&mut self, zone: &str, amount: &Amount, units: Uint128) {
        self.supplies.insert(key(zone, amount), units);
    }
}

fn key(zone: &str, amount: &Amount) -> (String, String, String) {
    (zone.to_string(), amount.origin_chain_id.clone(), amount.denom.clone())
}
