//! A chain with the contract under test, parties whose accounts have real keys, and an asset of the city's.
#![allow(dead_code)]

#[path = "../../../stores/tests/world/stub.rs"]
pub mod stub;

use causeway_proto::{adr036_document, sha256};
use causeway_rights::contract;
use causeway_rights::msg::*;
use causeway_rights::request::access_text;
use causeway_services::identity::{scope, Form, Status};
use causeway_services::intake::BatchState;
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{from_json, Addr, Api, Binary, CanonicalAddr, Empty, HexBinary};
use cw_multi_test::{App, AppResponse, ContractWrapper, Executor};
use k256::ecdsa::signature::hazmat::PrehashSigner;
use k256::ecdsa::{Signature, SigningKey};
use ripemd::{Digest, Ripemd160};

pub const CHAIN: &str = "zone-a";
pub const ASSET: &str = "did:causeway:asset:zone-a:air";
pub const BATCH: &str = "did:causeway:entry:zone-a:batch-1";
pub const OFFER: &str = "offer-1";
/// The world begins a second after this.
pub const START_NS: u64 = 1_700_000_000_000_000_000;
pub const DAY_NS: u64 = 86_400_000_000_000;

pub fn did(name: &str) -> String {
    format!("did:causeway:party:zone-a:{name}")
}

fn secret(name: &str) -> SigningKey {
    SigningKey::from_slice(&sha256(name.as_bytes())).expect("a hash is a valid key")
}

pub fn public_key(name: &str) -> Vec<u8> {
    secret(name).verifying_key().to_encoded_point(true).as_bytes().to_vec()
}

/// The account of a name's key.
pub fn account(name: &str) -> Addr {
    let hash = Ripemd160::digest(sha256(&public_key(name)));
    MockApi::default().addr_humanize(&CanonicalAddr::from(hash.as_slice())).expect("20 bytes")
}

pub fn sign(name: &str, text: &str) -> Binary {
    let signature: Signature = secret(name).sign_prehash(&sha256(text.as_bytes())).expect("a digest");
    signature.normalize_s().unwrap_or(signature).to_bytes().to_vec().into()
}

pub fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// Two fields for two purposes, for ten days, three reads, not to be given on.
pub fn terms() -> Terms {
    Terms {
        fields: texts(&["humidity", "temperature"]),
        purposes: texts(&["research", "statistics"]),
        from_ns: START_NS.into(),
        until_ns: (START_NS + 10 * DAY_NS).into(),
        count: 3,
        onward: Onward::None,
        royalty_bps: 500,
    }
}

pub fn onward() -> Terms {
    Terms { onward: Onward::SameTerms, royalty_bps: 500, count: 0, ..terms() }
}

pub fn registration(asset: &str) -> Registration {
    Registration {
        asset: asset.into(),
        fingerprint: HexBinary::from(&sha256(asset.as_bytes())),
        controller: None,
        terms: Some(onward()),
        shares: vec![Share { account: account("city").into(), bps: 10_000 }],
        source: None,
        access: Access::Closed,
    }
}

