//! The names of streams, devices, batches and entries of this chain. Without dots in the local parts of stream and
//! device, the name of an entry comes apart in one way only.

use crate::limits::{BATCH_ENTRIES_MAX, SEQUENCE_MAX};
use causeway_proto::{parse_id, Code, IdKind};

/// Where entries come from, and which they are; an entry is its own first and last.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    pub stream: String,
    pub device: String,
    pub first: u64,
    pub last: u64,
}

fn local<'a>(id: &'a str, kind: IdKind, chain_id: &str) -> Result<&'a str, Code> {
    let parts = parse_id(id)?;
    if parts.kind == kind && parts.chain_id == chain_id && !parts.local.contains('.') {
        Ok(parts.local)
    } else {
        Err(Code::IdMalformed)
    }
}

pub fn parse_stream<'a>(id: &'a str, chain_id: &str) -> Result<&'a str, Code> {
    local(id, IdKind::Asset, chain_id)
}

pub fn parse_device<'a>(id: &'a str, chain_id: &str) -> Result<&'a str, Code> {
    local(id, IdKind::Thing, chain_id)
}

fn check_range(first: u64, last: u64) -> Result<(), Code> {
    if first == 0 || last < first {
        return Err(Code::Malformed);
    }
    if last > SEQUENCE_MAX || last - first >= BATCH_ENTRIES_MAX {
        return Err(Code::LimitExceeded);
    }
    Ok(())
}

/// `did:causeway:entry:<chain>:<stream>.<device>.<first>-<last>`.
pub fn batch_id(chain_id: &str, stream: &str, device: &str, first: u64, last: u64) -> Result<String, Code> {
    let (stream, device) = (parse_stream(stream, chain_id)?, parse_device(device, chain_id)?);
    check_range(first, last)?;
    let id = format!("did:causeway:entry:{chain_id}:{stream}.{device}.{first}-{last}");
    parse_id(&id)?;
    Ok(id)
}

fn parse_sequence(text: &str) -> Result<u64, Code> {
    match text.parse::<u64>() {
        // One spelling only: no sign, no leading zero.
        Ok(number) if number.to_string() == text => Ok(number),
        _ => Err(Code::IdMalformed),
    }
}

/// From the name of an entry or a batch to where it comes from.
pub fn parse_origin(id: &str, chain_id: &str) -> Result<Origin, Code> {
    let parts = parse_id(id)?;
    let pieces: Vec<&str> = parts.local.split('.').collect();
    let [stream, device, range] = pieces[..] else { return Err(Code::IdMalformed) };
    if parts.kind != IdKind::Entry || parts.chain_id != chain_id {
        return Err(Code::IdMalformed);
    }
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (first, last) = (parse_sequence(first)?, parse_sequence(last)?);
    check_range(first, last)?;
    let stream = format!("did:causeway:asset:{chain_id}:{stream}");
    let device = format!("did:causeway:thing:{chain_id}:{device}");
    parse_stream(&stream, chain_id)?;
    parse_device(&device, chain_id)?;
    Ok(Origin { stream, device, first, last })
}
