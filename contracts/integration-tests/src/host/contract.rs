//! The contracts that the host can run, behind one calling convention.

use crate::host::storage::Store;
use cosmwasm_std::testing::{MockApi, MockQuerier};
use cosmwasm_std::{
    from_json, to_json_binary, Binary, Deps, DepsMut, Empty, Env, Event, Ibc2PacketAckMsg, Ibc2PacketReceiveMsg,
    Ibc2PacketSendMsg, Ibc2PacketTimeoutMsg, IbcBasicResponse, IbcChannelCloseMsg, IbcChannelConnectMsg,
    IbcChannelOpenMsg, IbcPacketAckMsg, IbcPacketReceiveMsg, IbcPacketTimeoutMsg, IbcReceiveResponse, MessageInfo,
    QuerierWrapper, Reply, Response, SubMsg, WasmMsg,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Hub,
    Gate,
    Assets,
    Parking,
    /// A resource that answers every call by calling its gate with the message that it was made with.
    Reentrant,
}

/// Every way into a contract.
pub enum Entry {
    Instantiate(MessageInfo, Binary),
    Execute(MessageInfo, Binary),
    Reply(Reply),
    Open(IbcChannelOpenMsg),
    Connect(IbcChannelConnectMsg),
    Close(IbcChannelCloseMsg),
    Receive(IbcPacketReceiveMsg),
    Ack(IbcPacketAckMsg),
    Timeout(IbcPacketTimeoutMsg),
    Send(Ibc2PacketSendMsg),
    Receive2(Ibc2PacketReceiveMsg),
    Ack2(Ibc2PacketAckMsg),
    Timeout2(Ibc2PacketTimeoutMsg),
    /// By the governance of the chain.
    Sudo(Binary),
}

/// What came out, whatever the entry point's own response type.
#[derive(Default)]
pub struct Answer {
    pub messages: Vec<SubMsg>,
    pub events: Vec<Event>,
    pub data: Option<Binary>,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Answer { messages: response.messages, events: response.events, data: response.data }
    }
}

impl From<IbcBasicResponse> for Answer {
    fn from(response: IbcBasicResponse) -> Self {
        Answer { messages: response.messages, events: response.events, data: None }
    }
}

