//! The texts that payers and stores sign, line for line.

use crate::msg::Delivery;
use cosmwasm_std::{Env, Uint128};

/// Signed by a payer's account key: so much in all may be taken from its channel.
pub fn voucher(env: &Env, channel: &str, total: Uint128) -> String {
    let (chain_id, contract) = (&env.block.chain_id, &env.contract.address);
    format!("Causeway v1: voucher\n{chain_id}\n{contract}\n{channel}\ntotal {total}")
}

/// Signed by a store: what it handed over when it was asked for this object under this agreement.
pub fn delivered(object: &str, version: u32, fingerprint: &[u8], agreement: &str, delivery: &Delivery) -> String {
    format!(
        "Causeway v1: delivered\n{object}\nversion {version}\ncid {}\nsha256 {}\nagreement {agreement}\nat {}",
        cid_of(fingerprint),
        delivery.sha256.to_hex(),
        delivery.at_ns,
    )
}

/// CIDv1, raw, sha2-256, in base32: five bits a letter, the last one filled up with zeros.
fn cid_of(digest: &[u8]) -> String {
    let bytes: Vec<u8> = [0x01, 0x55, 0x12, 0x20].iter().chain(digest).copied().collect();
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    let letter = |at: usize| {
        let value = (at..at + 5).fold(0u8, |value, at| value << 1 | u8::from(bit(at)));
        char::from(if value < 26 { b'a' + value } else { b'2' + value - 26 })
    };
    std::iter::once('b').chain((0..bytes.len() * 8).step_by(5).map(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::cid_of;
    use causeway_proto::sha256;

    #[test]
    fn a_cid_is_what_every_ipfs_node_calls_these_bytes() {
        assert_eq!(cid_of(&sha256(b"")), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assert_eq!(cid_of(&sha256(b"hello world")), "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    }
}
