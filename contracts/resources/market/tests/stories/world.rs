//! A chain with the market under test, stand-ins for the other services, a city that sells and shops that buy.

use crate::stub::{self, Ask, LedgerExecute, LedgerQuery, Tell};
use causeway_market::contract;
use causeway_market::limits::WHOLE_BPS;
use causeway_market::msg::*;
use causeway_services::assets::Units;
use causeway_services::identity::scope;
use causeway_services::rights::{GrantBody, MandateResponse, Onward, RightsResponse, Share, Terms};
use causeway_services::stores::{ObjectResponse, ReplicaResponse, ReplicaState};
use cosmwasm_schema::serde::{de::DeserializeOwned, Serialize};
use cosmwasm_std::{to_json_binary, Addr, Empty, HexBinary, Uint128};
use cw_multi_test::{App, AppResponse, ContractWrapper, Executor};

pub const CHAIN: &str = "zone-a";
pub const DENOM: &str = "ucity";
pub const CITY: &str = "did:causeway:party:zone-a:city";
pub const SHOP: &str = "did:causeway:party:zone-a:shop";
pub const ASSET: &str = "did:causeway:asset:zone-a:air";
pub const OFFER: &str = "zone-a/air";
pub const STORE: &str = "did:causeway:thing:zone-a:store-1";
pub const PURSE: u128 = 1_000_000;
pub const FEE_BPS: u32 = 100;
pub const WINDOW_SEC: u64 = 3_600;
pub const DELIVERY_SEC: u64 = 600;
pub const TERM_SEC: u64 = 86_400;
pub const DAY_SEC: u64 = 86_400;
pub const NS: u64 = 1_000_000_000;
/// Of the buyer; nobody wraps anything to it here.
pub const JWK: &[u8] = br#"{"crv":"X25519","kty":"OKP","x":"AAAA"}"#;

pub struct World {
    pub app: App,
    pub market: Addr,
    pub ledger: Addr,
    pub identity: Addr,
    pub rights: Addr,
    pub stores: Addr,
    pub credentials: Addr,
}

pub fn units(amount: u128) -> Units {
    Units { origin_chain_id: CHAIN.into(), denom: DENOM.into(), amount: amount.into() }
}

pub fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

pub fn digest(text: &str) -> HexBinary {
    HexBinary::from(&causeway_proto::sha256(text.as_bytes()))
}

/// All rights to the air data are the city's; a third of what it earns is the lab's.
pub fn rights() -> RightsResponse {
    RightsResponse {
        asset: ASSET.into(),
        owner: CITY.into(),
        controller: CITY.into(),
        source: None,
        terms: Terms {
            fields: names(&["*"]),
            purposes: names(&["research", "traffic"]),
            from_ns: 0u64.into(),
            until_ns: u64::MAX.into(),
            count: 0,
            onward: Onward::None,
            royalty_bps: 0,
        },
        royalty_account: None,
        shares: vec![share("city", 6_667), share("lab", 3_333)],
        archived: false,
    }
}

pub fn account(name: &str) -> Addr {
    App::default().api().addr_make(name)
}

pub fn share(name: &str, bps: u32) -> Share {
    assert!(bps <= WHOLE_BPS);
    Share { account: account(name).into_string(), bps }
}

pub fn object(stored: bool) -> ObjectResponse {
    ObjectResponse {
        id: ASSET.into(),
        version: 1,
        fingerprint: digest("sealed"),
        plaintext: digest("plain"),
        key: digest("key"),
        length: 6,
        chunks: digest("chunks"),
        replicas: vec![ReplicaResponse { store: STORE.into(), state: ReplicaState::Held, share: digest("share") }],
        quorum: 1,
        stored,
        erased_height: None,
    }
}

pub fn purchase() -> Purchase {
    Purchase { offer: OFFER.into(), recipient_key: JWK.into() }
}

