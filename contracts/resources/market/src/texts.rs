//! The text that payers sign, line for line.

use cosmwasm_std::{Env, Uint128};

/// Signed by a payer's account key: so much in all may be taken from its channel.
pub fn voucher(env: &Env, channel: &str, total: Uint128) -> String {
    let (chain_id, contract) = (&env.block.chain_id, &env.contract.address);
    format!("Causeway v1: voucher\n{chain_id}\n{contract}\n{channel}\ntotal {total}")
}