impl From<IbcReceiveResponse> for Answer {
    fn from(response: IbcReceiveResponse) -> Self {
        Answer { messages: response.messages, events: response.events, data: response.acknowledgement }
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn parse<T: serde::de::DeserializeOwned>(bytes: &Binary) -> Result<T, String> {
    from_json(bytes).map_err(text)
}

/// Runs one entry point. An `Err` is the contract's own; nothing is reverted here.
pub fn run(kind: Kind, storage: &mut Store, env: Env, entry: Entry) -> Result<Answer, String> {
    let api = MockApi::default().with_prefix("wasm");
    let querier = MockQuerier::<Empty>::new(&[]);
    let deps = DepsMut { storage, api: &api, querier: QuerierWrapper::new(&querier) };
    match kind {
        Kind::Hub => run_hub(deps, env, entry),
        Kind::Gate => run_gate(deps, env, entry),
        Kind::Assets => run_assets(deps, env, entry),
        Kind::Parking => run_parking(deps, env, entry),
        Kind::Reentrant => run_reentrant(deps, entry),
    }
}

pub fn query(kind: Kind, storage: &Store, env: Env, msg: &Binary) -> Result<Binary, String> {
    let api = MockApi::default().with_prefix("wasm");
    let querier = MockQuerier::<Empty>::new(&[]);
    let deps = Deps { storage, api: &api, querier: QuerierWrapper::new(&querier) };
    match kind {
        Kind::Hub => causeway_hub::contract::query(deps, env, parse(msg)?).map_err(text),
        Kind::Gate => causeway_gate::contract::query(deps, env, parse(msg)?).map_err(text),
        Kind::Assets => causeway_assets::contract::query(deps, env, parse(msg)?).map_err(text),
        Kind::Parking => causeway_example_parking::query(deps, env, parse(msg)?).map_err(text),
        Kind::Reentrant => Err("nothing to ask".into()),
    }
}

fn run_hub(deps: DepsMut, env: Env, entry: Entry) -> Result<Answer, String> {
    use causeway_hub::contract as hub;
    match entry {
        Entry::Instantiate(info, msg) => hub::instantiate(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        Entry::Execute(info, msg) => hub::execute(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        Entry::Reply(reply) => hub::reply(deps, env, reply).map(Into::into).map_err(text),
        Entry::Open(msg) => hub::ibc_channel_open(deps, env, msg).map(|_| Answer::default()).map_err(text),
        Entry::Connect(msg) => hub::ibc_channel_connect(deps, env, msg).map(Into::into).map_err(text),
        Entry::Close(msg) => hub::ibc_channel_close(deps, env, msg).map(Into::into).map_err(text),
        Entry::Receive(msg) => hub::ibc_packet_receive(deps, env, msg).map(Into::into).map_err(text),
        Entry::Ack(msg) => hub::ibc_packet_ack(deps, env, msg).map(Into::into).map_err(text),
        Entry::Timeout(msg) => hub::ibc_packet_timeout(deps, env, msg).map(Into::into).map_err(text),
        Entry::Send(msg) => hub::ibc2_packet_send(deps, env, msg).map(Into::into).map_err(text),
        Entry::Receive2(msg) => hub::ibc2_packet_receive(deps, env, msg).map(Into::into).map_err(text),
        Entry::Ack2(msg) => hub::ibc2_packet_ack(deps, env, msg).map(Into::into).map_err(text),
        Entry::Timeout2(msg) => hub::ibc2_packet_timeout(deps, env, msg).map(Into::into).map_err(text),
        Entry::Sudo(_) => Err("the hub has no sudo".into()),
    }
}

fn run_gate(deps: DepsMut, env: Env, entry: Entry) -> Result<Answer, String> {
    use causeway_gate::contract as gate;
    match entry {
        Entry::Instantiate(info, msg) => gate::instantiate(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        Entry::Execute(info, msg) => gate::execute(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        Entry::Reply(reply) => gate::reply(deps, env, reply).map(Into::into).map_err(text),
        Entry::Open(msg) => gate::ibc_channel_open(deps, env, msg).map(|_| Answer::default()).map_err(text),
        Entry::Connect(msg) => gate::ibc_channel_connect(deps, env, msg).map(Into::into).map_err(text),
        Entry::Close(msg) => gate::ibc_channel_close(deps, env, msg).map(Into::into).map_err(text),
        Entry::Receive(msg) => gate::ibc_packet_receive(deps, env, msg).map(Into::into).map_err(text),
        Entry::Ack(msg) => gate::ibc_packet_ack(deps, env, msg).map(Into::into).map_err(text),
        Entry::Timeout(msg) => gate::ibc_packet_timeout(deps, env, msg).map(Into::into).map_err(text),
        Entry::Send(msg) => gate::ibc2_packet_send(deps, env, msg).map(Into::into).map_err(text),
        Entry::Receive2(msg) => gate::ibc2_packet_receive(deps, env, msg).map(Into::into).map_err(text),
        Entry::Ack2(msg) => gate::ibc2_packet_ack(deps, env, msg).map(Into::into).map_err(text),
        Entry::Timeout2(msg) => gate::ibc2_packet_timeout(deps, env, msg).map(Into::into).map_err(text),
        Entry::Sudo(msg) => gate::sudo(deps, env, parse(&msg)?).map(Into::into).map_err(text),
    }
}

fn run_assets(deps: DepsMut, env: Env, entry: Entry) -> Result<Answer, String> {
    use causeway_assets::contract as assets;
    match entry {
        Entry::Instantiate(info, msg) => {
            assets::instantiate(deps, env, info, parse(&msg)?).map(Into::into).map_err(text)
        }
        Entry::Execute(info, msg) => assets::execute(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        _ => Err("assets has no such entry point".into()),
    }
}

fn run_parking(deps: DepsMut, env: Env, entry: Entry) -> Result<Answer, String> {
    use causeway_example_parking as parking;
    match entry {
        Entry::Instantiate(info, msg) => {
            parking::instantiate(deps, env, info, parse(&msg)?).map(Into::into).map_err(text)
        }
        Entry::Execute(info, msg) => parking::execute(deps, env, info, parse(&msg)?).map(Into::into).map_err(text),
        _ => Err("parking has no such entry point".into()),
    }
}

/// Made with, and told anew by anyone: `{"back": [gate, message]}`. It locks whatever it is asked to, and calls back.
fn run_reentrant(deps: DepsMut, entry: Entry) -> Result<Answer, String> {
    let (info, msg) = match entry {
        Entry::Instantiate(info, msg) | Entry::Execute(info, msg) => (info, msg),
        _ => return Err("no such entry point".into()),
    };
    type Told = std::collections::BTreeMap<String, (String, Binary)>;
    let known: Option<Told> = deps.storage.get(b"back").map(|bytes| parse(&bytes.into())).transpose()?;
    match known.and_then(|told| told.into_values().next()) {
        Some((gate, back)) if gate == info.sender.as_str() => {
            let message = WasmMsg::Execute { contract_addr: gate, msg: back, funds: vec![] };
            let locked = to_json_binary(&causeway_resource::PrepareOutcome::Locked {}).map_err(text)?;
            Ok(Response::new().add_message(message).set_data(locked).into())
        }
        _ => {
            deps.storage.set(b"back", &msg);
            Ok(Answer::default())
        }
    }
}
