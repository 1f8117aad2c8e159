//! The promises of the resource interface, one test each. A resource that keeps them can take part in the commit.
//! `causeway_resource_tests::promises!(subject)` runs all of them against what `fn subject() -> Subject` makes.
#![deny(unused_must_use)]

mod bench;
pub mod promises;

pub use bench::{account, execute, no_others, query, Request, Subject};

/// One `#[test]` for each promise.
#[macro_export]
macro_rules! promises {
    ($subject:path) => {
        $crate::promises!(@each $subject:
            prepare_locks_what_it_touches_and_says_so,
            a_locked_key_is_busy_for_every_other_transaction,
            local_calls_do_not_touch_what_is_locked,
            only_the_gate_prepares_commits_and_aborts,
            commit_takes_effect_and_ends_the_lock,
            abort_restores_every_byte,
            commit_and_abort_of_an_unknown_transaction_are_no_effect,
            commit_and_abort_are_idempotent_and_the_first_of_them_counts,
            a_repeated_prepare_is_one_prepare,
            busy_and_refused_leave_nothing,
            a_leg_is_locked_as_a_whole_or_not_at_all,
            readers_share_a_key_and_keep_writers_out,
            a_check_tells_what_prepare_would_answer_and_changes_nothing,
            until_is_no_timer,
            foreign_bytes_are_answered_and_never_an_error,
        );
    };
    (@each $subject:path: $($promise:ident),+ $(,)?) => {
        $(
            #[test]
            fn $promise() {
                $crate::promises::$promise($subject());
            }
        )+
    };
}
