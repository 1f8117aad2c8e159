//! Transactions of which the market has a leg: the gate is an account, and the other contracts only stand in the
//! manifest.

use crate::world::*;
use causeway_market::msg::*;
use causeway_proto::{
    encode, operation::Body, transaction_id, Amount, Custom, Leg, Manifest, Operation, SchemaVersion, TransferCoins,
};
use causeway_resource_kit::{LegCall, PrepareCall, PrepareOutcome, ServiceCode};
use causeway_services::rights::{GrantBody, Terms};
use cosmwasm_schema::serde::Serialize;
use cosmwasm_std::{from_json, to_json_binary, Addr, Binary, HexBinary};

impl World {
    pub fn operation(&self, resource: &Addr, actor: &str, body: Body) -> Operation {
        Operation { resource: resource.to_string(), actor: account(actor).to_string(), body: Some(body) }
    }

    pub fn custom(&self, resource: &Addr, actor: &str, name: &str, body: &impl Serialize) -> Operation {
        let body = to_json_binary(body).expect("json").to_vec();
        self.operation(resource, actor, Body::Custom(Custom { name: name.into(), body }))
    }

    pub fn payment(&self, actor: &str, amount: u128, denom: &str) -> Operation {
        let amount = Amount { origin_chain_id: CHAIN.into(), denom: denom.into(), amount: amount.to_string() };
        let body = TransferCoins { amount: Some(amount), recipient: self.market.to_string() };
        self.operation(&self.ledger, actor, Body::TransferCoins(body))
    }

    pub fn buy_body(&self) -> BuyBody {
        BuyBody {
            offer: OFFER.into(),
            buyer: SHOP.into(),
            recipient_key: JWK.into(),
            from_ns: self.now().into(),
            payment_account: None,
        }
    }

    pub fn grant_body(&self, body: &BuyBody) -> GrantBody {
        let terms = self.offer(&body.offer).offer.terms;
        GrantBody {
            asset: ASSET.into(),
            grantee: body.buyer.clone(),
            terms: Terms {
                fields: terms.fields,
                purposes: terms.purposes,
                from_ns: body.from_ns,
                until_ns: (body.from_ns.u64() + terms.term_sec * NS).into(),
                count: terms.count,
                onward: terms.onward,
                royalty_bps: terms.royalty_bps,
            },
            recipient_key: body.recipient_key.clone(),
            offer: Some(body.offer.clone()),
        }
    }

    /// Purchase, payment and grant, as they belong together.
    pub fn sale(&self, body: &BuyBody) -> Vec<Operation> {
        vec![
            self.custom(&self.market, "shop", BUY, body),
            self.payment("shop", 1_000, DENOM),
            self.custom(&self.rights, "shop", "rights.grant", &self.grant_body(body)),
        ]
    }

    /// What the gate hands to the market of a transaction whose leg here holds these operations.
    pub fn transaction(&self, operations: Vec<Operation>, other_legs: Vec<Leg>) -> (PrepareCall, LegCall) {
        let own: Vec<Binary> = operations
            .iter()
            .filter(|one| one.resource == self.market.as_str())
            .map(|one| encode(one).into())
            .collect();
        let mut legs = vec![Leg { chain_id: CHAIN.into(), gate: account("gate").to_string(), operations }];
        legs.extend(other_legs);
        let manifest = Manifest {
            schema: Some(SchemaVersion { major: 1, minor: 0 }),
            hub_chain_id: "hub".into(),
            hub_contract: "hub1contract".into(),
            legs,
            deadline_ns: self.now() + 600 * NS,
            nonce: vec![7; 16],
        };
        let bytes = encode(&manifest);
        let id = HexBinary::from(&transaction_id(&bytes));
        let contents = own.iter().map(|_| Some(bytes.clone().into())).collect();
        let until_ns = manifest.deadline_ns.into();
        let call = PrepareCall { transaction_id: id.clone(), leg: 0, operations: own, contents, until_ns };
        (call, LegCall { transaction_id: id, leg: 0 })
    }

    pub fn prepare(&mut self, call: PrepareCall) -> PrepareOutcome {
        let response = self.call("gate", &ExecuteMsg::Prepare(call)).expect("an answer");
        from_json(response.data.expect("data")).expect("an outcome")
    }

    pub fn outcome(&mut self, operations: Vec<Operation>) -> PrepareOutcome {
        let (prepare, _) = self.transaction(operations, vec![]);
        self.prepare(prepare)
    }
}

pub fn refused(code: ServiceCode) -> PrepareOutcome {
    PrepareOutcome::Refused { code: code as u32 }
}

pub fn busy(code: ServiceCode) -> PrepareOutcome {
    PrepareOutcome::Busy { code: code as u32 }
}
