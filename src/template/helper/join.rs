//! `join list sep`: the elements of a list as one text.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, MAX_TEXT_BYTES, any_literals};
use super::error::{HelperError, Limit};
use super::print::printed;

pub(super) const HELPER: Definition = Definition {
    name: "join",
    usage: "{{join upstream.menus \", \"}}",
    params: (1, 2),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

/// Without `sep` a comma and a space. What is no list is printed as it is.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let Value::Array(items) = call.value(0) else { return Ok(Value::from(call.text(0))) };
    let separator = if call.count() > 1 { call.text(1) } else { ", ".into() };
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push_str(&separator);
        }
        text.push_str(&printed(item));
        if text.len() > MAX_TEXT_BYTES {
            return Err(HelperError::too_large("join", Limit::Text));
        }
    }
    Ok(Value::from(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn elements_are_joined_by_the_separator() {
        let data = json!({"list": ["라떼", 2, null, {"a": 1}]});
        assert_eq!(render("{{join list \" / \"}}", &data), "라떼 / 2 /  / {\"a\":1}");
        assert_eq!(render("{{join list}}", &json!({"list": ["라떼", "모카"]})), "라떼, 모카");
    }

    #[test]
    fn what_is_no_list_prints_as_it_is() {
        assert_eq!(render("{{join a \",\"}}{{join none \",\"}}", &json!({"a": "라떼"})), "라떼");
    }

    #[test]
    fn a_list_times_a_separator_ends_before_it_fills_the_memory() {
        let data = json!({"x": "a".repeat(2000), "sep": "b".repeat(2000)});
        assert!(fails("{{truncate (join (split (replace x \"a\" \"a,\") \",\") sep) 10}}", &data).contains("1 MiB"));
    }
}
