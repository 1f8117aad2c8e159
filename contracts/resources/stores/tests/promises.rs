//! The stores contract keeps every promise of the resource interface: for a placement, and for the condition `stored`.

mod world;

use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_kit::Algorithm;
use causeway_resource_tests::{account, execute, query, Request, Subject};
use causeway_services::identity::{scope, Form, Status};
use causeway_services::intake::BatchState;
use causeway_services::stores::{StoredBody, PLACE, STORED};
use causeway_stores::contract;
use causeway_stores::msg::*;
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    coins, from_json, to_json_binary, Addr, Binary, Coin, ContractResult, DepsMut, Empty, Env, MessageInfo,
    QuerierWrapper, SystemResult, WasmQuery,
};
use world::{keeper, placement, public_key, receipt_of, store, stub, BATCH, BOND, CHAIN, CITY, DENOM, PENALTY};

const OTHER: &str = "did:causeway:asset:zone-a:map";

fn answer(key: &str) -> Binary {
    if key == account("city") {
        return stub::party(CITY, &[scope::SUPPLY], Status::Active);
    }
    if key == BATCH {
        return stub::batch(BATCH, CITY, BatchState::Validated);
    }
    for number in 0..3 {
        if key == account(&format!("keeper-{number}")) {
            return stub::party(&keeper(number), &[scope::STORE], Status::Active);
        }
        if key == store(number) {
            let keys = vec![stub::key(Algorithm::Ed25519, &public_key(number))];
            return stub::subject(key, Form::Store, Some(&keeper(number)), Status::Active, keys);
        }
    }
    Binary::from(b"null")
}

fn identity_and_intake() -> MockQuerier<Empty> {
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(|query| {
        let WasmQuery::Smart { msg, .. } = query else { panic!("only questions are asked") };
        let ask: stub::Ask = from_json(msg).expect("a question that others ask");
        SystemResult::Ok(ContractResult::Ok(answer(ask.key())))
    });
    querier
}

fn env() -> Env {
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    env
}

/// Three stores; version 1 of an asset is held by all of them, of a batch by none.
fn stocked() -> MockStorage {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), identity_and_intake());
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let info = |name: &str, funds: Vec<Coin>| MessageInfo { sender: Addr::unchecked(account(name)), funds };
    let msg = InstantiateMsg {
        gate: account("gate"),
        identity: account("identity"),
        intake: account("intake"),
        deposit: DepositTerms { denom: DENOM.into(), min: BOND.into() },
        answer_blocks: 5,
        penalty: PENALTY.into(),
    };
    contract::instantiate(deps!(), env(), info("deployer", vec![]), msg).expect("instantiate");
    for number in 0..3 {
        let info = info(&format!("keeper-{number}"), coins(BOND, DENOM));
        contract::execute(deps!(), env(), info, ExecuteMsg::Bond { store: store(number) }).expect("bond");
    }
    let held = Placement { id: OTHER.into(), ..placement(1) };
    let place = ExecuteMsg::Place { placement: held.clone(), reward: None };
    contract::execute(deps!(), env(), info("city", vec![]), place).expect("place");
    let place = ExecuteMsg::Place { placement: placement(1), reward: None };
    contract::execute(deps!(), env(), info("city", vec![]), place).expect("place");
    for number in 0..3 {
        contract::execute(deps!(), env(), info("x", vec![]), receipt_of(&held, number)).expect("receipt");
    }
    storage
}

fn operation(name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("stores"), actor: account("city"), body: Some(body) })
}

fn places(id: &str, version: u32) -> Request {
    operation(PLACE, Placement { id: id.into(), ..placement(version) }.bytes().expect("json"))
}

fn stored(object: &str) -> Request {
    operation(STORED, StoredBody { object: object.into(), version: None }.bytes().expect("json"))
}

fn subject() -> Subject {
    let local = ExecuteMsg::Place { placement: placement(3), reward: None };
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage: stocked(),
        querier: identity_and_intake,
        lockable: places(BATCH, 2),
        local: (account("city"), to_json_binary(&local).expect("message")),
        reading: stored(OTHER),
        writing: places(OTHER, 2),
        not_yet: stored(BATCH),
        never: operation(PLACE, Placement { quorum: 3, ..placement(1) }.bytes().expect("json")),
    }
}

causeway_resource_tests::promises!(subject);
