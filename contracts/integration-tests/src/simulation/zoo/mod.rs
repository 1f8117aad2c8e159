//! The zoo: one byzantine zone after another, each with a malice of its own, let loose among honest ones. Whatever it
//! does, the others agree, keep what is theirs, and are not held up for ever.

mod answers;
mod canaries;
mod things;
mod votes;
mod ways;

use super::Run;

/// One thing that a malicious zone does again and again, at moments that the seed picks.
#[derive(Clone, Copy)]
pub struct Beast {
    pub name: &'static str,
    pub(super) act: fn(&mut Run),
}

const fn beast(name: &'static str, act: fn(&mut Run)) -> Beast {
    Beast { name, act }
}

pub const ZOO: [Beast; 33] = [
    beast("votes yes and locks nothing", votes::without_lock),
    beast("votes for legs of others", votes::for_others),
    beast("votes many times", votes::many_times),
    beast("votes yes and no", votes::both_ways),
    beast("votes past the deadline", votes::late),
    beast("votes in packets that time out at once", votes::hasty),
    beast("votes for transactions of another hub", votes::for_another_hub),
    beast("votes for manifests that are none", votes::for_nonsense),
    beast("sends random bytes", votes::random_bytes),
    beast("sends votes cut short", votes::cut_short),
    beast("sends votes with a tail", votes::with_a_tail),
    beast("sends a vote as long as a packet may be", votes::huge),
    beast("sends more votes than a packet may hold", votes::too_many),
    beast("tells the hub decisions", votes::decisions),
    beast("floods the hub with records", votes::flood),
    beast("releases what it has not", things::release_foreign),
    beast("releases one asset to two zones", things::release_twice),
    beast("makes up assets of others", things::invent_asset),
    beast("makes up coins of others", things::invent_coins),
    beast("sends coins by monstrous amounts", things::monstrous_amounts),
    beast("writes names in another way", things::other_spellings),
    beast("sends coins of a chain that nobody knows", things::unknown_origin),
    beast("sends an envelope that is another one", things::other_envelope),
    beast("forgets what its contracts knew", things::forget),
    beast("answers with an error of free text", answers::free_text),
    beast("answers with nonsense", answers::nonsense),
    beast("answers with a megabyte", answers::huge),
    beast("answers what belongs to another packet", answers::of_another),
    beast("never answers", answers::never),
    beast("opens channels that are not its own", ways::foreign_channels),
    beast("closes its channels", ways::close),
    beast("repeats old votes over new ways", ways::repeat),
    beast("lets its clock run ahead", ways::run_ahead),
];

/// No zones, but what must never happen to the honest, each with words of the invariant that it breaks: a judge who
/// lets one of them pass has gone blind.
pub const CANARIES: [(Beast, &str); 8] = [
    (beast("undoes a leg", canaries::undo_leg), "I1: applied and not applied"),
    (beast("changes the hub's decision", canaries::turn_decision), "I1h: no COMMIT"),
    (beast("copies a closed asset", canaries::copy_asset), "is usable on"),
    (beast("books an asset elsewhere", canaries::misplace_asset), "booked"),
    (beast("makes free units", canaries::give_units), "are free, more than issued"),
    (beast("robs a bank", canaries::rob_bank), "its bank holds"),
    (beast("miscounts the vouchers", canaries::miscount), "the hub books"),
    (beast("leaves a lock behind", canaries::leave_lock), "I6 on"),
];
