//! The intake contract keeps every promise of the resource interface: for a regulator's verdict, and for the read
//! condition that a batch is validated.

use causeway_intake::contract;
use causeway_intake::msg::{
    Element, ElementKind, ExecuteMsg, InstantiateMsg, ModelRef, NewStream, Phases, RewardConfig, Submission,
};
use causeway_proto::{operation::Body, sha256, Custom, Operation};
use causeway_resource_kit::Algorithm;
use causeway_resource_tests::{account, execute, query, Request, Subject};
use causeway_services::identity::{Form, IdentityQuery, KeyResponse, PartyResponse, Status, SubjectResponse};
use causeway_services::intake::{RegulateBody, ValidatedBody, REGULATE, VALIDATED};
use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, ContractResult, DepsMut, Empty, Env, HexBinary, MessageInfo,
    QuerierWrapper, SystemResult, Uint128, Uint64, WasmQuery,
};
use ed25519_zebra::{SigningKey, VerificationKey};

const CHAIN: &str = "zone-a";
const STREAM: &str = "did:causeway:asset:zone-a:air";
const DEVICE: &str = "did:causeway:thing:zone-a:meter";

fn key() -> SigningKey {
    SigningKey::from(sha256(b"meter"))
}

fn party(name: &str, scopes: &[&str]) -> PartyResponse {
    let id = format!("did:causeway:party:{CHAIN}:{name}");
    let scopes = scopes.iter().map(|scope| scope.to_string()).collect();
    PartyResponse { id, status: Status::Active, roles: vec![], scopes }
}

fn acting(name: &str) -> Option<PartyResponse> {
    let known = [
        ("alice", party("city", &["supply"])),
        ("pat", party("platform", &["operate"])),
        ("rita", party("authority", &["regulate"])),
    ];
    known.into_iter().find(|(who, _)| account(who) == name).map(|(_, party)| party)
}

fn subject_of(id: String) -> SubjectResponse {
    let public_key: [u8; 32] = VerificationKey::from(&key()).into();
    SubjectResponse {
        owner: (id == DEVICE).then(|| party("city", &[]).id),
        form: if id == DEVICE { Form::Device } else { Form::Organisation },
        id,
        status: Status::Active,
        keys: vec![KeyResponse {
            name: "key-1".into(),
            algorithm: Algorithm::Ed25519,
            public_key: Binary::from(public_key),
            since_height: 1,
            until_height: None,
        }],
        accounts: vec![],
        roles: vec![],
        version: 1,
        home_chain_id: CHAIN.into(),
    }
}

fn identity() -> MockQuerier<Empty> {
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(|asked| {
        let WasmQuery::Smart { msg, .. } = asked else { panic!("only smart queries are asked") };
        let answer = match from_json::<IdentityQuery>(msg).expect("a query of the identity contract") {
            IdentityQuery::Party { account } => to_json_binary(&acting(&account)),
            IdentityQuery::Subject { id } => to_json_binary(&Some(subject_of(id))),
        };
        SystemResult::Ok(ContractResult::Ok(answer.expect("an answer")))
    });
    querier
}

fn batch_id(range: &str) -> String {
    format!("did:causeway:entry:{CHAIN}:air.meter.{range}")
}

fn rows(env: &Env, first: u64, last: u64) -> ExecuteMsg {
    let (root, sent_ns) = (HexBinary::from(&sha256(b"rows")), env.block.time.nanos());
    let text = format!(
        "Causeway v1: submit batch\n{STREAM}\n{DEVICE}\nattempt 1\nentries {first}-{last}\nroot {}\nsent {sent_ns}",
        root.to_hex()
    );
    let signature: [u8; 64] = key().sign(text.as_bytes()).into();
    ExecuteMsg::Submit(Submission {
        stream: STREAM.into(),
        device: DEVICE.into(),
        attempt: 1,
        first: Uint64::new(first),
        last: Uint64::new(last),
        root,
        sent_ns: Uint64::new(sent_ns),
        signature: Binary::from(signature),
    })
}

fn operation(name: &str, body: Vec<u8>) -> Request {
    let body = Body::Custom(Custom { name: name.into(), body });
    Request::of(&Operation { resource: account("intake"), actor: account("rita"), body: Some(body) })
}

fn regulates(range: &str) -> Request {
    let body = RegulateBody { batch: batch_id(range), attempt: 1, pass: false, code: 1121 };
    operation(REGULATE, body.bytes().expect("body"))
}

fn validated(range: &str) -> Request {
    operation(VALIDATED, ValidatedBody { batch: batch_id(range) }.bytes().expect("body"))
}

fn stream() -> NewStream {
    let (kind, unit) = (ElementKind::Decimal, "Cel".into());
    NewStream {
        id: STREAM.into(),
        model: ModelRef { name: "air".into(), version: 1 },
        elements: vec![Element { name: "temperature".into(), kind, unit, length_max: 16, optional: false }],
        open: true,
        copyable: true,
        terms: String::new(),
        checkers: 0,
        reward: Uint128::zero(),
        sources: Some(vec![DEVICE.into()]),
    }
}

/// Rows 1-4 and 5-8 validated, 9-12 submitted.
fn stocked() -> MockStorage {
    let mut storage = MockStorage::new();
    let (api, querier) = (MockApi::default(), identity());
    let mut env = mock_env();
    env.block.chain_id = CHAIN.into();
    let info = |name: &str| MessageInfo { sender: Addr::unchecked(account(name)), funds: vec![] };
    macro_rules! deps {
        () => {
            DepsMut { storage: &mut storage, api: &api, querier: QuerierWrapper::new(&querier) }
        };
    }
    let msg = InstantiateMsg {
        gate: account("gate"),
        identity: account("identity"),
        skew_sec: 300,
        reward: RewardConfig { denom: "ustake".into() },
        phases: Phases { commit_blocks: 5, reveal_blocks: 5, wait_blocks: 20 },
        regulator_sec: 3_600,
    };
    contract::instantiate(deps!(), env.clone(), info("alice"), msg).expect("instantiate");
    let model = ExecuteMsg::RegisterModel { name: "air".into(), version: 1, schema: Binary::from(b"{}") };
    let mut calls = vec![("alice", model), ("alice", ExecuteMsg::OpenStream(stream()))];
    calls.extend([(1, 4), (5, 8), (9, 12)].map(|(first, last)| ("alice", rows(&env, first, last))));
    calls.extend(["1-4", "5-8"].map(|range| {
        let (batch, failed) = (batch_id(range), vec![]);
        ("pat", ExecuteMsg::Report { batch, attempt: 1, model_version: 1, failed, more: 0 })
    }));
    for (sender, msg) in calls {
        contract::execute(deps!(), env.clone(), info(sender), msg).expect("stock");
    }
    storage
}

fn subject() -> Subject {
    let overrule = ExecuteMsg::RegulatorVerdict { batch: batch_id("1-4"), attempt: 1, pass: false, code: 1121 };
    Subject {
        execute: |deps, env, info, msg| execute(contract::execute, deps, env, info, msg),
        query: |deps, env, msg| query(contract::query, deps, env, msg),
        chain_id: CHAIN.into(),
        gate: account("gate"),
        storage: stocked(),
        querier: identity,
        lockable: regulates("1-4"),
        local: (account("rita"), to_json_binary(&overrule).expect("message")),
        reading: validated("5-8"),
        writing: regulates("5-8"),
        not_yet: validated("9-12"),
        never: operation("intake.forget", b"{}".to_vec()),
    }
}

causeway_resource_tests::promises!(subject);
