//! What can be asked of a world, through the contracts' own queries.

use crate::data::DENOM;
use crate::people::Person;
use crate::world::{id_of, World, HUB};
use causeway_assets::msg as assets;
use causeway_gate::msg as gate;
use causeway_hub::msg as hub;
use causeway_proto::Manifest;
use causeway_resource::LocksResponse;

impl World {
    pub fn record(&self, manifest: &Manifest) -> Option<hub::TransactionResponse> {
        let transaction_id = id_of(manifest);
        self.chains[HUB].query(&self.hub, &hub::QueryMsg::Transaction { transaction_id }).expect("query")
    }

    /// The hub's word on a transaction and its code.
    pub fn phase(&self, manifest: &Manifest) -> Option<(hub::PhaseName, u32)> {
        self.record(manifest).map(|record| (record.state, record.code))
    }

    pub fn leg(&self, zone: &str, manifest: &Manifest) -> Option<gate::LegResponse> {
        let transaction_id = id_of(manifest);
        self.chains[zone].query(&self.zones[zone].gate, &gate::QueryMsg::Leg { transaction_id }).expect("query")
    }

    /// State and code of a leg, and what settled it.
    pub fn leg_end(&self, zone: &str, manifest: &Manifest) -> Option<(gate::LegStateName, u32, gate::Carrier)> {
        let leg = self.leg(zone, manifest)?;
        Some((leg.state, leg.code, leg.decided?.by))
    }

    pub fn leg_state(&self, zone: &str, manifest: &Manifest) -> Option<gate::LegStateName> {
        self.leg(zone, manifest).map(|leg| leg.state)
    }

    /// The states of all legs, in the order of the manifest.
    pub fn leg_states(&self, manifest: &Manifest) -> Vec<Option<gate::LegStateName>> {
        manifest.legs.iter().map(|leg| self.leg_state(&leg.chain_id, manifest)).collect()
    }

    pub fn item(&self, zone: &str, id: &str) -> Option<assets::ItemResponse> {
        self.chains[zone].query(&self.zones[zone].assets, &assets::QueryMsg::Item { id: id.into() }).expect("query")
    }

    /// Zones where the item is live, locked or not.
    pub fn live_on(&self, id: &str) -> Vec<String> {
        let live = |zone: &&String| self.item(zone, id).is_some_and(|item| item.state == assets::ItemState::Live);
        self.zones.keys().filter(live).cloned().collect()
    }

    pub fn place(&self, id: &str) -> (String, u64) {
        let found: hub::AssetResponse =
            self.chains[HUB].query(&self.hub, &hub::QueryMsg::Asset { id: id.into() }).expect("query");
        (found.chain_id, found.version.u64())
    }

    /// Units that the hub's books place in a zone, of another zone's denomination.
    pub fn placed(&self, zone: &str, origin: &str) -> u128 {
        let found: hub::SupplyResponse =
            self.chains[HUB].query(&self.hub, &hub::QueryMsg::Supply { chain_id: zone.into() }).expect("query");
        let units = found.supply.iter().find(|one| one.origin_chain_id == origin && one.denom == DENOM);
        units.map_or(0, |one| one.amount.u128())
    }

    /// Free and reserved units of a person on a zone.
    pub fn balance(&self, zone: &str, who: &Person, origin: &str) -> (u128, u128) {
        let (account, origin_chain_id) = (who.address.clone(), origin.to_string());
        let msg = assets::QueryMsg::Balance { account, origin_chain_id, denom: DENOM.into() };
        let found: assets::BalanceResponse = self.chains[zone].query(&self.zones[zone].assets, &msg).expect("query");
        (found.free.u128(), found.reserved.u128())
    }

    pub fn locks(&self, zone: &str) -> usize {
        let msg = assets::QueryMsg::Locks { start_after: None, limit: None };
        let found: LocksResponse = self.chains[zone].query(&self.zones[zone].assets, &msg).expect("query");
        found.locks.len()
    }

    pub fn all_locks(&self) -> usize {
        self.zones.keys().map(|zone| self.locks(zone)).sum()
    }
}
