//! A chain with the identity contract, four founders, and keys that sign.
#![allow(dead_code)]

pub mod transactions;

use causeway_identity::contract;
use causeway_identity::msg::{
    Change, ExecuteMsg, InstantiateMsg, NewKey, NewSubject, ProposalResponse, QueryMsg, Registrar, Role,
};
use causeway_proto::sha256;
use causeway_resource_kit::Algorithm;
use causeway_services::identity::{Form, Status, SubjectResponse};
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::{Addr, HexBinary};
use cw_multi_test::{App, AppResponse, ContractWrapper, Executor};
use ripemd::{Digest, Ripemd160};

pub const FOUNDERS: [&str; 4] = ["supplier", "demander", "provider", "regulator"];

pub struct World {
    pub app: App,
    pub identity: Addr,
    pub chain_id: String,
}

pub fn role(name: &str, scopes: &[&str]) -> Role {
    Role { name: name.into(), scopes: scopes.iter().map(|one| one.to_string()).collect() }
}

pub fn roles() -> Vec<Role> {
    vec![
        role("supplier", &["vote", "supply", "check"]),
        role("demander", &["vote", "demand"]),
        role("provider", &["vote", "operate", "store"]),
        role("regulator", &["vote", "regulate", "audit"]),
        role("other", &["audit"]),
    ]
}

pub fn party(chain_id: &str, name: &str) -> String {
    format!("did:causeway:party:{chain_id}:{name}")
}

pub fn thing(chain_id: &str, name: &str) -> String {
    format!("did:causeway:thing:{chain_id}:{name}")
}

impl World {
    pub fn new(chain_id: &str) -> Self {
        Self::try_new(chain_id, &FOUNDERS.map(|name| (name, name))).expect("instantiated")
    }

    /// Founders as (name, role).
    pub fn try_new(chain_id: &str, founders: &[(&str, &str)]) -> Result<Self, String> {
        let mut app = App::default();
        app.update_block(|block| {
            block.chain_id = chain_id.into();
            block.height = 1_000;
        });
        let entry = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = app.store_code(Box::new(entry));
        let registrars = founders.iter().map(|(name, role)| Registrar {
            id: party(chain_id, name),
            account: app.api().addr_make(name).into(),
            roles: vec![role.to_string()],
        });
        let msg = InstantiateMsg {
            gate: app.api().addr_make("gate").into(),
            admin: app.api().addr_make("admin").into(),
            registrars: registrars.collect(),
            roles: roles(),
        };
        let admin = app.api().addr_make("admin");
        let identity =
            app.instantiate_contract(code, admin, &msg, &[], "identity", None).map_err(|error| format!("{error:#}"))?;
        Ok(World { app, identity, chain_id: chain_id.into() })
    }