pub fn body(asset: &str, grantee: &str, terms: Terms) -> GrantBody {
    GrantBody {
        asset: asset.into(),
        grantee: did(grantee),
        terms,
        recipient_key: Binary::from(br#"{"crv":"P-256","kty":"EC","x":"x","y":"y"}"#),
        offer: None,
    }
}

pub struct World {
    pub app: App,
    pub contract: Addr,
    pub stub: Addr,
}

impl World {
    /// The city has registered the asset and batch 1 is its own; the market is `market`, an account.
    pub fn new() -> Self {
        let mut app = App::default();
        app.update_block(|block| {
            block.chain_id = CHAIN.into();
            block.time = cosmwasm_std::Timestamp::from_nanos(START_NS + 1_000_000_000);
        });
        let stub_code = app.store_code(stub::contract());
        let stub = app.instantiate_contract(stub_code, account("gate"), &Empty {}, &[], "stub", None).expect("stub");
        let wrapper = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = app.store_code(Box::new(wrapper));
        let msg = InstantiateMsg {
            gate: account("gate").into(),
            admin: account("admin").into(),
            identity: stub.to_string(),
            intake: stub.to_string(),
        };
        let contract = app.instantiate_contract(code, account("gate"), &msg, &[], "rights", None).expect("rights");
        let mut world = World { app, contract, stub };
        for (name, scopes) in [
            ("city", &[scope::SUPPLY][..]),
            ("utility", &[scope::SUPPLY]),
            ("shop", &[scope::SUPPLY, scope::DEMAND]),
            ("buyer", &[scope::DEMAND]),
            ("other", &[scope::DEMAND]),
            ("keeper", &[scope::STORE]),
        ] {
            world.person(name, scopes, Status::Active);
        }
        world.tell(BATCH, stub::batch(BATCH, &did("city"), BatchState::Validated));
        world.call("admin", &ExecuteMsg::SetMarket { address: account("market").into() }).expect("market");
        world.call("city", &ExecuteMsg::Register(registration(ASSET))).expect("register");
        world
    }

    pub fn person(&mut self, name: &str, scopes: &[&str], status: Status) {
        self.tell(account(name).as_str(), stub::party(&did(name), scopes, status));
        self.tell(&did(name), stub::subject(&did(name), Form::Organisation, None, status, vec![]));
    }

    pub fn tell(&mut self, key: &str, answer: Binary) {
        let msg = stub::Tell { key: key.into(), answer };
        self.app.execute_contract(account("gate"), self.stub.clone(), &msg, &[]).expect("told");
    }

    pub fn call(&mut self, name: &str, msg: &ExecuteMsg) -> Result<AppResponse, String> {
        let sent = self.app.execute_contract(account(name), self.contract.clone(), msg, &[]);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn refused(&mut self, name: &str, msg: &ExecuteMsg, code: &str) {
        let error = self.call(name, msg).expect_err(code);
        assert!(error.contains(&format!("{code} (code ")), "{error}, not {code}");
    }

    /// A grant of the city's to the buyer; its id.
    pub fn granted(&mut self, terms: Terms) -> String {
        self.granted_by("city", body(ASSET, "buyer", terms))
    }

    pub fn granted_by(&mut self, name: &str, body: GrantBody) -> String {
        let granted = self.call(name, &ExecuteMsg::Grant(body)).expect("granted");
        String::from_utf8(granted.data.expect("an id").to_vec()).expect("digits")
    }

    /// What the buyer signs to read the temperature for research.
    pub fn request(&self, grant: &str, nonce: u8) -> AccessRequest {
        let request = AccessRequest {
            grant: grant.into(),
            fields: texts(&["temperature"]),
            purpose: "research".into(),
            nonce: HexBinary::from(&[nonce; 16]),
            expires_ns: (START_NS + 100 * DAY_NS).into(),
            signature: Binary::default(),
            public_key: Binary::default(),
        };
        self.signed("buyer", request)
    }

    pub fn signed(&self, name: &str, mut request: AccessRequest) -> AccessRequest {
        let text = access_text(CHAIN, &self.contract, &request);
        request.signature = sign(name, &text);
        request.public_key = public_key(name).into();
        request
    }

    /// The same with a wallet.
    pub fn signed_in_wallet(&self, name: &str, mut request: AccessRequest) -> AccessRequest {
        let text = access_text(CHAIN, &self.contract, &request);
        request.signature = sign(name, &adr036_document(account(name).as_str(), &text));
        request.public_key = public_key(name).into();
        request
    }

    /// The code of the decision on a request that the keeper serves; 0 where it is allowed.
    pub fn uses(&mut self, request: &AccessRequest) -> u32 {
        let used = self.call("keeper", &ExecuteMsg::Use(request.clone())).expect("a decision is no error");
        let decision: DecisionResponse = from_json(used.data.expect("a decision")).expect("json");
        assert_eq!(decision.allowed, decision.code == 0);
        decision.code
    }

    pub fn set_time(&mut self, nanos: u64) {
        self.app.update_block(|block| {
            block.height += 1;
            block.time = cosmwasm_std::Timestamp::from_nanos(nanos);
        });
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.contract, msg).expect("answered")
    }

    pub fn rights(&self, asset: &str) -> RightsResponse {
        self.ask::<Option<_>>(&QueryMsg::Rights { asset: asset.into() }).expect("registered")
    }

    pub fn grant(&self, id: &str) -> GrantResponse {
        self.ask::<Option<_>>(&QueryMsg::Grant { id: id.into() }).expect("granted")
    }

    pub fn counts(&self, asset: &str) -> CountsResponse {
        self.ask(&QueryMsg::Counts { asset: asset.into() })
    }

    pub fn accesses(&self, asset: &str) -> Vec<AccessResponse> {
        let msg = QueryMsg::Accesses { asset: asset.into(), start_after: None, limit: None };
        self.ask::<AccessesResponse>(&msg).accesses
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
