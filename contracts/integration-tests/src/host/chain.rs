//! Runs txs: entry points, sub-messages, replies and reverts in the order and with the semantics of wasmd.

use crate::host::contract::{query, run, Answer, Entry, Kind};
use crate::host::ibc::{Channel, Packet};
use crate::host::pairs::{Pair, Payload};
use crate::host::storage::Store;
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{
    from_json, to_json_binary, Addr, BankMsg, Binary, BlockInfo, Coin, ContractInfo, CosmosMsg, Env, Event, Ibc2Msg,
    IbcMsg, MessageInfo, MsgResponse, Reply, ReplyOn, SubMsg, SubMsgResponse, SubMsgResult, Timestamp, TransactionInfo,
    Uint128, WasmMsg,
};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

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

/// Of the contracts of one chain, at one moment.
#[derive(Clone)]
pub struct Memory(BTreeMap<String, (Kind, Store)>);

#[derive(Clone, Default)]
pub struct Chain {
    pub id: String,
    pub height: u64,
    pub time_ns: u64,
    contracts: BTreeMap<String, (Kind, Store)>,
    pub bank: BTreeMap<(String, String), u128>,
    pub channels: BTreeMap<String, Channel>,
    /// Client pairs of IBC v2, by this chain's client.
    pub pairs: BTreeMap<String, Pair>,
    /// Packets that are neither acknowledged nor timed out here (commitments).
    pub commitments: BTreeMap<(String, u64), Packet>,
    pub receipts: BTreeSet<(String, u64)>,
    /// Packets received here whose acknowledgement is not written yet.
    pub unanswered: BTreeSet<(String, u64)>,
    /// Those of them that came over a client pair: ibc-go keeps them whole.
    pub paired_unanswered: BTreeMap<(String, u64), Packet>,
    pub acknowledgements: BTreeMap<(String, u64), Vec<u8>>,
    /// Contract calls that fail from now on, for parking and other faults: (contract, first word of the message).
    pub broken: BTreeSet<(String, String)>,
    /// Events of txs that were not reverted.
    pub log: Vec<Event>,
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
        let transaction = Some(TransactionInfo::new(0, Binary::default()));
        let time = Timestamp::from_nanos(self.time_ns);
        let block = BlockInfo { height: self.height, time, chain_id: self.id.clone() };
        Env { block, transaction, contract: ContractInfo { address: Addr::unchecked(contract) } }
    }

    /// A tx: whatever fails reverts everything; what is reverted has no events.
    pub(crate) fn tx(&mut self, act: impl FnOnce(&mut Self) -> Result<Outcome, String>) -> Result<Outcome, String> {
        let mut log = std::mem::take(&mut self.log);
        let before = self.clone();
        let result = act(self);
        match &result {
            Ok(outcome) => log.extend(outcome.events.iter().cloned()),
            Err(_) => *self = before,
        }
        self.log = log;
        result
    }

    /// Everything that its contracts remember.
    pub fn memory(&self) -> Memory {
        Memory(self.contracts.clone())
    }

    /// They remember this, and nothing else; what the chain itself knows of packets and channels stays.
    pub fn recall(&mut self, memory: Memory) {
        self.contracts = memory.0;
    }

    /// What a contract remembers.
    pub fn store(&self, contract: &str) -> &Store {
        &self.contracts.get(contract).expect("a contract of this chain").1
    }

    /// For those who reach behind the contract.
    pub fn store_mut(&mut self, contract: &str) -> &mut Store {
        &mut self.contracts.get_mut(contract).expect("a contract of this chain").1
    }

    /// Events of one type, in the order of their txs.
    pub fn events(&self, kind: &str) -> Vec<&Event> {
        self.log.iter().filter(|event| event.ty == kind).collect()
    }

    pub fn instantiate(&mut self, kind: Kind, label: &str, msg: &impl serde::Serialize) -> Result<String, String> {
        let address = MockApi::default().with_prefix("wasm").addr_make(&format!("{}/{label}", self.id)).into_string();
        self.contracts.insert(address.clone(), (kind, Store::default()));
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

    /// A call that only the governance of the chain can make.
    pub fn sudo(&mut self, contract: &str, msg: &impl serde::Serialize) -> Result<(), String> {
        let msg = to_json_binary(msg).map_err(|error| error.to_string())?;
        self.tx(|chain| chain.call(contract, Entry::Sudo(msg))).map(|_| ())
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
        let amount: u128 = Uint128::try_from(coin.amount).map_err(|error| error.to_string())?.u128();
        let held = self.bank.entry((from.to_string(), coin.denom.clone())).or_default();
        *held = held.checked_sub(amount).ok_or("insufficient funds")?;
        *self.bank.entry((to.to_string(), coin.denom.clone())).or_default() += amount;
        Ok(())
    }

    /// One entry point with everything that it sets off.
    pub(crate) fn call(&mut self, contract: &str, entry: Entry) -> Result<Outcome, String> {
        let port = match entry {
            Entry::Send(_) | Entry::Receive2(_) | Entry::Ack2(_) | Entry::Timeout2(_) => Port::Paired,
            _ => Port::Own,
        };
        self.call_at(port, contract, entry)
    }

    fn call_at(&mut self, port: Port, contract: &str, entry: Entry) -> Result<Outcome, String> {
        let env = self.env(contract);
        let (kind, storage) = self.contracts.get_mut(contract).ok_or("no such contract")?;
        let answer = run(*kind, storage, env, entry)?;
        self.follow(port, contract, answer)
    }

    /// Sub-messages in order, depth first; a reply comes right after its sub-message and may replace the data.
    fn follow(&mut self, port: Port, contract: &str, answer: Answer) -> Result<Outcome, String> {
        let mut outcome = Outcome { events: answer.events, data: answer.data };
        for message in answer.messages {
            let SubMsg { id, payload, msg, reply_on, gas_limit: _ } = message;
            let before = self.clone();
            let result = self.dispatch(port, contract, msg);
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
                let replied = self.call_at(port, contract, Entry::Reply(reply))?;
                outcome.events.extend(replied.events);
                outcome.data = replied.data.or(outcome.data);
            }
        }
        Ok(outcome)
    }

    fn dispatch(&mut self, port: Port, sender: &str, msg: CosmosMsg) -> Result<Outcome, String> {
        match msg {
            CosmosMsg::Ibc(_) if port == Port::Paired => Err("codespace: channel, code: 3".into()),
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
            CosmosMsg::Ibc2(Ibc2Msg::SendPacket { source_client, timeout, payloads }) => {
                let payloads = payloads.iter().map(Payload::from).collect();
                self.send_paired(sender, &source_client, timeout.nanos(), payloads)
            }
            CosmosMsg::Ibc2(Ibc2Msg::WriteAcknowledgement { destination_client, packet_sequence, ack, .. }) => {
                self.write_paired(sender, &destination_client, packet_sequence, ack.data.to_vec())
            }
            other => Err(format!("the host does not know {other:?}")),
        }
    }
}

/// In whose name what an entry point answers with is sent over channels: from the entry points of IBC v2 wasmd sends it
/// in the name of the port that the contract has there, which has no channels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Port {
    Own,
    Paired,
}

fn response(data: Option<Binary>) -> MsgResponse {
    let value = ExecuteResponse { data: data.unwrap_or_default().to_vec() }.encode_to_vec();
    MsgResponse { type_url: "/cosmwasm.wasm.v1.MsgExecuteContractResponse".into(), value: value.into() }
}
