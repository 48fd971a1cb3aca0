//! `trim x`: without white space at both ends.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "trim",
    usage: "{{trim utterance}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(call.text(0).trim()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn white_space_goes_at_both_ends_only() {
        assert_eq!(render("[{{trim x}}]", &json!({"x": "\u{3000} 서울 역\n"})), "[서울 역]");
        assert_eq!(render("[{{trim x}}]", &json!({})), "[]");
    }
}
