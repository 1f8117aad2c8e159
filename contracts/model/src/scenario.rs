//! The small worlds that are searched: zones, transactions on one asset, deadlines, and which faults may happen.

use crate::action::Class;
use crate::rules::Rules;

pub const ZONES: usize = 4;
pub const TXS: usize = 2;
/// Vote packets that a zone may have under way.
pub const SLOTS: usize = 2;

/// What a leg does with the one asset X of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Release {
        version: u8,
        to: u8,
    },
    Receive {
        version: u8,
    },
    /// A read condition: a shared lock.
    Read {
        version: u8,
    },
    /// A payment: reservations of amounts do not conflict, so there is no key.
    Plain,
}

#[derive(Clone, Copy, Debug)]
pub struct Transaction {
    /// In ticks of the hub's clock.
    pub deadline: u8,
    /// By zone; those beyond take no part.
    pub parts: &'static [Option<Part>],
}

impl Transaction {
    pub fn legs(&self) -> u32 {
        self.parts.iter().flatten().count() as u32
    }

    pub fn part(&self, zone: usize) -> Option<Part> {
        self.parts.get(zone).copied().flatten()
    }

    /// Index of the zone's leg in the manifest.
    pub fn leg(&self, zone: usize) -> Option<u32> {
        self.part(zone)?;
        Some(self.parts[..zone].iter().flatten().count() as u32)
    }
}

/// Packets may be lost, late, reordered, repeated and withheld in every world; these are the further faults.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// A zone's policy or an actor refuses a leg.
    pub refuse: bool,
    /// An actor takes an undecided transaction back.
    pub cancel: bool,
    /// The hub's handler fails: everything reverts, an ICS-4 error acknowledgement is written.
    pub errors: bool,
    /// An acknowledgement whose bytes say nothing.
    pub junk: bool,
    /// The hub admits no new record for an entry: NOT_COUNTED.
    pub uncounted: bool,
    /// An acknowledgement cannot be written although the channel is open (gas).
    pub failed_writes: bool,
    /// Set of zones whose channel may close, either end first, and be replaced.
    pub closing: u8,
    /// `prepare` may take two legs, and waiting packets may be flushed with PENDING.
    pub batches: bool,
}

pub const ALL_FAULTS: Faults = Faults {
    refuse: true,
    cancel: true,
    errors: true,
    junk: true,
    uncounted: true,
    failed_writes: true,
    closing: 0b111,
    batches: false,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// No honest leg is locked.
    Unlocked,
    /// Every transaction has committed.
    Committed,
}

/// From every reachable state the target is reachable without these classes of actions.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    pub id: &'static str,
    pub target: Target,
    pub without: &'static [Class],
}

/// Every lock can end, although nobody prepares, refuses or cancels any more.
pub const I6: Goal = Goal { id: "I6", target: Target::Unlocked, without: &[Class::Will] };
/// Without DECISION packets: acknowledgements, and timeouts for what the hub never received.
pub const I6A: Goal = Goal { id: "I6a", target: Target::Unlocked, without: &[Class::Will, Class::Decision] };
/// By DECISION packets alone.
pub const I6D: Goal = Goal { id: "I6d", target: Target::Unlocked, without: &[Class::Will, Class::Ack, Class::Timeout] };
/// By proven timeouts alone; for worlds where no vote reaches the hub.
pub const I6T: Goal =
    Goal { id: "I6t", target: Target::Unlocked, without: &[Class::Will, Class::Ack, Class::Decision] };
/// Who takes no part cannot make a commit impossible.
pub const G: Goal = Goal { id: "G", target: Target::Committed, without: &[] };

#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    pub name: &'static str,
    pub zones: usize,
    pub transactions: &'static [Transaction],
    /// This zone locks nothing and says what it likes.
    pub byzantine: Option<usize>,
    /// Chain of origin of X, and where it lives at the start.
    pub home: usize,
    pub faults: Faults,
    /// Where the hub's clock stops.
    pub end: u8,
    /// False: no vote reaches the hub.
    pub votes_arrive: bool,
    pub goals: &'static [Goal],
}

/// A scenario under rules: the real ones, or with one mutation.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    pub scenario: Scenario,
    pub rules: Rules,
}

impl Model {
    pub fn honest(&self, zone: usize) -> bool {
        self.scenario.byzantine != Some(zone)
    }

    pub fn zones(&self) -> std::ops::Range<usize> {
        0..self.scenario.zones
    }

    pub fn transactions(&self) -> std::ops::Range<usize> {
        0..self.scenario.transactions.len()
    }

    pub fn transaction(&self, tx: usize) -> &Transaction {
        &self.scenario.transactions[tx]
    }

    pub fn part(&self, zone: usize, tx: usize) -> Option<Part> {
        self.scenario.transactions.get(tx)?.part(zone)
    }

    /// Legs of zones that keep the rules.
    pub fn honest_legs(&self, tx: usize) -> impl Iterator<Item = usize> + '_ {
        self.zones().filter(move |zone| self.honest(*zone) && self.part(*zone, tx).is_some())
    }
}
