//! Faults of a simulated run, and their end: closed channels, a failing hub, resources that break, owners who trade.

use super::Run;
use crate::data::DENOM;
use crate::world::HUB;
use causeway_assets::msg::ExecuteMsg;

impl Run {
    fn any_zone(&mut self) -> String {
        let zones: Vec<String> = self.world.zones.keys().cloned().collect();
        zones[self.dice.below(zones.len())].clone()
    }

    pub(super) fn break_something(&mut self) {
        let zone = self.any_zone();
        match self.dice.below(5) {
            0 => {
                self.world.close_channel(&zone);
                self.note("channel closed", true);
            }
            1 => {
                self.world.open_channel(&zone).expect("anyone may open another channel");
                self.note("channel opened", true);
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

    fn toggle(&mut self, chain: &str, contract: String, word: &str) {
        let key = (contract, word.to_string());
        let broken = &mut self.world.chain(chain).broken;
        if !broken.remove(&key) {
            broken.insert(key);
        }
        self.note(&format!("{word} broken"), true);
    }

    /// Nothing fails any more, and every zone has an open channel.
    pub(super) fn mend(&mut self) {
        self.world.chains.values_mut().for_each(|chain| chain.broken.clear());
        let zones: Vec<String> = self.world.zones.keys().cloned().collect();
        for zone in zones {
            let (on_zone, _) = self.world.zones[&zone].channels.last().expect("a channel").clone();
            if !self.world.chains[&zone].channels[&on_zone].open {
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
