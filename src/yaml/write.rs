//! A value as YAML text, for people to go on with.

use serde_json::Value;

/// Unicode's line separators: the writer takes them for line breaks, which the readers do not.
const SEPARATORS: [(char, char); 2] = [('\u{2028}', 'L'), ('\u{2029}', 'P')];

/// The value in block style: a text of several lines after `|`, quotes only where a text would be read as something else.
///
/// A key is read back when it begins with a letter or a digit; some others look like a slip to [`super::read`].
pub fn write(value: &Value) -> String {
    let text = serde_yaml::to_string(value).unwrap_or_default();
    let unused = || ('\u{e000}'..='\u{f8ff}').find(|mark| !text.contains(*mark));
    let Some(mark) = SEPARATORS.iter().any(|(separator, _)| text.contains(*separator)).then(unused).flatten() else { return text };
    // A control character makes the writer take double quotes; there the separator can be escaped.
    let marked = serde_yaml::to_string(&with_marks(value, mark)).unwrap_or_default();
    marked.replace(&format!("\\x01{mark}"), "\\")
}

fn with_marks(value: &Value, mark: char) -> Value {
    match value {
        Value::String(text) => {
            let marked =
                |text: String, (separator, letter): &(char, char)| text.replace(*separator, &format!("\u{1}{mark}{letter}"));
            Value::from(SEPARATORS.iter().fold(text.clone(), marked))
        }
        Value::Array(items) => items.iter().map(|item| with_marks(item, mark)).collect(),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, value)| (key.clone(), with_marks(value, mark))).collect()),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::diag::Report;

    #[test]
    fn texts_are_written_as_an_operator_would() {
        let value = json!({"글": ["안녕하세요 👋 {{utterance}}", "첫 줄\n둘째 줄", "010", "가: 나", ""], "수": 1});
        let expected = "글:\n- 안녕하세요 👋 {{utterance}}\n- |-\n  첫 줄\n  둘째 줄\n- '010'\n- '가: 나'\n- ''\n수: 1\n";
        assert_eq!(write(&value), expected);
    }

    #[test]
    fn a_line_separator_is_escaped() {
        assert_eq!(write(&json!({"a": "b\u{2028}\\x01 \u{e000}", "c": "\\x01"})), "a: \"b\\L\\\\x01 \u{e000}\"\nc: \\x01\n");
    }

    fn read_back(text: &str) -> Option<Value> {
        let mut report = Report::default();
        let id = report.sources.add("a.yaml", "a.yaml", text);
        let node = super::super::read(id, &mut report).filter(|_| !report.has_errors());
        node.map(|node| node.to_json())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            texts in proptest::collection::vec("(.|\n|\r|\t|[\u{0}-\u{20}]|\u{7f}|\u{85}|\u{a0}|[\u{2028}\u{2029}\u{e000}]|\u{feff}|[가-힣]|👍|[-:#?|>&*!%@`~'\"{}\\[\\],]| ){0,12}", 1..6),
            number in any::<f64>().prop_filter("finite", |number| number.is_finite()),
            whole in any::<i64>(),
        ) {
            let key = |text: &str| format!("k{}", text.replace(['\u{2028}', '\u{2029}'], " "));
            let map: serde_json::Map<_, _> = texts.iter().map(|text| (key(text), json!([text]))).collect();
            let value = json!({"map": map, "list": texts, "numbers": [number, whole], "none": null});
            let written = write(&value);
            prop_assert_eq!(read_back(&written), Some(value), "{}", written);
        }
    }
}
