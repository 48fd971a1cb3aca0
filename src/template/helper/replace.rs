//! `replace x from to`: every `from` becomes `to`.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, HelperError, Misuse};

pub(super) const HELPER: Definition = Definition {
    name: "replace",
    usage: "{{replace params.phone \"-\" \"\"}}",
    params: (3, 3),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    match params.get(1) {
        Some(Some(Value::String(from))) if from.is_empty() => {
            Some(Misuse::new("바꿀 글자가 비어 있어요", "the text to look for is empty"))
        }
        _ => None,
    }
}

/// An empty `from` changes nothing: otherwise `to` would stand between all characters.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let (text, from) = (call.text(0), call.text(1));
    if from.is_empty() {
        return Ok(Value::from(text));
    }
    Ok(Value::from(text.replace(&*from, &call.text(2))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn every_occurrence_is_replaced() {
        assert_eq!(render("{{replace x \"-\" \"\"}}", &json!({"x": "010-1234-5678"})), "01012345678");
        assert_eq!(render("{{replace x 1 2}}", &json!({"x": 1121})), "2222");
    }

    #[test]
    fn an_empty_search_changes_nothing() {
        assert_eq!(render("{{replace x none \"-\"}}", &json!({"x": "가나"})), "가나");
    }
}
