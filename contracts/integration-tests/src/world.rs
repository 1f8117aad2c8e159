//! A hub and zones joined to it; what people do there, and what can be asked.

use crate::data::{receive, receive_coins, release, release_coins};
use crate::host::{Chain, Channel, Kind, Outcome, Pair, VERSION};
use crate::people::Person;
use causeway_assets::msg as assets;
use causeway_gate::msg as gate;
use causeway_hub::msg as hub;
use causeway_proto::operation::Body;
use causeway_proto::{encode, transaction_id, Amount, Envelope, Leg, Manifest, Operation, SchemaVersion};
use cosmwasm_std::{Binary, Coin, HexBinary, IbcOrder};
use std::collections::{BTreeMap, BTreeSet};

pub const HUB: &str = "causeway-hub";
pub const START_NS: u64 = 1_700_000_000_000_000_000;
pub const SECOND_NS: u64 = 1_000_000_000;
/// Deadline of a story's manifest, from the hub's present on.
pub const DEADLINE_SEC: u64 = 60;

#[derive(Clone)]
pub struct Zone {
    pub gate: String,
    pub assets: String,
    /// Channels of this zone, oldest first: (on the zone, on the hub).
    pub channels: Vec<(String, String)>,
    pub over: Over,
}

/// What joins a zone to the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A channel of IBC v1, or several.
    Channel,
    /// A client pair of IBC v2.
    Pair,
}

#[derive(Clone)]
pub struct World {
    pub chains: BTreeMap<String, Chain>,
    pub hub: String,
    pub zones: BTreeMap<String, Zone>,
    pub admin: Person,
    /// Zones whose validators lie: nothing is promised of what is on them.
    pub liars: BTreeSet<String>,
    channel_count: u64,
    nonce: u64,
}

pub fn id_of(manifest: &Manifest) -> HexBinary {
    HexBinary::from(&transaction_id(&encode(manifest)))
}

impl Over {
    pub fn other(self) -> Over {
        match self {
            Over::Channel => Over::Pair,
            Over::Pair => Over::Channel,
        }
    }
}

impl World {
    /// A hub with these zones; a zone may be the hub's own chain.
    pub fn new(zones: &[&str]) -> Self {
        let zones: Vec<(&str, Over)> = zones.iter().map(|zone| (*zone, Over::Channel)).collect();
        World::joined(&zones)
    }

    /// The same over client pairs.
    pub fn paired(zones: &[&str]) -> Self {
        let zones: Vec<(&str, Over)> = zones.iter().map(|zone| (*zone, Over::Pair)).collect();
        World::joined(&zones)
    }

    pub fn joined(zones: &[(&str, Over)]) -> Self {
        let admin = Person::new("admin");
        let mut hub_chain = Chain::new(HUB, START_NS);
        let msg = hub::InstantiateMsg { admin: admin.address.clone() };
        let hub = hub_chain.instantiate(Kind::Hub, "hub", &msg).expect("hub");
        let chains = BTreeMap::from([(HUB.to_string(), hub_chain)]);
        let (zones_of, liars) = (BTreeMap::new(), BTreeSet::new());
        let mut world = World { chains, hub, zones: zones_of, admin, liars, channel_count: 0, nonce: 0 };
        for (zone, over) in zones {
            world.join_over(zone, *over);
            if *over == Over::Channel {
                world.open_channel(zone).expect("channel");
            }
        }
        world
    }

    /// Zones of which everything is promised.
    pub fn honest(&self) -> impl Iterator<Item = &String> {
        self.zones.keys().filter(|id| !self.liars.contains(*id))
    }

    /// A zone whose clock is a little ahead of the hub's, admitted but without a channel yet.
    pub fn join(&mut self, id: &str) {
        self.join_over(id, Over::Channel);
    }

