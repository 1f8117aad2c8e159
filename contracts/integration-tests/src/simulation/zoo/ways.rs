//! Lies about ways: channels that are not its own, channels that close, old packets over new ones, and clocks.

use super::super::liar::LIAR;
use super::super::Run;
use crate::host::VERSION;
use crate::world::{HUB, SECOND_NS};
use cosmwasm_std::IbcOrder;

/// Each wrong in one way: version, order, connection, port; to the hub, or to an honest gate in the hub's name.
pub fn foreign_channels(run: &mut Run) {
    let (hub, zone) = (run.world.hub.clone(), run.honest_zone());
    let (mine, theirs) = run.world.channel_ends(LIAR, "channel-lie", "channel-lie");
    let mut end = theirs;
    let (mut version, mut order, mut host) = (VERSION, IbcOrder::Unordered, HUB);
    match run.dice.below(6) {
        0 => version = "causeway-2",
        1 => order = IbcOrder::Ordered,
        2 => end.connection_id = "connection-of-a-stranger".into(),
        3 => end.counterparty_port = "wasm.wasm1stranger".into(),
        4 => end.counterparty_port = format!("wasm.{}", run.world.zones[LIAR].assets),
        _ => {
            // To a gate, from a contract on the liar's chain that calls itself the hub.
            host = zone;
            end = mine;
            end.contract = run.world.zones[zone].gate.clone();
            end.connection_id = format!("connection-of-{zone}-to-{LIAR}");
            end.counterparty_chain = LIAR.into();
            end.counterparty_port = format!("wasm.{hub}");
        }
    }
    let opened = run.world.chain(host).open_channel("channel-lie", end, order, version).is_ok();
    assert!(!opened, "a channel was opened that is nobody's");
    run.note("a foreign channel was refused", true);
}

pub fn close(run: &mut Run) {
    if run.has_open_channel(LIAR) && run.dice.chance(50) {
        run.world.close_channel(LIAR);
        run.note("the liar closed its channel", true);
    } else {
        let done = run.world.open_channel(LIAR).is_ok();
        run.note("the liar opened a channel", done);
    }
}

/// Every packet that it ever sent, as a new one over the newest way.
pub fn repeat(run: &mut Run) {
    if run.dice.chance(30) {
        close(run);
    }
    let old: Vec<Vec<u8>> =
        run.history.iter().filter(|packet| packet.source_chain == LIAR).map(|packet| packet.data.clone()).collect();
    if let Some(data) = run.dice.pick(&old).cloned() {
        let timeout_ns = run.soon();
        run.send(data, timeout_ns);
    }
}

pub fn run_ahead(run: &mut Run) {
    let seconds = [1, 60, 86_400, 31_536_000][run.dice.below(4)];
    run.world.chain(LIAR).next_block(seconds * SECOND_NS);
    run.note("the liar's clock ran ahead", true);
}