impl World {
    /// Everybody is known and has a purse; the air data is registered and stored; nothing is offered.
    pub fn new() -> Self {
        let mut app = App::default();
        app.update_block(|block| block.chain_id = CHAIN.into());
        let gate = account("gate");
        let stub_code = app.store_code(stub::contract());
        let ledger_code = app.store_code(stub::ledger());
        let mut make = |code: u64, label: &str| {
            app.instantiate_contract(code, gate.clone(), &Empty {}, &[], label, None).expect("a stand-in")
        };
        let ledger = make(ledger_code, "ledger");
        let [identity, rights_, stores, credentials] =
            ["identity", "rights", "stores", "credentials"].map(|label| make(stub_code, label));
        let wrapper = ContractWrapper::new(contract::execute, contract::instantiate, contract::query);
        let code = app.store_code(Box::new(wrapper));
        let msg = InstantiateMsg {
            gate: gate.to_string(),
            admin: account("admin").to_string(),
            assets: ledger.to_string(),
            identity: identity.to_string(),
            rights: rights_.to_string(),
            stores: stores.to_string(),
            credentials: credentials.to_string(),
            fee_bps: FEE_BPS,
            fee_account: account("fee").to_string(),
            window_sec: WINDOW_SEC,
        };
        let market = app.instantiate_contract(code, gate, &msg, &[], "market", None).expect("market");
        let mut world = World { app, market, ledger, identity, rights: rights_, stores, credentials };
        world.person("city", &[scope::SUPPLY]);
        for name in ["shop", "other"] {
            world.person(name, &[scope::DEMAND]);
        }
        world.register(&rights());
        world.store_object(&object(true));
        world
    }

    /// An account with a purse, for a party of the same name.
    pub fn person(&mut self, name: &str, scopes: &[&str]) {
        let id = format!("did:causeway:party:zone-a:{name}");
        self.tell(&self.identity.clone(), account(name).as_str(), &stub::party(&id, scopes));
        self.mint(&account(name), PURSE);
    }

    pub fn tell(&mut self, stand_in: &Addr, key: &str, answer: &impl Serialize) {
        let msg = Tell::Tell { key: key.into(), answer: to_json_binary(answer).expect("json") };
        self.app.execute_contract(account("gate"), stand_in.clone(), &msg, &[]).expect("told");
    }

    pub fn register(&mut self, rights: &RightsResponse) {
        self.tell(&self.rights.clone(), &rights.asset, &Some(rights));
    }

    pub fn mandate(&mut self, delegate: &str, live: bool) {
        let until_ns = u64::MAX.into();
        let mandate = MandateResponse { owner: CITY.into(), delegate: delegate.into(), until_ns };
        self.tell(&self.rights.clone(), &format!("{ASSET} {delegate}"), &live.then_some(mandate));
    }

    pub fn store_object(&mut self, object: &ObjectResponse) {
        self.tell(&self.stores.clone(), &format!("{} {}", object.id, object.version), &Some(object));
    }

    pub fn mint(&mut self, recipient: &Addr, amount: u128) {
        let msg = LedgerExecute::Mint { recipient: recipient.to_string(), units: units(amount) };
        self.in_ledger(&account("gate"), &msg).expect("minted");
    }