    fn join_over(&mut self, id: &str, over: Over) {
        let chain = self.chains.entry(id.to_string()).or_insert_with(|| Chain::new(id, START_NS + SECOND_NS));
        let accepts = vec![assets::Kind::Record, assets::Kind::NonFungible, assets::Kind::Fungible];
        let admin = self.admin.address.clone();
        let msg = assets::InstantiateMsg { gate: None, admin: admin.clone(), accepts };
        let assets_address = chain.instantiate(Kind::Assets, "assets", &msg).expect("assets");
        let pinned = pinned_hub(&self.hub, id, over);
        let msg = gate::InstantiateMsg { hub: pinned, admin: admin.clone() };
        let gate_address = chain.instantiate(Kind::Gate, "gate", &msg).expect("gate");
        let set_gate = assets::ExecuteMsg::SetGate { gate: gate_address.clone() };
        chain.execute(&admin, &assets_address, &set_gate, &[]).expect("set gate");
        let zone = Zone { gate: gate_address, assets: assets_address.clone(), channels: vec![], over };
        self.zones.insert(id.into(), zone);
        if over == Over::Pair {
            self.pair(id);
        }
        self.register_resource(id, &assets_address);
        self.as_admin(&hub::ExecuteMsg::AdmitZone(self.address_of(id))).expect("admit");
    }

    pub fn address_of(&self, id: &str) -> hub::ZoneAddress {
        let Zone { gate, over, .. } = self.zones[id].clone();
        let (connection_id, port_id) = match over {
            Over::Channel => (Some(format!("connection-to-{id}")), format!("wasm.{gate}")),
            Over::Pair => (None, paired_port(&gate)),
        };
        hub::ZoneAddress { chain_id: id.into(), client_id: client_of(id), connection_id, port_id, gate }
    }

    /// The clients of both chains learn of each other; the zone's votes go by them from now on.
    pub fn pair(&mut self, id: &str) {
        let (on_zone, on_hub) = (client_of_hub(id), client_of(id));
        let end = |chain: &str, client: &str| Pair {
            counterparty_chain: chain.into(),
            counterparty_client: client.into(),
            next_sequence: 1,
        };
        // A pair that has carried packets before goes on counting where it was.
        self.chain(id).pairs.entry(on_zone.clone()).or_insert(end(HUB, &on_hub));
        self.chain(HUB).pairs.entry(on_hub.clone()).or_insert(end(id, &on_zone));
        let zone = self.zones.get_mut(id).expect("zone");
        zone.over = Over::Pair;
        zone.channels.push((on_zone, on_hub));
    }

    /// A zone gets another way to the hub: by its own governance, by the hub's administrator, and over a channel by
    /// anyone who opens one.
    pub fn replace_way(&mut self, id: &str, over: Over) {
        match over {
            Over::Pair => self.pair(id),
            Over::Channel => self.zones.get_mut(id).expect("zone").over = Over::Channel,
        }
        self.pin_hub(id, over).expect("governance of the zone");
        self.as_admin(&hub::ExecuteMsg::AdmitZone(self.address_of(id))).expect("administrator of the hub");
        if over == Over::Channel {
            self.open_channel(id).expect("channel");
        }
    }

    /// What the governance of a zone does when its way to the hub changes.
    pub fn pin_hub(&mut self, id: &str, over: Over) -> Result<(), String> {
        let gate = self.zones[id].gate.clone();
        let gate::HubAddress { port_id, connection_id, client_id, .. } = pinned_hub(&self.hub, id, over);
        self.chain(id).sudo(&gate, &gate::SudoMsg::PinHub { port_id, connection_id, client_id })
    }

    pub fn register_resource(&mut self, zone: &str, contract: &str) {
        let (admin, gate) = (self.admin.address.clone(), self.zones[zone].gate.clone());
        let register = gate::ExecuteMsg::RegisterResource { contract: contract.into() };
        self.chain(zone).execute(&admin, &gate, &register, &[]).expect("register resource");
    }

    pub fn chain(&mut self, id: &str) -> &mut Chain {
        self.chains.get_mut(id).expect("a chain of this world")
    }

    /// Both ends of a channel as the pinned pair would open it: (the zone's, the hub's).
    pub fn channel_ends(&self, id: &str, on_zone: &str, on_hub: &str) -> (Channel, Channel) {
        let gate = &self.zones[id].gate;
        let end = |contract: &str, connection: String, other: (&str, &str, &str)| Channel {
            contract: contract.into(),
            connection_id: connection,
            counterparty_chain: other.0.into(),
            counterparty_port: format!("wasm.{}", other.1),
            counterparty_channel: other.2.into(),
            open: true,
            next_sequence: 1,
        };
        let zone_end = end(gate, format!("connection-of-{id}"), (HUB, &self.hub, on_hub));
        let hub_end = end(&self.hub, format!("connection-to-{id}"), (id, gate, on_zone));
        (zone_end, hub_end)
    }

