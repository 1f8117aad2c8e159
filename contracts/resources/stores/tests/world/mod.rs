//! A chain with the contract under test, five keepers with a store each, a city that owns data, and real signatures.
#![allow(dead_code)]

pub mod stub;

use causeway_proto::sha256;
use causeway_resource_kit::{leaf_hash, Algorithm};
use causeway_services::identity::{scope, Form, Status};
use causeway_services::intake::BatchState;
use causeway_stores::contract;
use causeway_stores::msg::*;
use causeway_stores::statements::{delivery_text, forgotten_text, receipt_text};
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::{coin, coins, Addr, Binary, Empty, HexBinary, Uint128};
use cw_multi_test::{App, AppResponse, ContractWrapper, Executor};
use ed25519_zebra::SigningKey;

pub const CHAIN: &str = "zone-a";
pub const DENOM: &str = "ustake";
pub const PURSE: u128 = 1_000_000;
pub const BOND: u128 = 1_000;
pub const PENALTY: u128 = 300;
pub const ANSWER_BLOCKS: u64 = 5;
pub const STORES: usize = 5;
pub const BATCH: &str = "did:causeway:entry:zone-a:batch-1";
pub const CITY: &str = "did:causeway:party:zone-a:city";

pub struct World {
    pub app: App,
    pub contract: Addr,
    pub stub: Addr,
}

pub fn store(number: usize) -> String {
    format!("did:causeway:thing:zone-a:store-{number}")
}

pub fn keeper(number: usize) -> String {
    format!("did:causeway:party:zone-a:keeper-{number}")
}

pub fn signing_key(number: usize) -> SigningKey {
    SigningKey::from([number as u8 + 1; 32])
}

pub fn public_key(number: usize) -> Vec<u8> {
    <[u8; 32]>::from(ed25519_zebra::VerificationKey::from(&signing_key(number))).to_vec()
}

/// A sealed object of three chunks, the last one short.
pub fn sealed() -> Vec<u8> {
    (0..2_500u32).map(|at| (at * 7 % 251) as u8).collect()
}

