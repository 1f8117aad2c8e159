//! A contract on a bench: its entry points over a storage, with the reverts that a chain would make.

use causeway_proto::{encode, Operation};
use causeway_resource::{CheckResponse, Lock, LocksResponse, PrepareOutcome, ResourceExecuteMsg, ResourceQueryMsg};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, HexBinary, MessageInfo, Order, QuerierWrapper,
    Record, Response, Storage, Uint64,
};
use serde::de::DeserializeOwned;
use std::fmt::Display;

/// Deadline of every transaction on the bench.
pub const UNTIL_NS: u64 = 1_700_000_000_000_000_000;

/// What a gate hands over of one leg.
#[derive(Clone)]
pub struct Request {
    pub operations: Vec<Binary>,
    pub contents: Vec<Option<Binary>>,
}

impl Request {
    pub fn of(operation: &Operation) -> Self {
        Request { operations: vec![encode(operation).into()], contents: vec![None] }
    }

    /// Both, in one leg.
    pub fn and(&self, other: &Request) -> Self {
        Request {
            operations: [self.operations.clone(), other.operations.clone()].concat(),
            contents: [self.contents.clone(), other.contents.clone()].concat(),
        }
    }
}

type Execute = fn(DepsMut, Env, MessageInfo, &Binary) -> Result<Response, String>;
type Query = fn(Deps, Env, &Binary) -> Result<Binary, String>;

/// The contract under test, ready for business, and requests that fit the state it is in.
pub struct Subject {
    pub execute: Execute,
    pub query: Query,
    pub chain_id: String,
    pub gate: String,
    pub storage: MockStorage,
    /// Other contracts that the subject asks; `no_others` where it asks none.
    pub querier: fn() -> MockQuerier<Empty>,
    /// Can be locked now, exclusively.
    pub lockable: Request,
    /// A call on this chain alone that touches what `lockable` locks: who, and what.
    pub local: (String, Binary),
    /// A read condition that holds now.
    pub reading: Request,
    /// Would change what `reading` reads; can be locked now.
    pub writing: Request,
    /// Cannot be locked now, but later perhaps.
    pub not_yet: Request,
    /// Will never be locked.
    pub never: Request,
}

/// The querier of a contract that asks no other one.
pub fn no_others() -> MockQuerier<Empty> {
    MockQuerier::new(&[])
}

/// An account of the bench.
pub fn account(name: &str) -> String {
    MockApi::default().addr_make(name).into_string()
}

/// Runs a contract's own `execute`: `execute(contract::execute, deps, env, info, msg)`.
pub fn execute<M: DeserializeOwned, E: Display>(
    entry: fn(DepsMut, Env, MessageInfo, M) -> Result<Response, E>,
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: &Binary,
) -> Result<Response, String> {
    let msg = from_json(msg).map_err(|error| error.to_string())?;
    entry(deps, env, info, msg).map_err(|error| error.to_string())
}

/// Runs a contract's own `query`.
pub fn query<M: DeserializeOwned, E: Display>(
    entry: fn(Deps, Env, M) -> Result<Binary, E>,
    deps: Deps,
    env: Env,
    msg: &Binary,
) -> Result<Binary, String> {
    let msg = from_json(msg).map_err(|error| error.to_string())?;
    entry(deps, env, msg).map_err(|error| error.to_string())
}

/// A transaction id of the bench.
pub fn id(number: u8) -> HexBinary {
    HexBinary::from(&[number; 32])
}

impl Subject {
    fn env(&self) -> Env {
        let mut env = mock_env();
        env.block.chain_id = self.chain_id.clone();
        env
    }

    /// A tx by anyone: an error reverts everything. Returns the data.
    pub fn call(&mut self, env: Env, sender: &str, msg: &Binary) -> Result<Option<Binary>, String> {
        let before = self.memory();
        let (api, querier) = (MockApi::default(), (self.querier)());
        let info = MessageInfo { sender: Addr::unchecked(sender), funds: vec![] };
        let deps = DepsMut { storage: &mut self.storage, api: &api, querier: QuerierWrapper::new(&querier) };
        match (self.execute)(deps, env, info, msg) {
            Ok(response) => Ok(response.data),
            Err(error) => {
                self.storage = MockStorage::new();
                before.iter().for_each(|(key, value)| self.storage.set(key, value));
                Err(error)
            }
        }
    }

    /// A local call, without any gate.
    pub fn local_call(&mut self) -> Result<(), String> {
        let (sender, msg) = self.local.clone();
        self.call(self.env(), &sender, &msg).map(|_| ())
    }

    pub fn as_sender(&mut self, sender: &str, msg: &ResourceExecuteMsg) -> Result<Option<Binary>, String> {
        self.call(self.env(), sender, &to_json_binary(msg).expect("message"))
    }

    pub fn as_gate(&mut self, msg: &ResourceExecuteMsg) -> Option<Binary> {
        let gate = self.gate.clone();
        self.as_sender(&gate, msg).expect("the gate is obeyed")
    }

    pub fn prepare_msg(number: u8, request: &Request) -> ResourceExecuteMsg {
        ResourceExecuteMsg::Prepare {
            transaction_id: id(number),
            leg: 0,
            operations: request.operations.clone(),
            contents: request.contents.clone(),
            until_ns: Uint64::new(UNTIL_NS),
        }
    }

    pub fn prepare(&mut self, number: u8, request: &Request) -> PrepareOutcome {
        let data = self.as_gate(&Self::prepare_msg(number, request)).expect("prepare answers by its data");
        from_json(data).expect("a PrepareOutcome as JSON")
    }

    pub fn commit(&mut self, number: u8) {
        self.as_gate(&ResourceExecuteMsg::Commit { transaction_id: id(number), leg: 0 });
    }

    pub fn abort(&mut self, number: u8) {
        self.as_gate(&ResourceExecuteMsg::Abort { transaction_id: id(number), leg: 0 });
    }

    /// A commit in a block of any time.
    pub fn commit_at(&mut self, number: u8, nanos: u64) {
        let mut env = self.env();
        env.block.time = cosmwasm_std::Timestamp::from_nanos(nanos);
        let msg = ResourceExecuteMsg::Commit { transaction_id: id(number), leg: 0 };
        let gate = self.gate.clone();
        self.call(env, &gate, &to_json_binary(&msg).expect("message")).expect("commit cannot fail");
    }

    fn ask<T: DeserializeOwned>(&self, msg: &ResourceQueryMsg) -> T {
        let (api, querier) = (MockApi::default(), (self.querier)());
        let deps = Deps { storage: &self.storage, api: &api, querier: QuerierWrapper::new(&querier) };
        let msg = to_json_binary(msg).expect("message");
        let answer = (self.query)(deps, self.env(), &msg).expect("a query is answered");
        from_json(answer).expect("as the interface says")
    }

    pub fn check(&self, operation: &Binary) -> CheckResponse {
        self.ask(&ResourceQueryMsg::Check { operation: operation.clone() })
    }

    pub fn locks(&self) -> Vec<Lock> {
        let found: LocksResponse = self.ask(&ResourceQueryMsg::Locks { start_after: None, limit: None });
        found.locks
    }

    /// Everything that the contract remembers.
    pub fn memory(&self) -> Vec<Record> {
        self.storage.range(None, None, Order::Ascending).collect()
    }
}
