//! The forms in which a file template or an upstream may write an answer, made one: a SkillResponse.

use serde_json::{Map, Value, json};

/// The fields of a SkillResponse. `useCallback` is ours to say, never an answer's.
const FIELDS: [&str; 5] = ["version", "template", "context", "data", "extra"];

/// A SkillResponse from a SkillResponse, a `template` object (`{outputs, quickReplies}`) or an `outputs` array. Fields that a
/// SkillResponse does not have are left out. `None`: none of these; `data` or `context` alone are an answer only beside a `version`, because
/// many a server calls whatever it says `data`.
pub(crate) fn normalise(output: Value) -> Option<Value> {
    let promises = is_promise(&output);
    let mut fields = match output {
        Value::Array(outputs) => return Some(json!({"version": "2.0", "template": {"outputs": outputs}})),
        Value::Object(fields) => fields,
        _ => return None,
    };
    let is_marked = fields.get("version").is_some_and(|version| !version.is_null());
    let mut response = Map::new();
    response.insert("version".to_owned(), Value::from("2.0"));
    for field in FIELDS {
        if let Some(value) = fields.shift_remove(field) {
            response.insert(field.to_owned(), value);
        }
    }
    if !response.contains_key("template") && fields.contains_key("outputs") {
        fields.shift_remove("useCallback");
        response.insert("template".to_owned(), Value::Object(fields));
    }
    // Many a serializer writes null for what is not there.
    let has = |field: &str| response.get(field).is_some_and(|value| !value.is_null());
    let answers = has("template") || is_marked && !promises && (has("data") || has("context"));
    answers.then_some(Value::Object(response))
}

/// Whether an output without bubbles promises a callback of its own, to a callbackUrl that its writer never got: its `data` is no answer.
pub(crate) fn is_promise(output: &Value) -> bool {
    output.get("useCallback") == Some(&Value::Bool(true))
        && ["template", "outputs"].iter().all(|field| output.get(field).is_none_or(Value::is_null))
}

/// Adds what goes with an answer: maps are joined, lists appended, and where both say something the answer wins.
pub(crate) fn join(answer: &mut Value, extras: Value) {
    match (answer, extras) {
        (Value::Object(answer), Value::Object(extras)) => {
            for (key, extra) in extras {
                match answer.get_mut(&key) {
                    Some(value) => join(value, extra),
                    None => {
                        answer.insert(key, extra);
                    }
                }
            }
        }
        (Value::Array(answer), Value::Array(extras)) => answer.extend(extras),
        (answer @ Value::Null, extras) => *answer = extras,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_becomes_a_skill_response() {
        let bubble = json!({"simpleText": {"text": "네"}});
        let whole = json!({"version": "2.0", "template": {"outputs": [bubble]}});
        assert_eq!(normalise(whole.clone()), Some(whole.clone()));
        assert_eq!(normalise(json!({"outputs": [bubble]})), Some(whole.clone()));
        assert_eq!(normalise(json!([bubble])), Some(whole));
        let of_the_block = json!({"version": "2.0", "data": {"name": "라이언"}});
        assert_eq!(normalise(of_the_block.clone()), Some(of_the_block));
    }

    #[test]
    fn an_error_document_is_no_answer() {
        assert_eq!(normalise(json!({"error": {"message": "boom"}})), None);
        assert_eq!(normalise(json!({"data": {"items": []}})), None);
        assert_eq!(normalise(json!("boom")), None);
        assert_eq!(normalise(json!(500)), None);
    }

    #[test]
    fn an_answer_cannot_ask_for_a_callback() {
        let answer = normalise(json!({"useCallback": true, "template": {"outputs": []}, "debug": 1}));
        assert_eq!(answer, Some(json!({"version": "2.0", "template": {"outputs": []}})));
        assert_eq!(normalise(json!({"version": "2.0", "useCallback": true, "data": {"text": "잠시만요"}})), None);
        let short = normalise(json!({"useCallback": true, "outputs": []}));
        assert_eq!(short, Some(json!({"version": "2.0", "template": {"outputs": []}})));
    }

    #[test]
    fn extras_are_added_and_never_overwrite() {
        let mut answer = json!({"template": {"outputs": [1], "quickReplies": ["a"]}, "data": {"x": 1}});
        join(&mut answer, json!({"template": {"quickReplies": ["b"]}, "data": {"x": 2, "y": 3}, "context": {"values": []}}));
        assert_eq!(
            answer,
            json!({"template": {"outputs": [1], "quickReplies": ["a", "b"]}, "data": {"x": 1, "y": 3}, "context": {"values": []}})
        );
    }
}
