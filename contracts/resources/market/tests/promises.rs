//! The market keeps every promise of the resource interface: for offers that end with something else in one
//! transaction, and for those that are attested to other zones.

use causeway_market::contract;
use causeway_market::msg::*;
use causeway_proto::{operation::Body, Custom, Operation};
use causeway_resource_kit::attestation;
use causeway_resource_tests::{account, execute, query, Request, Subject};
use causeway_services::assets::Units;
use causeway_services::identity::{PartyResponse, Status};
use causeway_services::rights::{Onward, RightsResponse, Share, Terms};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, to_json_binary, to_json_vec, Addr, ContractResult, DepsMut, Empty, Env, MessageInfo, QuerierWrapper,
    SystemResult, Uint128, WasmQuery,
};

const CHAIN: &str = "zone-a";
const CITY: &str = "did:causeway:party:zone-a:city";
const ASSET: &str = "did:causeway:asset:zone-a:air";

#[cw_serde]
enum Ask {
    Party { account: String },
    Rights { asset: String },
    Mandate { asset: String, delegate: String },
    Object { id: String, version: Option<u32> },
}

fn rights() -> RightsResponse {
    let fields = vec!["*".into()];
    let purposes = vec!["research".into()];
    let (from_ns, until_ns) = (0u64.into(), u64::MAX.into());
    RightsResponse {
        asset: ASSET.into(),
        owner: CITY.into(),
        controller: CITY.into(),
        source: None,
        terms: Terms { fields, purposes, from_ns, until_ns, count: 0, onward: Onward::None, royalty_bps: 0 },
        royalty_account: None,
        shares: vec![Share { account: account("city"), bps: 10_000 }],
        archived: false,
    }
}

/// The other services: everybody acts for the city, which owns the air data.
fn others() -> MockQuerier<Empty> {
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(|query| {
        let WasmQuery::Smart { msg, .. } = query else { panic!("a smart query") };
        let scopes = vec!["supply".into()];
        let party = PartyResponse { id: CITY.into(), status: Status::Active, roles: vec![], scopes };
        let answer = match from_json(msg).expect("a question") {
            Ask::Party { .. } => to_json_binary(&Some(party)),
            Ask::Rights { .. } => to_json_binary(&Some(rights())),
            Ask::Mandate { .. } | Ask::Object { .. } => to_json_binary(&None::<Empty>),
        };
        SystemResult::Ok(ContractResult::Ok(answer.expect("json")))
    });
    querier
}

fn offer(name: &str, env: &Env) -> NewOffer {
    NewOffer {
        id: format!("{CHAIN}/{name}"),
        asset: ASSET.into(),
        topic: "air".into(),
        class: Class::Closed,
        price: Units { origin_chain_id: CHAIN.into(), denom: "ucity".into(), amount: 1_000u128.into() },
        method: Method::Fixed {},
        terms: OfferTerms {
            fields: vec!["no2".into()],
            purposes: vec!["research".into()],
            term_sec: 60,
            count: 1,
            onward: Onward::None,
            royalty_bps: 0,
        },
        certificate: None,
        delivery_sec: 60,
        penalty: Uint128::zero(),
        until_ns: env.block.time.plus_days(1).nanos().into(),
    }
}

fn operation(name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("market"), actor: account("city"), body: Some(body) })
}

fn withdraws(name: &str) -> Request {
    operation(WITHDRAW, to_json_vec(&WithdrawBody { offer: format!("{CHAIN}/{name}") }).expect("json"))
}

fn subject() -> Subject {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), others());
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    let info = || MessageInfo { sender: Addr::unchecked(account("city")), funds: vec![] };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let msg = InstantiateMsg {
        gate: account("gate"),
        admin: account("admin"),
        assets: account("assets"),
        identity: account("identity"),
        rights: account("rights"),
        stores: account("stores"),
        credentials: account("credentials"),
        fee_bps: 100,
        fee_account: account("fee"),
        window_sec: 60,
    };
    contract::instantiate(deps!(), env.clone(), info(), msg).expect("instantiate");
    for name in ["first", "second"] {
        let post = ExecuteMsg::PostOffer(offer(name, &env));
        contract::execute(deps!(), env.clone(), info(), post).expect("offered");
    }
    let ask = QueryMsg::Record { offer: format!("{CHAIN}/second") };
    let answer = contract::query(deps!().as_ref(), env, ask).expect("answered");
    let held: RecordResponse = from_json::<Option<_>>(answer).expect("json").expect("offered");
    let attest = attestation(&format!("{CHAIN}/second"), held.version, &held.record).expect("json");
    let local = ExecuteMsg::WithdrawOffer { offer: format!("{CHAIN}/first") };
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage,
        querier: others,
        lockable: withdraws("first"),
        local: (account("city"), to_json_binary(&local).expect("json")),
        reading: operation(ATTEST, attest),
        writing: withdraws("second"),
        not_yet: withdraws("third"),
        never: operation("market.burn", vec![]),
    }
}

causeway_resource_tests::promises!(subject);
