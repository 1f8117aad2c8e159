//! Decides whether an envelope is complete and coherent (Y.4560 clause 7.2.1), and what class of data it describes.
//! The order of the checks is part of the format: both languages answer the same code (test/vectors/envelope).

use crate::id::{parse_data_id, parse_party_id};
use crate::limits::*;
use crate::{
    encode, sha256, AccessClass, Code, DataClass, DataType, Element, ElementType, Envelope, Fingerprint, HashAlgorithm,
    SchemaVersion, Structure,
};
use prost::Message;

/// Everything that can be said about an envelope without its content and without the chain's state.
pub fn check_envelope(envelope: &Envelope) -> Result<(), Code> {
    check_schema(envelope.schema.as_ref())?;
    if envelope.encoded_len() > ENVELOPE_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    parse_data_id(&envelope.id)?;
    data_class(envelope)?;
    parse_party_id(&envelope.owner)?;
    if !envelope.controller.is_empty() {
        parse_party_id(&envelope.controller)?;
    }
    if envelope.terms.len() > TERMS_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    check_structure(envelope)?;
    check_elements(&envelope.elements)?;
    check_fingerprints(envelope)?;
    check_lineage(&envelope.lineage)
}

/// sha256 of the canonical bytes: what a release and a receipt must agree on.
pub fn envelope_digest(envelope: &Envelope) -> [u8; 32] {
    sha256(&encode(envelope))
}

/// The row of the duplication rules. Refuses what has no row: an unspecified type or access class,
/// an asset that claims to be open, closed data that claims to be copyable, open data that claims to be movable.
pub fn data_class(envelope: &Envelope) -> Result<DataClass, Code> {
    let data_type = DataType::try_from(envelope.data_type).unwrap_or_default();
    let access = AccessClass::try_from(envelope.access).unwrap_or_default();
    match (data_type, access) {
        (DataType::Unspecified, _) | (_, AccessClass::Unspecified) => Err(Code::PartMissing),
        (DataType::Record, AccessClass::Open) if envelope.movable => Err(Code::MoveOfOpen),
        (DataType::Record, AccessClass::Open) => Ok(match envelope.copyable {
            true => DataClass::OpenCopyable,
            false => DataClass::OpenFixed,
        }),
        (_, AccessClass::Open) => Err(Code::OperationNotDefined),
        (_, AccessClass::Closed) if envelope.copyable => Err(Code::CopyOfClosed),
        (DataType::Record, AccessClass::Closed) => Ok(match envelope.movable {
            true => DataClass::ClosedMovable,
            false => DataClass::ClosedFixed,
        }),
        (DataType::NonFungible, AccessClass::Closed) => Ok(match envelope.movable {
            true => DataClass::NonFungibleMovable,
            false => DataClass::NonFungibleFixed,
        }),
        (DataType::Fungible, AccessClass::Closed) => Ok(DataClass::Fungible),
    }
}

/// Whether the content is the one that the envelope describes, and short enough to be stored on chain.
pub fn check_content(envelope: &Envelope, content: &[u8]) -> Result<(), Code> {
    if content.len() > CONTENT_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let stored = envelope.stored.as_ref().ok_or(Code::PartMissing)?;
    let same_length = u64::try_from(content.len()).is_ok_and(|length| length == envelope.length);
    if same_length && stored.digest == sha256(content) {
        Ok(())
    } else {
        Err(Code::FingerprintMismatch)
    }
}

/// Every minor of the known major is welcome; another major is not.
pub(crate) fn check_schema(schema: Option<&SchemaVersion>) -> Result<(), Code> {
    match schema {
        None => Err(Code::PartMissing),
        Some(schema) if schema.major != SCHEMA_MAJOR => Err(Code::SchemaUnknown),
        Some(_) => Ok(()),
    }
}

fn check_structure(envelope: &Envelope) -> Result<(), Code> {
    let structure = Structure::try_from(envelope.structure).map_err(|_| Code::PartMissing)?;
    if structure == Structure::Table && envelope.elements.is_empty() {
        return Err(Code::PartMissing);
    }
    let is_record = envelope.data_type == DataType::Record as i32;
    let incomplete = structure == Structure::Unspecified || envelope.stored.is_none() || envelope.length == 0;
    if is_record && incomplete {
        return Err(Code::PartMissing);
    }
    Ok(())
}

fn check_elements(elements: &[Element]) -> Result<(), Code> {
    if elements.len() > ELEMENTS_MAX {
        return Err(Code::LimitExceeded);
    }
    for (index, element) in elements.iter().enumerate() {
        let kind = ElementType::try_from(element.r#type).unwrap_or_default();
        if element.name.is_empty() || kind == ElementType::Unspecified {
            return Err(Code::PartMissing);
        }
        if element.name.len() > NAME_BYTES_MAX || element.unit.len() > UNIT_BYTES_MAX {
            return Err(Code::LimitExceeded);
        }
        if elements[..index].iter().any(|other| other.name == element.name) {
            return Err(Code::Exists);
        }
    }
    Ok(())
}

/// What is stored is verified on chain, so its hash needs no secret; the plaintext's may be salted.
fn check_fingerprints(envelope: &Envelope) -> Result<(), Code> {
    if let Some(stored) = &envelope.stored {
        if fingerprint_algorithm(stored)? != HashAlgorithm::Sha2256 {
            return Err(Code::PartMissing);
        }
    }
    if let Some(plaintext) = &envelope.plaintext {
        fingerprint_algorithm(plaintext)?;
    }
    Ok(())
}

fn fingerprint_algorithm(fingerprint: &Fingerprint) -> Result<HashAlgorithm, Code> {
    match HashAlgorithm::try_from(fingerprint.algorithm).unwrap_or_default() {
        HashAlgorithm::Unspecified => Err(Code::PartMissing),
        _ if fingerprint.digest.len() != 32 => Err(Code::Malformed),
        algorithm => Ok(algorithm),
    }
}

/// Ascending order is part of the canonical form, so one set of parents has one encoding.
fn check_lineage(lineage: &[String]) -> Result<(), Code> {
    if lineage.len() > LINEAGE_MAX {
        return Err(Code::LimitExceeded);
    }
    for id in lineage {
        parse_data_id(id)?;
    }
    if lineage.windows(2).all(|pair| pair[0] < pair[1]) {
        Ok(())
    } else {
        Err(Code::NotCanonical)
    }
}
