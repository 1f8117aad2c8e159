//! The texts that keys sign. Each names its act, the chain, the contract and the subject, so that no signature serves
//! twice or elsewhere.

use causeway_resource_kit::Algorithm;
use cosmwasm_std::{Env, HexBinary};

/// Signed by the key that is to count. The owner stands in it: nobody enrols another's device under its own name.
pub fn key(env: &Env, id: &str, owner: &str, name: &str, algorithm: Algorithm, public_key: &[u8]) -> String {
    let algorithm = match algorithm {
        Algorithm::Ed25519 => "ed25519",
        Algorithm::P256 => "p256",
        Algorithm::Secp256k1 => "secp256k1",
    };
    let hex = HexBinary::from(public_key).to_hex();
    let (chain_id, contract) = (&env.block.chain_id, &env.contract.address);
    format!("Causeway v1: key\n{chain_id}\n{contract}\nsubject {id}\nowner {owner}\nkey {name} {algorithm} {hex}")
}

/// Signed by the account that is to act for the party.
pub fn binding(env: &Env, party: &str, chain_id: &str, address: &str) -> String {
    let (here, contract) = (&env.block.chain_id, &env.contract.address);
    format!("Causeway v1: bind account\n{here}\n{contract}\nparty {party}\naccount {chain_id} {address}")
}
