//! Stories of accounts: one party, an account on each chain, and both sides' signatures.

mod common;

use causeway_identity::limits::ACCOUNTS_MAX;
use causeway_identity::msg::{ExecuteMsg, QueryMsg};
use causeway_proto::adr036_document;
use causeway_services::identity::PartyResponse;
use common::{has_event, party, Signer, World};

/// The text spelled out here once more.
fn text(world: &World, party: &str, chain_id: &str, address: &str) -> String {
    format!(
        "Causeway v1: bind account\n{}\n{}\nparty {party}\naccount {chain_id} {address}",
        world.chain_id, world.identity
    )
}

fn bind(world: &World, name: &str, chain_id: &str, address: &str, signer: &Signer) -> ExecuteMsg {
    let id = world.party(name);
    let signature = signer.sign(&text(world, &id, chain_id, address)).into();
    let public_key = signer.public_key().into();
    ExecuteMsg::BindAccount { id, chain_id: chain_id.into(), address: address.into(), public_key, signature }
}

fn unbind(world: &World, name: &str, chain_id: &str, address: &str) -> ExecuteMsg {
    ExecuteMsg::UnbindAccount { id: world.party(name), chain_id: chain_id.into(), address: address.into() }
}

fn holder(world: &World, chain_id: &str, address: &str) -> Option<String> {
    world.ask(&QueryMsg::Holder { chain_id: chain_id.into(), address: address.into() })
}

/// Y-7.2.2a
#[test]
fn one_id_resolves_to_the_partys_account_on_each_chain_and_back() {
    let mut world = World::new("zone-a");
    let id = world.party("supplier");
    for (chain_id, prefix) in [("zone-b", "zoneb"), ("zone-c", "cosmos"), ("zone-a", "cosmwasm")] {
        let signer = Signer::secp256k1(7);
        let address = signer.address(prefix);
        let bound = bind(&world, "supplier", chain_id, &address, &signer);
        let text = format!("{chain_id}:{address}");
        assert!(has_event(&world.send("supplier", &bound), "account_bound", "note", &text));
        assert_eq!(holder(&world, chain_id, &address), Some(id.clone()));
    }
    let accounts = world.subject(&id).accounts;
    assert_eq!(accounts.iter().filter(|account| account.chain_id == "zone-b").count(), 1);
    assert_eq!(accounts.len(), 4);
    let local = Signer::secp256k1(7).address("cosmwasm");
    let acting: Option<PartyResponse> = world.ask(&QueryMsg::Party { account: local });
    assert_eq!(acting.expect("bound here").id, id);
}

/// Y-7.2.2a: wallets sign texts as ADR-036 documents.
#[test]
fn a_wallets_signature_of_the_text_binds_as_well() {
    let mut world = World::new("zone-a");
    let (signer, id) = (Signer::secp256k1(7), world.party("supplier"));
    let address = signer.address("zoneb");
    let document = adr036_document(&address, &text(&world, &id, "zone-b", &address));
    let msg = ExecuteMsg::BindAccount {
        id: id.clone(),
        chain_id: "zone-b".into(),
        address: address.clone(),
        public_key: signer.public_key().into(),
        signature: signer.sign(&document).into(),
    };
    world.send("supplier", &msg);
    assert_eq!(holder(&world, "zone-b", &address), Some(id));
}

/// Y-7.2.2a, Y-7.2.2b
#[test]
fn one_sided_and_spoofed_claims_are_refused() {
    let mut world = World::new("zone-a");
    let (mine, theirs) = (Signer::secp256k1(7), Signer::secp256k1(8));
    let (address, other) = (mine.address("zoneb"), theirs.address("zoneb"));
    let good = bind(&world, "supplier", "zone-b", &address, &mine);
    let ExecuteMsg::BindAccount { id, chain_id, public_key, signature, .. } = good.clone() else { panic!() };
    let with = |id: &str, chain_id: &str, address: &str, key: &[u8], signature: &[u8]| ExecuteMsg::BindAccount {
        id: id.into(),
        chain_id: chain_id.into(),
        address: address.into(),
        public_key: key.into(),
        signature: signature.into(),
    };
    let spoofs = [
        with(&id, &chain_id, &other, &public_key, &signature),
        with(&id, &chain_id, &other, &theirs.public_key(), &signature),
        with(&id, "zone-c", &address, &public_key, &signature),
        with(&id, &chain_id, &mine.address("zonec"), &public_key, &signature),
        with(&id, &chain_id, &address, &public_key, &[0; 64]),
        with(&id, &chain_id, &address, &[], &signature),
        bind(&world, "supplier", "zone-b", &other, &mine),
    ];
    for spoof in &spoofs {
        world.refused("supplier", spoof, "BINDING_INVALID");
    }
    world.refused("demander", &good, "BINDING_INVALID");
    let as_own = with(&world.party("demander"), &chain_id, &address, &public_key, &signature);
    world.refused("demander", &as_own, "BINDING_INVALID");
    world.refused("stranger", &good, "SUBJECT_UNKNOWN");
    world.send("supplier", &good);
}

/// Y-7.2.2a
#[test]
fn an_account_belongs_to_one_party_until_it_is_let_go() {
    let mut world = World::new("zone-a");
    let signer = Signer::secp256k1(7);
    let address = signer.address("zoneb");
    let mine = bind(&world, "supplier", "zone-b", &address, &signer);
    let theirs = bind(&world, "demander", "zone-b", &address, &signer);
    world.send("supplier", &mine);
    world.refused("demander", &theirs, "KEY_TAKEN");
    world.refused("supplier", &mine, "KEY_TAKEN");
    let end = unbind(&world, "supplier", "zone-b", &address);
    assert!(has_event(&world.send("supplier", &end), "account_unbound", "subject", &party("zone-a", "supplier")));
    world.refused("supplier", &end, "ABSENT");
    world.send("demander", &theirs);
    assert_eq!(holder(&world, "zone-b", &address), Some(world.party("demander")));
}

#[test]
fn the_last_account_at_home_stays() {
    let mut world = World::new("zone-a");
    let home = world.account("supplier").to_string();
    let last = unbind(&world, "supplier", "zone-a", &home);
    world.refused("supplier", &last, "TRANSITION_ILLEGAL");
    let signer = Signer::secp256k1(7);
    let second = signer.address("cosmwasm");
    let bound = bind(&world, "supplier", "zone-a", &second, &signer);
    world.send("supplier", &bound);
    world.send("supplier", &last);
    let retire = ExecuteMsg::Retire { id: world.party("supplier") };
    world.refused("supplier", &retire, "SUBJECT_UNKNOWN");
    world.try_as(&cosmwasm_std::Addr::unchecked(second), &retire).expect("the other account acts for the party");
}

#[test]
fn more_accounts_than_a_record_holds_are_refused() {
    let mut world = World::new("zone-a");
    for number in 1..ACCOUNTS_MAX as u32 {
        let signer = Signer::secp256k1(number);
        let msg = bind(&world, "supplier", "zone-b", &signer.address("zoneb"), &signer);
        world.send("supplier", &msg);
    }
    let signer = Signer::secp256k1(99);
    let msg = bind(&world, "supplier", "zone-b", &signer.address("zoneb"), &signer);
    world.refused("supplier", &msg, "LIMIT_EXCEEDED");
}
