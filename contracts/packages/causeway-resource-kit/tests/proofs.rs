//! Signatures of all three curves, and membership in Merkle trees of every small size.

use causeway_proto::sha256;
use causeway_resource_kit::{leaf_hash, verify_merkle, verify_signature, Algorithm};
use cosmwasm_std::testing::MockApi;
use k256::ecdsa::signature::Signer;

/// The root over leaves, and the path of one: straight from the definition in RFC 6962, section 2.1.
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            sha256(&[&[1u8], root(left).as_slice(), root(right).as_slice()].concat())
        }
    }
}

fn split(count: usize) -> usize {
    (1..).map(|power| 1usize << power).find(|size| *size >= count).expect("a power of two") / 2
}

fn path(leaves: &[[u8; 32]], index: usize) -> Vec<[u8; 32]> {
    if leaves.len() == 1 {
        return vec![];
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut below, sibling) =
        if index < at { (path(left, index), root(right)) } else { (path(right, index - at), root(left)) };
    below.push(sibling);
    below
}

#[test]
fn every_leaf_of_every_tree_up_to_forty_leads_to_its_root_and_no_other_leaf_does() {
    for count in 1..=40usize {
        let leaves: Vec<_> = (0..count).map(|index| leaf_hash(&[index as u8])).collect();
        let root = root(&leaves);
        for index in 0..count {
            let path = path(&leaves, index);
            let verify = |index: usize, leaf| verify_merkle(&root, count as u64, index as u64, leaf, &path);
            assert!(verify(index, leaves[index]), "{index} of {count}");
            assert!(!verify(index, leaf_hash(b"another")));
            assert!(!verify(count, leaves[index]), "outside the tree");
            let elsewhere = (index + 1) % count;
            assert!(count == 1 || !verify(elsewhere, leaves[index]) || path.is_empty(), "{index} as {elsewhere}");
        }
    }
}

#[test]
fn a_path_with_one_node_more_less_or_changed_leads_nowhere() {
    let leaves: Vec<_> = (0..5u8).map(|index| leaf_hash(&[index])).collect();
    let (root, good) = (root(&leaves), path(&leaves, 2));
    let longer = [good.clone(), vec![[0; 32]]].concat();
    let mut changed = good.clone();
    changed[1][0] ^= 1;
    for wrong in [longer, good[..2].to_vec(), changed] {
        assert!(!verify_merkle(&root, 5, 2, leaves[2], &wrong));
    }
    assert!(verify_merkle(&root, 5, 2, leaves[2], &good));
}

#[test]
fn each_curve_verifies_its_own_signature_over_the_text_and_no_other() {
    let (api, text) = (MockApi::default(), "Causeway v1: test\nzone-a");
    let ed = ed25519_zebra::SigningKey::from([7; 32]);
    let ed_key = ed25519_zebra::VerificationKey::from(&ed);
    let p256 = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let p256_signature: p256::ecdsa::Signature = p256.sign(text.as_bytes());
    let p256_signature = p256_signature.normalize_s().unwrap_or(p256_signature);
    let k256 = k256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let k256_signature: k256::ecdsa::Signature = k256.sign(text.as_bytes());
    let signed: [(Algorithm, Vec<u8>, Vec<u8>); 3] = [
        (Algorithm::Ed25519, <[u8; 32]>::from(ed_key).to_vec(), ed.sign(text.as_bytes()).to_bytes().to_vec()),
        (
            Algorithm::P256,
            p256.verifying_key().to_encoded_point(true).as_bytes().to_vec(),
            p256_signature.to_bytes().to_vec(),
        ),
        (
            Algorithm::Secp256k1,
            k256.verifying_key().to_encoded_point(true).as_bytes().to_vec(),
            k256_signature.to_bytes().to_vec(),
        ),
    ];
    for (at, (algorithm, key, signature)) in signed.iter().enumerate() {
        assert!(algorithm.fits(key));
        verify_signature(&api, *algorithm, key, text, signature).expect("its own");
        let refused = |key: &[u8], text: &str, signature: &[u8]| {
            let error = verify_signature(&api, *algorithm, key, text, signature).expect_err("not its own");
            assert_eq!(error.to_string(), "SIGNATURE_INVALID (code 1009)");
        };
        refused(key, "Causeway v1: test\nzone-b", signature);
        refused(key, text, &signature[..63]);
        refused(&signed[(at + 1) % 3].1, text, signature);
        refused(&[0; 33], text, signature);
    }
}

/// The order of each curve; n - s verifies as well as s.
const ORDERS: [(Algorithm, &str); 2] = [
    (Algorithm::P256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    (Algorithm::Secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
];

fn other_s(order: &[u8], s: &[u8]) -> Vec<u8> {
    let (mut out, mut borrow) = (vec![0u8; 32], 0i16);
    for at in (0..32).rev() {
        let difference = i16::from(order[at]) - i16::from(s[at]) - borrow;
        borrow = i16::from(difference < 0);
        out[at] = difference.rem_euclid(256) as u8;
    }
    out
}

#[test]
fn the_second_signature_that_anybody_can_make_of_one_is_refused() {
    let (api, text) = (MockApi::default(), "Causeway v1: test");
    let p256 = p256::ecdsa::SigningKey::from_slice(&[9; 32]).unwrap();
    let of_p256: p256::ecdsa::Signature = p256.sign(text.as_bytes());
    let k256 = k256::ecdsa::SigningKey::from_slice(&[9; 32]).unwrap();
    let of_k256: k256::ecdsa::Signature = k256.sign(text.as_bytes());
    let keys = [
        (p256.verifying_key().to_encoded_point(true).as_bytes().to_vec(), of_p256.to_bytes().to_vec()),
        (k256.verifying_key().to_encoded_point(true).as_bytes().to_vec(), of_k256.to_bytes().to_vec()),
    ];
    for ((algorithm, order), (key, signature)) in ORDERS.iter().zip(keys) {
        let other = [&signature[..32], &other_s(&hex(order), &signature[32..])].concat();
        let verdicts = [signature, other].map(|one| verify_signature(&api, *algorithm, &key, text, &one).is_ok());
        assert!(verdicts[0] != verdicts[1], "exactly one of the two counts: {verdicts:?}");
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}
