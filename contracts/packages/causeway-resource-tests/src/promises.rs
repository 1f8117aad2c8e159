//! The promises, one function each: they panic where a contract breaks its word.

use crate::bench::{account, id, Request, Subject, UNTIL_NS};
use causeway_resource::{CheckResponse, LockKind, PrepareOutcome, ResourceExecuteMsg};
use cosmwasm_std::Binary;

const LOCKED: PrepareOutcome = PrepareOutcome::Locked {};

fn is_busy(outcome: &PrepareOutcome) -> bool {
    matches!(outcome, PrepareOutcome::Busy { code } if *code > 0)
}

fn is_refused(outcome: &PrepareOutcome) -> bool {
    matches!(outcome, PrepareOutcome::Refused { code } if *code > 0)
}

pub fn prepare_locks_what_it_touches_and_says_so(mut subject: Subject) {
    assert_eq!(subject.locks(), []);
    let request = subject.lockable.clone();
    assert_eq!(subject.prepare(1, &request), LOCKED);
    let locks = subject.locks();
    assert!(!locks.is_empty(), "a lock that is not listed cannot be explained");
    for lock in locks {
        assert_eq!((lock.transaction_id, lock.leg, lock.until_ns.u64()), (id(1), 0, UNTIL_NS));
        assert!(!lock.key.is_empty());
    }
}

pub fn a_locked_key_is_busy_for_every_other_transaction(mut subject: Subject) {
    let request = subject.lockable.clone();
    assert_eq!(subject.prepare(1, &request), LOCKED);
    assert!(is_busy(&subject.prepare(2, &request)), "busy, not refused: the other one may still abort");
    subject.abort(1);
    assert_eq!(subject.prepare(2, &request), LOCKED);
}

pub fn local_calls_do_not_touch_what_is_locked(mut subject: Subject) {
    let request = subject.lockable.clone();
    subject.prepare(1, &request);
    let locked = subject.memory();
    subject.local_call().expect_err("the key is locked");
    assert_eq!(subject.memory(), locked);
    subject.abort(1);
    subject.local_call().expect("the key is free again");
}

pub fn only_the_gate_prepares_commits_and_aborts(mut subject: Subject) {
    let request = subject.lockable.clone();
    let (owner, _) = subject.local.clone();
    let settle = |commit: bool| {
        let (transaction_id, leg) = (id(1), 0);
        match commit {
            true => ResourceExecuteMsg::Commit { transaction_id, leg },
            false => ResourceExecuteMsg::Abort { transaction_id, leg },
        }
    };
    for stranger in [account("stranger"), owner] {
        subject.as_sender(&stranger, &Subject::prepare_msg(1, &request)).expect_err("only the gate prepares");
        subject.prepare(1, &request);
        let locked = subject.memory();
        subject.as_sender(&stranger, &settle(true)).expect_err("only the gate commits");
        subject.as_sender(&stranger, &settle(false)).expect_err("only the gate aborts");
        assert_eq!(subject.memory(), locked);
        subject.abort(1);
    }
}

pub fn commit_takes_effect_and_ends_the_lock(mut subject: Subject) {
    let before = subject.memory();
    let request = subject.lockable.clone();
    subject.prepare(1, &request);
    subject.commit(1);
    assert_eq!(subject.locks(), []);
    assert_ne!(subject.memory(), before, "a commit without effect is no operation");
}

pub fn abort_restores_every_byte(mut subject: Subject) {
    let before = subject.memory();
    for request in [subject.lockable.clone(), subject.reading.clone(), subject.writing.clone()] {
        assert_eq!(subject.prepare(1, &request), LOCKED);
        assert_ne!(subject.memory(), before);
        subject.abort(1);
        assert_eq!(subject.memory(), before);
    }
}

pub fn commit_and_abort_of_an_unknown_transaction_are_no_effect(mut subject: Subject) {
    let request = subject.lockable.clone();
    subject.prepare(1, &request);
    let before = subject.memory();
    subject.commit(7);
    subject.abort(7);
    for leg in [1, u32::MAX] {
        subject.as_gate(&ResourceExecuteMsg::Commit { transaction_id: id(1), leg });
        subject.as_gate(&ResourceExecuteMsg::Abort { transaction_id: id(1), leg });
    }
    assert_eq!(subject.memory(), before);
}

