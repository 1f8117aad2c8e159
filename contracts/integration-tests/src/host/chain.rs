//! Runs txs: entry points, sub-messages, replies and reverts in the order and with the semantics of wasmd.

use crate::host::contract::{query, run, Answer, Entry, Kind};
use crate::host::ibc::{ack_msg, channel_of, receive_msg, timeout_msg, Channel, Packet};
use cosmwasm_std::testing::{MockApi, MockStorage};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, BankMsg, Binary, BlockInfo, Coin, ContractInfo, CosmosMsg, Env, Event, IbcMsg,
    IbcOrder, MessageInfo, MsgResponse, Order, Reply, ReplyOn, Storage, SubMsg, SubMsgResponse, SubMsgResult,
    Timestamp, TransactionInfo, WasmMsg,
};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

pub const VERSION: &str = "causeway-1";

#[derive(Clone, PartialEq, Message)]
struct ExecuteResponse {
    #[prost(bytes = "vec", tag = "1")]
    data: Vec<u8>,
}

/// Events and data of a call that was not reverted.
#[derive(Debug, Default)]
pub struct Outcome {
    pub events: Vec<Event>,
    pub data: Option<Binary>,
}

#[derive(Default)]
pub struct Chain {
    pub id: String,
    pub height: u64,
    pub time_ns: u64,
    contracts: BTreeMap<String, (Kind, MockStorage)>,
    pub bank: BTreeMap<(String, String), u128>,
    pub channels: BTreeMap<String, Channel>,
    /// Packets that are neither acknowledged nor timed out here (commitments).
    pub commitments: BTreeMap<(String, u64), Packet>,
    pub receipts: BTreeSet<(String, u64)>,
    /// Packets received here whose acknowledgement is not written yet.
    pub unanswered: BTreeSet<(String, u64)>,
    pub acknowledgements: BTreeMap<(String, u64), Vec<u8>>,
    /// Contract calls that fail from now on, for parking and other faults: (contract, first word of the message).
    pub broken: BTreeSet<(String, String)>,
}

/// MockStorage cannot be cloned; a copy of its pairs is the snapshot.
fn copy(storage: &MockStorage) -> MockStorage {
    let mut fresh = MockStorage::new();
    for (key, value) in storage.range(None, None, Order::Ascending) {
        fresh.set(&key, &value);
    }
    fresh
}

impl Clone for Chain {
    fn clone(&self) -> Self {
        Chain {
            id: self.id.clone(),
            height: self.height,
            time_ns: self.time_ns,
            contracts: self.contracts.iter().map(|(id, (kind, store))| (id.clone(), (*kind, copy(store)))).collect(),
            bank: self.bank.clone(),
            channels: self.channels.clone(),
            commitments: self.commitments.clone(),
            receipts: self.receipts.clone(),
            unanswered: self.unanswered.clone(),
            acknowledgements: self.acknowledgements.clone(),
            broken: self.broken.clone(),
        }
    }
}

impl Chain {
    pub fn new(id: &str, time_ns: u64) -> Self {
        Chain { id: id.to_string(), height: 1, time_ns, ..Chain::default() }
    }

    pub fn next_block(&mut self, nanos: u64) {
        self.height += 1;
        self.time_ns += nanos;
    }

    fn env(&self, contract: &str) -> Env {
        Env::new(
            BlockInfo {
                height: self.height,
                time: Timestamp::from_nanos(self.time_ns),
                chain_id: self.id.clone(),
            },
            Some(TransactionInfo::new(0)),
            ContractInfo { address: Addr::unchecked(contract) },
        )
    }

