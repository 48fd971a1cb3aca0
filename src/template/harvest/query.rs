//! The query string as a map.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// `a=1&b=%EA%B0%80` → `{"a": "1", "b": "가"}`. A name that comes again wins; bytes that are no UTF-8 are replaced.
pub(super) fn parse(query: &str) -> Map<String, Value> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), Value::from(decode(value)))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_decoded() {
        let query = parse("q=%EA%B0%80+b&%EC%9D%B4=1&q2&&q2=x=y");
        assert_eq!(Value::Object(query), serde_json::json!({"q": "가 b", "이": "1", "q2": "x=y"}));
    }

    #[test]
    fn anything_can_be_a_query() {
        assert_eq!(Value::Object(parse("%FF=%zz")), serde_json::json!({"\u{fffd}": "%zz"}));
        assert!(parse("").is_empty());
    }
}
