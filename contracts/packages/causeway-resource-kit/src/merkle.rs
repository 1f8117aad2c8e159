//! Membership in a Merkle tree (RFC 6962): leaf = sha256(0x00 ‖ bytes), node = sha256(0x01 ‖ left ‖ right).

use causeway_proto::sha256;

pub fn leaf_hash(bytes: &[u8]) -> [u8; 32] {
    sha256(&[&[0u8], bytes].concat())
}

fn node_hash(left: &[u8], right: &[u8]) -> [u8; 32] {
    sha256(&[&[1u8], left, right].concat())
}

/// Whether `path` leads from the leaf at `index` of `count` to `root`; the path goes from the leaf upwards.
pub fn verify_merkle(root: &[u8], count: u64, index: u64, leaf: [u8; 32], path: &[impl AsRef<[u8]>]) -> bool {
    if index >= count {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, count - 1, leaf);
    for sibling in path {
        if last == 0 || sibling.as_ref().len() != 32 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling.as_ref(), &hash);
            // A node without a right sibling moves up unchanged until it has a left one.
            while at % 2 == 0 && at != 0 {
                at /= 2;
                last /= 2;
            }
        } else {
            hash = node_hash(&hash, sibling.as_ref());
        }
        at /= 2;
        last /= 2;
    }
    last == 0 && hash.as_slice() == root
}
