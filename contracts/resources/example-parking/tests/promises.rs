//! A stranger's contract keeps every promise of the resource interface.

use causeway_example_parking as contract;
use causeway_example_parking::{ExecuteMsg, InstantiateMsg};
use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_tests::{account, execute, no_others, query, Request, Subject};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{to_json_binary, Addr, DepsMut, Empty, MessageInfo, QuerierWrapper};

fn operation(name: &str, bay: &str) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body: bay.into() });
    Request::of(&Operation { resource: account("parking"), actor: account("alice"), body: Some(body) })
}

fn assign(bay: &str, holder: &str) -> ExecuteMsg {
    ExecuteMsg::Assign { bay: bay.into(), holder: Some(account(holder)) }
}

fn subject() -> Subject {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), MockQuerier::<Empty>::new(&[]));
    let info = || MessageInfo { sender: Addr::unchecked(account("operator")), funds: vec![] };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let bays = ["p-1", "p-2", "p-3"].map(String::from).to_vec();
    let msg = InstantiateMsg { gate: account("gate"), operator: account("operator"), bays };
    contract::instantiate(deps!(), mock_env(), info(), msg).expect("instantiate");
    for (bay, holder) in [("p-2", "alice"), ("p-3", "bob")] {
        contract::execute(deps!(), mock_env(), info(), assign(bay, holder)).expect("assign");
    }
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: "zone-a".into(),
        gate: account("gate"),
        storage,
        querier: no_others,
        lockable: operation("parking.reserve", "p-1"),
        local: (account("operator"), to_json_binary(&assign("p-1", "carol")).expect("message")),
        reading: operation("parking.held", "p-2"),
        writing: operation("parking.reserve", "p-2"),
        not_yet: operation("parking.reserve", "p-3"),
        never: operation("parking.paint", "p-1"),
    }
}

causeway_resource_tests::promises!(subject);
