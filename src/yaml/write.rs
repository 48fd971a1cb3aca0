//! A value as YAML text, for people to go on with.

use serde_json::Value;

/// The value in block style: a text of several lines after `|`, quotes only where a text would be read as something else.
pub fn write(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_written_as_an_operator_would() {
        let value = json!({"글": ["안녕하세요 👋 {{utterance}}", "첫 줄\n둘째 줄", "010", "가: 나", ""], "수": 1});
        let expected = "글:\n- 안녕하세요 👋 {{utterance}}\n- |-\n  첫 줄\n  둘째 줄\n- '010'\n- '가: 나'\n- ''\n수: 1\n";
        assert_eq!(write(&value), expected);
    }
}