    /// Another channel of the pinned pair; newest last.
    pub fn open_channel(&mut self, id: &str) -> Result<(), String> {
        self.channel_count += 1;
        let (on_zone, on_hub) =
            (format!("channel-z{}", self.channel_count), format!("channel-h{}", self.channel_count));
        let (zone_end, hub_end) = self.channel_ends(id, &on_zone, &on_hub);
        self.chain(id).open_channel(&on_zone, zone_end, IbcOrder::Unordered, VERSION)?;
        self.chain(HUB).open_channel(&on_hub, hub_end, IbcOrder::Unordered, VERSION)?;
        self.zones.get_mut(id).expect("zone").channels.push((on_zone, on_hub));
        Ok(())
    }

    /// The zone's end of its newest channel closes, whatever the contract says (its chain was upgraded, say), and the
    /// hub's end follows.
    pub fn close_channel(&mut self, id: &str) {
        let (on_zone, on_hub) = self.zones[id].channels.last().expect("a channel").clone();
        self.chain(id).close_confirm(&on_zone).expect("close");
        self.chain(HUB).close_confirm(&on_hub).expect("close");
    }

    /// Time passes on every chain.
    pub fn pass(&mut self, nanos: u64) {
        self.chains.values_mut().for_each(|chain| chain.next_block(nanos));
    }

    /// Everything of the transactions so far is past its deadline afterwards.
    pub fn pass_deadline(&mut self) {
        self.pass((DEADLINE_SEC + 1) * SECOND_NS);
    }

    pub fn deadline(&self, seconds: u64) -> u64 {
        self.chains[HUB].time_ns + seconds * SECOND_NS
    }

    pub fn manifest(&mut self, legs: Vec<(&str, Vec<Operation>)>) -> Manifest {
        let mut legs: Vec<Leg> = legs
            .into_iter()
            .map(|(id, operations)| Leg { chain_id: id.into(), gate: self.zones[id].gate.clone(), operations })
            .collect();
        legs.sort_by(|a, b| a.chain_id.cmp(&b.chain_id));
        self.nonce += 1;
        let mut nonce = vec![0; 8];
        nonce.extend(self.nonce.to_be_bytes());
        Manifest {
            schema: Some(SchemaVersion { major: 1, minor: 0 }),
            hub_chain_id: HUB.into(),
            hub_contract: self.hub.clone(),
            legs,
            deadline_ns: self.deadline(DEADLINE_SEC),
            nonce,
        }
    }

    pub fn operation(&self, zone: &str, actor: &Person, body: Body) -> Operation {
        Operation { resource: self.zones[zone].assets.clone(), actor: actor.address.clone(), body: Some(body) }
    }

    /// Release and receipt of a non-fungible asset for one and the same person.
    pub fn move_of(&mut self, envelope: &Envelope, version: u64, from: &str, to: &str, who: &Person) -> Manifest {
        let legs = vec![
            (from, vec![self.operation(from, who, release(envelope, version, to))]),
            (to, vec![self.operation(to, who, receive(envelope, version, from, &who.address))]),
        ];
        self.manifest(legs)
    }

    /// Coins of one person to another on another zone.
    pub fn payment(&mut self, amount: Amount, from: &str, to: &str, who: &Person, recipient: &Person) -> Manifest {
        let arrival = receive_coins(amount.clone(), from, &recipient.address);
        let legs = vec![
            (from, vec![self.operation(from, who, release_coins(amount, to))]),
            (to, vec![self.operation(to, recipient, arrival)]),
        ];
        self.manifest(legs)
    }

    pub fn prepare_legs(&mut self, zone: &str, legs: Vec<gate::PreparedLeg>) -> Result<Outcome, String> {
        let gate_address = self.zones[zone].gate.clone();
        self.chain(zone).execute("anyone", &gate_address, &gate::ExecuteMsg::Prepare { legs }, &[])
    }

    /// Anyone brings the manifest with the signatures of these people.
    pub fn prepare(&mut self, zone: &str, manifest: &Manifest, who: &[&Person]) -> Result<Outcome, String> {
        self.prepare_legs(zone, vec![prepared(manifest, who, &[])])
    }

