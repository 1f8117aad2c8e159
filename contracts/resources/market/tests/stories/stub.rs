//! Stand-ins for the other services: one answers what the test has told it and remembers grants, one keeps units.

use causeway_proto::{operation::Body, parse_operation};
use causeway_resource_kit::{Algorithm, CheckResponse};
use causeway_services::assets::{AssetsExecute, ReceiverExecute, Units};
use causeway_services::identity::{Form, KeyResponse, PartyResponse, Status, SubjectResponse};
use causeway_services::rights::GrantBody;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError, StdResult, Uint128, WasmMsg,
};
use cw_multi_test::{Contract, ContractWrapper};
use cw_storage_plus::{Item, Map};

const ANSWERS: Map<&str, Binary> = Map::new("answer");
const GRANTS: Item<Vec<(GrantBody, String)>> = Item::new("grants");
const BALANCES: Map<(&str, &str), Uint128> = Map::new("balance");

#[cw_serde]
pub enum Tell {
    Tell {
        key: String,
        answer: Binary,
    },
    /// Refused while the test has told so.
    GrantByMarket {
        grant: GrantBody,
        buyer: String,
    },
}

#[cw_serde]
pub enum Ask {
    Party { account: String },
    Subject { id: String },
    Rights { asset: String },
    Mandate { asset: String, delegate: String },
    Object { id: String, version: Option<u32> },
    Check { operation: Binary },
    Grants {},
}

fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn told(deps: DepsMut, _: Env, _: MessageInfo, msg: Tell) -> StdResult<Response> {
    match msg {
        Tell::Tell { key, answer } => ANSWERS.save(deps.storage, &key, &answer)?,
        Tell::GrantByMarket { .. } if ANSWERS.has(deps.storage, "refuse") => {
            return Err(StdError::msg("no grant today"));
        }
        Tell::GrantByMarket { grant, buyer } => {
            let mut grants = GRANTS.may_load(deps.storage)?.unwrap_or_default();
            grants.push((grant, buyer));
            GRANTS.save(deps.storage, &grants)?;
        }
    }
    Ok(Response::new())
}

/// A condition holds if the test has told so under its exact body.
fn check(deps: Deps, env: &Env, operation: &[u8]) -> StdResult<Binary> {
    let parsed = parse_operation(operation, &env.block.chain_id).expect("an operation");
    let Some(Body::Custom(custom)) = parsed.body else { panic!("a custom operation") };
    let key = String::from_utf8(custom.body).expect("JSON");
    let holds = custom.name == "credentials.valid" && ANSWERS.has(deps.storage, &key);
    to_json_binary(&if holds { CheckResponse::Ready {} } else { CheckResponse::Busy { code: 1202 } })
}

fn answer(deps: Deps, env: Env, msg: Ask) -> StdResult<Binary> {
    let key = match msg {
        Ask::Grants {} => return to_json_binary(&GRANTS.may_load(deps.storage)?.unwrap_or_default()),
        Ask::Check { operation } => return check(deps, &env, &operation),
        Ask::Party { account: key } | Ask::Subject { id: key } | Ask::Rights { asset: key } => key,
        Ask::Mandate { asset, delegate } => format!("{asset} {delegate}"),
        Ask::Object { id, version } => format!("{id} {}", version.unwrap_or(1)),
    };
    Ok(ANSWERS.may_load(deps.storage, &key)?.unwrap_or(Binary::from(b"null")))
}

pub fn contract() -> Box<dyn Contract<Empty>> {
    Box::new(ContractWrapper::<_, _, _, StdError, StdError, StdError>::new(told, instantiate, answer))
}

#[cw_serde]
pub enum LedgerExecute {
    Pay { recipient: String, units: Units },
    PayContract { contract: String, units: Units, message: Binary },
    Mint { recipient: String, units: Units },
}

#[cw_serde]
pub enum LedgerQuery {
    Balance { account: String, denom: String },
}

fn add(deps: &mut DepsMut, account: &str, units: &Units) -> StdResult<()> {
    let before = BALANCES.may_load(deps.storage, (account, &units.denom))?.unwrap_or_default();
    BALANCES.save(deps.storage, (account, &units.denom), &before.checked_add(units.amount)?)
}

fn pay(deps: &mut DepsMut, from: &str, to: &str, units: &Units) -> StdResult<()> {
    assert!(!units.amount.is_zero(), "the assets contract takes no payment of nothing");
    let before = BALANCES.may_load(deps.storage, (from, &units.denom))?.unwrap_or_default();
    BALANCES.save(deps.storage, (from, &units.denom), &before.checked_sub(units.amount)?)?;
    add(deps, to, units)
}

fn ledger_execute(mut deps: DepsMut, _: Env, info: MessageInfo, msg: LedgerExecute) -> StdResult<Response> {
    let sender = info.sender.as_str();
    match msg {
        LedgerExecute::Pay { recipient, units } => pay(&mut deps, sender, &recipient, &units)?,
        LedgerExecute::Mint { recipient, units } => add(&mut deps, &recipient, &units)?,
        LedgerExecute::PayContract { contract, units, message } => {
            pay(&mut deps, sender, &contract, &units)?;
            let msg = to_json_binary(&ReceiverExecute::UnitsReceived { payer: sender.into(), units, message })?;
            return Ok(Response::new().add_message(WasmMsg::Execute { contract_addr: contract, msg, funds: vec![] }));
        }
    }
    Ok(Response::new())
}

fn ledger_query(deps: Deps, _: Env, msg: LedgerQuery) -> StdResult<Binary> {
    let LedgerQuery::Balance { account, denom } = msg;
    to_json_binary(&BALANCES.may_load(deps.storage, (&account, &denom))?.unwrap_or_default())
}

pub fn ledger() -> Box<dyn Contract<Empty>> {
    let wrapper =
        ContractWrapper::<_, _, _, StdError, StdError, StdError>::new(ledger_execute, instantiate, ledger_query);
    Box::new(wrapper)
}

/// The messages that the ledger stands in for are the ones that the services share.
#[test]
fn the_ledger_speaks_the_words_of_the_assets_contract() {
    let units = Units { origin_chain_id: "zone-a".into(), denom: "ucity".into(), amount: Uint128::one() };
    let shared = AssetsExecute::Pay { recipient: "r".into(), units: units.clone() };
    let own = LedgerExecute::Pay { recipient: "r".into(), units: units.clone() };
    assert_eq!(to_json_binary(&shared).expect("json"), to_json_binary(&own).expect("json"));
    let message = Binary::from(b"m");
    let shared = AssetsExecute::PayContract { contract: "c".into(), units: units.clone(), message: message.clone() };
    let own = LedgerExecute::PayContract { contract: "c".into(), units, message };
    assert_eq!(to_json_binary(&shared).expect("json"), to_json_binary(&own).expect("json"));
}

pub fn party(id: &str, scopes: &[&str]) -> PartyResponse {
    let scopes = scopes.iter().map(ToString::to_string).collect();
    PartyResponse { id: id.into(), status: Status::Active, roles: vec![], scopes }
}

pub fn store(id: &str, public_key: &[u8], until_height: Option<u64>) -> SubjectResponse {
    let algorithm = Algorithm::Ed25519;
    let key =
        KeyResponse { name: "main".into(), algorithm, public_key: public_key.into(), since_height: 1, until_height };
    SubjectResponse {
        id: id.into(),
        form: Form::Store,
        owner: None,
        status: Status::Active,
        keys: vec![key],
        accounts: vec![],
        roles: vec![],
        version: 1,
        home_chain_id: "zone-a".into(),
    }
}
