//! Which step of a record is the one that decides: the registry and the answers that wait follow from that one alone.

use causeway_commit::hub::{step, HubEvent, Now, Reasons, Record};
use causeway_commit::Decision;

const REASONS: Reasons = Reasons { deadline_passed: 500, cancelled: 505, too_early: 509 };
const NOW: Now = Now { legs: 2, past_deadline: false, reasons: REASONS };
const LAST: HubEvent = HubEvent::Yes { leg: 1 };

fn decides(record: Option<Record>, event: HubEvent) -> bool {
    step(record, event, NOW, || Ok(())).decided_now
}

#[test]
fn the_last_yes_a_no_and_a_cancel_decide() {
    let open = Some(Record::Open { yes: 1 });
    assert!(decides(open, LAST));
    assert!(decides(open, HubEvent::No { leg: 1, reason: 305 }));
    assert!(decides(open, HubEvent::Cancel));
}

#[test]
fn nothing_decides_a_second_time() {
    for decision in [Decision::Commit, Decision::Abort(505)] {
        for event in [LAST, HubEvent::Cancel, HubEvent::Expire] {
            assert!(!decides(Some(Record::Decided(decision)), event));
        }
    }
}

#[test]
fn an_early_yes_decides_nothing() {
    assert!(!decides(None, LAST));
}
