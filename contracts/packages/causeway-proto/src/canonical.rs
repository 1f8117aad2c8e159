//! Decides whether bytes are the one encoding of what they say; hashes are only taken over such bytes.

use crate::Code;
use prost::Message;

/// Decodes strictly: unknown fields, explicit defaults, wrong field order or repeated scalar fields are refused,
/// because re-encoding does not give the same bytes (hazard: decoders drop what they do not know).
pub fn decode_canonical<T: Message + Default>(bytes: &[u8]) -> Result<T, Code> {
    let message = T::decode(bytes).map_err(|_| Code::Malformed)?;
    if message.encode_to_vec() == bytes {
        Ok(message)
    } else {
        Err(Code::NotCanonical)
    }
}

/// The canonical bytes of a message.
pub fn encode<T: Message>(message: &T) -> Vec<u8> {
    message.encode_to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SchemaVersion;

    #[test]
    fn canonical_bytes_decode_to_the_same_message() {
        let schema = SchemaVersion { major: 1, minor: 7 };
        assert_eq!(decode_canonical(&encode(&schema)), Ok(schema));
    }

    #[test]
    fn an_unknown_field_is_not_canonical() {
        assert_eq!(decode_canonical::<SchemaVersion>(&[0x08, 1, 0x18, 1]), Err(Code::NotCanonical));
    }

    #[test]
    fn an_explicit_default_is_not_canonical() {
        assert_eq!(decode_canonical::<SchemaVersion>(&[0x08, 1, 0x10, 0]), Err(Code::NotCanonical));
    }

    #[test]
    fn a_padded_varint_is_not_canonical() {
        assert_eq!(decode_canonical::<SchemaVersion>(&[0x08, 0x81, 0x00]), Err(Code::NotCanonical));
    }

    #[test]
    fn truncated_bytes_are_malformed() {
        assert_eq!(decode_canonical::<SchemaVersion>(&[0x08]), Err(Code::Malformed));
    }
}
