//! An upstream's answer passed on.

use serde_json::{Map, Value, json};

use super::build::{self, AnswerError, Built, fit};
use crate::compile::Plan;

/// The upstream's answer passed on: a SkillResponse, a `template` object, an `outputs` array, `{"text": …}` (with `quickReplies`
/// if it likes) or a JSON text, through the same limits as our own answers.
///
/// `upstream` is what the upstream's body says *as JSON*; a body that is no JSON (an HTML error page) must not be wrapped into a
/// text here. Only the fields of a SkillResponse are taken, never `useCallback`.
pub fn pass_on(plan: &Plan, upstream: Value) -> Result<Built, AnswerError> {
    let response = match upstream {
        Value::String(text) => bubble(&text, None),
        Value::Object(mut fields) if is_text(&fields) => match fields.shift_remove("text") {
            Some(Value::String(text)) => bubble(&text, fields.shift_remove("quickReplies")),
            _ => return Err(AnswerError::NotAResponse),
        },
        other => build::response(other)?,
    };
    fit(response, plan.overflow)
}

fn is_text(fields: &Map<String, Value>) -> bool {
    fields.contains_key("text") && !fields.contains_key("template") && !fields.contains_key("outputs")
}

fn bubble(text: &str, quick_replies: Option<Value>) -> Value {
    let mut response = json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": text}}]}});
    if let (Some(Value::Array(replies)), Some(template)) =
        (quick_replies, response.get_mut("template").and_then(Value::as_object_mut))
    {
        template.insert("quickReplies".to_owned(), replies.into_iter().map(quick_reply).collect());
    }
    response
}

/// A plain text is its label and message, as in `reply:`.
fn quick_reply(reply: Value) -> Value {
    match reply {
        Value::String(text) => json!({"label": text, "action": "message", "messageText": text}),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::testing::{only_skill, snapshot};

    fn passed_on(upstream: Value) -> Result<Value, AnswerError> {
        let snapshot = snapshot("skills:\n  /a:\n    upstream: https://api.example.com/\n", &[]);
        let built = pass_on(&only_skill(&snapshot).plan, upstream)?;
        Ok(serde_json::from_slice(&built.bytes).unwrap())
    }

    #[test]
    fn every_form_of_a_text_is_a_bubble() {
        let expected = json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "네"}}]}});
        for upstream in [
            json!("네"),
            json!({"text": "네"}),
            json!({"text": "네", "useCallback": true, "model": "m"}),
            json!([{"simpleText": {"text": "네"}}]),
            json!({"outputs": [{"simpleText": {"text": "네"}}]}),
            json!({"version": "2.0", "useCallback": true, "template": {"outputs": [{"simpleText": {"text": "네"}}]}}),
        ] {
            assert_eq!(passed_on(upstream.clone()).unwrap(), expected, "{upstream}");
        }
    }

    #[test]
    fn quick_replies_may_be_texts() {
        let response = passed_on(json!({"text": "네", "quickReplies": ["메뉴"]})).unwrap();
        let expected = json!([{"label": "메뉴", "action": "message", "messageText": "메뉴"}]);
        assert_eq!(response["template"]["quickReplies"], expected);
    }

    #[test]
    fn what_is_no_answer_reaches_nobody() {
        for upstream in [json!(null), json!(1), json!({}), json!({"error": "stack trace"}), json!({"text": {"a": 1}})] {
            assert!(matches!(passed_on(upstream.clone()), Err(AnswerError::NotAResponse)), "{upstream}");
        }
    }

    #[test]
    fn a_callback_that_the_upstream_promises_is_told_as_such() {
        for upstream in [
            json!({"version": "2.0", "useCallback": true, "data": {"text": "잠시만요"}}),
            json!({"useCallback": true, "context": {"values": []}}),
            json!({"version": "2.0", "useCallback": true}),
            json!({"version": "2.0", "template": null, "context": null, "useCallback": true, "data": {"text": "잠시만요"}}),
        ] {
            assert!(matches!(passed_on(upstream.clone()), Err(AnswerError::Promise)), "{upstream}");
        }
    }

    #[test]
    fn limits_hold_for_other_peoples_answers_too() {
        let response = passed_on(json!({"text": "가".repeat(2000)})).unwrap();
        let text = response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap_or_default();
        assert_eq!(text.chars().count(), 1000);
        assert!(passed_on(json!({"template": {"outputs": [{"basicCard": {"title": "그림 없음"}}]}})).is_err());
    }
}
