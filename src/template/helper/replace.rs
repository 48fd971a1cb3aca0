//! `replace x from to`: every `from` becomes `to`.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, MAX_TEXT_BYTES, Misuse};
use super::error::{HelperError, Limit};

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
    let to = call.text(2);
    // Reckoned before it is made: a long text full of `from` times a long `to` would end the process.
    if to.len() > from.len() && text.matches(&*from).count().saturating_mul(to.len() - from.len()) > MAX_TEXT_BYTES {
        return Err(HelperError::too_large("replace", Limit::Text));
    }
    Ok(Value::from(text.replace(&*from, &to)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn every_occurrence_is_replaced() {
        assert_eq!(render("{{replace x \"-\" \"\"}}", &json!({"x": "010-1234-5678"})), "01012345678");
        assert_eq!(render("{{replace x 1 2}}", &json!({"x": 1121})), "2222");
    }

    #[test]
    fn an_empty_search_changes_nothing() {
        assert_eq!(render("{{replace x none \"-\"}}", &json!({"x": "가나"})), "가나");
    }

    #[test]
    fn a_text_times_a_text_ends_before_it_fills_the_memory() {
        let data = json!({"x": "a".repeat(2000), "to": "b".repeat(2000)});
        assert!(fails("{{truncate (replace x \"a\" to) 10}}", &data).contains("1 MiB"));
        assert_eq!(render("{{truncate (replace x \"a\" \"bb\") 3}}", &data), "bb…");
    }
}
