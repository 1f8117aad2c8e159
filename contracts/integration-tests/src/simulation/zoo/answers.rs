//! Lies in acknowledgements of the hub's packets: a handler that fails on one could never be called again.

use super::super::Run;
use causeway_proto::{encode_acknowledgement, AckKind, Decision, Outcome};

/// The hub sends DECISION packets only where somebody asks for it: the liar does.
fn asked(run: &mut Run) -> Option<crate::host::Packet> {
    let manifest = run.any_manifest();
    let done = run.world.resend(&manifest, super::super::liar::LIAR).is_ok();
    run.note("the liar asked for a decision", done);
    let told = run.told();
    run.dice.pick(&told).cloned()
}

fn answer(run: &mut Run, bytes: Vec<u8>) {
    if let Some(packet) = asked(run) {
        run.answer(&packet, bytes);
    }
}

/// What ibc-go takes for an error, in a form that no other marshaller writes (GHSA-jg6f-48ff-5xrw).
pub fn free_text(run: &mut Run) {
    let texts: [&[u8]; 4] =
        [br#"{"error":"amount <10"}"#, br#"{ "error": "x" }"#, br#"{"result":"AR=="}"#, br#"{"error":""}"#];
    let text = texts[run.dice.below(texts.len())].to_vec();
    answer(run, text);
}

pub fn nonsense(run: &mut Run) {
    let length = 1 + run.dice.below(60);
    let bytes = (0..length).map(|_| run.dice.below(256) as u8).collect();
    answer(run, bytes);
}

pub fn huge(run: &mut Run) {
    let byte = [0x08, b'[', 0xff][run.dice.below(3)];
    answer(run, vec![byte; 1_000_000]);
}

/// An answer to votes, of which the packet had none.
pub fn of_another(run: &mut Run) {
    let manifest = run.any_manifest();
    let transaction_id = crate::world::id_of(&manifest).to_vec();
    let decision = Decision { transaction_id, outcome: Outcome::Abort as i32, code: 0 };
    answer(run, encode_acknowledgement(AckKind::Decisions, vec![decision; 3]));
}

/// The hub's packet counts as received, and that is all.
pub fn never(run: &mut Run) {
    if let Some(packet) = asked(run) {
        let key = (packet.destination_channel.clone(), packet.sequence);
        run.world.chain(super::super::liar::LIAR).receipts.insert(key);
        run.note("a lie was answered", true);
    }
}
