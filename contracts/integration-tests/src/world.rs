//! A hub and zones joined to it, with hands for whoever relays: well, badly, or not at all.

use crate::host::{Chain, Channel, Kind, Packet};
use crate::people::Person;
use causeway_assets::msg as assets;
use causeway_gate::msg as gate;
use causeway_hub::msg as hub;
use causeway_proto::operation::Body;
use causeway_proto::{
    encode, transaction_id, AccessClass, DataType, Envelope, Fingerprint, HashAlgorithm, Leg, Manifest, Operation,
    ReceiveAsset, ReleaseAsset, SchemaVersion, Structure,
};
use cosmwasm_std::{Binary, HexBinary, IbcOrder};
use std::collections::BTreeMap;

pub const HUB: &str = "causeway-hub";
pub const START_NS: u64 = 1_700_000_000_000_000_000;
pub const SECOND_NS: u64 = 1_000_000_000;

pub struct Zone {
    pub gate: String,
    pub assets: String,
    /// Channels of this zone, oldest first: (on the zone, on the hub).
    pub channels: Vec<(String, String)>,
}

pub struct World {
    pub chains: BTreeMap<String, Chain>,
    pub hub: String,
    pub zones: BTreeMap<String, Zone>,
    pub admin: Person,
    channel_count: u64,
}

impl World {
    /// A hub with these zones; a zone may be the hub's own chain.
    pub fn new(zones: &[&str]) -> Self {
        let admin = Person::new("admin");
        let mut hub_chain = Chain::new(HUB, START_NS);
        let msg = hub::InstantiateMsg { admin: admin.address.clone() };
        let hub = hub_chain.instantiate(Kind::Hub, "hub", &msg).expect("hub");
        let chains = BTreeMap::from([(HUB.to_string(), hub_chain)]);
        let mut world = World { chains, hub, zones: BTreeMap::new(), admin, channel_count: 0 };
        for zone in zones {
            world.join(zone);
        }
        world
    }

    fn join(&mut self, id: &str) {
        let chain = self.chains.entry(id.to_string()).or_insert_with(|| Chain::new(id, START_NS + SECOND_NS));
        let kinds = vec![assets::Kind::Record, assets::Kind::NonFungible, assets::Kind::Fungible];
        let admin = self.admin.address.clone();
        let msg = assets::InstantiateMsg { gate: None, admin: admin.clone(), accepts: kinds };
        let assets_address = chain.instantiate(Kind::Assets, "assets", &msg).expect("assets");
        let pinned = gate::HubAddress {
            chain_id: HUB.into(),
            contract: self.hub.clone(),
            port_id: format!("wasm.{}", self.hub),
            connection_id: format!("connection-of-{id}"),
        };
        let msg = gate::InstantiateMsg { hub: pinned, admin: admin.clone() };
        let gate_address = chain.instantiate(Kind::Gate, "gate", &msg).expect("gate");
        let register = gate::ExecuteMsg::RegisterResource { contract: assets_address.clone() };
        chain.execute(&admin, &gate_address, &register, &[]).expect("register resource");
        let set_gate = assets::ExecuteMsg::SetGate { gate: gate_address.clone() };
        chain.execute(&admin, &assets_address, &set_gate, &[]).expect("set gate");
        let admit = hub::ExecuteMsg::AdmitZone(hub::ZoneAddress {
            chain_id: id.into(),
            client_id: format!("client-of-{id}"),
            connection_id: format!("connection-to-{id}"),
            port_id: format!("wasm.{gate_address}"),
            gate: gate_address.clone(),
        });
        let hub = self.hub.clone();
        self.chain(HUB).execute(&admin, &hub, &admit, &[]).expect("admit");
        self.zones.insert(id.into(), Zone { gate: gate_address, assets: assets_address, channels: vec![] });
        self.open_channel(id).expect("channel");
    }

    pub fn chain(&mut self, id: &str) -> &mut Chain {
        self.chains.get_mut(id).expect("a chain of this world")
    }

