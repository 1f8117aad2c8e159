//! Terms mean the same here as in the platform: both replay one file of vectors.

use causeway_rights::limits::TERMS_ITEMS_MAX;
use causeway_rights::msg::{Onward, Terms};
use causeway_rights::policy::{check, checked, decide, is_purpose, Asked};
use causeway_services::rights::covers;
use serde_json::Value;

const VECTORS: &str = include_str!("../../../../test/vectors/policies.json");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).expect("json")
}

/// A policy of the vectors: the terms, and the recipients, who are named by a grant and not by its terms.
fn policy(value: &Value) -> (Terms, Vec<String>) {
    let mut value = value.clone();
    let recipients = value.as_object_mut().expect("an object").remove("recipients").expect("recipients");
    let terms = serde_json::from_value(value).expect("terms");
    (terms, serde_json::from_value(recipients).expect("a list"))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().expect(name)
}

/// Y-3.1.9, Y-8.4.2b
#[test]
fn every_access_of_the_vectors_is_decided_as_they_say() {
    let vectors = vectors();
    let accesses = vectors["accesses"].as_array().expect("a list");
    assert!(accesses.len() > 20);
    for case in accesses {
        let (terms, recipients) = policy(&vectors["policies"][text(case, "policy")]);
        check(&terms).expect("well formed");
        let request = &case["request"];
        let fields: Vec<String> = serde_json::from_value(request["fields"].clone()).expect("a list");
        let asked = Asked {
            recipient: text(request, "recipient"),
            purpose: text(request, "purpose"),
            fields: &fields,
            at_ns: text(request, "at_ns").parse().expect("a time"),
        };
        let used = u32::try_from(case["used"].as_u64().expect("a number")).expect("32 bits");
        let decision = match decide(&terms, &recipients, &asked, used) {
            Ok(()) => "ALLOW",
            Err(code) => code.as_str_name().trim_start_matches("SERVICE_CODE_"),
        };
        assert_eq!(decision, text(case, "decision"), "{}", text(case, "why"));
    }
}

/// Y-6.3
#[test]
fn every_pair_of_the_vectors_is_narrower_or_not_as_they_say() {
    let vectors = vectors();
    let pairs = vectors["narrower"].as_array().expect("a list");
    assert!(pairs.len() > 15);
    for case in pairs {
        let ((inner, to), (outer, from)) = (policy(&case["inner"]), policy(&case["outer"]));
        let found = covers(&from, &to) && inner.is_within(&outer);
        assert_eq!(Some(found), case["narrower"].as_bool(), "{}", text(case, "why"));
    }
}

fn good() -> Terms {
    Terms {
        fields: vec!["a".into(), "b".into()],
        purposes: vec!["research".into()],
        from_ns: 1u64.into(),
        until_ns: 2u64.into(),
        count: 0,
        onward: Onward::None,
        royalty_bps: 10_000,
    }
}

fn refusal(change: fn(&mut Terms)) -> String {
    let mut terms = good();
    change(&mut terms);
    check(&terms).expect_err("refused").to_string()
}

/// Y-3.1.9
#[test]
fn without_conditions_nothing_is_shared() {
    check(&good()).expect("well formed");
    let missing = "CONDITIONS_MISSING (code 1408)";
    assert_eq!(checked(None).expect_err("refused").to_string(), missing);
    assert_eq!(refusal(|terms| terms.fields.clear()), missing);
    assert_eq!(refusal(|terms| terms.purposes.clear()), missing);
}

#[test]
fn terms_have_one_form_or_are_refused() {
    let changes: [fn(&mut Terms); 9] = [
        |terms| terms.fields.reverse(),
        |terms| terms.fields[1] = "a".into(),
        |terms| terms.fields[0] = "*".into(),
        |terms| terms.fields[0] = String::new(),
        |terms| terms.fields[0] = "a,b".into(),
        |terms| terms.fields[0] = "a\nb".into(),
        |terms| terms.until_ns = terms.from_ns,
        |terms| terms.royalty_bps = 10_001,
        |terms| terms.purposes = vec!["a@DE".into(), "b".into()],
    ];
    for change in changes {
        assert_eq!(refusal(change), "MALFORMED (code 100)");
    }
    assert_eq!(refusal(|terms| terms.fields[1] = "b".repeat(129)), "LIMIT_EXCEEDED (code 103)");
    let many = |terms: &mut Terms| terms.fields = (100..=100 + TERMS_ITEMS_MAX).map(|one| one.to_string()).collect();
    assert_eq!(refusal(many), "LIMIT_EXCEEDED (code 103)");
}

#[test]
fn a_purpose_is_a_word_with_an_action_before_it_and_a_place_after_it() {
    for good in ["research", "read:research", "research@DE", "derive:city-planning@DE-BE", "a1@FR-123"] {
        assert!(is_purpose(good), "{good}");
    }
    let long = "a".repeat(41);
    for bad in ["", "Research", "1a", "sell:a", "a:b:c", "a@d", "a@DEU", "a@DE-", "a@DE-ABCD", "a@DE@FR", "a b", &long]
    {
        assert!(!is_purpose(bad), "{bad}");
    }
}