pub fn commit_and_abort_are_idempotent_and_the_first_of_them_counts(mut subject: Subject) {
    let request = subject.lockable.clone();
    let before = subject.memory();
    subject.prepare(1, &request);
    subject.abort(1);
    subject.abort(1);
    subject.commit(1);
    assert_eq!(subject.memory(), before);
    subject.prepare(2, &request);
    subject.commit(2);
    let after = subject.memory();
    subject.commit(2);
    subject.abort(2);
    assert_eq!(subject.memory(), after);
}

pub fn a_repeated_prepare_is_one_prepare(mut subject: Subject) {
    let request = subject.lockable.clone();
    subject.prepare(1, &request);
    let locked = subject.memory();
    assert_eq!(subject.prepare(1, &request), LOCKED);
    assert_eq!(subject.memory(), locked);
}

pub fn busy_and_refused_leave_nothing(mut subject: Subject) {
    let before = subject.memory();
    let (not_yet, never) = (subject.not_yet.clone(), subject.never.clone());
    assert!(is_busy(&subject.prepare(1, &not_yet)));
    assert_eq!(subject.memory(), before);
    assert!(is_refused(&subject.prepare(1, &never)));
    assert_eq!(subject.memory(), before);
}

pub fn a_leg_is_locked_as_a_whole_or_not_at_all(mut subject: Subject) {
    let before = subject.memory();
    let (lockable, not_yet, never) = (subject.lockable.clone(), subject.not_yet.clone(), subject.never.clone());
    assert!(is_busy(&subject.prepare(1, &lockable.and(&not_yet))));
    assert!(is_refused(&subject.prepare(1, &lockable.and(&never))));
    assert!(is_refused(&subject.prepare(1, &not_yet.and(&never))), "what never can be weighs more than what may");
    assert_eq!(subject.memory(), before);
    assert_eq!(subject.prepare(1, &lockable), LOCKED);
}

pub fn readers_share_a_key_and_keep_writers_out(mut subject: Subject) {
    let before = subject.memory();
    let (reading, writing) = (subject.reading.clone(), subject.writing.clone());
    assert_eq!(subject.prepare(1, &reading), LOCKED);
    assert_eq!(subject.prepare(2, &reading), LOCKED);
    assert!(subject.locks().iter().all(|lock| lock.kind == LockKind::Shared));
    assert!(is_busy(&subject.prepare(3, &writing)));
    subject.commit(1);
    assert!(is_busy(&subject.prepare(3, &writing)), "one reader is left");
    subject.abort(2);
    assert_eq!(subject.memory(), before, "reading changes nothing");
    assert_eq!(subject.prepare(3, &writing), LOCKED);
    assert!(is_busy(&subject.prepare(4, &reading)), "and a writer keeps readers out");
}

pub fn a_check_tells_what_prepare_would_answer_and_changes_nothing(mut subject: Subject) {
    let before = subject.memory();
    let (lockable, not_yet, never) = (subject.lockable.clone(), subject.not_yet.clone(), subject.never.clone());
    assert_eq!(subject.check(&lockable.operations[0]), CheckResponse::Ready {});
    assert!(matches!(subject.check(&not_yet.operations[0]), CheckResponse::Busy { .. }));
    assert!(matches!(subject.check(&never.operations[0]), CheckResponse::Refused { .. }));
    assert_eq!(subject.memory(), before);
    subject.prepare(1, &lockable);
    assert!(matches!(subject.check(&lockable.operations[0]), CheckResponse::Busy { .. }));
}

pub fn until_is_no_timer(mut subject: Subject) {
    let request = subject.lockable.clone();
    let before = subject.memory();
    subject.prepare(1, &request);
    subject.commit_at(1, UNTIL_NS * 10);
    assert_ne!(subject.memory(), before, "a commit after the deadline is a commit");
    assert_eq!(subject.locks(), []);
}

pub fn foreign_bytes_are_answered_and_never_an_error(mut subject: Subject) {
    let before = subject.memory();
    let good = subject.lockable.operations[0].clone();
    let cut = Binary::from(&good.as_slice()[..good.len() - 1]);
    let longer = Binary::from([good.as_slice(), &[0x78, 0x01]].concat());
    for bytes in [Binary::default(), Binary::from(b"junk"), Binary::from(vec![0xff; 70_000]), cut, longer] {
        let request = Request { operations: vec![bytes], contents: vec![None] };
        assert!(is_refused(&subject.prepare(1, &request)));
        assert_eq!(subject.memory(), before);
    }
    let nothing = Request { operations: vec![], contents: vec![] };
    assert!(is_refused(&subject.prepare(1, &nothing)));
    assert_eq!(subject.memory(), before);
}