    /// Another channel of the pinned pair; newest last.
    pub fn open_channel(&mut self, id: &str) -> Result<(), String> {
        self.channel_count += 1;
        let (on_zone, on_hub) = (format!("channel-z{}", self.channel_count), format!("channel-h{}", self.channel_count));
        let gate = self.zones[id].gate.clone();
        let hub = self.hub.clone();
        let end = |contract: &str, connection: String, other: (&str, String, &str)| Channel {
            contract: contract.into(),
            connection_id: connection,
            counterparty_chain: other.0.into(),
            counterparty_port: other.1,
            counterparty_channel: other.2.into(),
            open: true,
            next_sequence: 1,
        };
        let zone_end = end(&gate, format!("connection-of-{id}"), (HUB, format!("wasm.{hub}"), &on_hub));
        let hub_end = end(&hub, format!("connection-to-{id}"), (id, format!("wasm.{gate}"), &on_zone));
        self.chain(id).open_channel(&on_zone, zone_end, IbcOrder::Unordered, crate::host::chain::VERSION)?;
        self.chain(HUB).open_channel(&on_hub, hub_end, IbcOrder::Unordered, crate::host::chain::VERSION)?;
        self.zones.get_mut(id).expect("zone").channels.push((on_zone, on_hub));
        Ok(())
    }

    /// Time passes on every chain.
    pub fn pass(&mut self, nanos: u64) {
        self.chains.values_mut().for_each(|chain| chain.next_block(nanos));
    }

    pub fn deadline(&self, seconds: u64) -> u64 {
        self.chains[HUB].time_ns + seconds * SECOND_NS
    }

    pub fn manifest(&self, legs: Vec<(&str, Vec<Operation>)>, deadline_ns: u64, nonce: u64) -> Manifest {
        let mut legs: Vec<Leg> = legs
            .into_iter()
            .map(|(id, operations)| Leg { chain_id: id.into(), gate: self.zones[id].gate.clone(), operations })
            .collect();
        legs.sort_by(|a, b| a.chain_id.cmp(&b.chain_id));
        let mut bytes = vec![0; 8];
        bytes.extend(nonce.to_be_bytes());
        Manifest {
            schema: Some(SchemaVersion { major: 1, minor: 0 }),
            hub_chain_id: HUB.into(),
            hub_contract: self.hub.clone(),
            legs,
            deadline_ns,
            nonce: bytes,
        }
    }

    pub fn operation(&self, zone: &str, actor: &Person, body: Body) -> Operation {
        Operation { resource: self.zones[zone].assets.clone(), actor: actor.address.clone(), body: Some(body) }
    }

    /// Release and receipt of a non-fungible asset for one and the same person.
    pub fn move_manifest(
        &self,
        envelope: &Envelope,
        version: u64,
        path: (&str, &str),
        who: &Person,
        ends: (u64, u64),
    ) -> Manifest {
        let (from, to) = path;
        let release = Body::ReleaseAsset(ReleaseAsset {
            id: envelope.id.clone(),
            version,
            destination_chain_id: to.into(),
            envelope_digest: causeway_proto::envelope_digest(envelope).to_vec(),
        });
        let receive = Body::ReceiveAsset(ReceiveAsset {
            envelope: Some(envelope.clone()),
            version,
            source_chain_id: from.into(),
            recipient: who.address.clone(),
        });
        let legs = vec![
            (from, vec![self.operation(from, who, release)]),
            (to, vec![self.operation(to, who, receive)]),
        ];
        self.manifest(legs, ends.0, ends.1)
    }

    pub fn prepare_many(
        &mut self,
        zone: &str,
        manifests: &[&Manifest],
        authorisations: &[Binary],
        content: Option<&[u8]>,
    ) -> Result<(), String> {
        let leg = |manifest: &&Manifest| gate::PreparedLeg {
            manifest: encode(*manifest).into(),
            authorisations: authorisations.to_vec(),
            contents: content
                .map(|bytes| gate::OperationContent { operation: 0, content: bytes.into() })
                .into_iter()
                .collect(),
        };
        let msg = gate::ExecuteMsg::Prepare { legs: manifests.iter().map(leg).collect() };
        let gate_address = self.zones[zone].gate.clone();
        self.chain(zone).execute("anyone", &gate_address, &msg, &[]).map(|_| ())
    }

    pub fn prepare(&mut self, zone: &str, manifest: &Manifest, authorisations: &[Binary]) -> Result<(), String> {
        self.prepare_many(zone, &[manifest], authorisations, None)
    }

    pub fn on_hub(&mut self, msg: &hub::ExecuteMsg) -> Result<(), String> {
        let hub = self.hub.clone();
        self.chain(HUB).execute("anyone", &hub, msg, &[]).map(|_| ())
    }

    pub fn expire(&mut self, manifest: &Manifest) -> Result<(), String> {
        self.on_hub(&hub::ExecuteMsg::Expire { manifest: encode(manifest).into() })
    }

    /// A DECISION packet to a zone over its newest channel.
    pub fn resend(&mut self, manifest: &Manifest, zone: &str) -> Result<(), String> {
        let (_, channel_id) = self.zones[zone].channels.last().expect("a channel").clone();
        let id = HexBinary::from(&transaction_id(&encode(manifest)));
        self.on_hub(&hub::ExecuteMsg::Resend { transaction_ids: vec![id], chain_id: zone.into(), channel_id })
    }

