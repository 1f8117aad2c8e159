//! Terms in their normal form: whether they are well formed, whether they permit an access, and which are narrower. The
//! same as `core/policy.ts`, which the vectors `test/vectors/policies.json` bind both to.

use crate::limits::{BPS, PURPOSE_WORD_BYTES_MAX, TERMS_ITEMS_MAX, TERMS_TEXT_BYTES_MAX};
use crate::msg::Terms;
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::rights::covers;

/// One access, as it is asked for.
pub struct Asked<'a> {
    pub recipient: &'a str,
    pub purpose: &'a str,
    pub fields: &'a [String],
    pub at_ns: u64,
}

/// Whether the terms let `recipients` have this access after `used` others; the order of the checks is part of it.
pub fn decide(terms: &Terms, recipients: &[String], asked: &Asked, used: u32) -> Result<(), ServiceCode> {
    if !covers(recipients, &[asked.recipient.to_string()]) {
        return Err(ServiceCode::NotGrantee);
    }
    if asked.at_ns < terms.from_ns.u64() || asked.at_ns >= terms.until_ns.u64() {
        return Err(ServiceCode::GrantExpired);
    }
    if terms.count != 0 && used >= terms.count {
        return Err(ServiceCode::GrantUsedUp);
    }
    if !terms.purposes.iter().any(|purpose| purpose == asked.purpose) {
        return Err(ServiceCode::PurposeNotGranted);
    }
    // Asking for no field asks for nothing that could be granted.
    if asked.fields.is_empty() || !covers(&terms.fields, asked.fields) {
        return Err(ServiceCode::FieldsNotGranted);
    }
    Ok(())
}

/// The terms, if they are there and well formed; without any nothing is shared.
pub fn checked(terms: Option<Terms>) -> Result<Terms, ServiceError> {
    let terms = terms.ok_or(ServiceCode::ConditionsMissing)?;
    check(&terms)?;
    Ok(terms)
}

pub fn check(terms: &Terms) -> Result<(), ServiceError> {
    if terms.fields.is_empty() || terms.purposes.is_empty() {
        return Err(ServiceCode::ConditionsMissing.into());
    }
    check_list(&terms.fields, is_field)?;
    check_list(&terms.purposes, is_purpose)?;
    let everything = terms.fields.len() > 1 && terms.fields.iter().any(|field| field == "*");
    let placed = terms.purposes.iter().filter(|purpose| purpose.contains('@')).count();
    let mixed = placed != 0 && placed != terms.purposes.len();
    if everything || mixed || terms.from_ns >= terms.until_ns || terms.royalty_bps > BPS {
        return Err(Code::Malformed.into());
    }
    Ok(())
}

/// Ascending, each once, none of a form that does not serve.
pub fn check_list(list: &[String], fits: fn(&str) -> bool) -> Result<(), ServiceError> {
    if list.len() > TERMS_ITEMS_MAX || list.iter().any(|one| one.len() > TERMS_TEXT_BYTES_MAX) {
        return Err(Code::LimitExceeded.into());
    }
    if list.windows(2).all(|pair| pair[0] < pair[1]) && list.iter().all(|one| fits(one)) {
        Ok(())
    } else {
        Err(Code::Malformed.into())
    }
}

/// A comma would make one field of a signed request read as two.
pub fn is_field(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|letter| letter == ',' || letter.is_control())
}

/// `[<action>:]<purpose>[@<place>]`.
pub fn is_purpose(text: &str) -> bool {
    let (text, place) = match text.split_once('@') {
        Some((text, place)) => (text, Some(place)),
        None => (text, None),
    };
    let (action, word) = match text.split_once(':') {
        Some((action, word)) => (Some(action), word),
        None => (None, text),
    };
    let known = action.is_none_or(|action| matches!(action, "aggregate" | "derive" | "display" | "read"));
    known && is_word(word) && place.is_none_or(is_place)
}

fn is_word(text: &str) -> bool {
    text.len() <= PURPOSE_WORD_BYTES_MAX
        && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// ISO 3166: `DE`, `DE-BE`.
fn is_place(text: &str) -> bool {
    let (country, part) = text.split_once('-').unwrap_or((text, "X"));
    let upper = |byte: u8| byte.is_ascii_uppercase();
    country.len() == 2
        && country.bytes().all(upper)
        && (1..=3).contains(&part.len())
        && part.bytes().all(|byte| upper(byte) || byte.is_ascii_digit())
}
