//! A chain with the credentials contract and a stand-in for the identity service that says what it is told to.

use causeway_credentials::contract;
use causeway_credentials::msg::{CredentialResponse, ExecuteMsg, InstantiateMsg, QueryMsg, ValidResponse};
use causeway_proto::{encode, operation::Body, Custom, Operation};
use causeway_resource_kit::{LegCall, PrepareCall, PrepareOutcome};
use causeway_services::credentials::IssueBody;
use causeway_services::identity::{PartyResponse, Status};
use cosmwasm_schema::cw_serde;
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, HexBinary, MessageInfo, Response, StdResult,
    Timestamp,
};
use cw_multi_test::{App, AppResponse, ContractWrapper, Executor};
use cw_storage_plus::Map;

pub const ASSET: &str = "did:causeway:asset:zone-a:air";

pub fn party(name: &str) -> String {
    format!("did:causeway:party:zone-a:{name}")
}

#[cw_serde]
struct Told {
    account: String,
    party: PartyResponse,
}

#[cw_serde]
enum StandInQuery {
    Party { account: String },
    Office { id: String },
}

const BY_ACCOUNT: Map<&str, PartyResponse> = Map::new("by_account");
const BY_ID: Map<&str, PartyResponse> = Map::new("by_id");

fn told(deps: DepsMut, _: Env, _: MessageInfo, msg: Told) -> StdResult<Response> {
    BY_ACCOUNT.save(deps.storage, &msg.account, &msg.party)?;
    BY_ID.save(deps.storage, &msg.party.id, &msg.party)?;
    Ok(Response::new())
}

fn asked(deps: Deps, _: Env, msg: StandInQuery) -> StdResult<Binary> {
    to_json_binary(&match msg {
        StandInQuery::Party { account } => BY_ACCOUNT.may_load(deps.storage, &account)?,
        StandInQuery::Office { id } => BY_ID.may_load(deps.storage, &id)?,
    })
}

pub struct World {
    pub app: App,
    identity: Addr,
    credentials: Addr,
}

/// Of the air data, by the fingerprint of sevens.
pub fn certificate(world: &World, id: &str, index: u64) -> IssueBody {
    let now = world.app.block_info().time.nanos();
    IssueBody {
        id: id.into(),
        kind: "DataQualityCertificate".into(),
        subject: ASSET.into(),
        fingerprint: Some([7; 32].into()),
        digest: [8; 32].into(),
        index,
        valid_from_ns: now.into(),
        valid_until_ns: (now + 1_000_000_000_000_000).into(),
    }
}

impl World {
    pub fn new() -> Self {
        let mut app = App::default();
        app.update_block(|block| block.chain_id = "zone-a".into());
        let begun = |_: DepsMut, _: Env, _: MessageInfo, _: Empty| -> StdResult<Response> { Ok(Response::new()) };
        let identity_code = app.store_code(Box::new(ContractWrapper::new(told, begun, asked)));
        let entry = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = app.store_code(Box::new(entry));
        let sender = app.api().addr_make("deployer");
        let identity =
            app.instantiate_contract(identity_code, sender.clone(), &Empty {}, &[], "identity", None).expect("made");
        let msg = InstantiateMsg { gate: app.api().addr_make("gate").into(), identity: identity.to_string() };
        let credentials = app.instantiate_contract(code, sender, &msg, &[], "credentials", None).expect("made");
        let mut world = World { app, identity, credentials };
        world.set("regulator", Status::Active, &["regulate", "vote"]);
        world.set("other-regulator", Status::Active, &["regulate"]);
        world.set("supplier", Status::Active, &["supply", "vote"]);
        world
    }

    /// What the identity service says of a party from now on.
    pub fn set(&mut self, name: &str, status: Status, scopes: &[&str]) {
        let scopes = scopes.iter().map(|scope| scope.to_string()).collect();
        let party = PartyResponse { id: party(name), status, roles: vec![], scopes };
        let account = self.app.api().addr_make(name);
        let msg = Told { account: account.to_string(), party };
        self.app.execute_contract(account, self.identity.clone(), &msg, &[]).expect("told");
    }

    pub fn wait_until(&mut self, time_ns: u64) {
        self.app.update_block(|block| {
            block.height += 1;
            block.time = Timestamp::from_nanos(time_ns);
        });
    }

    fn try_send(&mut self, sender: &str, msg: &ExecuteMsg) -> Result<AppResponse, String> {
        let sender = self.app.api().addr_make(sender);
        let sent = self.app.execute_contract(sender, self.credentials.clone(), msg, &[]);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> AppResponse {
        self.try_send(sender, msg).expect("accepted")
    }

    /// Refused with this code, and nothing is different.
    pub fn refused(&mut self, sender: &str, msg: &ExecuteMsg, code: &str) {
        let before = self.app.dump_wasm_raw(&self.credentials);
        let error = self.try_send(sender, msg).expect_err(code);
        assert!(error.contains(&format!("{code} (code ")), "{error} instead of {code}");
        assert_eq!(self.app.dump_wasm_raw(&self.credentials), before);
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.credentials, msg).expect("answered")
    }

    pub fn credential(&self, id: &str) -> CredentialResponse {
        self.ask::<Option<CredentialResponse>>(&QueryMsg::Credential { id: id.into() }).expect("known")
    }

    /// None, or why it does not count.
    pub fn valid(&self, id: &str, subject: &str, fingerprint: Option<[u8; 32]>) -> Option<u32> {
        let fingerprint = fingerprint.map(HexBinary::from);
        let answer: ValidResponse = self.ask(&QueryMsg::Valid { id: id.into(), subject: subject.into(), fingerprint });
        assert_eq!(answer.valid, answer.code.is_none());
        answer.code
    }

    pub fn prepare(&mut self, actor: &str, name: &str, body: Vec<u8>, transaction: u8) -> PrepareOutcome {
        let operation = Operation {
            resource: self.credentials.to_string(),
            actor: self.app.api().addr_make(actor).into(),
            body: Some(Body::Custom(Custom { name: name.into(), body })),
        };
        let call = PrepareCall {
            transaction_id: HexBinary::from(&[transaction; 32]),
            leg: 0,
            operations: vec![encode(&operation).into()],
            contents: vec![None],
            until_ns: 1u64.into(),
        };
        let data = self.send("gate", &ExecuteMsg::Prepare(call)).data.expect("an outcome");
        from_json(data).expect("an outcome")
    }

    pub fn commit(&mut self, transaction: u8) -> AppResponse {
        let call = LegCall { transaction_id: HexBinary::from(&[transaction; 32]), leg: 0 };
        self.send("gate", &ExecuteMsg::Commit(call))
    }
}

pub fn has_event(response: &AppResponse, name: &str, key: &str, value: &str) -> bool {
    let name = format!("wasm-credentials_{name}");
    let said = |event: &cosmwasm_std::Event| event.attributes.iter().any(|one| one.key == key && one.value == value);
    response.events.iter().any(|event| event.ty == name && said(event))
}
