//! `len x`: how many characters, elements or fields. Handlebars' own counts bytes, three for each Hangul syllable.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "len",
    usage: "{{len upstream.items}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(match call.value(0) {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        Value::String(text) => text.chars().count(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn characters_elements_and_fields_are_counted() {
        let data = json!({"text": "안녕!", "list": [1, 2], "map": {"a": 1}});
        assert_eq!(render("{{len text}} {{len list}} {{len map}} {{len none}}", &data), "3 2 1 0");
    }
}
