//! `won x`: an amount of money, 12,000원.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes};
use super::error::HelperError;
use super::number::{grouped, literals};

pub(super) const HELPER: Definition = Definition {
    name: "won",
    usage: "{{won upstream.price}}",
    params: (1, 1),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(grouped("won", call)?.map_or(Value::Null, |number| Value::from(number + "원")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn amounts_get_commas_and_won() {
        assert_eq!(render("{{won 12000}} {{won x}} {{won y}}", &json!({"x": "12,000", "y": -500})), "12,000원 12,000원 -500원");
    }

    #[test]
    fn nothing_prints_nothing_and_text_fails() {
        assert_eq!(render("[{{won x}}]", &json!({})), "[]");
        assert!(fails("{{won x}}", &json!({"x": {"amount": 1}})).contains("is not a number"));
    }
}
