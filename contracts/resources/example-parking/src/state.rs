//! What the car park remembers.

use causeway_resource::LockKind;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Binary, StdResult, Storage, Uint64};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Config {
    pub gate: Addr,
    pub operator: Addr,
}

#[cw_serde]
#[derive(Default)]
pub struct Bay {
    pub holder: Option<String>,
    /// Transactions that hold the bay: one that will give it away, or any number that read it.
    pub writer: Option<Binary>,
    pub readers: Vec<Binary>,
}

/// What a prepared leg will do.
#[cw_serde]
pub struct Plan {
    pub steps: Vec<Step>,
    pub until_ns: Uint64,
}

#[cw_serde]
pub struct Step {
    pub bay: String,
    pub kind: LockKind,
    /// The next holder, where the step gives the bay away.
    pub holder: String,
}

pub const CONFIG: Item<Config> = Item::new("config");
pub const BAYS: Map<&str, Bay> = Map::new("bay");
/// (transaction id, leg).
pub const PLANS: Map<(&[u8], u32), Plan> = Map::new("plan");

impl Bay {
    pub fn is_held(&self) -> bool {
        self.writer.is_some() || !self.readers.is_empty()
    }

    /// Adds a transaction's hold.
    pub fn hold(&mut self, id: &[u8], kind: LockKind) {
        match kind {
            LockKind::Shared => self.readers.push(id.into()),
            LockKind::Exclusive | LockKind::Reservation => self.writer = Some(id.into()),
        }
    }

    /// Ends a transaction's hold; of several readings by one transaction, one.
    pub fn let_go(&mut self, id: &[u8], kind: LockKind) {
        match kind {
            LockKind::Shared => {
                if let Some(at) = self.readers.iter().position(|reader| reader.as_slice() == id) {
                    self.readers.remove(at);
                }
            }
            LockKind::Exclusive | LockKind::Reservation => self.writer = None,
        }
    }
}

/// Changes a bay that exists; one that does not is left alone.
pub fn change(storage: &mut dyn Storage, bay: &str, act: impl FnOnce(&mut Bay)) -> StdResult<()> {
    if let Some(mut found) = BAYS.may_load(storage, bay)? {
        act(&mut found);
        BAYS.save(storage, bay, &found)?;
    }
    Ok(())
}
