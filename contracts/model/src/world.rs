//! One state of the world, and its canonical packing into four words, by which states are compared and stored.

use crate::scenario::{Model, SLOTS, TXS, ZONES};
use causeway_commit::batch::Entry;
use causeway_commit::hub::Record;
use causeway_commit::leg::LegState;
use causeway_commit::{Decision, Told};

pub type Packed = [u64; 4];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    /// Hub block time, in ticks.
    pub time: u8,
    pub records: [Option<Record>; TXS],
    /// The hub's registry entry of X.
    pub place: Place,
    pub zones: [Zone; ZONES],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub zone: u8,
    pub version: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    pub legs: [LegState; TXS],
    /// What was ever shown, also where a mutated gate forgets it.
    pub applied: [bool; TXS],
    pub aborted: [bool; TXS],
    pub item: Item,
    pub channel: Channel,
    pub packets: [Packet; SLOTS],
}

/// X as the zone's resource stores it. A lock is not stored: it is a VOTED leg that touches X.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub live: bool,
    pub version: u8,
}

/// The first channel of a zone may close at either end; the second, once open, stays open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    pub hub_closed: bool,
    pub zone_closed: bool,
    pub replaced: bool,
    /// Transactions of which a DECISION packet was sent on the first channel before its hub end closed.
    /// Under the mutation that sends it once: whether it was sent.
    pub left: [bool; TXS],
}

impl Channel {
    pub fn hub_open(&self, second: bool) -> bool {
        if second {
            self.replaced
        } else {
            !self.hub_closed
        }
    }

    pub fn zone_open(&self, second: bool) -> bool {
        if second {
            self.replaced
        } else {
            !self.zone_closed
        }
    }

    /// gate/src/channel.rs: the newest channel that the gate knows to be open.
    pub fn current(&self) -> Option<bool> {
        match (self.replaced, self.zone_closed) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing under way: not sent, or settled at both ends.
    Empty,
    /// Committed at the zone, not received at the hub.
    Sent,
    /// Received; the acknowledgement is in the hub's outbox.
    Stored,
    /// Received; a mutated hub has lost the acknowledgement.
    Lost,
    /// Acknowledged with one outcome an entry.
    Answered,
    /// Acknowledged with an ICS-4 error.
    Failed,
    /// Acknowledged with bytes that say nothing.
    Junk,
}

const PHASES: [Phase; 7] =
    [Phase::Empty, Phase::Sent, Phase::Stored, Phase::Lost, Phase::Answered, Phase::Failed, Phase::Junk];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    Absent,
    Yes,
    No,
    /// A byzantine zone's yes in the name of another leg; only a mutated hub looks at the name.
    Forged,
}

const VOTES: [Vote; 4] = [Vote::Absent, Vote::Yes, Vote::No, Vote::Forged];

/// A vote packet and what both ends know of it. Entry i votes on transaction i.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    pub phase: Phase,
    /// Sent on the second channel.
    pub second: bool,
    /// A mutated gate has settled it although the hub may still answer.
    pub settled: bool,
    pub votes: [Vote; TXS],
    pub entries: [Entry; TXS],
}

pub const NO_ENTRY: Entry = Entry { told: Told::NotCounted(0), waits: false };
pub const NO_PACKET: Packet =
    Packet { phase: Phase::Empty, second: false, settled: false, votes: [Vote::Absent; TXS], entries: [NO_ENTRY; TXS] };

impl World {
    pub fn start(model: &Model) -> World {
        let mut zone = Zone {
            legs: [LegState::Unknown; TXS],
            applied: [false; TXS],
            aborted: [false; TXS],
            item: Item { live: false, version: 0 },
            channel: Channel::default(),
            packets: [NO_PACKET; SLOTS],
        };
        let home = model.scenario.home;
        let mut zones = [zone; ZONES];
        if model.honest(home) {
            zone.item.live = true;
            zones[home] = zone;
        }
        World { time: 0, records: [None; TXS], place: Place { zone: home as u8, version: 0 }, zones }
    }

    pub fn pack(&self) -> Packed {
        let mut out = Bits::default();
        out.put(self.time, 2);
        for record in &self.records {
            out.put(record_to_bits(*record), 4);
        }
        out.put(self.place.zone, 2);
        out.put(self.place.version, 2);
        self.zones.iter().for_each(|zone| zone.pack(&mut out));
        out.words
    }

    pub fn unpack(words: &Packed) -> World {
        let mut bits = Bits { words: *words, at: 0 };
        World {
            time: bits.take(2),
            records: [(); TXS].map(|()| record_of_bits(bits.take(4))),
            place: Place { zone: bits.take(2), version: bits.take(2) },
            zones: [(); ZONES].map(|()| Zone::unpack(&mut bits)),
        }
    }
}

