//! The answer to a packet of votes (commit rules 16, 21 and 22): one acknowledgement, when no entry waits any more,
//! or earlier with PENDING for those that do.

use crate::Told;

/// One entry of a packet as the hub remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    pub told: Told,
    /// A later decision belongs into this acknowledgement. A repeated vote is answered PENDING and waits for nothing.
    pub waits: bool,
}

impl Entry {
    pub fn waiting() -> Self {
        Entry { told: Told::Pending, waits: true }
    }

    pub fn ended(told: Told) -> Self {
        Entry { told, waits: false }
    }
}

/// Whether the acknowledgement can be written for good.
pub fn is_complete(entries: &[Entry]) -> bool {
    entries.iter().all(|entry| !entry.waits)
}

/// A decision reaches the entry that waited for it; an entry that has an end keeps it.
pub fn settle(entries: &mut [Entry], index: usize, told: Told) {
    if let Some(entry) = entries.get_mut(index).filter(|entry| entry.waits) {
        *entry = Entry::ended(told);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decision;

    const COMMIT: Told = Told::Decided(Decision::Commit);

    #[test]
    fn a_packet_is_complete_when_no_entry_waits() {
        assert!(is_complete(&[Entry::ended(COMMIT), Entry::ended(Told::Pending)]));
        assert!(!is_complete(&[Entry::ended(COMMIT), Entry::waiting()]));
    }

    #[test]
    fn an_entry_is_settled_once() {
        let mut entries = [Entry::waiting()];
        settle(&mut entries, 0, COMMIT);
        settle(&mut entries, 0, Told::Decided(Decision::Abort(500)));
        settle(&mut entries, 7, Told::NotCounted(1));
        assert_eq!(entries, [Entry::ended(COMMIT)]);
    }
}
