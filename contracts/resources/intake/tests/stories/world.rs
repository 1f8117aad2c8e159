//! A chain with the intake contract, an identity contract of fixed answers, a city with devices, and checkers.

use causeway_intake::contract;
use causeway_intake::msg::{
    AttemptResponse, Element, ElementKind, ExecuteMsg, Failure, InstantiateMsg, ModelRef, NewStream, Phases, QueryMsg,
    RewardConfig, Submission,
};
use causeway_proto::sha256;
use causeway_resource_kit::{Algorithm, ServiceError};
use causeway_services::identity::{
    AccountResponse, Form, IdentityQuery, KeyResponse, PartyResponse, Status, SubjectResponse,
};
use causeway_services::intake::{BatchResponse, BatchState};
use cosmwasm_schema::cw_serde;
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::{
    coins, to_json_binary, Addr, Binary, Coin, Deps, DepsMut, Empty, Env, HexBinary, MessageInfo, Response, StdResult,
    Timestamp, Uint128, Uint64,
};
use cw_multi_test::{App, AppBuilder, AppResponse, ContractWrapper, Executor};
use cw_storage_plus::Map;
use ed25519_zebra::{SigningKey, VerificationKey};

pub const CHAIN: &str = "zone-a";
pub const DENOM: &str = "ustake";
pub const START_NS: u64 = 1_700_000_000_000_000_000;
pub const REWARD: u128 = 10;
pub const SKEW_SEC: u64 = 300;
pub const REGULATOR_SEC: u64 = 3_600;
pub const COMMIT_BLOCKS: u64 = 5;
pub const REVEAL_BLOCKS: u64 = 5;
pub const WAIT_BLOCKS: u64 = 20;

const PARTIES: Map<&str, PartyResponse> = Map::new("party");
const SUBJECTS: Map<&str, SubjectResponse> = Map::new("subject");

/// What the stub of the identity contract is told.
#[cw_serde]
pub enum StubExecute {
    Party { account: String, party: PartyResponse },
    Subject(SubjectResponse),
}

fn stub_instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn stub_execute(deps: DepsMut, _: Env, _: MessageInfo, msg: StubExecute) -> StdResult<Response> {
    match msg {
        StubExecute::Party { account, party } => PARTIES.save(deps.storage, &account, &party)?,
        StubExecute::Subject(subject) => SUBJECTS.save(deps.storage, &subject.id, &subject)?,
    }
    Ok(Response::new())
}

fn stub_query(deps: Deps, _: Env, msg: IdentityQuery) -> StdResult<Binary> {
    match msg {
        IdentityQuery::Party { account } => to_json_binary(&PARTIES.may_load(deps.storage, &account)?),
        IdentityQuery::Subject { id } => to_json_binary(&SUBJECTS.may_load(deps.storage, &id)?),
    }
}

pub fn party_id(name: &str) -> String {
    format!("did:causeway:party:{CHAIN}:{name}")
}

pub fn device_id(name: &str) -> String {
    format!("did:causeway:thing:{CHAIN}:{name}")
}

pub fn stream_id(name: &str) -> String {
    format!("did:causeway:asset:{CHAIN}:{name}")
}

pub fn batch_id(range: &str) -> String {
    format!("did:causeway:entry:{CHAIN}:air.meter.{range}")
}

/// The key of a device, from its name.
pub fn key(name: &str) -> SigningKey {
    SigningKey::from(sha256(name.as_bytes()))
}

pub fn public_key(name: &str, algorithm: Algorithm, since_height: u64) -> KeyResponse {
    let bytes: [u8; 32] = VerificationKey::from(&key(name)).into();
    KeyResponse { name: name.into(), algorithm, public_key: Binary::from(bytes), since_height, until_height: None }
}

pub fn subject(id: &str, form: Form, owner: Option<&str>, keys: Vec<KeyResponse>) -> SubjectResponse {
    SubjectResponse {
        id: id.into(),
        form,
        owner: owner.map(party_id),
        status: Status::Active,
        keys,
        accounts: Vec::<AccountResponse>::new(),
        roles: vec![],
        version: 1,
        home_chain_id: CHAIN.into(),
    }
}

pub struct World {
    pub app: App,
    pub intake: Addr,
    pub identity: Addr,
}

pub type Outcome = Result<AppResponse, String>;

/// The text that a device signs.
pub fn text(batch: &Submission) -> String {
    let Submission { stream, device, attempt, first, last, root, sent_ns, .. } = batch;
    [
        "Causeway v1: submit batch".into(),
        stream.clone(),
        device.clone(),
        format!("attempt {attempt}"),
        format!("entries {first}-{last}"),
        format!("root {}", root.to_hex()),
        format!("sent {sent_ns}"),
    ]
    .join("\n")
}