impl Zone {
    fn pack(&self, out: &mut Bits) {
        for tx in 0..TXS {
            out.put(self.legs[tx] as u8, 3);
            out.flag(self.applied[tx]);
            out.flag(self.aborted[tx]);
            out.flag(self.channel.left[tx]);
        }
        out.flag(self.item.live);
        out.put(self.item.version, 2);
        out.flag(self.channel.hub_closed);
        out.flag(self.channel.zone_closed);
        out.flag(self.channel.replaced);
        self.packets.iter().for_each(|packet| packet.pack(out));
    }

    fn unpack(bits: &mut Bits) -> Zone {
        let mut zone = Zone {
            legs: [LegState::Unknown; TXS],
            applied: [false; TXS],
            aborted: [false; TXS],
            item: Item { live: false, version: 0 },
            channel: Channel::default(),
            packets: [NO_PACKET; SLOTS],
        };
        for tx in 0..TXS {
            zone.legs[tx] = LEG_STATES[bits.take(3) as usize];
            zone.applied[tx] = bits.take_flag();
            zone.aborted[tx] = bits.take_flag();
            zone.channel.left[tx] = bits.take_flag();
        }
        zone.item = Item { live: bits.take_flag(), version: bits.take(2) };
        zone.channel.hub_closed = bits.take_flag();
        zone.channel.zone_closed = bits.take_flag();
        zone.channel.replaced = bits.take_flag();
        zone.packets = [(); SLOTS].map(|()| Packet::unpack(bits));
        zone
    }
}

impl Packet {
    fn pack(&self, out: &mut Bits) {
        out.put(self.phase as u8, 3);
        out.flag(self.second);
        out.flag(self.settled);
        self.votes.iter().for_each(|vote| out.put(*vote as u8, 2));
        self.entries.iter().for_each(|entry| out.put(entry_to_bits(*entry), 3));
    }

    fn unpack(bits: &mut Bits) -> Packet {
        Packet {
            phase: PHASES[bits.take(3) as usize],
            second: bits.take_flag(),
            settled: bits.take_flag(),
            votes: [(); TXS].map(|()| VOTES[bits.take(2) as usize]),
            entries: [(); TXS].map(|()| entry_of_bits(bits.take(3))),
        }
    }
}

const LEG_STATES: [LegState; 5] =
    [LegState::Unknown, LegState::Voted, LegState::Refused, LegState::Applied, LegState::Aborted];

/// Reasons are words to people: the commit never branches on one, so states that differ only in them are one state.
pub const ABORT: Decision = Decision::Abort(0);

/// An open record of three legs has a set below 8; the decisions take the numbers that no undecided set has.
fn record_to_bits(record: Option<Record>) -> u8 {
    match record {
        None => 0,
        Some(Record::Open { yes }) => yes as u8 & 7,
        Some(Record::Decided(Decision::Commit)) => 8,
        Some(Record::Decided(Decision::Abort(_))) => 9,
    }
}

fn record_of_bits(bits: u8) -> Option<Record> {
    match bits {
        0 => None,
        8 => Some(Record::Decided(Decision::Commit)),
        9 => Some(Record::Decided(ABORT)),
        yes => Some(Record::Open { yes: yes.into() }),
    }
}

fn entry_to_bits(entry: Entry) -> u8 {
    match (entry.told, entry.waits) {
        (Told::NotCounted(_), _) => 0,
        (Told::Pending, true) => 1,
        (Told::Pending, false) => 2,
        (Told::Decided(Decision::Commit), _) => 3,
        (Told::Decided(Decision::Abort(_)), _) => 4,
    }
}

fn entry_of_bits(bits: u8) -> Entry {
    match bits {
        1 => Entry::waiting(),
        2 => Entry::ended(Told::Pending),
        3 => Entry::ended(Told::Decided(Decision::Commit)),
        4 => Entry::ended(Told::Decided(ABORT)),
        _ => NO_ENTRY,
    }
}

/// Numbers side by side, least significant first.
#[derive(Default)]
struct Bits {
    words: Packed,
    at: usize,
}

impl Bits {
    fn put(&mut self, value: u8, width: usize) {
        debug_assert!(u32::from(value) < 1 << width);
        let (word, shift) = (self.at / 64, self.at % 64);
        self.words[word] |= u64::from(value) << shift;
        if shift + width > 64 {
            self.words[word + 1] |= u64::from(value) >> (64 - shift);
        }
        self.at += width;
    }

    fn flag(&mut self, value: bool) {
        self.put(value.into(), 1);
    }

    fn take(&mut self, width: usize) -> u8 {
        let (word, shift) = (self.at / 64, self.at % 64);
        let mut value = self.words[word] >> shift;
        if shift + width > 64 {
            value |= self.words[word + 1] << (64 - shift);
        }
        self.at += width;
        (value & ((1 << width) - 1)) as u8
    }

    fn take_flag(&mut self) -> bool {
        self.take(1) == 1
    }
}