    /// A tx: whatever fails reverts everything.
    fn tx<T>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        let before = self.clone();
        let result = act(self);
        if result.is_err() {
            *self = before;
        }
        result
    }

    pub fn instantiate(&mut self, kind: Kind, label: &str, msg: &impl serde::Serialize) -> Result<String, String> {
        let address = MockApi::default().with_prefix("wasm").addr_make(&format!("{}/{label}", self.id)).into_string();
        self.contracts.insert(address.clone(), (kind, MockStorage::new()));
        let msg = to_json_binary(msg).map_err(|error| error.to_string())?;
        let info = MessageInfo { sender: Addr::unchecked(&address), funds: vec![] };
        self.tx(|chain| chain.call(&address, Entry::Instantiate(info, msg)))?;
        Ok(address)
    }

    pub fn execute(
        &mut self,
        sender: &str,
        contract: &str,
        msg: &impl serde::Serialize,
        funds: &[Coin],
    ) -> Result<Outcome, String> {
        let msg = to_json_binary(msg).map_err(|error| error.to_string())?;
        self.tx(|chain| chain.execute_inner(sender, contract, msg, funds))
    }

    pub fn query<T: serde::de::DeserializeOwned>(
        &self,
        contract: &str,
        msg: &impl serde::Serialize,
    ) -> Result<T, String> {
        let (kind, storage) = self.contracts.get(contract).ok_or("no such contract")?;
        let msg = to_json_binary(msg).map_err(|error| error.to_string())?;
        let answer = query(*kind, storage, self.env(contract), &msg)?;
        from_json(&answer).map_err(|error| error.to_string())
    }

    fn execute_inner(&mut self, sender: &str, contract: &str, msg: Binary, funds: &[Coin]) -> Result<Outcome, String> {
        for coin in funds {
            self.send_coins(sender, contract, coin)?;
        }
        let word: BTreeMap<String, serde::de::IgnoredAny> = from_json(&msg).map_err(|error| error.to_string())?;
        let named = |word: &String| self.broken.contains(&(contract.to_string(), word.clone()));
        if word.keys().any(named) {
            return Err("made to fail".into());
        }
        let info = MessageInfo { sender: Addr::unchecked(sender), funds: funds.to_vec() };
        self.call(contract, Entry::Execute(info, msg))
    }

    fn send_coins(&mut self, from: &str, to: &str, coin: &Coin) -> Result<(), String> {
        let amount = u128::try_from(coin.amount).map_err(|error| error.to_string())?;
        let held = self.bank.entry((from.to_string(), coin.denom.clone())).or_default();
        *held = held.checked_sub(amount).ok_or("insufficient funds")?;
        *self.bank.entry((to.to_string(), coin.denom.clone())).or_default() += amount;
        Ok(())
    }

    /// One entry point with everything that it sets off.
    fn call(&mut self, contract: &str, entry: Entry) -> Result<Outcome, String> {
        let env = self.env(contract);
        let (kind, storage) = self.contracts.get_mut(contract).ok_or("no such contract")?;
        let answer = run(*kind, storage, env, entry)?;
        self.follow(contract, answer)
    }

    /// Sub-messages in order, depth first; a reply comes right after its sub-message and may replace the data.
    fn follow(&mut self, contract: &str, answer: Answer) -> Result<Outcome, String> {
        let mut outcome = Outcome { events: answer.events, data: answer.data };
        for message in answer.messages {
            let SubMsg { id, payload, msg, reply_on, gas_limit: _ } = message;
            let before = self.clone();
            let result = self.dispatch(contract, msg);
            let wanted = match (&result, &reply_on) {
                (_, ReplyOn::Always) | (Ok(_), ReplyOn::Success) | (Err(_), ReplyOn::Error) => true,
                (_, _) => false,
            };
            let result = match result {
                Ok(done) => {
                    outcome.events.extend(done.events.clone());
                    #[allow(deprecated)]
                    SubMsgResult::Ok(SubMsgResponse {
                        events: done.events,
                        data: None,
                        msg_responses: vec![response(done.data)],
                    })
                }
                Err(error) => {
                    *self = before;
                    if !wanted {
                        return Err(error);
                    }
                    // wasmd hides the text of errors from contracts.
                    SubMsgResult::Err("codespace: wasm, code: 5".into())
                }
            };
            if wanted {
                let reply = Reply { id, payload, gas_used: 0, result };
                let replied = self.call(contract, Entry::Reply(reply))?;
                outcome.events.extend(replied.events);
                outcome.data = replied.data.or(outcome.data);
            }
        }
        Ok(outcome)
    }

    fn dispatch(&mut self, sender: &str, msg: CosmosMsg) -> Result<Outcome, String> {
        match msg {
            CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => {
                self.execute_inner(sender, &contract_addr, msg, &funds)
            }
            CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => {
                amount.iter().try_for_each(|coin| self.send_coins(sender, &to_address, coin))?;
                Ok(Outcome::default())
            }
            CosmosMsg::Ibc(IbcMsg::SendPacket { channel_id, data, timeout }) => {
                let timeout_ns = timeout.timestamp().map_or(0, |time| time.nanos());
                self.send_packet(sender, &channel_id, data.to_vec(), timeout_ns)
            }
            CosmosMsg::Ibc(IbcMsg::WriteAcknowledgement { channel_id, packet_sequence, ack }) => {
                let channel = self.channels.get(&channel_id).ok_or("no such channel")?;
                if !channel.open || channel.contract != sender {
                    return Err("codespace: channel, code: 5".into());
                }
                self.write_acknowledgement(&channel_id, packet_sequence, ack.data.to_vec())?;
                Ok(Outcome::default())
            }
            other => Err(format!("the host does not know {other:?}")),
        }
    }

    fn send_packet(&mut self, sender: &str, id: &str, data: Vec<u8>, timeout_ns: u64) -> Result<Outcome, String> {
        let source_chain = self.id.clone();
        let channel = self.channels.get_mut(id).ok_or("no such channel")?;
        if !channel.open || channel.contract != sender {
            return Err("channel is not open".into());
        }
        let sequence = channel.next_sequence;
        channel.next_sequence += 1;
        let packet = Packet {
            source_chain,
            source_channel: id.to_string(),
            destination_chain: channel.counterparty_chain.clone(),
            destination_channel: channel.counterparty_channel.clone(),
            sequence,
            data,
            timeout_ns,
        };
        self.commitments.insert((id.to_string(), sequence), packet);
        Ok(Outcome::default())
    }

    fn write_acknowledgement(&mut self, id: &str, sequence: u64, bytes: Vec<u8>) -> Result<(), String> {
        let key = (id.to_string(), sequence);
        if !self.unanswered.remove(&key) {
            return Err("no packet waits for this acknowledgement".into());
        }
        self.acknowledgements.insert(key, bytes);
        Ok(())
    }

    fn ports(&self, id: &str) -> Result<(String, String, String), String> {
        let channel = self.channels.get(id).ok_or("no such channel")?;
        let own = format!("wasm.{}", channel.contract);
        Ok((channel.contract.clone(), own, channel.counterparty_port.clone()))
    }

    /// MsgRecvPacket with a valid proof. A second one changes nothing; an error of the contract is an error ack.
    pub fn receive(&mut self, packet: &Packet) -> Result<(), String> {
        let id = packet.destination_channel.clone();
        let key = (id.clone(), packet.sequence);
        if self.receipts.contains(&key) {
            return Ok(());
        }
        if !self.channels.get(&id).is_some_and(|channel| channel.open) {
            return Err("channel is not open".into());
        }
        if self.time_ns >= packet.timeout_ns {
            return Err("packet timeout elapsed".into());
        }
        let (contract, own, other) = self.ports(&id)?;
        self.receipts.insert(key.clone());
        let msg = receive_msg(packet.to_ibc(&other, &own));
        match self.tx(|chain| chain.call(&contract, Entry::Receive(msg))) {
            Ok(Outcome { data: Some(bytes), .. }) => {
                self.acknowledgements.insert(key, bytes.to_vec());
            }
            Ok(Outcome { data: None, .. }) => {
                self.unanswered.insert(key);
            }
            Err(_) => {
                let bytes = br#"{"error":"ABCI code: 5: error handling packet: see events for details"}"#.to_vec();
                self.acknowledgements.insert(key, bytes);
            }
        }
        Ok(())
    }

    /// MsgAcknowledgement with a valid proof. An error of the contract would make it impossible for ever.
    pub fn acknowledge(&mut self, packet: &Packet, bytes: &[u8]) -> Result<(), String> {
        let key = (packet.source_channel.clone(), packet.sequence);
        if !self.commitments.contains_key(&key) {
            return Ok(());
        }
        let (contract, own, other) = self.ports(&packet.source_channel)?;
        if !self.channels.get(&packet.source_channel).is_some_and(|channel| channel.open) {
            return Err("channel is not open".into());
        }
        let msg = ack_msg(packet.to_ibc(&own, &other), bytes.to_vec());
        self.tx(|chain| {
            chain.commitments.remove(&key);
            chain.call(&contract, Entry::Ack(msg)).map(|_| ())
        })
    }

    /// MsgTimeout, or MsgTimeoutOnClose, with a valid proof of non-receipt.
    pub fn time_out(&mut self, packet: &Packet) -> Result<(), String> {
        let key = (packet.source_channel.clone(), packet.sequence);
        if !self.commitments.contains_key(&key) {
            return Ok(());
        }
        let (contract, own, other) = self.ports(&packet.source_channel)?;
        let msg = timeout_msg(packet.to_ibc(&own, &other));
        self.tx(|chain| {
            chain.commitments.remove(&key);
            chain.call(&contract, Entry::Timeout(msg)).map(|_| ())
        })
    }

    /// Both handshake callbacks of this end, as the contract would see them.
    pub fn open_channel(&mut self, id: &str, channel: Channel, order: IbcOrder, version: &str) -> Result<(), String> {
        use cosmwasm_std::{IbcChannelConnectMsg, IbcChannelOpenMsg};
        let seen = channel_of(id, &channel, version, order);
        let contract = channel.contract.clone();
        self.tx(|chain| {
            chain.call(&contract, Entry::Open(IbcChannelOpenMsg::new_init(seen.clone())))?;
            chain.channels.insert(id.to_string(), channel);
            chain.call(&contract, Entry::Connect(IbcChannelConnectMsg::new_ack(seen, version)))?;
            Ok(())
        })
    }

    /// This end asks to close; the contract may forbid it.
    pub fn close_init(&mut self, id: &str) -> Result<(), String> {
        use cosmwasm_std::IbcChannelCloseMsg;
        let channel = self.channels.get(id).ok_or("no such channel")?.clone();
        let seen = channel_of(id, &channel, VERSION, IbcOrder::Unordered);
        self.tx(|chain| chain.call(&channel.contract, Entry::Close(IbcChannelCloseMsg::new_init(seen))))?;
        Ok(())
    }

    /// The other end has closed, and it is proved: this end follows.
    pub fn close_confirm(&mut self, id: &str) -> Result<(), String> {
        use cosmwasm_std::IbcChannelCloseMsg;
        let channel = self.channels.get(id).ok_or("no such channel")?.clone();
        let seen = channel_of(id, &channel, VERSION, IbcOrder::Unordered);
        self.tx(|chain| {
            chain.call(&channel.contract, Entry::Close(IbcChannelCloseMsg::new_confirm(seen)))?;
            if let Some(end) = chain.channels.get_mut(id) {
                end.open = false;
            }
            Ok(())
        })
    }
}

fn response(data: Option<Binary>) -> MsgResponse {
    let value = ExecuteResponse { data: data.unwrap_or_default().to_vec() }.encode_to_vec();
    MsgResponse { type_url: "/cosmwasm.wasm.v1.MsgExecuteContractResponse".into(), value: value.into() }
}
