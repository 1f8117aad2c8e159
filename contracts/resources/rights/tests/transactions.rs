//! Rights in a transaction: a grant goes with its price, a use is a use, ownership and rights travel.

mod world;

use causeway_proto::{encode, operation::Body, transaction_id, Custom, Leg, Manifest, Operation, SchemaVersion};
use causeway_resource_kit::{attestation, PrepareCall, PrepareOutcome, Replica};
use causeway_rights::msg::*;
use causeway_services::rights::{TransferBody, UseBody, GRANT, TRANSFER, USE};
use cosmwasm_std::{from_json, to_json_vec, Binary, HexBinary};
use world::*;

const LOCKED: PrepareOutcome = PrepareOutcome::Locked {};

fn custom(resource: &str, actor: &str, name: &str, body: Vec<u8>) -> Operation {
    let body = Body::Custom(Custom { name: name.into(), body });
    Operation { resource: resource.into(), actor: account(actor).into(), body: Some(body) }
}

/// What a transaction does on this chain and, beside it, on zone-b.
fn manifest(here: Vec<Operation>, there: Vec<Operation>) -> Manifest {
    let leg = |chain: &str, operations| Leg { chain_id: chain.into(), gate: account("gate").into(), operations };
    let legs = [leg(CHAIN, here), leg("zone-b", there)];
    Manifest {
        schema: Some(SchemaVersion { major: 1, minor: 0 }),
        hub_chain_id: "hub-1".into(),
        hub_contract: account("hub").into(),
        legs: legs.into_iter().filter(|leg| !leg.operations.is_empty()).collect(),
        deadline_ns: START_NS + DAY_NS,
        nonce: vec![7; 16],
    }
}

impl World {
    /// The gate prepares every operation of the leg of `chain` that is this contract's, with the manifest beside it.
    fn prepare(&mut self, manifest: &Manifest, chain: &str) -> PrepareOutcome {
        let own = self.contract.to_string();
        let leg = manifest.legs.iter().find(|leg| leg.chain_id == chain).expect("a leg");
        let operations: Vec<Binary> =
            leg.operations.iter().filter(|one| one.resource == own).map(|one| encode(one).into()).collect();
        let bytes = encode(manifest);
        let call = PrepareCall {
            transaction_id: HexBinary::from(&transaction_id(&bytes)),
            leg: 0,
            contents: vec![Some(Binary::from(bytes.as_slice())); operations.len()],
            operations,
            until_ns: (START_NS + DAY_NS).into(),
        };
        let done = self.call("gate", &ExecuteMsg::Prepare(call)).expect("an outcome");
        from_json(done.data.expect("an outcome")).expect("json")
    }

    fn commit(&mut self, manifest: &Manifest) -> cw_multi_test::AppResponse {
        let transaction_id = HexBinary::from(&transaction_id(&encode(manifest)));
        let call = causeway_resource_kit::LegCall { transaction_id, leg: 0 };
        self.call("gate", &ExecuteMsg::Commit(call)).expect("commit cannot fail")
    }

    fn op(&self, actor: &str, name: &str, body: Vec<u8>) -> Operation {
        custom(self.contract.as_str(), actor, name, body)
    }
}

fn code(outcome: PrepareOutcome) -> (bool, u32) {
    match outcome {
        PrepareOutcome::Refused { code } => (true, code),
        PrepareOutcome::Busy { code } => (false, code),
        PrepareOutcome::Locked {} => (false, 0),
    }
}

fn offered() -> GrantBody {
    GrantBody { offer: Some(OFFER.into()), ..body(ASSET, "buyer", terms()) }
}

