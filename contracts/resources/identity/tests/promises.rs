//! The identity contract keeps every promise of the resource interface: for a thing that changes hands, and for
//! transactions that rely on somebody.

use causeway_identity::contract;
use causeway_identity::msg::{ExecuteMsg, InstantiateMsg, NewSubject, Registrar, Role};
use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_tests::{account, execute, no_others, query, Request, Subject};
use causeway_services::identity::{AcceptBody, ActiveBody, Form, ACCEPT, ACTIVE};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{to_json_binary, Addr, DepsMut, Empty, MessageInfo, QuerierWrapper};

const CHAIN: &str = "zone-a";

fn id(kind: &str, name: &str) -> String {
    format!("did:causeway:{kind}:{CHAIN}:{name}")
}

fn operation(name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("identity"), actor: account("demander"), body: Some(body) })
}

fn accepts(platform: &str) -> Request {
    operation(ACCEPT, AcceptBody { id: id("platform", platform) }.bytes().expect("body"))
}

fn relies_on(platform: &str) -> Request {
    operation(ACTIVE, ActiveBody { id: id("platform", platform), scope: None }.bytes().expect("body"))
}

/// Three platforms of the supplier's, of which it offers two to the demander.
fn story() -> Vec<(&'static str, ExecuteMsg)> {
    let platform = |name: &str| NewSubject { id: id("platform", name), form: Form::Platform, roles: vec![], key: None };
    let offer = |name: &str| ExecuteMsg::OfferTransfer { id: id("platform", name), to: Some(id("party", "demander")) };
    let vote = || ExecuteMsg::Vote { proposal: 1, approve: true };
    vec![
        ("supplier", ExecuteMsg::Propose { subjects: vec![platform("p-1"), platform("p-2"), platform("p-3")] }),
        ("supplier", vote()),
        ("regulator", vote()),
        ("supplier", offer("p-1")),
        ("supplier", offer("p-2")),
    ]
}

fn subject() -> Subject {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), MockQuerier::<Empty>::new(&[]));
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    let info = |name: &str| MessageInfo { sender: Addr::unchecked(account(name)), funds: vec![] };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let founder = |name: &str| Registrar {
        id: id("party", name),
        account: account(name),
        roles: vec![if name == "regulator" { "regulator" } else { "member" }.into()],
    };
    let role = |name: &str, scopes: &[&str]| Role {
        name: name.into(),
        scopes: scopes.iter().map(|scope| scope.to_string()).collect(),
    };
    let msg = InstantiateMsg {
        gate: account("gate"),
        admin: account("admin"),
        registrars: ["supplier", "demander", "regulator"].map(founder).to_vec(),
        roles: vec![role("member", &["vote"]), role("regulator", &["vote", "regulate"])],
    };
    contract::instantiate(deps!(), env.clone(), info("admin"), msg).expect("instantiate");
    for (name, msg) in story() {
        contract::execute(deps!(), env.clone(), info(name), msg).expect("story");
    }
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage,
        querier: no_others,
        lockable: accepts("p-1"),
        local: (account("supplier"), to_json_binary(&ExecuteMsg::Retire { id: id("platform", "p-1") }).expect("json")),
        reading: relies_on("p-2"),
        writing: accepts("p-2"),
        not_yet: accepts("p-3"),
        never: operation("identity.bless", vec![]),
    }
}

causeway_resource_tests::promises!(subject);