    pub fn in_ledger(&mut self, sender: &Addr, msg: &LedgerExecute) -> Result<AppResponse, String> {
        let sent = self.app.execute_contract(sender.clone(), self.ledger.clone(), msg, &[]);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn now(&self) -> u64 {
        self.app.block_info().time.nanos()
    }

    pub fn wait(&mut self, sec: u64) {
        self.app.update_block(|block| {
            block.height += 1;
            block.time = block.time.plus_seconds(sec);
        });
    }

    /// The air data for 1,000 units.
    pub fn new_offer(&self) -> NewOffer {
        NewOffer {
            id: OFFER.into(),
            asset: ASSET.into(),
            topic: "air".into(),
            class: Class::Closed,
            price: units(1_000),
            method: Method::Fixed {},
            terms: OfferTerms {
                fields: names(&["no2", "pm10"]),
                purposes: names(&["research"]),
                term_sec: TERM_SEC,
                count: 10,
                onward: Onward::None,
                royalty_bps: 0,
            },
            certificate: None,
            delivery_sec: DELIVERY_SEC,
            penalty: Uint128::zero(),
            until_ns: (self.now() + 30 * DAY_SEC * NS).into(),
        }
    }

    pub fn offered(&mut self) {
        let offer = self.new_offer();
        self.call("city", &ExecuteMsg::PostOffer(offer)).expect("offered");
    }

    /// With a deposit for two failed deliveries.
    pub fn offered_with_deposit(&mut self) {
        let offer = NewOffer { penalty: 250u128.into(), ..self.new_offer() };
        self.pay("city", &Paid::PostOffer(Box::new(offer)), 500).expect("offered");
    }

    pub fn call(&mut self, name: &str, msg: &ExecuteMsg) -> Result<AppResponse, String> {
        let sent = self.app.execute_contract(account(name), self.market.clone(), msg, &[]);
        sent.map_err(|error| format!("{error:#}"))
    }

    pub fn pay(&mut self, name: &str, what: &Paid, amount: u128) -> Result<AppResponse, String> {
        self.pay_in(name, what, units(amount))
    }

    pub fn pay_in(&mut self, name: &str, what: &Paid, units: Units) -> Result<AppResponse, String> {
        self.pay_as(&account(name), what, units)
    }

    pub fn pay_as(&mut self, payer: &Addr, what: &Paid, units: Units) -> Result<AppResponse, String> {
        let message = to_json_binary(what).expect("json");
        self.in_ledger(payer, &LedgerExecute::PayContract { contract: self.market.to_string(), units, message })
    }

    /// Refused, with this code.
    pub fn refused(&mut self, name: &str, msg: &ExecuteMsg, code: &str) {
        named(self.call(name, msg), code);
    }

    pub fn pay_refused(&mut self, name: &str, what: &Paid, amount: u128, code: &str) {
        let (purse, escrow) = (self.purse(name), self.escrow());
        named(self.pay(name, what, amount), code);
        assert_eq!((self.purse(name), self.escrow()), (purse, escrow), "what is refused costs nothing");
    }

    /// Bought on this chain alone; the agreement's id.
    pub fn bought(&mut self, name: &str) -> String {
        let response = self.pay(name, &Paid::Buy(purchase()), 1_000).expect("bought");
        attribute(&response, "market_agreed", "agreement")
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.app.wrap().query_wasm_smart(&self.market, msg).expect("answered")
    }

    pub fn agreement(&self, id: &str) -> AgreementResponse {
        self.ask::<Option<_>>(&QueryMsg::Agreement { id: id.into() }).expect("agreed")
    }

    pub fn offer(&self, id: &str) -> OfferResponse {
        self.ask::<Option<_>>(&QueryMsg::Offer { id: id.into() }).expect("offered")
    }

    pub fn grants(&self) -> Vec<(GrantBody, String)> {
        self.app.wrap().query_wasm_smart(&self.rights, &Ask::Grants {}).expect("grants")
    }

    pub fn balance(&self, account: &Addr) -> u128 {
        let query = LedgerQuery::Balance { account: account.to_string(), denom: DENOM.into() };
        self.app.wrap().query_wasm_smart::<Uint128>(&self.ledger, &query).expect("balance").u128()
    }

    pub fn purse(&self, name: &str) -> u128 {
        self.balance(&account(name))
    }

    pub fn escrow(&self) -> u128 {
        self.balance(&self.market)
    }
}

pub fn named(result: Result<AppResponse, String>, code: &str) {
    let error = result.expect_err(code);
    assert!(error.contains(&format!("{code} (code ")), "{error}, not {code}");
}

/// Attribute of the one event of this type.
pub fn attribute(response: &AppResponse, kind: &str, key: &str) -> String {
    let kind = format!("wasm-{kind}");
    let event = response.events.iter().find(|event| event.ty == kind).expect("the event");
    event.attributes.iter().find(|one| one.key == key).expect("the attribute").value.clone()
}
