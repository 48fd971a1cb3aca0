//! `default a b`: the first value that is there.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;
use super::print::is_nothing;

pub(super) const HELPER: Definition = Definition {
    name: "default",
    usage: "{{default params.name \"손님\"}}",
    params: (2, 16),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

/// Null and the empty text are nothing; 0 and false are something.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let there = (0..call.count()).map(|at| call.value(at)).find(|value| !is_nothing(value));
    Ok(there.unwrap_or_else(|| call.value(call.count().saturating_sub(1))).clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn missing_null_and_empty_give_the_second_value() {
        for data in [json!({}), json!({"name": null}), json!({"name": ""})] {
            assert_eq!(render("{{default name \"손님\"}}", &data), "손님", "{data}");
        }
    }

    #[test]
    fn zero_and_false_are_there() {
        assert_eq!(render("{{default a 1}} {{default b true}}", &json!({"a": 0, "b": false})), "0 false");
    }

    #[test]
    fn the_last_value_stands_when_all_are_empty() {
        assert_eq!(render("{{default a b \"\"}}|{{default a b \"끝\"}}", &json!({})), "|끝");
    }
}
