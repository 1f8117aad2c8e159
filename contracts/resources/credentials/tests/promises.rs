//! The credentials contract keeps every promise of the resource interface: for a certificate that is issued in a
//! commit, and for sales that rely on one.

use causeway_credentials::contract;
use causeway_credentials::msg::{ExecuteMsg, InstantiateMsg};
use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_tests::{account, execute, query, Request, Subject};
use causeway_services::credentials::{IssueBody, RevokeBody, ValidBody, ISSUE, REVOKE, VALID};
use causeway_services::identity::{PartyResponse, Status};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{to_json_binary, Addr, ContractResult, DepsMut, Empty, MessageInfo, QuerierWrapper, SystemResult};

const CHAIN: &str = "zone-a";
const ASSET: &str = "did:causeway:asset:zone-a:air";

/// Whoever is asked for is an active regulator.
fn regulators_only() -> MockQuerier<Empty> {
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(|_| {
        let party = PartyResponse {
            id: "did:causeway:party:zone-a:regulator".into(),
            status: Status::Active,
            roles: vec!["regulator".into()],
            scopes: vec!["regulate".into()],
        };
        SystemResult::Ok(ContractResult::Ok(to_json_binary(&Some(party)).expect("json")))
    });
    querier
}

fn operation(name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("credentials"), actor: account("regulator"), body: Some(body) })
}

fn certificate(id: &str, index: u64) -> IssueBody {
    IssueBody {
        id: id.into(),
        kind: "DataQualityCertificate".into(),
        subject: ASSET.into(),
        fingerprint: Some([7; 32].into()),
        digest: [8; 32].into(),
        index,
        valid_from_ns: 1u64.into(),
        valid_until_ns: u64::MAX.into(),
    }
}

fn relies_on(id: &str) -> Request {
    operation(VALID, ValidBody { credential: id.into(), subject: ASSET.into() }.bytes().expect("body"))
}

fn subject() -> Subject {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), regulators_only());
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    let info = || MessageInfo { sender: Addr::unchecked(account("regulator")), funds: vec![] };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let msg = InstantiateMsg { gate: account("gate"), identity: account("identity") };
    contract::instantiate(deps!(), env.clone(), info(), msg).expect("instantiate");
    let issue = ExecuteMsg::Issue(certificate("quality-0", 0));
    contract::execute(deps!(), env, info(), issue).expect("issue");
    let local = ExecuteMsg::Issue(certificate("quality-1", 1));
    let withdrawal = RevokeBody { credential: "quality-0".into(), reason: 4 };
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage,
        querier: regulators_only,
        lockable: operation(ISSUE, certificate("quality-1", 1).bytes().expect("body")),
        local: (account("regulator"), to_json_binary(&local).expect("json")),
        reading: relies_on("quality-0"),
        writing: operation(REVOKE, withdrawal.bytes().expect("body")),
        not_yet: relies_on("quality-9"),
        never: operation(
            VALID,
            ValidBody { credential: "quality-0".into(), subject: "did:x:y".into() }.bytes().unwrap(),
        ),
    }
}

causeway_resource_tests::promises!(subject);
