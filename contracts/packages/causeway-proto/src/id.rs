//! The identifier grammar: `did:causeway:<kind>:<chain-id>[:<local>]`, one for everything that has a name.

use crate::limits::{CHAIN_ID_BYTES_MAX, ID_BYTES_MAX, LOCAL_ID_BYTES_MAX};
use crate::Code;

/// What an identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    Chain,
    Platform,
    Party,
    Thing,
    Asset,
    Entry,
    Transaction,
}

/// The parts of a well-formed identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id<'a> {
    pub kind: IdKind,
    /// For an asset or an entry: its chain of origin.
    pub chain_id: &'a str,
    /// Empty for a chain, present for everything else.
    pub local: &'a str,
}

/// Takes an identifier apart, or says why it is none.
pub fn parse_id(text: &str) -> Result<Id<'_>, Code> {
    if text.is_empty() {
        return Err(Code::PartMissing);
    }
    if text.len() > ID_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let rest = text.strip_prefix("did:causeway:").ok_or(Code::IdMalformed)?;
    let mut parts = rest.splitn(3, ':');
    let kind = parse_kind(parts.next().unwrap_or_default())?;
    let chain_id = parts.next().ok_or(Code::IdMalformed)?;
    check_chain_id(chain_id)?;
    let local = match (kind, parts.next()) {
        (IdKind::Chain, None) => "",
        (IdKind::Chain, Some(_)) | (_, None) => return Err(Code::IdMalformed),
        (IdKind::Transaction, Some(local)) if !is_lower_hex_digest(local) => return Err(Code::IdMalformed),
        (_, Some(local)) => local,
    };
    if kind != IdKind::Chain {
        check_local(local)?;
    }
    Ok(Id { kind, chain_id, local })
}

/// Identifier of data (an asset or an entry); everything that a transaction touches has one.
pub fn parse_data_id(text: &str) -> Result<Id<'_>, Code> {
    let id = parse_id(text)?;
    match id.kind {
        IdKind::Asset | IdKind::Entry => Ok(id),
        _ => Err(Code::IdMalformed),
    }
}

/// Identifier of a party.
pub fn parse_party_id(text: &str) -> Result<Id<'_>, Code> {
    let id = parse_id(text)?;
    match id.kind {
        IdKind::Party => Ok(id),
        _ => Err(Code::IdMalformed),
    }
}

/// Chain of origin of an asset or an entry.
pub fn origin_of(data_id: &str) -> Result<&str, Code> {
    Ok(parse_data_id(data_id)?.chain_id)
}

/// `[a-z][a-z0-9-]{1,31}`.
pub fn check_chain_id(text: &str) -> Result<(), Code> {
    if text.is_empty() {
        return Err(Code::PartMissing);
    }
    if text.len() > CHAIN_ID_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let bytes = text.as_bytes();
    let tail_ok = bytes[1..].iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if bytes.len() >= 2 && bytes[0].is_ascii_lowercase() && tail_ok {
        Ok(())
    } else {
        Err(Code::IdMalformed)
    }
}

fn parse_kind(text: &str) -> Result<IdKind, Code> {
    Ok(match text {
        "chain" => IdKind::Chain,
        "platform" => IdKind::Platform,
        "party" => IdKind::Party,
        "thing" => IdKind::Thing,
        "asset" => IdKind::Asset,
        "entry" => IdKind::Entry,
        "transaction" => IdKind::Transaction,
        _ => return Err(Code::IdMalformed),
    })
}

/// `[a-z0-9][a-z0-9._-]{0,63}`.
fn check_local(text: &str) -> Result<(), Code> {
    if text.len() > LOCAL_ID_BYTES_MAX {
        return Err(Code::LimitExceeded);
    }
    let first_ok = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let all_ok = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
    if first_ok && all_ok {
        Ok(())
    } else {
        Err(Code::IdMalformed)
    }
}

fn is_lower_hex_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_comes_apart_into_kind_chain_and_local_part() {
        let id = parse_id("did:causeway:asset:zone-a:certificate-7").unwrap();
        assert_eq!((id.kind, id.chain_id, id.local), (IdKind::Asset, "zone-a", "certificate-7"));
        assert_eq!(parse_id("did:causeway:chain:zone-a").unwrap().local, "");
    }

    #[test]
    fn everything_but_a_chain_needs_a_local_part() {
        assert_eq!(parse_id("did:causeway:asset:zone-a"), Err(Code::IdMalformed));
        assert_eq!(parse_id("did:causeway:chain:zone-a:x"), Err(Code::IdMalformed));
        assert_eq!(parse_id("did:causeway:asset:zone-a:"), Err(Code::IdMalformed));
        assert_eq!(parse_id("did:causeway:asset:zone-a:x:y"), Err(Code::IdMalformed));
    }

    #[test]
    fn a_chain_id_of_one_letter_or_a_letter_outside_ascii_is_malformed() {
        assert_eq!(check_chain_id("a"), Err(Code::IdMalformed));
        assert_eq!(check_chain_id("é"), Err(Code::IdMalformed));
        assert_eq!(check_chain_id("zône"), Err(Code::IdMalformed));
    }
}