    /// Every packet that waits anywhere to be received, acknowledged or timed out.
    pub fn packets(&self) -> Vec<Packet> {
        self.chains.values().flat_map(|chain| chain.commitments.values().cloned()).collect()
    }

    /// One honest step for a packet; true when something moved.
    pub fn relay(&mut self, packet: &Packet) -> bool {
        let destination = (packet.destination_channel.clone(), packet.sequence);
        let there = &self.chains[&packet.destination_chain];
        let open = there.channels.get(&destination.0).is_some_and(|channel| channel.open);
        let acknowledgement = there.acknowledgements.get(&destination).cloned();
        let received = there.receipts.contains(&destination);
        let elapsed = there.time_ns >= packet.timeout_ns;
        if let Some(bytes) = acknowledgement {
            return self.chain(&packet.source_chain).acknowledge(packet, &bytes).is_ok();
        }
        if received {
            return false;
        }
        if elapsed || !open {
            return self.chain(&packet.source_chain).time_out(packet).is_ok();
        }
        self.chain(&packet.destination_chain).receive(packet).is_ok()
    }

    /// Relays until nothing moves any more.
    pub fn relay_all(&mut self) {
        for _ in 0..100 {
            let packets = self.packets();
            let before: usize = self.chains.values().map(|chain| chain.receipts.len()).sum();
            let open_before = packets.len();
            for packet in &packets {
                self.relay(packet);
            }
            let after: usize = self.chains.values().map(|chain| chain.receipts.len()).sum();
            if before == after && open_before == self.packets().len() {
                return;
            }
        }
    }

    pub fn hub_record(&self, manifest: &Manifest) -> Option<hub::TransactionResponse> {
        let transaction_id = HexBinary::from(&transaction_id(&encode(manifest)));
        self.chains[HUB].query(&self.hub, &hub::QueryMsg::Transaction { transaction_id }).expect("query")
    }

    pub fn leg(&self, zone: &str, manifest: &Manifest) -> Option<gate::LegResponse> {
        let transaction_id = HexBinary::from(&transaction_id(&encode(manifest)));
        self.chains[zone].query(&self.zones[zone].gate, &gate::QueryMsg::Leg { transaction_id }).expect("query")
    }

    pub fn leg_state(&self, zone: &str, manifest: &Manifest) -> Option<gate::LegStateName> {
        self.leg(zone, manifest).map(|leg| leg.state)
    }

    pub fn item(&self, zone: &str, id: &str) -> Option<assets::ItemResponse> {
        self.chains[zone].query(&self.zones[zone].assets, &assets::QueryMsg::Item { id: id.into() }).expect("query")
    }

    pub fn live_on(&self, id: &str) -> Vec<String> {
        let live = |zone: &&String| self.item(zone, id).is_some_and(|item| item.state == assets::ItemState::Live);
        self.zones.keys().filter(live).cloned().collect()
    }

    pub fn locks(&self, zone: &str) -> usize {
        let msg = assets::QueryMsg::Locks { start_after: None, limit: None };
        let found: causeway_resource::LocksResponse =
            self.chains[zone].query(&self.zones[zone].assets, &msg).expect("query");
        found.locks.len()
    }

    pub fn all_locks(&self) -> usize {
        self.zones.keys().map(|zone| self.locks(zone)).sum()
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
        let msg = assets::ExecuteMsg::Register {
            envelope: encode(envelope).into(),
            content: content.map(Binary::from),
        };
        self.owner_calls(zone, who, &msg)
    }
}

fn envelope(id: &str, data_type: DataType, access: AccessClass) -> Envelope {
    Envelope {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        id: id.into(),
        data_type: data_type as i32,
        access: access as i32,
        owner: "did:causeway:party:zone-a:city".into(),
        ..Envelope::default()
    }
}

/// A non-fungible asset that may move.
pub fn certificate(id: &str) -> Envelope {
    Envelope { movable: true, ..envelope(id, DataType::NonFungible, AccessClass::Closed) }
}

/// An open record with this content.
pub fn open_record(id: &str, content: &[u8]) -> Envelope {
    Envelope {
        copyable: true,
        structure: Structure::Bytes as i32,
        length: content.len() as u64,
        stored: Some(Fingerprint {
            algorithm: HashAlgorithm::Sha2256 as i32,
            digest: causeway_proto::sha256(content).to_vec(),
        }),
        ..envelope(id, DataType::Record, AccessClass::Open)
    }
}