    pub fn account(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    pub fn party(&self, name: &str) -> String {
        party(&self.chain_id, name)
    }

    pub fn thing(&self, name: &str) -> String {
        thing(&self.chain_id, name)
    }

    pub fn height(&self) -> u64 {
        self.app.block_info().height
    }

    pub fn wait(&mut self, blocks: u64) {
        self.app.update_block(|block| {
            block.height += blocks;
            block.time = block.time.plus_seconds(6 * blocks);
        });
    }

    /// A tx in a block of its own.
    pub fn try_as(&mut self, sender: &Addr, msg: &ExecuteMsg) -> Result<AppResponse, String> {
        self.wait(1);
        let sent = self.app.execute_contract(sender.clone(), self.identity.clone(), msg, &[]);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> AppResponse {
        let sender = self.account(sender);
        self.try_as(&sender, msg).expect("accepted")
    }

    /// Refused with this code, and nothing is different.
    pub fn refused(&mut self, sender: &str, msg: &ExecuteMsg, code: &str) {
        let sender = self.account(sender);
        self.refused_as(&sender, msg, code);
    }

    pub fn refused_as(&mut self, sender: &Addr, msg: &ExecuteMsg, code: &str) {
        let before = self.app.dump_wasm_raw(&self.identity);
        let error = self.try_as(sender, msg).expect_err(code);
        assert!(error.contains(&format!("{code} (code ")), "{error} instead of {code}");
        assert_eq!(self.app.dump_wasm_raw(&self.identity), before);
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.identity, msg).expect("answered")
    }

    pub fn subject(&self, id: &str) -> SubjectResponse {
        self.ask::<Option<SubjectResponse>>(&QueryMsg::Subject { id: id.into() }).expect("known")
    }

    pub fn status(&self, id: &str) -> Status {
        self.subject(id).status
    }

    pub fn proposal(&self, number: u64) -> ProposalResponse {
        self.ask::<Option<ProposalResponse>>(&QueryMsg::Proposal { number }).expect("known")
    }

    /// Opens a proposal and answers its number.
    pub fn propose(&mut self, sender: &str, subjects: Vec<NewSubject>) -> u64 {
        proposal_of(&self.send(sender, &ExecuteMsg::Propose { subjects }))
    }

    pub fn propose_change(&mut self, sender: &str, change: Change) -> u64 {
        proposal_of(&self.send(sender, &ExecuteMsg::ProposeChange { change }))
    }

    pub fn vote(&mut self, voter: &str, proposal: u64, approve: bool) -> AppResponse {
        self.send(voter, &ExecuteMsg::Vote { proposal, approve })
    }

    /// Three of four founders, the regulator among them.
    pub fn approve(&mut self, proposal: u64) {
        for voter in ["supplier", "provider", "regulator"] {
            self.vote(voter, proposal, true);
        }
    }

    /// Votes through a proposal that has come to be pointless.
    pub fn approve_until_failed(&mut self, proposal: u64) {
        self.approve(proposal);
        assert_eq!(self.proposal(proposal).outcome, causeway_identity::msg::Outcome::Failed);
    }

    pub fn decide_without_supplier(&mut self, change: Change) {
        let number = self.propose_change("demander", change);
        for voter in ["demander", "provider", "regulator"] {
            self.vote(voter, number, true);
        }
    }

    pub fn decide(&mut self, change: Change) {
        let number = self.propose_change("supplier", change);
        self.approve(number);
    }

    pub fn device(&self, owner: &str, name: &str, signer: &Signer) -> NewSubject {
        self.new_thing(Form::Device, &self.party(owner), name, signer)
    }

    pub fn new_thing(&self, form: Form, owner: &str, name: &str, signer: &Signer) -> NewSubject {
        let id = self.thing(name);
        let key = Some(self.key(&id, owner, "key-1", signer));
        NewSubject { id, form, roles: vec![], key }
    }

    /// A key with its proof, the text spelled out here once more.
    pub fn key(&self, id: &str, owner: &str, name: &str, signer: &Signer) -> NewKey {
        let (algorithm, public_key) = (signer.algorithm(), signer.public_key());
        let word = match algorithm {
            Algorithm::Ed25519 => "ed25519",
            Algorithm::P256 => "p256",
            Algorithm::Secp256k1 => "secp256k1",
        };
        let text = format!(
            "Causeway v1: key\n{}\n{}\nsubject {id}\nowner {owner}\nkey {name} {word} {}",
            self.chain_id,
            self.identity,
            HexBinary::from(public_key.as_slice()).to_hex()
        );
        NewKey { name: name.into(), algorithm, public_key: public_key.into(), proof: signer.sign(&text).into() }
    }

    /// An enrolled party whose account is called like it.
    pub fn enrol_party(&mut self, name: &str, role: &str) {
        let id = self.party(name);
        let subject = NewSubject { id, form: Form::Organisation, roles: vec![role.into()], key: None };
        let number = self.propose(name, vec![subject]);
        self.approve(number);
    }

    /// An enrolled device of a founder's.
    pub fn enrol_device(&mut self, owner: &str, name: &str, signer: &Signer) -> String {
        let device = self.device(owner, name, signer);
        let number = self.propose(owner, vec![device]);
        self.approve(number);
        self.thing(name)
    }
}

pub fn proposal_of(response: &AppResponse) -> u64 {
    let found = response.events.iter().find(|event| event.ty == "wasm-identity_proposal_opened").expect("event");
    found.attributes.iter().find(|one| one.key == "proposal").expect("number").value.parse().expect("number")
}

pub fn has_event(response: &AppResponse, name: &str, key: &str, value: &str) -> bool {
    let name = format!("wasm-identity_{name}");
    let said = |event: &cosmwasm_std::Event| event.attributes.iter().any(|one| one.key == key && one.value == value);
    response.events.iter().any(|event| event.ty == name && said(event))
}

pub enum Signer {
    Ed25519(ed25519_zebra::SigningKey),
    P256(p256::ecdsa::SigningKey),
    Secp256k1(k256::ecdsa::SigningKey),
}

fn secret(seed: u32) -> [u8; 32] {
    sha256(&seed.to_be_bytes())
}

impl Signer {
    pub fn ed25519(seed: u32) -> Self {
        Signer::Ed25519(secret(seed).into())
    }

    pub fn p256(seed: u32) -> Self {
        Signer::P256(p256::ecdsa::SigningKey::from_slice(&secret(seed)).expect("scalar"))
    }

    pub fn secp256k1(seed: u32) -> Self {
        Signer::Secp256k1(k256::ecdsa::SigningKey::from_slice(&secret(seed)).expect("scalar"))
    }

    pub fn algorithm(&self) -> Algorithm {
        match self {
            Signer::Ed25519(_) => Algorithm::Ed25519,
            Signer::P256(_) => Algorithm::P256,
            Signer::Secp256k1(_) => Algorithm::Secp256k1,
        }
    }

    pub fn public_key(&self) -> Vec<u8> {
        match self {
            Signer::Ed25519(key) => <[u8; 32]>::from(ed25519_zebra::VerificationKey::from(key)).to_vec(),
            Signer::P256(key) => key.verifying_key().to_encoded_point(true).as_bytes().to_vec(),
            Signer::Secp256k1(key) => key.verifying_key().to_encoded_point(true).as_bytes().to_vec(),
        }
    }

    pub fn sign(&self, text: &str) -> Vec<u8> {
        use k256::ecdsa::signature::Signer as _;
        match self {
            Signer::Ed25519(key) => key.sign(text.as_bytes()).to_bytes().to_vec(),
            Signer::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(text.as_bytes());
                signature.normalize_s().unwrap_or(signature).to_vec()
            }
            Signer::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key.sign(text.as_bytes());
                signature.to_vec()
            }
        }
    }

    /// Address of this key under a prefix.
    pub fn address(&self, prefix: &str) -> String {
        let hash = Ripemd160::digest(sha256(&self.public_key()));
        let prefix = bech32::Hrp::parse(prefix).expect("prefix");
        bech32::encode::<bech32::Bech32>(prefix, &hash).expect("address")
    }
}
