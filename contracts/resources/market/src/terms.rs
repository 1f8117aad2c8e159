//! What may be promised: identifiers, amounts and terms of offers and demands, and whether terms stay within others.

use crate::limits::*;
use crate::msg::{OfferRecord, OfferTerms};
use causeway_proto::limits::NAME_BYTES_MAX;
use causeway_proto::{check_amount, parse_id, sha256, Amount, Code};
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::assets::Units;
use causeway_services::rights::Terms;
use cosmwasm_std::{to_json_vec, Env, HexBinary, StdResult, Uint64};

const NS: u64 = 1_000_000_000;

/// A moment that lies some seconds after another.
pub fn after(from_ns: u64, sec: u64) -> u64 {
    from_ns.saturating_add(sec.saturating_mul(NS))
}

/// The chain part of an offer's or demand's identifier, `<chain id>/<name>`.
pub fn home_of(id: &str) -> Result<&str, Code> {
    let (chain_id, name) = id.split_once('/').ok_or(Code::IdMalformed)?;
    parse_id(&format!("did:causeway:entry:{chain_id}:{name}"))?;
    Ok(chain_id)
}

/// A new identifier belongs to the chain that it is made on.
pub fn check_new_id(env: &Env, id: &str) -> Result<(), ServiceError> {
    if home_of(id)? == env.block.chain_id {
        Ok(())
    } else {
        Err(ServiceCode::NotHome.into())
    }
}

pub fn check_topic(topic: &str) -> Result<(), Code> {
    if (1..=NAME_BYTES_MAX).contains(&topic.len()) && topic.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(Code::Malformed)
    }
}

/// As the rights contract takes them: ascending, each once, and `*` alone if at all.
fn check_list(list: &[String], max: usize) -> Result<(), Code> {
    if list.len() > max || list.iter().any(|one| one.len() > ITEM_BYTES_MAX) {
        return Err(Code::LimitExceeded);
    }
    let fits = |one: &String| !one.is_empty() && !one.chars().any(|letter| letter == ',' || letter.is_control());
    let everything = list.len() > 1 && list.iter().any(|one| one == "*");
    if everything || !list.iter().all(fits) || !list.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err(Code::Malformed);
    }
    Ok(())
}

/// CONDITIONS_MISSING where nothing would be permitted.
pub fn check_scope(fields: &[String], purposes: &[String], term_sec: u64) -> Result<(), ServiceError> {
    check_list(fields, FIELDS_MAX)?;
    check_list(purposes, PURPOSES_MAX)?;
    if fields.is_empty() || purposes.is_empty() || term_sec == 0 {
        return Err(ServiceCode::ConditionsMissing.into());
    }
    if term_sec > TERM_SEC_MAX {
        return Err(Code::LimitExceeded.into());
    }
    Ok(())
}

/// Some moment between now and the farthest one.
pub fn check_ahead(env: &Env, moment: Uint64) -> Result<(), Code> {
    let now = env.block.time.nanos();
    if moment.u64() > now && moment.u64() <= after(now, AHEAD_SEC_MAX) {
        Ok(())
    } else {
        Err(Code::LimitExceeded)
    }
}

/// Chain and denomination; of the amount anything, also none.
pub fn check_units(units: &Units) -> Result<(), Code> {
    let (origin_chain_id, denom) = (units.origin_chain_id.clone(), units.denom.clone());
    check_amount(&Amount { origin_chain_id, denom, amount: "1".into() }).map(|_| ())
}

/// DENOM_MISMATCH unless both are the same kind of unit.
pub fn check_denom(price: &Units, units: &Units) -> Result<(), ServiceCode> {
    if (&price.origin_chain_id, &price.denom) == (&units.origin_chain_id, &units.denom) {
        Ok(())
    } else {
        Err(ServiceCode::DenomMismatch)
    }
}

/// Exactly the price, in its denomination.
pub fn check_price(price: &Units, units: &Units) -> Result<(), ServiceCode> {
    check_denom(price, units)?;
    if price.amount == units.amount {
        Ok(())
    } else {
        Err(ServiceCode::PriceMismatch)
    }
}

/// The terms of a grant that begins at `from_ns`.
pub fn absolute(terms: &OfferTerms, from_ns: u64) -> Terms {
    Terms {
        fields: terms.fields.clone(),
        purposes: terms.purposes.clone(),
        from_ns: from_ns.into(),
        until_ns: after(from_ns, terms.term_sec).into(),
        count: terms.count,
        onward: terms.onward,
        royalty_bps: terms.royalty_bps,
    }
}

/// Whether every purpose in `inner` is among those of `outer`.
pub fn includes(outer: &[String], inner: &[String]) -> bool {
    inner.iter().all(|name| outer.contains(name))
}

/// TERMS_WIDENED if `inner` permits anything that `outer` does not.
pub fn check_within(inner: &Terms, outer: &Terms) -> Result<(), ServiceCode> {
    if inner.is_within(outer) {
        Ok(())
    } else {
        Err(ServiceCode::TermsWidened)
    }
}

/// What both sides agree to: the hash of the offer as it was posted.
pub fn terms_hash(record: &OfferRecord) -> StdResult<HexBinary> {
    let posted = OfferRecord { open: true, version: 1, ..record.clone() };
    Ok(HexBinary::from(&sha256(&to_json_vec(&posted)?)))
}
