//! Stands in for identity and intake: it answers what the test has told it, and nothing else.

use causeway_resource_kit::Algorithm;
use causeway_services::identity::{Form, KeyResponse, PartyResponse, Status, SubjectResponse};
use causeway_services::intake::{BatchResponse, BatchState};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Empty, Env, HexBinary, MessageInfo, Response, StdError, StdResult,
};
use cw_multi_test::{Contract, ContractWrapper};
use cw_storage_plus::Map;

const ANSWERS: Map<&str, Binary> = Map::new("answer");

#[cw_serde]
pub struct Tell {
    pub key: String,
    pub answer: Binary,
}

#[cw_serde]
pub enum Ask {
    Party { account: String },
    Subject { id: String },
    Batch { id: String },
}

impl Ask {
    pub fn key(&self) -> &str {
        match self {
            Ask::Party { account: key } | Ask::Subject { id: key } | Ask::Batch { id: key } => key,
        }
    }
}

pub fn contract() -> Box<dyn Contract<Empty>> {
    let instantiate = |_: DepsMut, _: Env, _: MessageInfo, _: Empty| -> StdResult<Response> { Ok(Response::new()) };
    let tell = |deps: DepsMut, _: Env, _: MessageInfo, msg: Tell| -> StdResult<Response> {
        ANSWERS.save(deps.storage, &msg.key, &msg.answer)?;
        Ok(Response::new())
    };
    let answer = |deps: Deps, _: Env, msg: Ask| -> StdResult<Binary> {
        Ok(ANSWERS.may_load(deps.storage, msg.key())?.unwrap_or(Binary::from(b"null")))
    };
    Box::new(ContractWrapper::<_, _, _, StdError, StdError, StdError>::new(tell, instantiate, answer))
}

pub fn party(id: &str, scopes: &[&str], status: Status) -> Binary {
    let scopes = scopes.iter().map(ToString::to_string).collect();
    to_json_binary(&PartyResponse { id: id.into(), status, roles: vec![], scopes }).expect("json")
}

pub fn key(algorithm: Algorithm, public_key: &[u8]) -> KeyResponse {
    KeyResponse { name: "main".into(), algorithm, public_key: public_key.into(), since_height: 1, until_height: None }
}

pub fn subject(id: &str, form: Form, owner: Option<&str>, status: Status, keys: Vec<KeyResponse>) -> Binary {
    let subject = SubjectResponse {
        id: id.into(),
        form,
        owner: owner.map(String::from),
        status,
        keys,
        accounts: vec![],
        roles: vec![],
        version: 1,
        home_chain_id: "zone-a".into(),
    };
    to_json_binary(&subject).expect("json")
}

pub fn batch(id: &str, owner: &str, state: BatchState) -> Binary {
    let batch = BatchResponse {
        id: id.into(),
        stream: "air".into(),
        device: "did:causeway:thing:zone-a:sensor-1".into(),
        owner: owner.into(),
        attempt: 1,
        state,
        root: HexBinary::from(&[7; 32]),
        count: 10,
    };
    to_json_binary(&batch).expect("json")
}
