//! What a JSON value means where the table wants a number, a bool, a text or an address.

use serde_json::{Number, Value};

/// Nothing: null, or an empty text.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// A whole number: also 12000.0, and the texts `12000`, `-5`, `12,000`, `12000.0` (a float that went through a template). `None` for
/// anything else (`12000원`, 1.5).
pub(super) fn whole_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9.0e15)?;
            format!("{float}").parse::<i64>().ok().map(Number::from)
        }
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => digits(text.trim())?.parse::<i64>().ok().map(Number::from),
        _ => None,
    }
}

/// The digits of a whole number without its commas, which may only stand between thousands.
fn digits(text: &str) -> Option<String> {
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |number| ("-", number));
    let number = match number.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => number,
    };
    let mut groups = number.split(',');
    let is_digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().filter(is_digits)?;
    let mut joined = format!("{sign}{first}");
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !is_digits(&group) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

/// `true`, `false`, also as texts.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(bool) => Some(*bool),
        Value::String(text) => match text.trim() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// An http(s) address with a host, without white space. One of Kakao's own placeholders may stand for what is not known here.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    if text.starts_with("{{#") {
        return true;
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")) && !host.is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_numbers_are_read_from_texts() {
        for (value, number) in [
            (json!(12000), 12000),
            (json!(12000.0), 12000),
            (json!("12000"), 12000),
            (json!(" 12,000 "), 12000),
            (json!("-5"), -5),
            (json!("12000.0"), 12000),
            (json!("-1,200.00"), -1200),
            (json!("1,234,567"), 1_234_567),
        ] {
            assert_eq!(whole_number(&value), Some(Number::from(number)), "{value}");
        }
        for value in [
            json!("12000원"),
            json!(1.5),
            json!("1.5"),
            json!(""),
            json!("12,00"),
            json!("만"),
            json!(true),
            json!(1e300),
            json!("1,"),
            json!("-"),
            json!("5."),
            json!(".0"),
        ] {
            assert_eq!(whole_number(&value), None, "{value}");
        }
    }

    #[test]
    fn addresses_need_a_scheme_and_a_host() {
        for text in ["https://example.com", "http://a/b?c=가", "HTTPS://EXAMPLE.COM/", "{{#webhook.imageUrl}}", " https://a "] {
            assert!(is_address(text), "{text}");
        }
        for text in ["example.com", "https://", "ftp://a", "https:// a", "javascript:alert(1)", "https:///a", ""] {
            assert!(!is_address(text), "{text}");
        }
    }
}
