//! The worlds that are searched to the end, each with what must hold in it.

use crate::scenario::{Faults, Goal, Part, Scenario, Transaction, ALL_FAULTS, G, I6, I6A, I6D, I6T};
use Part::{Plain, Read, Receive, Release};

const A: u8 = 0;
const B: u8 = 1;
const C: u8 = 2;

const SAFE: &[Goal] = &[I6, I6D];
const NO_FAULTS: Faults = Faults {
    refuse: false,
    cancel: false,
    errors: false,
    junk: false,
    uncounted: false,
    failed_writes: false,
    closing: 0,
    batches: false,
};
/// Faults that leave every acknowledgement readable and deliverable.
const ACKS_LIVE: Faults =
    Faults { refuse: true, cancel: true, errors: true, uncounted: true, failed_writes: true, ..NO_FAULTS };

/// X moves from A to B against a payment at C.
const MOVE: &[Transaction] = &[Transaction {
    deadline: 1,
    parts: &[Some(Release { version: 0, to: B }), Some(Receive { version: 0 }), Some(Plain)],
}];
/// X moves from A to B against payments at C and D.
const MOVE_OF_FOUR: &[Transaction] = &[Transaction {
    deadline: 1,
    parts: &[Some(Release { version: 0, to: B }), Some(Receive { version: 0 }), Some(Plain), Some(Plain)],
}];
const fn move_ab(deadline: u8) -> Transaction {
    Transaction { deadline, parts: &[Some(Release { version: 0, to: B }), Some(Receive { version: 0 }), None] }
}
/// Two want the same asset.
const RIVALS: &[Transaction] = &[move_ab(1), move_ab(1)];
/// There and back again, before the first acknowledgement has arrived.
const RETURN: &[Transaction] = &[
    move_ab(1),
    Transaction { deadline: 1, parts: &[Some(Receive { version: 1 }), Some(Release { version: 1, to: A }), None] },
];
/// One moves X, the other pays on the condition that X stays.
const READER: &[Transaction] =
    &[move_ab(1), Transaction { deadline: 1, parts: &[Some(Read { version: 0 }), Some(Plain), None] }];
/// Two that share nothing but packets; their deadlines differ.
const BATCH: &[Transaction] = &[move_ab(1), Transaction { deadline: 2, parts: &[Some(Plain), Some(Plain), None] }];
/// A sells X twice.
const DOUBLE_SALE: &[Transaction] = &[
    move_ab(1),
    Transaction { deadline: 1, parts: &[Some(Release { version: 0, to: C }), None, Some(Receive { version: 0 })] },
];
/// C sells to B what lives at A.
const FORGED_SALE: &[Transaction] =
    &[Transaction { deadline: 1, parts: &[None, Some(Receive { version: 0 }), Some(Release { version: 0, to: B })] }];

pub const ALL: Scenario = Scenario {
    name: "3 zones, 1 transaction, all faults",
    zones: 3,
    transactions: MOVE,
    byzantine: None,
    home: 0,
    faults: ALL_FAULTS,
    end: 1,
    votes_arrive: true,
    goals: SAFE,
};
pub const ACKS: Scenario =
    Scenario { name: "3 zones, 1 transaction, no channel fault", faults: ACKS_LIVE, goals: &[I6A, I6D], ..ALL };
pub const DEAF: Scenario =
    Scenario { name: "3 zones, 1 transaction, votes never arrive", votes_arrive: false, goals: &[I6T, I6D], ..ALL };
pub const BYZANTINE_PLAIN: Scenario =
    Scenario { name: "3 zones, 1 transaction, C byzantine", byzantine: Some(2), ..ALL };
const BYZANTINE_SOURCE: Scenario = Scenario { name: "3 zones, 1 transaction, A byzantine", byzantine: Some(0), ..ALL };
pub const FORGED: Scenario = Scenario {
    name: "3 zones, C byzantine sells what it has not",
    byzantine: Some(2),
    transactions: FORGED_SALE,
    ..ALL
};
pub const RIVALRY: Scenario = Scenario { name: "2 zones, 2 rivals, all faults", zones: 2, transactions: RIVALS, ..ALL };
pub const CONFLICT: Scenario =
    Scenario { name: "2 zones, 2 rivals, no channel fault", faults: ACKS_LIVE, goals: &[I6A, I6D], ..RIVALRY };
