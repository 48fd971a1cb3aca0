//! `split x sep`: a text as a list, for `each`, `join` and `lookup`.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "split",
    usage: "{{#each (split params.menus \",\")}}{{this}} {{/each}}",
    params: (2, 2),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    match params.get(1) {
        Some(Some(Value::String(separator))) if separator.is_empty() => {
            Some(Misuse::new("나눌 기준 글자가 비어 있어요", "the separator is empty"))
        }
        _ => None,
    }
}

/// Nothing gives an empty list, so that `each … else` works; an empty separator does not split; a list stays what it is.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    if let list @ Value::Array(_) = call.value(0) {
        return Ok(list.clone());
    }
    let (text, separator) = (call.text(0), call.text(1));
    Ok(if text.is_empty() {
        Value::Array(Vec::new())
    } else if separator.is_empty() {
        Value::Array(vec![Value::from(text)])
    } else {
        text.split(&*separator).map(Value::from).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::render;

    #[test]
    fn a_text_becomes_a_list() {
        let data = json!({"x": "라떼,모카,"});
        assert_eq!(render("{{#each (split x \",\")}}<{{this}}>{{/each}}", &data), "<라떼><모카><>");
        assert_eq!(render("{{lookup (split x \",\") 1}}", &data), "모카");
        assert_eq!(render("{{split x \",\"}}", &data), r#"["라떼","모카",""]"#);
    }

    #[test]
    fn nothing_is_an_empty_list() {
        assert_eq!(render("{{#each (split x \",\")}}<{{this}}>{{else}}없음{{/each}}", &json!({})), "없음");
    }
}