/// Root and path of RFC 6962 by its recursive definition.
pub fn merkle(leaves: &[[u8; 32]], index: usize) -> ([u8; 32], Vec<[u8; 32]>) {
    if leaves.len() == 1 {
        return (leaves[0], vec![]);
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let node = |left: [u8; 32], right: [u8; 32]| sha256(&[&[1u8][..], &left, &right].concat());
    if index < middle {
        let (left, mut path) = merkle(&leaves[..middle], index);
        let (right, _) = merkle(&leaves[middle..], 0);
        path.push(right);
        (node(left, right), path)
    } else {
        let (left, _) = merkle(&leaves[..middle], 0);
        let (right, mut path) = merkle(&leaves[middle..], index - middle);
        path.push(left);
        (node(left, right), path)
    }
}

pub fn leaves(bytes: &[u8]) -> Vec<[u8; 32]> {
    bytes.chunks(1024).map(leaf_hash).collect()
}

pub fn digest(text: &str) -> HexBinary {
    HexBinary::from(&sha256(text.as_bytes()))
}

pub fn seat(number: usize) -> Seat {
    Seat { store: store(number), share: digest(&format!("share {number}")) }
}

/// The sealed object on the first three stores, two of which must hold it.
pub fn placement(version: u32) -> Placement {
    Placement {
        id: BATCH.into(),
        version,
        fingerprint: HexBinary::from(&sha256(&sealed())),
        plaintext: digest("plaintext"),
        key: digest("key"),
        length: sealed().len() as u64,
        chunks: HexBinary::from(&merkle(&leaves(&sealed()), 0).0),
        stores: (0..3).map(seat).collect(),
        quorum: 2,
        open: false,
    }
}

pub fn receipt_of(placement: &Placement, number: usize) -> ExecuteMsg {
    let text = receipt_text(placement, &store(number), 5);
    ExecuteMsg::Receipt {
        object: placement.id.clone(),
        version: placement.version,
        store: store(number),
        at_ns: 5u64.into(),
        signature: signing_key(number).sign(text.as_bytes()).to_bytes().to_vec().into(),
    }
}

pub fn erase(version: u32) -> ExecuteMsg {
    ExecuteMsg::Erase { object: BATCH.into(), version }
}

/// What store `number` signs once its key share is gone, with the key of store `signer`.
pub fn forgotten(placement: &Placement, number: usize, signer: usize) -> ExecuteMsg {
    let text = forgotten_text(placement, &store(number), 7);
    ExecuteMsg::Forgotten {
        object: placement.id.clone(),
        version: placement.version,
        store: store(number),
        at_ns: 7u64.into(),
        signature: signing_key(signer).sign(text.as_bytes()).to_bytes().to_vec().into(),
    }
}

/// What a store signs about delivered bytes.
pub fn delivery(placement: &Placement, number: usize, bytes: &[u8]) -> Delivery {
    let mut statement = Delivery {
        sha256: HexBinary::from(&sha256(bytes)),
        agreement: "agreement-1".into(),
        at_ns: 9u64.into(),
        signature: Binary::default(),
    };
    let text = delivery_text(placement, &statement);
    statement.signature = signing_key(number).sign(text.as_bytes()).to_bytes().to_vec().into();
    statement
}

pub fn challenge(number: usize) -> ExecuteMsg {
    ExecuteMsg::Challenge { object: BATCH.into(), version: 1, store: store(number) }
}

pub fn fail(number: usize) -> ExecuteMsg {
    ExecuteMsg::Fail { object: BATCH.into(), version: 1, store: store(number) }
}

pub fn accuse(number: usize, statement: Delivery) -> ExecuteMsg {
    ExecuteMsg::Accuse { object: BATCH.into(), version: 1, store: store(number), statement }
}

/// The right answer from `bytes` to a challenge about chunk `index`.
pub fn answer(number: usize, bytes: &[u8], index: u64) -> ExecuteMsg {
    let at = index as usize;
    let (_, path) = merkle(&leaves(bytes), at);
    ExecuteMsg::Answer {
        object: BATCH.into(),
        version: 1,
        store: store(number),
        chunk: bytes.chunks(1024).nth(at).expect("a chunk").into(),
        path: path.iter().map(HexBinary::from).collect(),
    }
}

impl World {
    /// Everybody is known and bonded; batch 1 is the city's and validated; nothing is placed.
    pub fn new() -> Self {
        let mut app = App::default();
        app.update_block(|block| block.chain_id = CHAIN.into());
        let gate = app.api().addr_make("gate");
        let stub_code = app.store_code(stub::contract());
        let stub = app.instantiate_contract(stub_code, gate.clone(), &Empty {}, &[], "stub", None).expect("stub");
        let wrapper = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = app.store_code(Box::new(wrapper));
        let msg = InstantiateMsg {
            gate: gate.to_string(),
            identity: stub.to_string(),
            intake: stub.to_string(),
            deposit: DepositTerms { denom: DENOM.into(), min: BOND.into() },
            answer_blocks: ANSWER_BLOCKS,
            penalty: PENALTY.into(),
        };
        let contract = app.instantiate_contract(code, gate, &msg, &[], "stores", None).expect("stores");
        let mut world = World { app, contract, stub };
        world.person("city", CITY, &[scope::SUPPLY]);
        world.tell(BATCH, stub::batch(BATCH, CITY, BatchState::Validated));
        for number in 0..STORES {
            world.person(&format!("keeper-{number}"), &keeper(number), &[scope::STORE]);
            let keys = vec![stub::key(Algorithm::Ed25519, &public_key(number))];
            let owner = keeper(number);
            let subject = stub::subject(&store(number), Form::Store, Some(&owner), Status::Active, keys);
            world.tell(&store(number), subject);
            world.bond(number, BOND).expect("bond");
        }
        world
    }

    pub fn account(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    /// An account with a purse, for a party with these scopes.
    pub fn person(&mut self, name: &str, party: &str, scopes: &[&str]) {
        let account = self.account(name);
        self.tell(account.as_str(), stub::party(party, scopes, Status::Active));
        let purse = coins(PURSE, DENOM);
        self.app.init_modules(|router, _, storage| router.bank.init_balance(storage, &account, purse)).expect("purse");
    }

    pub fn tell(&mut self, key: &str, answer: Binary) {
        let msg = stub::Tell { key: key.into(), answer };
        let (teller, stub) = (self.account("gate"), self.stub.clone());
        self.app.execute_contract(teller, stub, &msg, &[]).expect("told");
    }

    pub fn pay(&mut self, name: &str, msg: &ExecuteMsg, amount: u128) -> Result<AppResponse, String> {
        let funds = if amount == 0 { vec![] } else { vec![coin(amount, DENOM)] };
        let sender = self.account(name);
        let sent = self.app.execute_contract(sender, self.contract.clone(), msg, &funds);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn call(&mut self, name: &str, msg: &ExecuteMsg) -> Result<AppResponse, String> {
        self.pay(name, msg, 0)
    }

    /// Refused, with this code, and nothing has moved.
    pub fn refused(&mut self, name: &str, msg: &ExecuteMsg, code: &str) {
        let error = self.call(name, msg).expect_err(code);
        assert!(error.contains(&format!("{code} (code ")), "{error}, not {code}");
    }

    pub fn bond(&mut self, number: usize, amount: u128) -> Result<AppResponse, String> {
        self.pay(&format!("keeper-{number}"), &ExecuteMsg::Bond { store: store(number) }, amount)
    }

    pub fn place(&mut self, placement: Placement) -> Result<AppResponse, String> {
        self.call("city", &ExecuteMsg::Place { placement, reward: None })
    }

    /// Placed on the first three stores, all of which hold it.
    pub fn held(&mut self) {
        self.place(placement(1)).expect("place");
        for number in 0..3 {
            self.call("anyone", &receipt_of(&placement(1), number)).expect("receipt");
        }
    }

    pub fn wait(&mut self, blocks: u64) {
        self.app.update_block(|block| {
            block.height += blocks;
            block.time = block.time.plus_seconds(5 * blocks);
        });
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.contract, msg).expect("answered")
    }

    pub fn object(&self) -> ObjectResponse {
        self.ask::<Option<ObjectResponse>>(&QueryMsg::Object { id: BATCH.into(), version: None }).expect("placed")
    }

    pub fn history(&self) -> HistoryResponse {
        self.ask::<Option<_>>(&QueryMsg::History { id: BATCH.into(), version: None }).expect("placed")
    }

    pub fn deposit(&self, number: usize) -> StoreResponse {
        self.ask::<Option<_>>(&QueryMsg::Store { id: store(number) }).expect("bonded")
    }

    pub fn challenges(&self, number: usize) -> Vec<ChallengeResponse> {
        let msg = QueryMsg::Challenges { store: store(number), start_after: None, limit: None };
        self.ask::<ChallengesResponse>(&msg).challenges
    }

    pub fn balance(&self, account: &Addr) -> u128 {
        let coin = self.app.wrap().query_balance(account, DENOM).expect("balance");
        Uint128::try_from(coin.amount).expect("128 bits").u128()
    }

    pub fn purse(&self, name: &str) -> u128 {
        self.balance(&self.account(name))
    }
}

/// Whether an event of the response has this type and these attributes.
pub fn has_event(response: &AppResponse, kind: &str, attributes: &[(&str, &str)]) -> bool {
    response.events.iter().any(|event| {
        event.ty == format!("wasm-{kind}")
            && attributes
                .iter()
                .all(|(key, value)| event.attributes.iter().any(|found| found.key == *key && found.value == *value))
    })
}
