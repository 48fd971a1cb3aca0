//! `lower x`: in small letters.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "lower",
    usage: "{{lower params.code}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(call.text(0).to_lowercase()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn letters_are_small_and_hangul_stays() {
        assert_eq!(render("{{lower x}}", &json!({"x": "ABC 커피"})), "abc 커피");
    }
}
