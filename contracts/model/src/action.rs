//! Everything that can happen in a world, and how a trace names it.

use crate::scenario::TXS;
use crate::world::Vote;
use std::fmt;

/// What befalls the hub's handler of a vote packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// It fails: reverted, answered with an ICS-4 error.
    Error,
    /// Its answer is overwritten by bytes that say nothing.
    Junk,
    /// It admits no new record for these entries.
    Unadmitted(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// One call of the gate; `legs` and `refused` are sets of transactions, and a refused leg is in both.
    Prepare {
        zone: usize,
        legs: u8,
        refused: u8,
    },
    /// A byzantine zone's packet, sent and received.
    Lie {
        zone: usize,
        votes: [Vote; TXS],
        failing: u8,
    },
    /// `failing`: set of packets (zone × 2 + slot) whose acknowledgement cannot be written.
    Receive {
        zone: usize,
        slot: usize,
        fault: Fault,
        failing: u8,
    },
    Acknowledge {
        zone: usize,
        slot: usize,
    },
    Timeout {
        zone: usize,
        slot: usize,
    },
    TimeoutOnClose {
        zone: usize,
        slot: usize,
    },
    Tick,
    Expire {
        tx: usize,
        failing: u8,
    },
    Cancel {
        tx: usize,
        failing: u8,
    },
    Flush {
        zone: usize,
        slot: usize,
    },
    /// Resend at the hub and receive at the gate.
    Decision {
        zone: usize,
        tx: usize,
        lost: bool,
    },
    /// `left`: DECISION packets were sent just before.
    CloseHubEnd {
        zone: usize,
        left: bool,
    },
    CloseZoneEnd {
        zone: usize,
    },
    Replace {
        zone: usize,
    },
    /// Mutants only.
    OwnClock {
        zone: usize,
        tx: usize,
    },
    SendLater {
        zone: usize,
        tx: usize,
    },
    ForeignDecision {
        zone: usize,
        tx: usize,
        commit: bool,
    },
    Forget {
        tx: usize,
    },
}

/// Carriers of an end, and what may never come; for asking what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Other,
    Ack,
    Timeout,
    Decision,
    /// Takes someone's will: prepare, refuse, cancel.
    Will,
}

impl Action {
    pub fn class(&self) -> Class {
        match self {
            Action::Acknowledge { .. } => Class::Ack,
            Action::Timeout { .. } | Action::TimeoutOnClose { .. } => Class::Timeout,
            Action::Decision { .. } => Class::Decision,
            Action::Prepare { .. } | Action::Cancel { .. } | Action::Lie { .. } => Class::Will,
            _ => Class::Other,
        }
    }
}

/// `{1,2}`, as people count transactions.
fn set(mask: u8) -> String {
    let members: Vec<String> = (0..8).filter(|bit| mask >> bit & 1 == 1).map(|bit| (bit + 1).to_string()).collect();
    format!("{{{}}}", members.join(","))
}

fn name(zone: usize) -> char {
    (b'A' + zone as u8) as char
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Action::Prepare { zone, legs, refused: 0 } => write!(out, "{} prepares {}", name(zone), set(legs)),
            Action::Prepare { zone, legs, refused } => {
                write!(out, "{} prepares {}, refuses {}", name(zone), set(legs), set(refused))
            }
            Action::Lie { zone, votes, .. } => write!(out, "{} says {votes:?}", name(zone)),
            Action::Receive { zone, slot, fault, failing } => {
                write!(out, "hub receives {}{slot}", name(zone))?;
                match fault {
                    Fault::None => {}
                    Fault::Error => write!(out, " and fails")?,
                    Fault::Junk => write!(out, ", its answer is overwritten")?,
                    Fault::Unadmitted(mask) => write!(out, ", admits no record for {}", set(mask))?,
                }
                write!(out, "{}", if failing > 0 { ", acknowledgements cannot be written" } else { "" })
            }
            Action::Acknowledge { zone, slot } => write!(out, "ack of {}{slot}", name(zone)),
            Action::Timeout { zone, slot } => write!(out, "timeout of {}{slot}", name(zone)),
            Action::TimeoutOnClose { zone, slot } => write!(out, "timeout on close of {}{slot}", name(zone)),
            Action::Tick => write!(out, "hub clock ticks"),
            Action::Expire { tx, .. } => write!(out, "expire {}", tx + 1),
            Action::Cancel { tx, .. } => write!(out, "cancel {}", tx + 1),
            Action::Flush { zone, slot } => write!(out, "flush {}{slot}", name(zone)),
            Action::Decision { zone, tx, lost } => {
                write!(out, "DECISION of {} to {}{}", tx + 1, name(zone), if lost { " is lost" } else { "" })
            }
            Action::CloseHubEnd { zone, left } => {
                write!(out, "hub end to {} closes{}", name(zone), if left { " behind DECISION packets" } else { "" })
            }
            Action::CloseZoneEnd { zone } => write!(out, "end at {} closes", name(zone)),
            Action::Replace { zone } => write!(out, "second channel to {} opens", name(zone)),
            Action::OwnClock { zone, tx } => write!(out, "{} gives up {} by its own clock", name(zone), tx + 1),
            Action::SendLater { zone, tx } => write!(out, "{} sends its vote on {}", name(zone), tx + 1),
            Action::ForeignDecision { zone, tx, commit } => {
                let word = if commit { "commit" } else { "abort" };
                write!(out, "{} believes a stranger: {word} {}", name(zone), tx + 1)
            }
            Action::Forget { tx } => write!(out, "hub forgets {}", tx + 1),
        }
    }
}
