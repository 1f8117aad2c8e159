//! The rights contract keeps every promise of the resource interface: for ownership, and for a use of a grant.

mod world;

use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_kit::attestation;
use causeway_resource_tests::{execute, query, Request, Subject};
use causeway_rights::contract;
use causeway_rights::msg::*;
use causeway_services::identity::{scope, Form, Status};
use causeway_services::rights::{TransferBody, UseBody, TRANSFER, USE};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, to_json_binary, to_json_vec, Binary, ContractResult, Deps, DepsMut, Empty, Env, MessageInfo,
    QuerierWrapper, SystemResult, WasmQuery,
};
use world::{account, body, did, registration, stub, terms, texts, ASSET, CHAIN};

const OTHER: &str = "did:causeway:asset:zone-a:map";

fn answer(key: &str) -> Binary {
    for (name, scopes) in [("city", scope::SUPPLY), ("buyer", scope::DEMAND), ("utility", scope::SUPPLY)] {
        if key == account(name).as_str() {
            return stub::party(&did(name), &[scopes], Status::Active);
        }
        if key == did(name) {
            return stub::subject(key, Form::Organisation, None, Status::Active, vec![]);
        }
    }
    Binary::from(b"null")
}

fn identity() -> MockQuerier<Empty> {
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

/// Terms that hold on the bench, whose clock stands in 2019.
fn long() -> Terms {
    Terms { from_ns: 0u64.into(), ..terms() }
}

/// Two assets of the city's, one of them granted to the buyer; the grant's id and the second one's record.
fn stocked() -> (MockStorage, String, RecordResponse) {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), identity());
    macro_rules! call {
        ($entry:path, $name:expr, $msg:expr) => {{
            let deps = DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) };
            $entry(deps, env(), MessageInfo { sender: account($name), funds: vec![] }, $msg).expect("done")
        }};
    }
    let [gate, admin, identity, intake] = ["gate", "admin", "identity", "intake"].map(|name| account(name).to_string());
    call!(contract::instantiate, "deployer", InstantiateMsg { gate, admin, identity, intake });
    for asset in [ASSET, OTHER] {
        let registration = Registration { terms: Some(long()), ..registration(asset) };
        call!(contract::execute, "city", ExecuteMsg::Register(registration));
    }
    let granted = call!(contract::execute, "city", ExecuteMsg::Grant(body(ASSET, "buyer", long())));
    let id = String::from_utf8(granted.data.expect("an id").to_vec()).expect("digits");
    let deps = Deps { storage: &storage, api: &api, querier: QuerierWrapper::new(&querier) };
    let answer = contract::query(deps, env(), QueryMsg::Record { asset: OTHER.into() }).expect("answered");
    let view: Option<RecordView> = from_json(answer).expect("json");
    (storage, id, view.expect("registered").record)
}

fn operation(actor: &str, name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("rights").into(), actor: account(actor).into(), body: Some(body) })
}

fn transfers(asset: &str, actor: &str) -> Request {
    let body = TransferBody { asset: asset.into(), to: did("utility") };
    operation(actor, TRANSFER, to_json_vec(&body).expect("json"))
}

fn uses(grant: &str, purpose: &str) -> Request {
    let body = UseBody { grant: grant.into(), fields: texts(&["humidity"]), purpose: purpose.into() };
    operation("buyer", USE, to_json_vec(&body).expect("json"))
}

fn subject() -> Subject {
    let (storage, id, record) = stocked();
    let local = ExecuteMsg::TransferOwnership { asset: ASSET.into(), to: did("utility") };
    let attested = attestation(OTHER, 1, &to_json_vec(&record).expect("json")).expect("json");
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate").into(),
        storage,
        querier: identity,
        lockable: transfers(ASSET, "city"),
        local: (account("city").into(), to_json_binary(&local).expect("message")),
        reading: operation("city", "rights.attest", attested),
        writing: transfers(OTHER, "city"),
        not_yet: transfers(OTHER, "utility"),
        never: uses(&id, "advertising"),
    }
}

/// The same contract, asked for a use.
fn reading_subject() -> Subject {
    let (_, id, _) = stocked();
    let local = ExecuteMsg::Revoke { grant: id.clone() };
    let local = (account("city").into(), to_json_binary(&local).expect("message"));
    Subject { lockable: uses(&id, "research"), local, ..subject() }
}

mod ownership {
    causeway_resource_tests::promises!(super::subject);
}

mod uses {
    causeway_resource_tests::promises!(super::reading_subject);
}