const THERE_AND_BACK: Scenario =
    Scenario { name: "2 zones, return before ack, all faults", transactions: RETURN, ..RIVALRY };
pub const RETURN_LIGHT: Scenario =
    Scenario { name: "2 zones, return before ack, no channel fault", faults: ACKS_LIVE, ..THERE_AND_BACK };
const READING: Scenario = Scenario {
    name: "2 zones, mover and reader, A's channel closes",
    transactions: READER,
    faults: Faults { closing: 0b01, ..ALL_FAULTS },
    ..RIVALRY
};
const BYZANTINE_RIVAL: Scenario = Scenario { name: "2 zones, 2 rivals, A byzantine", byzantine: Some(0), ..RIVALRY };
pub const DOUBLE: Scenario =
    Scenario { name: "3 zones, A byzantine sells X twice", zones: 3, transactions: DOUBLE_SALE, ..BYZANTINE_RIVAL };
pub const BATCHES: Scenario = Scenario {
    name: "2 zones, batches of 2, no channel fault",
    transactions: BATCH,
    faults: Faults { batches: true, ..ACKS_LIVE },
    end: 2,
    ..RIVALRY
};
const BATCHES_CLOSING: Scenario = Scenario {
    name: "2 zones, batches of 2, A's channel closes",
    faults: Faults { batches: true, closing: 0b01, ..ALL_FAULTS },
    ..BATCHES
};
const PAIR_MOVE: &[Transaction] = &[move_ab(1)];
pub const PAIR: Scenario =
    Scenario { name: "2 zones, 1 transaction, all faults", zones: 2, transactions: PAIR_MOVE, ..ALL };
const ONWARD: &[Transaction] = &[
    move_ab(1),
    Transaction { deadline: 1, parts: &[None, Some(Release { version: 1, to: C }), Some(Receive { version: 1 })] },
];
pub const EARLY: Scenario = Scenario {
    name: "3 zones, X moves on, too early spoils nothing",
    byzantine: None,
    transactions: ONWARD,
    ..STRANGERS
};
pub const STRANGERS: Scenario = Scenario {
    name: "3 zones, strangers spoil nothing",
    byzantine: Some(2),
    transactions: RETURN,
    faults: NO_FAULTS,
    end: 0,
    goals: &[G],
    ..ALL
};

const FOUR: Scenario = Scenario {
    name: "4 zones, 1 transaction, no channel fault",
    zones: 4,
    transactions: MOVE_OF_FOUR,
    faults: ACKS_LIVE,
    goals: &[I6A, I6D],
    ..ALL
};
const FOUR_CLOSING: Scenario = Scenario {
    name: "4 zones, 1 transaction, A's channel closes",
    faults: Faults { closing: 0b0001, ..ALL_FAULTS },
    goals: SAFE,
    ..FOUR
};
const FOUR_BYZANTINE: Scenario =
    Scenario { name: "4 zones, D byzantine, A's channel closes", byzantine: Some(3), ..FOUR_CLOSING };
const FOUR_CLOSING_THREE: Scenario = Scenario {
    name: "4 zones, 1 transaction, channels of A, B, C close",
    faults: Faults { closing: 0b0111, ..ALL_FAULTS },
    ..FOUR_CLOSING
};
const FOUR_BYZANTINE_CLOSING: Scenario = Scenario {
    name: "4 zones, D byzantine, all channels close",
    byzantine: Some(3),
    faults: Faults { closing: 0b1111, ..ALL_FAULTS },
    ..FOUR_CLOSING
};

/// What a release has searched beyond the others.
pub const FULL: &[Scenario] = &[FOUR_CLOSING_THREE, FOUR_BYZANTINE_CLOSING];

/// The largest first, so that two cores end together.
pub const SCENARIOS: &[Scenario] = &[
    BATCHES_CLOSING,
    RIVALRY,
    ALL,
    READING,
    BATCHES,
    THERE_AND_BACK,
    DEAF,
    PAIR,
    BYZANTINE_PLAIN,
    BYZANTINE_SOURCE,
    CONFLICT,
    RETURN_LIGHT,
    BYZANTINE_RIVAL,
    FOUR_CLOSING,
    DOUBLE,
    FOUR_BYZANTINE,
    FORGED,
    FOUR,
    ACKS,
    STRANGERS,
    EARLY,
];