pub fn signed(mut batch: Submission, signer: &str) -> Submission {
    let signature: [u8; 64] = key(signer).sign(text(&batch).as_bytes()).into();
    batch.signature = Binary::from(signature);
    batch
}

impl World {
    /// Alice acts for the city, the owner of `meter`; Pat for a platform, Rita for a regulator; c1 to c6 check.
    pub fn new() -> Self {
        let app = AppBuilder::new().build(|router, api, storage| {
            for name in ["alice", "stranger", "c1"] {
                let purse = vec![Coin::new(1_000_000u128, DENOM), Coin::new(1_000u128, "uother")];
                router.bank.init_balance(storage, &api.addr_make(name), purse).expect("balance");
            }
        });
        let mut world = World { app, intake: Addr::unchecked(""), identity: Addr::unchecked("") };
        world.app.update_block(|block| {
            block.chain_id = CHAIN.into();
            block.height = 100;
            block.time = Timestamp::from_nanos(START_NS);
        });
        let stub = ContractWrapper::new(stub_execute, stub_instantiate, stub_query);
        let stub = world.app.store_code(Box::new(stub));
        let alice = world.account("alice");
        world.identity =
            world.app.instantiate_contract(stub, alice.clone(), &Empty {}, &[], "identity", None).expect("stub");
        let code = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = world.app.store_code(Box::new(code));
        let msg = world.configuration();
        world.intake = world.app.instantiate_contract(code, alice, &msg, &[], "intake", None).expect("intake");
        world.party("alice", "city", &["supply"]);
        world.party("bob", "port", &["supply"]);
        world.party("pat", "platform", &["operate"]);
        world.party("rita", "authority", &["regulate"]);
        (1..=6).for_each(|number| world.party(&format!("c{number}"), &format!("checker-{number}"), &["check"]));
        world.device("meter", "city");
        world
    }

    pub fn configuration(&self) -> InstantiateMsg {
        InstantiateMsg {
            gate: self.account("gate").into_string(),
            identity: self.identity.to_string(),
            skew_sec: SKEW_SEC,
            reward: RewardConfig { denom: DENOM.into() },
            phases: Phases { commit_blocks: COMMIT_BLOCKS, reveal_blocks: REVEAL_BLOCKS, wait_blocks: WAIT_BLOCKS },
            regulator_sec: REGULATOR_SEC,
        }
    }

    pub fn account(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    pub fn tell(&mut self, msg: &StubExecute) {
        let (sender, stub) = (self.account("alice"), self.identity.clone());
        self.app.execute_contract(sender, stub, msg, &[]).expect("the stub obeys");
    }

    pub fn party(&mut self, account: &str, name: &str, scopes: &[&str]) {
        let account = self.account(account).into_string();
        let party = PartyResponse {
            id: party_id(name),
            status: Status::Active,
            roles: vec![],
            scopes: scopes.iter().map(|scope| scope.to_string()).collect(),
        };
        self.tell(&StubExecute::Party { account, party });
        self.tell(&StubExecute::Subject(subject(&party_id(name), Form::Organisation, None, vec![])));
    }

    pub fn device(&mut self, name: &str, owner: &str) {
        let keys = vec![public_key(name, Algorithm::Ed25519, 1)];
        self.tell(&StubExecute::Subject(subject(&device_id(name), Form::Device, Some(owner), keys)));
    }

    pub fn suspend(&mut self, id: &str, form: Form, owner: Option<&str>) {
        let suspended = SubjectResponse { status: Status::Suspended, ..subject(id, form, owner, vec![]) };
        self.tell(&StubExecute::Subject(suspended));
    }

    pub fn blocks(&mut self, count: u64) {
        self.app.update_block(|block| {
            block.height += count;
            block.time = block.time.plus_seconds(count);
        });
    }

    pub fn seconds(&mut self, count: u64) {
        self.app.update_block(|block| block.time = block.time.plus_seconds(count));
    }

    pub fn paying(&mut self, sender: &str, funds: &[Coin], msg: &ExecuteMsg) -> Outcome {
        let (sender, intake) = (self.account(sender), self.intake.clone());
        // The whole chain of causes: the contract's code stands in its last part.
        self.app.execute_contract(sender, intake, msg, funds).map_err(|error| format!("{error:?}"))
    }

    pub fn call(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        self.paying(sender, &[], msg)
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.intake, msg).expect("an answer")
    }

