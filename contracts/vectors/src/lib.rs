//! What generator and walker of the vectors share: proto3 JSON, and the parse function of each area.

pub mod cases;
pub mod samples;

use causeway_proto::*;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use serde_json::{json, Value};
use std::path::{Path, PathBuf};

/// One file of test/vectors: `<area>/<name>.json`.
pub struct Vector {
    pub area: &'static str,
    pub name: &'static str,
    pub content: Value,
}

pub fn folder() -> PathBuf {
    repository().join("test/vectors")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The descriptors of proto/causeway/v1, for JSON only.
pub fn descriptors() -> DescriptorPool {
    let proto = repository().join("proto");
    let files = ["data", "packet", "commit", "code"].map(|name| proto.join(format!("causeway/v1/{name}.proto")));
    let set = protox::compile(files, [&proto]).expect("the proto files compile");
    DescriptorPool::from_file_descriptor_set(set).expect("the descriptors are complete")
}

/// The message of an area, and the words that name it.
pub fn descriptor(pool: &DescriptorPool, area: &str) -> MessageDescriptor {
    let name = match area {
        "envelope" => "Envelope",
        "manifest" => "Manifest",
        "packet" => "PacketData",
        "acknowledgement" => "Acknowledgement",
        "table" => "Table",
        "authorisation" => "Authorisation",
        other => panic!("area {other} has no message"),
    };
    pool.get_message_by_name(&format!("causeway.v1.{name}")).expect("the message exists")
}

/// proto3 JSON to canonical bytes.
pub fn bytes_of(pool: &DescriptorPool, area: &str, message: &Value) -> Vec<u8> {
    let dynamic = DynamicMessage::deserialize(descriptor(pool, area), message).expect("the message follows the schema");
    match area {
        "envelope" => encode(&dynamic.transcode_to::<Envelope>().expect(area)),
        "manifest" => encode(&dynamic.transcode_to::<Manifest>().expect(area)),
        "packet" => encode(&dynamic.transcode_to::<PacketData>().expect(area)),
        "acknowledgement" => encode(&dynamic.transcode_to::<Acknowledgement>().expect(area)),
        "table" => encode(&dynamic.transcode_to::<Table>().expect(area)),
        _ => encode(&dynamic.transcode_to::<Authorisation>().expect(area)),
    }
}

/// Bytes to proto3 JSON.
pub fn json_of(pool: &DescriptorPool, area: &str, bytes: &[u8]) -> Value {
    let dynamic = DynamicMessage::decode(descriptor(pool, area), bytes).expect("the bytes follow the schema");
    serde_json::to_value(dynamic).expect("a message has a JSON form")
}

/// What contracts do with bytes of this area when they arrive.
pub fn parse(area: &str, bytes: &[u8]) -> Result<(), Code> {
    match area {
        "envelope" => check_envelope(&decode_canonical(bytes)?),
        "manifest" => parse_manifest(bytes).map(|_| ()),
        "packet" => decode_packet(bytes).map(|_| ()),
        "acknowledgement" => decode_acknowledgement(bytes).map(|_| ()),
        "table" => decode_canonical::<Table>(bytes).map(|_| ()),
        "authorisation" => check_authorisation(&decode_canonical(bytes)?).map(|_| ()),
        other => panic!("area {other} has no parse function"),
    }
}

/// Name of a code as vectors and the error catalogue write it.
pub fn name_of(code: Code) -> &'static str {
    code.as_str_name().trim_start_matches("CODE_")
}

/// A message that both languages accept, with its bytes.
pub fn accepted(pool: &DescriptorPool, area: &'static str, name: &'static str, why: &str, bytes: Vec<u8>) -> Vector {
    assert_eq!(parse(area, &bytes), Ok(()), "{area}/{name}");
    let message = json_of(pool, area, &bytes);
    let mut content = json!({ "why": why, "by": "rust", "message": message, "bytes": hex::encode(&bytes) });
    if area == "manifest" {
        content["transactionId"] = json!(hex::encode(transaction_id(&bytes)));
    }
    if area == "envelope" {
        let class = decode_canonical(&bytes).and_then(|envelope| data_class(&envelope));
        content["dataClass"] = json!(class.map(DataClass::name).ok());
    }
    Vector { area, name, content }
}

/// Bytes that both languages refuse with the same code.
pub fn refused(area: &'static str, name: &'static str, why: &str, bytes: Vec<u8>, code: Code) -> Vector {
    assert_eq!(parse(area, &bytes), Err(code), "{area}/{name}");
    Vector {
        area,
        name,
        content: json!({ "why": why, "by": "rust", "bytes": hex::encode(&bytes), "error": name_of(code) }),
    }
}
