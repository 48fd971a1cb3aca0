//! `upper x`: in capital letters.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "upper",
    usage: "{{upper params.code}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(call.text(0).to_uppercase()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn letters_are_capital_and_hangul_stays() {
        assert_eq!(render("{{upper x}}", &json!({"x": "abc 커피 é"})), "ABC 커피 É");
    }
}