fn buy(offer: &str) -> Operation {
    let body = format!(r#"{{"offer":"{offer}","buyer":"{}"}}"#, did("buyer"));
    custom(account("market").as_str(), "buyer", "market.buy", body.into())
}

/// Y-6.3
#[test]
fn a_bought_grant_comes_with_its_purchase_in_the_same_transaction_or_not_at_all() {
    let mut world = World::new();
    let grant = |world: &World, body: GrantBody| world.op("buyer", GRANT, body.bytes().expect("json"));
    let alone = manifest(vec![grant(&world, offered())], vec![]);
    assert_eq!(code(world.prepare(&alone, CHAIN)), (true, 1601));
    let other = manifest(vec![grant(&world, offered()), buy("offer-2")], vec![]);
    assert_eq!(code(world.prepare(&other, CHAIN)), (true, 1601));
    let elsewhere = Operation { resource: account("shop").into(), ..buy(OFFER) };
    let elsewhere = manifest(vec![grant(&world, offered()), elsewhere], vec![]);
    assert_eq!(code(world.prepare(&elsewhere, CHAIN)), (true, 1601));
    let abroad = manifest(vec![grant(&world, offered())], vec![buy(OFFER)]);
    assert_eq!(code(world.prepare(&abroad, CHAIN)), (true, 1601), "the purchase is in the leg of the rights");
    let second = GrantBody { terms: Terms { count: 0, ..terms() }, ..offered() };
    let twice = manifest(vec![grant(&world, offered()), grant(&world, second), buy(OFFER)], vec![]);
    assert_eq!(code(world.prepare(&twice, CHAIN)), (true, 107), "one purchase, one grant");
    let sale = manifest(vec![grant(&world, offered()), buy(OFFER)], vec![]);
    assert_eq!(world.prepare(&sale, CHAIN), LOCKED);
    world.refused("city", &ExecuteMsg::Archive { asset: ASSET.into() }, "LOCKED");
    let done = world.commit(&sale);
    assert!(has_event(&done, "rights_granted", &[("asset", ASSET), ("grantee", &did("buyer")), ("offer", OFFER)]));
    let list = QueryMsg::GrantsOf { asset: None, grantee: Some(did("buyer")), start_after: None, limit: None };
    let grants = world.ask::<GrantsResponse>(&list).grants;
    assert_eq!((grants.len(), grants[0].terms.clone()), (1, terms()));
}

#[test]
fn a_bought_grant_waits_for_the_manifest_the_market_and_the_grantees_own_account() {
    let mut world = World::new();
    let operation = world.op("buyer", GRANT, offered().bytes().expect("json"));
    let call = PrepareCall {
        transaction_id: HexBinary::from(&[1; 32]),
        leg: 0,
        operations: vec![encode(&operation).into()],
        contents: vec![None],
        until_ns: START_NS.into(),
    };
    let done = world.call("gate", &ExecuteMsg::Prepare(call)).expect("an outcome");
    let outcome: PrepareOutcome = from_json(done.data.expect("an outcome")).expect("json");
    assert_eq!(code(outcome), (false, 1600), "content is nobody's signed word");
    let stranger = manifest(vec![world.op("other", GRANT, offered().bytes().expect("json")), buy(OFFER)], vec![]);
    assert_eq!(code(world.prepare(&stranger, CHAIN)), (false, 1406));
    let wider = GrantBody { terms: Terms { fields: texts(&["*"]), ..terms() }, ..offered() };
    let wider = manifest(vec![world.op("buyer", GRANT, wider.bytes().expect("json")), buy(OFFER)], vec![]);
    assert_eq!(code(world.prepare(&wider, CHAIN)), (false, 1410));
    let free = |actor: &str, world: &World| {
        manifest(vec![world.op(actor, GRANT, body(ASSET, "buyer", terms()).bytes().expect("json"))], vec![])
    };
    let unasked = free("utility", &world);
    assert_eq!(code(world.prepare(&unasked, CHAIN)), (false, 1409));
    let given = free("city", &world);
    assert_eq!(world.prepare(&given, CHAIN), LOCKED);
    world.call("city", &ExecuteMsg::Archive { asset: ASSET.into() }).expect_err("held");
    world.commit(&given);
    world.call("city", &ExecuteMsg::Archive { asset: ASSET.into() }).expect("free");
    let late = manifest(vec![world.op("buyer", GRANT, offered().bytes().expect("json")), buy(OFFER)], vec![]);
    assert_eq!(code(world.prepare(&late, CHAIN)), (true, 1411), "the archive is for good");
}

#[test]
fn many_buyers_prepare_at_once_and_a_transfer_waits_for_them() {
    let mut world = World::new();
    let mut first = manifest(vec![world.op("buyer", GRANT, offered().bytes().expect("json")), buy(OFFER)], vec![]);
    let second = first.clone();
    first.nonce = vec![8; 16];
    assert_eq!((world.prepare(&first, CHAIN), world.prepare(&second, CHAIN)), (LOCKED, LOCKED));
    world.granted(terms());
    let to = to_json_vec(&TransferBody { asset: ASSET.into(), to: did("utility") }).expect("json");
    let transfer = manifest(vec![world.op("city", TRANSFER, to)], vec![]);
    assert_eq!(code(world.prepare(&transfer, CHAIN)), (false, 400));
    world.commit(&first);
    world.commit(&second);
    assert_eq!(world.prepare(&transfer, CHAIN), LOCKED);
    world.refused("city", &ExecuteMsg::Grant(body(ASSET, "buyer", terms())), "LOCKED");
    world.commit(&transfer);
    assert_eq!(world.rights(ASSET).owner, did("utility"));
    let list = QueryMsg::GrantsOf { asset: Some(ASSET.into()), grantee: None, start_after: None, limit: None };
    assert_eq!(world.ask::<GrantsResponse>(&list).grants.len(), 3);
}

/// Y-8.4.2b
#[test]
fn a_use_in_a_transaction_is_counted_and_what_the_grant_forbids_is_refused() {
    let mut world = World::new();
    let id = world.granted(Terms { count: 1, ..terms() });
    let uses = |world: &World, actor: &str, purpose: &str, nonce: u8| {
        let body = UseBody { grant: id.clone(), fields: texts(&["humidity"]), purpose: purpose.into() };
        let mut manifest = manifest(vec![world.op(actor, USE, to_json_vec(&body).expect("json"))], vec![]);
        manifest.nonce = vec![nonce; 16];
        manifest
    };
    let one = uses(&world, "buyer", "research", 1);
    let stranger = uses(&world, "other", "research", 2);
    let otherwise = uses(&world, "buyer", "advertising", 3);
    assert_eq!(code(world.prepare(&stranger, CHAIN)), (false, 1406));
    assert_eq!(code(world.prepare(&otherwise, CHAIN)), (true, 1404));
    assert_eq!(world.prepare(&one, CHAIN), LOCKED);
    assert!(world.grant(&id).in_doubt);
    let request = world.request(&id, 1);
    world.refused("keeper", &ExecuteMsg::Use(request), "LOCKED");
    world.refused("city", &ExecuteMsg::Revoke { grant: id.clone() }, "LOCKED");
    let done = world.commit(&one);
    assert!(has_event(&done, "rights_used", &[("grant", &id), ("grantee", &did("buyer")), ("code", "0")]));
    assert_eq!((world.grant(&id).used, world.counts(ASSET).allowed), (1, 1));
    let again = uses(&world, "buyer", "research", 4);
    assert_eq!(code(world.prepare(&again, CHAIN)), (true, 1403));
    let later = world.granted(Terms { from_ns: (START_NS + DAY_NS).into(), ..terms() });
    let body = UseBody { grant: later, fields: texts(&["humidity"]), purpose: "research".into() };
    let early = manifest(vec![world.op("buyer", USE, to_json_vec(&body).expect("json"))], vec![]);
    assert_eq!(code(world.prepare(&early, CHAIN)), (false, 1402), "its time comes");
    world.set_time(terms().until_ns.u64());
    assert_eq!(code(world.prepare(&early, CHAIN)), (true, 1402), "its time is over");
}

fn record(world: &World, asset: &str) -> RecordResponse {
    world.ask::<Option<RecordView>>(&QueryMsg::Record { asset: asset.into() }).expect("registered").record
}

/// Y-3.1.13b
#[test]
fn a_record_is_attested_as_it_is_and_closed_data_only_for_who_controls_it() {
    let mut world = World::new();
    let attests = |world: &World, actor: &str, version: u64, record: &RecordResponse| {
        let bytes = attestation(ASSET, version, &to_json_vec(record).expect("json")).expect("json");
        manifest(vec![world.op(actor, "rights.attest", bytes)], vec![])
    };
    let record = record(&world, ASSET);
    let dropped = RecordResponse { terms: Terms { royalty_bps: 0, ..record.terms.clone() }, ..record.clone() };
    let altered = attests(&world, "city", 1, &dropped);
    assert_eq!(code(world.prepare(&altered, CHAIN)), (true, 106));
    let future = attests(&world, "city", 2, &record);
    assert_eq!(code(world.prepare(&future, CHAIN)), (false, 404));
    let stranger = attests(&world, "buyer", 1, &record);
    assert_eq!(code(world.prepare(&stranger, CHAIN)), (false, 201));
    let nobody = attests(&world, "nobody", 1, &record);
    assert_eq!(code(world.prepare(&nobody, CHAIN)), (false, 1000));
    let own = attests(&world, "city", 1, &record);
    assert_eq!(world.prepare(&own, CHAIN), LOCKED);
    let narrow = ExecuteMsg::SetTerms { asset: ASSET.into(), terms: Some(terms()) };
    world.refused("city", &narrow, "LOCKED");
    world.commit(&own);
    world.call("city", &narrow).expect("free");
    let old = attests(&world, "city", 1, &record);
    let mut old = old;
    old.nonce = vec![9; 16];
    assert_eq!(code(world.prepare(&old, CHAIN)), (true, 404));
}

/// Y-3.1.13b: the rules travel with every copy, and a copy that drops or alters them is refused.
#[test]
fn a_copy_on_another_chain_is_what_its_home_attests_in_the_same_transaction() {
    let mut world = World::new();
    let peer = account("peer").to_string();
    let foreign = RecordResponse { asset: "did:causeway:asset:zone-b:map".into(), ..record(&world, ASSET) };
    let replicates = |world: &World, attested: &RecordResponse, written: &RecordResponse, version: u64| {
        let key = foreign.asset.clone();
        let bytes = attestation(&key, version, &to_json_vec(attested).expect("json")).expect("json");
        let there = custom(&peer, "city", "rights.attest", bytes);
        let record = to_json_vec(written).expect("json").into();
        let replica = Replica { home: "zone-b".into(), key, version: version.into(), record };
        let here = world.op("city", "rights.replicate", to_json_vec(&replica).expect("json"));
        manifest(vec![here], vec![there])
    };
    let exact = replicates(&world, &foreign, &foreign, 1);
    assert_eq!(code(world.prepare(&exact, CHAIN)), (true, 1602), "no peer is known");
    world.call("admin", &ExecuteMsg::SetPeer { chain_id: "zone-b".into(), contract: peer.clone() }).expect("peer");
    let dropped = RecordResponse { terms: Terms { royalty_bps: 0, ..foreign.terms.clone() }, ..foreign.clone() };
    let altered = replicates(&world, &foreign, &dropped, 1);
    assert_eq!(code(world.prepare(&altered, CHAIN)), (true, 1601));
    let misnamed = RecordResponse { asset: ASSET.into(), ..foreign.clone() };
    let misnamed = replicates(&world, &misnamed, &misnamed, 1);
    assert_eq!(code(world.prepare(&misnamed, CHAIN)), (true, 100));
    let third = RecordResponse { version: 3, ..foreign.clone() };
    let newer = replicates(&world, &third, &third, 3);
    assert_eq!(world.prepare(&newer, CHAIN), LOCKED);
    let done = world.commit(&newer);
    assert!(has_event(&done, "rights_copied", &[("asset", &foreign.asset), ("home", "zone-b"), ("version", "3")]));
    let query = QueryMsg::Copy { home: "zone-b".into(), asset: foreign.asset.clone() };
    let copy: CopyResponse = world.ask::<Option<_>>(&query).expect("copied");
    assert_eq!((copy.record, copy.version), (third, 3));
    assert_eq!(code(world.prepare(&exact, CHAIN)), (true, 404), "an older version never replaces a newer one");
}
