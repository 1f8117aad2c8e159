//! Faults of a simulated run, and their end: closed channels, replaced ways, a failing hub, resources that break,
//! owners who trade.

use super::Run;
use crate::data::DENOM;
use crate::world::{Over, HUB};
use causeway_assets::msg::ExecuteMsg;

impl Run {
    fn any_zone(&mut self) -> String {
        let zones: Vec<String> = self.world.zones.keys().cloned().collect();
        zones[self.dice.below(zones.len())].clone()
    }

    pub(super) fn break_something(&mut self) {
        let zone = self.any_zone();
        match self.dice.below(6) {
            0 => {
                let over = self.world.zones[&zone].over;
                if over == Over::Channel && self.has_open_channel(&zone) {
                    self.world.close_channel(&zone);
                    self.note("channel closed", true);
                }
            }
            1 => {
                let done = self.world.open_channel(&zone).is_ok();
                self.note("channel opened", done);
            }
            // The hub's own chain reaches itself over a channel only.
            5 if zone != HUB => {
                let over = self.world.zones[&zone].over.other();
                self.world.replace_way(&zone, over);
                self.note("way replaced", true);
            }
            2 => {
                let hub = self.world.hub.clone();
                self.toggle(HUB, hub, "receive");
            }
            3 => {
                let word = ["commit", "abort", "prepare"][self.dice.below(3)];
                let assets = self.world.zones[&zone].assets.clone();
                self.toggle(&zone, assets, word);
            }
            _ => self.mend(),
        }
    }

    pub(super) fn has_open_channel(&self, zone: &str) -> bool {
        let (on_zone, _) = self.world.zones[zone].channels.last().expect("a way");
        self.world.chains[zone].channels.get(on_zone).is_some_and(|channel| channel.open)
    }

    fn toggle(&mut self, chain: &str, contract: String, word: &str) {
        let key = (contract, word.to_string());
        let broken = &mut self.world.chain(chain).broken;
        if !broken.remove(&key) {
            broken.insert(key);
        }
        self.note(&format!("{word} broken"), true);
    }

    /// Nothing fails any more, and every zone has an open way.
    pub(super) fn mend(&mut self) {
        self.world.chains.values_mut().for_each(|chain| chain.broken.clear());
        let zones: Vec<String> = self.world.zones.keys().cloned().collect();
        for zone in zones {
            if self.world.zones[&zone].over == Over::Channel && !self.has_open_channel(&zone) {
                self.world.open_channel(&zone).expect("replacement");
            }
        }
    }

    /// Owners use what they have meanwhile; a locked item is none of theirs to use.
    pub(super) fn trade_locally(&mut self) {
        let zone = self.any_zone();
        let (from, to) = (self.dice.below(2), self.dice.below(2));
        let who = self.cast.people[from].clone();
        let msg = match self.dice.below(2) {
            0 => {
                let at = self.dice.below(self.cast.titles.len());
                let recipient = self.cast.people[to].address.clone();
                ExecuteMsg::Transfer { id: self.cast.titles[at].1.id.clone(), recipient }
            }
            _ => ExecuteMsg::Withdraw { denom: DENOM.into(), amount: 7u128.into() },
        };
        let done = self.world.owner_calls(&zone, &who, &msg).is_ok();
        self.note("traded locally", done);
    }
}