    pub fn balance(&self, account: &Addr) -> u128 {
        let balance = self.app.wrap().query_balance(account, DENOM).expect("balance");
        Uint128::try_from(balance.amount).expect("128 bits").u128()
    }

    pub fn purse(&self, name: &str) -> u128 {
        self.balance(&self.account(name))
    }

    pub fn escrow(&self) -> u128 {
        self.balance(&self.intake)
    }

    /// The model `air` in version 1, and the stream `air` with `checkers`, open to the meter.
    pub fn opened(checkers: u32) -> Self {
        let mut world = World::new();
        world.call("alice", &model("air", 1)).expect("model");
        world.call("alice", &ExecuteMsg::OpenStream(new_stream("air", checkers))).expect("stream");
        world
    }

    /// The meter's rows `first` to `last`, signed; the root stands for its content.
    pub fn rows(&self, first: u64, last: u64, attempt: u32, content: &str) -> Submission {
        let batch = Submission {
            stream: stream_id("air"),
            device: device_id("meter"),
            attempt,
            first: Uint64::new(first),
            last: Uint64::new(last),
            root: HexBinary::from(&sha256(content.as_bytes())),
            sent_ns: Uint64::new(self.app.block_info().time.nanos()),
            signature: Binary::default(),
        };
        signed(batch, "meter")
    }

    pub fn submit(&mut self, batch: Submission) -> Outcome {
        let checkers =
            self.ask::<causeway_intake::msg::StreamResponse>(&QueryMsg::Stream { id: stream_id("air") }).checkers;
        let cost = REWARD * u128::from(checkers);
        let funds = if cost == 0 { vec![] } else { coins(cost, DENOM) };
        self.paying("alice", &funds, &ExecuteMsg::Submit(batch))
    }

    pub fn report(&mut self, range: &str, attempt: u32, failed: &[(u64, u32)]) -> Outcome {
        let msg = report(range, attempt, failed);
        self.call("pat", &msg)
    }

    pub fn batch(&self, range: &str) -> BatchResponse {
        self.ask::<Option<BatchResponse>>(&QueryMsg::Batch { id: batch_id(range) }).expect("a batch")
    }

    pub fn state(&self, range: &str) -> BatchState {
        self.batch(range).state
    }

    pub fn verdicts(&self, range: &str) -> AttemptResponse {
        self.ask::<Option<AttemptResponse>>(&QueryMsg::Verdicts { batch: batch_id(range) }).expect("a batch")
    }
}

pub fn report(range: &str, attempt: u32, failed: &[(u64, u32)]) -> ExecuteMsg {
    let failed = failed.iter().map(|(sequence, code)| Failure { sequence: Uint64::new(*sequence), code: *code });
    ExecuteMsg::Report { batch: batch_id(range), attempt, model_version: 1, failed: failed.collect(), more: 0 }
}

pub fn model(name: &str, version: u32) -> ExecuteMsg {
    ExecuteMsg::RegisterModel { name: name.into(), version, schema: Binary::from(b"{\"type\":\"object\"}") }
}

pub fn element(name: &str) -> Element {
    let unit = "Cel".into();
    Element { name: name.into(), kind: ElementKind::Decimal, unit, length_max: 16, optional: false }
}

pub fn new_stream(name: &str, checkers: u32) -> NewStream {
    NewStream {
        id: stream_id(name),
        model: ModelRef { name: "air".into(), version: 1 },
        elements: vec![element("temperature")],
        open: true,
        copyable: true,
        terms: "cc-by".into(),
        checkers,
        reward: Uint128::new(REWARD),
        sources: Some(vec![device_id("meter")]),
    }
}

/// Demands a refusal with this code.
#[track_caller]
pub fn refused(outcome: Outcome, code: impl Into<causeway_resource_kit::Reason>) {
    let expected = ServiceError::Reason(code.into()).to_string();
    let error = outcome.expect_err(&expected);
    assert!(error.contains(&expected), "{error} is not {expected}");
}

/// The attributes of the one event of this type.
#[track_caller]
pub fn event<'a>(response: &'a AppResponse, kind: &str) -> Vec<(&'a str, &'a str)> {
    let kind = format!("wasm-{kind}");
    let mut found = response.events.iter().filter(|event| event.ty == kind);
    let event = found.next().unwrap_or_else(|| panic!("no {kind} in {:?}", response.events));
    assert!(found.next().is_none(), "{kind} twice");
    event.attributes.iter().map(|one| (one.key.as_str(), one.value.as_str())).collect()
}
