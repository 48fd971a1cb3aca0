//! `eq`, `ne`, `gt`, `gte`, `lt`, `lte` as an operator expects them: parameters arrive as texts, and `gt params.count 3` still
//! means the number.

use std::cmp::Ordering;

use serde_json::Value;

use super::decimal::Decimal;
use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;
use super::print::printed;

pub(super) const EQ: Definition = Definition {
    name: "eq",
    usage: "{{#if (eq params.size \"L\")}}…{{/if}}",
    params: (2, 2),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run: |call| answer(equal(call)),
};

pub(super) const NE: Definition =
    Definition { name: "ne", usage: "{{#if (ne params.size \"L\")}}…{{/if}}", run: |call| answer(!equal(call)), ..EQ };

pub(super) const GT: Definition = Definition {
    name: "gt",
    usage: "{{#if (gt params.count 3)}}…{{/if}}",
    run: |call| answer(order(call).is_some_and(Ordering::is_gt)),
    ..EQ
};

pub(super) const GTE: Definition = Definition {
    name: "gte",
    usage: "{{#if (gte params.count 3)}}…{{/if}}",
    run: |call| answer(order(call).is_some_and(Ordering::is_ge)),
    ..EQ
};

pub(super) const LT: Definition = Definition {
    name: "lt",
    usage: "{{#if (lt params.count 3)}}…{{/if}}",
    run: |call| answer(order(call).is_some_and(Ordering::is_lt)),
    ..EQ
};

pub(super) const LTE: Definition = Definition {
    name: "lte",
    usage: "{{#if (lte params.count 3)}}…{{/if}}",
    run: |call| answer(order(call).is_some_and(Ordering::is_le)),
    ..EQ
};

#[expect(clippy::unnecessary_wraps, reason = "the shape of Definition::run")]
fn answer(holds: bool) -> Result<Value, HelperError> {
    Ok(Value::Bool(holds))
}

/// With a number on one side: by value. Else single values by their texts, trimmed (`true` equals `"true"`, nothing equals the empty
/// text); lists and maps by content.
fn equal(call: &Call<'_, '_>) -> bool {
    let (a, b) = (call.value(0), call.value(1));
    if (a.is_number() || b.is_number())
        && let (Some(a), Some(b)) = (Decimal::read(a), Decimal::read(b))
    {
        return a.compare(&b).is_eq();
    }
    a == b || (is_single(a) && is_single(b) && printed(a).trim() == printed(b).trim())
}

/// Two numbers, also in texts, by value; two texts by the alphabet (dates such as 2026-01-31 sort rightly). Anything else has no order.
fn order(call: &Call<'_, '_>) -> Option<Ordering> {
    let (a, b) = (call.value(0), call.value(1));
    match (Decimal::read(a), Decimal::read(b)) {
        (Some(a), Some(b)) => Some(a.compare(&b)),
        _ => match (a, b) {
            (Value::String(a), Value::String(b)) => Some(a.trim().cmp(b.trim())),
            _ => None,
        },
    }
}

fn is_single(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    fn holds(condition: &str) -> bool {
        let data = json!({"count": "5", "ten": "10", "nine": "9", "price": "12,000", "size": " L ", "yes": true, "list": [1], "text": "많이"});
        render(&format!("{{{{#if ({condition})}}}}1{{{{else}}}}0{{{{/if}}}}"), &data) == "1"
    }

    #[test]
    fn numeric_texts_compare_by_value() {
        for condition in [
            "gt count 3",
            "gte count 5",
            "lt count 10",
            "lte count 5",
            "eq count 5",
            "eq 5 count",
            "eq count 5.0",
            "gt ten nine",
            "lt nine ten",
            "gt price 11999",
            "ne count 6",
        ] {
            assert!(holds(condition), "{condition}");
        }
        for condition in ["gt count 5", "eq count 6", "lt ten nine", "ne count 5"] {
            assert!(!holds(condition), "{condition}");
        }
    }

    #[test]
    fn texts_compare_exactly_after_trimming() {
        assert!(holds("eq size \"L\"") && holds("ne size \"l\"") && !holds("eq count \"5.0\""));
        assert!(holds("lt \"2026-01-09\" \"2026-01-10\""));
    }

    #[test]
    fn missing_names_are_neither_more_nor_less() {
        for condition in ["gt none 3", "lt none 3", "gte none 0", "lte none none", "gt text 3", "gt list 0"] {
            assert!(!holds(condition), "{condition}");
        }
        assert!(holds("eq none \"\"") && holds("eq none null") && holds("ne none 0"));
    }

    #[test]
    fn bools_equal_their_names_and_lists_their_contents() {
        assert!(holds("eq yes true") && holds("eq yes \"true\"") && holds("eq list list") && !holds("eq list 1"));
    }

    #[test]
    fn logic_takes_missing_names() {
        assert!(holds("not none") && holds("or none yes") && !holds("and none yes") && holds("not (and none yes)"));
        assert_eq!(render("{{not none}} {{eq none 1}}", &json!({})), "true false");
    }
}
