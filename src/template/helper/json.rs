//! `json x`: the value as JSON. In a JSON file it stands outside of quotes and is written as it is.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "json",
    usage: "{{json upstream.items}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Json,
    run,
};

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(call.value(0).to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{render, render_in};

    #[test]
    fn values_are_written_as_json() {
        let data = json!({"a": {"둘": [1, "\"", null]}});
        assert_eq!(render("{{json a}} {{json a.둘.[1]}} {{json none}}", &data), r#"{"둘":[1,"\"",null]} "\"" null"#);
    }

    #[test]
    fn a_json_file_gets_it_unescaped_and_a_url_escaped() {
        let data = json!({"a": "그는 \"네\""});
        let in_json = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        assert_eq!(
            render_in("{\"text\": {{json a}}, \"b\": \"{{a}}\"}", &data, in_json),
            r#"{"text": "그는 \"네\"", "b": "그는 \"네\""}"#
        );
        let in_url = |text: &str| text.replace(' ', "%20").replace('"', "%22");
        assert_eq!(render_in("{{json a}}", &json!({"a": "x"}), in_url), "%22x%22");
    }

    #[test]
    fn it_is_a_text_in_a_sub_expression() {
        assert_eq!(render("{{len (json a)}}", &json!({"a": {"b": 1}})), "7");
    }
}
