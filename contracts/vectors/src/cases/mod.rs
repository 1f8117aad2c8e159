//! The Rust half of the vectors: what contracts accept and refuse, written down as bytes.

mod envelopes;
mod ids;
mod manifests;
mod packets;

use crate::Vector;
use prost_reflect::DescriptorPool;

pub fn all(pool: &DescriptorPool) -> Vec<Vector> {
    let mut vectors = envelopes::envelopes(pool);
    vectors.extend(envelopes::refusals());
    vectors.extend(manifests::manifests(pool));
    vectors.extend(manifests::leg_refusals());
    vectors.extend(manifests::pairing_refusals());
    vectors.extend(packets::packets(pool));
    vectors.extend(packets::acknowledgements(pool));
    vectors.extend(ids::ids());
    vectors
}

/// The exact text of a vector's file.
pub fn text(vector: &Vector) -> String {
    format!("{}\n", serde_json::to_string_pretty(&vector.content).expect("JSON has a text"))
}
