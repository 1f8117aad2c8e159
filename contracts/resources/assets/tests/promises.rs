//! The assets contract keeps every promise of the resource interface: for an asset that leaves, and for coins.

use causeway_assets::contract;
use causeway_assets::msg::{ExecuteMsg, InstantiateMsg, Kind};
use causeway_proto::operation::Body;
use causeway_proto::{
    encode, envelope_digest, AccessClass, Amount, CheckAsset, DataType, Envelope, Operation, ReleaseAsset,
    SchemaVersion, TransferCoins,
};
use causeway_resource_tests::{account, execute, no_others, query, Request, Subject};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{coins, to_json_binary, Addr, Coin, DepsMut, Empty, MessageInfo, QuerierWrapper};

const CHAIN: &str = "zone-a";

fn title(local: &str) -> Envelope {
    Envelope {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        id: format!("did:causeway:asset:{CHAIN}:{local}"),
        data_type: DataType::NonFungible as i32,
        access: AccessClass::Closed as i32,
        movable: true,
        owner: format!("did:causeway:party:{CHAIN}:city"),
        ..Envelope::default()
    }
}

fn operation(body: Body) -> Request {
    Request::of(&Operation { resource: account("assets"), actor: account("alice"), body: Some(body) })
}

fn release(local: &str, version: u64) -> Request {
    let envelope = title(local);
    operation(Body::ReleaseAsset(ReleaseAsset {
        id: envelope.id.clone(),
        version,
        destination_chain_id: "zone-b".into(),
        envelope_digest: envelope_digest(&envelope).to_vec(),
    }))
}

fn reads(local: &str) -> Request {
    let (id, owner) = (title(local).id, account("alice"));
    operation(Body::CheckAsset(CheckAsset { id, version: 0, owner }))
}

fn pays(amount: &str) -> Request {
    let amount = Amount { origin_chain_id: CHAIN.into(), denom: "ustake".into(), amount: amount.into() };
    operation(Body::TransferCoins(TransferCoins { amount: Some(amount), recipient: account("bob") }))
}

/// The contract with two titles and ten coins of Alice's.
fn stocked() -> MockStorage {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), MockQuerier::<Empty>::new(&[]));
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    let accepts = vec![Kind::Record, Kind::NonFungible, Kind::Fungible];
    let (gate, admin) = (Some(account("gate")), account("admin"));
    let info = |funds: Vec<Coin>| MessageInfo { sender: Addr::unchecked(account("alice")), funds };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let msg = InstantiateMsg { gate, admin, accepts };
    contract::instantiate(deps!(), env.clone(), info(vec![]), msg).expect("instantiate");
    for local in ["title-1", "title-2"] {
        let msg = ExecuteMsg::Register { envelope: encode(&title(local)).into(), content: None };
        contract::execute(deps!(), env.clone(), info(vec![]), msg).expect("register");
    }
    contract::execute(deps!(), env, info(coins(10, "ustake")), ExecuteMsg::Deposit {}).expect("deposit");
    storage
}

fn subject() -> Subject {
    let sale = ExecuteMsg::Transfer { id: title("title-1").id, recipient: account("bob") };
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage: stocked(),
        querier: no_others,
        lockable: release("title-1", 0),
        local: (account("alice"), to_json_binary(&sale).expect("message")),
        reading: reads("title-2"),
        writing: release("title-2", 0),
        not_yet: release("title-2", 1),
        never: operation(Body::ReleaseAsset(ReleaseAsset {
            id: title("title-2").id,
            version: 0,
            destination_chain_id: "zone-b".into(),
            envelope_digest: vec![0; 32],
        })),
    }
}

/// The same contract, asked to pay all the coins there are.
fn paying_subject() -> Subject {
    let withdraw = ExecuteMsg::Withdraw { denom: "ustake".into(), amount: 10u128.into() };
    let local = (account("alice"), to_json_binary(&withdraw).expect("message"));
    Subject { lockable: pays("10"), local, not_yet: pays("11"), ..subject() }
}

mod titles {
    causeway_resource_tests::promises!(super::subject);
}

mod payments {
    causeway_resource_tests::promises!(super::paying_subject);
}
