//! An upstream's answer passed on.

use serde_json::{Map, Value, json};

use super::build::{AnswerError, Built, fit};
use crate::compile::{Skill, normalise};

/// The upstream's answer passed on: a SkillResponse, a `template` object, an `outputs` array, `{"text": …}` (with `quickReplies`
/// if it likes) or a JSON text, through the same limits as our own answers.
///
/// `upstream` is what the upstream's body says *as JSON*; a body that is no JSON (an HTML error page) must not be wrapped into a
/// text here. Only the fields of a SkillResponse are taken, never `useCallback`.
pub fn pass_on(skill: &Skill, upstream: Value) -> Result<Built, AnswerError> {
    let response = match upstream {
        Value::String(text) => Some(bubble(text, None)),
        Value::Object(mut fields) if is_text(&fields) => match fields.shift_remove("text") {
            Some(Value::String(text)) => Some(bubble(text, fields.shift_remove("quickReplies"))),
            _ => None,
        },
        other => normalise(other),
    };
    fit(response.ok_or(AnswerError::NotAResponse)?, skill.overflow)
}

fn is_text(fields: &Map<String, Value>) -> bool {
    fields.contains_key("text") && !fields.contains_key("template") && !fields.contains_key("outputs")
}

fn bubble(text: String, quick_replies: Option<Value>) -> Value {
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
