//! What a prepared leg will do: written by `prepare`, carried out by `commit`, undone by `abort`, never computed again.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Uint128, Uint64};

#[cw_serde]
pub struct Plan {
    pub steps: Vec<Step>,
    pub until_ns: Uint64,
}

/// Units of one denomination.
#[cw_serde]
pub struct Units {
    pub origin: String,
    pub denom: String,
    pub amount: Uint128,
}

#[cw_serde]
pub enum Step {
    /// A read condition: a shared lock and nothing else.
    Read {
        id: String,
    },
    /// `index`: where its envelope and content wait; the content stays there, so that the commit need not copy it.
    Replicate {
        id: String,
        version: u64,
        source: String,
        actor: String,
        index: u32,
        content_length: u64,
    },
    Release {
        id: String,
        to: String,
    },
    Receive {
        id: String,
        version: u64,
        recipient: String,
        index: u32,
    },
    Transfer {
        id: String,
        recipient: String,
    },
    Pay {
        from: String,
        to: String,
        units: Units,
    },
    ReleaseCoins {
        from: String,
        units: Units,
    },
    ReceiveCoins {
        to: String,
        units: Units,
    },
}

impl Step {
    /// The key that the step locks, and whether it shares it.
    pub fn key(&self) -> Option<(&str, bool)> {
        match self {
            Step::Read { id } => Some((id, true)),
            Step::Replicate { id, .. }
            | Step::Release { id, .. }
            | Step::Receive { id, .. }
            | Step::Transfer { id, .. } => Some((id, false)),
            Step::Pay { .. } | Step::ReleaseCoins { .. } | Step::ReceiveCoins { .. } => None,
        }
    }

    /// The balance that the step reserves.
    pub fn reserves(&self) -> Option<(&str, &Units)> {
        match self {
            Step::Pay { from, units, .. } | Step::ReleaseCoins { from, units } => Some((from, units)),
            _ => None,
        }
    }
}