    /// Prepares every leg on its own zone.
    pub fn prepare_all(&mut self, manifest: &Manifest, who: &[&Person]) {
        for leg in &manifest.legs {
            self.prepare(&leg.chain_id, manifest, who).expect("prepare");
        }
    }

    pub fn as_admin(&mut self, msg: &hub::ExecuteMsg) -> Result<(), String> {
        let (hub, admin) = (self.hub.clone(), self.admin.address.clone());
        self.chain(HUB).execute(&admin, &hub, msg, &[]).map(|_| ())
    }

    pub fn on_hub(&mut self, msg: &hub::ExecuteMsg) -> Result<(), String> {
        let hub = self.hub.clone();
        self.chain(HUB).execute("anyone", &hub, msg, &[]).map(|_| ())
    }

    pub fn on_gate(&mut self, zone: &str, msg: &gate::ExecuteMsg) -> Result<(), String> {
        let gate = self.zones[zone].gate.clone();
        self.chain(zone).execute("anyone", &gate, msg, &[]).map(|_| ())
    }

    pub fn expire(&mut self, manifest: &Manifest) -> Result<(), String> {
        self.on_hub(&hub::ExecuteMsg::Expire { manifest: encode(manifest).into() })
    }

    /// A DECISION packet to a zone over its newest channel.
    pub fn resend(&mut self, manifest: &Manifest, zone: &str) -> Result<(), String> {
        let (_, channel_id) = self.zones[zone].channels.last().expect("a channel").clone();
        let transaction_ids = vec![id_of(manifest)];
        self.on_hub(&hub::ExecuteMsg::Resend { transaction_ids, chain_id: zone.into(), channel_id })
    }

    pub fn owner_calls(&mut self, zone: &str, who: &Person, msg: &assets::ExecuteMsg) -> Result<(), String> {
        let contract = self.zones[zone].assets.clone();
        self.chain(zone).execute(&who.address, &contract, msg, &[]).map(|_| ())
    }

    pub fn register(
        &mut self,
        zone: &str,
        who: &Person,
        envelope: &Envelope,
        content: Option<&[u8]>,
    ) -> Result<(), String> {
        let content = content.map(Binary::from);
        self.owner_calls(zone, who, &assets::ExecuteMsg::Register { envelope: encode(envelope).into(), content })
    }

    /// Coins from nowhere into the bank, and from there into the assets contract.
    pub fn deposit(&mut self, zone: &str, who: &Person, amount: u128) {
        let (contract, denom) = (self.zones[zone].assets.clone(), crate::data::DENOM);
        let chain = self.chain(zone);
        *chain.bank.entry((who.address.clone(), denom.into())).or_default() += amount;
        let funds = [Coin::new(amount, denom)];
        chain.execute(&who.address, &contract, &assets::ExecuteMsg::Deposit {}, &funds).expect("deposit");
    }
}

fn client_of(zone: &str) -> String {
    format!("client-of-{zone}")
}

fn client_of_hub(zone: &str) -> String {
    format!("client-of-hub-on-{zone}")
}

/// The port of a contract over IBC v2.
pub fn paired_port(contract: &str) -> String {
    contract.replacen("wasm", "wasm2", 1)
}

/// The hub as a gate of this zone pins it.
pub fn pinned_hub(hub: &str, zone: &str, over: Over) -> gate::HubAddress {
    let (port_id, connection_id, client_id) = match over {
        Over::Channel => (format!("wasm.{hub}"), Some(format!("connection-of-{zone}")), None),
        Over::Pair => (paired_port(hub), None, Some(client_of_hub(zone))),
    };
    gate::HubAddress { chain_id: HUB.into(), contract: hub.into(), port_id, connection_id, client_id }
}

/// A leg as a relayer brings it, with content for the operations that need one.
pub fn prepared(manifest: &Manifest, who: &[&Person], contents: &[(u32, &[u8])]) -> gate::PreparedLeg {
    let content = |(operation, bytes): &(u32, &[u8])| gate::OperationContent {
        operation: *operation,
        content: Binary::from(*bytes),
    };
    gate::PreparedLeg {
        manifest: encode(manifest).into(),
        authorisations: who.iter().map(|person| person.authorise(manifest)).collect(),
        contents: contents.iter().map(content).collect(),
    }
}
